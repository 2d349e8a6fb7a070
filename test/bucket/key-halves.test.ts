import {
  App, aws_cloudfront as cloudfront, aws_cloudfront_origins as origins, aws_ec2 as ec2, aws_elasticloadbalancingv2 as elbv2, aws_iam as iam, aws_kms as kms, aws_s3 as s3, Stack,
} from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { synthError } from './apps';
import { BucketPerimeter, BucketPurpose, HardenedBucket, LogSource, PerimeterOptions, ServiceAccess } from '../../src';

const ENV = { account: '111122223333', region: 'eu-west-1' };
const PARTNER = '444455556666';
const KEY_ARN = 'arn:aws:kms:eu-west-1:111122223333:key/00000000-0000-0000-0000-000000000000';

function stackOf(flags: Record<string, boolean> = {}): Stack {
  return new Stack(new App({ context: flags }), 'Stack', { env: ENV });
}

function errorIn(stack: Stack): string {
  return synthError(stack.node.root as App);
}

function warningsIn(stack: Stack): string[] {
  return (stack.node.root as App).synth().getStackByName(stack.stackName).messages.filter(({ level }) => level === 'warning').map(({ entry }) => String(entry.data));
}

const imported = (stack: Stack) => kms.Key.fromKeyArn(stack, 'ImportedKey', KEY_ARN);

const allow = (bucket: s3.IBucket, principal: iam.IPrincipal, actions: string[], conditions?: object) => bucket.addToResourcePolicy(new iam.PolicyStatement({
  principals: [principal], actions, resources: [bucket.arnForObjects('*')], conditions: conditions as Record<string, object>,
}));

/** Each way to grant one half alone. */
const ONE_HALF: readonly [string, (bucket: s3.IBucket, stack: Stack) => unknown, string][] = [
  ['flow logs of a VPC', (bucket, stack) => new ec2.FlowLog(stack, 'FlowLog', {
    resourceType: ec2.FlowLogResourceType.fromVpc(new ec2.Vpc(stack, 'Vpc')), destination: ec2.FlowLogDestination.toS3(bucket),
  }), 'delivery.logs.amazonaws.com'],
  ['a statement for a partner', (bucket) => allow(bucket, new iam.AccountPrincipal(PARTNER), ['s3:GetObject']), 'kms:Decrypt'],
  ['a statement for a service', (bucket) => allow(bucket, new iam.ServicePrincipal('ses.amazonaws.com'), ['s3:PutObject'], { StringEquals: { 'aws:SourceAccount': ENV.account } }), 'kms:GenerateDataKey*'],
  ['a statement for CloudTrail', (bucket) => allow(bucket, new iam.ServicePrincipal('cloudtrail.amazonaws.com'), ['s3:PutObject'], { StringEquals: { 'aws:SourceAccount': ENV.account } }), 'kms:GenerateDataKey*'],
  ['access logs of a Network Load Balancer', (bucket, stack) => new elbv2.NetworkLoadBalancer(stack, 'Balancer', { vpc: new ec2.Vpc(stack, 'Vpc') }).logAccessLogs(bucket), 'delivery.logs.amazonaws.com'],
  ['the destination of an inventory', (bucket, stack) => new s3.Bucket(stack, 'Inventoried', { inventories: [{ destination: { bucket } }] }), 's3.amazonaws.com'],
  ['a role without the key', (bucket, stack) => {
    const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') });
    role.addToPolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: [bucket.arnForObjects('*')] }));
    return role;
  }, 'kms:Decrypt'],
  ['a role that has its permission on the bucket in itself', (bucket, stack) => new iam.Role(stack, 'Role', {
    assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com'),
    inlinePolicies: { Write: new iam.PolicyDocument({ statements: [new iam.PolicyStatement({ actions: ['s3:PutObject'], resources: [bucket.arnForObjects('*')] })] }) },
  }), 'kms:GenerateDataKey*'],
];

