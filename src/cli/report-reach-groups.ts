import { groupBy } from './report-groups';
import { hopsOf, VERDICTS } from './report-reach-words';
import { CUT_KINDS, Cut, PlaceReport, Verdict } from '../reach/reach-report';

/** Places whose paths end alike: by the same way, with the same actions, or for the same reasons. */
export interface Ending {
  /** One of the places, which stands for all in what is said of the end. */
  readonly first: PlaceReport;
  readonly count: number;
  readonly ways: readonly Way[];
}

/** Places that take the same hops. */
export interface Way {
  readonly hops: readonly string[];
  readonly places: readonly PlaceReport[];
}

export interface VerdictGroup {
  readonly verdict: Verdict;
  readonly count: number;
  readonly endings: readonly Ending[];
}

/** The places by verdict, what gets in first, and what is the same for several said once: reports of 200 places read like those of 20. */
export function groupPlaces(places: readonly PlaceReport[], bucket: string): VerdictGroup[] {
  return VERDICTS.map((verdict) => {
    const ofVerdict = places.filter((place) => place.verdict === verdict);
    const endings = groupBy(ofVerdict, endOf).map(([, sameEnd]): Ending => ({
      first: sameEnd[0],
      count: sameEnd.length,
      ways: groupBy(sameEnd, (place) => JSON.stringify(hopsOf(place, bucket))).map(([, sameWay]) => ({ hops: hopsOf(sameWay[0], bucket), places: sameWay })),
    }));
    return { verdict, count: ofVerdict.length, endings: endings.sort((a, b) => kindOf(a) - kindOf(b)) };
  }).filter(({ count }) => count > 0);
}

/** The cuts as a report lists them, the first of them first, even where it is alone. */
export function cutsOf({ cut, cuts }: PlaceReport): readonly Cut[] {
  return cuts.length > 0 ? cuts : cut ? [cut] : [];
}

/** The places of a way by their type, each type once. */
export function byType(places: readonly Pick<PlaceReport, 'id' | 'type'>[]): { readonly type: string; readonly ids: readonly string[] }[] {
  return groupBy(places, ({ type }) => type).map(([type, ofType]) => ({ type, ids: ofType.map(({ id }) => id) }));
}

function endOf(place: PlaceReport): string {
  const { via, actions, unknowns } = place;
  return JSON.stringify([via, actions, cutsOf(place), unknowns]);
}

function kindOf({ first }: Ending): number {
  const [cut] = cutsOf(first);
  return cut === undefined ? -1 : CUT_KINDS.indexOf(cut.kind);
}
