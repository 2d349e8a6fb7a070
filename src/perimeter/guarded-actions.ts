import { globsFor } from './action-globs';
import { ActionClass, CLASSES_ON_BUCKETS, classOf } from '../policy/action-classes';
import { S3_ACTIONS } from '../policy/s3-actions';

/** What a kind of guard denies: each class of actions, or the reason why not, and single actions that differ from their class. */
export interface GuardedActions {
  /** Which options of a perimeter have such a guard. */
  readonly options: string;
  readonly classes: Readonly<Record<ActionClass, true | string>>;
  readonly actions?: Readonly<Record<string, readonly [isGuarded: boolean, reason: string]>>;
}

/** What no guard on a bucket can cover. */
export const ELSEWHERE = {
  'access point': 'It names an access point, so no bucket policy decides it. What comes through the access point is guarded.',
  'access grants': 'It names an instance of S3 Access Grants, so no bucket policy decides it. Requests with the credentials that it gives are guarded.',
  'batch job': 'It names a job, so no bucket policy decides it. The requests of the job are guarded.',
  'storage lens': 'It names a dashboard or group of S3 Storage Lens, so no bucket policy decides it.',
  'account': 'It names no resource, so no bucket policy decides it.',
} as const;

const ON_OBJECTS = { 'object read': true, 'object write': true, 'object delete': true, 'object tagging': true, 'object configuration': true, 'replication': true } as const;
const OF_BUCKET = { 'bucket configuration': true, 'bucket permissions': true, 'bucket tagging': true } as const;

/** The same reason for each of these classes. */
function not<C extends ActionClass>(classes: Readonly<Record<C, true>>, reason: string): Record<C, string> {
  return Object.fromEntries(Object.keys(classes).map((name) => [name, reason])) as Record<C, string>;
}

const NOT_ON_DATA = {
  'bucket read': 'It reads no data. CloudFormation, the console and auditors look at the configuration from networks of their own.',
  ...not(OF_BUCKET, 'It changes no data, and the guards on configuration cover it.'),
  ...ELSEWHERE,
} as const;

const LISTS_PARTS = 's3:ListMultipartUploadParts';
const PART_OF_UPLOAD = 'It shows an upload to who uploads, and no object.';

