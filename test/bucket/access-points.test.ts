import { App, aws_ec2 as ec2, aws_iam as iam, aws_kms as kms, aws_s3 as s3, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { PLACES, synthError } from './apps';
import { BucketPurpose, CheckLevel, HardenedBucket, HardenedBucketChecks, HardenedBucketProps, LogSource, ServerSideEncryption, VpcAccessPoint, VpcAccessPointProps } from '../../src';
import { evaluate } from '../../src/policy/evaluate';
import { PolicyRequest } from '../../src/policy/policy-request';
import { policyOf } from '../perimeter/decisions';

const OWN = '111122223333';
const OTHER = '444455556666';
const ENV = { account: OWN, region: 'eu-west-1' };
const VPC_ID = 'vpc-0123456789abcdef0';
const NAMED = { bucketName: 'records' };

function stackOf(env?: { account: string; region: string }): Stack {
  return new Stack(new App(), 'Stack', { env });
}

function vpcOf(stack: Stack): ec2.IVpc {
  return ec2.Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId: VPC_ID, availabilityZones: ['eu-west-1a'] });
}

function pointOf(stack: Stack, bucket: s3.IBucket, props: Partial<VpcAccessPointProps> = {}): VpcAccessPoint {
  return new VpcAccessPoint(stack, 'Point', { bucket, vpc: vpcOf(stack), ...props });
}

/** The policies of the resources of a type, as a stack of a known place writes them. */
function policiesOf(stack: Stack, type: string, property: string): { Statement: Record<string, unknown>[] }[] {
  return Object.values(Template.fromStack(stack).findResources(type)).map(({ Properties }) => Properties[property]);
}

function dataPolicyOf(stack: Stack): { Statement: Record<string, unknown>[] } {
  return policiesOf(stack, 'AWS::S3::BucketPolicy', 'PolicyDocument').find(({ Statement }) => JSON.stringify(Statement).includes('AccessPoints'))!;
}

/** What the final policy of the bucket `records` says of a request. */
function decisionOn(bucket: s3.Bucket, request: Partial<PolicyRequest>): string {
  synthError(bucket.node.root as App);
  return evaluate(policyOf(bucket), {
    principal: { AWS: `arn:aws:iam::${OTHER}:role/Reader` },
    action: 's3:GetObject',
    resource: 'arn:aws:s3:::records/k',
    ...request,
    context: {
      'aws:SecureTransport': 'true',
      's3:TlsVersion': '1.3',
      'aws:ViaAWSService': 'false',
      'aws:PrincipalIsAWSService': 'false',
      'aws:PrincipalAccount': OTHER,
      'aws:PrincipalArn': `arn:aws:iam::${OTHER}:role/Reader`,
      ...request.context,
    },
  }).decision;
}

const through = (account: string, origin = 'Internet') => ({ 's3:DataAccessPointAccount': account, 's3:AccessPointNetworkOrigin': origin, 's3:DataAccessPointArn': `arn:aws:s3:eu-west-1:${account}:accesspoint/p` });

