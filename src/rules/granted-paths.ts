import { placeId } from './place-id';
import { all, COMPLIANT, NOT_APPLICABLE, Rule, Verdict, violated } from './rule';
import { BucketFacts } from '../facts/bucket-facts';
import { PlaceFacts } from '../facts/places/place-facts';
import { ChainCut } from '../reach/chain';
import { hasNetworkGuard } from '../reach/network-guard';
import { placesGranted, placesWithRoleOf } from '../reach/places-of-bucket';
import { ReachAnswers } from '../reach/reach-answers';
import { CutKind } from '../reach/reach-report';
import { ResourceAddress } from '../template/template';

export const GRANTED_PATHS_OPEN: Rule = {
  id: 'HardenedBucket-GrantedPathsOpen',
  title: 'every workload that is granted access to the bucket has a path to it',
  why: 'A grant is of no use to a workload whose requests never arrive: one in a subnet without a route to S3, behind a security group that allows nothing out, or with an endpoint whose policy does not allow the bucket. The deployment succeeds, and the first request times out or is denied.',
  fix: 'open what is named: add a gateway endpoint for S3 to the VPC, allow TCP port 443 out of the security group, or allow the bucket in the policy of the endpoint. Or remove the grant',
  example: "const vpc = new ec2.Vpc(this, 'Vpc', {\n  subnetConfiguration: [{ name: 'isolated', subnetType: ec2.SubnetType.PRIVATE_ISOLATED }],\n  gatewayEndpoints: { S3: { service: ec2.GatewayVpcEndpointAwsService.S3 } },\n});",
  level: 'STRICT',
  // What is deployed beside the templates may still open a path.
  severity: 'warning',
  controls: {},
  notLive: 'it is about the roles of workloads and their networks, which are not read from the account',
  check: (facts) => {
    // Only a network, or a policy that asks for one, makes a difference between a grant and a path.
    if (!facts.surroundings.hasNetwork && !hasNetworkGuard(facts)) {
      return NOT_APPLICABLE;
    }
    const places = placesGranted(facts);
    return places.length === 0 ? NOT_APPLICABLE : all([...new Set(places)].map((place) => verdictOn(place, facts)));
  },
};

function verdictOn(place: PlaceFacts, facts: BucketFacts): Verdict {
  const { identities } = facts.surroundings;
  const role = identities.of(place.role.known ? place.role.value! : '');
  // The grant may be meant for another that acts as the same role.
  if (!role || role.assumedBy.length > 0) {
    return COMPLIANT;
  }
  const cut = firstCut(place, facts);
  if (!cut || placesWithRoleOf(place, facts.surroundings).some((other) => firstCut(other, facts) === undefined)) {
    return COMPLIANT;
  }
  const { logicalId } = place.address;
  const { hops, via } = ReachAnswers.of(facts.surroundings).of(place, facts);
  const covered = cut.kind !== 'bucketPolicy' ? {} : { coveredBy: via === 'service' ? 'HardenedBucket-GrantsEffective' : 'HardenedBucket-EndpointNotBypassed' };
  return violated(
    `${placeId(place.address, facts)}.${cut.kind}`,
    `grants access to ${logicalId} (role ${role.address.logicalId}), none of whose requests arrive: ${sentence(facts, cut)}. The path is ${pathText(hops, cut.at)}`,
    PROPERTY[cut.kind], { at: cut.at, ...covered });
}

/** What surely cuts requests that the role is allowed; nothing, where they may get through. */
function firstCut(place: PlaceFacts, facts: BucketFacts): ChainCut | undefined {
  const answers = ReachAnswers.of(facts.surroundings);
  const paths = answers.pathsOf(place, facts.region);
  const denies = facts.policies.some(({ document }) => document.unknowns.length > 0 || document.statements.some(({ effect }) => effect === 'Deny'));
  const maybe = (one: typeof paths[number]) => one.cuts.length > 0 || (one.arrives.kind === 'endpoint' && one.arrives.policy !== undefined) || (denies && hasNetworkGuard(facts));
  if (!paths.every(maybe)) {
    return undefined;
  }
  const { verdict, cuts, refused } = answers.of(place, facts);
  return verdict !== 'cut' ? undefined : cuts.find(({ kind }) => OF_NETWORK.includes(kind)) ?? refused?.cuts[0];
}

const OF_NETWORK: readonly CutKind[] = ['route', 'securityGroup', 'networkAcl'];

/** Where people look for what cuts. */
const PROPERTY: Readonly<Record<CutKind, string>> = {
  route: 'Routes',
  securityGroup: 'SecurityGroupEgress',
  networkAcl: 'Entries',
  endpointPolicy: 'PolicyDocument',
  bucketPolicy: 'PolicyDocument',
  blockPublicAccess: 'PublicAccessBlockConfiguration',
  accessPoint: 'Policy',
  identity: 'Policies',
};

function sentence({ surroundings }: BucketFacts, { reason }: ChainCut): string {
  return ReachAnswers.of(surroundings).names.readable(reason).replace(/\.$/, '');
}

function pathText(hops: readonly ResourceAddress[], end: ResourceAddress): string {
  return [...hops, end].map(({ logicalId }) => logicalId).filter((id, i, all_) => all_.indexOf(id) === i).join(' → ');
}
