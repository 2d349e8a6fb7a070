import { EndpointPolicy, IdentityFacts } from './chain-facts';
import { AttachedPolicies } from '../../facts/attached-policies';
import { GRANT_RESOURCE_TYPES } from '../../facts/resource-types';
import { PolicyDocument, readPolicyDocument } from '../../policy/policy-document';
import { UnknownValue } from '../../policy/unknown-value';
import { TemplateEvaluator } from '../../template/evaluate-template';
import { EvaluatedResource, evaluatedResources } from '../../template/evaluated-resource';
import { Known, known, unknown } from '../../template/known';
import { dig, textOf } from '../../template/read-json';
import { withoutSymbols } from '../../template/symbol';
import { Template } from '../../template/template';

const ENDPOINT = 'AWS::EC2::VPCEndpoint';

/** What the policies of identities and endpoints in templates add to those of their buckets. */
export function readChain(templates: readonly Template[]): { readonly identities: readonly IdentityFacts[]; readonly endpoints: readonly EndpointPolicy[] } {
  const evaluator = new TemplateEvaluator(templates);
  const ofType = evaluatedResources(templates, evaluator, [(type) => GRANT_RESOURCE_TYPES.has(type), (type) => type === ENDPOINT]);
  const attached = new AttachedPolicies(ofType, evaluator);
  const byGrantee = new Map<unknown, PolicyDocument[]>();
  for (const { json, grantees } of attached.policies) {
    const document = readPolicyDocument(json);
    for (const grantee of grantees) {
      byGrantee.set(grantee, [...byGrantee.get(grantee) ?? [], document]);
    }
  }
  const reference = (resource: EvaluatedResource, expression: unknown) => textOf(evaluator.evaluate(expression, resource.template));
  const managed = new Map(ofType('AWS::IAM::ManagedPolicy').map((policy) => [reference(policy, { Ref: policy.address.logicalId }), policy]));
  const resources = new Map(['AWS::IAM::Role', 'AWS::IAM::User'].flatMap(ofType).map((resource) => [reference(resource, { 'Fn::GetAtt': [resource.address.logicalId, 'Arn'] }), resource]));
  return {
    identities: attached.identities.filter(({ isGroup }) => !isGroup).flatMap((grantee): IdentityFacts[] => {
      const [arn] = grantee.arns;
      const resource = resources.get(arn);
      return resource ? [{
        address: resource.address,
        arn,
        account: grantee.account,
        policies: byGrantee.get(grantee) ?? [],
        otherPolicies: grantee.otherPolicies,
        boundary: boundaryOf(resource, managed),
      }] : [];
    }),
    endpoints: ofType(ENDPOINT).flatMap((endpoint): EndpointPolicy[] => {
      const document = dig(endpoint.properties, 'PolicyDocument');
      return document !== undefined && /\.s3$/.test(textOf(dig(endpoint.properties, 'ServiceName')))
        ? [{ address: endpoint.address, id: reference(endpoint, { Ref: endpoint.address.logicalId }), policy: readPolicyDocument(document) }] : [];
    }),
  };
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html */
function boundaryOf({ properties }: EvaluatedResource, managed: ReadonlyMap<string, EvaluatedResource>): Known<PolicyDocument | undefined> {
  const named = dig(properties, 'PermissionsBoundary');
  if (named === undefined || named instanceof UnknownValue) {
    return named === undefined ? known(undefined) : unknown(named.reason);
  }
  const found = managed.get(textOf(named));
  return found ? known(readPolicyDocument(dig(found.properties, 'PolicyDocument'))) : unknown(`permissions boundary ${withoutSymbols(textOf(named))} is not in these templates`);
}
