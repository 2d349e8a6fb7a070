import { askedPolicy } from './asked-policy';
import { isImpossible } from './deliveries';
import { all, COMPLIANT, Rule, unknownVerdict, Verdict, violated } from './rule';
import { verdictOf } from './unwanted-requests';
import { BucketFacts, PolicyFacts, ServiceFacts } from '../facts/bucket-facts';
import { ServiceRow } from '../facts/service-table';
import { allowed } from '../policy/questions/compare';

export const SERVICES_ALLOWED: Rule = {
  id: 'HardenedBucket-ServicesAllowed',
  title: 'every service that is to use the bucket is allowed to',
  why: 'Some services add what they need to the bucket policy by themselves, and the next deployment takes it away. Others deliver nothing, and do not say so.',
  fix: 'allow the service on the bucket and on its key, for the account of the bucket',
  example: "new HardenedBucket(this, 'Logs', {\n  services: [{ service: 'delivery.logs.amazonaws.com', bucketActions: ['s3:GetBucketAcl'] }],\n});",
  level: 'STRICT',
  severity: 'warning',
  controls: {},
  check: (facts) => {
    // Who cannot deliver at all is not to be allowed to.
    const impossible = facts.deliveries.filter((delivery) => isImpossible(delivery, facts)).map(({ address }) => address);
    return all(facts.services.filter(({ address }) => !impossible.includes(address)).map((service) =>
      facts.policies.length === 0 ? notAllowed(service, facts) : all(facts.policies.map((policy) => verdictOn(service, policy, facts)))));
  },
};

function verdictOn(service: ServiceFacts, policy: PolicyFacts, facts: BucketFacts): Verdict {
  const { row } = service;
  const asked = askedPolicy(policy, facts);
  const result = asked.ask(`allowed ${row.service} ${row.action}`, () => allowed(asked.document, {
    vocabulary: [asked.account, row.service],
    keys: ['aws:sourceaccount', 'aws:principalservicename'],
    actions: ({ name }) => name === row.action,
    callers: ({ type, principal, sourceAccount }) => type === 'Service' && Object.values(principal as object)[0] === row.service && (sourceAccount === undefined || sourceAccount === asked.account),
  }));
  return result.kind === 'none' ? notAllowed(service, facts) : verdictOf(result, policy.address.logicalId, () => COMPLIANT);
}

function notAllowed({ row, deployed, constructPath, path, address: { logicalId } }: ServiceFacts, facts: BucketFacts): Verdict {
  return !deployed.known ? unknownVerdict(deployed.reason) : violated(
    `${logicalId}.${path.replace(/[^A-Za-z0-9.]/g, '')}`,
    `does not allow ${row.service} to call ${row.action}, by which ${constructPath ?? logicalId} (${row.type}) ${row.does}`,
    'BucketPolicy.PolicyDocument',
    { fix: fixOf(row, facts) },
  );
}

function fixOf({ service, action, bucketActions, see }: ServiceRow, { construct, address }: BucketFacts): string {
  const Condition = { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } };
  const statements = [
    ...bucketActions.length === 0 ? [] : [{ Effect: 'Allow', Principal: { Service: service }, Action: bucketActions, Resource: { 'Fn::GetAtt': [address.logicalId, 'Arn'] }, Condition }],
    { Effect: 'Allow', Principal: { Service: service }, Action: action, Resource: { 'Fn::Sub': `\${${address.logicalId}.Arn}/*` }, Condition },
  ];
  const access = [`service: '${service}'`, ...action === 's3:PutObject' ? [] : [`objectActions: ['${action}']`], ...bucketActions.length === 0 ? [] : [`bucketActions: [${bucketActions.map((one) => `'${one}'`).join(', ')}]`]];
  const byConstruct = construct.known && construct.value === 'AccessLogsBucket' ? 'name it in logSources of the AccessLogsBucket' : `name it in services of the HardenedBucket or BucketPerimeter, which allow it on the bucket and its key: { ${access.join(', ')} }`;
  return `${byConstruct}; in CloudFormation add to the bucket policy, and without the resource to the key policy: ${JSON.stringify(statements)} (${see})`;
}
