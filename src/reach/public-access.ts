import { cutBy, Leg, notKnown, PASSES } from './leg';
import { NetworkIndex } from './network-index';
import { SubnetFacts } from '../facts/network/network-facts';
import { unknown } from '../template/known';

/**
 * Block Public Access for VPCs: `block-bidirectional` cuts all ways through the internet gateway, `block-ingress` those of public
 * addresses, but neither NAT gateways nor egress-only internet gateways.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa.html
 */
export function publicAccessBlock(through: 'internetGateway' | 'egressOnlyInternetGateway' | 'natGateway', vpc: string, subnet: SubnetFacts, { publicAccess }: NetworkIndex): Leg {
  const block = publicAccess.blocks.find(({ account, region, mode }) => account === subnet.account && region === subnet.region && !(mode.known && mode.value === 'off'));
  if (!block) {
    return PASSES;
  }
  const { address: { logicalId }, mode, deployed } = block;
  const blocks = mode.known && (mode.value === 'block-bidirectional' || through === 'internetGateway');
  if (mode.known && !blocks) {
    return PASSES;
  }
  const exclusion = publicAccess.exclusions.find(({ of }) => !of.known || of.value === vpc || of.value === subnet.id);
  const isForEgress = exclusion?.mode.known && exclusion.mode.value !== 'allow-bidirectional' && through === 'internetGateway'
    ? [unknown(`AWS does not say whether exclusion ${exclusion.address.logicalId}, which allows egress only, is for public addresses`)] : [];
  const open = [deployed, mode, ...exclusion ? [exclusion.deployed, exclusion.of, exclusion.mode, ...isForEgress] : []].find((fact) => !fact.known);
  return open && !open.known ? notKnown(`Whether ${logicalId} blocks the way to the internet is not known: ${open.reason}.`)
    : exclusion ? PASSES : cutBy(block.address, 'route', `${logicalId} blocks public access of the VPCs of the account in the Region.`);
}