const PERIMETERS: readonly [string, PerimeterOptions | undefined][] = [
  ['without a perimeter', undefined],
  ['with a perimeter that lets them in', { network: { ipDenyList: ['203.0.113.0/24'] } }],
];

describe.each(PERIMETERS)('%s', (_, perimeter) => {
  test.each(ONE_HALF)('fails synth: %s, and the statement to add makes it pass', (_name, grant, expected) => {
    const stack = stackOf({ '@aws-cdk/aws-s3:createDefaultLoggingPolicy': true });
    const bucket = new HardenedBucket(stack, 'Bucket', { perimeter });
    const granted = grant(bucket, stack);
    const error = errorIn(stack);
    expect(error).toContain('HardenedBucket-GrantsReachKey');
    const [statement] = /(?<=fix: .*: )\{"Effect".*\}$/m.exec(error)!;
    expect(statement).toContain(expected);
    const [, method] = /fix: grant with bucket\.(grant\w+)/.exec(error) ?? [];
    if (method) {
      bucket[method as 'grantRead' | 'grantPut'](granted as iam.Role);
    } else {
      bucket.encryptionKey!.addToResourcePolicy(iam.PolicyStatement.fromJson(JSON.parse(statement)));
    }
    expect(errorIn(stack)).toBe('');
    // A key policy that referred to what uses the bucket would be a cycle.
    expect(() => Template.fromStack(stack)).not.toThrow();
  });
});

test('fails synth for flow logs that neither half allows, and naming the service makes it pass', () => {
  const make = (services: ServiceAccess[]) => {
    // Without the feature flag CDK leaves the bucket policy to AWS, and the next deployment takes away what AWS adds.
    const stack = stackOf({ '@aws-cdk/aws-s3:createDefaultLoggingPolicy': false });
    const destination = ec2.FlowLogDestination.toS3(new HardenedBucket(stack, 'Bucket', { services }));
    new ec2.FlowLog(stack, 'FlowLog', { resourceType: ec2.FlowLogResourceType.fromVpc(new ec2.Vpc(stack, 'Vpc')), destination });
    return errorIn(stack);
  };
  expect(make([])).toMatch(/HardenedBucket-ServicesAllowed: [^]*does not allow delivery\.logs\.amazonaws\.com[^]*services of the HardenedBucket/);
  expect(make([{ service: 'delivery.logs.amazonaws.com', bucketActions: ['s3:GetBucketAcl'] }])).toBe('');
});

test('fails synth for a BucketPerimeter around a bucket of which a grant has one half', () => {
  const stack = stackOf();
  const bucket = new s3.Bucket(stack, 'Bucket', { encryption: s3.BucketEncryption.KMS });
  allow(bucket, new iam.AccountPrincipal(PARTNER), ['s3:GetObject']);
  new BucketPerimeter(stack, 'Perimeter', { bucket, network: { ipDenyList: ['203.0.113.0/24'] } });
  expect(errorIn(stack)).toContain('HardenedBucket-GrantsReachKey');
});

test('fails synth for an origin access identity, and says to use origin access control', () => {
  const stack = stackOf();
  const bucket = new HardenedBucket(stack, 'Bucket');
  new cloudfront.Distribution(stack, 'Distribution', { defaultBehavior: { origin: origins.S3BucketOrigin.withOriginAccessIdentity(bucket) } });
  expect(errorIn(stack)).toMatch(/HardenedBucket-GrantsReachKey: .*origin access identity[^]*fix: use origin access control: S3BucketOrigin\.withOriginAccessControl/);
});

