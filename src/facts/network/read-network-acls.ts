import { NetworkAclEntryFacts, NetworkAclFacts } from './network-facts';
import { Placement } from './placement';
import { ResourceReader } from './resource-reader';
import { Known, known, mapKnown, unknown } from '../../template/known';

export function readNetworkAcl(acl: ResourceReader, entries: Placement<NetworkAclEntryFacts>): NetworkAclFacts {
  return { ...acl.facts, vpc: acl.neededReference('VpcId'), entries: entries.of(acl) };
}

/**
 * The network ACL that every VPC has: it allows all, in its entries 100 and 101.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/default-network-acl.html
 */
export function defaultNetworkAcl(vpc: ResourceReader, entries: Placement<NetworkAclEntryFacts>): NetworkAclFacts {
  const id = vpc.attribute('DefaultNetworkAcl');
  const own = [true, false].flatMap((egress) => ([[100, '0.0.0.0/0'], [101, '::/0']] as const).map(([ruleNumber, cidr]): NetworkAclEntryFacts => ({
    address: vpc.address, deployed: known(true), egress: known(egress), ruleNumber: known(ruleNumber), protocol: known('-1'), allows: known(true), cidr: known(cidr), fromPort: known(undefined), toPort: known(undefined),
  })));
  return { ...vpc.facts, id, vpc: known(vpc.id), entries: [...own, ...entries.named(id, vpc.address.template)] };
}

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-networkaclentry.html */
export function readNetworkAclEntry(entry: ResourceReader, deployed: Known<boolean>): NetworkAclEntryFacts {
  const ruleNumber = entry.integer('RuleNumber');
  const protocol = entry.integer('Protocol');
  return {
    address: entry.address,
    deployed,
    egress: entry.boolean(false, 'Egress'),
    ruleNumber: needed(ruleNumber, `RuleNumber of ${entry.address.logicalId} is missing`),
    protocol: mapKnown(needed(protocol, `Protocol of ${entry.address.logicalId} is missing`), String),
    allows: readAction(entry),
    cidr: readCidr(entry),
    fromPort: entry.integer('PortRange', 'From'),
    toPort: entry.integer('PortRange', 'To'),
  };
}

function readAction(entry: ResourceReader): Known<boolean> {
  const action = entry.neededText('RuleAction');
  return !action.known ? action
    : ['allow', 'deny'].includes(action.value.toLowerCase()) ? known(action.value.toLowerCase() === 'allow') : unknown(`RuleAction of ${entry.address.logicalId} is neither allow nor deny`);
}

function readCidr(entry: ResourceReader): Known<string> {
  const isIpv6 = entry.has('Ipv6CidrBlock');
  return isIpv6 && entry.has('CidrBlock') ? unknown(`${entry.address.logicalId} names several blocks`)
    : needed(isIpv6 ? entry.block(6, 'Ipv6CidrBlock') : entry.block(4, 'CidrBlock'), `CidrBlock of ${entry.address.logicalId} is missing`);
}

function needed<T>(fact: Known<T | undefined>, missing: string): Known<T> {
  return !fact.known ? fact : fact.value === undefined ? unknown(missing) : known(fact.value);
}
