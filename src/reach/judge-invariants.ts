import { Claim, Evidence, Invariant, InvariantAnswer, InvariantProblem, InvariantVerdict } from './invariant';
import { findId, isId } from './named-id';
import { REACH_ACTIONS } from './reach-actions';
import { PlaceReport, ReachReport } from './reach-report';
import { globCovers } from '../policy/glob';

/**
 * Judges invariants by reports of reach. An invariant holds only if nothing that is known speaks against it, and everything that could is
 * known: `onlyBy` needs everybody who gets in, `onlyThrough` needs every path.
 */
export function judgeInvariants(invariants: readonly Invariant[], reports: readonly ReachReport[], evidence: Evidence = {}): InvariantAnswer[] {
  return invariants.map((invariant) => {
    const bucket = findId('bucket', invariant.bucket, reports.map((report) => report.bucket));
    const problems = bucket.kind === 'missing' ? [misused(bucket.problem)]
      : problemsOf(new Asked(reports.find((report) => report.bucket === bucket.id)!, invariant.actions, evidence), invariant.claim);
    return { invariant, verdict: WORST.find((verdict) => problems.some((problem) => problem.verdict === verdict)) ?? 'holds', problems };
  });
}

const WORST: readonly InvariantVerdict[] = ['misused', 'broken', 'unknown'];

/** What is asked about one bucket. */
class Asked {
  readonly bucket: string;
  /** Every path where all are known, else the best of each place. */
  readonly paths: readonly PlaceReport[];
  readonly knowsAllPaths: boolean;

  constructor(readonly report: ReachReport, readonly actions: readonly string[], readonly evidence: Evidence) {
    const all = evidence.pathsTo?.(report.bucket);
    this.bucket = report.bucket;
    this.paths = all ?? report.places;
    this.knowsAllPaths = all !== undefined;
  }

  /** Whether any of the actions passes on this path. The best path does not say of another action that it is cut. */
  passes({ verdict, actions }: PlaceReport, wanted: readonly string[] = this.actions): 'yes' | 'no' | 'unknown' {
    if (verdict === 'cut') {
      return 'no';
    }
    const isHit = wanted.length === 0 || wanted.some((action) => actions.includes(action));
    return isHit ? verdict === 'reaches' ? 'yes' : 'unknown' : this.knowsAllPaths ? 'no' : 'unknown';
  }

  problem(verdict: 'broken' | 'unknown', message: string, place: PlaceReport): InvariantProblem {
    const { id, path, actions, cut, unknowns } = place;
    const [action = 's3:*'] = this.actions.filter((one) => actions.includes(one)).concat(actions);
    const reasons = verdict === 'unknown' ? unknowns : cut && place.verdict === 'cut' ? [cut.reason] : [];
    return {
      verdict,
      message: [message, ...reasons].join('; '),
      path: place.verdict === 'cut' && cut ? [...path, `✕ ${cut.at}`] : path,
      request: (verdict === 'broken' && place.verdict === 'reaches' ? this.evidence.requestOf?.(this.bucket, id) : undefined) ?? `${action} on ${this.bucket} from ${id}`,
    };
  }
}

function problemsOf(asked: Asked, claim: Claim): InvariantProblem[] {
  switch (claim.kind) {
    case 'notFromInternet': return internetProblems(asked);
    case 'onlyThrough': return throughProblems(asked, claim.hops);
    case 'onlyBy': return byProblems(asked, claim.principals);
    case 'from': return fromProblems(asked, claim.place, claim.expect);
  }
}

function internetProblems({ report: { internet }, bucket, actions }: Asked): InvariantProblem[] {
  const rows = [['anonymous', 'anonymous requests'], ['anyAwsAccount', 'requests of any AWS account']] as const;
  return rows.filter(([key]) => internet[key] !== 'cut').map(([key, who]) => {
    // The internet is judged for all actions together.
    const isKnown = internet[key] === 'reaches' && actions.length === 0;
    return {
      verdict: isKnown ? 'broken' : 'unknown',
      message: isKnown ? `${who} over the internet reach ${bucket}` : `whether ${who} over the internet reach ${bucket} is not known${actions.length > 0 ? ` for ${actions.join(', ')}` : ''}`,
      path: ['internet', bucket],
      request: `${actions[0] ?? 's3:*'} on ${bucket} by ${key === 'anonymous' ? 'an anonymous caller' : 'a principal of any AWS account'}, directly over the internet`,
    };
  });
}

