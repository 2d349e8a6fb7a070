import { EndpointFacts } from './network-facts';
import { ResourceReader } from './resource-reader';
import { readPolicyDocument } from '../../policy/policy-document';
import { Known, known, unknown } from '../../template/known';

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-vpcendpoint.html */
export function readEndpoint(endpoint: ResourceReader): EndpointFacts {
  const type = endpoint.text('VpcEndpointType');
  const kind = type.known ? KINDS[type.value ?? 'Gateway'] ?? 'other' : guessedKind(endpoint);
  return {
    ...endpoint.facts,
    kind,
    serviceName: endpoint.neededText('ServiceName'),
    vpc: endpoint.neededReference('VpcId'),
    policy: endpoint.has('PolicyDocument') ? readPolicyDocument(endpoint.at('PolicyDocument')) : undefined,
    routeTables: endpoint.references('RouteTableIds'),
    subnets: endpoint.references('SubnetIds'),
    securityGroups: endpoint.references('SecurityGroupIds'),
    privateDns: endpoint.boolean(false, 'PrivateDnsEnabled'),
    privateDnsOnlyForInbound: readOnlyForInbound(endpoint),
    ipAddressType: endpoint.text('IpAddressType'),
  };
}

const KINDS: Readonly<Record<string, EndpointFacts['kind']>> = { Gateway: 'gateway', Interface: 'interface' };

/** Where the type is decided at deployment, what only one kind has says which it is. */
function guessedKind(endpoint: ResourceReader): EndpointFacts['kind'] {
  return endpoint.has('RouteTableIds') ? 'gateway' : endpoint.has('SubnetIds') ? 'interface' : 'other';
}

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-ec2-vpcendpoint-dnsoptionsspecification.html */
function readOnlyForInbound(endpoint: ResourceReader): Known<boolean | undefined> {
  const written = endpoint.text('DnsOptions', 'PrivateDnsOnlyForInboundResolverEndpoint');
  if (!written.known) {
    const plain = endpoint.boolean(false, 'DnsOptions', 'PrivateDnsOnlyForInboundResolverEndpoint');
    return plain.known ? plain : written;
  }
  switch (written.value) {
    case undefined: case 'NotSpecified': return known(undefined);
    case 'OnlyInboundResolver': case 'true': return known(true);
    case 'AllResolvers': case 'false': return known(false);
    default: return unknown(`PrivateDnsOnlyForInboundResolverEndpoint of ${endpoint.address.logicalId} is none of its values`);
  }
}
