import { Caller } from './caller';
import { Certainty, certain, not, some } from '../certainty';
import { globCovers } from '../glob';
import { isPartialWildcard, PolicyDocument, PolicyStatement, PolicyText, PrincipalPattern } from '../policy-document';
import { AwsIdentity, readAwsIdentity } from '../policy-request';
import { S3Action } from '../s3-actions';
import { UnknownValue } from '../unknown-value';

/** Says whether the statement is about this caller. */
export function principalMatches(document: PolicyDocument, { principals, notPrincipals, effect }: PolicyStatement, caller: Caller): Certainty {
  if (principals.length > 0) {
    return some(principals.map((pattern) => covers(pattern, caller)));
  }
  if (notPrincipals.length === 0) {
    return document.isIdentityPolicy ? 'yes' : 'unknown';
  }
  const listed = some(notPrincipals.map((pattern) => covers(pattern, caller)));
  if (effect === 'Allow' || listed === 'no' || !caller.identity) {
    return not(listed);
  }
  // AWS says only that a caller is exempt from the Deny if every identity that it goes by is listed.
  const { account, principalArn, arn, kind, partition } = caller.identity;
  const texts = new Set(notPrincipals.map(({ value }) => value));
  const accountListed = texts.has('*') || texts.has(account) || texts.has(`arn:${partition}:iam::${account}:root`);
  const selfListed = kind === 'root' || texts.has('*') || (texts.has(principalArn) && texts.has(arn));
  return accountListed && selfListed ? 'no' : 'unknown';
}

function covers({ type, value, everyone }: PrincipalPattern, caller: Caller): Certainty {
  if (value instanceof UnknownValue) {
    return 'unknown';
  }
  if (type !== 'AWS') {
    const own = typeof caller.principal === 'object' && type in caller.principal ? Object.values(caller.principal)[0] : undefined;
    if (isPartialWildcard({ type, value })) {
      return own !== undefined || (type === 'CanonicalUser' && caller.identity !== undefined) ? 'unknown' : 'no';
    }
    // A canonical user is an account, which a stranger is not of: the policy names it.
    return type === 'CanonicalUser' && caller.identity && !caller.stranger ? 'unknown' : certain(own !== undefined && (value === '*' || own === value));
  }
  if (value === '*') {
    return everyone || caller.type !== 'Service' ? 'yes' : 'unknown';
  }
  if (isPartialWildcard({ type, value })) {
    return 'unknown';
  }
  const pattern = identityNamed(value);
  if (pattern && caller.type === 'CanonicalUser') {
    return 'unknown';
  }
  return certain(pattern !== undefined && caller.identity !== undefined && includesIdentity(pattern, value === pattern.account, caller.identity));
}

const identities = new Map<string, AwsIdentity | undefined>();

/** Reads a principal once: a policy asks of every caller about every principal. */
function identityNamed(text: string): AwsIdentity | undefined {
  if (!identities.has(text)) {
    if (identities.size > 5_000) {
      identities.clear();
    }
    identities.set(text, readAwsIdentity(text));
  }
  return identities.get(text);
}

/** `isId`: the pattern is an account id, which does not tell a partition. */
function includesIdentity(pattern: AwsIdentity, isId: boolean, caller: AwsIdentity): boolean {
  if (pattern.account !== caller.account) {
    return false;
  }
  if (pattern.kind === 'root') {
    return isId || pattern.partition === caller.partition;
  }
  return pattern.arn === caller.arn || (pattern.kind === 'role' && caller.kind === 'session' && pattern.arn === caller.principalArn);
}

/** Says whether the statement is about this action. */
export function actionMatches({ actions, notActions }: PolicyStatement, action: S3Action): Certainty {
  const named = (patterns: readonly PolicyText[]) => some(patterns.map((pattern) =>
    pattern instanceof UnknownValue ? 'unknown' : certain(globCovers(pattern.toLowerCase(), action.name.toLowerCase()))));
  return actions.length > 0 ? named(actions) : not(named(notActions));
}

