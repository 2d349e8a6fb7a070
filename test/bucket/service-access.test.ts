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
  ['puts objects for the same account by default', { service: 'delivery.logs.amazonaws.com' },
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
  ['acts for an organization, under several prefixes', { service: 'cloudtrail.amazonaws.com', prefixes: ['a/', 'b/'], sourceOrganizationIds: ['o-a1b2c3d4e5'] },
    [{
      Sid: 'AllowCloudtrailObjectsOfOrganizations',
      Action: 's3:PutObject',
      Resource: ['a', 'b'].map((prefix) => ({ 'Fn::Join': ['', [{ 'Fn::GetAtt': ['Bucket83908E77', 'Arn'] }, `/${prefix}/*`]] })),
      Condition: { StringEquals: { 'aws:SourceOrgID': 'o-a1b2c3d4e5' } },
    }],
    [{ Sid: 'AllowCloudtrailObjectsOfOrganizations', Action: ['kms:Decrypt', 'kms:GenerateDataKey*'], Resource: '*', Condition: { StringEquals: { 'aws:SourceOrgID': 'o-a1b2c3d4e5' } } }]],
  ['acts for accounts, organizations or units, whichever there is', {
    service: 'config.amazonaws.com', objectActions: [], bucketActions: ['s3:GetBucketAcl'], sourceAccounts: [ACCOUNT], sourceOrganizationIds: ['o-a1b2c3d4e5', 'o-f6a7b8c9d0'], sourceOrganizationPaths: ['o-k1l2m3n4o5/r-ab12/*'],
  }, [['', OWN], ['OfOrganizations', { StringEquals: { 'aws:SourceOrgID': ['o-a1b2c3d4e5', 'o-f6a7b8c9d0'] } }], ['OfOrganizationPaths', { 'ForAnyValue:StringLike': { 'aws:SourceOrgPaths': 'o-k1l2m3n4o5/r-ab12/*' } }]]
    .map(([name, Condition]) => ({ Sid: `AllowConfigBucket${name as string}`, Action: 's3:GetBucketAcl', Resource: { 'Fn::GetAtt': ['Bucket83908E77', 'Arn'] }, Condition })), []],
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
  ['for an organization under crossAccount: false', { perimeter: { identity: { crossAccount: false } } }, { service: 'cloudtrail.amazonaws.com', sourceOrganizationIds: ['o-a1b2c3d4e5'] }, 'DenyServicesForOtherAccounts'],
  ['for an organization beside that of the perimeter', { perimeter: { identity: { organizationIds: ['o-f6a7b8c9d0'] } } },
    { service: 'cloudtrail.amazonaws.com', sourceOrganizationIds: ['o-a1b2c3d4e5', 'o-f6a7b8c9d0'] }, 'DenyServicesForOtherAccounts'],
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
  ['an organization that is none', { sourceOrganizationIds: ['a1b2c3d4e5'] }, "services[0].sourceOrganizationIds[0] is 'a1b2c3d4e5'. Use the id of an organization, such as o-a1b2c3d4e5"],
  ['no organization', { sourceOrganizationIds: [] }, 'services[0].sourceOrganizationIds is an empty list'],
  ['an organizational unit that is none', { sourceOrganizationPaths: ['*'] }, "services[0].sourceOrganizationPaths[0] is '*'. Use the path of an organizational unit"],
  ['one of several prefixes with a wildcard', { prefixes: ['logs/', 'logs*'] }, "services[0].prefixes[1] is 'logs*'"],
  ['load balancers of an organization, which nobody names', { service: 'logdelivery.elasticloadbalancing.amazonaws.com', sourceOrganizationIds: ['o-a1b2c3d4e5'] },
    "services[0].sourceOrganizationIds allows nothing, because 'logdelivery.elasticloadbalancing.amazonaws.com' does not send aws:SourceOrgID. Allow it in a statement of its own on the path of each account"],
  ['access logs of an organization, which stay in the account', { service: 'logging.s3.amazonaws.com', sourceOrganizationPaths: ['o-a1b2c3d4e5/r-ab12/*'] },
    "services[0].sourceOrganizationPaths allows nothing, because 'logging.s3.amazonaws.com' delivers to buckets of the same account and Region only"],
  ['a source that is any resource', { sourceArns: ['*'] }, "services[0].sourceArns[0] is '*'. Use the ARN of a resource"],
])('fails for %s', (_, access, message) => {
  expect(() => stackWith([{ service: 'cloudtrail.amazonaws.com', ...access }])).toThrow(message);
});
