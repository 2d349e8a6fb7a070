import { Caller, Identity, readIdentity } from './caller';
import { Context } from './context';
import { isRecord } from './json';
import { Answer, some, when } from './three-valued';

/** An entry of `Principal` or `NotPrincipal`. */
export type Principal =
  | { readonly kind: 'everyone' }
  | { readonly kind: 'every-of-type' | 'pattern'; readonly type: Exclude<Caller['type'], 'anonymous'> }
  | { readonly kind: 'account'; readonly account: string; readonly partition?: string }
  | { readonly kind: 'identity'; readonly identity: Identity }
  | { readonly kind: 'name'; readonly type: 'Service' | 'Federated' | 'CanonicalUser'; readonly value: string };

const TYPES = ['AWS', 'Service', 'Federated', 'CanonicalUser'] as const;

/**
 * Reads a `Principal` or `NotPrincipal`. Nothing, if S3 refuses it.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function readPrincipals(json: unknown): Principal[] | undefined {
  if (json === '*') {
    return [{ kind: 'everyone' }];
  }
  if (!isRecord(json)) {
    return undefined;
  }
  const principals: Principal[] = [];
  for (const [name, list] of Object.entries(json)) {
    const type = TYPES.find((one) => one === name);
    const values: unknown[] = Array.isArray(list) ? list : [list];
    const read = type && values.map((value) => (typeof value === 'string' ? readPrincipal(type, value) : undefined));
    if (!read || read.length === 0 || !read.every((one) => one !== undefined)) {
      return undefined;
    }
    principals.push(...read);
  }
  // "Arrays can take one or more values": neither an empty list nor an empty map is in the grammar.
  return principals.length > 0 ? principals : undefined;
}

function readPrincipal(type: typeof TYPES[number], value: string): Principal | undefined {
  if (value === '*' && type !== 'CanonicalUser') {
    return { kind: 'every-of-type', type };
  }
  // "You cannot use a wildcard to match part of a principal name or ARN."
  if (/[*?]/.test(value)) {
    return { kind: 'pattern', type };
  }
  switch (type) {
    case 'AWS': return readAwsPrincipal(value);
    case 'CanonicalUser': return /^[0-9A-Za-z]{64}$/.test(value) ? { kind: 'name', type, value } : undefined;
    default: return value === '' ? undefined : { kind: 'name', type, value };
  }
}

/**
 * "You can use either the account ARN, or a shortened form that consists of the account ID. Both delegate permissions to the account."
 * "You cannot identify a user group as a principal."
 */
function readAwsPrincipal(value: string): Principal | undefined {
  if (/^\d{12}$/.test(value)) {
    return { kind: 'account', account: value };
  }
  const identity = readIdentity(value);
  // The one other account is that of a CloudFront origin access identity.
  if (!identity || !/^(\d{12}|cloudfront)$/.test(identity.account)) {
    return undefined;
  }
  return identity.kind === 'root' ? { kind: 'account', account: identity.account, partition: identity.partition } : { kind: 'identity', identity };
}

/** Whether any of the entries covers the caller: "This is a logical OR." */
export function covered(principals: readonly Principal[], caller: Caller, context: Context): Answer {
  return some(principals.map((principal) => covers(principal, caller, context)));
}

function covers(principal: Principal, caller: Caller, context: Context): Answer {
  switch (principal.kind) {
    case 'everyone': return 'yes';
    case 'every-of-type': return coversType(principal.type, caller);
    case 'pattern': return when(couldMean(principal.type, caller)) === 'yes' ? 'maybe' : 'no';
    case 'name': return coversName(principal.type, principal.value, caller);
    default: return coversAws(principal, caller, context);
  }
}

/** `{"AWS": "*"}`: "for anonymous users, equivalent" to `"*"`. Of service principals the S3 and the IAM user guide do not say the same. */
function coversType(type: Exclude<Caller['type'], 'anonymous'>, caller: Caller): Answer {
  if (type === 'AWS') {
    return caller.type === 'Service' ? 'maybe' : 'yes';
  }
  return when(caller.type === type);
}

function couldMean(type: Exclude<Caller['type'], 'anonymous'>, caller: Caller): boolean {
  return type === 'AWS' || type === caller.type || (type === 'CanonicalUser' && caller.type === 'AWS');
}

/** A canonical user id is "an obfuscated form of the AWS account ID": of which account, the policy does not show. */
function coversName(type: 'Service' | 'Federated' | 'CanonicalUser', value: string, caller: Caller): Answer {
  if (type === 'CanonicalUser' && caller.type === 'AWS') {
    return 'maybe';
  }
  return when(caller.type === type && 'value' in caller && caller.value === value);
}

function coversAws(principal: Extract<Principal, { kind: 'account' | 'identity' }>, caller: Caller, context: Context): Answer {
  if (caller.type === 'CanonicalUser') {
    return 'maybe';
  }
  if (caller.type !== 'AWS') {
    return 'no';
  }
  return principal.kind === 'account' ? when(isAccountOf(principal, caller)) : coversIdentity(principal.identity, caller, context);
}

const isAccountOf = ({ account, partition }: { account: string; partition?: string }, caller: Identity) => (
  account === caller.account && (partition === undefined || partition === caller.partition)
);

/**
 * A role covers all of its sessions. A session names the role without its path, which is enough: "names of roles are unique within the
 * account". If the request says which role it is, that counts.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-roles
 */
function coversIdentity(identity: Identity, caller: Identity, context: Context): Answer {
  if (identity.arn === caller.arn) {
    return 'yes';
  }
  if (identity.kind !== 'role' || caller.kind !== 'session') {
    return 'no';
  }
  const given = context.principalArn;
  if (given === undefined) {
    return when(identity.name === caller.name && isAccountOf(identity, caller));
  }
  return typeof given === 'string' || given.length === 1 ? when([given].flat()[0] === identity.arn) : 'maybe';
}

/**
 * Whether a Deny with `NotPrincipal` leaves the caller alone. "AWS might validate the account first, then the role, and then the
 * assumed-role user. Therefore, we strongly recommend that you explicitly include the ARN for a user's account, or include both the ARN for
 * a role and the ARN for the account containing that role."
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
 */
export function exempt(principals: readonly Principal[], caller: Caller, context: Context): Answer {
  const listed = covered(principals, caller, context);
  if (caller.type !== 'AWS' || listed === 'no') {
    return listed;
  }
  const has = (test: (principal: Principal) => boolean) => principals.some(test);
  // Whatever AWS validates, `*` names it.
  if (has((one) => one.kind === 'everyone' || (one.kind === 'every-of-type' && one.type === 'AWS'))) {
    return 'yes';
  }
  const account = has((one) => one.kind === 'account' && isAccountOf(one, caller));
  const self = caller.kind === 'root' ? account : has((one) => one.kind === 'identity' && one.identity.arn === caller.arn);
  const role = caller.kind !== 'session' || has((one) => one.kind === 'identity' && one.identity.kind === 'role' && coversIdentity(one.identity, caller, context) === 'yes');
  return account && self && role ? 'yes' : 'maybe';
}
