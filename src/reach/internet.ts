import { ActionAnswer, passesAll } from './chain';
import { ChainCaller } from './chain-caller';
import { ConcreteNames } from './concrete-names';
import { directLayers, whichPolicy } from './layers';
import { Arrival } from './network-path';
import { REACH_ACTIONS } from './reach-actions';
import { Verdict } from './reach-report';
import { throughAccessPoint } from './through-access-point';
import { BucketFacts } from '../facts/bucket-facts';
import { everyHolds, mapKnown, unknown } from '../template/known';

const FROM_ANYWHERE: Arrival = { kind: 'internet', sourceIp: unknown('from anywhere') };

/** Whether requests that are sent to S3 directly reach the bucket: those that nobody signs, and those of any account. */
export function fromInternet(bucket: BucketFacts, names: ConcreteNames): { readonly anonymous: Verdict; readonly anyAwsAccount: Verdict } {
  const anonymous = verdictFor({ kind: 'anonymous' }, bucket, names);
  // Who may send a request without signing it may as well sign it.
  return { anonymous, anyAwsAccount: anonymous === 'reaches' ? 'reaches' : either(anonymous, verdictFor({ kind: 'stranger' }, bucket, names)) };
}

function verdictFor(caller: ChainCaller, bucket: BucketFacts, names: ConcreteNames): Verdict {
  const arn = names.plain(bucket.arn);
  const sent = { arrival: FROM_ANYWHERE, caller, resources: [arn, `${arn}/*`], isAny: true } as const;
  const layers = directLayers(bucket, caller, bucket.address, FROM_ANYWHERE, names);
  const direct = REACH_ACTIONS.map((action) => passesAll(action, layers, sent, names));
  const through = bucket.accessPoints.filter(({ kind, publicAccessBlock: { BlockPublicPolicy, RestrictPublicBuckets } }) => {
    const isBlocked = everyHolds([BlockPublicPolicy, RestrictPublicBuckets].map((on) => mapKnown(on, (blocks) => !blocks)));
    return (kind === 'access point' || caller.kind === 'stranger') && !(isBlocked.known && !isBlocked.value);
  }).flatMap((point) => REACH_ACTIONS.map((action) => throughAccessPoint(action, point, bucket, caller, bucket.address, FROM_ANYWHERE, names)));
  const verdict = [...direct, ...through].map(verdictOf).reduce(either, 'cut');
  return verdict === 'reaches' && whichPolicy(bucket) !== undefined ? 'unknown' : verdict;
}

function verdictOf({ verdict }: ActionAnswer): Verdict {
  return verdict === 'passes' ? 'reaches' : verdict;
}

function either(one: Verdict, other: Verdict): Verdict {
  return one === 'reaches' || other === 'reaches' ? 'reaches' : one === 'unknown' || other === 'unknown' ? 'unknown' : 'cut';
}
