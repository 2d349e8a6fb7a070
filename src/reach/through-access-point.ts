import { Sent } from './arrival-policy';
import { ActionAnswer, ChainCut, Layer, passesAll, ReachingAction } from './chain';
import { ChainCaller } from './chain-caller';
import { ConcreteNames } from './concrete-names';
import { bucketPolicy, endpointLayer, identityLayer, isOfOwnAccount } from './layers';
import { Arrival } from './network-path';
import { notDeniedBy } from './requirement';
import { AccessPointFacts, BucketFacts } from '../facts/bucket-facts';
import { delegationsIn, mayDelegateTo, without } from '../policy/access-point-delegation';
import { ResourceAddress } from '../template/template';

/**
 * Whether requests through an access point reach the bucket: the access point has to let them in, and so has the bucket, to which
 * they come with the keys of the access point.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-policies.html
 */
export function throughAccessPoint(
  action: ReachingAction, accessPoint: AccessPointFacts, bucket: BucketFacts, caller: ChainCaller, place: ResourceAddress, arrival: Arrival, names: ConcreteNames,
): ActionAnswer {
  const { address, vpc } = accessPoint;
  const closed = vpcCut(accessPoint, arrival);
  if (closed) {
    return closed.kind === 'cut' ? { action, verdict: 'cut', cuts: [closed.cut], unknowns: [] } : { action, verdict: 'unknown', cuts: [], unknowns: [closed.reason] };
  }
  const arn = names.plain(accessPoint.arn);
  const name = names.plain(bucket.arn);
  const account = names.plain(accessPoint.account ?? bucket.account ?? names.account);
  const own = names.document(accessPoint.policy.document);
  const { document } = bucketPolicy(bucket, names);
  // What is delegated to other access points is nothing for this one.
  const delegated = without(document, delegationsIn(document).filter((one) => !mayDelegateTo(one, { account, arn, name: names.plain(accessPoint.name) })).map(({ statement }) => statement));
  const isOwn = isOfOwnAccount(caller, bucket, names);
  const sent = (resources: readonly string[], known?: Sent['accessPoint']): Sent => ({ arrival, caller, resources, accessPoint: known });
  const inside: Layer[] = [
    ...endpointLayer(arrival, names),
    { kind: 'accessPoint', at: address, requirement: notDeniedBy(own), why: () => `the policy of access point ${address.logicalId} denies ${action}` },
    { ...identityLayer(bucket, caller, place, own, isOwn), ...caller.kind === 'role' && isOwn ? {} : { kind: 'accessPoint', at: address, why: () => `the policy of access point ${address.logicalId} does not allow ${action}` } },
  ];
  const atBucket: Layer[] = [
    { kind: 'bucketPolicy', at: bucketPolicy(bucket, names).address, requirement: notDeniedBy(delegated), why: () => `the bucket policy denies ${action} through access point ${address.logicalId}` },
    identityLayer(bucket, caller, place, delegated, isOwn),
  ];
  const first = passesAll(action, inside, sent([arn, `${arn}/object/*`]), names);
  const second = passesAll(action, atBucket, sent([name, `${name}/*`], { arn, account, origin: vpc.known && vpc.value !== undefined ? 'VPC' : 'Internet' }), names);
  const answers = [first, second];
  return {
    action,
    verdict: answers.some(({ verdict }) => verdict === 'cut') ? 'cut' : answers.some(({ verdict }) => verdict === 'unknown') ? 'unknown' : 'passes',
    cuts: answers.flatMap(({ cuts }) => cuts),
    unknowns: answers.flatMap(({ unknowns }) => unknowns),
    request: first.request,
  };
}

type Closed = { readonly kind: 'cut'; readonly cut: ChainCut } | { readonly kind: 'unknown'; readonly reason: string };

/** An access point with a VPC origin takes requests from that VPC alone, and those come through an endpoint. */
function vpcCut({ address, vpc }: AccessPointFacts, arrival: Arrival): Closed | undefined {
  if (!vpc.known) {
    return { kind: 'unknown', reason: vpc.reason };
  }
  if (vpc.value === undefined) {
    return undefined;
  }
  if (arrival.kind === 'endpoint' && !arrival.vpc.known) {
    return { kind: 'unknown', reason: arrival.vpc.reason };
  }
  return arrival.kind === 'endpoint' && arrival.vpc.known && arrival.vpc.value === vpc.value ? undefined
    : { kind: 'cut', cut: { kind: 'accessPoint', at: address, reason: `access point ${address.logicalId} takes requests from its VPC only` } };
}
