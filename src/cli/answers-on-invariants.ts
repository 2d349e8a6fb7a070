import { TemplateFacts } from '../facts/template-facts';
import { readChain } from '../reach/access/read-chain';
import { ConcreteNames } from '../reach/concrete-names';
import { Invariant, InvariantAnswer, WhoCanRow } from '../reach/invariant';
import { judgeInvariants } from '../reach/judge-invariants';
import { PlaceNames } from '../reach/place-names';
import { Reach } from '../reach/reach';
import { WhoCan } from '../reach/who-can';
import { Template } from '../template/template';
import { TemplateGroup } from '../template/template-group';

/** Judges invariants on the buckets of templates: by every path of every place, and by everyone whom all policies together let in. */
export function answersOn(invariants: readonly Invariant[], groups: readonly TemplateGroup[]): InvariantAnswer[] {
  const names = new PlaceNames(groups.flatMap(({ templates }) => templates));
  const apps = groups.map(({ templates }) => ({ reach: new Reach(templates, names), rows: rowsOf(templates, names) }));
  const find = <T>(id: string, of: (app: typeof apps[number], bucket: Reach['buckets'][number]) => T): T | undefined => {
    for (const app of apps) {
      const bucket = app.reach.buckets.find(({ address }) => names.of(address) === id);
      if (bucket) {
        return of(app, bucket);
      }
    }
    return undefined;
  };
  return judgeInvariants(invariants, apps.flatMap(({ reach }) => reach.reports()), {
    pathsTo: (id) => find(id, ({ reach }, bucket) => reach.pathsTo(bucket)),
    whoCan: (id) => find(id, ({ rows }) => rows(id)),
    rolesOf: (place) => apps.flatMap(({ reach }) => reach.principalsOf(place)),
    requestOf: (id, place) => find(id, ({ reach }, bucket) => reach.requestOf(bucket, place)),
  });
}

/** Who gets into a bucket of these templates, identities by their logical ids. */
function rowsOf(templates: readonly Template[], names: PlaceNames): (id: string) => readonly WhoCanRow[] | undefined {
  const facts = new TemplateFacts(templates, []);
  const chain = readChain(templates);
  const documents = [...facts.buckets.flatMap(({ policies }) => policies.map(({ document }) => document)), ...chain.identities.flatMap(({ policies }) => policies)];
  const concrete = new ConcreteNames(
    (template, logicalId) => templates.find(({ id }) => id === template)?.resources[logicalId]?.Type,
    JSON.stringify([documents, templates.map(({ account }) => account)]),
  );
  const whoCan = new WhoCan({ ...chain, serviceControlPolicies: [], resourceControlPolicies: [] }, concrete);
  const idOf = new Map(chain.identities.map(({ arn, address }) => [concrete.readable(concrete.plain(arn)), names.of(address)]));
  return (id) => {
    const bucket = facts.buckets.find(({ address }) => names.of(address) === id);
    return bucket && whoCan.of(bucket).rows.map(({ principal, actions, certainty, witness }): WhoCanRow => (
      { principal: idOf.get(principal) ?? principal, actions, certainty: certainty === 'certain' ? 'yes' : 'unknown', request: witness ?? undefined }));
  };
}
