import { Layer } from './chain';
import { ChainCaller } from './chain-caller';
import { ConcreteNames, isOwnAccount } from './concrete-names';
import { Arrival } from './network-path';
import { allOf, allowedBy, NEVER_SO, notDeniedBy, oneOf, Requirement } from './requirement';
import { BucketFacts, PolicyFacts, PublicAccessBlockSwitch } from '../facts/bucket-facts';
import { delegationsIn, without } from '../policy/access-point-delegation';
import { evaluate } from '../policy/evaluate';
import { PolicyDocument, readPolicyDocument, statementName } from '../policy/policy-document';
import { PolicyRequest, readAwsIdentity } from '../policy/policy-request';
import { s3Public } from '../policy/s3-public';
import { Known, known, mapKnown, someHolds } from '../template/known';
import { withoutSymbols } from '../template/symbol';
import { ResourceAddress } from '../template/template';

/** What requests to a bucket itself pass, in the order in which they meet it. */
export function directLayers(bucket: BucketFacts, caller: ChainCaller, place: ResourceAddress, arrival: Arrival, names: ConcreteNames): Layer[] {
  const { address } = bucketPolicy(bucket, names);
  const direct = directPolicy(bucket, names);
  const isOwn = isOfOwnAccount(caller, bucket, names);
  return [
    ...endpointLayer(arrival, names),
    {
      kind: 'bucketPolicy',
      at: address,
      // What no identity policy has to allow, the bucket policy has; in the same account the identity is asked beside it, below.
      requirement: hasNoPolicies(caller) || (caller.kind === 'role' && !isOwn) ? allowedBy(direct) : notDeniedBy(direct),
      why: (action, request) => whyRefused(direct, `bucket policy ${address.logicalId}`, action, request),
    },
    ...blockLayer(bucket, direct, caller, isOwn),
    ...hasNoPolicies(caller) ? [] : [identityLayer(bucket, about(caller, names, names.plain(bucket.arn)), place, direct, isOwn)],
  ];
}

/** A service, or an identity of CloudFront: it is up to the bucket policy alone. */
export function hasNoPolicies({ kind }: ChainCaller): boolean {
  return kind === 'service' || kind === 'principal' || kind === 'canonicalUser';
}

/** The policies of the caller, and what the bucket policy allows it past them. */
export function identityLayer(bucket: BucketFacts, caller: ChainCaller, place: ResourceAddress, document: PolicyDocument, isOwn: boolean): Layer {
  const byAcl = caller.kind === 'anonymous' || caller.kind === 'stranger' ? aclLayer(bucket, caller, document) : undefined;
  switch (caller.kind) {
    case 'role': {
      const { policies, boundary, otherPolicies } = caller;
      const itself = policies.known ? oneOfPolicies(policies.value) : NEVER_SO;
      const notDenied = policies.known ? policies.value.map(notDeniedBy) : [];
      const within = boundary.known && boundary.value ? [allowedBy(boundary.value)] : [];
      const byBucket = isOwn ? [allowedBy(namingIdentities(document))] : [];
      const such = (allows: readonly Requirement[]) => allOf([oneOf(allows), ...notDenied, ...within]);
      const open = whatIsOpen(caller);
      return {
        kind: 'identity',
        at: caller.address ?? place,
        requirement: boundary.known ? such([itself, ...byBucket]) : NEVER_SO,
        ...open === undefined ? {} : { possible: { requirement: such([allowedBy(ANYTHING)]), reason: open } },
        why: (action) => `no policy of ${nameOf(caller)}${otherPolicies.known && otherPolicies.value.length > 0 ? ', those that are known,' : ''} allows ${action} on the bucket${within.length > 0 ? ' within its permissions boundary' : ''}${isOwn ? ', and the bucket policy does not allow it to the role' : ''}`,
      };
    }
    case 'service':
    case 'principal':
    case 'canonicalUser':
      return {
        kind: 'identity',
        at: place,
        requirement: allowedBy(document),
        why: (action) => `the bucket policy does not allow ${action} to ${caller.kind === 'service' ? caller.principal : caller.kind === 'principal' ? caller.arn : `canonical user ${caller.id}`}`,
      };
    default:
      return {
        kind: 'identity',
        at: place,
        requirement: byAcl ? oneOf([allowedBy(document), byAcl.requirement]) : allowedBy(document),
        ...byAcl?.unknown === undefined ? {} : { possible: { requirement: notDeniedBy(document), reason: byAcl.unknown } },
        why: (action) => caller.kind === 'anonymous' ? `its requests are not signed: it has no role, and the bucket policy does not allow ${action} to everyone` : `the bucket policy does not allow ${action} to everyone`,
      };
  }
}

