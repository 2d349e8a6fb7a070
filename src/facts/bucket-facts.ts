import { Known } from './known';
import { ResourceAddress } from './template';
import { PolicyDocument } from '../policy/policy-document';

/**
 * What is known of a bucket, wherever it was read from: the only thing that rules look at.
 *
 * Names and ARNs are texts in which a symbol (`⟦stack#LogicalId⟧`) stands for what AWS chooses at deployment.
 */
export interface BucketFacts {
  readonly address: ResourceAddress;
  /** The construct that made the bucket, by its own mark; unknown where the template was not made by CDK. */
  readonly construct: Known<string | undefined>;
  readonly account: string | undefined;
  readonly region: string | undefined;
  readonly name: string;
  readonly arn: string;
  readonly publicAccessBlock: Readonly<Record<PublicAccessBlockSwitch, Known<boolean>>>;
  readonly objectOwnership: Known<string | undefined>;
  /** The canned ACL. */
  readonly accessControl: Known<string | undefined>;
  readonly encryption: EncryptionFacts;
  readonly versioning: Known<boolean>;
  readonly lifecycleRules: Known<readonly LifecycleRuleFacts[]>;
  readonly logging: Known<LoggingFacts | undefined>;
  /** Server access logs of some bucket are delivered to this one. */
  readonly isAccessLogTarget: boolean;
  readonly requestMetrics: Known<readonly RequestMetricsFacts[]>;
  /** The alarms on this bucket's request metrics. */
  readonly alarms: readonly AlarmFacts[];
  readonly eventBridge: Known<boolean>;
  /** Every bucket policy that names this bucket. S3 keeps one: the last that is written. */
  readonly policies: readonly PolicyFacts[];
  /** What happens to the bucket when it leaves the stack, and when it is replaced. */
  readonly deletionPolicy: string;
  readonly updateReplacePolicy: string;
}

export const PUBLIC_ACCESS_BLOCK_SWITCHES = ['BlockPublicAcls', 'BlockPublicPolicy', 'IgnorePublicAcls', 'RestrictPublicBuckets'] as const;
export type PublicAccessBlockSwitch = typeof PUBLIC_ACCESS_BLOCK_SWITCHES[number];

export interface EncryptionFacts {
  /** `AES256`, `aws:kms`, `aws:kms:dsse`; absent where nothing is configured. */
  readonly algorithm: Known<string | undefined>;
  /** The key as configured: ARN, id or alias; absent where the AWS managed key would be used. */
  readonly key: Known<string | undefined>;
  /** Whether the key rotates every year; unknown for a key that is not in these templates. */
  readonly keyRotation: Known<boolean>;
  /** What happens to the key when it leaves its stack. */
  readonly keyDeletionPolicy: Known<string>;
  readonly bucketKey: Known<boolean>;
  readonly blockedEncryptionTypes: Known<readonly string[]>;
}

export interface LifecycleRuleFacts {
  readonly enabled: boolean;
  /** Applies to every object of the bucket. */
  readonly wholeBucket: boolean;
  readonly abortsIncompleteUploads: boolean;
  readonly expiresNoncurrentVersions: boolean;
}

export interface LoggingFacts {
  readonly targetBucket: Known<string>;
  /** What is known of the target; absent where it is not in these templates. */
  readonly target: BucketFacts | undefined;
}

export interface RequestMetricsFacts {
  readonly id: string;
  /** Has no filter, so that LIST and multi-object DELETE requests are counted too. */
  readonly wholeBucket: boolean;
}

export interface AlarmFacts {
  readonly address: ResourceAddress;
  /** The `FilterId`s its metrics are taken from. */
  readonly filterIds: readonly string[];
  /** `4xxErrors`, `HeadRequests`, … */
  readonly metricNames: readonly string[];
  /** Where the alarm goes: each action with what is known of the topic behind it. */
  readonly actions: Known<readonly AlarmActionFacts[]>;
}

export interface AlarmActionFacts {
  readonly action: Known<string>;
  /** The key that encrypts the topic, absent if it is not encrypted; unknown for a topic that is not in these templates. */
  readonly topicKey: Known<string | undefined>;
}

export interface PolicyFacts {
  readonly address: ResourceAddress;
  readonly document: PolicyDocument;
  readonly deletionPolicy: string;
}
