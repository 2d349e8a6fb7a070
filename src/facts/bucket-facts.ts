import { DeliveryRow } from './delivery-table';
import { GranteeFacts, NamedResource } from './grantee-facts';
import { Identities } from './identities/identities';
import { NetworkFacts } from './network/network-facts';
import { PlaceFacts } from './places/place-facts';
import { Asks, ProducerRow } from './producer-row';
import { ServiceRow } from './service-table';
import { PolicyDocument, PolicyStatement } from '../policy/policy-document';
import { Known } from '../template/known';
import { ResourceAddress } from '../template/template';

/** The mark of a bucket that someone else wrote and that was hardened where it is: its own properties are what can be changed of it. */
export const MIXIN_MARK = 'HardenedBucketMixin';

/**
 * What is known of a bucket, wherever it was read from: the only thing that rules look at.
 *
 * Names and ARNs are texts in which a symbol (`⟦stack#LogicalId⟧`) stands for what AWS chooses at deployment.
 */
export interface BucketFacts {
  readonly address: ResourceAddress;
  /** The path of its resource in the construct tree, where the template says so. */
  readonly constructPath: string | undefined;
  /** The construct that made the bucket, by its own mark; unknown where the template was not made by CDK. */
  readonly construct: Known<string | undefined>;
  readonly account: string | undefined;
  readonly region: string | undefined;
  readonly name: string;
  readonly arn: string;
  /** The template chooses the whole name, and not one that ends with a GUID or a hash. CloudFormation chooses one that nobody can guess. */
  readonly hasPredictableName: Known<boolean>;
  /** The name is in the namespace that S3 reserves for the account in the Region. */
  readonly isAccountRegional: Known<boolean>;
  /** Permissions may depend on the tags of the bucket. Without it S3 compares none of them. */
  readonly abac: Known<boolean>;
  readonly publicAccessBlock: Readonly<Record<PublicAccessBlockSwitch, Known<boolean>>>;
  /** Those that nothing sets, so that what they are is left to S3: on in a new bucket. */
  readonly publicAccessBlockUnset: readonly PublicAccessBlockSwitch[];
  readonly objectOwnership: Known<string | undefined>;
  /** The canned ACL. */
  readonly accessControl: Known<string | undefined>;
  /** What the ACL grants to others than the owner; nothing where ACLs are disabled. */
  readonly aclGrants: Known<readonly AclGrant[]>;
  readonly encryption: EncryptionFacts;
  readonly versioning: Known<boolean>;
  readonly lifecycleRules: Known<readonly LifecycleRuleFacts[]>;
  readonly logging: Known<LoggingFacts | undefined>;
  readonly vendedAccessLogs: VendedAccessLogsFacts;
  /** Server access logs of some other bucket are delivered to this one. */
  readonly isAccessLogTarget: Known<boolean>;
  /** The bucket that this one's access logs are delivered to, if that one's are delivered back to this, straight or by others. */
  readonly logCircle: Known<string | undefined>;
  readonly requestMetrics: Known<readonly RequestMetricsFacts[]>;
  /** The alarms on this bucket's request metrics. */
  readonly alarms: readonly AlarmFacts[];
  readonly eventBridge: Known<boolean>;
  /** Events go somewhere: to EventBridge, a function, a queue or a topic. */
  readonly notifications: Known<boolean>;
  readonly website: Known<boolean>;
  readonly corsRules: Known<readonly CorsRuleFacts[]>;
  readonly objectLock: Known<boolean>;
  /** Every new object is locked for a period. */
  readonly defaultRetention: Known<boolean>;
  /** Every new object is held until someone releases it, and locked for a period from then on. */
  readonly defaultEventHold: Known<boolean>;
  /** An enabled rule replicates objects to another bucket. */
  readonly replication: Known<boolean>;
  readonly accessPoints: readonly AccessPointFacts[];
  readonly dataEvents: DataEventsFacts;
  /** Every bucket policy that names this bucket, or may. S3 keeps one: the last that is written. */
  readonly policies: readonly PolicyFacts[];
  /** What the policies of identities in these templates allow on this bucket by its name. */
  readonly grants: readonly GrantFacts[];
  /** What in these templates writes to the bucket and chooses the encryption of what it writes. */
  readonly producers: readonly ProducerFacts[];
  /** What in these templates is to write to the bucket and cannot write to every bucket. */
  readonly deliveries: readonly DeliveryFacts[];
  /** What in these templates makes a service use the bucket by a principal of its own. */
  readonly services: readonly ServiceFacts[];
  /** The networks, the places and the identities of the same templates. */
  readonly surroundings: Surroundings;
  /** What happens to the bucket when it leaves the stack, and when it is replaced. */
  readonly deletionPolicy: Known<string>;
  readonly updateReplacePolicy: Known<string>;
  /**
   * The same bucket under each outcome of what the template leaves to deployment, where there are several: those outcomes in
   * which it is there at all.
   */
  readonly outcomes?: readonly BucketFacts[];
  /** In an outcome: what is decided in it, each as a clause of a sentence. */
  readonly decided?: readonly string[];
  /** What is known of its account; there iff the bucket is there already, and was read from it. */
  readonly live?: LiveFacts;
}

