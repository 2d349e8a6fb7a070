import { AskedPolicy } from './asked-policy';
import { allows, KeyNeed } from './key-needs';
import { BucketFacts } from '../facts/bucket-facts';
import { evaluate } from '../policy/evaluate';
import { globCovers } from '../policy/glob';
import { readOperator, UNKNOWN_OPERATOR } from '../policy/operators';
import { ConditionClause, PolicyDocument, PolicyStatement } from '../policy/policy-document';
import { ContextValue } from '../policy/policy-request';
import { UnknownValue } from '../policy/unknown-value';
import { symbol } from '../template/symbol';

/** The requests on objects that a grant allows: what S3 asks KMS depends on who sends them. */
export interface GrantedRequests {
  readonly need: KeyNeed;
  readonly byService: boolean;
  /** Everybody, and not someone who is named. */
  readonly byEveryone: boolean;
  /** The condition keys that the grant has conditions on. */
  readonly boundBy: ReadonlySet<string>;
}

/**
 * The statements of a key policy, or of an identity policy on a key, as statements on the objects of the bucket.
 *
 * A request on an object makes S3 ask KMS on behalf of anyone who sent it. So the key policy is asked about the request itself:
 * with the action on objects that needs the action on the key, and with what S3 sends to KMS instead of conditions on it.
 * What S3 sends in a case that AWS does not document is unknown.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/services-s3.html
 */
export function asObjectStatements({ statements }: Pick<PolicyDocument, 'statements'>, granted: GrantedRequests, asked: AskedPolicy, facts: BucketFacts): PolicyStatement[] {
  const { s3Action, keyAction } = granted.need;
  return statements.flatMap((statement): PolicyStatement[] => {
    const speaks = allows(statement, keyAction);
    const conditions = translated(statement, granted, asked, facts);
    return speaks === 'no' || conditions === undefined ? [] : [{
      ...asked.standInStatement({ ...statement, conditions: [] }),
      actions: [s3Action],
      notActions: [],
      resources: [`${asked.bucket}/*`],
      notResources: [],
      conditions: [...conditions, ...speaks === 'unknown' || statement.resources.some((resource) => resource instanceof UnknownValue) ? [undecided('what it allows is decided at deployment')] : []],
    }];
  });
}

/** A condition that may hold or not. */
export function undecided(reason: string): ConditionClause {
  return { operator: UNKNOWN_OPERATOR, key: '', values: [new UnknownValue(reason)] };
}

/** The conditions that are left of a statement on the key; none at all if one never holds. */
function translated(statement: PolicyStatement, granted: GrantedRequests, asked: AskedPolicy, facts: BucketFacts): ConditionClause[] | undefined {
  const clauses = statement.conditions.map((clause, i) => translate(clause, asked.standInStatement(statement).conditions[i], statement.effect, granted, asked, facts));
  return clauses.includes(false) ? undefined : clauses.filter((clause): clause is ConditionClause => typeof clause === 'object');
}

/** Keys that say from where a request comes. KMS sees the request of S3, and AWS does not say what it carries of the original. */
const OF_THE_NETWORK = /^aws:(sourceip|vpcsourceip|sourcevpc|sourcevpce|sourcevpcarn|vpceaccount|vpceorgid|vpceorgpaths|viaawsservice|calledvia.*|useragent|referer)$/;

/** Keys that say something of the sender, or of whom a service acts for, which nobody knows by the name alone. */
const OF_THE_SENDER = /^aws:(principalorgid|principalorgpaths|principaltag\/.*|sourceorgid|sourceorgpaths|userid|principaltype)$/;

