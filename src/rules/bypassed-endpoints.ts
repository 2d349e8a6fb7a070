import { placeId } from './place-id';
import { all, NOT_APPLICABLE, Rule, Verdict, violated } from './rule';
import { BucketFacts } from '../facts/bucket-facts';
import { bypassesOf } from '../reach/bypasses';
import { placesGranted } from '../reach/places-of-bucket';

export const ENDPOINT_NOT_BYPASSED: Rule = {
  id: 'HardenedBucket-EndpointNotBypassed',
  title: 'requests to the bucket from a VPC that has a gateway endpoint for S3 go through it',
  why: 'A gateway endpoint serves the subnets whose route tables it names. From any other subnet the same requests go over the internet: past the policy of the endpoint, without aws:SourceVpce and aws:SourceVpc, and through a NAT gateway that charges for each gigabyte.',
  fix: 'associate the gateway endpoint with the route table of every subnet whose workloads use the bucket: leave subnets of addGatewayEndpoint out, which then are all of the VPC, or list that subnet too',
  example: "const vpc = new ec2.Vpc(this, 'Vpc', {\n  gatewayEndpoints: { S3: { service: ec2.GatewayVpcEndpointAwsService.S3 } },\n});",
  level: 'STRICT',
  severity: 'warning',
  controls: {},
  notLive: 'it is about VPCs and the workloads in them, which are not read from the account',
  check: (facts) => facts.surroundings.hasNetwork && facts.surroundings.network.endpoints.some(({ kind }) => kind === 'gateway') ? verdictOn(facts) : NOT_APPLICABLE,
};

function verdictOn(facts: BucketFacts): Verdict {
  const places = placesGranted(facts);
  return places.length === 0 ? NOT_APPLICABLE : all(places.flatMap((place) => bypassesOf(place, facts).map(({ endpoint, subnet, through }) => violated(
    `${placeId(place.address, facts)}.${subnet.logicalId}`,
    `is used by ${place.address.logicalId} in subnet ${subnet.logicalId}, whose route table gateway endpoint ${endpoint.logicalId} does not name: its requests leave through ${through.logicalId}`,
    'RouteTableIds', { at: endpoint }))));
}
