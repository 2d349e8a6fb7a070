import { ChainFacts } from './chain-facts';
import { readChain } from './read-chain';
import { RolePlaces } from './role-places';
import { PathsOfRows } from './row-paths';
import { TemplateFacts } from '../../facts/template-facts';
import { Template } from '../../template/template';
import { ConcreteNames } from '../concrete-names';
import { PlaceNames } from '../place-names';
import { WhoCan } from '../who-can';

/** The policies of an organization. */
export type Organization = Pick<ChainFacts, 'serviceControlPolicies' | 'resourceControlPolicies'>;

/** What questions about the buckets of templates need: who is asked about, and the names that stand for what AWS chooses. */
export interface AskedWhoCan {
  readonly whoCan: WhoCan;
  readonly names: ConcreteNames;
  readonly identities: ChainFacts['identities'];
}

const NO_ORGANIZATION: Organization = { serviceControlPolicies: [], resourceControlPolicies: [] };

/**
 * Makes the questions who can use the buckets of templates possible, under the policies of this organization.
 *
 * @param places how resources are named; by default among these templates
 */
export function askWhoCan(
  facts: TemplateFacts, templates: readonly Template[], organization: Organization = NO_ORGANIZATION, places: PlaceNames = new PlaceNames(templates),
): AskedWhoCan {
  const chain = readChain(facts);
  const documents = [
    ...facts.buckets.flatMap(({ policies, accessPoints }) => [...policies, ...accessPoints.map(({ policy }) => policy)].map(({ document }) => document)),
    ...chain.identities.flatMap(({ policies }) => policies), ...chain.endpoints.map(({ policy }) => policy),
  ];
  const typeOf = (template: string, logicalId: string) => facts.surroundings.typeOf({ template, logicalId });
  const names = new ConcreteNames(typeOf, JSON.stringify([documents, templates.map(({ account }) => account), organization]), (address) => places.of(address));
  facts.buckets.forEach(({ accessPoints, region }) => names.nameAccessPoints(accessPoints, region));
  const roles = new Set(chain.identities.map(({ arn }) => names.plain(arn)));
  const paths = new PathsOfRows(new RolePlaces(facts.surroundings, names), names, (arn) => roles.has(arn));
  return { whoCan: new WhoCan({ ...chain, ...organization }, names, paths), names, identities: chain.identities };
}
