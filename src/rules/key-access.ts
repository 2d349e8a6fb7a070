import { AskedPolicy } from './asked-policy';
import { ObjectGrant } from './granted-objects';
import { KeyNeed } from './key-needs';
import { asObjectStatements, GrantedRequests, undecided } from './key-policy';
import { BucketFacts, GrantFacts, KeyAccessFacts } from '../facts/bucket-facts';
import { GranteeFacts } from '../facts/grantee-facts';
import { PolicyDocument, PolicyStatement, PrincipalPattern, readPolicyDocument } from '../policy/policy-document';
import { readAwsIdentity } from '../policy/policy-request';
import { UnknownValue } from '../policy/unknown-value';
import { UNDECIDED_ACCOUNT } from '../template/symbol';

/**
 * What the key allows those whom a grant is for, as a policy on the objects of the bucket.
 *
 * A key policy allows principals by itself, or lets their account decide: then a policy of the identity has to allow it. Of an
 * identity in an account other than the key's, both have to.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html#key-policy-default-allow-root-enable-iam
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html
 */
export function keyDocumentFor(grant: ObjectGrant, granted: GrantedRequests, asked: AskedPolicy, facts: BucketFacts): PolicyDocument {
  const { keyAccess } = facts.encryption;
  const policy = keyAccess.policy.known ? keyAccess.policy.value : lettingDecide(keyAccess.account);
  const account = asked.standIn(keyAccess.account);
  const { principals } = asked.standInStatement(grant.statement);
  const byIdentity = identityStatements(grant, principals, granted, asked, facts);
  // Anyone who the grant is for, or of everyone those whose account decides.
  const both = (statement: PolicyStatement, roots: readonly PrincipalPattern[]) => byIdentity.map((other): PolicyStatement => (
    { ...statement, principals: granted.byEveryone ? roots : principals, notPrincipals: [], conditions: [...other.conditions, ...statement.conditions] }));
  const identityAccount = grant.identity && accountOf(grant.identity, keyAccess);

  // The AWS managed key is for principals of the account, and services are none.
  const statements = keyAccess.isAwsManaged && granted.byService ? [] : asObjectStatements(policy, granted, asked, facts).flatMap((statement): PolicyStatement[] => {
    if (statement.effect === 'Deny' || statement.notPrincipals.length > 0) {
      return [statement];
    }
    if (identityAccount !== undefined && identityAccount !== keyAccess.account) {
      return statement.principals.some((principal) => covers(principal, principals, asked.standIn(identityAccount))) ? both(statement, []) : [];
    }
    const roots = statement.principals.filter((principal) => isRootOf(principal, account));
    const named = statement.principals.filter((principal) => !isRootOf(principal, account));
    return [
      ...named.length > 0 ? [{ ...statement, principals: named }] : [],
      // Where the bucket policy lets the account decide, the key policy only has to do so, too.
      ...roots.length === 0 ? [] : principals.some((principal) => isRootOf(principal, account)) && !grant.identity ? [{ ...statement, principals: roots }] : both(statement, roots),
    ];
  });
  return { ...policy, version: '2012-10-17', isIdentityPolicy: false, statements: [...statements, ...undecidedAccount(grant, principals, granted.need, `${asked.bucket}/*`, keyAccess)] };
}

/** Whether the key policy lets the account of the key decide: policies of its identities count then. */
export function letsAccountDecide({ encryption: { keyAccess: { policy, account } } }: BucketFacts): boolean {
  return !policy.known || policy.value.statements.some(({ effect, principals }) => effect === 'Allow' && principals.some(({ type, value }) =>
    type === 'AWS' && typeof value === 'string' && (value === account || new RegExp(`^arn:.*:iam::${account}:root$`).test(value))));
}

function lettingDecide(account: string): PolicyDocument {
  return readPolicyDocument({ Version: '2012-10-17', Statement: { Effect: 'Allow', Principal: { AWS: account }, Action: 'kms:*', Resource: '*' } });
}

function isRootOf({ type, value }: PrincipalPattern, account: string): boolean {
  const identity = type === 'AWS' && typeof value === 'string' ? readAwsIdentity(value) : undefined;
  return identity?.kind === 'root' && identity.account === account;
}

/** Whether a principal of the key policy is the identity, its account, or everyone. */
function covers({ type, value }: PrincipalPattern, principals: readonly PrincipalPattern[], account: string): boolean {
  return type === 'AWS' && (value instanceof UnknownValue || value === '*' || isRootOf({ type, value }, account) || principals.some((principal) => principal.value === value));
}