describe('delegateToAccessPoints', () => {
  test('adds nothing unless it is asked for', () => {
    const stack = stackOf();
    new HardenedBucket(stack, 'Records', { delegateToAccessPoints: false });
    expect(dataPolicyOf(stack)).toBeUndefined();
  });

  test('adds the statements that AWS recommends, for the same account', () => {
    const stack = stackOf();
    new HardenedBucket(stack, 'Records', { delegateToAccessPoints: true });
    expect(dataPolicyOf(stack).Statement.filter(({ Sid }) => /Delegate/.test(String(Sid)))).toEqual(['Objects', 'Listing'].map((what) => ({
      Sid: `Delegate${what}ToAccessPoints`,
      Effect: 'Allow',
      Principal: '*',
      Action: expect.anything(),
      Resource: expect.anything(),
      Condition: { StringEquals: { 's3:DataAccessPointAccount': { Ref: 'AWS::AccountId' } } },
    })));
  });

  test.each<[string, HardenedBucketProps, Partial<PolicyRequest>, string]>([
    ['reading through an access point of the account is left to it', {}, { context: through(OWN) }, 'Allow'],
    ['listing through an access point of the account is left to it', {}, { action: 's3:ListBucket', resource: 'arn:aws:s3:::records', context: through(OWN) }, 'Allow'],
    ['writing through an access point of the account is left to it', {}, { action: 's3:PutObject', context: through(OWN) }, 'Allow'],
    ['reading past the access points is not', {}, {}, 'ImplicitDeny'],
    ['reading through an access point of another account is not', {}, { context: through(OTHER) }, 'ImplicitDeny'],
    ['reading through an access point of an account that is listed is left to it', { accessPointAccountIds: [OTHER] }, { context: through(OTHER) }, 'Allow'],
    ['administration is not', {}, { action: 's3:PutBucketPolicy', resource: 'arn:aws:s3:::records', context: through(OWN) }, 'ImplicitDeny'],
    ['ACLs are not', {}, { action: 's3:PutObjectAcl', context: through(OWN) }, 'ImplicitDeny'],
    ['bypassing a lock is not', {}, { action: 's3:BypassGovernanceRetention', context: through(OWN) }, 'ImplicitDeny'],
    ['requests without TLS are denied all the same', {}, { context: { ...through(OWN), 'aws:SecureTransport': 'false' } }, 'ExplicitDeny'],
    ['a guard on identity still holds', { perimeter: { identity: { crossAccount: false } } }, { context: through(OWN) }, 'ExplicitDeny'],
    ['a guard on networks still holds', { perimeter: { network: { vpcEndpointIds: ['vpce-0123456789abcdef0'] } } }, { context: { ...through(OWN), 'aws:SourceVpce': 'vpce-0fedcba9876543210' } }, 'ExplicitDeny'],
    ['a guard on networks lets in whom it lists', { perimeter: { network: { vpcEndpointIds: ['vpce-0123456789abcdef0'] } } }, { context: { ...through(OWN), 'aws:SourceVpce': 'vpce-0123456789abcdef0' } }, 'Allow'],
    ['a guard on access points still holds', { perimeter: { network: { onlyVpcAccessPoints: true } } }, { context: through(OWN) }, 'ExplicitDeny'],
    ['a guard on access points lets in those with a VPC origin', { perimeter: { network: { onlyVpcAccessPoints: true } } }, { context: through(OWN, 'VPC') }, 'Allow'],
  ])('%s', (_, props, request, decision) => {
    const stack = stackOf(ENV);
    expect(decisionOn(new HardenedBucket(stack, 'Records', { ...NAMED, ...props, delegateToAccessPoints: true }), request)).toBe(decision);
  });

  test.each<[string, HardenedBucketProps]>([
    ['a bucket', {}],
    ['DSSE', { encryption: ServerSideEncryption.DSSE }],
    ['other accounts', { accessPointAccountIds: [OTHER] }],
    ['private data', { purpose: BucketPurpose.privateData() }],
    ['a web origin', { purpose: BucketPurpose.webOrigin() }],
    ['a log archive', { purpose: BucketPurpose.logArchive({ sources: [LogSource.CLOUDTRAIL] }) }],
    ['a backup vault', { purpose: BucketPurpose.backupVault() }],
    ['partner exchange', { purpose: BucketPurpose.partnerExchange({ accountIds: [OTHER] }) }],
    ['endpoints and an organization', { perimeter: { network: { vpcEndpointIds: ['vpce-0123456789abcdef0'] }, identity: { organizationIds: ['o-a1b2c3d4e5'] } } }],
    ['VPC access points only', { perimeter: { network: { onlyVpcAccessPoints: true }, identity: { crossAccount: false } } }],
    ['named roles', { perimeter: { identity: { roleArns: [`arn:aws:iam::${OWN}:role/App`] } } }],
    ['deletion protection and tampering', { perimeter: { request: { deletionProtection: true, tamperProtection: true } } }],
  ])('keeps every promise: %s', (_, props) => {
    for (const env of [ENV, undefined]) {
      const stack = stackOf(env);
      new HardenedBucket(stack, 'Records', { ...props, delegateToAccessPoints: true });
      expect(synthError(stack.node.root as App)).toBe('');
      const { violations } = new HardenedBucketChecks(stack.node.root, { level: CheckLevel.STRICT }).validateScope(stack.node.root);
      const errors = violations.filter(({ severity }) => severity === 'error').map(({ ruleName }) => ruleName);
      expect(errors.filter((rule) => !/HardenedBucket-(Replication|ObjectLock|DataEvents)/.test(rule))).toEqual([]);
    }
  });

  test.each(PLACES)('works in %s', (_, make) => {
    const { app, stack } = make();
    new HardenedBucket(stack, 'Records', { delegateToAccessPoints: true });
    expect(synthError(app)).toBe('');
  });

  test('a statement of one\'s own is a warning that says what to use, and one that is no delegation fails', () => {
    const allowedBy = (StringEquals: string) => {
      const stack = stackOf();
      const bucket = new HardenedBucket(stack, 'Records');
      bucket.addToResourcePolicy(new iam.PolicyStatement({
        principals: [new iam.StarPrincipal()], actions: ['*'], resources: [bucket.bucketArn, bucket.arnForObjects('*')], conditions: { [StringEquals]: { 's3:DataAccessPointAccount': stack.account } },
      }));
      return stack;
    };
    Annotations.fromStack(allowedBy('StringEquals')).hasWarning('*', Match.stringLikeRegexp('DelegationBounded.*the access points of its own account decide who gets in.*delegateToAccessPoints: true'));
    expect(synthError(allowedBy('StringEqualsIfExists').node.root as App)).toContain('HardenedBucket-PolicyNotPublic');
  });

  test.each<[string, HardenedBucketProps, string]>([
    ['other accounts without the property', { accessPointAccountIds: [OTHER] }, 'accessPointAccountIds contradicts delegateToAccessPoints left out'],
    ['other accounts with the property off', { delegateToAccessPoints: false, accessPointAccountIds: [OTHER] }, 'accessPointAccountIds contradicts delegateToAccessPoints false'],
    ['what is no account', { delegateToAccessPoints: true, accessPointAccountIds: ['1234'] }, 'accessPointAccountIds[0] is \'1234\''],
    ['no account at all', { delegateToAccessPoints: true, accessPointAccountIds: [] }, 'accessPointAccountIds is an empty list'],
  ])('fails for %s', (_, props, message) => {
    expect(() => new HardenedBucket(stackOf(), 'Records', props)).toThrow(message);
  });
});

