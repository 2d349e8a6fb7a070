import { AskedPolicy, askedPolicy } from './asked-policy';
import { isImpossible } from './deliveries';
import { Fixes } from './fixes';
import { fixesOf as fixesOfGrant } from './grant-fixes';
import { whicheverAccounts } from './open-accounts';
import { all, COMPLIANT, Rule, unknownVerdict, Verdict, violated } from './rule';
import { verdictOf } from './unwanted-requests';
import { BucketFacts, PolicyFacts, ServiceFacts } from '../facts/bucket-facts';
import { ServiceRow } from '../facts/service-table';
import { PolicyDocument, PolicyStatement, statementName } from '../policy/policy-document';
import { allowed } from '../policy/questions/compare';
import { SearchResult } from '../policy/search/goal';
import { constructNameOf } from '../template/construct-name';
import { hasSymbol } from '../template/symbol';
import { startOfKeys } from '../template/written-keys';

export const SERVICES_ALLOWED: Rule = {
  id: 'HardenedBucket-ServicesAllowed',
  title: 'every service that is to use the bucket is allowed to',
  why: 'Some services add what they need to the bucket policy by themselves, and the next deployment takes it away. Others deliver nothing, and do not say so.',
  fix: 'allow the service on the bucket and on its key, for the account of the bucket',
  example: "new HardenedBucket(this, 'Logs', {\n  services: [{ service: 'delivery.logs.amazonaws.com', bucketActions: ['s3:GetBucketAcl'] }],\n});",
  level: 'STRICT',
  severity: 'warning',
  controls: {},
  notLive: 'which services are to use the bucket is not read from the account',
  check: (facts) => {
    // Who cannot deliver at all is not to be allowed to.
    const impossible = facts.deliveries.filter((delivery) => isImpossible(delivery, facts)).map(({ address }) => address);
    return all(facts.services.filter(({ address }) => !impossible.includes(address)).map((service) =>
      facts.policies.length === 0 ? notAllowed(service, facts) : all(facts.policies.map((each) => whicheverAccounts(each, facts, (policy) => verdictOn(service, policy, facts))))));
  },
};

function verdictOn(service: ServiceFacts, policy: PolicyFacts, facts: BucketFacts): Verdict {
  const asked = askedPolicy(policy, facts);
  const ask = (document: PolicyDocument, without: string) => allowedTo(service, service.keys, asked, facts, document, without);
  const onItsKeys = ask(asked.document, '');
  if (onItsKeys.kind !== 'none') {
    return verdictOf(onItsKeys, policy.address.logicalId, () => COMPLIANT);
  }
  return !service.keys.includes('*') && allowedTo(service, ['*'], asked, facts).kind === 'found' ? notAllowed(service, facts, elsewhereOf(service, policy))
    : cancelled(service, policy, facts, ask) ?? notAllowed(service, facts);
}

/** Finds a request of the service on these keys that the policy allows, for the account that the resource is in. */
function allowedTo(
  { row, account }: ServiceFacts, keys: readonly string[], asked: AskedPolicy, facts: BucketFacts, document: PolicyDocument = asked.document, without: string = '',
): SearchResult {
  const own = facts.account !== undefined && account !== undefined ? [account] : [asked.account, ...account === undefined ? [] : [account]];
  const patterns = keys.map((key) => asked.standIn(`${asked.bucket}/${key}`));
  return asked.ask(`allowed ${row.service} ${row.action} ${patterns.join()} ${own.join()}${without}`, () => allowed(keys.includes('*') ? document : onlyOn(patterns, document), {
    vocabulary: [...own, row.service],
    keys: ['aws:sourceaccount', 'aws:principalservicename'],
    actions: ({ name }) => name === row.action,
    callers: ({ type, principal, sourceAccount }) => type === 'Service' && Object.values(principal as object)[0] === row.service && (sourceAccount === undefined || own.includes(sourceAccount)),
  }));
}

/** The policy, with nothing left of it but what is on these objects. */
function onlyOn(patterns: readonly string[], document: PolicyDocument): PolicyDocument {
  const others: PolicyStatement = {
    index: document.statements.length,
    effect: 'Deny',
    principals: [{ type: 'AWS', value: '*', everyone: true }],
    notPrincipals: [],
    actions: ['s3:*'],
    notActions: [],
    resources: [],
    notResources: patterns,
    conditions: [],
    malformed: false,
  };
  return { ...document, statements: [...document.statements, others] };
}

