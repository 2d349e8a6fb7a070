import {
  App, aws_cloudtrail as cloudtrail, aws_config as config, aws_ec2 as ec2, aws_elasticloadbalancingv2 as elbv2, aws_kinesisfirehose as firehose, aws_kms as kms, aws_s3 as s3,
  CfnResource, Stack,
} from 'aws-cdk-lib';
import { synthError } from './apps';
import { BucketPurpose, HardenedBucket, HardenedBucketProps, LogArchiveOptions, LogSource, ServiceAccess } from '../../src';
import { evaluate } from '../../src/policy/evaluate';
import { PolicyDocument, readPolicyDocument } from '../../src/policy/policy-document';
import { PolicyRequest } from '../../src/policy/policy-request';
import { ACCOUNT, BUCKET, ENV, PARTNER, policyOf, STRANGER } from '../perimeter/decisions';

const MEMBER = '777788889999';
const ORGANIZATION = 'o-a1b2c3d4e5';
const KEY_ARN = `arn:aws:kms:eu-west-1:${ACCOUNT}:key/00000000-0000-0000-0000-000000000000`;

/** Each service, and where it delivers. */
const DELIVERIES: readonly [LogSource, service: string, path: string][] = [
  [LogSource.CLOUDTRAIL, 'cloudtrail.amazonaws.com', 'AWSLogs/111122223333/CloudTrail/log'],
  [LogSource.CLOUDTRAIL, 'cloudtrail.amazonaws.com', 'AWSLogs/o-a1b2c3d4e5/111122223333/CloudTrail/log'],
  [LogSource.VENDED_LOGS, 'delivery.logs.amazonaws.com', 'AWSLogs/111122223333/vpcflowlogs/log'],
  [LogSource.CONFIG, 'config.amazonaws.com', 'AWSLogs/111122223333/Config/log'],
  [LogSource.S3_INVENTORY, 's3.amazonaws.com', 'listed-bucket/list/log'],
];

/** For whom a service acts. */
const inOrganization = (id: string, account: string) => ({ 'aws:SourceAccount': account, 'aws:SourceOrgID': id, 'aws:SourceOrgPaths': [`${id}/r-ab12/ou-ab12-11111111/`] });
const FOR: Readonly<Record<string, PolicyRequest['context']>> = {
  'the same account': { 'aws:SourceAccount': ACCOUNT },
  'the same account as a member': inOrganization(ORGANIZATION, ACCOUNT),
  'another account': { 'aws:SourceAccount': PARTNER },
  'a member': inOrganization(ORGANIZATION, MEMBER),
  'a stranger': { 'aws:SourceAccount': STRANGER },
  'a stranger of another organization': inOrganization('o-zzzzzzzzzz', STRANGER),
  'nobody that it names': {},
};
const OWN = ['the same account', 'the same account as a member'];
const MEMBERS = ['the same account as a member', 'a member'];

type Sources = Pick<ServiceAccess, 'sourceAccounts' | 'sourceOrganizationIds' | 'sourceOrganizationPaths'>;

const SOURCES: readonly [string, Sources, readonly string[]][] = [
  ['the same account', {}, OWN],
  ['other accounts', { sourceAccounts: [ACCOUNT, PARTNER] }, [...OWN, 'another account']],
  ['an organization', { sourceOrganizationIds: [ORGANIZATION] }, MEMBERS],
  ['an organizational unit', { sourceOrganizationPaths: [`${ORGANIZATION}/r-ab12/*`] }, MEMBERS],
  ['accounts and an organization', { sourceAccounts: [ACCOUNT, PARTNER], sourceOrganizationIds: [ORGANIZATION] }, [...OWN, 'another account', 'a member']],
];

const archive = (sources: Sources): HardenedBucketProps => ({ purpose: BucketPurpose.logArchive({ sources: Object.values(LogSource), ...sources }) });
const ROOM: readonly [string, (sources: Sources) => HardenedBucketProps][] = [
  ['a bucket without a perimeter', (sources) => ({ services: [...new Set(DELIVERIES.map(([, service]) => service))].map((service) => ({ service, bucketActions: ['s3:GetBucketAcl'], ...sources })) })],
  ['a log archive', archive],
  ['a log archive within a network', (sources) => ({ ...archive(sources), perimeter: { network: { vpcEndpointIds: ['vpce-0123456789abcdef0'] } } })],
];

describe.each(ROOM)('%s', (_, propsOf) => {
  describe.each([['its own key', false], ['an imported key', true]] as const)('with %s', (__, isImported) => {
    test.each(SOURCES)('lets services deliver for %s, and for nobody else', (___, sources, allowed) => {
      const { bucket, key } = synthesized(propsOf(sources), isImported);
      const answers = Object.entries(FOR).filter(([, source]) => DELIVERIES.every(([, service, path]) => isAllowed(bucket, 's3:PutObject', `${BUCKET}/${path}`, service, source)
        && isAllowed(key, 'kms:GenerateDataKey', KEY_ARN, service, source)
        && (service === 's3.amazonaws.com' || isAllowed(bucket, 's3:GetBucketAcl', BUCKET, service, source))));
      expect(answers.map(([name]) => name)).toEqual(Object.keys(FOR).filter((name) => allowed.includes(name)));
      const halves = Object.entries(FOR).filter(([, source]) => DELIVERIES.some(([, service, path]) =>
        isAllowed(bucket, 's3:PutObject', `${BUCKET}/${path}`, service, source) || isAllowed(key, 'kms:GenerateDataKey', KEY_ARN, service, source)));
      expect(halves).toEqual(answers);
    });
  });
});

