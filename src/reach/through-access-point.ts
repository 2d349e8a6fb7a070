import { NETWORK_ORIGIN } from './arrival-policy';
import { ActionAnswer, Layer, passesAll } from './chain';
import { ChainCaller } from './chain-caller';
import { ConcreteNames } from './concrete-names';
import { blockedBy, blockLayer, bucketPolicy, endpointLayer, hasNoPolicies, identityLayer, isKeptOut, isOfOwnAccount, nameOf, NOTHING, whyRefused } from './layers';
import { Arrival } from './network-path';
import { ReachAction } from './reach-actions';
import { allowedBy, NEVER_SO, notDeniedBy } from './requirement';
import { AccessPointFacts, BucketFacts } from '../facts/bucket-facts';
import { AccessPointDelegation, delegationsIn, mayDelegateTo, without } from '../policy/access-point-delegation';
import { PolicyDocument } from '../policy/policy-document';
import { PolicyRequest } from '../policy/policy-request';
import { s3Public } from '../policy/s3-public';
import { someHolds, unknown } from '../template/known';
import { ResourceAddress } from '../template/template';

/** Requests that are sent to an access point of a bucket. */
interface AtPoint {
  readonly accessPoint: AccessPointFacts;
  readonly bucket: BucketFacts;
  readonly caller: ChainCaller;
  readonly place: ResourceAddress;
  readonly arrival: Arrival;
  readonly names: ConcreteNames;
}

/**
 * Whether requests through an access point reach the bucket: the access point has to let them in, and so has the bucket, to which
 * they come with the keys of the access point.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-policies.html
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/MultiRegionAccessPointPermissions.html
 */
export function throughAccessPoint(
  action: ReachAction, accessPoint: AccessPointFacts, bucket: BucketFacts, caller: ChainCaller, place: ResourceAddress, arrival: Arrival, names: ConcreteNames,
): ActionAnswer {
  const at: AtPoint = { accessPoint, bucket, caller, place, arrival, names };
  const arn = names.plain(accessPoint.arn);
  const name = names.plain(bucket.arn);
  const account = names.plain(accessPoint.account ?? bucket.account ?? names.account);
  const inside = layersOfPoint(at);
  const atBucket = layersOfBucket(at, arn, account);
  const answers = originsOf(accessPoint, [...inside, ...atBucket]).map((origin): ActionAnswer => {
    const ask = (layers: readonly Layer[], resources: readonly string[]) => passesAll(action, layers, { arrival, caller, resources, accessPoint: { arn, account, origin } }, names);
    const atPoint: Side = { of: inside, resource: arn, ask: (resources = [arn, `${arn}/object/*`]) => ask(inside, resources), objects: `${arn}/object/` };
    const beyond: Side = { of: atBucket, resource: name, ask: (resources = [name, `${name}/*`]) => ask(atBucket, resources), objects: `${name}/` };
    return both(atPoint, beyond);
  });
  const [answer] = answers;
  const isOpen = answers.some(({ verdict }) => verdict !== answer.verdict);
  const open = [...isOpen ? [`AWS does not say whether requests through multi-Region access point ${accessPoint.address.logicalId} carry s3:AccessPointNetworkOrigin`] : [], ...whatIsOpen(accessPoint)];
  return open.length === 0 || (answer.verdict === 'cut' && !isOpen) ? answer : { ...answer, verdict: 'unknown', cuts: [], unknowns: [...answer.unknowns, ...open] };
}

/** One of the two that a request passes, and how it names what the request is about. */
interface Side {
  readonly of: readonly Layer[];
  readonly resource: string;
  /** What the ARNs of objects begin with. */
  readonly objects: string;
  /** @param resources those that it may be about; all, if no more is said */
  readonly ask: (resources?: readonly string[]) => ActionAnswer;
}

