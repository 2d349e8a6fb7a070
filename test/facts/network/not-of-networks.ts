/** The EC2 resource types that no network is read from, and why not: none of them decides which way requests to S3 take. */
export const NOT_OF_NETWORKS: Readonly<Record<string, string>> = {
  ...reasons('it is a place, or belongs to one, and is read with places', [
    'EC2Fleet', 'EIPAssociation', 'EnclaveCertificateIamRoleAssociation', 'FpgaImage', 'Host', 'Instance', 'InstanceConnectEndpoint', 'KeyPair', 'LaunchTemplate', 'NetworkInterface',
    'NetworkInterfaceAttachment', 'NetworkInterfacePermission', 'PlacementGroup', 'SpotFleet', 'SqlHaStandbyDetectedInstance', 'Volume', 'VolumeAttachment',
  ]),
  ...reasons('a NAT gateway or an interface names it, and its symbol is enough', ['EIP']),
  ...reasons('it reserves, counts or watches, and carries nothing', [
    'ApplicationStatusCheck', 'CapacityManagerDataExport', 'CapacityReservation', 'CapacityReservationFleet', 'FlowLog', 'NetworkInsightsAccessScope', 'NetworkInsightsAccessScopeAnalysis', 'NetworkInsightsAnalysis',
    'NetworkInsightsPath', 'NetworkPerformanceMetricSubscription', 'SnapshotBlockPublicAccess', 'TrafficMirrorFilter', 'TrafficMirrorFilterRule', 'TrafficMirrorSession',
    'TrafficMirrorTarget', 'VPCEndpointConnectionNotification',
  ]),
  ...reasons('it hands out blocks of addresses, which are then unknown', [
    'IPAM', 'IPAMAllocation', 'IPAMPool', 'IPAMPoolCidr', 'IPAMPrefixListResolver', 'IPAMPrefixListResolverTarget', 'IPAMResourceDiscovery', 'IPAMResourceDiscoveryAssociation', 'IPAMScope',
    'IpPoolRouteTableAssociation', 'IpamExternalResourceVerificationToken',
  ]),
  ...reasons('it lets requests in, and not out', [
    'ClientVpnAuthorizationRule', 'ClientVpnEndpoint', 'ClientVpnRoute', 'ClientVpnTargetNetworkAssociation', 'VPCEndpointService', 'VPCEndpointServicePermissions', 'VerifiedAccessEndpoint',
    'VerifiedAccessGroup', 'VerifiedAccessInstance', 'VerifiedAccessTrustProvider',
  ]),
  ...reasons('it is behind a gateway whose far side is unknown', [
    'CustomerGateway', 'LocalGatewayRoute', 'LocalGatewayRouteTable', 'LocalGatewayRouteTableVPCAssociation', 'LocalGatewayRouteTableVirtualInterfaceGroupAssociation', 'LocalGatewayVirtualInterface',
    'LocalGatewayVirtualInterfaceGroup', 'TransitGatewayConnect', 'TransitGatewayConnectPeer', 'TransitGatewayMeteringPolicy', 'TransitGatewayMeteringPolicyEntry', 'TransitGatewayMulticastDomain',
    'TransitGatewayMulticastDomainAssociation', 'TransitGatewayMulticastGroupMember', 'TransitGatewayMulticastGroupSource', 'TransitGatewayPeeringAttachment', 'TransitGatewayPolicyTable',
    'TransitGatewayPolicyTableAssociation', 'TransitGatewayPolicyTableEntry', 'TransitGatewayRoute', 'TransitGatewayRouteTable', 'TransitGatewayRouteTableAssociation',
    'TransitGatewayRouteTablePropagation', 'VPNConcentrator', 'VPNConnection', 'VPNConnectionRoute',
  ]),
  ...reasons('its routes count where they are propagated to a route table', ['RouteServer', 'RouteServerAssociation', 'RouteServerEndpoint', 'RouteServerPeer']),
  ...reasons('it lets a group be used in another VPC, and its rules stay the same', ['SecurityGroupVpcAssociation']),
  ...reasons('that S3 is named by DNS servers other than those of AWS is an assumption', ['DHCPOptions', 'VPCDHCPOptionsAssociation']),
  ...reasons('requests to S3 are encrypted anyway', ['VPCEncryptionControl']),
};

function reasons(reason: string, types: readonly string[]): Record<string, string> {
  return Object.fromEntries(types.map((type) => [`AWS::EC2::${type}`, reason]));
}