function synthesized(props: HardenedBucketProps, isImported: boolean): { bucket: PolicyDocument; key: PolicyDocument } {
  const app = new App();
  const stack = new Stack(app, 'Stack', { env: ENV });
  const bucket = new HardenedBucket(stack, 'Bucket', {
    bucketName: 'records', requestMetrics: false, ...isImported ? { encryptionKey: kms.Key.fromKeyArn(stack, 'Key', KEY_ARN) } : {}, ...props,
  });
  const stacks = app.synth().getStackByName('Stack');
  const asked = policyOf(bucket);
  if (!isImported) {
    const [{ Properties: { KeyPolicy } }] = (Object.values(stacks.template.Resources) as { Type: string; Properties: any }[]).filter(({ Type }) => Type === 'AWS::KMS::Key');
    return { bucket: asked, key: readPolicyDocument(KeyPolicy) };
  }
  // What a warning says is missing from the policy of the key.
  const [warning] = stacks.messages.filter(({ level }) => level === 'warning').map(({ entry }) => String(entry.data));
  return { bucket: asked, key: readPolicyDocument({ Version: '2012-10-17', Statement: JSON.parse(/Add what is missing there: (.*?)(?: \[ack|$)/.exec(warning)![1]) }) };
}

function isAllowed(policy: PolicyDocument, action: string, resource: string, Service: string, source: PolicyRequest['context']): boolean {
  return evaluate(policy, {
    principal: { Service },
    action,
    resource,
    context: { ...source, 'aws:SecureTransport': 'true', 's3:TlsVersion': '1.3', 'aws:PrincipalIsAWSService': 'true', 'aws:PrincipalServiceName': Service, 'aws:ViaAWSService': 'false' },
  }).decision === 'Allow';
}

/** The objects that statements of the archive allow services to write. */
function keysOf(options: Partial<LogArchiveOptions>): string[] {
  const { bucket } = synthesized({ purpose: BucketPurpose.logArchive({ sources: [LogSource.CLOUDTRAIL], ...options }) }, false);
  return bucket.statements.filter(({ effect, actions }) => effect === 'Allow' && actions.includes('s3:PutObject')).flatMap(({ resources }) => (resources as string[]).map((resource) => resource.slice(BUCKET.length + 1)));
}

test.each<[string, Partial<LogArchiveOptions>, string[]]>([
  ['no prefix', {}, ['AWSLogs/*']],
  ['a prefix', { prefixes: ['trails'] }, ['trails/*']],
  ['a prefix that ends with a slash', { prefixes: ['trails/'] }, ['trails/*']],
  ['several prefixes', { prefixes: ['trails', 'more/trails/', 'trails/'] }, ['trails/*', 'more/trails/*']],
  ['a prefix and none', { prefixes: ['', 'trails'] }, ['AWSLogs/*', 'trails/*']],
  ['the path of an organization', { prefixes: ['AWSLogs/o-a1b2c3d4e5/', 'trails/AWSLogs/o-a1b2c3d4e5'] }, ['AWSLogs/o-a1b2c3d4e5/*', 'trails/AWSLogs/o-a1b2c3d4e5/*']],
  ['a prefix for inventories', { sources: [LogSource.S3_INVENTORY], prefixes: ['lists'] }, ['lists/*']],
])('with %s services write there alone', (_, options, keys) => {
  expect(keysOf(options)).toEqual(keys);
});

/** Each producer of CDK that delivers with a prefix. */
const PRODUCERS: readonly [string, (stack: Stack, bucket: HardenedBucket, prefix?: string) => void][] = [
  ['a trail', (stack, bucket, prefix) => new cloudtrail.Trail(stack, 'Producer', { bucket, s3KeyPrefix: prefix, encryptionKey: bucket.encryptionKey })],
  ['flow logs', (stack, bucket, prefix) => new ec2.FlowLog(stack, 'Producer', {
    resourceType: ec2.FlowLogResourceType.fromVpc(new ec2.Vpc(stack, 'Vpc')), destination: ec2.FlowLogDestination.toS3(bucket, prefix),
  })],
  ['a Network Load Balancer', (stack, bucket, prefix) => new elbv2.CfnLoadBalancer(stack, 'Producer', {
    type: 'network',
    subnets: ['subnet-0123456789abcdef0'],
    loadBalancerAttributes: Object.entries({ enabled: 'true', bucket: bucket.bucketName, ...prefix === undefined ? {} : { prefix } }).map(([key, value]) => ({ key: `access_logs.s3.${key}`, value })),
  })],
  ['an inventory', (stack, bucket, prefix) => new s3.Bucket(stack, 'Producer', { inventories: [{ destination: { bucket, prefix } }] })],
  ['a delivery channel', (stack, bucket, prefix) => new config.CfnDeliveryChannel(stack, 'Producer', { s3BucketName: bucket.bucketName, s3KeyPrefix: prefix, s3KmsKeyArn: bucket.encryptionKey!.keyArn })],
  ['a delivery stream', (stack, bucket, prefix) => new firehose.DeliveryStream(stack, 'Producer', { destination: new firehose.S3Bucket(bucket, { dataOutputPrefix: prefix && `${prefix}/!{timestamp:yyyy}/`, errorOutputPrefix: prefix && `${prefix}/errors/!{firehose:error-output-type}` }) })],
];

describe.each(PRODUCERS)('%s', (name, deliver) => {
  const errorWith = (prefix?: string, prefixes?: string[]) => {
    const stack = new Stack(new App({ context: { '@aws-cdk/aws-s3:createDefaultLoggingPolicy': true } }), 'Stack', { env: ENV });
    deliver(stack, new HardenedBucket(stack, 'Bucket', { purpose: BucketPurpose.logArchive({ sources: Object.values(LogSource), prefixes }), requestMetrics: false }), prefix);
    return synthError(stack.node.root as App);
  };

  test('delivers under a prefix of the archive', () => {
    expect(errorWith('logs/mine', ['other', 'logs'])).toBe('');
  });

  test('fails synth with another prefix, and either way of the fix makes it pass', () => {
    const error = errorWith('mine', ['logs', 'more/']);
    expect(error).toContain('HardenedBucket-DeliveredUnderPrefixes');
    expect(error).toMatch(/under mine\/, outside of the prefixes of the archive \(logs\/, more\/\)/);
    expect(error).toMatch(/fix: give the AWS::\S+ one of these prefixes, .*, or add 'mine\/' to prefixes of BucketPurpose.logArchive/);
    expect(errorWith('logs', ['logs', 'more/'])).toBe('');
    expect(errorWith('mine', ['logs', 'more/', 'mine/'])).toBe('');
  });

  // Where inventories and streams go without a prefix, only their names or the date tells.
  test(/stream|inventory/.test(name) ? 'may lie anywhere without a prefix' : 'fails synth without a prefix', () => {
    const error = errorWith(undefined, ['logs']);
    expect(/without a prefix, outside of the prefixes of the archive \(logs\/\)/.test(error)).toBe(!/stream|inventory/.test(name));
  });

  test('delivers anywhere that a policy lets it, where the archive has no prefixes', () => {
    const error = errorWith('mine');
    // Of these CDK adds no statement of its own.
    expect(/Balancer/.test(name) ? error.replace(/[^]* only on AWSLogs\/\*, by which .*[^]*/, '') : error).toBe('');
  });
});

test('a trail of the CloudFormation kind outside of what the policy allows fails synth without prefixes of the archive, too', () => {
  const stack = new Stack(new App(), 'Stack', { env: ENV });
  const bucket = new HardenedBucket(stack, 'Bucket', { purpose: BucketPurpose.logArchive({ sources: [LogSource.CLOUDTRAIL] }), requestMetrics: false });
  new CfnResource(stack, 'Trail', { type: 'AWS::CloudTrail::Trail', properties: { S3BucketName: bucket.bucketName, S3KeyPrefix: 'mine', IsLogging: true, KMSKeyId: bucket.encryptionKey!.keyArn } });
  expect(synthError(stack.node.root as App)).toContain(`does not allow cloudtrail.amazonaws.com to call s3:PutObject on mine/AWSLogs/${ACCOUNT}/*, only on AWSLogs/*`);
});

test.each<[string, Partial<LogArchiveOptions>, string]>([
  ['a prefix with a wildcard', { prefixes: ['logs/*'] }, "BucketPurpose.logArchive.prefixes[0] is 'logs/*'. Use what the keys begin with, without wildcards or variables"],
  ['no prefixes', { prefixes: [] }, 'BucketPurpose.logArchive.prefixes is an empty list'],
  ['an account that is none', { sourceAccounts: ['1111'] }, "BucketPurpose.logArchive.sourceAccounts[0] is '1111'. Use the id of an account"],
  ['an organization that is none', { sourceOrganizationIds: ['a1b2c3d4e5'] }, "BucketPurpose.logArchive.sourceOrganizationIds[0] is 'a1b2c3d4e5'. Use the id of an organization"],
  ['a unit that is none', { sourceOrganizationPaths: ['ou-ab12-11111111'] }, "BucketPurpose.logArchive.sourceOrganizationPaths[0] is 'ou-ab12-11111111'. Use the path of an organizational unit"],
])('fails for %s', (_, options, message) => {
  expect(() => BucketPurpose.logArchive({ sources: [LogSource.CLOUDTRAIL], ...options })).toThrow(message);
});
