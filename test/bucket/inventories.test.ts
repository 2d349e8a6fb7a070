import { App, aws_kms as kms, aws_s3 as s3, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { synthError } from './apps';
import { AccessLogsBucket, BucketPurpose, HardenedBucket, HardenedBucketProps } from '../../src';
import { evaluate } from '../../src/policy/evaluate';
import { PolicyRequest } from '../../src/policy/policy-request';
import { ACCOUNT, BUCKET, ENV, policyOf, request, service, STRANGER } from '../perimeter/decisions';

const CONDITION = { StringEquals: { 'aws:SourceAccount': ACCOUNT }, ArnLike: { 'aws:SourceArn': { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':s3:::*']] } } };
const KEY_STATEMENT = Match.objectLike({ Effect: 'Allow', Principal: { Service: 's3.amazonaws.com' }, Action: ['kms:Decrypt', 'kms:GenerateDataKey*'], Condition: CONDITION });

function makeStack(app = new App(), id = 'Stack'): Stack {
  return new Stack(app, id, { env: ENV });
}

/** What S3 sends when it delivers a list for a bucket of an account. */
function delivery(sourceAccount: string, key = 'lists/source/All/manifest.json'): PolicyRequest {
  return request(service('s3', { 'aws:SourceAccount': sourceAccount, 'aws:SourceArn': 'arn:aws:s3:::source' }), 's3:PutObject', undefined, {}, key);
}

/** Where lists go: each kind of bucket, and whether it has a key. */
const DESTINATIONS: readonly [string, (stack: Stack) => s3.IBucket, boolean][] = [
  ['a hardened bucket', (stack) => new HardenedBucket(stack, 'Lists', { bucketName: 'records' }), true],
  ['a hardened bucket with a perimeter', (stack) => new HardenedBucket(stack, 'Lists', { bucketName: 'records', purpose: BucketPurpose.privateData() }), true],
  ['a hardened bucket behind endpoints', (stack) => new HardenedBucket(stack, 'Lists', { bucketName: 'records', perimeter: { network: { vpcEndpointIds: ['vpce-1a2b3c4d'] } } }), true],
  ['a plain bucket with a key', (stack) => new s3.Bucket(stack, 'Lists', { encryption: s3.BucketEncryption.KMS }), true],
  ['a plain bucket', (stack) => new s3.Bucket(stack, 'Lists'), false],
  ['a bucket of access logs', (stack) => new AccessLogsBucket(stack, 'Lists'), false],
];

describe.each(DESTINATIONS)('to %s', (_, destination, hasKey) => {
  test.each<[string, (app: App, stack: Stack) => Stack]>([
    ['of the same stack', (__, stack) => stack],
    ['of another stack', (app) => makeStack(app, 'Other')],
  ])('%s: the delivery is allowed by its policy and its key', (__, sourceStack) => {
    const app = new App();
    const stack = makeStack(app);
    const bucket = destination(stack);
    new HardenedBucket(sourceStack(app, stack), 'Source', { inventories: [{ destination: { bucket, prefix: 'lists/' } }] });
    expect(synthError(app)).toBe('');
    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::S3::BucketPolicy', {
      PolicyDocument: { Statement: Match.arrayWith([{ Sid: 'AllowS3Inventory', Effect: 'Allow', Principal: { Service: 's3.amazonaws.com' }, Action: 's3:PutObject', Resource: Match.anyValue(), Condition: CONDITION }]) },
    });
    expect(Object.keys(template.findResources('AWS::KMS::Key', { Properties: { KeyPolicy: { Statement: Match.arrayWith([KEY_STATEMENT]) } } })).length > 0).toBe(hasKey);
    if (bucket instanceof HardenedBucket) {
      expect(evaluate(policyOf(bucket), delivery(ACCOUNT)).decision).toBe('Allow');
      expect(evaluate(policyOf(bucket), delivery(STRANGER)).decision).not.toBe('Allow');
      expect(evaluate(policyOf(bucket), delivery(ACCOUNT, 'elsewhere/list')).decision).not.toBe('Allow');
    }
  });
});