/** What gives both halves: nobody warns of it, and synth passes. */
test.each<[string, (stack: Stack) => void]>([
  ['origin access control', (stack) => new cloudfront.Distribution(stack, 'Distribution', { defaultBehavior: { origin: origins.S3BucketOrigin.withOriginAccessControl(new HardenedBucket(stack, 'Bucket', { purpose: BucketPurpose.webOrigin() })) } })],
  ['grants of CDK to an account', (stack) => new HardenedBucket(stack, 'Bucket').grantReadWrite(new iam.AccountPrincipal(PARTNER))],
  ['grants of CDK to an organization', (stack) => new HardenedBucket(stack, 'Bucket').grantRead(new iam.OrganizationPrincipal('o-a1b2c3d4e5'))],
  ['grants of CDK to a role of another account', (stack) => new HardenedBucket(stack, 'Bucket').grantRead(iam.Role.fromRoleArn(stack, 'Role', `arn:aws:iam::${PARTNER}:role/Reader`))],
  ['grants of CDK to an imported role', (stack) => new HardenedBucket(stack, 'Bucket').grantReadWrite(iam.Role.fromRoleArn(stack, 'Role', `arn:aws:iam::${ENV.account}:role/Reader`))],
  ['grants of CDK to a role, with an imported key', (stack) => new HardenedBucket(stack, 'Bucket', { encryptionKey: imported(stack) }).grantReadWrite(new iam.Role(stack, 'Role', { assumedBy: new iam.AccountPrincipal(ENV.account) }))],
  ['the purpose of a log archive', (stack) => new HardenedBucket(stack, 'Bucket', { purpose: BucketPurpose.logArchive({ sources: Object.values(LogSource) }) })],
  ['the purpose of an exchange', (stack) => new HardenedBucket(stack, 'Bucket', { purpose: BucketPurpose.partnerExchange({ accountIds: [PARTNER] }) })],
])('both halves: %s', (_, make) => {
  const stack = stackOf();
  make(stack);
  expect(errorIn(stack)).toBe('');
  expect(warningsIn(stack).filter((text) => text.includes('HardenedBucket-GrantsReachKey'))).toEqual([]);
});

/** The library cannot add to the policy of an imported key, so it says what to add. */
test.each<[string, (stack: Stack) => void, object[]]>([
  ['the purpose of a log archive', (stack) => new HardenedBucket(stack, 'Bucket', { encryptionKey: imported(stack), purpose: BucketPurpose.logArchive({ sources: [LogSource.VENDED_LOGS] }) }), [
    { Principal: { Service: 'delivery.logs.amazonaws.com' }, Action: ['kms:GenerateDataKey*', 'kms:Decrypt'], Condition: { StringEquals: { 'aws:SourceAccount': ENV.account } } },
  ]],
  ['the purpose of an exchange', (stack) => new HardenedBucket(stack, 'Bucket', { encryptionKey: imported(stack), purpose: BucketPurpose.partnerExchange({ accountIds: [PARTNER] }) }), [
    { Principal: { AWS: { 'Fn::Sub': `arn:\${AWS::Partition}:iam::${PARTNER}:root` } }, Action: ['kms:GenerateDataKey*', 'kms:Decrypt'] },
  ]],
  ['a perimeter around a bucket', (stack) => {
    const bucket = new s3.Bucket(stack, 'Bucket', { encryption: s3.BucketEncryption.KMS, encryptionKey: imported(stack) });
    bucket.grantRead(new iam.AccountPrincipal(PARTNER));
    new BucketPerimeter(stack, 'Perimeter', { bucket, network: { ipDenyList: ['203.0.113.0/24'] } });
  }, [{ Principal: { AWS: { 'Fn::Sub': `arn:\${AWS::Partition}:iam::${PARTNER}:root` } }, Action: 'kms:Decrypt' }]],
])('a warning shows what the policy of an imported key has to contain: %s', (_, make, statements) => {
  const stack = stackOf();
  make(stack);
  const [warning] = warningsIn(stack).filter((text) => text.includes('HardenedBucket-GrantsReachKey'));
  const shown = [JSON.parse(/(?<=there: ).*(?= \[ack)/.exec(warning)![0])].flat();
  expect(shown).toEqual(statements.map((statement) => ({ Effect: 'Allow', Resource: '*', ...statement })));
  expect(warning).toContain(KEY_ARN);
});
