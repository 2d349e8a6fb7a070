import { ActionAnswer, ChainCut, passesAll } from './chain';
import { ChainCaller } from './chain-caller';
import { ConcreteNames } from './concrete-names';
import { directLayers, whichPolicy } from './layers';
import { Arrival, NetworkPath } from './network-path';
import { REACH_ACTIONS, ReachAction } from './reach-actions';
import { CUT_KINDS, Verdict, Via } from './reach-report';
import { Sent } from './sent-requests';
import { throughAccessPoint } from './through-access-point';
import { AccessPointFacts, BucketFacts } from '../facts/bucket-facts';
import { PlaceFacts } from '../facts/places/place-facts';
import { PolicyRequest } from '../policy/policy-request';
import { ResourceAddress } from '../template/template';

/** What is found for one path of a place, through its network and all policies. */
export interface PathAnswer {
  readonly verdict: Verdict;
  readonly via: Via | null;
  readonly actions: readonly ReachAction[];
  readonly hops: readonly ResourceAddress[];
  readonly cuts: readonly ChainCut[];
  readonly unknowns: readonly string[];
  readonly assumptions: readonly string[];
  /** A request that passes. */
  readonly request?: PolicyRequest;
  /** What cuts an action that the caller's own policies, or the bucket policy, allow it: there iff the path is cut, and there is such an action. */
  readonly refused?: { readonly action: ReachAction; readonly cuts: readonly ChainCut[] };
}

/** What the policies say of requests that arrive so, straight to the bucket or by one of its access points. */
export interface PolicyWay {
  readonly answers: readonly ActionAnswer[];
  readonly through: readonly ResourceAddress[];
}

/** The ways through all policies, for requests that arrive so. An access point is tried where nothing gets straight to the bucket, or where all are. */
export function waysThroughPolicies(arrival: Arrival, bucket: BucketFacts, caller: ChainCaller, place: ResourceAddress, names: ConcreteNames, tries: 'onePassing' | 'all' = 'onePassing'): readonly PolicyWay[] {
  const arn = names.plain(bucket.arn);
  const sent: Sent = { arrival, caller, resources: [arn, `${arn}/*`] };
  const layers = directLayers(bucket, caller, place, arrival, names);
  const direct = REACH_ACTIONS.map((action) => passesAll(action, layers, sent, names));
  const points = tries === 'onePassing' && direct.some(({ verdict }) => verdict === 'passes') ? [] : bucket.accessPoints.filter(({ kind }) => kind === 'access point');
  return [
    { answers: direct, through: [] },
    ...points.map((point) => ({
      answers: REACH_ACTIONS.map((action) => throughAccessPoint(action, point, bucket, caller, place, arrival, names)), through: [point.address],
    })),
  ];
}

/** The ways through all policies by the multi-Region access points of a bucket, to which requests are sent by a path of their own. */
export function waysByMultiRegion(arrival: Arrival, bucket: BucketFacts, caller: ChainCaller, { address, onlyThrough }: SendingPlace, names: ConcreteNames): readonly PolicyWay[] {
  return multiRegionPointsOf(bucket, onlyThrough).map((point) => ({
    answers: REACH_ACTIONS.map((action) => throughAccessPoint(action, point, bucket, caller, address, arrival, names)), through: [point.address],
  }));
}

type SendingPlace = Pick<PlaceFacts, 'address' | 'onlyThrough'>;

/** The multi-Region access points by which a place may send requests to a bucket. */
export function multiRegionPointsOf({ accessPoints }: BucketFacts, only: ResourceAddress | undefined): readonly AccessPointFacts[] {
  return accessPoints.filter(({ kind, address }) => kind === 'multi-Region access point' && (only === undefined || (address.template === only.template && address.logicalId === only.logicalId)));
}

