import { SecurityGroupFacts, SecurityRuleFacts } from './network-facts';
import { Placement } from './placement';
import { ResourceReader } from './resource-reader';
import { Known, known, mapKnown, unknown } from '../../template/known';

/** What other resources say of a security group. */
export interface GroupAdditions {
  readonly ingress: Placement<SecurityRuleFacts>;
  readonly egress: Placement<SecurityRuleFacts>;
}

/**
 * An empty list adds no egress rule, as an absent one, and then AWS adds rules that allow all.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroup.html
 */
export function readSecurityGroup(group: ResourceReader, { ingress, egress }: GroupAdditions): SecurityGroupFacts {
  const added = egress.of(group);
  const own = readRules(group, 'SecurityGroupEgress', 'Destination');
  return {
    ...group.facts,
    vpc: group.reference('VpcId'),
    ingress: [...readRules(group, 'SecurityGroupIngress', 'Source'), ...ingress.of(group)],
    egress: own.length > 0 ? [...own, ...added]
      : added.length === 0 ? undefined : [...added, ...everyFamily({ ...ALLOWS_ALL, address: group.address, deployed: unknown(`AWS does not say whether ${group.address.logicalId} keeps the rule that allows all, beside ${added[0].address.logicalId}`) })],
  };
}

/**
 * The group that every VPC has: it allows all out, and in what its own members send.
 *
 * @param emptied whether something takes its rules away: the custom resource of CDK does
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html
 */
export function defaultSecurityGroup(vpc: ResourceReader, { ingress, egress }: GroupAdditions, emptied: readonly Known<boolean>[]): SecurityGroupFacts {
  const id = vpc.attribute('DefaultSecurityGroup');
  const open = emptied.find((deployed) => !deployed.known);
  const deployed = open === undefined ? known(true) : open;
  const own = { ...ALLOWS_ALL, address: vpc.address, deployed };
  const keepsRules = emptied.length === 0 || open !== undefined;
  return {
    ...vpc.facts,
    id,
    vpc: known(vpc.id),
    ingress: [...keepsRules ? [{ ...own, peer: known({ securityGroup: id }) }] : [], ...ingress.named(id, vpc.address.template)],
    egress: [...keepsRules ? everyFamily(own) : [], ...egress.named(id, vpc.address.template)],
  };
}

const ALLOWS_ALL = { protocol: known('-1'), fromPort: known(undefined), toPort: known(undefined) };

function everyFamily(rule: Omit<SecurityRuleFacts, 'peer'>): SecurityRuleFacts[] {
  return ['0.0.0.0/0', '::/0'].map((cidr) => ({ ...rule, peer: known({ cidr }) }));
}

/** The rules that stand in the group itself. */
function readRules(group: ResourceReader, property: string, far: 'Source' | 'Destination'): readonly SecurityRuleFacts[] {
  const rules = group.list([property], (at) => readRule(group, group.deployed, far, at));
  return rules.known ? rules.value
    : [{ address: group.address, deployed: known(true), protocol: rules, fromPort: rules, toPort: rules, peer: rules }];
}

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-ec2-securitygroup-egress.html */
export function readRule(reader: ResourceReader, deployed: Known<boolean>, far: 'Source' | 'Destination', at: readonly (string | number)[] = []): SecurityRuleFacts {
  return {
    address: reader.address,
    // A rule in a group is there whenever the group is.
    deployed: at.length > 0 ? known(true) : deployed,
    protocol: readProtocol(reader, at),
    fromPort: reader.integer(...at, 'FromPort'),
    toPort: reader.integer(...at, 'ToPort'),
    peer: readPeer(reader, far, at),
  };
}

/** A name, or a number. */
function readProtocol(reader: ResourceReader, at: readonly (string | number)[]): Known<string> {
  const number = reader.integer(...at, 'IpProtocol');
  const name = reader.neededText(...at, 'IpProtocol');
  return number.known && number.value !== undefined ? known(String(number.value))
    : name.known && !PROTOCOLS.has(name.value.toLowerCase()) ? unknown(`IpProtocol of ${reader.address.logicalId} is not a protocol`) : mapKnown(name, (text) => text.toLowerCase());
}

const PROTOCOLS: ReadonlySet<string> = new Set(['tcp', 'udp', 'icmp', 'icmpv6', 'all']);

function readPeer(reader: ResourceReader, far: 'Source' | 'Destination', at: readonly (string | number)[]): SecurityRuleFacts['peer'] {
  const cidr = (value: string) => ({ cidr: value });
  const peers = [
    { property: 'CidrIp', read: () => reader.block(4, ...at, 'CidrIp'), of: cidr },
    { property: 'CidrIpv6', read: () => reader.block(6, ...at, 'CidrIpv6'), of: cidr },
    { property: `${far}PrefixListId`, read: () => reader.reference(...at, `${far}PrefixListId`), of: (prefixList: string) => ({ prefixList }) },
    { property: `${far}SecurityGroupId`, read: () => reader.reference(...at, `${far}SecurityGroupId`), of: (securityGroup: string) => ({ securityGroup }) },
    { property: 'SourceSecurityGroupName', read: () => unknown(`${reader.address.logicalId} names a security group by its name`), of: (securityGroup: string) => ({ securityGroup }) },
  ].filter(({ property }) => reader.has(...at, property));
  if (peers.length !== 1) {
    return unknown(`a rule of ${reader.address.logicalId} names ${peers.length === 0 ? 'no peer' : 'several peers'}`);
  }
  const value: Known<string | undefined> = peers[0].read();
  return !value.known ? value : value.value === undefined ? unknown(`a rule of ${reader.address.logicalId} names no peer`) : known(peers[0].of(value.value));
}
