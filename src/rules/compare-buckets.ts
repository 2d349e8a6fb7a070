import { askedPolicy } from './asked-policy';
import { blocksEncryptionType } from './encryption';
import { isAnyOrigin } from './exposure';
import { withoutOpenAccounts } from './open-accounts';
import { isLogBucket } from './rule';
import { BucketFacts, PUBLIC_ACCESS_BLOCK_SWITCHES } from '../facts/bucket-facts';
import { evaluate } from '../policy/evaluate';
import { PolicyDocument, readPolicyDocument, statementName } from '../policy/policy-document';
import { PolicyRequest } from '../policy/policy-request';
import { compare, Relation } from '../policy/questions/compare';
import { UnknownValue } from '../policy/unknown-value';
import { everyHolds, Known, known, mapKnown, someHolds } from '../template/known';
import { withoutSymbols } from '../template/symbol';

/** How one property of two buckets compares: `less` means that the first bucket permits less. */
export interface PropertyComparison {
  readonly property: string;
  readonly relation: Relation;
  readonly first: string;
  readonly second: string;
  /** Set iff the relation is unknown. */
  readonly reason?: string;
}

/** How the policies of two buckets compare, the buckets' own names, accounts and keys taken for the same. */
export interface BucketPolicyComparison {
  readonly relation: Relation;
  /** A request that only the first bucket lets through. */
  readonly onlyFirst?: PolicyRequest;
  /** A request that only the second bucket lets through. */
  readonly onlySecond?: PolicyRequest;
  /** The statements that decide on these requests. */
  readonly deciding: { readonly onlyFirst?: DecidingStatements; readonly onlySecond?: DecidingStatements };
  readonly reason?: string;
}

/** The names of the statements that let a request through in one policy, and deny it in the other: none where nothing allows it. */
export interface DecidingStatements {
  readonly allowing: readonly string[];
  readonly denying: readonly string[];
}

export interface BucketComparison {
  readonly relation: Relation;
  readonly properties: readonly PropertyComparison[];
  /** What the policies allow by themselves. */
  readonly allowed: BucketPolicyComparison;
  /** What the policies leave to identity policies: all that they do not deny explicitly. */
  readonly notDenied: BucketPolicyComparison;
}

/** Says which of two buckets is more permissive, property by property and policy by policy. */
export function compareBuckets(first: BucketFacts, second: BucketFacts): BucketComparison {
  const properties = [...PROPERTIES, ...first.live || second.live ? LIVE_PROPERTIES : []].map(({ property, grade }) => compareProperty(property, grade(first), grade(second)));
  const account = accountOfNeither(first, second);
  const [one, other] = [alike(first, account), alike(second, account)];
  const allowed = comparePolicies(one, other, 0);
  const notDenied = comparePolicies(withEverythingAllowed(one), withEverythingAllowed(other), 1);
  return { relation: together([...properties, allowed, notDenied].map(({ relation }) => relation)), properties, allowed, notDenied };
}

