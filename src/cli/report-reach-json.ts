import { Cut, PlaceReport, ReachReport } from '../reach/reach-report';

/** A report for programs: one object for one bucket, else a list of them. Its keys and their order are public API. */
export function jsonReach(reports: readonly ReachReport[]): string {
  const objects = reports.map(reportJson);
  return JSON.stringify(objects.length === 1 ? objects[0] : objects, null, 2);
}

function reportJson({ bucket, internet: { anonymous, anyAwsAccount }, places, assumptions }: ReachReport) {
  return { bucket, internet: { anonymous, anyAwsAccount }, places: places.map(placeJson), assumptions };
}

function placeJson({ id, type, verdict, via, actions, path, cut, cuts, unknowns }: PlaceReport) {
  return { id, type, verdict, via, actions, path, cut: cut && cutJson(cut), cuts: cuts.map(cutJson), unknowns };
}

function cutJson({ at, kind, reason }: Cut) {
  return { at, kind, reason };
}
