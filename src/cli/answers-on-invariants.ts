import { Invariant, InvariantAnswer } from '../reach/invariant';
import { judgeInvariants } from '../reach/judge-invariants';
import { PlaceNames } from '../reach/place-names';
import { reachEvidence } from '../reach/reach-evidence';
import { TemplateGroup } from '../template/template-group';

/** Judges invariants on the buckets of templates: by every path of every place, and by everyone whom all policies together let in. */
export function answersOn(invariants: readonly Invariant[], groups: readonly TemplateGroup[]): InvariantAnswer[] {
  const names = new PlaceNames(groups.flatMap(({ templates }) => templates));
  const apps = groups.map(({ templates }) => reachEvidence(templates, names));
  const first = <T>(of: (app: typeof apps[number]) => T | undefined): T | undefined => apps.map(of).find((found) => found !== undefined);
  return judgeInvariants(invariants, apps.flatMap(({ reports }) => reports), {
    pathsTo: (bucket) => first(({ evidence }) => evidence.pathsTo(bucket)),
    whoCan: (bucket) => first(({ evidence }) => evidence.whoCan(bucket)),
    rolesOf: (place) => first(({ evidence }) => evidence.rolesOf(place)),
    requestOf: (bucket, place) => first(({ evidence }) => evidence.requestOf(bucket, place)),
  });
}
