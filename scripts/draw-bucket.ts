import * as fs from 'node:fs';
import * as path from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { drawPicture, PictureBox } from './picture';
import { HardenedBucket } from '../src';

/** A box of the picture: which resource it is, and where it stands. */
interface Box {
  readonly type: string;
  /** The beginning of the logical id. */
  readonly id: string;
  readonly column: number;
  readonly row: number;
  readonly label: string;
  readonly detail: (properties: any, count: number) => string;
}

const statements = ({ PolicyDocument }: any, effect: string) => PolicyDocument.Statement.filter(({ Effect }: any) => Effect === effect).length as number;
const algorithmOf = ({ BucketEncryption }: any) => BucketEncryption.ServerSideEncryptionConfiguration[0].ServerSideEncryptionByDefault.SSEAlgorithm as string;
const rotation = ({ EnableKeyRotation }: any) => EnableKeyRotation ? 'customer managed, rotated' : 'customer managed';

const BOXES: Readonly<Record<string, Box>> = {
  key: { type: 'AWS::KMS::Key', id: 'Records', column: 0, row: 0, label: 'KMS key', detail: rotation },
  policy: { type: 'AWS::S3::BucketPolicy', id: 'Records', column: 0, row: 1, label: 'Bucket policy', detail: (properties) => `${statements(properties, 'Deny')} Deny statements` },
  bucket: { type: 'AWS::S3::Bucket', id: 'Records', column: 1, row: 0, label: 'S3 bucket Records', detail: (properties) => `${algorithmOf(properties)}, versions, no ACLs` },
  alarms: { type: 'AWS::CloudWatch::Alarm', id: 'Records', column: 1, row: 1, label: 'CloudWatch alarms', detail: (_, count) => `${count}: 4xx, 5xx, HEAD, LIST` },
  logs: { type: 'AWS::S3::Bucket', id: 'HardenedBucketAccessLogs', column: 2, row: 0, label: 'Log bucket', detail: ({ LifecycleConfiguration }) => `access logs, ${LifecycleConfiguration.Rules.find((rule: any) => rule.ExpirationInDays).ExpirationInDays} days` },
  topic: { type: 'AWS::SNS::Topic', id: 'HardenedBucketAlarms', column: 2, row: 1, label: 'SNS topic', detail: ({ KmsMasterKeyId }) => KmsMasterKeyId ? 'encrypted' : '' },
  logPolicy: { type: 'AWS::S3::BucketPolicy', id: 'HardenedBucketAccessLogs', column: 3, row: 0, label: 'Bucket policy', detail: (properties) => `${statements(properties, 'Deny')} Deny, log delivery` },
  topicKey: { type: 'AWS::KMS::Key', id: 'HardenedBucketAlarms', column: 3, row: 1, label: 'KMS key', detail: rotation },
};

const ARROWS: readonly (readonly [from: string, to: string])[] = [['bucket', 'key'], ['policy', 'bucket'], ['bucket', 'logs'], ['alarms', 'bucket'], ['alarms', 'topic'], ['topic', 'topicKey'], ['logPolicy', 'logs']];

/** Draws what one line creates, from the synthesized template: an arrow is a reference from one resource to another. */
export function drawBucket(): string {
  const stack = new Stack(new App({ analyticsReporting: false, context: { '@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy': true } }), 'Office', { env: { account: '111122223333', region: 'eu-west-1' } });
  new HardenedBucket(stack, 'Records');
  const template = Template.fromStack(stack);
  const found = Object.fromEntries(Object.entries(BOXES).map(([name, { type, id }]) => {
    const all = Object.entries(template.findResources(type)).filter(([logicalId]) => logicalId.startsWith(id));
    if (all.length === 0) {
      throw new Error(`the template has no ${type} ${id}`);
    }
    return [name, all];
  }));
  const refers = (from: string, to: string) => found[from].some(([, resource]) => JSON.stringify(resource).includes(`"${found[to][0][0]}"`));
  const missing = ARROWS.filter(([from, to]) => !refers(from, to));
  if (missing.length > 0) {
    throw new Error(`these resources no longer refer to each other: ${missing.map((pair) => pair.join(' → ')).join(', ')}`);
  }
  const boxes = Object.entries(BOXES).map(([name, { column, row, label, detail }]): [string, PictureBox] =>
    [name, { column, row, label, detail: detail(found[name][0][1].Properties, found[name].length) }]);
  return drawPicture('What new HardenedBucket(this, "Records") creates', 'npx projen dashboards', Object.fromEntries(boxes), ARROWS);
}

if (require.main === module) {
  fs.writeFileSync(path.join(__dirname, '..', 'docs', 'hardened-bucket.svg'), drawBucket());
}
