import { Resource, Synthesized } from './guide';
import { denies } from '../../src/policy/evaluate';
import { readPolicyDocument } from '../../src/policy/policy-document';

/** What requests to write may carry, as condition keys. */
export const WRITES = {
  withSseS3: { 's3:x-amz-server-side-encryption': 'AES256' },
  withAnotherKey: { 's3:x-amz-server-side-encryption': 'aws:kms', 's3:x-amz-server-side-encryption-aws-kms-key-id': 'arn:aws:kms:eu-west-1:111122223333:key/another' },
  withSseC: { 's3:x-amz-server-side-encryption-customer-algorithm': 'AES256' },
  withoutTls: { 'aws:SecureTransport': 'false' },
  withOldTls: { 's3:TlsVersion': '1.1' },
} as const;

/** Over TLS, by a role of the account. */
const CONTEXT = { 'aws:SecureTransport': 'true', 's3:TlsVersion': '1.3', 'aws:PrincipalIsAWSService': 'false', 'aws:ViaAWSService': 'false', 'aws:PrincipalAccount': '111122223333' };

/** Whether the policy of a bucket denies a role of the account, which its own policy allows everything, to put an object. */
export function decisionOn(app: Synthesized, bucket: string, context: object = {}, action = 's3:PutObject'): 'allowed' | 'denied' {
  const policy = Object.values(app.resources).find(({ Type, Properties }) => Type === 'AWS::S3::BucketPolicy' && Properties?.Bucket?.Ref === bucket);
  const document = policy && readPolicyDocument(literal(policy.Properties!.PolicyDocument, app.resources));
  const certainty = document ? denies(document, {
    principal: { AWS: 'arn:aws:iam::111122223333:role/writer' }, action, resource: `arn:aws:s3:::${bucket.toLowerCase()}/object`, context: { ...CONTEXT, ...context },
  }) : 'no';
  if (certainty === 'unknown') {
    throw new Error(`not decided: ${JSON.stringify(policy)}`);
  }
  return certainty === 'yes' ? 'denied' : 'allowed';
}

/** A policy as it is deployed: each resource has a name after its logical id. */
function literal(value: any, resources: Readonly<Record<string, Resource>>): any {
  if (Array.isArray(value)) {
    return value.map((item) => literal(item, resources));
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  if (value['Fn::Join']) {
    return literal(value['Fn::Join'][1], resources).join(value['Fn::Join'][0]);
  }
  if (value['Fn::GetAtt']) {
    const [id] = value['Fn::GetAtt'];
    return resources[id].Type === 'AWS::S3::Bucket' ? `arn:aws:s3:::${id.toLowerCase()}` : `arn:aws:kms:eu-west-1:111122223333:key/${id}`;
  }
  if (value.Ref) {
    return value.Ref === 'AWS::Partition' ? 'aws' : value.Ref.toLowerCase();
  }
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, literal(item, resources)]));
}
