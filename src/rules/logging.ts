import { isSseS3 } from './encryption';
import { logDeliveryGranted } from './log-delivery';
import { all, COMPLIANT, forLogBuckets, judge, NOT_APPLICABLE, requireFact, Rule, unknownVerdict, unlessLogBucket, violated } from './rule';
import { LoggingFacts } from '../facts/bucket-facts';
import { known, someHolds } from '../template/known';
import { mayBeEqual } from '../template/templates-by-place';

export const ACCESS_LOGGING: Rule = {
  id: 'HardenedBucket-AccessLogging',
  title: 'server access logs are delivered to another bucket or to CloudWatch Logs',
  why: 'Without them there is no record of who read what.',
  fix: 'set serverAccessLogsBucket, with the feature flag @aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy in cdk.json, or use HardenedBucket, which makes a log bucket; or join an AWS::Logs::DeliverySource with the LogType S3_SERVER_ACCESS_LOGS to a destination',
  example: "new s3.Bucket(this, 'Data', { serverAccessLogsBucket: logs });",
  level: 'BASELINE',
  severity: 'error',
  controls: { securityHub: ['S3.9'], config: ['s3-bucket-logging-enabled'] },
  check: (facts) => {
    const { logging, vendedAccessLogs: { delivered, toItself } } = facts;
    // Each delivered log would be logged again, without end.
    if (logging.known && logging.value && isItself(facts.name, logging.value)) {
      return violated('Itself', 'delivers its server access logs to itself', 'LoggingConfiguration.DestinationBucketName');
    }
    if (toItself.known && toItself.value) {
      return violated('Itself', 'delivers its server access logs to itself', 'AWS::Logs::Delivery');
    }
    if (facts.logCircle.known && facts.logCircle.value !== undefined) {
      return violated('Circle', `delivers its server access logs to ${facts.logCircle.value}, whose own logs come back to it, so that each delivery is logged again, without end`, 'LoggingConfiguration.DestinationBucketName', {
        fix: 'deliver the logs of both to a third bucket, such as an AccessLogsBucket, that delivers none itself',
      });
    }
    const configured = logging.known ? logging.value?.isConfigured ?? known(false) : logging;
    return unlessLogBucket(facts, () => requireFact(someHolds([configured, delivered]), 'NoTarget', `delivers no server access logs${facts.live ? ' by a setting of its own, and deliveries by CloudWatch Logs are not read' : ''}`, 'LoggingConfiguration.DestinationBucketName'));
  },
};

export const ACCESS_LOGS_TARGET: Rule = {
  id: 'HardenedBucket-AccessLogsTarget',
  title: 'the bucket that receives the access logs can receive them',
  why: 'S3 drops logs silently when the target is in another Region, is encrypted with KMS, or does not allow the delivery.',
  fix: 'use AccessLogsBucket, or on your own log bucket: SSE-S3, the same Region and account, and Allow s3:PutObject to logging.s3.amazonaws.com with aws:SourceAccount',
  example: "const target = new AccessLogsBucket(this, 'Logs');\nnew HardenedBucket(this, 'Data', { serverAccessLogsBucket: target });",
  level: 'STRICT',
  severity: 'error',
  controls: { securityHub: ['S3.9'] },
  check: (facts) => unlessLogBucket(facts, () => judge(facts.logging, (logging) => {
    if (logging === undefined || isItself(facts.name, logging)) {
      return NOT_APPLICABLE;
    }
    const { target, targetBucket } = logging;
    if (!target) {
      return unknownVerdict(!targetBucket.known ? targetBucket.reason : facts.live ? `the target bucket ${targetBucket.value} was not read` : 'the target bucket is not in these templates');
    }
    return all([
      judge(target.encryption.algorithm, (algorithm) => isSseS3(algorithm) ? COMPLIANT : violated(
        'Encryption', `delivers its access logs to ${target.address.logicalId}, which is encrypted with ${algorithm}; S3 cannot deliver there`, 'LoggingConfiguration.DestinationBucketName')),
      judge(target.defaultRetention, (locked) => locked ? violated(
        'ObjectLock', `delivers its access logs to ${target.address.logicalId}, which locks every new object by default; S3 cannot deliver there`, 'LoggingConfiguration.DestinationBucketName') : COMPLIANT),
      // AWS documents that a default retention period stops the delivery, and says nothing of an event hold.
      judge(target.defaultEventHold, (held) => held ? unknownVerdict(`AWS does not document whether S3 delivers to a bucket with a default event hold, as ${target.address.logicalId} has`) : COMPLIANT),
      mayBeEqual(facts.region, target.region) ? COMPLIANT : violated(
        'Region', `is in ${facts.region} and delivers its access logs to ${target.address.logicalId} in ${target.region}`, 'LoggingConfiguration.DestinationBucketName'),
      mayBeEqual(facts.account, target.account) ? COMPLIANT : violated(
        'Account', `is in account ${facts.account} and delivers its access logs to ${target.address.logicalId} in account ${target.account}`, 'LoggingConfiguration.DestinationBucketName'),
      logDeliveryGranted(target, `delivers its access logs to ${target.address.logicalId}, which`, { arn: facts.arn, prefix: logging.prefix }),
    ]);
  })),
};

export const LOG_DELIVERY_GRANT: Rule = {
  id: 'HardenedBucket-LogDeliveryGrant',
  title: 'a log bucket allows S3 to deliver, on behalf of its own account only',
  why: 'Without the grant no log arrives; without aws:SourceAccount any account could have its logs delivered here.',
  fix: 'allow s3:PutObject on bucket/* to the service logging.s3.amazonaws.com with StringEquals aws:SourceAccount',
  example: "logs.addToResourcePolicy(new iam.PolicyStatement({\n  actions: ['s3:PutObject'],\n  resources: [logs.arnForObjects('*')],\n  principals: [new iam.ServicePrincipal('logging.s3.amazonaws.com')],\n  conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },\n}));",
  level: 'STRICT',
  severity: 'error',
  controls: {},
  check: (facts) => forLogBuckets(facts, () => logDeliveryGranted(facts, 'receives access logs and')),
};

export const DATA_EVENTS: Rule = {
  id: 'HardenedBucket-DataEvents',
  title: 'CloudTrail records who reads and writes objects',
  why: 'Access logs are delivered on a best-effort basis and without the identity behind a role. The trail has both, and alarms can be built on it.',
  fix: 'add the bucket to the data events of your trail, for reads and writes, or record those of all buckets',
  example: "const selector: cloudtrail.S3EventSelector = { bucket };\nnew cloudtrail.Trail(this, 'Trail').addS3EventSelector([selector]);",
  level: 'STRICT',
  severity: 'warning',
  controls: { securityHub: ['S3.22', 'S3.23'], cis: ['3.8', '3.9'], cisV6: ['4.8', '4.9'], cisV7: ['4.8', '4.9'], config: ['cloudtrail-all-write-s3-data-event-check', 'cloudtrail-all-read-s3-data-event-check'] },
  notLive: 'trails are not read from the account',
  // A trail is the account's. Where none of the templates records object-level calls, another stack's may.
  check: (facts) => unlessLogBucket(facts, () => judge(facts.dataEvents.recorded, (recorded) => !recorded ? NOT_APPLICABLE : requireFact(
    facts.dataEvents.ofBucket, 'NotRecorded', 'is left out by the trails that record object-level calls of other buckets', 'AWS::CloudTrail::Trail'))),
};

function isItself(name: string, { targetBucket }: LoggingFacts): boolean {
  return targetBucket.known && targetBucket.value === name;
}
