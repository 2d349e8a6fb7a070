import { aws_iam as iam, aws_kms as kms, App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { synthError } from './apps';
import { CheckLevel, HardenedBucket, HardenedBucketChecks, HardenedBucketProps, ServiceAccess } from '../../src';

const ACCOUNT = '111122223333';
const TRAIL = `arn:aws:cloudtrail:eu-west-1:${ACCOUNT}:trail/trail`;

function stackWith(services: ServiceAccess[], props: HardenedBucketProps = {}): Stack {
  const stack = new Stack(new App(), 'Stack', { env: { account: ACCOUNT, region: 'eu-west-1' } });
  new HardenedBucket(stack, 'Bucket', { services, encryptionKey: new kms.Key(stack, 'Key', { enableKeyRotation: true }), requestMetrics: false, ...props });
  return stack;
}

function allowed(stack: Stack, type: string, document: string): object[] {
  return Object.entries(Template.fromStack(stack).findResources(type)).filter(([id]) => /^(Bucket|Key)/.test(id))
    .flatMap(([, { Properties }]) => Properties[document].Statement as { Effect: string; Sid?: string; Resource: unknown }[])
    .filter(({ Effect, Sid }) => Effect === 'Allow' && Sid);
}

const OBJECTS = { 'Fn::Join': ['', [{ 'Fn::GetAtt': ['Bucket83908E77', 'Arn'] }, '/*']] };
const OWN = { StringEquals: { 'aws:SourceAccount': ACCOUNT } };

/** Whole statements: a condition less would let a stranger use the service. */
test.each<[string, ServiceAccess, object[], object[]]>([
  ['puts objects for the own account by default', { service: 'delivery.logs.amazonaws.com' },
    [{ Sid: 'AllowDeliveryLogsObjects', Action: 's3:PutObject', Resource: OBJECTS, Condition: OWN }],
    [{ Sid: 'AllowDeliveryLogsObjects', Action: ['kms:Decrypt', 'kms:GenerateDataKey*'], Resource: '*', Condition: OWN }]],
  ['looks at the bucket without the key', { service: 'config.amazonaws.com', objectActions: [], bucketActions: ['s3:GetBucketAcl', 's3:ListBucket'] },
    [{ Sid: 'AllowConfigBucket', Action: ['s3:GetBucketAcl', 's3:ListBucket'], Resource: { 'Fn::GetAtt': ['Bucket83908E77', 'Arn'] }, Condition: OWN }],
    []],
  ['only decrypts what it only reads', { service: 'cloudfront.amazonaws.com', objectActions: ['s3:GetObject'] },
    [{ Sid: 'AllowCloudfrontObjects', Action: 's3:GetObject', Resource: OBJECTS, Condition: OWN }],
    [{ Sid: 'AllowCloudfrontObjects', Action: 'kms:Decrypt', Resource: '*', Condition: OWN }]],
  ['acts for the sources that are named, under a prefix', { service: 'cloudtrail.amazonaws.com', prefix: 'AWSLogs/', sourceAccounts: [ACCOUNT, '444455556666'], sourceArns: [TRAIL] },
    [{
      Sid: 'AllowCloudtrailObjects',
      Action: 's3:PutObject',
      Resource: { 'Fn::Join': ['', [{ 'Fn::GetAtt': ['Bucket83908E77', 'Arn'] }, '/AWSLogs/*']] },
      Condition: { StringEquals: { 'aws:SourceAccount': [ACCOUNT, '444455556666'] }, ArnLike: { 'aws:SourceArn': TRAIL } },
    }],
    [{
      Sid: 'AllowCloudtrailObjects',
      Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
      Resource: '*',
      Condition: { StringEquals: { 'aws:SourceAccount': [ACCOUNT, '444455556666'] }, ArnLike: { 'aws:SourceArn': TRAIL } },
    }]],
])('a service %s', (_, access, onBucket, onKey) => {
  const stack = stackWith([access]);
  expect(synthError(stack.node.root as App)).toBe('');
  const complete = (statement: object) => ({ Effect: 'Allow', Principal: { Service: access.service }, ...statement });
  expect(allowed(stack, 'AWS::S3::BucketPolicy', 'PolicyDocument')).toEqual(onBucket.map(complete));
  expect(allowed(stack, 'AWS::KMS::Key', 'KeyPolicy')).toEqual(onKey.map(complete));
});

test('the same service twice has statements of different ids', () => {
  const stack = stackWith([{ service: 'cloudtrail.amazonaws.com', prefix: 'one/' }, { service: 'cloudtrail.amazonaws.com', prefix: 'two/' }]);
  for (const [type, document] of [['AWS::S3::BucketPolicy', 'PolicyDocument'], ['AWS::KMS::Key', 'KeyPolicy']]) {
    expect(allowed(stack, type, document)).toMatchObject([{ Sid: 'AllowCloudtrailObjects' }, { Sid: 'AllowCloudtrailObjectsAnd2' }]);
  }
});

const SERVICES: ServiceAccess[] = [
  { service: 'cloudtrail.amazonaws.com', bucketActions: ['s3:GetBucketAcl'], prefix: 'AWSLogs/', sourceArns: [TRAIL] },
  { service: 'delivery.logs.amazonaws.com', bucketActions: ['s3:GetBucketAcl'] },
  { service: 'cloudfront.amazonaws.com', objectActions: ['s3:GetObject'], sourceArns: [`arn:aws:cloudfront::${ACCOUNT}:distribution/E1A2B3`] },
];

test.each<[string, HardenedBucketProps]>([
  ['no perimeter', {}],
  ['vpcEndpointIds', { perimeter: { network: { vpcEndpointIds: ['vpce-0123456789abcdef0'] } } }],
  ['crossAccount: false', { perimeter: { identity: { crossAccount: false } } }],
  ['roleArns', { perimeter: { identity: { roleArns: [`arn:aws:iam::${ACCOUNT}:role/Reader`] } } }],
])('the checks have nothing against services at STRICT, under %s', (_, props) => {
  const { root } = stackWith(SERVICES, { ...props, requestMetrics: true }).node;
  expect(synthError(root as App)).toBe('');
  const found = new HardenedBucketChecks(root, { level: CheckLevel.STRICT }).validateScope(root).violations.map(({ ruleName }) => ruleName);
  expect(found).toEqual(['HardenedBucket-ObjectLock[ObjectLock]', 'HardenedBucket-Replication[NoRule]']);
});

test('the checks fail for the same statement without a source', () => {
  const stack = stackWith([]);
  const bucket = stack.node.findChild('Bucket') as HardenedBucket;
  bucket.addToResourcePolicy(new iam.PolicyStatement({
    actions: ['s3:PutObject'], resources: [bucket.arnForObjects('*')], principals: [new iam.ServicePrincipal('cloudtrail.amazonaws.com')],
  }));
  const { violations } = new HardenedBucketChecks(stack.node.root).validateScope(stack.node.root);
  expect(violations.map(({ ruleName }) => ruleName)).toContainEqual(expect.stringMatching(/^HardenedBucket-ServicesBoundToSource/));
});

test.each<[string, HardenedBucketProps, ServiceAccess, string]>([
  ['for another account under crossAccount: false', { perimeter: { identity: { crossAccount: false } } }, { service: 'cloudtrail.amazonaws.com', sourceAccounts: ['444455556666'] }, 'DenyServicesForOtherAccounts'],
  ['under roleArns without the exemption awsServices', { perimeter: { identity: { roleArns: [`arn:aws:iam::${ACCOUNT}:role/Reader`] }, exemptions: { awsServices: false } } }, { service: 'cloudtrail.amazonaws.com' }, 'DenyOtherRoles'],
])('fails for a service %s', (_, props, access, sid) => {
  const error = synthError(stackWith([access], props).node.root as App);
  expect(error).toContain('cloudtrail.amazonaws.com is granted s3:PutObject');
  expect(error).toMatch(new RegExp(`no such request gets past statement \\d+ \\(${sid}\\)$`, 'm'));
});

test.each<[string, Partial<ServiceAccess>, string]>([
  ['a service that is none', { service: 'cloudtrail' }, "services[0].service is 'cloudtrail'. Use a service principal, such as cloudtrail.amazonaws.com"],
  ['an action with a wildcard', { objectActions: ['s3:Put*'] }, "services[0].objectActions[0] is 's3:Put*'. Use one action of S3, such as s3:PutObject, without wildcards"],
  ['an action of another service', { bucketActions: ['kms:Decrypt'] }, "services[0].bucketActions[0] is 'kms:Decrypt'"],
  ['a prefix with a wildcard', { prefix: 'logs/*' }, "services[0].prefix is 'logs/*'"],
  ['no source', { sourceAccounts: [] }, 'services[0].sourceAccounts is an empty list'],
  ['a source that is no account', { sourceAccounts: ['*'] }, "services[0].sourceAccounts[0] is '*'. Use the id of an account: twelve digits"],
  ['a source that is any resource', { sourceArns: ['*'] }, "services[0].sourceArns[0] is '*'. Use the ARN of a resource"],
])('fails for %s', (_, access, message) => {
  expect(() => stackWith([{ service: 'cloudtrail.amazonaws.com', ...access }])).toThrow(message);
});