/** Every kind of guard that is about some actions. Guards that deny `s3:*` are about all. */
export const GUARDED = {
  data: {
    options: 'network, identity.roleArns, identity.principalTags',
    classes: { ...ON_OBJECTS, listing: true, ...NOT_ON_DATA },
  },
  objects: {
    options: 'request.prefixRules, on objects',
    classes: { ...ON_OBJECTS, listing: 'The guard on listings covers it.', ...NOT_ON_DATA },
  },
  listings: {
    options: 'request.prefixRules, on the bucket',
    classes: { listing: true, ...not(ON_OBJECTS, 'It shows no key but the one that it names, which the guard on objects covers.'), ...NOT_ON_DATA },
  },
  configuration: {
    options: 'network.controlPlaneRoleArns, identity.mfaForConfigurationChanges, request.tamperProtection',
    classes: {
      ...OF_BUCKET,
      'bucket read': 'It changes nothing.',
      'listing': 'It changes nothing.',
      ...not(ON_OBJECTS, 'It is about an object, and changes no setting of the bucket.'),
      ...ELSEWHERE,
    },
  },
  deletes: {
    options: 'identity.mfaForDeletes',
    classes: {
      ...NOT_ON_DATA,
      ...not(ON_OBJECTS, 'It deletes no object, and the bucket keeps the version that a new one replaces.'),
      'object delete': true,
      'listing': 'It deletes nothing.',
      'replication': 'S3 replicates with a role of its own, and never with MFA.',
    },
    actions: {
      's3:DeleteObjectTagging': [true, 'Lifecycle rules and policies that go by a tag lose the object.'],
      's3:DeleteObjectVersionTagging': [true, 'Lifecycle rules and policies that go by a tag lose the version.'],
    },
  },
  versions: {
    options: 'request.deletionProtection',
    classes: {
      ...NOT_ON_DATA,
      ...not(ON_OBJECTS, 'It deletes no version.'),
      'object delete': true,
      'listing': 'It deletes no version.',
    },
    actions: {
      's3:DeleteObject': [false, 'It hides the object behind a delete marker. The object comes back when that is removed.'],
      's3:BypassGovernanceRetention': [true, 'It takes the lock off a version.'],
    },
  },
  pages: {
    options: 'request.refererAllowList',
    classes: { ...NOT_ON_DATA, ...not(ON_OBJECTS, 'A page that embeds an object reads it, and does nothing else with it.'), 'object read': true, 'listing': 'A page that embeds an object knows its key.' },
    actions: { [LISTS_PARTS]: [false, PART_OF_UPLOAD] },
  },
  taggedReads: {
    options: 'identity.matchingTags, on reading',
    classes: { ...NOT_ON_DATA, ...not(ON_OBJECTS, 'It reads no object.'), 'object read': true, 'listing': 'It shows keys, and no object.' },
    actions: {
      [LISTS_PARTS]: [false, PART_OF_UPLOAD],
      's3:GetObjectLegalHold': [false, 'S3 does not say the tags of the object with it, and it shows the lock alone.'],
      's3:GetObjectRetention': [false, 'S3 does not say the tags of the object with it, and it shows the lock alone.'],
    },
  },
  retagging: {
    options: 'identity.matchingTags, on changing tags',
    classes: { ...NOT_ON_DATA, ...not(ON_OBJECTS, 'It leaves the tags of an object that is there as they are.'), 'object tagging': true, 'listing': 'It changes nothing.' },
  },
  readers: {
    options: 'identity.readOnlyArns',
    classes: {
      ...ON_OBJECTS,
      ...OF_BUCKET,
      ...ELSEWHERE,
      'object read': 'Readers read objects.',
      'listing': 'Readers list.',
      'bucket read': 'Readers may look at the configuration.',
    },
  },
  writers: {
    options: 'identity.writeOnlyArns',
    classes: {
      ...ON_OBJECTS,
      ...OF_BUCKET,
      ...ELSEWHERE,
      'object write': 'Writers write.',
      'object delete': 'Writers delete.',
      'object tagging': 'An upload may carry tags.',
      'object configuration': 'An upload may carry an ACL or a lock.',
      'listing': true,
      'bucket read': true,
    },
    actions: {
      's3:RestoreObject': [true, 'It makes an archived object readable, and writes nothing.'],
      's3:UpdateObjectEncryption': [true, 'It changes an object that is there, and no upload needs it.'],
      's3:BypassGovernanceRetention': [true, 'It takes locks off.'],
      [LISTS_PARTS]: [false, PART_OF_UPLOAD],
      's3:ListBucketMultipartUploads': [false, 'A writer finds its uploads again.'],
      's3:GetBucketLocation': [false, 'A writer finds the Region of the bucket.'],
    },
  },
  appenders: {
    options: 'identity.appendOnlyArns',
    classes: {
      ...ON_OBJECTS,
      ...OF_BUCKET,
      ...ELSEWHERE,
      'object read': 'Appenders read objects.',
      'object write': 'Appenders add objects.',
      'object tagging': 'An upload may carry tags.',
      'object configuration': 'An upload may carry an ACL or a lock.',
      'listing': 'Appenders list.',
      'bucket read': 'Appenders may look at the configuration.',
    },
    actions: {
      's3:RestoreObject': [true, 'It adds nothing.'],
      's3:PutObjectAnnotation': [true, 'It replaces an annotation of the same name for good, and S3 knows no condition against that.'],
      's3:PutObjectVersionAnnotation': [true, 'It replaces an annotation of the same name for good, and S3 knows no condition against that.'],
      's3:DeleteObjectTagging': [true, 'It deletes.'],
      's3:DeleteObjectVersionTagging': [true, 'It deletes.'],
      's3:UpdateObjectEncryption': [true, 'It changes an object that is there.'],
      's3:BypassGovernanceRetention': [true, 'It takes locks off.'],
    },
  },
} as const satisfies Readonly<Record<string, GuardedActions>>;

/** A kind of guard. */
export type GuardKind = keyof typeof GUARDED;

/** Why guards of this kind leave an action alone; nothing, if they deny it. */
export function whyUnguarded(kind: GuardKind, action: string, actionClass: ActionClass): string | undefined {
  const { classes, actions = {} }: GuardedActions = GUARDED[kind];
  const [isGuarded, reason] = Object.hasOwn(actions, action) ? actions[action] : [classes[actionClass] === true, classes[actionClass] as string];
  return isGuarded ? undefined : reason;
}

const patterns = new Map<string, readonly string[]>();

/** Patterns for what guards of this kind deny, and nothing else of what is done with a bucket or its objects. */
export function denied(kind: GuardKind): readonly string[] {
  return patternsOf(kind, true);
}

/** The same the other way round, for `NotAction`: patterns for what they leave alone. */
export function spared(kind: GuardKind): readonly string[] {
  return patternsOf(kind, false);
}

function patternsOf(kind: GuardKind, isGuarded: boolean): readonly string[] {
  const key = `${kind} ${isGuarded}`;
  const known = patterns.get(key) ?? globsFor(S3_ACTIONS.map(({ name }) => name).filter((name) => {
    const actionClass = classOf(name)!;
    return CLASSES_ON_BUCKETS.includes(actionClass) && (whyUnguarded(kind, name, actionClass) === undefined) === isGuarded;
  }));
  patterns.set(key, known);
  return known;
}
