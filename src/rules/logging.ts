import { all, COMPLIANT, isLogBucket, judge, NOT_APPLICABLE, Rule, unknownVerdict, Verdict, violated } from './rule';
import { BucketFacts } from '../facts/bucket-facts';
import { evaluate } from '../policy/evaluate';
import { globCovers } from '../policy/glob';
import { PolicyDocument, PolicyStatement } from '../policy/policy-document';
import { PolicyRequest } from '../policy/policy-request';

export const ACCESS_LOGGING: Rule = {
  id: 'HardenedBucket-AccessLogging',
  title: 'server access logs are delivered to another bucket',
  why: 'Without them nobody can say afterwards who read what.',
  fix: 'set serverAccessLogsBucket, or use HardenedBucket, which makes a log bucket',
  level: 'BASELINE',
  controls: ['S3.9'],
  check: (facts) => isLogBucket(facts) ? NOT_APPLICABLE : judge(facts.logging, (logging) => {
    if (logging === undefined) {
      return violated('NoTarget', 'delivers no server access logs', 'LoggingConfiguration.DestinationBucketName');
    }
    // Each delivered log would be logged again, without end.
    return logging.targetBucket.known && logging.targetBucket.value === facts.name
      ? violated('Itself', 'delivers its server access logs to itself', 'LoggingConfiguration.DestinationBucketName')
      : COMPLIANT;
  }),
};

export const ACCESS_LOGS_TARGET: Rule = {
  id: 'HardenedBucket-AccessLogsTarget',
  title: 'the bucket that receives the access logs can receive them',
  why: 'S3 drops logs in silence when the target is in another Region, is encrypted with KMS, or does not allow the delivery.',
  fix: 'use AccessLogsBucket, or on your own log bucket: SSE-S3, the same Region and account, and Allow s3:PutObject to logging.s3.amazonaws.com with aws:SourceAccount',
  level: 'STRICT',
  controls: ['S3.9'],
  check: (facts) => judge(facts.logging, (logging) => {
    if (logging === undefined || isLogBucket(facts)) {
      return NOT_APPLICABLE;
    }
    const { target, targetBucket } = logging;
    if (!target) {
      return unknownVerdict(targetBucket.known ? 'the target bucket is not in these templates' : targetBucket.reason);
    }
    return all([
      judge(target.encryption.algorithm, (algorithm) => algorithm === undefined || algorithm === 'AES256' ? COMPLIANT : violated(
        'Encryption', `delivers its access logs to ${target.address.logicalId}, which is encrypted with ${algorithm}; S3 cannot deliver there`, 'LoggingConfiguration.DestinationBucketName')),
      differs(facts.region, target.region) ? violated(
        'Region', `is in ${facts.region} and delivers its access logs to ${target.address.logicalId} in ${target.region}`, 'LoggingConfiguration.DestinationBucketName') : COMPLIANT,
      differs(facts.account, target.account) ? violated(
        'Account', `is in account ${facts.account} and delivers its access logs to ${target.address.logicalId} in account ${target.account}`, 'LoggingConfiguration.DestinationBucketName') : COMPLIANT,
      logDeliveryGranted(target, `delivers its access logs to ${target.address.logicalId}, which`),
    ]);
  }),
};

export const LOG_DELIVERY_GRANT: Rule = {
  id: 'HardenedBucket-LogDeliveryGrant',
  title: 'a log bucket allows S3 to deliver, on behalf of its own account only',
  why: 'Without the grant no log arrives; without aws:SourceAccount any account could have its logs delivered here.',
  fix: 'allow s3:PutObject on bucket/* to the service logging.s3.amazonaws.com with StringEquals aws:SourceAccount',
  level: 'STRICT',
  controls: [],
  check: (facts) => isLogBucket(facts) ? logDeliveryGranted(facts, 'receives access logs and') : NOT_APPLICABLE,
};

function logDeliveryGranted(target: BucketFacts, subject: string): Verdict {
  if (target.policies.some(({ document }) => document.unknowns.length > 0)) {
    return unknownVerdict(`the policy of ${target.address.logicalId} is decided at deployment`);
  }
  if (target.policies.some(({ document }) => evaluate(document, deliveryTo(target)).decision === 'ExplicitDeny')) {
    return violated('Denied', `${subject} denies the delivery by logging.s3.amazonaws.com`, 'BucketPolicy.PolicyDocument');
  }
  const grants = target.policies.flatMap(({ document }) => deliveryGrants(document, target.arn));
  if (grants.length === 0) {
    return violated('NoGrant', `${subject} does not allow logging.s3.amazonaws.com to s3:PutObject`, 'BucketPolicy.PolicyDocument');
  }
  return grants.every(isBoundToSource) ? COMPLIANT : violated(
    'AnySource', `${subject} allows the delivery for every account: the grant lacks aws:SourceAccount`, 'BucketPolicy.PolicyDocument');
}

/** A delivery as S3 makes it: over TLS, by the service itself, for a bucket of the same account. */
function deliveryTo({ arn, account }: BucketFacts): PolicyRequest {
  return {
    principal: { Service: LOG_DELIVERY },
    action: 's3:PutObject',
    resource: `${arn}/log`,
    context: { 'aws:SecureTransport': 'true', 'aws:PrincipalIsAWSService': 'true', 'aws:PrincipalServiceName': LOG_DELIVERY, ...account ? { 'aws:SourceAccount': account } : {} },
  };
}

const LOG_DELIVERY = 'logging.s3.amazonaws.com';

function deliveryGrants(document: PolicyDocument, arn: string): PolicyStatement[] {
  return document.statements.filter(({ effect, principals, actions, resources, malformed }) => effect === 'Allow' && !malformed
    && principals.some(({ type, value }) => type === 'Service' && value === LOG_DELIVERY)
    && actions.some((action) => typeof action === 'string' && globCovers(action.toLowerCase(), 's3:putobject'))
    && resources.some((resource) => typeof resource === 'string' && resource.split(':').slice(5).join(':').startsWith(`${arn.split(':').slice(5).join(':')}/`)));
}

function isBoundToSource({ conditions }: PolicyStatement): boolean {
  return conditions.some(({ operator, key, values }) => operator === 'StringEquals' && key === 'aws:sourceaccount' && values.length > 0);
}

function differs(a: string | undefined, b: string | undefined): boolean {
  return a !== undefined && b !== undefined && a !== b;
}
