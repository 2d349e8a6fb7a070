import { Certainty, every, some } from './certainty';
import { hasVariable, hasWildcard } from './glob';
import { OperatorFamily, readOperator, UNKNOWN_OPERATOR } from './operators';
import { ConditionClause, PolicyDocument, PolicyStatement, PolicyText, PrincipalPattern } from './policy-document';
import { valueSet } from './search/value-set';
import { UnknownValue } from './unknown-value';

/** Whether S3 Block Public Access takes a policy for public, and because of which statements. */
export interface S3PublicResult {
  readonly verdict: 'public' | 'notPublic' | 'unknown';
  /** The statements that make it public, or that could. */
  readonly statements: readonly PolicyStatement[];
  /** Set iff the verdict is unknown. */
  readonly reason?: string;
}

/**
 * Answers 'notPublic' iff every Allow statement is pinned: its principal, or one condition key of those that S3 accepts,
 * admits only a fixed set of values and rejects a request without it.
 *
 * S3 reads statement by statement and ignores Deny here, and so does this.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status
 */
export function s3Public(document: PolicyDocument): S3PublicResult {
  const allows = document.statements
    .filter((statement) => statement.effect === 'Allow' && !statement.malformed)
    .map((statement) => ({ statement, pinned: isPinned(statement) }));
  const isPublic = allows.filter(({ pinned }) => pinned === 'no').map(({ statement }) => statement);
  if (isPublic.length > 0) {
    return { verdict: 'public', statements: isPublic };
  }
  // What an operator that does not exist keeps open pins nobody: that is part of the answer above.
  const [problem] = document.problems.filter(({ confined }) => !confined);
  if (problem) {
    const { where, message } = problem;
    return { verdict: 'unknown', statements: [], reason: `the policy cannot be read at ${where || 'its top'}: ${message}` };
  }
  const undecided = allows.filter(({ pinned }) => pinned === 'unknown').map(({ statement }) => statement);
  if (undecided.length > 0 || document.unknowns.length > 0) {
    // A document of which nothing is known says why itself.
    return { verdict: 'unknown', statements: undecided, reason: undecided.length > 0 ? 'who may act, or on which condition, is decided at deployment' : document.unknowns[0].message };
  }
  return { verdict: 'notPublic', statements: [] };
}

function isPinned(statement: PolicyStatement): Certainty {
  return some([
    statement.notPrincipals.length > 0 || statement.principals.length === 0 ? 'no' : every(statement.principals.map(isFixedPrincipal)),
    ...statement.conditions.map(isPinningClause),
  ]);
}

function isFixedPrincipal({ type, value }: PrincipalPattern): Certainty {
  if (value instanceof UnknownValue) {
    return 'unknown';
  }
  if (hasWildcard(value) || hasVariable(value)) {
    return 'no';
  }
  // A web identity provider vouches for anyone with an account there; a SAML provider belongs to one AWS account.
  return type === 'Federated' && !value.includes(':saml-provider/') ? 'no' : 'yes';
}

/** Operators that are false when their key is absent and true only for a listed value. */
const PINNING_FAMILIES: readonly OperatorFamily[] = ['text', 'textIgnoreCase', 'glob', 'arn', 'ip'];

/** Says of one value whether it stands for a fixed set of callers, per key that Block Public Access accepts. */
const PINNING_KEYS = new Map<string, (value: string, family: OperatorFamily) => boolean>(Object.entries({
  'aws:principalorgid': isConstant,
  'aws:principalorgpaths': (value: string) => isConstant(value) || /^o-[a-z0-9]{10,32}\//.test(value),
  'aws:principalaccount': isSomebody,
  'aws:principalarn': isFixedArn,
  'aws:sourceip': isNarrowCidr,
  'aws:sourcearn': isFixedArn,
  'aws:sourcevpc': isConstant,
  'aws:sourcevpce': isConstant,
  'aws:sourceowner': isConstant,
  'aws:sourceaccount': isConstant,
  'aws:userid': (value: string) => isSomebody(value) || /^[A-Z0-9]{16,}:\*$/.test(value),
  's3:x-amz-server-side-encryption-aws-kms-key-id': isConstant,
  's3:dataaccesspointarn': isFixedArn,
  's3:dataaccesspointaccount': isConstant,
}));

/** Whether the clause, by itself, makes S3 take its statement for not public. */
export function isPinningClause({ operator, key, values }: ConditionClause): Certainty {
  if (operator === UNKNOWN_OPERATOR) {
    return 'unknown';
  }
  const isFixed = PINNING_KEYS.get(key);
  const comparison = readOperator(operator);
  // ForAnyValue is false on an absent key; ForAllValues is true on one and so pins nothing.
  if (!isFixed || !comparison || !PINNING_FAMILIES.includes(comparison.family) || comparison.negated || comparison.ifExists || comparison.set === 'ForAllValues') {
    return 'no';
  }
  if (comparison.family === 'ip' && key !== 'aws:sourceip') {
    return 'no';
  }
  return every(values.map((value: PolicyText) => value instanceof UnknownValue || isNoAddress(value, comparison.family) ? 'unknown' : isFixed(value, comparison.family) ? 'yes' : 'no'));
}

/** The anonymous caller has an account and a user id, too: `anonymous`. */
function isSomebody(value: string): boolean {
  return isConstant(value) && value !== 'anonymous';
}

/** What is no CIDR block pins nothing that anybody could know; one that AWS chooses at deployment will be one. */
function isNoAddress(value: string, family: OperatorFamily): boolean {
  return family === 'ip' && !value.includes('⟦') && valueSet(family, '=', [{ text: value, escaped: new Set() }]) === undefined;
}

function isConstant(value: string): boolean {
  return !hasWildcard(value) && !hasVariable(value);
}

/**
 * AWS counts an ARN with a fixed account as not public even where the rest has wildcards. In a String operator a wildcard
 * before the account would swallow colons, and the account with them.
 */
function isFixedArn(value: string, family: OperatorFamily): boolean {
  const parts = value.split(':');
  const account = parts[4] ?? '';
  const isBoundToAccount = parts[0] === 'arn' && account !== '' && isConstant(account) && (family === 'arn' || isConstant(parts.slice(0, 4).join(':')));
  return isConstant(value) || (isBoundToAccount && !hasVariable(value));
}

/** The widest ranges that Block Public Access takes for a fixed set: /8 for IPv4 and /32 for IPv6. */
function isNarrowCidr(value: string): boolean {
  const [address, length] = value.split('/');
  if (!isConstant(value)) {
    return false;
  }
  if (address.includes('⟦')) {
    // An address that AWS chooses at deployment is one all the same.
    return length === undefined || Number(length) >= 32;
  }
  if (address.includes(':')) {
    return length === undefined || Number(length) >= 32;
  }
  return /^\d{1,3}(\.\d{1,3}){3}$/.test(address) && (length === undefined || Number(length) >= 8);
}