function throughProblems(asked: Asked, hops: readonly string[]): InvariantProblem[] {
  const { bucket, paths } = asked;
  const names = hops.join(' or ');
  const beside = paths.filter(({ path }) => !path.some((id) => hops.some((hop) => isId(hop, id)))).map((place) => ({ place, passes: asked.passes(place) }));
  const through = paths.filter((place) => asked.passes(place) !== 'no' && !beside.some((one) => one.place === place));
  return [
    ...internetProblems(asked),
    ...beside.flatMap(({ place, passes }) => passes === 'no' ? [] : [passes === 'yes'
      ? asked.problem('broken', `${place.id} reaches ${bucket} on a path without ${names}`, place)
      : asked.problem('unknown', `whether ${place.id} reaches ${bucket} on a path without ${names} is not known`, place)]),
    ...asked.knowsAllPaths ? [] : through.map((place) => asked.problem('unknown', `only one path of ${place.id} is known, so it may have another one without ${names}`, place)),
  ];
}

function byProblems(asked: Asked, principals: readonly string[]): InvariantProblem[] {
  const { bucket, evidence, actions } = asked;
  const isNamed = (id: string) => principals.some((principal) => isId(principal, id));
  const names = principals.join(' or ');
  const rows = evidence.whoCan?.(bucket);
  const others = (rows ?? []).filter(({ principal, id, actions: granted }) => ![principal, id ?? principal].some(isNamed) && mayDo(granted, actions));
  const ofRows = others.map(({ principal, id = principal, actions: granted, certainty, request }): InvariantProblem => ({
    verdict: certainty === 'yes' ? 'broken' : 'unknown',
    message: certainty === 'yes' ? `${id} ${principals.length === 0 ? '' : `is not ${names}, and `}gets into ${bucket}` : `whether ${id} gets into ${bucket} is not known`,
    path: asked.paths.find((place) => evidence.rolesOf?.(place.id)?.includes(id) && asked.passes(place) !== 'no')?.path ?? [],
    request: request && mayDo([request.action], actions) ? request : `${granted.find((action) => mayDo([action], actions)) ?? 's3:*'} on ${bucket} by ${id}`,
  }));
  if (rows) {
    return ofRows;
  }
  const ofPlaces = asked.paths.flatMap((place): InvariantProblem[] => {
    const roles = evidence.rolesOf?.(place.id) ?? [];
    const passes = asked.passes(place);
    if (passes === 'no' || isNamed(place.id) || (roles.length > 0 && roles.every(isNamed))) {
      return [];
    }
    const isOther = passes === 'yes' && roles.length > 0 && !roles.some(isNamed);
    return [isOther ? asked.problem('broken', `${place.id} reaches ${bucket} as ${roles.join(' or ')}, which is not ${names}`, place)
      : asked.problem('unknown', `as which principal ${place.id} reaches ${bucket} is not known`, place)];
  });
  return [
    ...internetProblems(asked),
    ...ofPlaces,
    { verdict: 'unknown', message: `who gets into ${bucket} without being a place of the templates, such as a user or another account, is not known`, path: [] },
  ];
}

function fromProblems(asked: Asked, name: string, expected: 'cut' | 'reaches'): InvariantProblem[] {
  const found = findId('place', name, asked.report.places.map(({ id }) => id));
  if (found.kind === 'missing') {
    return [misused(found.problem)];
  }
  const { bucket, actions } = asked;
  const own = asked.paths.filter(({ id }) => id === found.id);
  const paths = own.length > 0 ? own : asked.report.places.filter(({ id }) => id === found.id);
  if (expected === 'cut') {
    return paths.map((place) => ({ place, passes: asked.passes(place) })).flatMap(({ place, passes }) => passes === 'no' ? [] : [passes === 'yes'
      ? asked.problem('broken', `${found.id} reaches ${bucket}`, place) : asked.problem('unknown', `whether ${found.id} reaches ${bucket} is not known`, place)]);
  }
  return (actions.length === 0 ? [[]] : actions.map((action) => [action])).flatMap((wanted) => {
    const passes = paths.map((place) => asked.passes(place, wanted));
    const as = wanted.length === 0 ? '' : ` with ${wanted[0]}`;
    return passes.includes('yes') ? [] : [passes.includes('unknown')
      ? asked.problem('unknown', `whether ${found.id} reaches ${bucket}${as} is not known`, paths[passes.indexOf('unknown')])
      : asked.problem('broken', `${found.id} does not reach ${bucket}${as}`, paths[0])];
  });
}

/** Whether what is granted is about one of the actions, which both may have wildcards. */
function mayDo(grants: readonly string[], asked: readonly string[]): boolean {
  return (asked.length === 0 ? REACH_ACTIONS : asked).some((action) => grants.some((granted) => {
    const [one, other] = [action.toLowerCase(), granted.toLowerCase()];
    return globCovers(one, other) || globCovers(other, one);
  }));
}

function misused(message: string): InvariantProblem {
  return { verdict: 'misused', message, path: [] };
}