function both(atPoint: Side, atBucket: Side): ActionAnswer {
  const [first, second] = [atPoint.ask(), atBucket.ask()];
  const answers = [first, second];
  if (answers.every(({ verdict }) => verdict === 'passes')) {
    const request = requestThrough(first, atPoint, atBucket) ?? requestThrough(second, atBucket, atPoint);
    const isBeyond = request !== undefined && isAbout(request, atBucket);
    return request ? { ...first, request: isBeyond ? moved(request, atBucket, atPoint) : request }
      : { ...first, verdict: 'unknown', unknowns: [`no request with ${first.action} is known that both the access point and the bucket let through`] };
  }
  return {
    action: first.action,
    verdict: answers.some(({ verdict }) => verdict === 'cut') ? 'cut' : 'unknown',
    // An endpoint is asked twice.
    cuts: [...new Map(answers.flatMap(({ cuts }) => cuts.map((cut) => [JSON.stringify(cut), cut] as const))).values()],
    unknowns: answers.flatMap(({ unknowns }) => unknowns),
    request: first.request,
  };
}

/** A request that passes both: the one that is known of one side, or one about the same object of which the other side knows. */
function requestThrough({ request }: ActionAnswer, from: Side, to: Side): PolicyRequest | undefined {
  const there = request && moved(request, from, to);
  const passes = (one: PolicyRequest, { of }: Side) => of.every(({ requirement }) => requirement.holds(one));
  if (!request || !there || passes(there, to)) {
    return there;
  }
  const same = to.ask([there.resource]).request;
  return same && passes(moved(same, to, from), from) ? same : undefined;
}

function isAbout({ resource }: PolicyRequest, side: Side): boolean {
  return resource === side.resource || resource.startsWith(side.objects);
}

/** The same request, by the name that the other side has for what it is about. */
function moved(request: PolicyRequest, from: Side, to: Side): PolicyRequest {
  return { ...request, resource: request.resource === from.resource ? to.resource : `${to.objects}${request.resource.slice(from.objects.length)}` };
}

/** What the access point lets in. */
function layersOfPoint({ accessPoint, bucket, caller, place, arrival, names }: AtPoint): readonly Layer[] {
  const { address, publicAccessBlock } = accessPoint;
  const own = names.document(accessPoint.policy.document);
  const isOwn = isOfOwnAccount(caller, accessPoint, names);
  const { verdict, reason = '' } = isKeptOut(caller, isOwn) ? s3Public(own) : { verdict: 'notPublic' };
  const blocks = someHolds([publicAccessBlock.RestrictPublicBuckets, publicAccessBlock.BlockPublicPolicy]);
  const why = (action: string) => `no policy of ${caller.kind === 'role' ? nameOf(caller) : place.logicalId} allows ${action} on access point ${address.logicalId}${isOwn ? ', and its policy does not allow it to the role' : ''}`;
  return [
    ...endpointLayer(arrival, names),
    ...originLayer(accessPoint, arrival),
    ...signedLayer(accessPoint, caller),
    {
      kind: 'accessPoint',
      at: address,
      requirement: caller.kind === 'role' && isOwn ? notDeniedBy(own) : allowedBy(own),
      why: (action, request) => whyRefused(own, `the policy of access point ${address.logicalId}`, action, request),
    },
    ...verdict === 'notPublic' ? [] : blockedBy(verdict === 'unknown' && !(blocks.known && !blocks.value) ? unknown(reason) : blocks, {
      kind: 'accessPoint', at: address, why: () => `Block Public Access of access point ${address.logicalId} keeps everyone except AWS services and the account of the bucket out, because its policy is public`,
    }),
    ...caller.kind === 'role' ? [{ ...identityLayer(bucket, caller, place, own, isOwn), why }] : [],
  ];
}

