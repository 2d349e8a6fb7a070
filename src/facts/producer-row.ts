import { KeysRow } from '../template/written-keys';

/** Which encryption a producer asks S3 for when it writes an object. */
export type Asks =
  /** None: the object gets the default encryption of the bucket. */
  | 'bucket'
  | 'AES256'
  /** SSE-KMS: with the key that it is given, else with the AWS managed key of S3. */
  | 'aws:kms'
  /** The same in two layers. */
  | 'aws:kms:dsse'
  /** It encrypts by itself before it writes. */
  | 'client side'
  /** AWS does not say. */
  | 'undocumented';

/**
 * A part of a resource with which CloudFormation makes a service write to a bucket, and how it chooses the encryption.
 *
 * Paths are names of properties with dots, below the part; with a slash in front, below `Properties`.
 */
export interface ProducerRow extends KeysRow {
  readonly type: string;
  /** What it writes, in words. */
  readonly writes: string;
  /** Where the part stands: `*` is each item of a list. Absent for the properties as a whole. */
  readonly part?: string;
  /** Names the bucket: by name, ARN, URI, domain, or one of these with a prefix. */
  readonly bucket: string;
  /** Counts only where these have one of these values, or are absent for `undefined`. */
  readonly when?: Readonly<Record<string, readonly (string | undefined)[]>>;
  /** Names the key. */
  readonly key?: string;
  /** Names the kind of encryption, by a name of `ENCRYPTION_MODES`. */
  readonly mode?: string;
  /** Asks for SSE-S3 where it is there. */
  readonly sseS3?: string;
  /** The resource that has the key and the kind instead: where it is named, its type, and below which part they stand there. */
  readonly by?: readonly [reference: string, type: string, part: string];
  /** Switches encryption off where it is `true`. */
  readonly off?: string;
  /** What it asks for where neither a key nor a kind is given. */
  readonly byDefault: Asks;
  /** The service principal that writes; absent where the role of the resource does. */
  readonly service?: string;
  /** What tells its findings from those of another row that names the bucket in the same place. */
  readonly finding?: string;
  /** The fix for users of a construct of CDK, where there is one. */
  readonly cdk?: string;
  /** The page of AWS that says so. */
  readonly see: string;
}

/** What the kinds of encryption are called: in upper case, and with hyphens for underscores. */
export const ENCRYPTION_MODES: Readonly<Record<string, Asks>> = {
  'SSE-S3': 'AES256',
  'AES256': 'AES256',
  'SERVER-SIDE-ENCRYPTION-S3': 'AES256',
  'SSE-KMS': 'aws:kms',
  'AWS:KMS': 'aws:kms',
  'AWS:KMS:DSSE': 'aws:kms:dsse',
  'SERVER-SIDE-ENCRYPTION-KMS': 'aws:kms',
  'CSE-KMS': 'client side',
  'DISABLED': 'bucket',
};

/** Where the pages of AWS are, and those that describe resource types. */
export const AWS = 'https://docs.aws.amazon.com/';
export const TEMPLATE_REFERENCE = `${AWS}AWSCloudFormation/latest/TemplateReference/`;
