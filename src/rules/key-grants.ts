import { askedPolicy } from './asked-policy';
import { Fixes } from './fixes';
import { grantsOfIdentities, grantsOfPolicy, grantsThroughAccessPoints, ObjectGrant, policiesOf } from './granted-objects';
import { isAccessIdentity } from './grantee';
import { keyDocumentFor, letsAccountDecide } from './key-access';
import { keyActionPattern, KeyNeed, keyNeeds } from './key-needs';
import { GrantedRequests } from './key-policy';
import { identityStatementFor, keyStatementFor, namesSources } from './key-statement';
import { isLoadBalancerPrincipal } from './load-balancer-accounts';
import { whicheverAccountsOf } from './open-accounts';
import { all, COMPLIANT, judge, NOT_APPLICABLE, Rule, unknownVerdict, Verdict, Violation } from './rule';
import { BucketFacts, PolicyFacts } from '../facts/bucket-facts';
import { DELIVERIES } from '../facts/delivery-table';
import { UNKNOWN_OPERATOR } from '../policy/operators';
import { hasUnreadStatements, PolicyDocument, PolicyStatement } from '../policy/policy-document';
import { allowedBeyond } from '../policy/questions/compare';
import { SearchResult } from '../policy/search/goal';

export const GRANTS_REACH_KEY: Rule = {
  id: 'HardenedBucket-GrantsReachKey',
  title: 'every grant on objects has its half on the KMS key',
  why: 'S3 calls KMS on behalf of the principal that reads or writes an encrypted object. Without a permission on the key the request fails, although the bucket policy allows it.',
  fix: 'allow the same principals kms:Decrypt for reading and kms:GenerateDataKey* for writing, in the key policy or, within the account, in a policy of the identity',
  example: "const key = new kms.Key(this, 'Key', { enableKeyRotation: true });\nconst data = new s3.Bucket(this, 'Data', { encryption: s3.BucketEncryption.KMS, encryptionKey: key });\ndata.grantRead(new iam.AccountPrincipal('444455556666')); // adds both halves",
  level: 'BASELINE',
  severity: 'error',
  controls: {},
  notLive: 'it is about the policies of identities, which are not read from the account',
  check: (facts) => judge(facts.encryption.algorithm, (algorithm) => algorithm === undefined || !algorithm.startsWith('aws:kms') ? NOT_APPLICABLE : whicheverAccountsOf(facts, verdictOn)),
};

/** What a key policy that is not in the templates has to contain, as statements; none if the key is in them, or no grant needs its policy. */
export function missingFromKeyElsewhere(facts: BucketFacts): readonly object[] {
  const { algorithm, keyAccess } = facts.encryption;
  return keyAccess.policy.known || !algorithm.known || !algorithm.value?.startsWith('aws:kms') ? [] : statementsToAdd(halvesOf(facts), facts);
}

/**
 * What a key policy has to contain before every grant of the bucket policy surely works, as statements.
 *
 * Services that cannot write to a bucket with a key at all are left out.
 */
export function missingForCertainty(facts: BucketFacts): readonly object[] {
  const halves = halvesOf(facts).filter(({ grant: { identity, statement: { principals } } }) => !identity && !principals.some(({ type, value }) => type === 'Service' && WITHOUT_KMS.includes(String(value))));
  return statementsToAdd(halves.filter(({ results }) => results.some(({ result }) => result.kind === 'unknown')), facts);
}

const WITHOUT_KMS = DELIVERIES.filter(({ needs }) => needs.includes('SSE-S3')).map(({ service }) => service);

/** All grants of a bucket together may take so long. */
const MILLISECONDS = 3_000;

/** A grant, and what the key says of it. */
interface Half {
  readonly grant: ObjectGrant;
  readonly results: readonly { readonly need: KeyNeed; readonly result: SearchResult }[];
  /** Why it is not known what the grant allows, if it is not. */
  readonly open: string | undefined;
}

function verdictOn(facts: BucketFacts): Verdict {
  const { name, policy } = facts.encryption.keyAccess;
  const halves = halvesOf(facts);
  if (policy.known) {
    return all(halves.map((half) => verdictOf(half, facts)));
  }
  const statements = statementsToAdd(halves, facts);
  return statements.length === 0 ? all(halves.filter(({ grant }) => isAccessIdentity(grant.statement)).map((half) => verdictOf(half, facts)))
    : unknownVerdict(`${policy.reason}, so make sure that the policy of key ${name} contains ${JSON.stringify(statements.length === 1 ? statements[0] : statements)}`);
}

