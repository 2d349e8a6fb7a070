import { AddressSpace, overlaps, without } from './address-space';
import { cutBy, join, Leg, notKnown, PASSES } from './leg';
import { NetworkIndex } from './network-index';
import { Peer } from './peers';
import { readAddressBlock } from '../facts/network/address-block';
import { NetworkAclEntryFacts, NetworkAclFacts, SubnetFacts } from '../facts/network/network-facts';
import { Known } from '../template/known';
import { withoutSymbols } from '../template/symbol';

interface Ports {
  readonly from: number;
  readonly to: number;
}

const HTTPS: Ports = { from: 443, to: 443 };
/**
 * Clients choose a port of these for their side, each system from a part of its own.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/custom-network-acl.html#nacl-ephemeral-ports
 */
const EPHEMERAL: Ports = { from: 1024, to: 65535 };

/** Whether the network ACL of a subnet lets requests out to a peer, and the replies in. */
export function outOfSubnet(subnet: SubnetFacts, peer: Peer, network: NetworkIndex): Leg {
  return throughAcl(subnet, network, (acl) => [decided(acl, true, HTTPS, peer, network), decided(acl, false, EPHEMERAL, peer, network)]);
}

/** Whether it lets requests in from a peer, and the replies out. */
export function intoSubnet(subnet: SubnetFacts, peer: Peer, network: NetworkIndex): Leg {
  return throughAcl(subnet, network, (acl) => [decided(acl, false, HTTPS, peer, network), decided(acl, true, EPHEMERAL, peer, network)]);
}

/** A subnet that nothing associates has the default network ACL of its VPC, which allows all. */
function throughAcl(subnet: SubnetFacts, network: NetworkIndex, legs: (acl: NetworkAclFacts) => readonly Leg[]): Leg {
  const { networkAcl, vpc, address } = subnet;
  if (!networkAcl.known) {
    return notKnown(`The network ACL of subnet ${address.logicalId} is not known: ${networkAcl.reason}.`);
  }
  const id = networkAcl.value ?? (vpc.known ? network.vpcs.get(vpc.value)?.defaultNetworkAcl : undefined);
  const acl = id === undefined ? undefined : network.networkAcls.get(id);
  return acl ? join(...legs(acl))
    : networkAcl.value === undefined ? { ...PASSES, assumptions: [`The default network ACL of the VPC of subnet ${address.logicalId} allows all, as it does when it is created.`] }
      : notKnown(`Network ACL ${withoutSymbols(networkAcl.value)} is not in these templates.`);
}

function decided(acl: NetworkAclFacts, egress: boolean, ports: Ports, peer: Peer, { decisions }: NetworkIndex): Leg {
  const key = `${acl.id} ${egress} ${ports.from} ${peer.key}`;
  const found = decisions.get(key) ?? decide(acl, egress, ports, peer);
  decisions.set(key, found);
  return found;
}

/**
 * What the entries decide, in the order of their numbers, of which the first that matches counts. Stateless: replies have entries
 * of their own.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/nacl-rules.html
 */
function decide(acl: NetworkAclFacts, egress: boolean, ports: Ports, peer: Peer): Leg {
  const entries = entriesOf(acl, egress, peer.family);
  const parts = splitPorts(entries, ports).map((part) => ({ part, ...decidePorts(entries, part, peer) }));
  const open = [...new Set(parts.flatMap(({ reasons }) => reasons))];
  const what = `${ports === HTTPS ? `TCP port ${HTTPS.from}` : `replies on TCP ports ${ports.from} to ${ports.to}`} ${egress ? 'to' : 'from'} ${peer.name}`;
  const name = `network ACL ${acl.address.logicalId}`;
  if (parts.every(({ allows, denies }) => allows && !denies) && open.length === 0) {
    return PASSES;
  }
  if (parts.every(({ allows }) => !allows) && open.length === 0) {
    const entry = parts[0].by;
    return cutBy(acl.address, 'networkAcl', `${entry ? `Entry ${entry.address.logicalId} of ${name} denies ${what}` : `No entry of ${name} allows ${what}`}.`);
  }
  const some = parts.filter(({ allows, denies }) => allows && !denies).map(({ part }) => part.from === part.to ? `${part.from}` : `${part.from} to ${part.to}`);
  return notKnown(open.length > 0 ? `Whether ${name} allows ${what} is not known: ${open.join('; ')}.`
    : some.length > 0 && some.length < parts.length ? `Of the ${what}, ${name} allows only those on ${some.slice(0, 5).join(', ')}: which ports are used is up to the client.`
      : `Of ${what}, ${name} allows only a part.`);
}