/** The policy of a bucket as the reasoner is asked about it: an empty one where the bucket has none. */
export function bucketPolicy({ policies, address }: BucketFacts, names: ConcreteNames): { readonly address: ResourceAddress; readonly document: PolicyDocument } {
  const [policy]: readonly (PolicyFacts | undefined)[] = policies;
  return {
    address: policy?.address ?? address,
    document: policy ? names.document(policy.document) : NOTHING,
  };
}

/** Why it is not known which policy the bucket has; undefined where it is. */
export function whichPolicy({ policies }: BucketFacts): string | undefined {
  return policies.length > 1 ? `${policies.map(({ address }) => address.logicalId).join(' and ')} are policies on one bucket, and S3 keeps the one that is written last` : undefined;
}

/** The bucket policy without what it delegates to access points: the same object each time. */
function directPolicy(bucket: BucketFacts, names: ConcreteNames): PolicyDocument {
  const { document } = bucketPolicy(bucket, names);
  const made = directPolicies.get(document) ?? without(document, delegationsIn(document).map(({ statement }) => statement));
  directPolicies.set(document, made);
  return made;
}

const directPolicies = new WeakMap<PolicyDocument, PolicyDocument>();

/** The caller with what its policies say of this resource only. */
function about(caller: ChainCaller, { memory }: ConcreteNames, resource: string): ChainCaller {
  return caller.kind !== 'role' ? caller : {
    ...caller,
    policies: mapKnown(caller.policies, (policies) => policies.map((policy) => memory.about(policy, resource))),
    boundary: mapKnown(caller.boundary, (boundary) => boundary && memory.about(boundary, resource)),
  };
}

export function endpointLayer(arrival: Arrival, names: ConcreteNames): Layer[] {
  if (arrival.kind !== 'endpoint' || arrival.policy === undefined) {
    return [];
  }
  const document = names.document(arrival.policy);
  return [{
    kind: 'endpointPolicy',
    at: arrival.address,
    requirement: allowedBy(document),
    why: (action, request) => whyRefused(document, `the policy of endpoint ${arrival.address.logicalId}`, action, request),
  }];
}

/** S3 keeps everyone but services and the same account out of a bucket with a public policy, and does not take such a policy in the first place. */
export function blockLayer(bucket: BucketFacts, document: PolicyDocument, caller: ChainCaller, isOwn: boolean): Layer[] {
  if (!isKeptOut(caller, isOwn) || s3Public(document).verdict === 'notPublic') {
    return [];
  }
  const blocks = someHolds([blocked(bucket, 'RestrictPublicBuckets'), blocked(bucket, 'BlockPublicPolicy')]);
  const why = () => 'Block Public Access keeps everyone except AWS services and the account of the bucket out of a bucket whose policy is public';
  return blockedBy(blocks, { kind: 'blockPublicAccess', at: bucket.address, why });
}

/** Block Public Access lets in AWS services, and those of the account. */
export function isKeptOut({ kind }: ChainCaller, isOwn: boolean): boolean {
  return kind === 'anonymous' || kind === 'stranger' || (!isOwn && kind !== 'service');
}

/** Lets nothing through where Block Public Access is on. */
export function blockedBy(blocks: Known<boolean>, layer: Pick<Layer, 'kind' | 'at' | 'why'>): Layer[] {
  return !blocks.known ? [{ ...layer, requirement: NEVER_SO, possible: { requirement: notDeniedBy(NOTHING), reason: blocks.reason } }]
    : blocks.value ? [{ ...layer, requirement: NEVER_SO }] : [];
}

/** Whether a switch is on. Where nothing sets any of them, S3 has them on in a new bucket. @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html */
export function blocked({ publicAccessBlock, publicAccessBlockUnset, live }: BucketFacts, name: PublicAccessBlockSwitch): Known<boolean> {
  return !live && publicAccessBlockUnset.length === 4 ? known(true) : publicAccessBlock[name];
}

/**
 * Whether a public ACL lets nobody in: S3 ignores it, or does not take it in the first place, which for a bucket that is there already says
 * nothing of the ACL that it has.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PublicAccessBlockConfiguration.html
 */
