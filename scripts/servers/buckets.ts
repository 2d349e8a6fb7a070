import {
  CreateBucketCommand, DeleteBucketEncryptionCommand, DeletePublicAccessBlockCommand, GetBucketAclCommand, PutBucketAclCommand, PutBucketEncryptionCommand, PutBucketLoggingCommand,
  PutBucketOwnershipControlsCommand, PutBucketPolicyCommand, PutBucketVersioningCommand, PutPublicAccessBlockCommand,
} from '@aws-sdk/client-s3';
import { Clients } from './clients';
import { ACCOUNT, REGION } from './places';

/** What the tests call a bucket with all that the rules of the baseline require, and one change away from it. */
export interface Misuse {
  readonly title: string;
  /** The event of CloudTrail. */
  readonly eventName: string;
  /** The rule that it breaks, without its prefix. */
  readonly rule: string;
  readonly make: (bucket: string, clients: Clients) => Promise<unknown>;
  /** Puts back what was there. */
  readonly undo: (bucket: string, clients: Clients) => Promise<unknown>;
}

const BLOCK_ALL = { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true };
const BLOCK_NO_ACLS = { ...BLOCK_ALL, BlockPublicAcls: false, IgnorePublicAcls: false };

/** The canonical id of nobody here. */
const STRANGER = 'c0ffee00'.repeat(8);

export async function makeBucket(bucket: string, { s3 }: Clients): Promise<void> {
  await s3.send(new CreateBucketCommand({ Bucket: bucket, CreateBucketConfiguration: { LocationConstraint: REGION } }));
}

/** A bucket that access logs may be delivered to: S3 tries it when a bucket names it. */
export async function makeLogsBucket(bucket: string, clients: Clients): Promise<void> {
  await makeBucket(bucket, clients);
  await putPolicy(bucket, clients, [denyWithoutTls(bucket), {
    Effect: 'Allow',
    Principal: { Service: 'logging.s3.amazonaws.com' },
    Action: 's3:PutObject',
    Resource: `arn:aws:s3:::${bucket}/*`,
    Condition: { StringEquals: { 'aws:SourceAccount': ACCOUNT } },
  }]);
}

/** Sets all that the baseline requires. The bucket `logs` has to be there. */
export async function harden(bucket: string, clients: Clients, logs: string): Promise<void> {
  const { s3 } = clients;
  await s3.send(new PutPublicAccessBlockCommand({ Bucket: bucket, PublicAccessBlockConfiguration: BLOCK_ALL }));
  await s3.send(new PutBucketOwnershipControlsCommand({ Bucket: bucket, OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] } }));
  await encrypt(bucket, clients);
  await s3.send(new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration: { Status: 'Enabled' } }));
  await s3.send(new PutBucketLoggingCommand({ Bucket: bucket, BucketLoggingStatus: { LoggingEnabled: { TargetBucket: logs, TargetPrefix: `${bucket}/` } } }));
  await putPolicy(bucket, clients, [denyWithoutTls(bucket)]);
}

export const MISUSES: readonly Misuse[] = [
  {
    title: 'a public policy',
    eventName: 'PutBucketPolicy',
    rule: 'PolicyNotPublic',
    make: async (bucket, clients) => putPolicy(bucket, clients, [denyWithoutTls(bucket), { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: `arn:aws:s3:::${bucket}/*` }]),
    undo: async (bucket, clients) => putPolicy(bucket, clients, [denyWithoutTls(bucket)]),
  },
  {
    title: 'a public ACL',
    eventName: 'PutBucketAcl',
    rule: 'NoPublicAcl',
    make: async (bucket, { s3 }) => {
      await openAcls(bucket, { s3 } as Clients);
      await s3.send(new PutBucketAclCommand({ Bucket: bucket, ACL: 'public-read' }));
    },
    undo: closeAcls,
  },
  {
    title: 'an ACL that grants to another account',
    eventName: 'PutBucketAcl',
    rule: 'AclGranteesTrusted',
    make: async (bucket, clients) => {
      await openAcls(bucket, clients);
      const { Owner, Grants = [] } = await clients.s3.send(new GetBucketAclCommand({ Bucket: bucket }));
      await clients.s3.send(new PutBucketAclCommand({
        Bucket: bucket,
        AccessControlPolicy: { Owner, Grants: [...Grants, { Grantee: { Type: 'CanonicalUser', ID: STRANGER }, Permission: 'READ' }] },
      }));
    },
    undo: closeAcls,
  },
  {
    title: 'a policy without TLS',
    eventName: 'PutBucketPolicy',
    rule: 'TlsOnly',
    make: async (bucket, clients) => putPolicy(bucket, clients, [{ ...denyWithoutTls(bucket), Action: 's3:GetObject' }]),
    undo: async (bucket, clients) => putPolicy(bucket, clients, [denyWithoutTls(bucket)]),
  },
  {
    title: 'encryption removed',
    eventName: 'DeleteBucketEncryption',
    rule: 'KmsEncryption',
    make: async (bucket, { s3 }) => s3.send(new DeleteBucketEncryptionCommand({ Bucket: bucket })),
    undo: encrypt,
  },
  {
    title: 'block public access deleted',
    eventName: 'DeleteBucketPublicAccessBlock',
    rule: 'BlockPublicAccess',
    make: async (bucket, { s3 }) => s3.send(new DeletePublicAccessBlockCommand({ Bucket: bucket })),
    undo: async (bucket, { s3 }) => s3.send(new PutPublicAccessBlockCommand({ Bucket: bucket, PublicAccessBlockConfiguration: BLOCK_ALL })),
  },
];

async function openAcls(bucket: string, { s3 }: Clients): Promise<void> {
  await s3.send(new PutPublicAccessBlockCommand({ Bucket: bucket, PublicAccessBlockConfiguration: BLOCK_NO_ACLS }));
  await s3.send(new PutBucketOwnershipControlsCommand({ Bucket: bucket, OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerPreferred' }] } }));
}

async function closeAcls(bucket: string, { s3 }: Clients): Promise<void> {
  await s3.send(new PutBucketAclCommand({ Bucket: bucket, ACL: 'private' }));
  await s3.send(new PutPublicAccessBlockCommand({ Bucket: bucket, PublicAccessBlockConfiguration: BLOCK_ALL }));
  await s3.send(new PutBucketOwnershipControlsCommand({ Bucket: bucket, OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] } }));
}

async function encrypt(bucket: string, { s3 }: Clients): Promise<void> {
  await s3.send(new PutBucketEncryptionCommand({
    Bucket: bucket,
    ServerSideEncryptionConfiguration: { Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: `arn:aws:kms:${REGION}:${ACCOUNT}:alias/aws/s3` }, BucketKeyEnabled: true }] },
  }));
}

async function putPolicy(bucket: string, { s3 }: Clients, statements: readonly object[]): Promise<void> {
  await s3.send(new PutBucketPolicyCommand({ Bucket: bucket, Policy: JSON.stringify({ Version: '2012-10-17', Statement: statements }) }));
}

function denyWithoutTls(bucket: string): object {
  return {
    Effect: 'Deny',
    // Not the text '*', at which moto fails when it looks for the permission of log delivery.
    Principal: { AWS: '*' },
    Action: 's3:*',
    Resource: [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`],
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  };
}