/** How requests arrive that take this path: where that is not known, in any way. */
export function arrivalOf({ unknowns, arrives }: NetworkPath): Arrival {
  return unknowns.length > 0 && arrives.kind === 'aws' ? { kind: 'anyhow' } : arrives;
}

/** Follows a path of a place through the network and then through the policies. */
export function followPath(path: NetworkPath, bucket: BucketFacts, ways: readonly PolicyWay[]): PathAnswer {
  return best(ways.map(({ answers, through }) => joined(path, answers, through, bucket)));
}

/** What passes on a path, and what may pass, as answers of their own: every way is tried, whatever passes on another. */
export function openAnswers(path: NetworkPath, bucket: BucketFacts, ways: readonly PolicyWay[]): readonly PathAnswer[] {
  const several = whichPolicy(bucket);
  const doubts = [...path.unknowns, ...several === undefined ? [] : [several]];
  return path.cuts.length > 0 ? [] : ways.flatMap(({ answers, through }) => (['passes', 'unknown'] as const).flatMap((kind): PathAnswer[] => {
    const of = answers.filter(({ verdict }) => verdict === kind);
    const unknowns = [...new Set([...doubts, ...of.flatMap((answer) => answer.unknowns)])];
    return of.length === 0 ? [] : [{
      verdict: kind === 'passes' && unknowns.length === 0 ? 'reaches' : 'unknown',
      via: path.via,
      actions: of.map(({ action }) => action),
      hops: [...path.hops, ...through, bucket.address],
      cuts: [],
      unknowns,
      assumptions: path.assumptions,
      request: of[0].request,
    }];
  }));
}

/** Of several ways, the one that goes farthest: with the fewest cuts, and by an access point where that is what stops it. */
export function best(answers: readonly PathAnswer[]): PathAnswer {
  const rank = ({ verdict, cuts: [first, ...more] }: PathAnswer) => verdict === 'reaches' ? -2 : verdict === 'unknown' ? -1
    : (more.length + 1) * 100 - (first.kind === 'accessPoint' ? CUT_KINDS.length : CUT_KINDS.indexOf(first.kind));
  return answers.reduce((found, answer) => rank(answer) < rank(found) ? answer : found);
}

function joined(path: NetworkPath, answers: readonly ActionAnswer[], through: readonly ResourceAddress[], bucket: BucketFacts): PathAnswer {
  const passing = answers.filter(({ verdict }) => verdict === 'passes');
  const open = answers.filter(({ verdict }) => verdict === 'unknown');
  // Of the actions that the place is granted, what stops the one that comes farthest: all of it has to go for anything to pass.
  const [farthest] = [...answers].sort((one, other) => Number(other.isGranted ?? false) - Number(one.isGranted ?? false) || one.cuts.length - other.cuts.length);
  const [refused] = answers.filter((answer) => answer.verdict === 'cut' && answer.cuts.every(({ kind }) => kind !== 'identity')).sort((one, other) => one.cuts.length - other.cuts.length);
  const cuts = [...path.cuts, ...passing.length + open.length > 0 ? [] : farthest.cuts];
  const several = whichPolicy(bucket);
  const doubts = [...path.unknowns, ...passing.length > 0 ? [] : open.flatMap((answer) => answer.unknowns), ...several === undefined ? [] : [several]];
  const unknowns = cuts.length > 0 ? [] : [...new Set(doubts)];
  const verdict = cuts.length > 0 ? 'cut' : unknowns.length > 0 ? 'unknown' : 'reaches';
  return {
    verdict,
    via: path.via,
    actions: verdict === 'cut' ? [] : (passing.length > 0 ? passing : open).map(({ action }) => action),
    hops: [...path.hops, ...verdict === 'cut' ? [] : [...through, bucket.address]],
    cuts,
    unknowns,
    assumptions: path.assumptions,
    request: passing[0]?.request,
    ...verdict === 'cut' && refused ? { refused: { action: refused.action, cuts: [...path.cuts, ...refused.cuts] } } : {},
  };
}