function halvesOf(facts: BucketFacts): Half[] {
  const deadline = Date.now() + MILLISECONDS;
  return policiesOf(facts).flatMap((policy) => [...grantsOfPolicy(policy), ...grantsThroughAccessPoints(facts), ...grantsOfIdentities(facts)]
    // Elastic Load Balancing cannot write to a bucket with a KMS key at all, whatever the key says.
    .filter(({ statement: { principals } }) => !principals.some(isLoadBalancerPrincipal))
    .map((grant): Half => {
      const { needs, certainty } = keyNeeds(grant.statement);
      return {
        grant,
        results: needs.map((need) => ({ need, result: isAccessIdentity(grant.statement) ? { kind: 'none' } : beyondKey(grant, need, policy, facts, deadline) })),
        open: certainty === 'unknown' ? 'which actions it allows is decided at deployment' : undefined,
      };
    }));
}

/** Finds a request on an object that the grant allows, the bucket policy does not deny, and nothing allows on the key. */
function beyondKey(grant: ObjectGrant, need: KeyNeed, policy: PolicyFacts, facts: BucketFacts, deadline: number): SearchResult {
  const asked = askedPolicy(policy, facts);
  const allow: PolicyStatement = { ...asked.standInStatement(grant.statement), actions: [need.s3Action], notActions: [] };
  const [principal] = allow.principals;
  const granted: GrantedRequests = {
    need,
    byService: principal?.type === 'Service',
    byEveryone: principal === undefined || (principal.type === 'AWS' && principal.value === '*'),
    boundBy: new Set(allow.conditions.map(({ key }) => key)),
  };
  const onKey = keyDocumentFor(grant, granted, asked, facts);
  if (isCovered(allow, onKey)) {
    return { kind: 'none' };
  }
  const denies = asked.document.statements.filter(({ effect }) => effect === 'Deny');
  const onObjects: PolicyDocument = { ...asked.document, version: grant.version, statements: [allow, ...denies] };
  return asked.ask(`beyond the key ${JSON.stringify([onObjects, onKey])}`, () => allowedBeyond(onObjects, onKey, {
    vocabulary: [asked.account],
    keys: granted.byService ? ['aws:sourceaccount'] : [],
    // A service that may act for anyone is meant to act for the bucket's own account.
    callers: ({ type, sourceAccount }) => !granted.byService || type !== 'Service' || namesSources(allow) || sourceAccount === asked.account,
    milliseconds: Math.max(0, Math.min(500, deadline - Date.now())),
  }));
}

/** Surely some statement allows all that this one does, and none denies any of it: what every grant of CDK comes to. */
function isCovered({ principals: [principal], conditions }: PolicyStatement, onKey: PolicyDocument): boolean {
  const clauses = new Set(conditions.map((clause) => JSON.stringify(clause)));
  return !hasUnreadStatements(onKey) && onKey.statements.every(({ effect }) => effect === 'Allow') && onKey.statements.some((statement) => !statement.malformed
    && statement.principals.some(({ type, value }) => typeof value === 'string' && type === principal?.type && value === principal.value)
    && statement.conditions.every((clause) => clause.operator !== UNKNOWN_OPERATOR && clauses.has(JSON.stringify(clause))));
}

function verdictOf({ grant, results, open }: Half, facts: BucketFacts): Verdict {
  const { keyAccess } = facts.encryption;
  const undecided = `whether key ${keyAccess.name} can be used by ${grant.principal}, to whom ${grant.place} allows its objects`;
  if (isAccessIdentity(grant.statement)) {
    return results.length === 0 ? COMPLIANT : violation(grant, ofAccessIdentity(grant));
  }
  const missing = results.filter(({ result }) => result.kind === 'found');
  if (missing.length === 0) {
    const doubt = results.map(({ result }) => result.kind === 'unknown' ? result.reason.message : undefined).find((reason) => reason !== undefined) ?? open;
    return doubt === undefined ? COMPLIANT : unknownVerdict(`${undecided}: ${doubt}`);
  }
  if (!grant.deployed.known) {
    return unknownVerdict(`${undecided}: ${grant.deployed.reason}`);
  }
  const needs = missing.map(({ need }) => need);
  const [{ result }] = missing;
  const keyActions = needs.map(({ keyAction }) => keyActionPattern(keyAction)).join(' and ');
  return violation(grant, {
    message: `allows ${grant.principal} to call ${[...new Set(needs.map(({ s3Action }) => s3Action))].join(' and ')} (${grant.place}), but ${keyAccess.isAwsManaged ? 'the AWS managed key of S3' : `key ${keyAccess.name}`} does not allow it ${keyActions}`,
    ...fixesOf(grant, needs, facts),
    request: result.kind === 'found' ? result.request : undefined,
  });
}

