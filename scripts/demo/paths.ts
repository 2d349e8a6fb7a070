import { Reach } from '../../src/reach/reach';
import { PlaceReport, ReachReport } from '../../src/reach/reach-report';
import { templateOf } from '../../src/template/read-template';

/** What `hardened-bucket reach` says of the first bucket of a template. */
export function reachOfFirstBucket(id: string, template: object): ReachReport {
  return new Reach([templateOf(template, { id, fromCdk: true })]).reports()[0];
}

/** One line for each place: whether it reaches the bucket, and by what path; or where it is cut. */
export function lineOf({ id, verdict, path, cut }: PlaceReport): [label: string, text: string] {
  const nameOf = (logicalId: string) => logicalId.replace(/[0-9A-F]{8}$/, '');
  return [`${verdict.padEnd(8)} ${nameOf(id)}`, cut ? `${cut.kind}: ${cut.reason}` : path.map(nameOf).join(' → ')];
}
