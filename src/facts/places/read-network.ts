import { InterfaceFacts, PlaceFacts } from './place-facts';
import { PlaceResources } from './place-resources';
import { PlaceOfPaths, PublicAddressRow, SubnetsRow, ValueRow } from './rows/place-row';
import { everyValueAt, pathsOf } from './values-at';
import { UnknownValue } from '../../policy/unknown-value';
import { EvaluatedResource } from '../../template/evaluated-resource';
import { Known, known, someHolds, unknown } from '../../template/known';
import { asBoolean, textOf } from '../../template/read-json';

/** The values at a path below the part that is read. */
export type PathReader = (path: string) => readonly unknown[];

export type NetworkOfPlace = Pick<PlaceFacts, 'interfaces' | 'outsideVpc'>;

/** The requests leave from the network of AWS. */
export const SERVICE_NETWORK: NetworkOfPlace = { interfaces: known([]), outsideVpc: known(true) };

export function unknownNetwork(reason: string): NetworkOfPlace {
  return { interfaces: unknown(reason), outsideVpc: unknown(reason) };
}

/** It is in a VPC, wherever that is. */
export function somewhereInVpc(reason: string): NetworkOfPlace {
  return { interfaces: unknown(reason), outsideVpc: known(false) };
}

/** Reads where the requests of a place leave from. */
export function readNetwork(row: PlaceOfPaths['network'], at: PathReader, place: EvaluatedResource, resources: PlaceResources): NetworkOfPlace {
  if (row === 'service') {
    return SERVICE_NETWORK;
  }
  if ('unknown' in row) {
    return row.inVpc ? somewhereInVpc(row.unknown) : unknownNetwork(row.unknown);
  }
  // Before anything is looked up: what it refers to may not be there where it does not count.
  const elsewhere = row.onlyIf?.at.startsWith('@') === false ? networkUnless(row.onlyIf, at) : undefined;
  if (elsewhere) {
    return elsewhere;
  }
  const found = readSubnets(row, at, place, resources);
  // What has no network of AWS to be in, is in a VPC, whatever is not known of it.
  const network = row.otherwise === 'service' || row.onlyIf?.at.startsWith('@') ? found : { ...found, outsideVpc: known(false) };
  const unless = row.alsoServiceUnless && hasValue(row.alsoServiceUnless, at);
  return unless === undefined ? network
    : { ...network, outsideVpc: someHolds([network.outsideVpc, unless.known ? known(!unless.value) : unless]) };
}

function readSubnets(row: SubnetsRow, at: PathReader, place: EvaluatedResource, resources: PlaceResources): NetworkOfPlace {
  const { by } = row;
  const own: PathReader = (path) => path.startsWith('@') ? [] : at(path);
  const networks = by === undefined ? [] : pathsOf(by.at).flatMap(at).flatMap(itemsOf).map((reference): NetworkOfPlace => {
    const other = resources.find(reference, by.type, by.names, place);
    return other.known ? subnetsAt(row, (path) => path.startsWith('@') ? everyValueAt(other.value.properties, path.slice(1)) : at(path), place) : unknownNetwork(other.reason);
  });
  const open = networks.map(({ interfaces }) => interfaces).find((interfaces) => !interfaces.known);
  const all = networks.flatMap(({ interfaces }) => interfaces.known ? interfaces.value : []);
  return networks.length === 0 ? subnetsAt(row, own, place)
    // Of several connections one is enough to be inside.
    : { interfaces: open ?? known(all), outsideVpc: open ?? (all.length > 0 ? known(false) : networks[0].outsideVpc) };
}

/** Its network where a condition for the subnets is not met, or not known. */
function networkUnless(condition: ValueRow, at: PathReader): NetworkOfPlace | undefined {
  const inside = hasValue(condition, at);
  return !inside.known ? unknownNetwork(inside.reason) : inside.value ? undefined : SERVICE_NETWORK;
}