/** Those of one direction and family, in their order. What may be of them is among them. */
function entriesOf(acl: NetworkAclFacts, egress: boolean, family: 4 | 6): readonly NetworkAclEntryFacts[] {
  const numberOf = ({ ruleNumber }: NetworkAclEntryFacts) => ruleNumber.known ? ruleNumber.value : -1;
  return acl.entries
    .filter((entry) => (!entry.egress.known || entry.egress.value === egress) && (!entry.cidr.known || readAddressBlock(entry.cidr.value)?.family === family))
    .sort((one, other) => numberOf(one) - numberOf(other));
}

/** The parts of a range of ports that no entry tells apart. */
function splitPorts(entries: readonly NetworkAclEntryFacts[], { from, to }: Ports): readonly Ports[] {
  const starts = new Set([from, ...entries.flatMap((entry) => isAll(entry) ? [] : [
    ...entry.fromPort.known && entry.fromPort.value !== undefined ? [entry.fromPort.value] : [],
    ...entry.toPort.known && entry.toPort.value !== undefined ? [entry.toPort.value + 1] : [],
  ])]);
  const sorted = [...starts].filter((start) => start >= from && start <= to).sort((one, other) => one - other);
  return sorted.map((start, i) => ({ from: start, to: (sorted[i + 1] ?? to + 1) - 1 }));
}

interface Decision {
  readonly allows: boolean;
  readonly denies: boolean;
  /** Why entries may or may not match. */
  readonly reasons: readonly string[];
  /** The entry that denies first. */
  readonly by?: NetworkAclEntryFacts;
}

function decidePorts(entries: readonly NetworkAclEntryFacts[], ports: Ports, peer: Peer): Decision {
  let remaining: AddressSpace = peer.space;
  const applied: NetworkAclEntryFacts[] = [];
  const open: { readonly entry: NetworkAclEntryFacts; readonly reason: string }[] = [];
  for (const entry of entries) {
    const matches = matchesPorts(entry, ports);
    const block = entry.cidr.known ? readAddressBlock(entry.cidr.value) : undefined;
    if (remaining.length === 0 || (matches.known && !matches.value) || (block && !overlaps(remaining, block))) {
      continue;
    }
    const reason = [entry.deployed, entry.egress, entry.ruleNumber, matches, entry.cidr, entry.allows].find((fact) => !fact.known);
    if (reason && !reason.known) {
      open.push({ entry, reason: `entry ${entry.address.logicalId} may apply (${reason.reason})` });
    } else if (block) {
      applied.push(entry);
      remaining = without(remaining, block);
    }
  }
  const allows = applied.some((entry) => isAllow(entry));
  const denies = remaining.length > 0 || !applied.every((entry) => isAllow(entry));
  // One that may apply matters unless it would decide what the others decide anyway.
  const mattering = open.filter(({ entry }) => !entry.allows.known || (entry.allows.value ? denies : allows));
  return { allows, denies, reasons: mattering.map(({ reason }) => reason), by: applied.find((entry) => !isAllow(entry)) };
}

function isAllow({ allows }: NetworkAclEntryFacts): boolean {
  return allows.known && allows.value;
}

function isAll({ protocol }: NetworkAclEntryFacts): boolean {
  return protocol.known && protocol.value === '-1';
}

function matchesPorts(entry: NetworkAclEntryFacts, { from, to }: Ports): Known<boolean> {
  const { protocol, fromPort, toPort, address } = entry;
  if (isAll(entry)) {
    return { known: true, value: true };
  }
  if (!protocol.known) {
    // An entry for all protocols is for all ports, whatever it names.
    return protocol;
  }
  if (protocol.value !== '6' || (fromPort.known && fromPort.value !== undefined && fromPort.value > to) || (toPort.known && toPort.value !== undefined && toPort.value < from)) {
    return { known: true, value: false };
  }
  return !fromPort.known ? fromPort : !toPort.known ? toPort
    : fromPort.value === undefined || toPort.value === undefined ? { known: false, reason: `entry ${address.logicalId} names no ports` } : { known: true, value: true };
}