/** What surrounds the buckets of templates that are deployed together. Each part is read when it is asked for first. */
export interface Surroundings {
  /** Whether there is anything of a network at all: it takes no reading to know. */
  readonly hasNetwork: boolean;
  readonly network: NetworkFacts;
  /** What sends requests. */
  readonly places: readonly PlaceFacts[];
  /** The roles and users, and what they may do. */
  readonly identities: Identities;
  readonly buckets: readonly BucketFacts[];
  /** The type of a resource of the templates. */
  readonly typeOf: (address: ResourceAddress) => string | undefined;
}

export const PUBLIC_ACCESS_BLOCK_SWITCHES = ['BlockPublicAcls', 'BlockPublicPolicy', 'IgnorePublicAcls', 'RestrictPublicBuckets'] as const;
export type PublicAccessBlockSwitch = typeof PUBLIC_ACCESS_BLOCK_SWITCHES[number];

/** What is known of the account of a bucket that is there already. */
export interface LiveFacts {
  /** The switches of the account: S3 applies the most restrictive of these and the bucket's. */
  readonly accountPublicAccessBlock: Readonly<Record<PublicAccessBlockSwitch, Known<boolean>>>;
}

/** One grant of an ACL. */
export interface AclGrant {
  readonly grantee: AclGrantee;
  /** `READ`, `WRITE`, `READ_ACP`, `WRITE_ACP`, `FULL_CONTROL` */
  readonly permission: string;
}

export interface AclGrantee {
  readonly kind: 'everyone' | 'authenticated' | 'logDelivery' | 'otherGroup' | 'canonicalUser' | 'email';
  /** The name of the group, the canonical id, or the address. */
  readonly id: string;
  /** What S3 calls the account, where it does. */
  readonly name?: string;
}

export interface AccessPointFacts {
  readonly address: ResourceAddress;
  readonly constructPath: string | undefined;
  readonly kind: 'access point' | 'multi-Region access point';
  /** The account that it is deployed to, if it is decided before deployment. */
  readonly account: string | undefined;
  readonly arn: string;
  /** Its name, if the template chooses it; else empty. */
  readonly name: string;
  /** Absent in an access point, S3 switches it on. */
  readonly publicAccessBlock: Readonly<Record<PublicAccessBlockSwitch, Known<boolean>>>;
  /** The VPC that its requests come from; absent where they come from the internet, too. */
  readonly vpc: Known<string | undefined>;
  /** Its own policy: what it does not allow, nobody does through it. */
  readonly policy: { readonly document: PolicyDocument };
  /** The buckets to which it routes requests, by their names as references are evaluated; of an access point its one. */
  readonly buckets: readonly string[];
  /** Whether it is there wherever the bucket is. */
  readonly deployed: Known<boolean>;
}

export interface CorsRuleFacts {
  readonly allowedOrigins: Known<readonly Known<string>[]>;
}

/** Whether CloudTrail records the object-level calls on the bucket, by the trails of these templates. */
export interface DataEventsFacts {
  /** A trail of these templates records object-level calls on S3 at all. */
  readonly recorded: Known<boolean>;
  /** … and all those on this bucket. */
  readonly ofBucket: Known<boolean>;
}

export interface EncryptionFacts {
  /** `AES256`, `aws:kms`, `aws:kms:dsse`; absent where nothing is configured. */
  readonly algorithm: Known<string | undefined>;
  /** The ARN, id or alias as configured, for a key in these templates its ARN; absent where the AWS managed key would be used. */
  readonly key: Known<string | undefined>;
  /** Whether the key rotates every year; unknown for a key that is not in these templates. */
  readonly keyRotation: Known<boolean>;
  /** What happens to the key when it leaves its stack; absent for a key that is not in these templates. */
  readonly keyDeletionPolicy: Known<string> | undefined;
  /** What decides who may use the key. */
  readonly keyAccess: KeyAccessFacts;
  readonly bucketKey: Known<boolean>;
  readonly blockedEncryptionTypes: Known<readonly Known<string>[]>;
}

/** What decides who may use the key that a bucket encrypts with. */
export interface KeyAccessFacts {
  /** The logical id of a key in these templates, or how the bucket names it. */
  readonly name: string;
  /** Where the key stands; absent for a key that is not in these templates. */
  readonly address: ResourceAddress | undefined;
  /** AWS manages the key and its policy (`aws/s3`), which nobody can change. */
  readonly isAwsManaged: boolean;
  /** The account that the key is in. */
  readonly account: string;
  /** The key policy. Unknown for a key that is not in these templates. */
  readonly policy: Known<PolicyDocument>;
  /** What the policies of identities in these templates allow on the key. */
  readonly grants: readonly GrantFacts[];
  /** The identities in these templates. */
  readonly identities: readonly GranteeFacts[];
}

