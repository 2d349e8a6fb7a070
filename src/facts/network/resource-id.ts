/** The attributes by which a template may name what a reference to the resource names, too. */
const ID_ATTRIBUTES = [
  'AllocationId', 'CarrierGatewayId', 'GroupId', 'Id', 'InternetGatewayId', 'NatGatewayId', 'PrefixListId', 'RouteTableId', 'SubnetId', 'VPNGatewayId', 'VpcId',
  'VpcPeeringConnectionId', 'NetworkAclId', 'TransitGatewayId',
];
const BY_ATTRIBUTE = new RegExp(`^(⟦[^⟦⟧]*#[^⟦⟧#.]+)\\.(?:${ID_ATTRIBUTES.join('|')})⟧$`);

/**
 * The same text for every way in which a template names a resource of a network: `Fn::GetAtt` of `GroupId` is what `Ref` is.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroup.html
 */
export function resourceId(reference: string): string {
  return reference.replace(BY_ATTRIBUTE, '$1⟧');
}
