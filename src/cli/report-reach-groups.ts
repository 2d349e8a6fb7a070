import { groupBy } from './report-groups';
import { hopsOf, VERDICTS } from './report-reach-words';
import { PlaceReport, Verdict } from '../reach/reach-report';

/** Places of a type for which the same holds, from the first hop on. */
export interface PlaceGroup {
  readonly type: string;
  readonly places: readonly PlaceReport[];
  /** One of them, which stands for all. */
  readonly first: PlaceReport;
}

/** The places by verdict, what gets in first, and those of which the same is said as one: reports of 200 places read like those of 20. */
export function groupPlaces(places: readonly PlaceReport[], bucket: string): { readonly verdict: Verdict; readonly count: number; readonly groups: readonly PlaceGroup[] }[] {
  return VERDICTS.map((verdict) => {
    const ofVerdict = places.filter((place) => place.verdict === verdict);
    return { verdict, count: ofVerdict.length, groups: groupBy(ofVerdict, (place) => sameKey(place, bucket)).map(([, same]) => groupOf(same)) };
  }).filter(({ count }) => count > 0);
}

export function groupOf(places: readonly PlaceReport[]): PlaceGroup {
  return { type: places[0].type, places, first: places[0] };
}

function sameKey(place: PlaceReport, bucket: string): string {
  const { type, via, actions, cut, cuts, unknowns } = place;
  return JSON.stringify([type, via, actions, hopsOf(place, bucket), cut, cuts, unknowns]);
}