/** The keys on which statements name the service, as the policy spells them. */
function elsewhereOf({ row }: ServiceFacts, { document }: PolicyFacts): string[] {
  const resources = document.statements.filter(({ effect, principals }) => effect === 'Allow' && principals.some(({ type, value }) => type === 'Service' && value === row.service))
    .flatMap((statement) => statement.resources).map((resource) => typeof resource === 'string' ? /^(?:⟦[^⟧]*⟧|[^⟦/])*\/(.+)$/.exec(resource)?.[1] : undefined);
  return [...new Set(resources.filter((keys) => keys !== undefined))];
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

/** @param elsewhere the keys on which the policy allows it, where that is not on those that it uses */
function notAllowed({ row, deployed, constructPath, path, keys, account, address: { logicalId } }: ServiceFacts, facts: BucketFacts, elsewhere?: readonly string[]): Verdict {
  const only = elsewhere === undefined ? '' : ` on ${keys.join(' or ')}${elsewhere.length === 0 ? '' : `, only on ${elsewhere.join(' and ')}`}`;
  const { cloudFormation, cdk, construct } = fixesOf({ row, account }, facts, elsewhere === undefined ? '' : prefixOf(keys[0]));
  const instead = elsewhere === undefined ? '' : `${prefixFix(row, 'a prefix that is allowed')}, or `;
  return !deployed.known ? unknownVerdict(deployed.reason) : violated(
    findingOf(logicalId, path),
    `does not allow ${row.service} to call ${row.action}${only}, by which ${constructNameOf(constructPath) ?? logicalId} (${row.type}) ${row.does}`,
    'BucketPolicy.PolicyDocument',
    { fix: `${instead}${construct}; in CloudFormation ${cloudFormation}`, fixes: { cloudFormation: instead + cloudFormation, cdk: instead + cdk, construct: instead + construct } },
  );
}

/** How a producer is given another prefix. */
export function prefixFix({ type, prefix, bucket }: Pick<ServiceRow, 'type' | 'prefix' | 'bucket'>, which: string): string {
  const place = prefix === undefined ? `behind the bucket in its ${bucket}` : typeof prefix === 'string' ? `in its ${prefix}` : `in its attribute ${prefix.key}`;
  return `give the ${type} ${which}, ${place}`;
}

/** What a statement for these keys has in front of its wildcard. */
function prefixOf(keys: string): string {
  const start = startOfKeys(keys).replace(/AWSLogs\/.*$/, 'AWSLogs/');
  return hasSymbol(start) ? '' : start;
}

function fixesOf({ row, account }: Pick<ServiceFacts, 'row' | 'account'>, { construct, address, account: own }: BucketFacts, prefix: string): Required<Fixes> {
  const { service, action, bucketActions, see } = row;
  const isForeign = account !== undefined && own !== undefined && account !== own;
  const Condition = { StringEquals: { 'aws:SourceAccount': isForeign ? account : { Ref: 'AWS::AccountId' } } };
  const statements = [
    ...bucketActions.length === 0 ? [] : [{ Effect: 'Allow', Principal: { Service: service }, Action: bucketActions, Resource: { 'Fn::GetAtt': [address.logicalId, 'Arn'] }, Condition }],
    { Effect: 'Allow', Principal: { Service: service }, Action: action, Resource: { 'Fn::Sub': `\${${address.logicalId}.Arn}/${prefix}*` }, Condition },
  ];
  const access = [
    `service: '${service}'`,
    ...action === 's3:PutObject' ? [] : [`objectActions: ['${action}']`],
    ...bucketActions.length === 0 ? [] : [`bucketActions: [${bucketActions.map((one) => `'${one}'`).join(', ')}]`],
    ...prefix === '' ? [] : [`prefix: '${prefix}'`],
    ...isForeign ? [`sourceAccounts: ['${account}']`] : [],
  ];
  const byConstruct = construct.known && construct.value === 'AccessLogsBucket' ? 'name it in logSources of the AccessLogsBucket' : `name it in services of the HardenedBucket or BucketPerimeter, which allow it on the bucket and its key: { ${access.join(', ')} }`;
  const json = JSON.stringify(statements);
  return {
    cloudFormation: `add to the bucket policy, and with "Resource": "*" and the actions of KMS to the policy of its key: ${json} (${see})`,
    cdk: `add with bucket.addToResourcePolicy(iam.PolicyStatement.fromJson(…)), and allow the service on bucket.encryptionKey: ${json} (${see}); or name it in services of a BucketPerimeter: { ${access.join(', ')} }`,
    construct: `${byConstruct} (${see})`,
  };
}
