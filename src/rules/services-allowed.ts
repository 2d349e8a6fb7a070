import { askedPolicy } from './asked-policy';
import { isImpossible } from './deliveries';
import { Fixes } from './fixes';
import { fixesOf as fixesOfGrant } from './grant-fixes';
import { all, COMPLIANT, Rule, unknownVerdict, Verdict, violated } from './rule';
import { verdictOf } from './unwanted-requests';
import { BucketFacts, PolicyFacts, ServiceFacts } from '../facts/bucket-facts';
import { constructNameOf } from '../facts/construct-name';
import { ServiceRow } from '../facts/service-table';
import { PolicyDocument, statementName } from '../policy/policy-document';
import { allowed } from '../policy/questions/compare';
import { SearchResult } from '../policy/search/goal';

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
  const ask = (document: PolicyDocument, without: string) => asked.ask(`allowed ${row.service} ${row.action}${without}`, () => allowed(document, {
    vocabulary: [asked.account, row.service],
    keys: ['aws:sourceaccount', 'aws:principalservicename'],
    actions: ({ name }) => name === row.action,
    callers: ({ type, principal, sourceAccount }) => type === 'Service' && Object.values(principal as object)[0] === row.service && (sourceAccount === undefined || sourceAccount === asked.account),
  }));
  const result = ask(asked.document, '');
  return result.kind === 'none' ? cancelled(service, policy, facts, ask) ?? notAllowed(service, facts) : verdictOf(result, policy.address.logicalId, () => COMPLIANT);
}

/** One Deny may stand between the service and what allows it: another Allow would not help. */
function cancelled(
  { row, deployed, constructPath, path, address }: ServiceFacts, policy: PolicyFacts, facts: BucketFacts, ask: (document: PolicyDocument, without: string) => SearchResult,
): Verdict | undefined {
  const { document } = askedPolicy(policy, facts);
  const grant = policy.document.statements.find(({ effect, principals }) => effect === 'Allow' && principals.some(({ type, value }) => type === 'Service' && value === row.service));
  const index = grant && document.statements.filter(({ effect }) => effect === 'Deny')
    .find((deny) => ask({ ...document, statements: document.statements.filter((one) => one !== deny) }, ` without ${deny.index}`).kind === 'found')?.index;
  const deny = policy.document.statements.find((one) => one.index === index);
  return !grant || !deny ? undefined : !deployed.known ? unknownVerdict(deployed.reason) : violated(
    findingOf(address.logicalId, path),
    `denies ${row.service} to call ${row.action} by ${statementName(deny)}, by which ${constructNameOf(constructPath) ?? address.logicalId} (${row.type}) ${row.does}`,
    `BucketPolicy.PolicyDocument.Statement.${deny.index}`,
    {
      statement: { index: deny.index, sid: deny.sid },
      fixes: fixesOfGrant({ grant, place: `${statementName(grant)} of its own`, hasAuthor: true, grantee: { kind: 'service', service: row.service, functions: [] }, deny, policy: policy.address }),
    },
  );
}

function findingOf(logicalId: string, path: string): string {
  return `${logicalId}.${path.replace(/[^A-Za-z0-9.]/g, '')}`;
}

function notAllowed({ row, deployed, constructPath, path, address: { logicalId } }: ServiceFacts, facts: BucketFacts): Verdict {
  const fixes = fixesOf(row, facts);
  return !deployed.known ? unknownVerdict(deployed.reason) : violated(
    findingOf(logicalId, path),
    `does not allow ${row.service} to call ${row.action}, by which ${constructNameOf(constructPath) ?? logicalId} (${row.type}) ${row.does}`,
    'BucketPolicy.PolicyDocument',
    { fix: `${fixes.construct}; in CloudFormation ${fixes.cloudFormation}`, fixes },
  );
}

function fixesOf({ service, action, bucketActions, see }: ServiceRow, { construct, address }: BucketFacts): Fixes {
  const Condition = { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } };
  const statements = [
    ...bucketActions.length === 0 ? [] : [{ Effect: 'Allow', Principal: { Service: service }, Action: bucketActions, Resource: { 'Fn::GetAtt': [address.logicalId, 'Arn'] }, Condition }],
    { Effect: 'Allow', Principal: { Service: service }, Action: action, Resource: { 'Fn::Sub': `\${${address.logicalId}.Arn}/*` }, Condition },
  ];
  const access = [`service: '${service}'`, ...action === 's3:PutObject' ? [] : [`objectActions: ['${action}']`], ...bucketActions.length === 0 ? [] : [`bucketActions: [${bucketActions.map((one) => `'${one}'`).join(', ')}]`]];
  const byConstruct = construct.known && construct.value === 'AccessLogsBucket' ? 'name it in logSources of the AccessLogsBucket' : `name it in services of the HardenedBucket or BucketPerimeter, which allow it on the bucket and its key: { ${access.join(', ')} }`;
  const json = JSON.stringify(statements);
  return {
    cloudFormation: `add to the bucket policy, and with "Resource": "*" and the actions of KMS to the policy of its key: ${json} (${see})`,
    cdk: `add with bucket.addToResourcePolicy(iam.PolicyStatement.fromJson(…)), and allow the service on bucket.encryptionKey: ${json} (${see}); or name it in services of a BucketPerimeter: { ${access.join(', ')} }`,
    construct: `${byConstruct} (${see})`,
  };
}
