// Made by `npx projen rules` from the catalog in src/rules. Do not edit.

/**
 * The ids of all rules, for options and acknowledgments: a misspelled name does not compile.
 *
 * @example
 * const bucket = new s3.Bucket(this, 'Scratch');
 * Validations.of(bucket).acknowledge({ id: HardenedBucketRules.VERSIONING, reason: 'scratch data, made again every night' });
 */
export class HardenedBucketRules {
  /** Server access logs are delivered to another bucket or to CloudWatch Logs. */
  public static readonly ACCESS_LOGGING = 'HardenedBucket-AccessLogging';

  /** The bucket that receives the access logs can receive them. */
  public static readonly ACCESS_LOGS_TARGET = 'HardenedBucket-AccessLogsTarget';

  /** All access points block public access. */
  public static readonly ACCESS_POINTS_BLOCK_PUBLIC_ACCESS = 'HardenedBucket-AccessPointsBlockPublicAccess';

  /** A fixed name is in the account regional namespace. */
  public static readonly ACCOUNT_REGIONAL_NAME = 'HardenedBucket-AccountRegionalName';

  /** Every acknowledgment has a reason, and a finding that it is for. */
  public static readonly ACKNOWLEDGEMENTS_USED = 'HardenedBucket-AcknowledgementsUsed';

  /** ACLs are disabled. */
  public static readonly ACLS_DISABLED = 'HardenedBucket-AclsDisabled';

  /** The ACL grants nothing to anyone but the owner, trusted accounts and log delivery. */
  public static readonly ACL_GRANTEES_TRUSTED = 'HardenedBucket-AclGranteesTrusted';

  /** All four Block Public Access settings are on. */
  public static readonly BLOCK_PUBLIC_ACCESS = 'HardenedBucket-BlockPublicAccess';

  /** The S3 Bucket Key is on. */
  public static readonly BUCKET_KEY = 'HardenedBucket-BucketKey';

  /** Conditions on tags of the bucket are effective. */
  public static readonly BUCKET_TAGS_EFFECTIVE = 'HardenedBucket-BucketTagsEffective';

  /** CORS is open to named origins only. */
  public static readonly CORS_NOT_OPEN = 'HardenedBucket-CorsNotOpen';

  /** The KMS key is customer managed, and not named by an alias. */
  public static readonly CUSTOMER_MANAGED_KEY = 'HardenedBucket-CustomerManagedKey';

  /** CloudTrail records who reads and writes objects. */
  public static readonly DATA_EVENTS = 'HardenedBucket-DataEvents';

  /** The bucket policy says who may use it through access points. */
  public static readonly DELEGATION_BOUNDED = 'HardenedBucket-DelegationBounded';

  /** Every service that is to deliver to the bucket can. */
  public static readonly DELIVERIES_POSSIBLE = 'HardenedBucket-DeliveriesPossible';

  /** Requests for another encryption or another key are denied. */
  public static readonly ENCRYPTION_ENFORCED = 'HardenedBucket-EncryptionEnforced';

  /** Default encryption is configured. */
  public static readonly ENCRYPTION_SET = 'HardenedBucket-EncryptionSet';

  /** Requests to the bucket from a VPC that has a gateway endpoint for S3 go through it. */
  public static readonly ENDPOINT_NOT_BYPASSED = 'HardenedBucket-EndpointNotBypassed';

  /** The VPC endpoints that the bucket policy trusts restrict what passes. */
  public static readonly ENDPOINT_POLICY_RESTRICTED = 'HardenedBucket-EndpointPolicyRestricted';

  /** Events of the bucket have a destination. */
  public static readonly EVENT_NOTIFICATIONS = 'HardenedBucket-EventNotifications';

  /** Every workload that is granted access to the bucket has a path to it. */
  public static readonly GRANTED_PATHS_OPEN = 'HardenedBucket-GrantedPathsOpen';

  /** Every grant on the bucket is effective. */
  public static readonly GRANTS_EFFECTIVE = 'HardenedBucket-GrantsEffective';

  /** No statement allows a principal every action, or every action but a few. */
  public static readonly GRANTS_NAME_ACTIONS = 'HardenedBucket-GrantsNameActions';

  /** Every grant on objects has its half on the KMS key. */
  public static readonly GRANTS_REACH_KEY = 'HardenedBucket-GrantsReachKey';

  /** Incomplete multipart uploads are aborted. */
  public static readonly INCOMPLETE_UPLOADS_ABORTED = 'HardenedBucket-IncompleteUploadsAborted';

  /** The KMS key rotates. */
  public static readonly KEY_ROTATION = 'HardenedBucket-KeyRotation';

  /** Objects are encrypted with a KMS key. */
  public static readonly KMS_ENCRYPTION = 'HardenedBucket-KmsEncryption';

  /** The bucket has a lifecycle. */
  public static readonly LIFECYCLE = 'HardenedBucket-Lifecycle';

  /** A log bucket allows S3 to deliver, on behalf of its own account only. */
  public static readonly LOG_DELIVERY_GRANT = 'HardenedBucket-LogDeliveryGrant';

