import { placeId } from './place-id';
import { all, COMPLIANT, NOT_APPLICABLE, Rule, violated } from './rule';
import { EndpointFacts } from '../facts/network/network-facts';
import { PolicyDocument, PolicyStatement } from '../policy/policy-document';
import { trustedEndpoints } from '../reach/network-guard';
import { s3Service } from '../reach/regions';

export const ENDPOINT_POLICY_RESTRICTED: Rule = {
  id: 'HardenedBucket-EndpointPolicyRestricted',
  title: 'the VPC endpoints that the bucket policy trusts restrict what passes',
  why: 'A bucket policy that names an endpoint keeps other networks out, but does not keep data in: through an endpoint without a policy, any workload in the VPC can copy objects into a bucket of another account.',
  fix: 'add statements to the policy of the endpoint with endpoint.addToPolicy, which allow what the VPC needs on the buckets that it uses, or on all resources with StringEquals aws:ResourceAccount or aws:ResourceOrgID',
  example: "const vpc = new ec2.Vpc(this, 'Vpc');\nconst endpoint = vpc.addGatewayEndpoint('S3', { service: ec2.GatewayVpcEndpointAwsService.S3 });\nendpoint.addToPolicy(new iam.PolicyStatement({\n  actions: ['s3:GetObject', 's3:PutObject', 's3:ListBucket'],\n  resources: [bucket.bucketArn, bucket.arnForObjects('*')],\n  principals: [new iam.AnyPrincipal()],\n}));",
  level: 'STRICT',
  severity: 'warning',
  controls: {},
  notLive: 'it is about the endpoints of VPCs, which are not read from the account',
  check: (facts) => {
    if (!facts.surroundings.hasNetwork) {
      return NOT_APPLICABLE;
    }
    const trusted = trustedEndpoints(facts, () => facts.surroundings.network.endpoints).filter(isForS3);
    return trusted.length === 0 ? NOT_APPLICABLE : all(trusted.map((endpoint) => {
      const { address, policy } = endpoint;
      return !isOpen(policy) ? COMPLIANT : violated(
        placeId(address, facts), `has a policy that trusts VPC endpoint ${address.logicalId}, ${policy ? 'whose own policy allows' : 'which has no policy and so allows'} every action on every bucket`, 'PolicyDocument', { at: address });
    }));
  },
};

function isForS3({ serviceName, deployed }: EndpointFacts): boolean {
  return deployed.known && serviceName.known && s3Service(serviceName.value) !== undefined;
}

/**
 * An endpoint without a policy has one that allows full access. What a Deny leaves of that is not judged.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html
 */
function isOpen(policy: PolicyDocument | undefined): boolean {
  return policy === undefined || (policy.unknowns.length === 0 && policy.statements.every(({ effect, malformed }) => effect === 'Allow' && !malformed) && policy.statements.some(allowsAll));
}

function allowsAll({ principals, actions, resources, conditions }: PolicyStatement): boolean {
  return principals.some(({ value }) => value === '*') && actions.some((action) => action === '*' || action === 's3:*') && conditions.length === 0
    && resources.some((resource) => typeof resource === 'string' && /^(\*|arn:[^:]*:s3:::\*)$/.test(resource));
}
