import { PublicAccessFacts } from './network-facts';
import { ResourceReader } from './resource-reader';

/** @see https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa.html */
export function readPublicAccess(readers: (type: string) => readonly ResourceReader[]): PublicAccessFacts {
  return {
    blocks: readers('AWS::EC2::VPCBlockPublicAccessOptions').map((block) => ({ ...block.facts, mode: block.neededText('InternetGatewayBlockMode') })),
    exclusions: readers('AWS::EC2::VPCBlockPublicAccessExclusion').map((exclusion) => ({
      ...exclusion.facts,
      of: exclusion.neededReference(exclusion.has('SubnetId') ? 'SubnetId' : 'VpcId'),
      mode: exclusion.neededText('InternetGatewayExclusionMode'),
    })),
  };
}
