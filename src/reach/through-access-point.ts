import { Sent } from './arrival-policy';
import { ActionAnswer, Layer, passesAll, ReachingAction } from './chain';
import { ChainCaller } from './chain-caller';
import { ConcreteNames } from './concrete-names';
import { bucketPolicy, endpointLayer, identityLayer, isOfOwnAccount, NOTHING } from './layers';
import { Arrival } from './network-path';
import { NEVER_SO, notDeniedBy } from './requirement';
import { AccessPointFacts, BucketFacts } from '../facts/bucket-facts';
import { AccessPointDelegation, delegationsIn, mayDelegateTo, without } from '../policy/access-point-delegation';
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
  const arn = names.plain(accessPoint.arn);
  const name = names.plain(bucket.arn);
  const account = names.plain(accessPoint.account ?? bucket.account ?? names.account);
  const own = names.document(accessPoint.policy.document);
  const { document } = bucketPolicy(bucket, names);
  // What is delegated to other access points is nothing for this one.
  const isToAnother = (one: AccessPointDelegation) => !mayDelegateTo(one, { account, arn, name: names.plain(accessPoint.name) });
  const delegated = without(document, delegationsIn(document).filter(isToAnother).map(({ statement }) => statement));
  const isOwn = isOfOwnAccount(caller, bucket, names);
  const sent = (resources: readonly string[], known?: Sent['accessPoint']): Sent => ({ arrival, caller, resources, accessPoint: known });
  const inside: Layer[] = [
    ...endpointLayer(arrival, names),
    ...originLayer(accessPoint, arrival),
    { kind: 'accessPoint', at: address, requirement: notDeniedBy(own), why: () => `the policy of access point ${address.logicalId} denies ${action}` },
    throughOwnPolicy(identityLayer(bucket, caller, place, own, isOwn), address, caller.kind === 'role' && isOwn),
  ];
  // The endpoint has to let through both: https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-vpc.html
  const atBucket: Layer[] = [
    ...endpointLayer(arrival, names),
    { kind: 'bucketPolicy', at: bucketPolicy(bucket, names).address, requirement: notDeniedBy(delegated), why: () => `the bucket policy denies ${action} through access point ${address.logicalId}` },
    identityLayer(bucket, caller, place, delegated, isOwn),
  ];
  const origin = vpc.known && vpc.value !== undefined ? 'VPC' : 'Internet';
  const through = { arn, account, origin } as const;
  const first = passesAll(action, inside, sent([arn, `${arn}/object/*`], through), names);
  const second = passesAll(action, atBucket, sent([name, `${name}/*`], through), names);
  const answers = [first, second];
  return {
    action,
    verdict: answers.some(({ verdict }) => verdict === 'cut') ? 'cut' : answers.some(({ verdict }) => verdict === 'unknown') ? 'unknown' : 'passes',
    cuts: answers.flatMap(({ cuts }) => cuts),
    unknowns: answers.flatMap(({ unknowns }) => unknowns),
    request: first.request,
  };
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

/** Where no identity is asked beside it, it is the access point that has to allow a request. */
function throughOwnPolicy(layer: Layer, at: ResourceAddress, asksIdentity: boolean): Layer {
  return asksIdentity ? layer : { ...layer, kind: 'accessPoint', at, why: (action) => `the policy of access point ${at.logicalId} does not allow ${action}` };
}