  /** A bucket that receives access logs is encrypted with SSE-S3. */
  public static readonly LOG_TARGET_ENCRYPTION = 'HardenedBucket-LogTargetEncryption';

  /** Every request over a TLS older than 1.2 is denied. */
  public static readonly MINIMUM_TLS = 'HardenedBucket-MinimumTls';

  /** All multi-Region access points block public access. */
  public static readonly MULTI_REGION_ACCESS_POINTS_BLOCK_PUBLIC_ACCESS = 'HardenedBucket-MultiRegionAccessPointsBlockPublicAccess';

  /** Objects are served to the declared networks only. */
  public static readonly NETWORK_RESTRICTED = 'HardenedBucket-NetworkRestricted';

  /** The owner can still change the policy. */
  public static readonly NOBODY_LOCKED_OUT = 'HardenedBucket-NobodyLockedOut';

  /** Noncurrent versions of a versioned bucket expire. */
  public static readonly NONCURRENT_VERSIONS_EXPIRE = 'HardenedBucket-NoncurrentVersionsExpire';

  /** No Allow has NotPrincipal. */
  public static readonly NO_ALLOW_WITH_NOT_PRINCIPAL = 'HardenedBucket-NoAllowWithNotPrincipal';

  /** No statement of the policy is dead. */
  public static readonly NO_DEAD_STATEMENT = 'HardenedBucket-NoDeadStatement';

  /** No other account may administer the bucket. */
  public static readonly NO_FOREIGN_ADMINISTRATION = 'HardenedBucket-NoForeignAdministration';

  /** No ACL is public. */
  public static readonly NO_PUBLIC_ACL = 'HardenedBucket-NoPublicAcl';

  /** The bucket does not host a website. */
  public static readonly NO_WEBSITE = 'HardenedBucket-NoWebsite';

  /** No statement allows a wildcard of actions to a wildcard of principals. */
  public static readonly NO_WILDCARD_ACTION_FOR_EVERYONE = 'HardenedBucket-NoWildcardActionForEveryone';

  /** Object lock is on. */
  public static readonly OBJECT_LOCK = 'HardenedBucket-ObjectLock';

  /** The bucket has one bucket policy. */
  public static readonly ONE_POLICY = 'HardenedBucket-OnePolicy';

  /** Workloads reach the bucket by declared paths only. */
  public static readonly PATHS_DECLARED = 'HardenedBucket-PathsDeclared';

  /** S3 accepts the bucket policy. */
  public static readonly POLICY_ACCEPTED = 'HardenedBucket-PolicyAccepted';

  /** The bucket policy names actions, condition keys and values that requests to S3 can have. */
  public static readonly POLICY_NAMES_EXIST = 'HardenedBucket-PolicyNamesExist';

  /** The bucket policy is not public. */
  public static readonly POLICY_NOT_PUBLIC = 'HardenedBucket-PolicyNotPublic';

  /** The bucket policy is at most 20 KB. */
  public static readonly POLICY_SIZE = 'HardenedBucket-PolicySize';

  /** Every producer requests an encryption that the bucket accepts. */
  public static readonly PRODUCER_ENCRYPTION = 'HardenedBucket-ProducerEncryption';

  /** The bucket is made with HardenedBucket. */
  public static readonly RAW_BUCKET = 'HardenedBucket-RawBucket';

  /** Objects are replicated to another bucket. */
  public static readonly REPLICATION = 'HardenedBucket-Replication';

  /** Alarms on 4xx, 5xx, HEAD and LIST notify someone. */
  public static readonly REQUEST_ALARMS = 'HardenedBucket-RequestAlarms';

  /** Request metrics are on for the whole bucket. */
  public static readonly REQUEST_METRICS = 'HardenedBucket-RequestMetrics';

  /** The bucket is retained when it leaves its stack, with its policy and its key. */
  public static readonly RETAINED_ON_DELETE = 'HardenedBucket-RetainedOnDelete';

  /** Every service that is to use the bucket is allowed to. */
  public static readonly SERVICES_ALLOWED = 'HardenedBucket-ServicesAllowed';

  /** AWS services may act for named sources only. */
  public static readonly SERVICES_BOUND_TO_SOURCE = 'HardenedBucket-ServicesBoundToSource';

  /** Encryption with customer-provided keys (SSE-C) is blocked. */
  public static readonly SSE_C_BLOCKED = 'HardenedBucket-SseCBlocked';

  /** Every request without TLS is denied. */
  public static readonly TLS_ONLY = 'HardenedBucket-TlsOnly';

  /** No key of the template stands twice. */
  public static readonly UNIQUE_KEYS = 'HardenedBucket-UniqueKeys';

  /** Versioning is on. */
  public static readonly VERSIONING = 'HardenedBucket-Versioning';

  /** Nothing outside the declared trust zone is allowed. */
  public static readonly WITHIN_TRUST_ZONE = 'HardenedBucket-WithinTrustZone';

  private constructor() {}
}
