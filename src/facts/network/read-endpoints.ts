import { EndpointFacts } from './network-facts';
import { ResourceReader } from './resource-reader';
import { readPolicyDocument } from '../../policy/policy-document';
import { Known, known, unknown } from '../../template/known';

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-vpcendpoint.html */
export function readEndpoint(endpoint: ResourceReader): EndpointFacts {
  const kind = readKind(endpoint);
  return {
    ...endpoint.facts,
    // Where its kind is not known, it may be none that counts.
    deployed: kind.known ? endpoint.deployed : kind,
    kind: kind.known ? kind.value : guessedKind(endpoint),
    serviceName: readServiceName(endpoint),
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

function readServiceName(endpoint: ResourceReader): Known<string> {
  const name = endpoint.neededText('ServiceName');
  return name.known && !/^[a-z]+\.[^/\s]+\.[^/\s]+$/.test(name.value) ? unknown(`ServiceName of ${endpoint.address.logicalId} is not the name of a service: ${JSON.stringify(name.value.slice(0, 60))}`) : name;
}

const KINDS: ReadonlyMap<string, EndpointFacts['kind']> = new Map([
  ['Gateway', 'gateway'], ['Interface', 'interface'], ['GatewayLoadBalancer', 'other'], ['Resource', 'other'], ['ServiceNetwork', 'other'],
]);

function readKind(endpoint: ResourceReader): Known<EndpointFacts['kind']> {
  const type = endpoint.text('VpcEndpointType');
  const kind = type.known ? KINDS.get(type.value ?? 'Gateway') : undefined;
  return !type.known ? type : kind === undefined ? unknown(`VpcEndpointType of ${endpoint.address.logicalId} is not a type of endpoint`) : known(kind);
}

/** What only one kind has says which it may be. */
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
