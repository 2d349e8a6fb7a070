import { App, CfnResource, Stack } from 'aws-cdk-lib';
import { DataEventsTrail, HardenedBucket } from '../../src';
import { evaluate } from '../../src/policy/evaluate';
import { PolicyRequest } from '../../src/policy/policy-request';
import { askedPolicy } from '../../src/rules/asked-policy';
import { BucketIndex } from '../../src/synth/bucket-index';

const ACCOUNT = '111122223333';
const SSE = 's3:x-amz-server-side-encryption';
const KEY_ID = `${SSE}-aws-kms-key-id`;

const app = new App();
const stack = new Stack(app, 'Stack', { env: { account: ACCOUNT, region: 'eu-west-1' } });
const trail = new DataEventsTrail(stack, 'Trail');
trail.record(new HardenedBucket(stack, 'Bucket'));
app.synth();
const facts = BucketIndex.of(app).of(trail.archive.node.defaultChild as CfnResource).bucket!;
const policy = askedPolicy(facts.policies[0], facts);
const key = facts.encryption.key.known ? policy.standIn(facts.encryption.key.value!) : '';

const byService = (service: string, sourceAccount = ACCOUNT): Pick<PolicyRequest, 'principal' | 'context'> => ({
  principal: { Service: service },
  context: { 'aws:PrincipalIsAWSService': 'true', 'aws:PrincipalServiceName': service, 'aws:SourceAccount': sourceAccount },
});
const CLOUDTRAIL = byService('cloudtrail.amazonaws.com');
const role: typeof CLOUDTRAIL = { principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/Writer` }, context: { 'aws:PrincipalAccount': ACCOUNT, 'aws:PrincipalIsAWSService': 'false' } };

test.each<[string, typeof CLOUDTRAIL, string, Record<string, string>, string]>([
  ['CloudTrail looks whether it may deliver', CLOUDTRAIL, 's3:GetBucketAcl', {}, 'Allow'],
  ['CloudTrail delivers a log, encrypted with the key of the trail', CLOUDTRAIL, 's3:PutObject', { [SSE]: 'aws:kms', [KEY_ID]: key }, 'Allow'],
  ['CloudTrail delivers a digest, which has SSE-S3', CLOUDTRAIL, 's3:PutObject', { [SSE]: 'AES256' }, 'Allow'],
  ['fails: CloudTrail delivers for another account', byService('cloudtrail.amazonaws.com', '444455556666'), 's3:PutObject', { [SSE]: 'AES256' }, 'ExplicitDeny'],
  ['fails: another service brings SSE-S3', byService('config.amazonaws.com'), 's3:PutObject', { [SSE]: 'AES256' }, 'ExplicitDeny'],
  ['fails: a role of the account brings SSE-S3', role, 's3:PutObject', { [SSE]: 'AES256' }, 'ExplicitDeny'],
  ['fails: a role of the account brings another key', role, 's3:PutObject', { [SSE]: 'aws:kms', [KEY_ID]: `arn:aws:kms:eu-west-1:${ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab` }, 'ExplicitDeny'],
])('%s', (_, { principal, context }, action, headers, expected) => {
  const resource = action === 's3:PutObject' ? `${policy.bucket}/AWSLogs/${ACCOUNT}/CloudTrail/x.json.gz` : policy.bucket;
  expect(evaluate(policy.document, { principal, action, resource, context: { 'aws:SecureTransport': 'true', 's3:TlsVersion': '1.2', ...context, ...headers } }).decision).toBe(expected);
});