/** What a policy does not deny, an identity policy may allow. */
function withEverythingAllowed(document: PolicyDocument): PolicyDocument {
  const { statements } = readPolicyDocument({ Version: '2012-10-17', Statement: { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' } });
  return { ...document, statements: [...document.statements, ...statements] };
}

/** One relation out of several: what is less in one respect and more in another cannot be compared. */
function together(relations: readonly Relation[]): Relation {
  const has = (relation: Relation) => relations.includes(relation);
  return has('incomparable') || (has('less') && has('more')) ? 'incomparable' : has('unknown') ? 'unknown' : has('more') ? 'more' : has('less') ? 'less' : 'equivalent';
}

/** How permissive a value is, from none on, and how people read it. */
type Grade = Known<readonly [grade: number, text: string]>;

interface Property {
  readonly property: string;
  grade(facts: BucketFacts): Grade;
}

const guard = (property: string, isOn: (facts: BucketFacts) => Known<boolean>): Property =>
  ({ property, grade: (facts) => mapKnown(isOn(facts), (on) => on ? [0, 'on'] as const : [1, 'off'] as const) });

const exposure = (property: string, isOpen: (facts: BucketFacts) => Known<boolean>): Property =>
  ({ property, grade: (facts) => mapKnown(isOpen(facts), (open) => open ? [1, 'yes'] as const : [0, 'no'] as const) });

/** The values of a setting from the least permissive on; what is not listed permits most. */
const scale = (property: string, read: (facts: BucketFacts) => Known<string | undefined>, values: readonly (readonly (string | undefined)[])[]): Property => ({
  property,
  grade: (facts) => mapKnown(read(facts), (value) => {
    const grade = values.findIndex((alike_) => alike_.includes(value));
    return [grade < 0 ? values.length : grade, value ?? 'not set'] as const;
  }),
});

const PROPERTIES: readonly Property[] = [
  ...PUBLIC_ACCESS_BLOCK_SWITCHES.map((name) => guard(`public access block: ${name}`, ({ publicAccessBlock }) => publicAccessBlock[name])),
  scale('object ownership', ({ objectOwnership }) => objectOwnership, [['BucketOwnerEnforced'], [undefined], ['BucketOwnerPreferred'], ['ObjectWriter']]),
  scale('canned ACL', ({ accessControl }) => accessControl, [[undefined, 'Private', 'BucketOwnerFullControl', 'BucketOwnerRead'], ['AwsExecRead'], ['LogDeliveryWrite'], ['AuthenticatedRead'], ['PublicRead']]),
  exposure('website hosting', ({ website }) => website),
  exposure('CORS for any origin', ({ corsRules }) => !corsRules.known ? corsRules : someHolds(corsRules.value.map(({ allowedOrigins }) => !allowedOrigins.known ? allowedOrigins
    : someHolds(allowedOrigins.value.map((origin) => mapKnown(origin, isAnyOrigin)))))),
  exposure('access point with public access', ({ accessPoints }) => someHolds(accessPoints.flatMap(({ publicAccessBlock }) =>
    PUBLIC_ACCESS_BLOCK_SWITCHES.map((name) => mapKnown(publicAccessBlock[name], (on) => !on))))),
  scale('default encryption', ({ encryption }) => encryption.algorithm, [['aws:kms:dsse'], ['aws:kms'], ['AES256', undefined]]),
  guard('customer managed key', ({ encryption }) => mapKnown(encryption.key, (key) => key !== undefined && !/(^|:)alias\//.test(key))),
  // Of a key that does not exist there is nothing to rotate.
  guard('key rotation', ({ encryption: { key, keyRotation } }) => key.known && key.value === undefined ? known(false) : keyRotation),
  {
    property: 'SSE-C blocked',
    // What is not set is blocked in new buckets, and may not be in older ones.
    grade: ({ encryption }) => {
      const [blocked, turnedOn] = [blocksEncryptionType(encryption, 'SSE-C'), blocksEncryptionType(encryption, 'NONE')];
      return !blocked.known || blocked.value ? mapKnown(blocked, () => [0, 'on'] as const) : mapKnown(turnedOn, (on) => on ? [2, 'off'] as const : [1, 'not set'] as const);
    },
  },
  guard('versioning', ({ versioning }) => versioning),
  guard('object lock', ({ objectLock }) => objectLock),
  guard('replication', ({ replication }) => replication),
  guard('access logs', (facts) => someHolds([isLogBucket(facts), mapKnown(facts.logging, (logging) => logging !== undefined), facts.vendedAccessLogs.delivered])),
  guard('request metrics', ({ requestMetrics }) => !requestMetrics.known ? requestMetrics : someHolds(requestMetrics.value.map(({ wholeBucket }) => wholeBucket))),
  guard('event notifications', ({ notifications }) => notifications),
  guard('retained on delete', ({ deletionPolicy, updateReplacePolicy }) => everyHolds([deletionPolicy, updateReplacePolicy].map((policy) => mapKnown(policy, (value) => value.startsWith('Retain'))))),
];

/** What only buckets that are there already have. Of a template the canned ACL says it all. */
const LIVE_PROPERTIES: readonly Property[] = [
  exposure('ACL grants to others', ({ live, aclGrants }) => live ? mapKnown(aclGrants, (grants) => grants.some(({ grantee: { kind } }) => kind !== 'logDelivery')) : known(false)),
];

function compareProperty(property: string, first: Grade, second: Grade): PropertyComparison {
  const text = (grade: Grade) => grade.known ? withoutSymbols(grade.value[1]) : 'unknown';
  const texts = { property, first: text(first), second: text(second) };
  if (!first.known || !second.known) {
    return { ...texts, relation: 'unknown', reason: [first, second].flatMap((grade) => grade.known ? [] : withoutSymbols(grade.reason))[0] };
  }
  const difference = first.value[0] - second.value[0];
  return { ...texts, relation: difference === 0 ? 'equivalent' : difference < 0 ? 'less' : 'more' };
}

/** @param added how many statements at the end are not of the bucket policy itself */
function comparePolicies(first: PolicyDocument, second: PolicyDocument, added: number): BucketPolicyComparison {
  const { relation, onlyFirst, onlySecond, reason } = compare(first, second);
  const names = (document: PolicyDocument, request: PolicyRequest) => {
    const own = document.statements.slice(0, document.statements.length - added);
    return evaluate(document, request).statements.filter((statement) => own.includes(statement)).map(statementName);
  };
  const deciding = (request: PolicyRequest | undefined, allowing: PolicyDocument, denying: PolicyDocument): DecidingStatements | undefined =>
    request && { allowing: names(allowing, request), denying: names(denying, request) };
  return {
    relation,
    onlyFirst,
    onlySecond,
    deciding: { onlyFirst: deciding(onlyFirst, first, second), onlySecond: deciding(onlySecond, second, first) },
    reason: reason && `${reason.where ? `${reason.where}: ` : ''}${reason.message}`,
  };
}

/** The policy of a bucket with its own name, account and key written the same for every bucket. */
function alike(facts: BucketFacts, account: string): PolicyDocument {
  if (facts.policies.length === 0) {
    return readPolicyDocument({ Statement: [] });
  }
  if (facts.policies.length > 1) {
    return readPolicyDocument(new UnknownValue(`${facts.address.logicalId} has ${facts.policies.length} bucket policies, of which the last that is deployed counts`));
  }
  const asked = askedPolicy(withoutOpenAccounts(facts.policies[0]), facts);
  const key = facts.encryption.key.known && facts.encryption.key.value !== undefined ? asked.standIn(facts.encryption.key.value) : undefined;
  const spell = (text: string) => (text === key ? `arn:aws:kms:us-east-1:${account}:key/the-key` : text === asked.bucket || text.startsWith(`${asked.bucket}/`) || text.startsWith(`${asked.bucket}*`) ? COMPARED_BUCKET + text.slice(asked.bucket.length) : text)
    .split(asked.account).join(account);
  const json = JSON.parse(JSON.stringify(asked.document.statements, (_, value) => value instanceof UnknownValue ? { unknown: value.reason } : value), (_, value) =>
    typeof value === 'string' ? asked.readable(spell(value)) : isUnknownMark(value) ? new UnknownValue(value.unknown) : value) as PolicyDocument['statements'];
  return { ...asked.document, statements: json };
}

/** The ARN that stands for each bucket's own in the requests of a comparison. */
export const COMPARED_BUCKET = 'arn:aws:s3:::the-bucket';

/** An account to stand for each bucket's own: one that a policy names would be taken for it. */
function accountOfNeither(...buckets: readonly BucketFacts[]): string {
  const taken = JSON.stringify(buckets.map(({ policies }) => policies.map(({ document }) => document.statements)));
  return ['111122223333', ...Array.from({ length: 1000 }, (_, i) => String(444455550000 + i))].find((id) => !taken.includes(id))!;
}

function isUnknownMark(value: unknown): value is { readonly unknown: string } {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 1 && 'unknown' in value;
}
