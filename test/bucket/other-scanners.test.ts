import { App, Stack, Validations } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AccessLogsBucket, HardenedBucket, ServerSideEncryption } from '../../src';
import { DSSE_BUCKET, LOG_BUCKET } from '../../src/bucket/acknowledgements';

/** Where each scanner of templates looks for what is not to be reported: the ids there. */
const SCANNERS: Readonly<Record<string, (metadata: any) => string[]>> = {
  checkov: ({ checkov }) => checkov?.skip.map(({ id }: any) => id) ?? [],
  cfnGuard: ({ guard }) => guard?.SuppressedRules ?? [],
  cfnNag: ({ cfn_nag: nag }) => nag?.rules_to_suppress.map(({ id }: any) => id) ?? [],
};

/** Each bucket that acknowledges something, what it acknowledges, and to whom. */
const BUCKETS: readonly [string, (stack: Stack) => unknown, typeof LOG_BUCKET, Readonly<Record<string, string[]>>][] = [
  ['AccessLogsBucket', (stack) => new AccessLogsBucket(stack, 'Made'), LOG_BUCKET, {
    checkov: ['CKV_AWS_18'],
    cfnGuard: ['S3_DEFAULT_ENCRYPTION_KMS', 'S3_BUCKET_DEFAULT_LOCK_ENABLED', 'S3_BUCKET_REPLICATION_ENABLED', 'S3_BUCKET_LOGGING_ENABLED'],
    cfnNag: ['W35'],
  }],
  ['a bucket with DSSE', (stack) => new HardenedBucket(stack, 'Made', { encryption: ServerSideEncryption.DSSE }), DSSE_BUCKET, {
    checkov: ['CKV_AWS_19'],
    cfnGuard: ['S3_DEFAULT_ENCRYPTION_KMS', 'S3_BUCKET_SERVER_SIDE_ENCRYPTION_ENABLED'],
    cfnNag: [],
  }],
  ['any other bucket', (stack) => new HardenedBucket(stack, 'Made'), [], { checkov: [], cfnGuard: [], cfnNag: [] }],
];

describe.each(BUCKETS)('%s', (_, make, acknowledged, expected) => {
  const stack = new Stack(new App(), 'Stack');
  make(stack);
  const [, { Metadata }] = Object.entries(Template.fromStack(stack).findResources('AWS::S3::Bucket')).find(([id]) => id.startsWith('Made'))!;

  test.each(Object.keys(SCANNERS))('tells %s what it cannot meet', (scanner) => {
    expect(SCANNERS[scanner](Metadata)).toEqual(expected[scanner]);
  });

  test('gives its reasons where a scanner has a place for them', () => {
    const reasons = [...Metadata.checkov?.skip.map(({ comment }: any) => comment) ?? [], ...Metadata.cfn_nag?.rules_to_suppress.map(({ reason }: any) => reason) ?? []];
    expect(acknowledged.map(({ reason }) => reason)).toEqual(expect.arrayContaining(reasons));
  });

  test('acknowledges the same to cdk-nag', () => {
    const ids = stack.node.findChild('Made').node.metadata.filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY).flatMap(({ data }) => Object.keys(data as object));
    const rules = acknowledged.flatMap(({ cdkNag }) => cdkNag.flatMap(({ packs, rule }) => packs.map((pack) => `${pack}::${pack}-${rule}`)));
    expect(ids.sort()).toEqual(rules.sort());
  });
});

test('metadata of yours stand beside it', () => {
  const stack = new Stack(new App(), 'Stack');
  const logs = new AccessLogsBucket(stack, 'Logs');
  (logs.node.defaultChild as any).addMetadata('owner', 'platform');
  Template.fromStack(stack).hasResource('AWS::S3::Bucket', { Metadata: { 'owner': 'platform', 'cdk-hardened-bucket': 'AccessLogsBucket' } });
});
