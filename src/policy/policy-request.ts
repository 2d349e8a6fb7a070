/** From Unicode's private use area: the evaluator writes them for `*`, `?` and `$` that are no wildcards. */
export const RESERVED_CHARACTERS = /[\uE000-\uE002]/;

/** Who sends a request. */
export type RequestPrincipal =
  | 'anonymous'
  | { readonly AWS: string }
  | { readonly Service: string }
  | { readonly Federated: string }
  | { readonly CanonicalUser: string };

/** The values of a condition key: one, or several for a multivalued key. */
export type ContextValue = string | readonly string[];

/** One request, as a policy sees it. A key that the context does not name is absent. */
export interface PolicyRequest {
  readonly principal: RequestPrincipal;
  readonly action: string;
  readonly resource: string;
  readonly context: Readonly<Record<string, ContextValue>>;
}

/** Input that is not a policy or a request: it says where it stands and what is wrong. */
export class PolicyInputError extends Error {
  constructor(readonly where: string, problem: string) {
    super((where ? `${where}: ${problem}` : problem).replace(/^([^]{300})[^]+$/, '$1…'));
    this.name = 'PolicyInputError';
  }
}

/** The parts of an AWS identity that policies can tell apart. */
export interface AwsIdentity {
  readonly partition: string;
  /** Twelve digits, or `cloudfront` for an origin access identity. */
  readonly account: string;
  readonly kind: 'root' | 'user' | 'role' | 'session' | 'federated-user';
  /** `aws:PrincipalArn`: for a session the ARN of its role. */
  readonly principalArn: string;
  /** What the request named. */
  readonly arn: string;
  /** Path and name of a user or role; role name and session name of a session. */
  readonly name: string;
}

/**
 * Reads an account id or the ARN of an IAM or STS principal.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-arns
 */
export function readAwsIdentity(text: string): AwsIdentity | undefined {
  if (!knownIdentities.has(text)) {
    if (knownIdentities.size >= 5_000) {
      knownIdentities.clear();
    }
    knownIdentities.set(text, parseAwsIdentity(text));
  }
  return knownIdentities.get(text);
}

/** Each statement is asked about the same caller again. */
const knownIdentities = new Map<string, AwsIdentity | undefined>();

function parseAwsIdentity(text: string): AwsIdentity | undefined {
  if (/^\d{12}$/.test(text)) {
    return parseAwsIdentity(`arn:aws:iam::${text}:root`);
  }
  const match = /^arn:(aws[a-z-]*):(iam|sts)::(\d{12}|cloudfront):(.+)$/s.exec(text);
  if (!match) {
    return undefined;
  }
  const [, partition, service, account, rest] = match;
  const identity = (kind: AwsIdentity['kind'], name: string, principalArn = text): AwsIdentity => ({ partition, account, kind, principalArn, arn: text, name });
  if (service === 'iam' && rest === 'root') {
    return identity('root', '');
  }
  const [type, ...names] = rest.split('/');
  const name = names.join('/');
  if (name === '') {
    return undefined;
  }
  switch (`${service}:${type}`) {
    case 'iam:user': return identity('user', name);
    case 'iam:role': return identity('role', name);
    case 'sts:federated-user': return identity('federated-user', name);
    case 'sts:assumed-role': return names.length === 2 ? identity('session', name, `arn:${partition}:iam::${account}:role/${names[0]}`) : undefined;
    default: return undefined;
  }
}

/** `aws:PrincipalType` of each kind. @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#principaltable */
export const PRINCIPAL_TYPES: Readonly<Record<AwsIdentity['kind'], string>> = {
  'root': 'Account',
  'user': 'User',
  'role': 'AssumedRole',
  'session': 'AssumedRole',
  'federated-user': 'FederatedUser',
};

/** The AWS identity that sends a request; none for callers of other kinds. */
export function identityOf(principal: RequestPrincipal): AwsIdentity | undefined {
  return typeof principal === 'object' && 'AWS' in principal ? readAwsIdentity(principal.AWS) : undefined;
}

