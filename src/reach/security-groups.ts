import { intersect, overlaps, withoutAll } from './address-space';
import { assuming, cutBy, join, Leg, notKnown, PASSES } from './leg';
import { NetworkIndex } from './network-index';
import { ListedSpace, Peer, prefixListSpace } from './peers';
import { readAddressBlock } from '../facts/network/address-block';
import { SecurityGroupFacts, SecurityRuleFacts } from '../facts/network/network-facts';
import { resourceId } from '../facts/network/resource-id';
import { Known } from '../template/known';
import { withoutSymbols } from '../template/symbol';
import { ResourceAddress } from '../template/template';

/** HTTPS. The replies need no rules: security groups are stateful. */
const PORT = 443;

/**
 * Whether the rules of these groups, taken together, let requests out to a peer, or in from one.
 *
 * @param owner what has the groups: it is named where no group can be
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html
 */
export function throughGroups(groups: readonly Known<string>[], direction: 'egress' | 'ingress', peer: Peer, owner: ResourceAddress, network: NetworkIndex): Leg {
  const found = groups.map((group) => group.known ? network.securityGroup(group.value) : undefined);
  const facts = found.filter((group) => group !== undefined);
  const missing = groups.flatMap((group, i): string[] => found[i] ? []
    : [group.known ? `The rules of security group ${withoutSymbols(group.value)} are not in these templates.` : `A security group of ${owner.logicalId} is not known: ${group.reason}.`]);
  let remaining = peer.space;
  const open: string[] = [...missing];
  const assumptions: string[] = [];
  for (const rule of facts.flatMap((group) => rulesOf(group, direction))) {
    if (rule === 'all') {
      return PASSES;
    }
    const reached = spaceOf(rule, peer, network);
    const reason = whyOpen(rule, reached);
    if (reached.known && (reached.value.space.length === 0 || !intersect(remaining, reached.value.space))) {
      continue;
    }
    if (reason !== undefined) {
      open.push(`${sentence(rule, direction, peer)}: ${reason}.`);
    } else if (reached.known) {
      remaining = withoutAll(remaining, reached.value.space);
      assumptions.push(...reached.value.assumption === undefined ? [] : [reached.value.assumption]);
      if (remaining.length === 0) {
        return assuming(...assumptions);
      }
    }
  }
  if (open.length > 0) {
    return join(assuming(...assumptions), notKnown(...open));
  }
  const at = facts[0]?.address ?? owner;
  const names = facts.map(({ address }) => address.logicalId).join(', ');
  return remaining === peer.space
    ? cutBy(at, 'securityGroup', `No ${direction} rule of ${facts.length === 1 ? `security group ${names}` : `the security groups ${names}`} allows TCP port ${PORT} ${direction === 'egress' ? 'to' : 'from'} ${peer.name}.`)
    : join(assuming(...assumptions), notKnown(`The ${direction} rules of ${names} allow TCP port ${PORT} ${direction === 'egress' ? 'to' : 'from'} only a part of ${peer.name}.`));
}

function rulesOf(group: SecurityGroupFacts, direction: 'egress' | 'ingress'): readonly (SecurityRuleFacts | 'all')[] {
  return direction === 'ingress' ? group.ingress : group.egress ?? ['all'];
}

function sentence({ address }: SecurityRuleFacts, direction: string, peer: Peer): string {
  return `Whether the ${direction} rule in ${address.logicalId} allows TCP port ${PORT} ${direction === 'egress' ? 'to' : 'from'} ${peer.name} is not known`;
}

/** Why it is not known whether the rule applies to HTTPS. */
function whyOpen(rule: SecurityRuleFacts, reached: Known<unknown>): string | undefined {
  const open = [rule.deployed, rule.protocol, ...rule.protocol.known && ALL.has(rule.protocol.value) ? [] : [rule.fromPort, rule.toPort], reached].find((fact) => !fact.known);
  return open && !open.known ? open.reason : undefined;
}

const ALL: ReadonlySet<string> = new Set(['-1', 'all']);
const TCP: ReadonlySet<string> = new Set(['6', 'tcp']);
const NOTHING: Known<ListedSpace> = { known: true, value: { space: [] } };

/** The addresses of the peer that the rule speaks of, if it speaks of HTTPS. */
function spaceOf({ address, protocol, fromPort, toPort, peer: named }: SecurityRuleFacts, peer: Peer, network: NetworkIndex): Known<ListedSpace> {
  if (protocol.known && !ALL.has(protocol.value)) {
    if (!TCP.has(protocol.value)) {
      return NOTHING;
    }
    if (fromPort.known && toPort.known && (fromPort.value === undefined || toPort.value === undefined)) {
      return { known: false, reason: `a rule of ${address.logicalId} names no ports` };
    }
    if ((fromPort.known && fromPort.value !== undefined && fromPort.value > PORT) || (toPort.known && toPort.value !== undefined && toPort.value < PORT)) {
      return NOTHING;
    }
  }
  if (!named.known) {
    return named;
  }
  if ('prefixList' in named.value) {
    return prefixListSpace(named.value.prefixList, peer, network);
  }
  if ('securityGroup' in named.value) {
    return membersOf(named.value.securityGroup, peer);
  }
  const block = readAddressBlock(named.value.cidr);
  return block?.family === peer.family && overlaps(peer.space, block) ? { known: true, value: { space: [block] } } : NOTHING;
}

/** A rule that names a group speaks of the private addresses of its members, and of no address outside. */
function membersOf(group: string, peer: Peer): Known<ListedSpace> {
  const open = peer.groups.find((one) => !one.known);
  return peer.groups.some((one) => one.known && resourceId(one.value) === group) ? { known: true, value: { space: peer.space } }
    : open && !open.known ? { known: false, reason: open.reason } : NOTHING;
}

