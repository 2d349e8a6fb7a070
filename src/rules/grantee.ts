import { isAccessIdentity } from './key-access';
import { GranteeFacts, NamedResource } from '../facts/bucket-facts';
import { PolicyStatement, PrincipalPattern } from '../policy/policy-document';

/** Whom something is granted to, as far as it decides how to let them through. */
export type GranteeKind =
  /** A role that nothing uses but Lambda functions outside of any VPC. */
  | 'function'
  /** A role, user or group of the bucket's account, or of these templates. */
  | 'identity'
  | 'otherAccount'
  | 'service'
  /** An origin access identity of CloudFront. */
  | 'accessIdentity'
  | 'everyone';

/** Whom a grant is for. Its texts may have symbols. */
export interface Grantee {
  readonly kind: GranteeKind;
  /** Its ARN, or the first of those that it may have; absent for everything in an account, and for what is no identity. */
  readonly arn?: string;
  readonly account?: string;
  /** The principal of a service. */
  readonly service?: string;
  /** The path of the role or user in the construct tree. */
  readonly constructPath?: string;
  /** What acts as it. */
  readonly functions: readonly NamedResource[];
}

/** The grantee of an identity policy. */
export function granteeOfIdentity({ arns, account, outsideVpc, constructPath, functions }: GranteeFacts, ownAccount: string): Grantee {
  const isOutside = outsideVpc.known && outsideVpc.value;
  return { kind: isOutside ? 'function' : account === ownAccount ? 'identity' : 'otherAccount', arn: arns[0], account, constructPath: constructNameOf(constructPath), functions };
}

/** The grantee of a statement of a bucket policy that names one principal, or none. */
export function granteeOf(statement: PolicyStatement, ownAccount: string, identities: readonly GranteeFacts[]): Grantee {
  const [principal] = statement.principals;
  const identity = identityOf(principal, identities);
  if (identity) {
    return granteeOfIdentity(identity, ownAccount);
  }
  const value = typeof principal?.value === 'string' ? principal.value : undefined;
  if (isAccessIdentity(statement)) {
    return { kind: 'accessIdentity', functions: [] };
  }
  if (principal?.type === 'Service') {
    return { kind: 'service', service: value, functions: [] };
  }
  if (value === undefined || value === '*' || principal?.type !== 'AWS') {
    return { kind: 'everyone', functions: [] };
  }
  const [, account = /^\d{12}$/.test(value) ? value : undefined, name] = /^arn:(?:⟦[^⟧]*⟧|[^⟦:])*:(?:iam|sts)::(⟦[^⟧]*⟧|\d{12}):(.+)$/s.exec(value) ?? [];
  // The principal is an account, and a condition says whom in it.
  const named = statement.conditions.find(({ operator, key, values }) => key === 'aws:principalarn' && /^(Arn|String)(Equals|Like)$/.test(operator) && values.length === 1)?.values[0];
  return {
    kind: account === undefined || account === ownAccount ? 'identity' : 'otherAccount',
    arn: name === undefined || name === 'root' ? typeof named === 'string' ? named : undefined : value,
    account,
    functions: [],
  };
}

/** The identity of these templates that a principal is. */
export function identityOf(principal: PrincipalPattern | undefined, identities: readonly GranteeFacts[]): GranteeFacts | undefined {
  return principal?.type !== 'AWS' || typeof principal.value !== 'string' ? undefined : identities.find(({ arns, isGroup }) => !isGroup && arns.includes(principal.value as string));
}

/** The path of the construct that people wrote, and not of the resource in it. */
export function constructNameOf(path: string | undefined): string | undefined {
  return path?.replace(/\/(Resource|Default)$/, '');
}