function violation({ finding, statement: { index, sid }, identity, byAccessPoint }: ObjectGrant, found: Pick<Violation, 'message' | 'fix' | 'fixes' | 'request'>): Verdict {
  return {
    kind: 'violations',
    violations: [{
      finding,
      ...identity || byAccessPoint ? { path: 'BucketEncryption' } : { path: `BucketPolicy.PolicyDocument.Statement.${index}`, statement: { index, sid } },
      ...found,
    }],
  };
}

/** @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html */
function ofAccessIdentity({ place }: ObjectGrant): Pick<Violation, 'message' | 'fix' | 'fixes'> {
  const cdk = 'use origin access control: S3BucketOrigin.withOriginAccessControl(bucket)';
  const cloudFormation = 'use AWS::CloudFront::OriginAccessControl, and allow cloudfront.amazonaws.com with aws:SourceArn of the distribution s3:GetObject on the bucket and kms:Decrypt on its key';
  return {
    message: `allows a CloudFront origin access identity to read its objects (${place}), but CloudFront cannot read objects with SSE-KMS by an origin access identity`,
    fix: `${cdk} in CDK; in CloudFormation ${cloudFormation}`,
    fixes: { cloudFormation, cdk },
  };
}

function fixesOf({ statement, identity, principal }: ObjectGrant, needs: readonly KeyNeed[], facts: BucketFacts): { readonly fix: string; readonly fixes?: Fixes } {
  const { name, account, isAwsManaged } = facts.encryption.keyAccess;
  const onKey = JSON.stringify(keyStatementFor(statement, needs, facts));
  if (isAwsManaged) {
    return { fix: `encrypt the bucket with a customer managed key, whose policy can allow it: ${onKey}` };
  }
  // A key policy that named a role whose own policy names the bucket would be a cycle.
  if (identity && identity.account === account && letsAccountDecide(facts)) {
    const needed = needs.map(({ keyAction }) => keyAction);
    const grant = !needed.includes('kms:GenerateDataKey') ? 'grantRead' : needs.some(({ s3Action }) => s3Action.startsWith('s3:Get')) ? 'grantReadWrite' : 'grantPut';
    const byMethod = `grant with bucket.${grant}, which allows the key as well`;
    const cloudFormation = `add to the policies of ${principal}: ${JSON.stringify(identityStatementFor(needs, facts))}`;
    return { fix: `${byMethod}; in CloudFormation ${cloudFormation}`, fixes: { cloudFormation, cdk: `${byMethod}, or ${cloudFormation}` } };
  }
  const inCode = 'key.addToResourcePolicy(iam.PolicyStatement.fromJson(…))';
  return {
    fix: `add to the policy of key ${name} (in CDK with ${inCode}): ${onKey}`,
    fixes: { cloudFormation: `add to the policy of key ${name}: ${onKey}`, cdk: `add to the policy of key ${name} with ${inCode}: ${onKey}` },
  };
}

/** What the policy of a key elsewhere needs: one statement for all that nothing in these templates allows the same principals under the same conditions. */
function statementsToAdd(halves: readonly Half[], facts: BucketFacts): object[] {
  const byWhom = new Map<string, { readonly grant: ObjectGrant; readonly needs: KeyNeed[] }>();
  for (const { grant, results } of halves) {
    const needs = results.filter(({ result }) => result.kind !== 'none').map(({ need }) => need);
    if (needs.length > 0) {
      const whom = JSON.stringify(keyStatementFor(grant.statement, [], facts));
      byWhom.set(whom, { grant, needs: [...byWhom.get(whom)?.needs ?? [], ...needs] });
    }
  }
  return [...byWhom.values()].map(({ grant, needs }) => keyStatementFor(grant.statement, needs, facts));
}