/** What a condition on the use of a key comes to: another condition, or whether it holds. `clause` has the stand-ins of `raw`. */
function translate(
  raw: ConditionClause, clause: ConditionClause, effect: PolicyStatement['effect'], granted: GrantedRequests, asked: AskedPolicy, facts: BucketFacts,
): ConditionClause | boolean {
  const { key } = clause;
  const open = undecided(`what S3 sends to KMS for ${key} is not documented for this request`);
  const holds = (value: ContextValue | undefined) => holdsFor(clause, value) ?? open;
  switch (key) {
    case 'kms:viaservice': return granted.byService ? open : ofRegion(raw, holds(asked.standIn(`s3.${facts.region ?? REGION}.amazonaws.com`)), facts) ?? open;
    case 'kms:calleraccount': return granted.byService ? open : { ...clause, key: 'aws:principalaccount' };
    case 'kms:encryptioncontext:aws:s3:arn': return ofContext(clause, asked, facts) ?? open;
    case 'kms:encryptioncontextkeys': return granted.byService ? open : holds(['aws:s3:arn']);
    case 'aws:securetransport': return holds('true');
    case 'aws:resourceaccount': return holds(asked.standIn(facts.encryption.keyAccess.account));
    case 'aws:sourcearn': return granted.byService && effect === 'Allow' && !granted.boundBy.has(key) ? ofSource(clause) : clause;
  }
  if (key.startsWith('kms:encryptioncontext:')) {
    return granted.byService ? open : holds(undefined);
  }
  const isOpen = key.startsWith('kms:') || key.startsWith('aws:resource') || OF_THE_NETWORK.test(key)
    || (OF_THE_SENDER.test(key) && !granted.boundBy.has(key) && !granted.byEveryone);
  return isOpen ? open : clause;
}

const REGION = symbol('AWS', 'Region');

/** Whether a condition holds for one value; undefined where that is not known. */
function holdsFor(clause: ConditionClause, value: ContextValue | undefined): boolean | undefined {
  const statement: PolicyStatement = {
    index: 0, effect: 'Allow', principals: [{ type: 'AWS', value: '*', everyone: true }], notPrincipals: [], actions: ['*'], notActions: [], resources: ['*'], notResources: [], conditions: [clause], malformed: false,
  };
  const { decision } = evaluate({ version: '2012-10-17', isIdentityPolicy: false, statements: [statement], problems: [], unknowns: [] }, {
    principal: 'anonymous', action: 's3:GetObject', resource: 'arn:aws:s3:::bucket/key', context: value === undefined ? {} : { [clause.key]: value },
  });
  return decision === 'unknown' ? undefined : decision === 'Allow';
}

/** A Region that is named may be the one that is not decided, and the other way round. */
function ofRegion({ values }: ConditionClause, holds: ConditionClause | boolean, { region }: BucketFacts): ConditionClause | boolean | undefined {
  const isOfOtherKind = values.some((value) => typeof value === 'string' && value.includes(REGION) === (region !== undefined) && !/\*/.test(value));
  return isOfOtherKind ? undefined : holds;
}

/**
 * With an S3 Bucket Key the encryption context is the ARN of the bucket, and without one that of the object.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html#encryption-context
 */
function ofContext(clause: ConditionClause, { bucket }: AskedPolicy, { encryption: { algorithm, bucketKey } }: BucketFacts): boolean | undefined {
  const withBucketKey = algorithm.known && algorithm.value === 'aws:kms:dsse' ? false : bucketKey.known ? bucketKey.value : undefined;
  const answers = [...withBucketKey !== false ? [holdsFor(clause, bucket)] : [], ...withBucketKey !== true ? [holdsForEveryObject(clause, bucket)] : []];
  return answers.every((answer) => answer === answers[0]) ? answers[0] : undefined;
}

function holdsForEveryObject({ operator, values }: ConditionClause, bucket: string): boolean | undefined {
  const read = readOperator(operator);
  if (!read || read.set !== undefined || !['text', 'glob', 'arn'].includes(read.family) || values.some((value) => value instanceof UnknownValue)) {
    return undefined;
  }
  const everyObject = read.family !== 'text' && (values as string[]).some((value) => globCovers(value, `${bucket}/*`));
  const noObject = (values as string[]).every((value) => !value.startsWith(`${bucket}/`) && (read.family === 'text' || !/^[^/]*\*/.test(value)));
  return everyObject ? !read.negated : noObject ? read.negated : undefined;
}

/** The grant leaves open which resource the service acts for, so the key policy may choose one; but not whose. */
function ofSource(clause: ConditionClause): ConditionClause | boolean {
  const read = readOperator(clause.operator);
  const accounts = clause.values.map((value) => typeof value === 'string' ? /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(value)?.[1] : undefined);
  const isPositive = read !== undefined && !read.negated && read.set === undefined && ['text', 'glob', 'arn'].includes(read.family) && clause.values.every((value) => typeof value === 'string');
  return !isPositive ? clause : accounts.every((account) => account !== undefined) ? { operator: 'StringEquals', key: 'aws:sourceaccount', values: accounts as string[] } : true;
}
