import { placeAt } from './place-at';
import { PlaceFacts } from './place-facts';
import { PlaceResources } from './place-resources';
import { PathReader, readNetwork } from './read-network';
import { PlaceOfPaths, PlaceRow, ReferenceRow, RoleRow, SubnetsRow } from './rows/place-row';
import { PLACES } from './rows/place-table';
import { everyValueAt, pathsOf, valuesAt } from './values-at';
import { UnknownValue } from '../../policy/unknown-value';
import { TemplateEvaluator } from '../../template/evaluate-template';
import { EvaluatedResource } from '../../template/evaluated-resource';
import { Known, known, unknown } from '../../template/known';
import { textOf } from '../../template/read-json';

/** The resource types that places are read from, and those that they refer to. */
export const PLACE_RESOURCE_TYPES: ReadonlySet<string> = new Set([
  'AWS::IAM::Role',
  'AWS::IAM::InstanceProfile',
  ...PLACES.flatMap((row) => [row.type, ...'reads' in row ? row.with : referencesOf(row).map(({ type }) => type)]),
]);

/** Reads every place of templates that are deployed together. */
export function readPlaces(ofType: (type: string) => readonly EvaluatedResource[], evaluator: TemplateEvaluator): PlaceFacts[] {
  const resources = new PlaceResources(ofType, evaluator);
  return PLACES.flatMap((row) => ofType(row.type).flatMap((resource) => readRow(row, resource, resources)));
}

function readRow(row: PlaceRow, resource: EvaluatedResource, resources: PlaceResources): readonly PlaceFacts[] {
  return 'reads' in row ? row.reads(resource, resources)
    : valuesAt(resource.properties, row.part?.split('.') ?? []).flatMap(({ value, path }) => readPart(row, resource, resources, value, path));
}

function readPart(row: PlaceOfPaths, resource: EvaluatedResource, resources: PlaceResources, part: unknown, path: readonly string[]): PlaceFacts[] {
  const at: PathReader = (below) => everyValueAt(below.startsWith('/') ? resource.properties : part, below.replace(/^\//, ''));
  if (row.where && row.where.every((below) => at(below).length === 0)) {
    return [];
  }
  const network = readNetwork(row.network, at, resource, resources);
  const onlyTo = row.onlyTo === undefined ? {} : { onlyTo: readBuckets(at(row.onlyTo)) };
  const roles = readRoles(row, at, resource, resources);
  return roles.map((role, i): PlaceFacts => {
    const place = [...path, ...roles.length > 1 ? [String(i)] : []];
    return { ...placeAt(resource, place.length === 0 ? undefined : place.join('.')), ...network, role, ...onlyTo };
  });
}

/** Each role once. A place without one is there too. */
function readRoles({ role }: PlaceOfPaths, at: PathReader, resource: EvaluatedResource, resources: PlaceResources): Known<string | undefined>[] {
  const row = roleRowOf(role);
  if ('unknown' in row) {
    return [unknown(row.unknown)];
  }
  const { at: path, by, profile, firstOnly } = row;
  const read = (value: unknown, place: EvaluatedResource) => profile ? resources.roleOfProfile(value, place) : resources.role(value, place);
  const found = by === undefined ? [...new Set(pathsOf(path).flatMap((one) => at(one)))].slice(0, firstOnly ? 1 : undefined).map((value) => read(value, resource))
    : pathsOf(by.at).flatMap((one) => at(one)).flatMap((reference) => {
      const other = resources.find(reference, by.type, by.names, resource);
      return other.known ? [...new Set(everyValueAt(other.value.properties, path))].map((value) => read(value, other.value)) : [other];
    });
  return found.length === 0 ? [known(undefined)] : found;
}

function readBuckets(values: readonly unknown[]): Known<readonly string[]> {
  const open = values.find((value) => value instanceof UnknownValue);
  return open instanceof UnknownValue ? unknown(open.reason) : known(values.map((value) => textOf(value).replace(/^arn:(?:⟦[^⟧]*⟧|[^⟦:])*:s3:::/, '').replace(/\/.*$/, '')));
}

function referencesOf({ network, role }: PlaceOfPaths): readonly ReferenceRow[] {
  const bySubnets = typeof network === 'object' && 'subnets' in network ? (network as SubnetsRow).by : undefined;
  const row = roleRowOf(role);
  return [bySubnets, 'unknown' in row ? undefined : row.by].filter((reference) => reference !== undefined);
}

/** Paths alone are short for a row. */
export function roleRowOf(role: PlaceOfPaths['role']): RoleRow | { readonly unknown: string } {
  return typeof role === 'string' || isPaths(role) ? { at: role } : role;
}

function isPaths(role: PlaceOfPaths['role']): role is readonly string[] {
  return Array.isArray(role);
}
