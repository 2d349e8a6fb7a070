/** A managed rule of AWS Config about S3. */
export interface ConfigManagedRule {
  /** The name of its page, by which the catalog knows it. */
  readonly name: string;
  /** What CloudFormation calls it. */
  readonly identifier: string;
  /** `periodic`, or when a resource of these types changes; some are both. */
  readonly trigger: 'changes' | 'periodic' | 'both';
  /** The types of the resources that it is about; none for an account. */
  readonly resourceTypes: readonly string[];
  /** What it is told, so that it does not depend on a default: every value is a text. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Why it says nothing sensible before the caller has given parameters. */
  readonly needsParameters?: string;
}

const BUCKET = 'AWS::S3::Bucket';

/** The identifier of almost all rules is their name. */
function row(name: string, more: Partial<ConfigManagedRule> = {}): ConfigManagedRule {
  return { name, identifier: name.toUpperCase().replace(/-/g, '_'), trigger: 'changes', resourceTypes: [BUCKET], parameters: {}, ...more };
}

/**
 * The managed rules that ask for the same as rules of this library, and the one about the account.
 *
 * Each has its own page: https://docs.aws.amazon.com/config/latest/developerguide/ and its name.
 *
 * @see https://docs.aws.amazon.com/config/latest/developerguide/managed-rules-by-aws-config.html
 */
export const CONFIG_MANAGED_RULES: readonly ConfigManagedRule[] = [
  row('s3-account-level-public-access-blocks-periodic', {
    trigger: 'periodic',
    resourceTypes: [],
    parameters: { BlockPublicAcls: 'True', IgnorePublicAcls: 'True', BlockPublicPolicy: 'True', RestrictPublicBuckets: 'True' },
  }),
  row('s3-bucket-level-public-access-prohibited'),
  row('s3-bucket-public-read-prohibited', { trigger: 'both' }),
  row('s3-bucket-public-write-prohibited', { trigger: 'both' }),
  row('s3-bucket-acl-prohibited'),
  row('s3-access-point-public-access-blocks', { resourceTypes: ['AWS::S3::AccessPoint'] }),
  row('s3-mrap-public-access-blocked', { resourceTypes: ['AWS::S3::MultiRegionAccessPoint'] }),
  row('s3-bucket-ssl-requests-only'),
  row('s3-bucket-server-side-encryption-enabled'),
  row('s3-default-encryption-kms'),
  row('cmk-backing-key-rotation-enabled', { trigger: 'periodic', resourceTypes: ['AWS::KMS::Key'] }),
  row('s3-bucket-blacklisted-actions-prohibited', {
    // What Security Hub gives it for S3.6. @see https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-6
    parameters: { blacklistedActionPattern: 's3:DeleteBucketPolicy,s3:PutBucketAcl,s3:PutBucketPolicy,s3:PutEncryptionConfiguration,s3:PutObjectAcl' },
  }),
  row('s3-bucket-policy-grantee-check', { needsParameters: 'it checks against the principals, addresses and VPCs that you trust: awsPrincipals, servicePrincipals, federatedUsers, ipAddresses, vpcIds' }),
  row('s3-bucket-logging-enabled'),
  row('cloudtrail-all-read-s3-data-event-check', { trigger: 'periodic', resourceTypes: [] }),
  row('cloudtrail-all-write-s3-data-event-check', { trigger: 'periodic', resourceTypes: [] }),
  row('s3-bucket-versioning-enabled'),
  row('s3-lifecycle-policy-check'),
  row('s3-version-lifecycle-policy-check'),
  row('s3-bucket-default-lock-enabled'),
  row('s3-bucket-cross-region-replication-enabled'),
  row('s3-event-notifications-enabled'),
];