describe('VpcAccessPoint', () => {
  test('is bound to the VPC, and blocks all public access', () => {
    const stack = stackOf();
    pointOf(stack, new HardenedBucket(stack, 'Records'));
    Template.fromStack(stack).hasResourceProperties('AWS::S3::AccessPoint', {
      Bucket: Match.objectLike({ Ref: Match.stringLikeRegexp('^Records') }),
      Name: Match.stringLikeRegexp('^[a-z0-9][a-z0-9-]{1,48}[a-z0-9]$'),
      VpcConfiguration: { VpcId: VPC_ID },
      PublicAccessBlockConfiguration: { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true },
      Policy: Match.absent(),
    });
  });

  const grantsOf = (stack: Stack) => policiesOf(stack, 'AWS::S3::AccessPoint', 'Policy')[0].Statement;

  test.each<[string, (point: VpcAccessPoint, role: iam.IRole) => iam.Grant, string[], string[], string[]]>([
    ['grantRead', (point, role) => point.grantRead(role), ['s3:GetObject'], ['s3:ListBucket'], ['kms:Decrypt']],
    ['grantWrite', (point, role) => point.grantWrite(role), ['s3:PutObject', 's3:DeleteObject'], ['s3:ListBucketMultipartUploads'], ['kms:Decrypt', 'kms:GenerateDataKey*']],
    ['grantReadWrite', (point, role) => point.grantReadWrite(role), ['s3:GetObject'], ['s3:ListBucket'], ['kms:Decrypt']],
  ])('%s allows it in the policy of the access point, to the identity, and on the key', (_, grant, onObjects, onPoint, onKey) => {
    const stack = stackOf(ENV);
    const point = pointOf(stack, new HardenedBucket(stack, 'Records'), { accessPointName: 'reports' });
    const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
    expect(grant(point, role).success).toBe(true);
    expect(synthError(stack.node.root as App)).toBe('');
    const arn = { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:s3:eu-west-1:${OWN}:accesspoint/reports`]] };
    const objects = { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:s3:eu-west-1:${OWN}:accesspoint/reports/object/*`]] };
    expect(grantsOf(stack)).toEqual(expect.arrayContaining([
      expect.objectContaining({ Effect: 'Allow', Principal: { AWS: { 'Fn::GetAtt': [expect.stringMatching(/^Role/), 'Arn'] } }, Action: expect.arrayContaining(onObjects), Resource: objects }),
      expect.objectContaining({ Effect: 'Allow', Resource: arn }),
    ]));
    const identity = JSON.stringify(Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy')).filter(({ Properties }) => JSON.stringify(Properties.Roles).includes('Role')));
    [...onObjects, ...onPoint, ...onKey].forEach((action) => expect(identity).toContain(`"${action}"`));
  });

  test('grants some objects only', () => {
    const stack = stackOf(ENV);
    pointOf(stack, new HardenedBucket(stack, 'Records'), { accessPointName: 'reports' }).grantRead(new iam.AccountPrincipal(OTHER), 'reports/*');
    expect(JSON.stringify(grantsOf(stack))).toContain('accesspoint/reports/object/reports/*');
    expect(synthError(stack.node.root as App)).toBe('');
  });

  test('a principal of another account gets its half of the key in the key policy', () => {
    const stack = stackOf(ENV);
    pointOf(stack, new HardenedBucket(stack, 'Records')).grantRead(new iam.AccountPrincipal(OTHER));
    expect(synthError(stack.node.root as App)).toBe('');
    expect(JSON.stringify(policiesOf(stack, 'AWS::KMS::Key', 'KeyPolicy'))).toContain(`:iam::${OTHER}:root`);
  });

  test('fails where the access point lets in someone whom the key does not', () => {
    const stack = stackOf(ENV);
    const point = pointOf(stack, new HardenedBucket(stack, 'Records'));
    point.addToResourcePolicy(new iam.PolicyStatement({ principals: [new iam.AccountPrincipal(OTHER)], actions: ['s3:GetObject'], resources: [point.arnForObjects('*')] }));
    expect(synthError(stack.node.root as App)).toMatch(/HardenedBucket-GrantsReachKey.*of the policy of access point/s);
  });

  test('fails where the perimeter cancels what the access point grants', () => {
    const stack = stackOf(ENV);
    const bucket = new HardenedBucket(stack, 'Records', { perimeter: { network: { vpcIds: ['vpc-0fedcba9876543210'] }, identity: { crossAccount: false } } });
    pointOf(stack, bucket).grantRead(new iam.AccountPrincipal(OTHER));
    expect(synthError(stack.node.root as App)).toMatch(/HardenedBucket-GrantsEffective.*of the policy of access point/s);
  });

  test.each<[string, Partial<PolicyRequest>, string]>([
    ['what comes through a VPC access point of the account is left to it', { context: through(OWN, 'VPC') }, 'Allow'],
    ['what comes through an access point of the internet is not', { context: through(OWN) }, 'ImplicitDeny'],
    ['what comes through a VPC access point of another account is not', { context: through(OTHER, 'VPC') }, 'ImplicitDeny'],
  ])('the bucket leaves it to VPC access points alone: %s', (_, request, decision) => {
    const stack = stackOf(ENV);
    const bucket = new HardenedBucket(stack, 'Records', NAMED);
    pointOf(stack, bucket);
    expect(decisionOn(bucket, request)).toBe(decision);
  });

  test('a second access point, or one of a bucket that delegates, adds no statement', () => {
    const stack = stackOf();
    const [one, two] = [new HardenedBucket(stack, 'One'), new HardenedBucket(stack, 'Two', { delegateToAccessPoints: true })];
    const vpc = vpcOf(stack);
    [one, one, two].forEach((bucket, i) => new VpcAccessPoint(stack, `Point${i}`, { bucket, vpc }));
    const sids = policiesOf(stack, 'AWS::S3::BucketPolicy', 'PolicyDocument').flatMap(({ Statement }) => Statement.map(({ Sid }) => String(Sid))).filter((sid) => sid.startsWith('Delegate'));
    expect(sids.sort()).toEqual(['DelegateListingToAccessPoints', 'DelegateListingToVpcAccessPoints', 'DelegateObjectsToAccessPoints', 'DelegateObjectsToVpcAccessPoints']);
    expect(synthError(stack.node.root as App)).toBe('');
    Annotations.fromStack(stack).hasNoWarning('*', Match.stringLikeRegexp('DelegationBounded'));
  });

  test('with a perimeter of VPC access points it is the one way in', () => {
    const stack = stackOf(ENV);
    const bucket = new HardenedBucket(stack, 'Records', { purpose: BucketPurpose.privateData(), perimeter: { network: { onlyVpcAccessPoints: true } } });
    pointOf(stack, bucket).grantReadWrite(new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') }));
    expect(synthError(stack.node.root as App)).toBe('');
  });

  test('bucket, access point and role may be in three stacks', () => {
    const app = new App();
    const [data, network, roles] = ['Data', 'Network', 'Roles'].map((id) => new Stack(app, id, { env: ENV }));
    const bucket = new HardenedBucket(data, 'Records', { encryptionKey: new kms.Key(data, 'Key', { enableKeyRotation: true }) });
    const role = new iam.Role(roles, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
    pointOf(network, bucket).grantReadWrite(role);
    expect(synthError(app)).toBe('');
  });

  test.each(PLACES)('works in %s', (_, make) => {
    const { app, stack } = make();
    pointOf(stack, new HardenedBucket(stack, 'Records')).grantRead(new iam.AccountRootPrincipal());
    expect(synthError(app)).toBe('');
  });

  test('leads to a plain bucket, too', () => {
    const stack = stackOf(ENV);
    const bucket = new s3.Bucket(stack, 'Records', NAMED);
    pointOf(stack, bucket).grantRead(new iam.AccountPrincipal(OTHER));
    expect(decisionOn(bucket, { context: through(OWN, 'VPC') })).toBe('Allow');
  });

  test('an imported bucket is a warning that has the statements', () => {
    const stack = stackOf(ENV);
    pointOf(stack, s3.Bucket.fromBucketAttributes(stack, 'Records', { bucketArn: 'arn:aws:s3:::records', account: OTHER }));
    Template.fromStack(stack).hasResourceProperties('AWS::S3::AccessPoint', { Bucket: 'records', BucketAccountId: OTHER });
    Annotations.fromStack(stack).hasWarning('*', Match.stringLikeRegexp(`bucket 'Stack/Records' is imported.*s3:DataAccessPointAccount":"${OWN}`));
  });

  test('names are its own: equal paths in two stacks make two', () => {
    const app = new App();
    const names = ['One', 'Two'].map((id) => {
      const stack = new Stack(app, id);
      return pointOf(stack, new HardenedBucket(stack, 'Records')).accessPointName;
    });
    expect(new Set(names).size).toBe(2);
    expect(names.filter((name) => !/^[a-z0-9][a-z0-9-]{1,48}[a-z0-9]$/.test(name))).toEqual([]);
  });

  test.each(['Reports', 'a', 're_ports', '-reports', 'reports-', 'xn--reports', 'reports-s3alias', 'x'.repeat(51)])('fails for the name %s', (accessPointName) => {
    const stack = stackOf();
    expect(() => pointOf(stack, new HardenedBucket(stack, 'Records'), { accessPointName })).toThrow(`accessPointName is '${accessPointName}'`);
  });

  test('fails for a property that it does not have', () => {
    const stack = stackOf();
    expect(() => pointOf(stack, new HardenedBucket(stack, 'Records'), { vpcId: VPC_ID } as object)).toThrow('vpcId is not a property of VpcAccessPointProps');
  });
});