function subnetsAt(row: SubnetsRow, at: PathReader, place: EvaluatedResource): NetworkOfPlace {
  const elsewhere = row.onlyIf?.at.startsWith('@') ? networkUnless(row.onlyIf, at) : undefined;
  if (elsewhere) {
    return elsewhere;
  }
  const values = firstAt(row.subnets, at);
  const whole = values.find((value) => value instanceof UnknownValue && !value.isText);
  if (whole instanceof UnknownValue) {
    return unknownNetwork(whole.reason);
  }
  const subnets = values.flatMap(itemsOf);
  if (subnets.length === 0) {
    return withoutSubnets(row, place);
  }
  const securityGroups = groupsIn(firstAt(row.groups, at), place);
  const publicAddress = readPublicAddress(row.publicAddress, at, place);
  const ipv6 = row.ipv6 === undefined ? undefined : readSwitch(at(row.ipv6)[0], `${row.ipv6} of ${place.address.logicalId}`, false);
  return {
    interfaces: known(subnets.map((subnet): InterfaceFacts => ({ subnet: idIn(subnet, 'a subnet', place), securityGroups, publicAddress, ipv6 }))),
    outsideVpc: known(false),
  };
}

function firstAt(paths: string | readonly string[], at: PathReader): readonly unknown[] {
  return pathsOf(paths).map(at).find((values) => values.flatMap(itemsOf).length > 0) ?? [];
}

function withoutSubnets({ otherwise, publicAddress }: SubnetsRow, place: EvaluatedResource): NetworkOfPlace {
  return otherwise === 'service' ? SERVICE_NETWORK : otherwise === 'defaultVpc' ? inDefaultVpc(place, publicAddress === false) : unknownNetwork(otherwise.unknown);
}

/** Which subnets the default VPC of an account has, no template says. */
export function inDefaultVpc(place: EvaluatedResource, isPrivate: boolean): NetworkOfPlace {
  const reason = `${place.address.logicalId} names no subnet, so that it is in the default VPC`;
  return {
    interfaces: known([{ subnet: unknown(reason), securityGroups: unknown(reason), publicAddress: isPrivate ? known(false) : undefined, ipv6: undefined }]),
    outsideVpc: known(false),
  };
}

/** Security groups; each unknown that stands for a whole list makes the list unknown. */
export function groupsIn(values: readonly unknown[], place: EvaluatedResource): Known<readonly Known<string>[]> {
  const whole = values.find((value) => value instanceof UnknownValue);
  return whole instanceof UnknownValue ? unknown(whole.reason) : known(values.flatMap(itemsOf).map((group) => idIn(group, 'a security group', place)));
}

/** The items of a list; one value stands for a list of one. */
export function itemsOf(value: unknown): readonly unknown[] {
  return value === undefined || value === null ? [] : Array.isArray(value) ? value : [value];
}

export function idIn(value: unknown, what: string, { address }: EvaluatedResource): Known<string> {
  return value instanceof UnknownValue ? unknown(value.reason) : textOf(value) !== '' ? known(textOf(value)) : unknown(`${what} of ${address.logicalId} is not text`);
}

function hasValue({ at: path, is }: ValueRow, at: PathReader): Known<boolean> {
  const [value] = at(path);
  return value instanceof UnknownValue ? unknown(value.reason) : known(textOf(value) === is);
}

function readPublicAddress(row: PublicAddressRow, at: PathReader, place: EvaluatedResource): Known<boolean> | undefined {
  if (typeof row !== 'object' || 'unknown' in row) {
    return row === 'subnet' ? undefined : typeof row === 'boolean' ? known(row) : unknown(row.unknown);
  }
  if ('present' in row) {
    const [allocated] = at(row.present).flatMap(itemsOf);
    return allocated instanceof UnknownValue ? unknown(allocated.reason) : known(allocated !== undefined);
  }
  const [value] = at(row.at);
  return value === undefined ? readPublicAddress(row.absent, at, place)
    : row.is === 'true' ? readSwitch(value, `${row.at} of ${place.address.logicalId}`, false)
      : value instanceof UnknownValue ? unknown(value.reason) : known(textOf(value) === row.is);
}

export function readSwitch(value: unknown, what: string, absent: boolean): Known<boolean> {
  const read = asBoolean(value, absent);
  return value instanceof UnknownValue ? unknown(value.reason) : read === undefined ? unknown(`${what} is neither true nor false`) : known(read);
}
