import { Resources } from './networks';

/* eslint-disable @typescript-eslint/no-explicit-any */
type Resource = { readonly Type: string; readonly Properties: any };

interface Sender {
  readonly groups: readonly string[];
  readonly isPublic: boolean;
}

/**
 * Sends one packet of IPv4 along a path, and its reply back, by the text of a template alone: nothing that finds paths is used.
 * Answers what stops it.
 */
export function replay(given: Resources, hops: readonly string[], place: Sender, s3: string, port: number): string | undefined {
  const resources = given as Readonly<Record<string, Resource>>;
  const all = (type: string) => Object.entries(resources).filter(([, resource]) => resource?.Type === `AWS::EC2::${type}`).map(([id, { Properties }]) => ({ id, ...Properties }));
  const idOf = (value: any): string => typeof value === 'string' ? value : value?.Ref ?? value?.['Fn::GetAtt']?.[0];
  const block = (value: any): string => typeof value === 'string' ? value : resources[value['Fn::GetAtt'][0]].Properties.CidrBlock;
  const [, subnet, next] = hops;
  const own = addressIn(resources[subnet].Properties.CidrBlock);

  const group = (ids: readonly string[], list: string, type: string, far: string, address: number, farGroups: readonly string[]) => ids.some((id) => {
    const rules = [...resources[id].Properties[list] ?? [], ...all(type).filter((rule) => idOf(rule.GroupId) === id)];
    return (list === 'SecurityGroupEgress' && rules.length === 0) || rules.some((rule) =>
      (rule.IpProtocol === '-1' || (rule.IpProtocol === 'tcp' && rule.FromPort <= 443 && rule.ToPort >= 443))
      && (rule.CidrIp ? contains(block(rule.CidrIp), address) : farGroups.includes(idOf(rule[`${far}SecurityGroupId`]))));
  });
  const acl = (of: string, isOut: boolean, address: number, toPort: number): boolean => {
    const association = all('SubnetNetworkAclAssociation').find((one) => idOf(one.SubnetId) === of);
    const entries = all('NetworkAclEntry').filter((one) => association && idOf(one.NetworkAclId) === idOf(association.NetworkAclId) && Boolean(one.Egress) === isOut)
      .sort((a, b) => a.RuleNumber - b.RuleNumber);
    const matches = (one: any) => one.Protocol === -1 || (one.Protocol === 6 && one.PortRange.From <= toPort && one.PortRange.To >= toPort);
    const first = entries.find((one) => contains(one.CidrBlock, address) && matches(one));
    return association === undefined || first?.RuleAction === 'allow';
  };
  const tableOf = (of: string) => idOf(all('SubnetRouteTableAssociation').find((one) => idOf(one.SubnetId) === of)?.RouteTableId);
  const routeFrom = (of: string, address: number): string | undefined => {
    const routes = all('Route').filter((one) => idOf(one.RouteTableId) === tableOf(of) && one.DestinationCidrBlock && contains(one.DestinationCidrBlock, address))
      .map((one) => ({ length: Number(one.DestinationCidrBlock.split('/')[1]), to: idOf(one.GatewayId ?? one.NatGatewayId ?? one.VpcPeeringConnectionId ?? one.TransitGatewayId) }));
    const endpoints = all('VPCEndpoint').filter((one) => one.VpcEndpointType !== 'Interface' && (one.RouteTableIds ?? []).some((table: any) => idOf(table) === tableOf(of)))
      .map(({ id }) => ({ length: 16, to: id }));
    return [...routes, ...endpoints].sort((a, b) => b.length - a.length)[0]?.to;
  };
  const isAttached = (id: string) => all('VPCGatewayAttachment').some((one) => idOf(one.InternetGatewayId) === id && idOf(one.VpcId) === idOf(resources[subnet].Properties.VpcId));
  const s3Address = toNumber(s3);

  const endpoint = hops.at(-1)!;
  if (resources[endpoint].Properties.VpcEndpointType === 'Interface') {
    const { SubnetIds, SecurityGroupIds, PrivateDnsEnabled, DnsOptions } = resources[endpoint].Properties;
    const groups = SecurityGroupIds.map(idOf);
    const reached = SubnetIds.map(idOf).some((far: string) => {
      const there = addressIn(resources[far].Properties.CidrBlock);
      return group(place.groups, 'SecurityGroupEgress', 'SecurityGroupEgress', 'Destination', there, groups) && group(groups, 'SecurityGroupIngress', 'SecurityGroupIngress', 'Source', own, place.groups)
        && (far === subnet || (acl(subnet, true, there, 443) && acl(far, false, own, 443) && acl(far, true, own, port) && acl(subnet, false, there, port)));
    });
    return !PrivateDnsEnabled || DnsOptions?.PrivateDnsOnlyForInboundResolverEndpoint !== 'AllResolvers' ? 'DNS gives public addresses' : reached ? undefined : 'no interface of the endpoint is reached';
  }
  if (all('VPCEndpoint').some((one) => one.PrivateDnsEnabled && one.DnsOptions?.PrivateDnsOnlyForInboundResolverEndpoint === 'AllResolvers')) {
    return 'DNS gives private addresses';
  }
  if (!group(place.groups, 'SecurityGroupEgress', 'SecurityGroupEgress', 'Destination', s3Address, [])) {
    return 'a security group drops the request';
  }
  if (!acl(subnet, true, s3Address, 443) || !acl(subnet, false, s3Address, port)) {
    return 'the network ACL of the subnet drops the request or its reply';
  }
  if (routeFrom(subnet, s3Address) !== next) {
    return `the route leads to ${routeFrom(subnet, s3Address)}`;
  }
  switch (resources[next].Type) {
    case 'AWS::EC2::VPCEndpoint': return hops.length === 3 ? undefined : 'the path goes on';
    case 'AWS::EC2::InternetGateway': return !isAttached(next) ? 'the gateway is not attached' : place.isPublic ? undefined : 'the address is private';
    case 'AWS::EC2::NatGateway': {
      const [, , , of, gateway] = hops;
      const passes = acl(of, true, s3Address, 443) && acl(of, false, s3Address, port) && (of === subnet || (acl(of, false, own, 443) && acl(of, true, own, port)));
      return idOf(resources[next].Properties.SubnetId) !== of ? 'the NAT gateway is elsewhere'
        : !passes ? 'the network ACL of the NAT gateway drops the request or its reply'
          : resources[next].Properties.ConnectivityType === 'private' ? 'the NAT gateway is private'
            : routeFrom(of, s3Address) !== gateway || resources[gateway].Type !== 'AWS::EC2::InternetGateway' || !isAttached(gateway) ? 'the NAT gateway has no way out' : undefined;
    }
    default: return `${next} carries nothing to S3`;
  }
}

function toNumber(address: string): number {
  return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}

function contains(cidr: string, address: number): boolean {
  const [base, length] = cidr.split('/');
  const size = 2 ** (32 - Number(length));
  return Math.floor(toNumber(base) / size) === Math.floor(address / size);
}

/** Some address of a block. */
function addressIn(cidr: string): number {
  return toNumber(cidr.split('/')[0]) + 10;
}
