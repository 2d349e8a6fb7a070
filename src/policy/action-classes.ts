import { globCovers } from './glob';
import { S3_ACTIONS, S3Action } from './s3-actions';

/** Every class of S3 actions, and what its actions do. */
export const ACTION_CLASSES = {
  'object read': 'reads an object, or what belongs to it: attributes, tags, annotations, locks, the parts of its upload',
  'object write': 'writes or restores an object or an annotation, or aborts an upload',
  'object delete': 'deletes an object, a version or an annotation',
  'object tagging': 'changes the tags of an object, which policies and lifecycle rules may go by',
  'object configuration': 'changes the ACL, the lock or the encryption of an object',
  'listing': 'lists keys, versions or uploads',
  'replication': 'writes a replica, or initiates replication: S3 does it, with a replication role or that of a batch job',
  'bucket read': 'reads the configuration of a bucket',
  'bucket configuration': 'creates, configures or deletes a bucket',
  'bucket permissions': 'changes who may do what with a bucket: policy, ACL, Block Public Access, ownership, ABAC',
  'bucket tagging': 'changes the tags of a bucket, which are permissions once ABAC is on',
  'access point': 'manages access points of all kinds',
  'access grants': 'manages S3 Access Grants, or gets credentials from them',
  'batch job': 'manages a job of S3 Batch Operations',
  'storage lens': 'manages S3 Storage Lens',
  'account': 'is about the account, and names no resource',
} as const;

/** What an action does. Every action of S3 has one class. */
export type ActionClass = keyof typeof ACTION_CLASSES;

/** The classes whose actions name a bucket or its objects. Those of the others name something else, so no bucket policy decides them. */
export const CLASSES_ON_BUCKETS: readonly ActionClass[] = [
  'object read', 'object write', 'object delete', 'object tagging', 'object configuration', 'listing', 'replication', 'bucket read', 'bucket configuration', 'bucket permissions', 'bucket tagging',
];

/** What is done with the objects of a bucket, by any client: all but replication, which S3 does from a network of its own. */
export const CLASSES_ON_DATA: readonly ActionClass[] = ['object read', 'object write', 'object delete', 'object tagging', 'object configuration', 'listing'];

const REPLICATES = 'A replication role or a batch job has it, and only S3 acts with it.';

/** The actions of which access level and resource types do not tell the class, and why it is this one. */
export const CLASS_EXCEPTIONS: Readonly<Record<string, readonly [ActionClass, reason: string]>> = {
  's3:AllowVendedLogDeliveryForResource': ['bucket configuration', 'Who registers the bucket as a source of vended logs needs it: they tell who asks for which key, and go where the caller says.'],
  's3:ListTagsForResource': ['bucket read', 'It lists the tags of the bucket, and no keys.'],
  's3:PutBucketAbac': ['bucket permissions', 'It turns the tags of the bucket into permissions.'],
  's3:PutObjectLegalHold': ['object configuration', 'It changes the lock of an object, and not what is in it.'],
  's3:PutObjectRetention': ['object configuration', 'It changes the lock of an object, and not what is in it.'],
  's3:UpdateObjectEncryption': ['object configuration', 'It encrypts the data key of an object with another KMS key, in place.'],
  's3:InitiateReplication': ['replication', REPLICATES],
  's3:ObjectOwnerOverrideToBucketOwner': ['replication', REPLICATES],
  's3:ReplicateDelete': ['replication', REPLICATES],
  's3:ReplicateObject': ['replication', REPLICATES],
  's3:ReplicateObjectAnnotation': ['replication', REPLICATES],
  's3:ReplicateTags': ['replication', REPLICATES],
};

type ByLevel = Readonly<Record<string, ActionClass>>;

const ON_OBJECT: ByLevel = {
  'Read': 'object read', 'List': 'object read', 'Write': 'object write', 'Tagging, Write': 'object tagging', 'Permissions management, Write': 'object configuration',
};

const ON_BUCKET: ByLevel = {
  'Read': 'bucket read', 'List': 'listing', 'Write': 'bucket configuration', 'Tagging, Write': 'bucket tagging', 'Permissions management, Write': 'bucket permissions',
};

