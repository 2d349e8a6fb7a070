import { InterfaceFacts } from './place-facts';
import { PlaceResources } from './place-resources';
import { groupsIn, idIn, inDefaultVpc, itemsOf, NetworkOfPlace, readSwitch, somewhereInVpc } from './read-network';
import { UnknownValue } from '../../policy/unknown-value';
import { EvaluatedResource, isDeployedWith } from '../../template/evaluated-resource';
import { Known, known, unknown } from '../../template/known';
import { dig } from '../../template/read-json';
import { withoutSymbols } from '../../template/symbol';

/** How an instance is launched: evaluated values, undefined where nothing is said. */
export interface Settings {
  readonly interfaces: unknown;
  readonly subnets: unknown;
  readonly groups: unknown;
  readonly publicAddress: unknown;
  readonly profile: unknown;
}

/**
 * The network interfaces of an instance: those that are listed, or one in each subnet.
 *
 * @param settings with `wins`, the subnets are those of listed interfaces too: an Auto Scaling group chooses the subnet
 */
export function interfacesOf(settings: Omit<Settings, 'profile'> & { readonly wins?: boolean }, place: EvaluatedResource, resources: PlaceResources): NetworkOfPlace {
  const open = [settings.interfaces, settings.subnets].find((value) => value instanceof UnknownValue && !value.isText);
  if (open instanceof UnknownValue) {
    return somewhereInVpc(open.reason);
  }
  const subnets = itemsOf(settings.subnets);
  const listed = itemsOf(settings.interfaces);
  if (listed.length === 0) {
    return subnets.length === 0 ? inDefaultVpc(place, false) : inVpc(subnets.map((subnet) => interfaceIn(subnet, settings.groups, settings.publicAddress, {}, false, place)));
  }
  const isOneOfSome = listed.length > 1;
  return inVpc(listed.flatMap((one): InterfaceFacts[] => {
    const existing = dig(one, 'NetworkInterfaceId');
    if (existing !== undefined) {
      return [ofNetworkInterface(existing, place, resources)];
    }
    const own = dig(one, 'SubnetId');
    const groups = dig(one, 'GroupSet') ?? dig(one, 'Groups') ?? settings.groups;
    const among = settings.wins || own === undefined ? subnets : [own];
    return (among.length > 0 ? among : [new UnknownValue(`${place.address.logicalId} names no subnet, so that it is in the default VPC`)])
      .map((subnet) => interfaceIn(subnet, groups, dig(one, 'AssociatePublicIpAddress') ?? settings.publicAddress, one, isOneOfSome, place));
  }));
}

/** The network interfaces that are attached to an instance besides, and the Elastic IP addresses of all. */
export function alsoAttached(network: NetworkOfPlace, place: EvaluatedResource, resources: PlaceResources): NetworkOfPlace {
  if (!network.interfaces.known) {
    return network;
  }
  const attached = resources.referring('AWS::EC2::NetworkInterfaceAttachment', 'InstanceId', place).sure
    .map((attachment) => ofNetworkInterface(dig(attachment.properties, 'NetworkInterfaceId'), attachment, resources));
  const addresses = addressesOf(place, 'InstanceId', resources);
  // An address is associated with the primary network interface of an instance.
  const [primary, ...others] = network.interfaces.value;
  return { ...network, interfaces: known([...primary === undefined ? [] : [withAddress(primary, addresses)], ...others, ...attached]) };
}

function inVpc(interfaces: readonly InterfaceFacts[]): NetworkOfPlace {
  return { interfaces: known(interfaces), outsideVpc: known(false) };
}

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceNetworkInterfaceSpecification.html */
function interfaceIn(subnet: unknown, groups: unknown, publicAddress: unknown, one: unknown, isOneOfSome: boolean, place: EvaluatedResource): InterfaceFacts {
  return {
    subnet: idIn(subnet, 'a subnet', place),
    securityGroups: groupsIn(groups === undefined ? [] : [groups], place),
    // Where there are several, none gets a public address by itself.
    publicAddress: publicAddress === undefined ? isOneOfSome ? known(false) : undefined : readSwitch(publicAddress, `AssociatePublicIpAddress of ${place.address.logicalId}`, false),
    ipv6: readIpv6(one),
  };
}

function ofNetworkInterface(id: unknown, place: EvaluatedResource, resources: PlaceResources): InterfaceFacts {
  const found = resources.find(id, 'AWS::EC2::NetworkInterface', [], place);
  if (!found.known) {
    const open = unknown(found.reason);
    return { subnet: open, securityGroups: open, publicAddress: open, ipv6: open };
  }
  const { properties } = found.value;
  const groups = dig(properties, 'GroupSet');
  return withAddress({
    subnet: idIn(dig(properties, 'SubnetId'), 'a subnet', found.value),
    securityGroups: groupsIn(groups === undefined ? [] : [groups], found.value),
    // The subnet gives a public address at launch only.
    publicAddress: known(false),
    ipv6: readIpv6(properties),
  }, addressesOf(found.value, 'NetworkInterfaceId', resources));
}

function readIpv6(one: unknown): Known<boolean> | undefined {
  const [count, listed] = [dig(one, 'Ipv6AddressCount'), dig(one, 'Ipv6Addresses')];
  const open = [count, listed].find((value) => value instanceof UnknownValue);
  return count === undefined && listed === undefined ? undefined : open instanceof UnknownValue ? unknown(open.reason) : known(Number(count) > 0 || itemsOf(listed).length > 0);
}

interface Addresses {
  readonly sure: Known<string> | undefined;
  /** Why it may have one nevertheless. */
  readonly perhaps: string | undefined;
}

function withAddress(one: InterfaceFacts, { sure, perhaps }: Addresses): InterfaceFacts {
  return sure ? { ...one, publicAddress: known(true), elasticIp: sure } : perhaps === undefined ? one : { ...one, publicAddress: unknown(perhaps) };
}

/** The Elastic IP address that is associated with an instance or a network interface. */
function addressesOf(target: EvaluatedResource, property: 'InstanceId' | 'NetworkInterfaceId', resources: PlaceResources): Addresses {
  const own = property === 'InstanceId' ? resources.referring('AWS::EC2::EIP', property, target) : undefined;
  const associations = resources.referring('AWS::EC2::EIPAssociation', property, target);
  const [address] = [...(own?.sure ?? []).map((eip) => withCondition(eip, target, known(resources.reference(eip)))),
    ...associations.sure.map((association) => withCondition(association, target, readAddress(association, resources)))];
  return address && 'mayBeAbsent' in address && !address.known ? { sure: undefined, perhaps: address.reason } : { sure: address, perhaps: own?.perhaps ?? associations.perhaps };
}

/** Whether it is there at all may be decided at deployment. */
function withCondition(association: EvaluatedResource, target: EvaluatedResource, address: Known<string>): Known<string> & { readonly mayBeAbsent?: boolean } {
  const deployed = isDeployedWith(association, target);
  return deployed.known ? address : { ...deployed, mayBeAbsent: true };
}

function readAddress(association: EvaluatedResource, resources: PlaceResources): Known<string> {
  const allocation = dig(association.properties, 'AllocationId');
  const value = allocation ?? dig(association.properties, 'EIP');
  const found = resources.find(value, 'AWS::EC2::EIP', [], association);
  return found.known ? known(resources.reference(found.value))
    : allocation === undefined && typeof value === 'string' ? known(value) : unknown(typeof value === 'string' ? `which address ${withoutSymbols(value)} is, no template says` : found.reason);
}
