import { aws_iam as iam, aws_s3 as s3, Stack } from 'aws-cdk-lib';

/** Where a producer may be pointed at: a bucket of each purpose, and one without. */
export const PURPOSES = ['none', 'privateData', 'webOrigin', 'logArchive', 'backupVault', 'partnerExchange'] as const;
export type Purpose = typeof PURPOSES[number];

/** A request that a producer is documented to send. */
export interface DocumentedRequest {
  /** The service principal, or the path of the role in the construct tree, below the stack. */
  readonly by: { readonly service: string; readonly sourceArn?: string } | { readonly account: string } | { readonly role: string };
  readonly action: string;
  /** The key of the object; absent for a request on the bucket. */
  readonly object?: string;
  /** The encryption that it asks for; absent where it asks for none. `key` stands for the key of the bucket. */
  readonly encryption?: 'AES256' | 'key';
  /** What else it carries. In texts `{account}`, `{region}`, `{bucket}` stand for the account, Region and ARN of the bucket, and `{ref:Path}` for what AWS calls a construct of the stack. */
  readonly context?: Readonly<Record<string, string>>;
  /** Asked of KMS where the bucket has a key, unless this is empty. */
  readonly onKey?: readonly string[];
}

/** What was told to do in the errors so far, by the names of fixes. */
export type Followed = ReadonlySet<string>;

/** One row: a producer as users write it. */
export interface Producer {
  readonly name: string;
  /** The places of CDK's API that take the bucket, as jsii calls them; absent where CDK has no construct but the L1. */
  readonly covers?: readonly string[];
  /** The page of AWS on what it asks S3 for. */
  readonly see: string;
  /** Builds it in the stack of the bucket; answers whom a grant would be for, where one may have to be added. */
  readonly build: (stack: Stack, bucket: s3.Bucket, followed: Followed) => iam.IGrantable | void;
  /** What it is documented to send, given the fixes that were followed. */
  readonly requests: (followed: Followed) => readonly DocumentedRequest[];
  /** The names of the fixes that the errors ask for; absent where it synthesizes as it is written. */
  readonly fixes?: (on: Purpose, recommendedFlags: boolean) => readonly string[];
}

/** Whom logs are delivered for, and with which header. @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-infrastructure-V2-S3.html */
export const FULL_CONTROL = { 's3:x-amz-acl': 'bucket-owner-full-control' } as const;

export const WRITES = ['kms:GenerateDataKey'] as const;
export const WRITES_IN_PARTS = ['kms:GenerateDataKey', 'kms:Decrypt'] as const;
export const READS = ['kms:Decrypt'] as const;

/** What a role does that reads and writes. */
export const readsAndWrites = (role: string, object = 'a/key', encryption?: DocumentedRequest['encryption']): readonly DocumentedRequest[] => [...writes(role, object, encryption), ...reads(role, object)];
export const writes = (role: string, object = 'a/key', encryption?: DocumentedRequest['encryption']): readonly DocumentedRequest[] => [{ by: { role }, action: 's3:PutObject', object, encryption, onKey: WRITES }];
export const reads = (role: string, object = 'a/key'): readonly DocumentedRequest[] => [{ by: { role }, action: 's3:GetObject', object, onKey: READS }];
