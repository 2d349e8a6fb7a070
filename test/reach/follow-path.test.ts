import { TemplateFacts } from '../../src/facts/template-facts';
import { readPolicyDocument } from '../../src/policy/policy-document';
import { ChainCaller } from '../../src/reach/chain-caller';
import { ConcreteNames } from '../../src/reach/concrete-names';
import { Arrival, NetworkPath } from '../../src/reach/network-path';
import { arrivalOf, followPath, PathAnswer, waysThroughPolicies } from '../../src/reach/reach-place';
import { known, unknown } from '../../src/template/known';
import { template as templateOf } from '../template/templates';

const ARN = { 'Fn::GetAtt': ['Data', 'Arn'] };
const OBJECTS = { 'Fn::Join': ['', [ARN, '/*']] };
const ROLE = 'arn:aws:iam::111122223333:role/App';
const PLACE = { template: 'app', logicalId: 'App' };
const VPC = '⟦app#Vpc⟧';

interface Case {
  /** Statements of the bucket policy. */
  readonly bucket?: readonly object[];
  /** Statements of the endpoint policy; absent for requests that come without endpoint. */
  readonly endpoint?: readonly object[] | 'none';
  /** Statements of the identity's policy. */
  readonly identity?: readonly object[];
  readonly boundary?: readonly object[];
  readonly others?: readonly string[];
  readonly caller?: ChainCaller;
  readonly arrives?: Arrival;
  readonly block?: object;
  readonly resources?: Readonly<Record<string, object>>;
  readonly conditions?: Readonly<Record<string, unknown>>;
}

function document(statements: readonly object[]) {
  const found = new TemplateFacts([template({ bucket: statements })], []).buckets[0].policies[0].document;
  return found;
}

function template({ bucket, block, resources = {}, conditions }: Case) {
  return templateOf({
    Data: { Type: 'AWS::S3::Bucket', Properties: block ? { PublicAccessBlockConfiguration: block } : {} },
    ...bucket ? { DataPolicy: { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: { Ref: 'Data' }, PolicyDocument: { Version: '2012-10-17', Statement: bucket } } } } : {},
    Vpc: { Type: 'AWS::EC2::VPC', Properties: {} },
    OtherVpc: { Type: 'AWS::EC2::VPC', Properties: {} },
    Endpoint: { Type: 'AWS::EC2::VPCEndpoint', Properties: {} },
    OtherEndpoint: { Type: 'AWS::EC2::VPCEndpoint', Properties: {} },
    Eip: { Type: 'AWS::EC2::EIP', Properties: {} },
    OtherEip: { Type: 'AWS::EC2::EIP', Properties: {} },
    Distribution: { Type: 'AWS::CloudFront::Distribution', Properties: {} },
    ...resources,
  }, { id: 'app', account: '111122223333', ...conditions ? { conditions } : {} });
}

function identityPolicy(statements: readonly object[]) {
  return readPolicyDocument({ Version: '2012-10-17', Statement: statements });
}

function follow(given: Case): PathAnswer {
  const app = template(given);
  const facts = new TemplateFacts([app], []);
  const names = new ConcreteNames((_, logicalId) => app.resources[logicalId]?.Type, `${JSON.stringify(app.resources)} 444455556666`);
  names.nameAccessPoints(facts.buckets[0].accessPoints, undefined);
  const arrives: Arrival = given.arrives ?? (given.endpoint === undefined ? { kind: 'internet', sourceIp: unknown('chosen at deployment') } : {
    kind: 'endpoint',
    endpoint: '⟦app#Endpoint⟧',
    address: { template: 'app', logicalId: 'Endpoint' },
    vpc: known(VPC),
    sourceCidrs: known(['10.0.1.0/24']),
    policy: given.endpoint === 'none' ? undefined : document(given.endpoint),
  });
  const caller: ChainCaller = given.caller ?? {
    kind: 'role',
    arn: ROLE,
    account: '111122223333',
    address: { template: 'app', logicalId: 'AppRole' },
    policies: known(given.identity ? [names.document(document(given.identity.map((one) => ({ Principal: '*', ...one }))))] : []),
    otherPolicies: known(given.others ?? []),
    boundary: known(given.boundary ? identityPolicy(given.boundary) : undefined),
  };
  const path: NetworkPath = { via: 'gatewayEndpoint', hops: [PLACE], cuts: [], unknowns: [], assumptions: [], arrives };
  return followPath(path, facts.buckets[0], waysThroughPolicies(arrivalOf(path), facts.buckets[0], caller, PLACE, names));
}

