import * as fs from 'node:fs';
import * as path from 'node:path';
import { App, aws_cloudtrail as cloudtrail, aws_iam as iam, aws_kms as kms, aws_s3 as s3 } from 'aws-cdk-lib';
import { LEFT_OUT } from './decisions';
import { HardenedBucketMixin, HardenedBucketMixinProps, HardenedSetting } from '../../../src';

/** The statement that the error on a bucket asks for on its key. */
type KeyStatement = Readonly<Record<string, unknown>>;

const PARTNER = '444455556666';
const ofAccount = { StringEquals: { 'aws:SourceAccount': '111122223333' } };

/** What the teams do on these buckets because synth asks for it; of all others they leave out what they left out before. */
const FOLLOWED: Readonly<Record<string, Omit<HardenedBucketMixinProps, 'encryptionKey'> & { readonly onKey?: readonly KeyStatement[] }>> = {
  'Finance/Invoices': { replaceS3ManagedEncryption: true },
  // The auditor allows its own people to use the key.
  'Finance/Reports': { onKey: [{ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${PARTNER}:root` }, Action: 'kms:Decrypt', Resource: '*' }] },
  'Platform/PartnerData': {
    replaceS3ManagedEncryption: true,
    onKey: [{ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${PARTNER}:role/exporter` }, Action: 'kms:GenerateDataKey*', Resource: '*' }],
  },
  'Platform/Portal/S3Bucket': {
    replaceS3ManagedEncryption: true,
    onKey: [{
      Effect: 'Allow',
      Principal: { Service: 'cloudfront.amazonaws.com' },
      Action: 'kms:Decrypt',
      Resource: '*',
      Condition: { StringLike: { 'aws:SourceArn': 'arn:aws:cloudfront::111122223333:distribution/*' } },
    }],
  },
  // Digests stay with SSE-S3, whatever the key of the trail.
  'Platform/Trail/S3': {
    excludedSettings: [HardenedSetting.ENCRYPTION_ENFORCED],
    onKey: [{ Effect: 'Allow', Principal: { Service: 'cloudtrail.amazonaws.com' }, Action: ['kms:GenerateDataKey*', 'kms:DescribeKey'], Resource: '*', Condition: ofAccount }],
  },
  'Builds/Originals': {},
};

/** Hardens each bucket of the app, and does what the errors ask for where that is in the hands of the team. */
export function followErrors(app: App): void {
  for (const bucket of app.node.findAll().filter((construct): construct is s3.CfnBucket => s3.CfnBucket.isCfnBucket(construct))) {
    const id = bucket.node.path.replace(/\/Resource$/, '');
    const { onKey = [], ...props } = FOLLOWED[id] ?? { excludedSettings: LEFT_OUT[id] };
    const encryptionKey = onKey.length === 0 ? undefined : new kms.Key(bucket.stack, `${bucket.node.addr}Key`, { enableKeyRotation: true });
    onKey.forEach((statement) => encryptionKey!.addToResourcePolicy(iam.PolicyStatement.fromJson(statement)));
    if (id === 'Builds/Originals') {
      replicateEncrypted(bucket);
    }
    bucket.with(new HardenedBucketMixin({ ...props, encryptionKey }));
    if (id === 'Platform/Trail/S3') {
      const trail = app.node.findAll().find((construct): construct is cloudtrail.CfnTrail => construct instanceof cloudtrail.CfnTrail)!;
      trail.kmsKeyId = encryptionKey!.keyArn;
    }
  }
}

/** `SseKmsEncryptedObjects` with a key for the copies, and a role that may use both. */
function replicateEncrypted(bucket: s3.CfnBucket): void {
  const copies = bucket.stack.node.findChild('Copies') as s3.Bucket;
  copies.with(new HardenedBucketMixin());
  const { role, rules } = bucket.replicationConfiguration as s3.CfnBucket.ReplicationConfigurationProperty;
  const [rule] = rules as s3.CfnBucket.ReplicationRuleProperty[];
  bucket.replicationConfiguration = {
    role,
    rules: [{
      ...rule,
      sourceSelectionCriteria: { sseKmsEncryptedObjects: { status: 'Enabled' } },
      destination: { ...rule.destination as s3.CfnBucket.ReplicationDestinationProperty, encryptionConfiguration: { replicaKmsKeyId: copies.encryptionKey!.keyArn } },
    }],
  };
}

/** The templates with what `adopt` asks for in writing: versions that nobody suspended on purpose, and encryption that no parameter decides. */
export function followRefusals(folder: string): void {
  const exchange = path.join(folder, 'exchange.json');
  edit(exchange, '"Status": "Suspended"', '"Status": "Enabled"');
  edit(exchange, '"AccessControl": "Private",', `"AccessControl": "Private",
        "BucketEncryption": { "ServerSideEncryptionConfiguration": [{ "ServerSideEncryptionByDefault": { "SSEAlgorithm": "aws:kms", "KMSMasterKeyID": { "Fn::GetAtt": ["ExchangeKey", "Arn"] } } }] },`);
  edit(exchange, '"Arrivals": { "Type": "AWS::SNS::Topic" },', `"Arrivals": { "Type": "AWS::SNS::Topic" },
    "ExchangeKey": {
      "Type": "AWS::KMS::Key",
      "DeletionPolicy": "Retain",
      "UpdateReplacePolicy": "Retain",
      "Properties": {
        "EnableKeyRotation": true,
        "KeyPolicy": {
          "Version": "2012-10-17",
          "Statement": [
            { "Effect": "Allow", "Principal": { "AWS": { "Fn::Sub": "arn:\${AWS::Partition}:iam::\${AWS::AccountId}:root" } }, "Action": "kms:*", "Resource": "*" },
            { "Effect": "Allow", "Principal": { "AWS": ["444455556666", "arn:aws:iam::777788889999:root"] }, "Action": ["kms:Decrypt", "kms:GenerateDataKey*"], "Resource": "*" }
          ]
        }
      }
    },`);
  const governance = path.join(folder, 'governance.yaml');
  const text = fs.readFileSync(governance, 'utf8');
  fs.writeFileSync(governance, text.replace(/ {6}BucketEncryption: !If\n[\s\S]*?(?= {6}LifecycleConfiguration:)/, [
    'BucketEncryption:', '  ServerSideEncryptionConfiguration:', '    - ServerSideEncryptionByDefault:', '        SSEAlgorithm: aws:kms', '        KMSMasterKeyID: !GetAtt LogKey.Arn', '',
  ].map((line) => line && `      ${line}`).join('\n')).replace('\nResources:\n', `
Resources:
  LogKey:
    Type: AWS::KMS::Key
    DeletionPolicy: Retain
    UpdateReplacePolicy: Retain
    Properties:
      EnableKeyRotation: true
      KeyPolicy:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal:
              AWS: !Sub arn:\${AWS::Partition}:iam::\${AWS::AccountId}:root
            Action: kms:*
            Resource: "*"
          - Effect: Allow
            Principal:
              Service: config.amazonaws.com
            Action:
              - kms:Decrypt
              - kms:GenerateDataKey*
            Resource: "*"
            Condition:
              StringEquals:
                aws:SourceAccount: !Ref AWS::AccountId

`));
}

function edit(file: string, from: string, to: string): void {
  const text = fs.readFileSync(file, 'utf8');
  if (!text.includes(from)) {
    throw new Error(`${file} does not contain ${from}`);
  }
  fs.writeFileSync(file, text.replace(from, () => to));
}