const ELSEWHERE: ByLevel = {
  accesspoint: 'access point',
  objectlambdaaccesspoint: 'access point',
  multiregionaccesspoint: 'access point',
  multiregionaccesspointrequestarn: 'access point',
  accessgrant: 'access grants',
  accessgrantsinstance: 'access grants',
  accessgrantslocation: 'access grants',
  job: 'batch job',
  storagelensconfiguration: 'storage lens',
  storagelensgroup: 'storage lens',
};

/**
 * The class of an action: by its exception, or else by its access level and resource types.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
 *
 * @throws if neither tells: nothing could say which guards have to cover the action
 */
export function classify(action: S3Action): ActionClass {
  const { name, accessLevel, resourceTypes } = action;
  const found = Object.hasOwn(CLASS_EXCEPTIONS, name) ? CLASS_EXCEPTIONS[name][0] : derived(action);
  if (!found) {
    throw new Error(`'${name}' (${accessLevel}; ${resourceTypes.join(', ')}) has no class. Add it to CLASS_EXCEPTIONS, with the reason`);
  }
  return found;
}

function derived({ name, accessLevel, resourceTypes: types }: S3Action): ActionClass | undefined {
  if (types.includes('object')) {
    // AWS has no access level for it.
    return accessLevel === 'Write' && name.startsWith('s3:Delete') ? 'object delete' : ON_OBJECT[accessLevel];
  }
  if (types.includes('bucket')) {
    return ON_BUCKET[accessLevel];
  }
  if (types.length === 0) {
    return 'account';
  }
  const classes = [...new Set(types.map((type) => ELSEWHERE[type]))];
  return classes.length === 1 ? classes[0] : undefined;
}

const CLASS_OF: ReadonlyMap<string, ActionClass> = new Map(S3_ACTIONS.map((action) => [action.name, classify(action)]));

/** The class of each action, by its name. */
export function classOf(name: string): ActionClass | undefined {
  return CLASS_OF.get(name);
}

/** The actions of these classes. */
export function actionsOf(...classes: readonly ActionClass[]): readonly string[] {
  return S3_ACTIONS.filter(({ name }) => classes.includes(CLASS_OF.get(name)!)).map(({ name }) => name);
}

/** The classes of which a pattern (`s3:Get*`) matches an action, in their order. */
export function classesMatching(pattern: string): readonly ActionClass[] {
  const found = new Set(S3_ACTIONS.filter(({ name }) => globCovers(pattern.toLowerCase(), name.toLowerCase())).map(({ name }) => CLASS_OF.get(name)));
  return (Object.keys(ACTION_CLASSES) as ActionClass[]).filter((name) => found.has(name));
}

/** It is needed besides the action that a request is about: it does nothing alone, and carries the keys of that request. */
export const ACCOMPANYING = 's3:BypassGovernanceRetention';

/** The actions whose requests can carry this condition key; one that ends in `/` has any name behind it. */
export function actionsCarrying(key: string): readonly string[] {
  return S3_ACTIONS.filter(({ name, conditionKeys }) => name !== ACCOMPANYING && conditionKeys.has(key.toLowerCase())).map(({ name }) => name);
}

/** The condition keys with which a request chooses how an object is encrypted. */
export const SSE = {
  algorithm: 's3:x-amz-server-side-encryption',
  kmsKey: 's3:x-amz-server-side-encryption-aws-kms-key-id',
  customerAlgorithm: 's3:x-amz-server-side-encryption-customer-algorithm',
} as const;

/** The actions that carry such a key and still choose nothing, and why. */
export const CHOOSES_NO_ENCRYPTION: Readonly<Record<string, string>> = {
  's3:ReplicateObject': 'The replication configuration chooses the key of a replica, which may be another one than that of the bucket. S3 refuses replicas with SSE-C where the bucket blocks SSE-C.',
};

/**
 * The actions that encrypt an object again where it is. Each request names a KMS key, and means `aws:kms`: in its body, so AWS
 * does not say whether the condition key for the algorithm is there.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/update-sse-encryption.html
 */
export const REENCRYPTING: readonly string[] = ['s3:UpdateObjectEncryption'];

/**
 * The actions that write an object and may choose its encryption with this key. A PUT that names a KMS key and no algorithm
 * gets the bucket's default.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html
 */
export function actionsChoosing(key: keyof typeof SSE): readonly string[] {
  return actionsCarrying(SSE[key]).filter((name) => CHOOSES_NO_ENCRYPTION[name] === undefined && !REENCRYPTING.includes(name));
}
