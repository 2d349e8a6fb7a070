import { AwsIdentity, derivedContext, identityOf, PolicyRequest } from '../policy-request';

/**
 * `aws:PrincipalArn` of a session whose request does not give it: the ARN of its role, whose path the session does not show.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalarn
 */
export class RoleOfSession {
  static of({ partition, account, name }: AwsIdentity): RoleOfSession {
    return new RoleOfSession(`arn:${partition}:iam::${account}:role/`, name.split('/')[0]);
  }

  readonly reason = 'the ARN of a session does not show the path of its role: give aws:PrincipalArn in the context of the request';

  private constructor(
    /** What the ARN has before the path: `arn:aws:iam::111122223333:role/`. */
    readonly start: string,
    readonly roleName: string,
  ) {}
}

/** The condition keys of a request in lower case, and their values. */
export type Context = ReadonlyMap<string, readonly (string | RoleOfSession)[]>;

/** The context of a request, with the keys that follow from who sends it where it does not give them itself. */
export function contextOf(request: PolicyRequest): Context {
  const identity = identityOf(request.principal);
  return new Map<string, readonly (string | RoleOfSession)[]>([
    ...Object.entries(derivedContext(request.principal)).map(([key, value]) => [key, [value]] as const),
    ...identity?.kind === 'session' ? [['aws:principalarn', [RoleOfSession.of(identity)]] as const] : [],
    ...Object.entries(request.context).map(([key, value]) => [key.toLowerCase(), typeof value === 'string' ? [value] : value] as const),
  ]);
}
