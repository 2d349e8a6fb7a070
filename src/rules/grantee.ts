import { GranteeFacts, NamedResource } from '../facts/grantee-facts';
import { PolicyStatement, PrincipalPattern } from '../policy/policy-document';
import { constructNameOf } from '../template/construct-name';

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
  /** It is of a function that CDK puts into a stack for its custom resources. */
  readonly isHandler?: boolean;
  /** What acts as it. */
  readonly functions: readonly NamedResource[];
}

/** The grantee of an identity policy. */
export function granteeOfIdentity({ arns, account, outsideVpc, constructPath, functions }: GranteeFacts, ownAccount: string): Grantee {
  const isOutside = outsideVpc.known && outsideVpc.value;
  return { kind: isOutside ? 'function' : account === ownAccount ? 'identity' : 'otherAccount', arn: arns[0], account, constructPath: constructNameOf(constructPath), isHandler: HANDLER.test(constructPath ?? ''), functions };
}

/** The ids under which aws-cdk-lib puts the handlers of its custom resources for buckets into a stack. */
const HANDLER = /\/(Custom::(S3AutoDeleteObjects|CDKBucketDeployment)|BucketNotificationsHandler)/;

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

/** Whether the statement is for an origin access identity of CloudFront: the one way to read objects that KMS never allows. */
export function isAccessIdentity({ principals }: PolicyStatement): boolean {
  return principals.some(({ type, value }) => typeof value === 'string' && (type === 'AWS' ? /:iam::cloudfront:user\//.test(value) : type === 'CanonicalUser' && /\.S3CanonicalUserId⟧$/.test(value)));
}

/** The identity of these templates that a principal is. */
export function identityOf(principal: PrincipalPattern | undefined, identities: readonly GranteeFacts[]): GranteeFacts | undefined {
  return principal?.type !== 'AWS' || typeof principal.value !== 'string' ? undefined : identities.find(({ arns, isGroup }) => !isGroup && arns.includes(principal.value as string));
}
