import { SubnetFacts, VpcFacts } from './network-facts';
import { Placement } from './placement';
import { ResourceReader } from './resource-reader';
import { Known, known, unknown } from '../../template/known';

/**
 * A VPC with the blocks that further resources give it.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-vpc.html
 */
export function readVpc(vpc: ResourceReader, more: Placement<CidrBlocks>): VpcFacts {
  const added = more.of(vpc);
  return {
    ...vpc.facts,
    cidrs: collect([readFirstBlock(vpc), ...added.map(({ ipv4 }) => ipv4)]),
    ipv6Cidrs: collect(added.map(({ ipv6 }) => ipv6)),
    dnsSupport: vpc.boolean(true, 'EnableDnsSupport'),
    dnsHostnames: vpc.boolean(false, 'EnableDnsHostnames'),
    defaultSecurityGroup: vpc.attribute('DefaultSecurityGroup'),
    defaultNetworkAcl: vpc.attribute('DefaultNetworkAcl'),
  };
}

function readFirstBlock(vpc: ResourceReader): Known<string | undefined> {
  const block = vpc.block(4, 'CidrBlock');
  return block.known && block.value === undefined ? unknown(`the address block of ${vpc.address.logicalId} is chosen at deployment`) : block;
}

interface CidrBlocks {
  readonly ipv4: Known<string | undefined>;
  readonly ipv6: Known<string | undefined>;
}

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-vpccidrblock.html */
export function readMoreBlocks(reader: ResourceReader, deployed: Known<boolean>): CidrBlocks {
  const isIpv6 = ['AmazonProvidedIpv6CidrBlock', 'Ipv6CidrBlock', 'Ipv6Pool', 'Ipv6IpamPoolId'].some((property) => reader.has(property));
  const block = deployed.known ? reader.block(isIpv6 ? 6 : 4, isIpv6 ? 'Ipv6CidrBlock' : 'CidrBlock') : deployed;
  const found = block.known && block.value === undefined ? unknown(`the address block of ${reader.address.logicalId} is chosen at deployment`) : block;
  return isIpv6 ? { ipv4: known(undefined), ipv6: found } : { ipv4: found, ipv6: known(undefined) };
}

function collect(blocks: readonly Known<string | undefined>[]): Known<readonly string[]> {
  const open = blocks.find((block) => !block.known);
  return open && !open.known ? open : known(blocks.flatMap((block) => block.known && block.value !== undefined ? [block.value] : []));
}

/** What other resources say of a subnet. */
export interface SubnetAdditions {
  readonly routeTables: Placement<Association>;
  readonly networkAcls: Placement<Association>;
  readonly ipv6Blocks: Placement<Known<string | undefined>>;
}

export interface Association {
  readonly to: Known<string>;
  readonly deployed: Known<boolean>;
}

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-subnet.html */
export function readSubnet(subnet: ResourceReader, { routeTables, networkAcls, ipv6Blocks }: SubnetAdditions): SubnetFacts {
  const [added] = ipv6Blocks.of(subnet);
  return {
    ...subnet.facts,
    vpc: subnet.neededReference('VpcId'),
    cidr: subnet.block(4, 'CidrBlock'),
    ipv6Cidr: added && !subnet.has('Ipv6CidrBlock') ? added : subnet.block(6, 'Ipv6CidrBlock'),
    mapsPublicAddress: subnet.boolean(false, 'MapPublicIpOnLaunch'),
    assignsIpv6: subnet.boolean(false, 'AssignIpv6AddressOnCreation'),
    ipv6Only: subnet.boolean(false, 'Ipv6Native'),
    routeTable: associated(routeTables.of(subnet)),
    networkAcl: associated(networkAcls.of(subnet)),
  };
}

export function readIpv6Block(reader: ResourceReader, deployed: Known<boolean>): Known<string | undefined> {
  return deployed.known ? reader.block(6, 'Ipv6CidrBlock') : deployed;
}

/** A subnet has one association of each kind. Where there seem to be several, deployment decides which. */
function associated(associations: readonly Association[]): Known<string | undefined> {
  const certain = associations.filter(({ deployed }) => deployed.known);
  if (certain.length === 1) {
    return certain[0].to;
  }
  const open = associations.find(({ deployed }) => !deployed.known)?.deployed;
  return open && !open.known ? open
    : associations.length === 0 ? known(undefined)
      : new Set(certain.map(({ to }) => to.known ? to.value : '')).size === 1 ? certain[0].to : unknown('several resources associate the subnet, and it has one association');
}