test('the configuration is that of CDK, with the account of the destination', () => {
  const stack = makeStack();
  const bucket = new HardenedBucket(stack, 'Lists');
  new HardenedBucket(stack, 'Source', {
    inventories: [
      { destination: { bucket } },
      {
        destination: { bucket, prefix: 'lists/' },
        inventoryId: 'Daily',
        frequency: s3.InventoryFrequency.DAILY,
        format: s3.InventoryFormat.PARQUET,
        enabled: false,
        objectsPrefix: 'in/',
        optionalFields: ['Size'],
        includeObjectVersions: s3.InventoryObjectVersion.CURRENT,
      },
    ],
  });
  Template.fromStack(stack).hasResourceProperties('AWS::S3::Bucket', {
    InventoryConfigurations: [
      { Id: 'SourceInventory0', Enabled: true, Destination: { BucketArn: Match.anyValue(), BucketAccountId: ACCOUNT, Format: 'CSV' }, IncludedObjectVersions: 'All', ScheduleFrequency: 'Weekly' },
      {
        Id: 'Daily',
        Enabled: false,
        Destination: { BucketArn: Match.anyValue(), BucketAccountId: ACCOUNT, Format: 'Parquet', Prefix: 'lists/' },
        IncludedObjectVersions: 'Current',
        ScheduleFrequency: 'Daily',
        OptionalFields: ['Size'],
        Prefix: 'in/',
      },
    ],
  });
});

test('many sources make one statement, each prefix one more, and a key that all share has one', () => {
  const app = new App();
  const stack = makeStack(app);
  const encryptionKey = new kms.Key(stack, 'Key', { enableKeyRotation: true });
  const bucket = new HardenedBucket(stack, 'Lists', { encryptionKey });
  ['A', 'B', 'C'].forEach((id) => new HardenedBucket(stack, id, { encryptionKey, inventories: [{ destination: { bucket } }] }));
  new HardenedBucket(stack, 'D').addInventory({ destination: { bucket, prefix: 'd/' } });
  expect(synthError(app)).toBe('');
  const template = Template.fromStack(stack);
  const sids = Object.values(template.findResources('AWS::S3::BucketPolicy'))
    .flatMap(({ Properties }) => Properties.PolicyDocument.Statement.map(({ Sid }: any) => Sid)).filter((sid) => /Inventory/.test(sid));
  expect(sids).toEqual(['AllowS3Inventory', 'AllowS3InventoryAnd2']);
  const ofKeys = Object.values(template.findResources('AWS::KMS::Key')).flatMap(({ Properties }) => Properties.KeyPolicy.Statement);
  expect(ofKeys.filter(({ Principal }: any) => Principal.Service === 's3.amazonaws.com')).toHaveLength(1);
});

test('a destination that is imported gets a warning with the statement to add', () => {
  const app = new App();
  const stack = makeStack(app);
  new HardenedBucket(stack, 'Source', { inventories: [{ destination: { bucket: s3.Bucket.fromBucketName(stack, 'Lists', 'central-lists') } }] });
  const warnings = app.synth().getStackByName('Stack').messages.filter(({ level }) => level === 'warning').map(({ entry }) => String(entry.data));
  expect(warnings).toHaveLength(1);
  expect(warnings[0]).toMatch(/inventory destination 'Stack\/Lists' is imported.*"Action":"s3:PutObject".*"aws:SourceAccount":"111122223333".*kms:GenerateDataKey/);
});

test.each<[string, (stack: Stack) => HardenedBucketProps, string]>([
  ['no inventory', () => ({ inventories: [] }), 'inventories is empty'],
  ['a destination in another Region', (stack) => ({ inventories: [{ destination: { bucket: s3.Bucket.fromBucketAttributes(stack, 'Far', { bucketName: 'far', region: 'us-east-1' }) } }] }),
    "inventories[0].destination.bucket 'Stack/Far' is in Region us-east-1, and this bucket in eu-west-1"],
  ['an id that is none', (stack) => ({ inventories: [{ destination: { bucket: new AccessLogsBucket(stack, 'Lists') }, inventoryId: 'all objects' }] }), "inventories[0].inventoryId is 'all objects'"],
  ['two of an id', (stack) => {
    const bucket = new AccessLogsBucket(stack, 'Lists');
    return { inventories: [{ destination: { bucket }, inventoryId: 'all' }, { destination: { bucket }, inventoryId: 'all' }] };
  }, "inventories[1].inventoryId is 'all', as that of another"],
  ['a prefix with a wildcard', (stack) => ({ inventories: [{ destination: { bucket: new AccessLogsBucket(stack, 'Lists'), prefix: '*' } }] }), "inventories[0].destination.prefix is '*'"],
  ['no destination', () => ({ inventories: [{ enabled: true }] } as object), 'inventories[0].destination is missing. Give it an s3.InventoryDestination'],
])('fails for %s', (_, props, message) => {
  const stack = makeStack();
  expect(() => new HardenedBucket(stack, 'Bucket', props(stack))).toThrow(`[Stack/Bucket] ${message}`);
});

test('fails for an inventory of a bucket in itself', () => {
  const bucket = new HardenedBucket(makeStack(), 'Bucket', { removalPolicy: RemovalPolicy.DESTROY, bucketName: BUCKET.split(':::')[1] });
  expect(() => bucket.addInventory({ destination: { bucket } })).toThrow('[Stack/Bucket] inventory.destination.bucket is the bucket itself');
});