const summary = ({ verdict, cuts, actions }: PathAnswer) => verdict === 'cut' ? `cut ${cuts.map(({ kind, at }) => `${kind} ${at.logicalId}`).join(', ')}` : `${verdict} ${actions.map((name) => name.slice(3)).join(' ')}`;

const allow = (Action: string | string[], Resource: unknown, more: object = {}) => ({ Effect: 'Allow', Action, Resource, ...more });
const everyone = (Effect: 'Allow' | 'Deny', Action: string | string[], more: object = {}) => ({ Effect, Principal: '*', Action, Resource: [ARN, OBJECTS], ...more });
const toRole = (Action: string | string[], more: object = {}) => ({ Effect: 'Allow', Principal: { AWS: ROLE }, Action, Resource: [ARN, OBJECTS], ...more });
const READS = [allow('s3:GetObject', OBJECTS)];
const unless = (operator: string, key: string, value: unknown) => everyone('Deny', 's3:*', { Condition: { [operator]: { [key]: value } } });

const CASES: readonly [law: string, given: Case, answer: string][] = [
  ['the identity allows one action', { identity: READS }, 'reaches GetObject'],
  ['nothing allows anything', {}, 'cut identity AppRole'],
  ['the identity allows it on another bucket', { identity: [allow('s3:GetObject', 'arn:aws:s3:::other/*')] }, 'cut identity AppRole'],
  ['the identity allows objects as if they were the bucket', { identity: [allow('s3:GetObject', ARN)] }, 'cut identity AppRole'],
  ['the identity denies what it allows', { identity: [...READS, { Effect: 'Deny', Action: 's3:*', Resource: '*' }] }, 'cut identity AppRole'],
  ['the identity allows all', { identity: [allow('*', '*')] }, 'reaches GetObject PutObject ListBucket'],
  ['the bucket policy allows the role', { bucket: [toRole('s3:ListBucket')] }, 'reaches ListBucket'],
  ['the bucket policy allows the account, and the identity nothing', { bucket: [{ ...toRole('s3:*'), Principal: { AWS: '111122223333' } }] }, 'cut identity AppRole'],
  ['the bucket policy allows everyone', { bucket: [everyone('Allow', 's3:GetObject')], block: { RestrictPublicBuckets: true, BlockPublicPolicy: false } }, 'reaches GetObject'],
  ['the boundary does not allow what the identity does', { identity: READS, boundary: [allow('sqs:*', '*')] }, 'cut identity AppRole'],
  ['the boundary allows it as well', { identity: READS, boundary: [allow('s3:Get*', '*')] }, 'reaches GetObject'],
  ['the boundary denies it', { identity: READS, boundary: [allow('*', '*'), { Effect: 'Deny', Action: 's3:GetObject', Resource: '*' }] }, 'cut identity AppRole'],
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html#access_policies_boundaries-eval-logic
  ['the boundary does not allow what the bucket policy allows the role', { bucket: [toRole('s3:GetObject')], boundary: [allow('sqs:*', '*')] }, 'cut identity AppRole'],
  ['a policy from elsewhere may allow it', { others: ['arn:aws:iam::aws:policy/Whatever'] }, 'unknown GetObject PutObject ListBucket'],
  ['a policy from elsewhere cannot help against a Deny', { others: ['arn:aws:iam::aws:policy/Whatever'], bucket: [everyone('Deny', 's3:*')] }, 'cut bucketPolicy DataPolicy'],

  ['no endpoint policy', { identity: READS, endpoint: 'none' }, 'reaches GetObject'],
  ['the endpoint policy allows the bucket', { identity: READS, endpoint: [everyone('Allow', 's3:GetObject')] }, 'reaches GetObject'],
  ['the endpoint policy allows another bucket', { identity: READS, endpoint: [{ ...everyone('Allow', 's3:*'), Resource: 'arn:aws:s3:::other/*' }] }, 'cut endpointPolicy Endpoint'],
  ['the endpoint policy allows another action than the identity', { identity: READS, endpoint: [everyone('Allow', 's3:PutObject')] }, 'cut endpointPolicy Endpoint'],
  ['the endpoint policy allows another account', { identity: READS, endpoint: [everyone('Allow', 's3:*', { Condition: { StringEquals: { 'aws:PrincipalAccount': '444455556666' } } })] }, 'cut endpointPolicy Endpoint'],
  ['the endpoint policy denies it', { identity: READS, endpoint: [everyone('Allow', 's3:*'), everyone('Deny', 's3:GetObject')] }, 'cut endpointPolicy Endpoint'],
  ['endpoint and identity cut', { endpoint: [{ ...everyone('Allow', 's3:*'), Resource: 'arn:aws:s3:::other/*' }] }, 'cut endpointPolicy Endpoint, identity AppRole'],

  ['the bucket policy denies all but the endpoint that it comes by', { identity: READS, endpoint: 'none', bucket: [unless('StringNotEquals', 'aws:SourceVpce', { Ref: 'Endpoint' })] }, 'reaches GetObject'],
  ['the bucket policy denies all but another endpoint', { identity: READS, endpoint: 'none', bucket: [unless('StringNotEquals', 'aws:SourceVpce', { Ref: 'OtherEndpoint' })] }, 'cut bucketPolicy DataPolicy'],
  ['the bucket policy denies all but an endpoint, and it comes by none', { identity: READS, bucket: [unless('StringNotEquals', 'aws:SourceVpce', { Ref: 'Endpoint' })] }, 'cut bucketPolicy DataPolicy'],
  ['the bucket policy denies all but an endpoint by its id', { identity: READS, endpoint: 'none', bucket: [unless('StringNotEquals', 'aws:SourceVpce', 'vpce-0a1b2c3d')] }, 'cut bucketPolicy DataPolicy'],
  ['the bucket policy denies all but the VPC that it comes from', { identity: READS, endpoint: 'none', bucket: [unless('StringNotEquals', 'aws:SourceVpc', { Ref: 'Vpc' })] }, 'reaches GetObject'],
  ['the bucket policy denies all but another VPC', { identity: READS, endpoint: 'none', bucket: [unless('StringNotEquals', 'aws:SourceVpc', { Ref: 'OtherVpc' })] }, 'cut bucketPolicy DataPolicy'],
  ['the bucket policy denies all but the subnet', { identity: READS, endpoint: 'none', bucket: [unless('NotIpAddress', 'aws:VpcSourceIp', '10.0.1.0/24')] }, 'reaches GetObject'],
  ['the bucket policy denies all but another subnet', { identity: READS, endpoint: 'none', bucket: [unless('NotIpAddress', 'aws:VpcSourceIp', '10.0.2.0/24')] }, 'cut bucketPolicy DataPolicy'],
  ['the bucket policy denies all but an address, and it comes by an endpoint', { identity: READS, endpoint: 'none', bucket: [unless('NotIpAddress', 'aws:SourceIp', '203.0.113.0/24')] }, 'cut bucketPolicy DataPolicy'],
  ['the bucket policy denies all but addresses, and it comes from one that nobody knows', { identity: READS, bucket: [unless('NotIpAddress', 'aws:SourceIp', '203.0.113.0/24')] }, 'unknown GetObject'],
  ['the bucket policy denies some addresses, and it comes from one that nobody knows', { identity: READS, bucket: [unless('IpAddress', 'aws:SourceIp', '203.0.113.0/24')] }, 'reaches GetObject'],
  ['the bucket policy denies all but the Elastic IP address that it comes from', {
    identity: READS, arrives: { kind: 'internet', sourceIp: known('⟦app#Eip⟧') }, bucket: [unless('NotIpAddress', 'aws:SourceIp', { Ref: 'Eip' })],
  }, 'reaches GetObject'],
  ['… with a prefix length', {
    identity: READS, arrives: { kind: 'internet', sourceIp: known('⟦app#Eip⟧') }, bucket: [unless('NotIpAddress', 'aws:SourceIp', { 'Fn::Sub': '${Eip}/32' })],
  }, 'reaches GetObject'],
  ['the bucket policy denies all but another Elastic IP address', {
    identity: READS, arrives: { kind: 'internet', sourceIp: known('⟦app#Eip⟧') }, bucket: [unless('NotIpAddress', 'aws:SourceIp', { Ref: 'OtherEip' })],
  }, 'cut bucketPolicy DataPolicy'],
  ['the bucket policy denies all but a block that an Elastic IP address may be in', {
    identity: READS, arrives: { kind: 'internet', sourceIp: known('⟦app#Eip⟧') }, bucket: [unless('NotIpAddress', 'aws:SourceIp', '203.0.113.0/24')],
  }, 'unknown GetObject'],
  ['the bucket policy denies all but TLS', { identity: READS, bucket: [unless('Bool', 'aws:SecureTransport', 'false')] }, 'reaches GetObject'],
  ['the bucket policy denies all without a second factor', { identity: READS, bucket: [unless('BoolIfExists', 'aws:MultiFactorAuthPresent', 'false')] }, 'cut bucketPolicy DataPolicy'],
  ['the bucket policy denies all but a tag of the caller', { identity: READS, bucket: [unless('StringNotEquals', 'aws:PrincipalTag/team', 'data')] }, 'unknown GetObject'],
  ['the bucket policy denies all but another role', { identity: READS, bucket: [unless('ArnNotEquals', 'aws:PrincipalArn', 'arn:aws:iam::111122223333:role/Other')] }, 'cut bucketPolicy DataPolicy'],
  ['the bucket policy denies all but this role', { identity: READS, bucket: [unless('ArnNotEquals', 'aws:PrincipalArn', ROLE)] }, 'reaches GetObject'],
  ['bucket policy and identity cut', { bucket: [everyone('Deny', 's3:*')] }, 'cut bucketPolicy DataPolicy, identity AppRole'],
  ['the bucket policy denies the one action that the identity allows', { identity: READS, bucket: [everyone('Deny', 's3:GetObject')] }, 'cut bucketPolicy DataPolicy'],

  ['the bucket policy denies all but objects that the identity does not allow', {
    identity: [allow('s3:GetObject', { 'Fn::Join': ['', [ARN, '/public/*']] })], bucket: [{ Effect: 'Deny', Principal: '*', Action: 's3:GetObject', NotResource: { 'Fn::Join': ['', [ARN, '/other/*']] } }],
  }, 'cut bucketPolicy DataPolicy'],

  ['a role without credentials', { caller: { kind: 'anonymous' } }, 'cut identity App'],
  ['… and a bucket that is open to everyone', { caller: { kind: 'anonymous' }, bucket: [everyone('Allow', 's3:GetObject')], block: { BlockPublicPolicy: false } }, 'reaches GetObject'],
  ['… and a bucket that would be, were public access not blocked', { caller: { kind: 'anonymous' }, bucket: [everyone('Allow', 's3:GetObject')] }, 'cut blockPublicAccess Data'],
  ['… and a bucket that denies', { caller: { kind: 'anonymous' }, bucket: [everyone('Deny', 's3:*')] }, 'cut bucketPolicy DataPolicy, identity App'],

  ['a role of another account, which the bucket policy allows', {
    caller: roleOf('444455556666', [allow('s3:*', '*')]), bucket: [{ ...toRole('s3:GetObject'), Principal: { AWS: '444455556666' } }],
  }, 'reaches GetObject'],
  ['a role of another account, which its own policies do not allow', {
    caller: roleOf('444455556666', []), bucket: [{ ...toRole('s3:GetObject'), Principal: { AWS: '444455556666' } }],
  }, 'cut identity Foreign'],
  ['a role of another account, which the bucket policy does not allow', { caller: roleOf('444455556666', [allow('s3:*', '*')]) }, 'cut bucketPolicy Data'],
  ['a role of another account, and a public bucket whose public access is blocked', {
    caller: roleOf('444455556666', [allow('s3:*', '*')]), bucket: [everyone('Allow', 's3:GetObject')],
  }, 'cut blockPublicAccess Data'],

  ['a distribution that the bucket policy names', {
    caller: { kind: 'service', principal: 'cloudfront.amazonaws.com', account: '111122223333', sourceArn: 'arn:aws:cloudfront::111122223333:distribution/E1' },
    arrives: { kind: 'aws' },
    bucket: [{ ...toRole('s3:GetObject'), Principal: { Service: 'cloudfront.amazonaws.com' }, Condition: { StringEquals: { 'aws:SourceArn': 'arn:aws:cloudfront::111122223333:distribution/E1' } } }],
  }, 'reaches GetObject'],
  ['a distribution where the bucket policy names another', {
    caller: { kind: 'service', principal: 'cloudfront.amazonaws.com', account: '111122223333', sourceArn: 'arn:aws:cloudfront::111122223333:distribution/E1' },
    arrives: { kind: 'aws' },
    bucket: [{ ...toRole('s3:GetObject'), Principal: { Service: 'cloudfront.amazonaws.com' }, Condition: { StringEquals: { 'aws:SourceArn': 'arn:aws:cloudfront::111122223333:distribution/E2' } } }],
  }, 'cut bucketPolicy DataPolicy'],
];

