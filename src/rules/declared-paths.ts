import { placeId } from './place-id';
import { all, COMPLIANT, NOT_APPLICABLE, Rule, Verdict, violated } from './rule';
import { BucketFacts } from '../facts/bucket-facts';
import { bypassesOf, goesOnly } from '../reach/bypasses';
import { hasNetworkGuard } from '../reach/network-guard';
import { placesGranted, placesOnlyByWildcard } from '../reach/places-of-bucket';
import { ReachAnswers } from '../reach/reach-answers';

export const PATHS_DECLARED: Rule = {
  id: 'HardenedBucket-PathsDeclared',
  title: 'workloads reach the bucket by declared paths only',
  why: 'Two kinds of paths are rarely meant. A role that may read or write the objects of all buckets ("*" or "arn:aws:s3:::*", no tag required) reaches this one too, although no policy names the bucket: an attacker who takes over that workload has the data. And where some workloads use a VPC endpoint and the bucket policy does not ask for it, one in another VPC sends its requests over the internet. Not reported are roles that may only list, patterns of names, and functions outside of VPCs whose grant names the bucket.',
  fix: 'name the buckets that the workload needs in the policy of its role, with grantRead or grantReadWrite. Give a VPC without one a gateway endpoint, or deny requests with another aws:SourceVpce than yours in the bucket policy',
  example: "const reader = new iam.Role(this, 'Reader', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });\nbucket.grantRead(reader);",
  level: 'STRICT',
  severity: 'warning',
  controls: {},
  notLive: 'it is about the roles of workloads and their networks, which are not read from the account',
  check: (facts) => all([...byWildcard(facts), ...overInternet(facts)]),
};

function byWildcard(facts: BucketFacts): Verdict[] {
  return placesOnlyByWildcard(facts).map((place) => {
    const role = place.role.known && place.role.value !== undefined ? facts.surroundings.identities.of(place.role.value) : undefined;
    const { actions } = ReachAnswers.of(facts.surroundings).of(place, facts);
    return violated(
      `${placeId(place.address, facts)}.Wildcard`, `is reached by ${place.address.logicalId} with ${actions.join(', ')}: a policy of role ${role?.address.logicalId} allows it on all buckets, and none names this one`,
      'Policies', { at: role?.address });
  });
}

/** The same VPC may have an endpoint that the requests do not take: that is another rule. */
function overInternet(facts: BucketFacts): Verdict[] {
  const { hasNetwork, network } = facts.surroundings;
  if (!hasNetwork || hasNetworkGuard(facts) || network.endpoints.length === 0) {
    return [NOT_APPLICABLE];
  }
  const places = placesGranted(facts);
  const reaches = (place: typeof places[number]) => ReachAnswers.of(facts.surroundings).of(place, facts).verdict === 'reaches';
  const outside = places.filter((place) => goesOnly('internet', place, facts) && bypassesOf(place, facts).length === 0);
  const inside = outside.length === 0 ? undefined : places.find((place) => goesOnly('endpoint', place, facts) && reaches(place));
  return inside === undefined ? [COMPLIANT] : outside.filter(reaches).map((place) => violated(
    `${placeId(place.address, facts)}.Internet`, `is reached by ${place.address.logicalId} over the internet, while ${inside.address.logicalId} uses a VPC endpoint, and no bucket policy requires one`,
    'BucketPolicy'));
}
