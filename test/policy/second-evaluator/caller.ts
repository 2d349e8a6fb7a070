/** The `principal` of a request. */
export type RequestPrincipal = 'anonymous' | Readonly<Record<string, string>>;

/** An AWS identity, by its ARN. */
export interface Identity {
  readonly type: 'AWS';
  readonly arn: string;
  readonly partition: string;
  readonly account: string;
  readonly kind: 'root' | 'user' | 'role' | 'session' | 'federated-user';
  /** Of a session: the name of its role. Of everything else: its name, without a path. */
  readonly name: string;
}

/** Who sends a request. */
export type Caller = Identity | { readonly type: 'anonymous' } | { readonly type: 'Service' | 'Federated' | 'CanonicalUser'; readonly value: string };

const FORMS: ReadonlyArray<readonly [Identity['kind'], RegExp]> = [
  ['root', /^arn:([^:]+):iam::([^:]+):root()$/],
  ['user', /^arn:([^:]+):iam::([^:]+):user\/(?:[^*?]*\/)?([^/]+)$/],
  ['role', /^arn:([^:]+):iam::([^:]+):role\/(?:[^*?]*\/)?([^/]+)$/],
  ['session', /^arn:([^:]+):sts::([^:]+):assumed-role\/([^/]+)\/[^/]+$/],
  ['federated-user', /^arn:([^:]+):sts::([^:]+):federated-user\/([^/]+)$/],
];

/**
 * Reads the ARN of an AWS identity.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-arns
 */
export function readIdentity(arn: string): Identity | undefined {
  for (const [kind, form] of FORMS) {
    const found = form.exec(arn);
    if (found) {
      return { type: 'AWS', arn, partition: found[1], account: found[2], kind, name: found[3] };
    }
  }
  return undefined;
}

/** A bare account id is the root of that account. */
export const rootArn = (account: string) => `arn:aws:iam::${account}:root`;

export function readCaller(principal: RequestPrincipal): Caller {
  if (principal === 'anonymous') {
    return { type: 'anonymous' };
  }
  const [[type, value]] = Object.entries(principal);
  if (type !== 'AWS') {
    return { type: type as 'Service' | 'Federated' | 'CanonicalUser', value };
  }
  const identity = readIdentity(/^\d{12}$/.test(value) ? rootArn(value) : value);
  if (!identity) {
    throw new Error(`not an AWS identity: "${value}"`);
  }
  return identity;
}
