import { Fragment, FragmentValue } from './fragment';
import { bucket, bucketPolicy, KEY_ARN, keyThatAllows, OBJECTS, RuleFixes } from './rule-fixes';

const SSE = 's3:x-amz-server-side-encryption';
const KEY_ID = `${SSE}-aws-kms-key-id`;
const KEY: Fragment = { Key: { Type: 'AWS::KMS::Key', Properties: { EnableKeyRotation: true } } };
const WITH_KEY: FragmentValue = { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: KEY_ARN };

function encryption(configuration: FragmentValue): Fragment {
  return bucket({ BucketEncryption: { ServerSideEncryptionConfiguration: [configuration] } });
}

function deny(Sid: string, Action: string, Condition: FragmentValue): FragmentValue {
  return { Sid, Effect: 'Deny', Principal: '*', Action, Resource: OBJECTS, Condition };
}

/** How the rules on encryption are complied with. */
export const FIXES_OF_ENCRYPTION: Readonly<Record<string, RuleFixes>> = {
  'HardenedBucket-EncryptionSet': {
    cloudFormation: 'set SSEAlgorithm in BucketEncryption to aws:kms, or to AES256 for a log bucket',
    construct: 'remove what overrides BucketEncryption: HardenedBucket sets it, and encryption chooses between KMS and DSSE',
    fragment: encryption({ ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' } }),
  },
  'HardenedBucket-KmsEncryption': {
    cloudFormation: 'set SSEAlgorithm in BucketEncryption to aws:kms (or aws:kms:dsse) and KMSMasterKeyID to a customer managed key',
    construct: 'remove what overrides BucketEncryption: HardenedBucket encrypts with its own KMS key, or with encryptionKey',
    fragment: { ...KEY, ...encryption({ ServerSideEncryptionByDefault: WITH_KEY, BucketKeyEnabled: true }) },
  },
  'HardenedBucket-CustomerManagedKey': {
    cloudFormation: 'set KMSMasterKeyID to the ARN of a customer managed key, not to an alias',
    construct: 'set encryptionKey to a kms.Key, not to an alias, or leave it out: HardenedBucket makes its own key',
    fragment: { ...KEY, ...encryption({ ServerSideEncryptionByDefault: WITH_KEY, BucketKeyEnabled: true }) },
  },
  'HardenedBucket-KeyRotation': {
    cloudFormation: 'set EnableKeyRotation of the AWS::KMS::Key to true',
    construct: 'set enableKeyRotation: true on encryptionKey, or leave encryptionKey out: the key of HardenedBucket rotates',
    fragment: KEY,
  },
  'HardenedBucket-BucketKey': {
    cloudFormation: 'set BucketKeyEnabled in BucketEncryption to true',
    construct: 'leave bucketKeyEnabled out: HardenedBucket turns the bucket key on',
    fragment: encryption({ ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' }, BucketKeyEnabled: true }),
  },
  'HardenedBucket-SseCBlocked': {
    cloudFormation: `set BlockedEncryptionTypes to SSE-C where it is NONE, and add a Deny of s3:PutObject to the bucket policy where ${SSE}-customer-algorithm is present`,
    construct: 'remove what overrides BlockedEncryptionTypes, or the statement DenyCustomerProvidedKeys: HardenedBucket blocks SSE-C by both',
    fragment: {
      ...encryption({ BlockedEncryptionTypes: { EncryptionType: ['SSE-C'] } }),
      ...bucketPolicy(deny('DenyCustomerProvidedKeys', 's3:PutObject', { Null: { [`${SSE}-customer-algorithm`]: 'false' } })),
    },
  },
  'HardenedBucket-EncryptionEnforced': {
    cloudFormation: `add a Deny to the bucket policy of s3:PutObject where ${SSE} is present with another algorithm or without the key of the bucket, and of s3:UpdateObjectEncryption where ${KEY_ID} is another key`,
    construct: 'remove what changes the statements DenyOtherEncryption, DenyOtherKeys and DenyReencryption: HardenedBucket adds them',
    fragment: bucketPolicy(
      deny('DenyOtherEncryption', 's3:PutObject', { Null: { [SSE]: 'false' }, StringNotEquals: { [SSE]: ['aws:kms', 'aws:kms:dsse'] } }),
      deny('DenyOtherKeys', 's3:PutObject', { Null: { [SSE]: 'false' }, ArnNotEquals: { [KEY_ID]: KEY_ARN } }),
      deny('DenyReencryption', 's3:UpdateObjectEncryption', { ArnNotEquals: { [KEY_ID]: KEY_ARN } }),
    ),
  },
  'HardenedBucket-GrantsReachKey': {
    cloudFormation: 'allow the same principals kms:Decrypt for reading and kms:GenerateDataKey* for writing in KeyPolicy of the key, or, within the account, in a policy of the identity',
    cdk: 'grant with grantRead, grantWrite or grantReadWrite of the bucket, which allow both halves, or with grantDecrypt and grantEncrypt of the key',
    construct: 'grant with grantRead, grantWrite or grantReadWrite of the bucket, which allow both halves',
    fragment: {
      Key: keyThatAllows({ Sid: 'Readers', Effect: 'Allow', Principal: { AWS: '444455556666' }, Action: 'kms:Decrypt', Resource: '*' }),
    },
  },
  'HardenedBucket-ProducerEncryption': {
    cloudFormation: 'set the encryption key of the producer to the ARN of the key of the bucket, or leave its encryption out where the service then requests none',
    construct: 'give the producer the encryptionKey of the bucket, or let it request none, so that the default encryption of the bucket applies',
    fragment: {
      Project: {
        Type: 'AWS::CodeBuild::Project',
        Properties: {
          Artifacts: { Type: 'S3', Location: { Ref: 'Bucket' } },
          EncryptionKey: KEY_ARN,
          Environment: { Type: 'LINUX_CONTAINER', ComputeType: 'BUILD_GENERAL1_SMALL', Image: 'aws/codebuild/standard:7.0' },
          ServiceRole: 'arn:aws:iam::111122223333:role/Build',
          Source: { Type: 'CODEPIPELINE' },
        },
      },
    },
  },
  'HardenedBucket-DeliveriesPossible': {
    cloudFormation: 'let the service deliver to a separate bucket with SSEAlgorithm AES256',
    construct: 'let the service deliver to an AccessLogsBucket',
    fragment: {
      LogBucket: { Type: 'AWS::S3::Bucket', Properties: { BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }] } } },
      Cluster: { Type: 'AWS::Redshift::Cluster', Properties: { ClusterType: 'single-node', DBName: 'dev', MasterUsername: 'admin', NodeType: 'ra3.large', LoggingProperties: { BucketName: { Ref: 'LogBucket' } } } },
    },
  },
  'HardenedBucket-LogTargetEncryption': {
    cloudFormation: 'set SSEAlgorithm in BucketEncryption of the log bucket to AES256, and remove KMSMasterKeyID',
    construct: 'use AccessLogsBucket for the logs, which is encrypted with SSE-S3; if a property injector changes it, make the injector leave this bucket alone',
    fragment: encryption({ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }),
    removed: ['Bucket.Properties.BucketEncryption.ServerSideEncryptionConfiguration.0.ServerSideEncryptionByDefault.KMSMasterKeyID'],
  },
};