export interface LifecycleRuleFacts {
  readonly enabled: Known<boolean>;
  /** Applies to every object of the bucket. */
  readonly wholeBucket: Known<boolean>;
  readonly abortsIncompleteUploads: Known<boolean>;
  readonly expiresNoncurrentVersions: Known<boolean>;
}

export interface LoggingFacts {
  /** A destination is configured, whatever it is. */
  readonly isConfigured: Known<boolean>;
  readonly targetBucket: Known<string>;
  /** What the keys of the logs begin with, as far as it is known. */
  readonly prefix: string;
  /** What is known of the target; absent where it is not in these templates. */
  readonly target: BucketFacts | undefined;
}

/** Server access logs that CloudWatch Logs delivers, by the resources of these templates. */
export interface VendedAccessLogsFacts {
  readonly delivered: Known<boolean>;
  /** … to the bucket that they are of. */
  readonly toItself: Known<boolean>;
}

export interface RequestMetricsFacts {
  readonly id: Known<string>;
  /** Has no filter, so that LIST and multi-object DELETE requests are counted too. */
  readonly wholeBucket: Known<boolean>;
}

export interface AlarmFacts {
  readonly address: ResourceAddress;
  /** Whether the alarm is there whenever the bucket is. */
  readonly deployed: Known<boolean>;
  /** Those of its metrics that are metrics of this bucket, or may be. */
  readonly metrics: readonly AlarmMetricFacts[];
  /** Where the alarm goes: each action with what is known of the topic behind it. */
  readonly actions: Known<readonly AlarmActionFacts[]>;
}

export interface AlarmMetricFacts {
  /** Whether it is a metric that S3 counts for this bucket. */
  readonly ofBucket: Known<boolean>;
  /** `4xxErrors`, `HeadRequests`, … */
  readonly name: Known<string>;
  /** The metrics configuration it is taken from. S3 counts no requests without one. */
  readonly filterId: Known<string | undefined>;
}

export interface AlarmActionFacts {
  readonly action: Known<string>;
  /** The key that encrypts the topic; absent for an action that is not in these templates. */
  readonly topicKey: Known<string | undefined> | undefined;
}

export interface PolicyFacts {
  readonly address: ResourceAddress;
  readonly constructPath: string | undefined;
  /** The account that it is deployed to, if it is decided before deployment. */
  readonly account: string | undefined;
  /** The name of the bucket that it is on, as far as it is known; else empty. */
  readonly bucketName: string;
  /** Whether the policy is there, and on this bucket, whenever the bucket is. Where that is unknown the document is too. */
  readonly deployed: Known<boolean>;
  readonly document: PolicyDocument;
  /** The resources that a statement names as principals, or as the sources that a service acts for. */
  readonly resourcesIn: (statement: PolicyStatement) => readonly NamedResource[];
  /** The same as it is sent to S3, as far as it is known: JSON in which `UnknownValue` may stand for any part. */
  readonly json: unknown;
  readonly deletionPolicy: Known<string>;
  /** Of a policy whose bucket is elsewhere: the same under each outcome of what the template leaves to deployment, where there are several. */
  readonly outcomes?: readonly PolicyFacts[];
  /** In an outcome: what is decided in it, each as a clause of a sentence. */
  readonly decided?: readonly string[];
}

/** One statement of an identity's policy that allows something on a bucket, or on a key. */
export interface GrantFacts {
  /** The resource that it stands in, and where. */
  readonly address: ResourceAddress;
  readonly constructPath: string | undefined;
  readonly path: string;
  /** Tells it from the others of the resource, whatever stands before it. */
  readonly id: string;
  /** Whether it is there whenever the bucket is. */
  readonly deployed: Known<boolean>;
  /** The version of its policy, which decides whether it has policy variables. */
  readonly version: string;
  /** With those of its resources that are this bucket or in it, or that may be this key. */
  readonly statement: PolicyStatement;
  readonly grantee: GranteeFacts;
}

/** A part of a resource that makes a service write to the bucket. */
export interface WriterFacts {
  readonly address: ResourceAddress;
  readonly constructPath: string | undefined;
  /** Where the bucket is named, below its properties. */
  readonly path: string;
  /** The account that it is in, if that is decided before deployment. */
  readonly account: string | undefined;
  /** The patterns of the keys that it writes or reads, all that come into question: `*` stands for what is not known. */
  readonly keys: readonly string[];
  /** Whether it is there whenever the bucket is. */
  readonly deployed: Known<boolean>;
}

/** A producer that chooses the encryption of what it writes. */
export interface ProducerFacts extends WriterFacts {
  readonly row: ProducerRow;
  readonly asks: Known<Asked>;
}

/** Which encryption a producer asks for. */
export interface Asked {
  readonly asks: Asks;
  /** The key of SSE-KMS; absent for the AWS managed key. */
  readonly key: string | undefined;
}

/** A service that cannot write to every bucket. */
export interface DeliveryFacts extends WriterFacts {
  readonly row: DeliveryRow;
}

/** A service that uses the bucket by a principal of its own. */
export interface ServiceFacts extends WriterFacts {
  readonly row: ServiceRow;
}