/** What the bucket lets in. An endpoint has to let through both: https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-vpc.html */
function layersOfBucket({ accessPoint, bucket, caller, place, arrival, names }: AtPoint, arn: string, account: string): readonly Layer[] {
  const { address, document } = bucketPolicy(bucket, names);
  // What is delegated to other access points is nothing for this one.
  const isToAnother = (one: AccessPointDelegation) => !mayDelegateTo(one, { account, arn, name: nameIn(accessPoint, arn, names) });
  const delegated = without(document, delegationsIn(document).filter(isToAnother).map(({ statement }) => statement));
  const isOwn = isOfOwnAccount(caller, bucket, names);
  return [
    ...endpointLayer(arrival, names),
    {
      kind: 'bucketPolicy',
      at: address,
      requirement: hasNoPolicies(caller) || (caller.kind === 'role' && !isOwn) ? allowedBy(delegated) : notDeniedBy(delegated),
      why: (action, request) => `${whyRefused(delegated, `bucket policy ${address.logicalId}`, action, request)} through access point ${accessPoint.address.logicalId}`,
    },
    ...blockLayer(bucket, delegated, caller, isOwn),
    ...hasNoPolicies(caller) ? [] : [identityLayer(bucket, caller, place, delegated, isOwn)],
  ];
}

/** What stands for its name in its ARN. */
function nameIn({ kind, name }: AccessPointFacts, arn: string, names: ConcreteNames): string {
  return kind === 'access point' ? names.plain(name) : arn.slice(arn.lastIndexOf('/') + 1);
}

/** An access point with a VPC origin takes requests from that VPC alone, and those come through an endpoint. */
function originLayer({ address, vpc }: AccessPointFacts, arrival: Arrival): Layer[] {
  if (vpc.known && (vpc.value === undefined || (arrival.kind === 'endpoint' && arrival.vpc.known && arrival.vpc.value === vpc.value))) {
    return [];
  }
  const open = !vpc.known ? vpc.reason : arrival.kind === 'endpoint' && !arrival.vpc.known ? arrival.vpc.reason : arrival.kind === 'anyhow' ? 'the VPC that requests come from is not known' : undefined;
  return [{
    kind: 'accessPoint',
    at: address,
    requirement: NEVER_SO,
    ...open === undefined ? {} : { possible: { requirement: notDeniedBy(NOTHING), reason: open } },
    why: () => `access point ${address.logicalId} takes requests from its VPC only`,
  }];
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/MultiRegionAccessPointRestrictions.html */
function signedLayer({ kind, address }: AccessPointFacts, caller: ChainCaller): Layer[] {
  return kind === 'access point' || caller.kind !== 'anonymous' ? []
    : [{ kind: 'accessPoint', at: address, requirement: NEVER_SO, why: () => `multi-Region access point ${address.logicalId} takes signed requests only` }];
}

/** What `s3:AccessPointNetworkOrigin` may be. AWS documents it for access points in one Region. */
function originsOf({ kind, vpc }: AccessPointFacts, layers: readonly Layer[]): readonly ('Internet' | 'VPC' | undefined)[] {
  const documents = (): readonly PolicyDocument[] => layers.flatMap(({ requirement, possible }) => [...requirement.documents, ...possible?.requirement.documents ?? []]);
  return kind === 'access point' ? [vpc.known && vpc.value !== undefined ? 'VPC' : 'Internet']
    : documents().some(({ statements }) => statements.some(({ conditions }) => conditions.some(({ key }) => key === NETWORK_ORIGIN))) ? ['Internet', undefined] : [undefined];
}

/**
 * Why a request may not get to this bucket, whatever the policies say.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/FailoverConfiguration.html
 */
export function whatIsOpen({ address: { logicalId }, buckets, deployed }: AccessPointFacts): readonly string[] {
  return [
    ...deployed.known ? [] : [deployed.reason],
    ...buckets.length > 1 ? [`multi-Region access point ${logicalId} routes each request to one of its ${buckets.length} buckets, by network latency and by its failover configuration`] : [],
  ];
}