/** What policies of the identities that the grant is for allow on the key: they name no principal. */
function identityStatements(grant: ObjectGrant, principals: readonly PrincipalPattern[], granted: GrantedRequests, asked: AskedPolicy, facts: BucketFacts): PolicyStatement[] {
  const { keyAccess } = facts.encryption;
  const concerned = keyAccess.grants.flatMap((one) => {
    const doubt = concerns(one, grant);
    return doubt === undefined ? [] : [{ one, doubt: doubt || (one.deployed.known ? '' : one.deployed.reason) }];
  });
  return [
    ...concerned.flatMap(({ one, doubt }) => asObjectStatements({ statements: [one.statement] }, granted, asked, facts)
      .map((statement) => doubt === '' ? statement : { ...statement, conditions: [...statement.conditions, undecided(doubt)] })),
    ...[openPolicies(grant, principals, keyAccess, asked)].filter((doubt) => doubt !== undefined).map((doubt) => openStatement([], granted.need.s3Action, `${asked.bucket}/*`, doubt)),
  ];
}

/** Why it is not known that an identity's permission on the key is one of those whom the grant is for; empty if it is known, undefined if it is none. */
function concerns({ grantee }: GrantFacts, { identity, statement: { principals } }: ObjectGrant): string | undefined {
  const isNamed = identity ? isSame(grantee, identity) : principals.some(({ value }) => typeof value === 'string' && grantee.arns.includes(value));
  const mayBeMember = grantee.isGroup && !isNamed && principals.some(({ value }) => typeof value === 'string' && (value === '*' || /:user\//.test(value)));
  return isNamed ? '' : mayBeMember ? `who is in group ${grantee.name} is not read` : undefined;
}

function isSame(one: GranteeFacts, other: GranteeFacts): boolean {
  return one === other || (one.account === other.account && one.arns.join() === other.arns.join());
}

/** Why the identities that the grant is for may have further policies that allow the key, if they may. */
function openPolicies({ identity, statement }: ObjectGrant, principals: readonly PrincipalPattern[], keyAccess: KeyAccessFacts, asked: AskedPolicy): string | undefined {
  if (identity) {
    return otherPolicies(identity);
  }
  const [principal] = principals;
  if (principal === undefined || principal.value === '*' || principal.value instanceof UnknownValue) {
    return 'which identities it is for is not known';
  }
  const named = principal.type === 'AWS' ? readAwsIdentity(principal.value) : undefined;
  if (!named || named.kind === 'root' || named.account !== asked.standIn(keyAccess.account)) {
    return undefined;
  }
  const found = keyAccess.identities.find(({ arns }) => statement.principals.some(({ value }) => typeof value === 'string' && arns.includes(value)));
  return found ? otherPolicies(found) : 'its identity policies are not in these templates';
}

function otherPolicies({ name, otherPolicies: attached }: GranteeFacts): string | undefined {
  const [open] = attached.known ? attached.value.filter((arn) => !WITHOUT_KEYS.has(arn.replace(/^arn:.*:policy\/(?:.*\/)?/, ''))) : [];
  return !attached.known ? attached.reason : open && `${name} has the managed policy ${open}, which is not in these templates`;
}

/**
 * Policies of AWS that CDK attaches, or many people do, and that allow nothing on keys.
 *
 * @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
 */
const WITHOUT_KEYS: ReadonlySet<string> = new Set([
  'AWSLambdaBasicExecutionRole', 'AWSLambdaVPCAccessExecutionRole', 'AWSLambdaSQSQueueExecutionRole', 'AWSLambdaDynamoDBExecutionRole', 'AWSLambdaKinesisExecutionRole',
  'AWSXRayDaemonWriteAccess', 'CloudWatchLambdaInsightsExecutionRolePolicy', 'CloudWatchAgentServerPolicy', 'AmazonSSMManagedInstanceCore', 'AmazonECSTaskExecutionRolePolicy',
  'AmazonEC2ContainerRegistryReadOnly', 'AmazonAPIGatewayPushToCloudWatchLogs', 'AmazonRDSEnhancedMonitoringRole', 'AmazonS3FullAccess', 'AmazonS3ReadOnlyAccess', 'AWSGlueServiceRole',
]);

/** The account of an identity. Of a key elsewhere nobody would say that it is in another account than one that is not decided. */
function accountOf({ account }: GranteeFacts, { account: keyAccount, address }: KeyAccessFacts): string {
  return address === undefined && account === UNDECIDED_ACCOUNT ? keyAccount : account;
}

/** Where the account of an identity is decided and that of the key is not, or the other way round, they may be the same. */
function undecidedAccount(
  { identity }: ObjectGrant, principals: readonly PrincipalPattern[], { s3Action }: KeyNeed, objects: string, keyAccess: KeyAccessFacts,
): PolicyStatement[] {
  const account = identity && accountOf(identity, keyAccess);
  const isOpen = account !== undefined && account !== keyAccess.account && [account, keyAccess.account].includes(UNDECIDED_ACCOUNT);
  return isOpen ? [openStatement(principals, s3Action, objects, 'whether the key is in the same account is decided at deployment')] : [];
}

function openStatement(principals: readonly PrincipalPattern[], s3Action: string, objects: string, reason: string): PolicyStatement {
  return {
    index: 0, effect: 'Allow', principals, notPrincipals: [], actions: [s3Action], notActions: [], resources: [objects], notResources: [], conditions: [undecided(reason)], malformed: false,
  };
}