function roleOf(account: string, statements: readonly object[]): ChainCaller {
  return {
    kind: 'role',
    arn: `arn:aws:iam::${account}:role/Foreign`,
    account,
    address: { template: 'app', logicalId: 'Foreign' },
    policies: known([identityPolicy(statements)]),
    otherPolicies: known([]),
    boundary: known(undefined),
  };
}

test.each(CASES)('%s', (_, given, answer) => {
  expect(summary(follow(given))).toBe(answer);
});

const POINT = { 'Fn::GetAtt': ['Point', 'Arn'] };
const point = (policy: readonly object[] | undefined, more: object = {}) => ({
  Point: { Type: 'AWS::S3::AccessPoint', Properties: { Bucket: { Ref: 'Data' }, Name: 'point', ...policy ? { Policy: { Version: '2012-10-17', Statement: policy } } : {}, ...more } },
});
const DELEGATION = everyone('Allow', 's3:*', { Condition: { StringEquals: { 's3:DataAccessPointAccount': '111122223333' } } });
const AT_POINT = { 'Fn::Join': ['', [POINT, '/object/*']] };

test.each<[law: string, given: Case, answer: string]>([
  ['the access point allows the role, and the bucket delegates', { bucket: [DELEGATION], resources: point([{ Effect: 'Allow', Principal: { AWS: ROLE }, Action: 's3:GetObject', Resource: AT_POINT }]) }, 'reaches GetObject'],
  ['the access point is named, and so is the object in it, by the name that the template chooses', {
    bucket: [DELEGATION], resources: point([{ Effect: 'Allow', Principal: { AWS: ROLE }, Action: 's3:GetObject', Resource: { 'Fn::Sub': 'arn:aws:s3:${AWS::Region}:${AWS::AccountId}:accesspoint/point/object/*' } }]),
  }, 'reaches GetObject'],
  ['the bucket denies what comes through no access point', {
    identity: [allow('*', '*')], bucket: [unless('StringNotEquals', 's3:DataAccessPointAccount', '111122223333')],
  }, 'cut bucketPolicy DataPolicy'],
  ['the access point allows another role', { bucket: [DELEGATION], resources: point([{ Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::111122223333:role/Other' }, Action: 's3:GetObject', Resource: AT_POINT }]) }, 'cut identity AppRole'],
  ['the access point is for another VPC', {
    bucket: [DELEGATION], endpoint: 'none', resources: point([{ Effect: 'Allow', Principal: { AWS: ROLE }, Action: 's3:GetObject', Resource: AT_POINT }], { VpcConfiguration: { VpcId: { Ref: 'OtherVpc' } } }),
  }, 'cut accessPoint Point'],
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-policies.html
  ['a role of another account, which the access point allows', {
    bucket: [DELEGATION], caller: roleOf('444455556666', [allow('s3:*', '*')]), resources: point([{ Effect: 'Allow', Principal: { AWS: '444455556666' }, Action: 's3:GetObject', Resource: AT_POINT }]),
  }, 'reaches GetObject'],
  ['a role of another account, which the access point does not allow', { bucket: [DELEGATION], caller: roleOf('444455556666', [allow('s3:*', '*')]), resources: point([]) }, 'cut accessPoint Point'],
  ['a role of another account, which the access point allows, and the bucket delegates nothing', {
    caller: roleOf('444455556666', [allow('s3:*', '*')]), resources: point([{ Effect: 'Allow', Principal: { AWS: '444455556666' }, Action: 's3:GetObject', Resource: AT_POINT }]),
  }, 'cut bucketPolicy Data'],
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-bpa-settings.html
  ['a role of another account, and an access point that blocks public access', {
    bucket: [DELEGATION], caller: roleOf('444455556666', [allow('s3:*', '*')]), resources: point([{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: AT_POINT }]),
  }, 'cut accessPoint Point'],
  ['… and one that does not', {
    bucket: [DELEGATION],
    caller: roleOf('444455556666', [allow('s3:*', '*')]),
    resources: point([{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: AT_POINT }], { PublicAccessBlockConfiguration: { BlockPublicPolicy: false, RestrictPublicBuckets: false } }),
  }, 'reaches GetObject'],
  ['the access point says that requests come from the internet, and the bucket denies that', {
    identity: [allow('*', '*')], bucket: [unless('StringNotEquals', 's3:DataAccessPointAccount', '111122223333'), unless('StringEquals', 's3:AccessPointNetworkOrigin', 'Internet')], resources: point([]),
  }, 'cut bucketPolicy DataPolicy'],
  ['a condition decides whether the access point is there', {
    bucket: [DELEGATION], resources: { Point: { ...point([{ Effect: 'Allow', Principal: { AWS: ROLE }, Action: 's3:GetObject', Resource: AT_POINT }]).Point, Condition: 'Open' } }, conditions: { Open: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-west-1'] } },
  }, 'unknown GetObject'],
])('%s', (_, given, answer) => {
  expect(summary(follow(given))).toBe(answer);
});

test('a cut says which statement denies', () => {
  expect(follow({ identity: READS, bucket: [{ ...unless('StringNotEquals', 'aws:SourceVpce', { Ref: 'Endpoint' }), Sid: 'OnlyByEndpoint' }] }).cuts).toEqual([
    { kind: 'bucketPolicy', at: { template: 'app', logicalId: 'DataPolicy' }, reason: 'statement 0 (OnlyByEndpoint) of bucket policy DataPolicy denies s3:GetObject' },
  ]);
});