/** The keys that follow from who sends the request. What they cannot tell is the path of a session's role. */
export function derivedContext(principal: RequestPrincipal): Readonly<Record<string, string>> {
  if (principal === 'anonymous') {
    return { 'aws:principalaccount': 'anonymous', 'aws:principaltype': 'Anonymous' };
  }
  const identity = identityOf(principal);
  return identity ? {
    ...identity.kind === 'session' ? {} : { 'aws:principalarn': identity.principalArn },
    'aws:principalaccount': identity.account,
    'aws:principaltype': PRINCIPAL_TYPES[identity.kind],
  } : {};
}

/** Reads a request from JSON. @throws PolicyInputError */
export function readRequest(json: unknown): PolicyRequest {
  if (!isObject(json)) {
    throw new PolicyInputError('', 'a request is a JSON object with principal, action, resource and context');
  }
  const unexpected = Object.keys(json).find((key) => !['principal', 'action', 'resource', 'context'].includes(key));
  if (unexpected !== undefined) {
    throw new PolicyInputError(unexpected, 'not part of a request; use principal, action, resource and context');
  }
  return {
    principal: readPrincipal(json.principal),
    action: readText(json.action, 'action', /^[^:\s]+:[^\s]+$/, 'an action such as "s3:GetObject"'),
    resource: readText(json.resource, 'resource', /^arn:|^\*$/, 'an ARN such as "arn:aws:s3:::bucket/key"'),
    context: readContext(json.context),
  };
}

function readPrincipal(json: unknown): RequestPrincipal {
  if (json === 'anonymous') {
    return json;
  }
  const entries = isObject(json) ? Object.entries(json) : [];
  const [type, value] = entries[0] ?? [];
  if (entries.length !== 1 || typeof value !== 'string' || value === '' || !['AWS', 'Service', 'Federated', 'CanonicalUser'].includes(type ?? '')) {
    throw new PolicyInputError('principal', `use "anonymous" or one of {"AWS": …}, {"Service": …}, {"Federated": …}, {"CanonicalUser": …}, not ${JSON.stringify(json)}`);
  }
  if (type === 'AWS' && !readAwsIdentity(value)) {
    throw new PolicyInputError('principal.AWS', `'${value}' is neither an account id nor the ARN of an IAM user, role or session`);
  }
  return { [type as 'AWS']: withoutReserved(value, `principal.${type}`) } as RequestPrincipal;
}

function readContext(json: unknown): Record<string, ContextValue> {
  if (json === undefined) {
    return {};
  }
  if (!isObject(json)) {
    throw new PolicyInputError('context', `an object of condition keys is expected, not ${JSON.stringify(json)}`);
  }
  const seen = new Map<string, string>();
  return Object.fromEntries(Object.entries(json).map(([key, value]) => {
    const twin = seen.get(key.toLowerCase());
    if (twin !== undefined) {
      throw new PolicyInputError(`context.${key}`, `condition keys do not depend on case, and '${twin}' is there already`);
    }
    seen.set(key.toLowerCase(), key);
    const values = (Array.isArray(value) ? value : [value]).map((item) => {
      if (typeof item !== 'string' && typeof item !== 'number' && typeof item !== 'boolean') {
        throw new PolicyInputError(`context.${key}`, `a text or a list of texts is expected, not ${JSON.stringify(item)}`);
      }
      return withoutReserved(String(item), `context.${key}`);
    });
    return [key, Array.isArray(value) ? values : values[0]];
  }));
}

function readText(json: unknown, where: string, pattern: RegExp, expected: string): string {
  if (typeof json !== 'string' || !pattern.test(json)) {
    throw new PolicyInputError(where, `${expected} is expected, not ${JSON.stringify(json)}`);
  }
  return withoutReserved(json, where);
}

function withoutReserved(text: string, where: string): string {
  if (RESERVED_CHARACTERS.test(text)) {
    throw new PolicyInputError(where, `${JSON.stringify(text)} has one of the characters U+E000 to U+E002, which are kept for what comes out of policy variables`);
  }
  return text;
}

function isObject(json: unknown): json is Record<string, unknown> {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}