export function ignoresPublicAcls(bucket: BucketFacts): Known<boolean> {
  return someHolds([blocked(bucket, 'IgnorePublicAcls'), ...bucket.live ? [] : [blocked(bucket, 'BlockPublicAcls')]]);
}

/** What the ACL of the bucket allows everyone, which the bucket policy may deny all the same. */
function aclLayer(bucket: BucketFacts, { kind }: ChainCaller, document: PolicyDocument): { readonly requirement: Requirement; readonly unknown?: string } | undefined {
  const counts = mapKnown(ignoresPublicAcls(bucket), (on) => !on);
  if (counts.known && !counts.value) {
    return undefined;
  }
  const grants = bucket.aclGrants;
  if (!grants.known || !counts.known) {
    const reason = !grants.known ? grants.reason : counts.known ? '' : counts.reason;
    return { requirement: NEVER_SO, unknown: reason };
  }
  const groups = kind === 'anonymous' ? ['everyone'] : ['everyone', 'authenticated'];
  const actions = grants.value.filter(({ grantee }) => groups.includes(grantee.kind)).flatMap(({ permission }) => ACL_ACTIONS[permission] ?? []);
  return actions.length === 0 ? undefined : { requirement: allOf([allowedBy(allowing(actions)), notDeniedBy(document)]) };
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#permissions */
const ACL_ACTIONS: Readonly<Record<string, readonly string[]>> = {
  READ: ['s3:ListBucket'], WRITE: ['s3:PutObject'], FULL_CONTROL: ['s3:ListBucket', 's3:PutObject'], READ_ACP: [], WRITE_ACP: [],
};

function allowing(actions: readonly string[]): PolicyDocument {
  return readPolicyDocument({ Version: '2012-10-17', Statement: { Effect: 'Allow', Principal: '*', Action: actions, Resource: '*' } });
}

const ANYTHING = allowing(['s3:*']);
export const NOTHING: PolicyDocument = { version: '2012-10-17', isIdentityPolicy: false, statements: [], problems: [], unknowns: [] };

export function nameOf({ address, arn }: Extract<ChainCaller, { kind: 'role' }>): string {
  return address ? `role ${address.logicalId}` : arn;
}

/** Each of the policies may allow it. */
function oneOfPolicies(policies: readonly PolicyDocument[]): Requirement {
  return policies.length === 0 ? NEVER_SO : oneOf(policies.map(allowedBy));
}

/** What keeps it from being known what the role may do, as a sentence. */
function whatIsOpen({ policies, otherPolicies, boundary }: Extract<ChainCaller, { kind: 'role' }>): string | undefined {
  return !policies.known ? policies.reason
    : !boundary.known ? boundary.reason
      : !otherPolicies.known ? otherPolicies.reason
        : otherPolicies.value.length > 0 ? `what ${otherPolicies.value.map(withoutSymbols).join(' and ')} ${otherPolicies.value.length === 1 ? 'allows' : 'allow'} is not in these templates` : undefined;
}

/**
 * The policy without the Allows to whole accounts: in the same account these delegate, so that an identity policy has to allow as well.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-accounts
 */
function namingIdentities(document: PolicyDocument): PolicyDocument {
  const isAccount = (value: unknown) => typeof value === 'string' && (/^\d{12}$/.test(value) || readAwsIdentity(value)?.kind === 'root');
  const statements = document.statements.flatMap((statement) => {
    const principals = statement.principals.filter(({ type, value }) => type !== 'AWS' || !isAccount(value));
    return statement.effect === 'Deny' || statement.principals.length === principals.length ? [statement] : principals.length > 0 ? [{ ...statement, principals }] : [];
  });
  return { ...document, statements };
}

/** Whether the caller is of the account of the bucket, or of an access point; where a template does not say which that is, the other is taken for the same. */
export function isOfOwnAccount(caller: ChainCaller, bucket: Pick<BucketFacts, 'account'>, names: ConcreteNames): boolean {
  return 'account' in caller && (caller.account === (bucket.account ?? names.account) || isOwnAccount(bucket.account) || caller.account === names.account);
}

/** Which statement denies the request, or that none allows it. */
export function whyRefused(document: PolicyDocument, name: string, action: string, request: PolicyRequest | undefined): string {
  const { decision, statements } = request ? evaluate(document, request) : { decision: 'ImplicitDeny', statements: [] };
  return decision === 'ExplicitDeny' ? `${statementName(statements[0])} of ${name} denies ${action}` : `${name} does not allow ${action}`;
}
