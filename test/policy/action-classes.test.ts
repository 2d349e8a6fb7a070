import {
  ACTION_CLASSES, ActionClass, actionsCarrying, actionsChoosing, actionsOf, CHOOSES_NO_ENCRYPTION, CLASS_EXCEPTIONS, classesMatching, classify, classOf, REENCRYPTING, SSE,
} from '../../src/policy/action-classes';
import { S3_ACTIONS, S3Action } from '../../src/policy/s3-actions';

/**
 * Every action of S3, as someone read what it does. An action that is new in the table fails below with its name: read what it
 * does, look which guards cover it (`docs/s3-actions.md`), and add it here.
 */
const READ: Readonly<Record<ActionClass, string>> = {
  'object read': `
    GetObject GetObjectAcl GetObjectAnnotation GetObjectAttributes GetObjectLegalHold GetObjectRetention GetObjectTagging GetObjectTorrent
    GetObjectVersion GetObjectVersionAcl GetObjectVersionAnnotation GetObjectVersionAnnotationForReplication GetObjectVersionAttributes
    GetObjectVersionForReplication GetObjectVersionTagging GetObjectVersionTorrent ListMultipartUploadParts ListObjectAnnotations
    ListObjectVersionAnnotations`,
  'object write': `
    AbortMultipartUpload PutObject PutObjectAnnotation PutObjectVersionAnnotation RestoreObject`,
  'object delete': `
    DeleteObject DeleteObjectAnnotation DeleteObjectVersion DeleteObjectVersionAnnotation`,
  'object tagging': `
    DeleteObjectTagging DeleteObjectVersionTagging PutObjectTagging PutObjectVersionTagging`,
  'object configuration': `
    BypassGovernanceRetention PutObjectAcl PutObjectLegalHold PutObjectRetention PutObjectVersionAcl UpdateObjectEncryption`,
  'listing': `
    ListBucket ListBucketMultipartUploads ListBucketVersions`,
  'replication': `
    InitiateReplication ObjectOwnerOverrideToBucketOwner ReplicateDelete ReplicateObject ReplicateObjectAnnotation ReplicateTags`,
  'bucket read': `
    GetAccelerateConfiguration GetAnalyticsConfiguration GetBucketAbac GetBucketAcl GetBucketCORS GetBucketLocation GetBucketLogging
    GetBucketMetadataTableConfiguration GetBucketNotification GetBucketObjectLockConfiguration GetBucketOwnershipControls GetBucketPolicy
    GetBucketPolicyStatus GetBucketPublicAccessBlock GetBucketRequestPayment GetBucketTagging GetBucketVersioning GetBucketWebsite
    GetEncryptionConfiguration GetIntelligentTieringConfiguration GetInventoryConfiguration GetLifecycleConfiguration GetMetricsConfiguration
    GetReplicationConfiguration ListTagsForResource`,
  'bucket configuration': `
    AllowVendedLogDeliveryForResource CreateBucket CreateBucketMetadataTableConfiguration DeleteBucket DeleteBucketMetadataTableConfiguration
    DeleteBucketWebsite PauseReplication PutAccelerateConfiguration PutAnalyticsConfiguration PutBucketCORS PutBucketLogging PutBucketNotification
    PutBucketObjectLockConfiguration PutBucketRequestPayment PutBucketVersioning PutBucketWebsite PutEncryptionConfiguration
    PutIntelligentTieringConfiguration PutInventoryConfiguration PutLifecycleConfiguration PutMetricsConfiguration PutReplicationConfiguration
    UpdateBucketMetadataAnnotationTableConfiguration UpdateBucketMetadataInventoryTableConfiguration UpdateBucketMetadataJournalTableConfiguration`,
  'bucket permissions': `
    DeleteBucketPolicy PutBucketAbac PutBucketAcl PutBucketOwnershipControls PutBucketPolicy PutBucketPublicAccessBlock`,
  'bucket tagging': `
    PutBucketTagging TagResource UntagResource`,
  'access point': `
    CreateAccessPoint CreateAccessPointForObjectLambda CreateMultiRegionAccessPoint DeleteAccessPoint DeleteAccessPointForObjectLambda
    DeleteAccessPointPolicy DeleteAccessPointPolicyForObjectLambda DeleteMultiRegionAccessPoint DescribeMultiRegionAccessPointOperation
    GetAccessPointConfigurationForObjectLambda GetAccessPointForObjectLambda GetAccessPointPolicy GetAccessPointPolicyForObjectLambda
    GetAccessPointPolicyStatus GetAccessPointPolicyStatusForObjectLambda GetMultiRegionAccessPoint GetMultiRegionAccessPointPolicy
    GetMultiRegionAccessPointPolicyStatus GetMultiRegionAccessPointRoutes PutAccessPointConfigurationForObjectLambda PutAccessPointPolicy
    PutAccessPointPolicyForObjectLambda PutMultiRegionAccessPointPolicy SubmitMultiRegionAccessPointRoutes`,
  'access grants': `
    AssociateAccessGrantsIdentityCenter CreateAccessGrant CreateAccessGrantsInstance CreateAccessGrantsLocation DeleteAccessGrant
    DeleteAccessGrantsInstance DeleteAccessGrantsInstanceResourcePolicy DeleteAccessGrantsLocation DissociateAccessGrantsIdentityCenter GetAccessGrant
    GetAccessGrantsInstance GetAccessGrantsInstanceForPrefix GetAccessGrantsInstanceResourcePolicy GetAccessGrantsLocation GetDataAccess ListAccessGrants
    ListAccessGrantsLocations ListCallerAccessGrants PutAccessGrantsInstanceResourcePolicy UpdateAccessGrantsLocation`,
  'batch job': `
    DeleteJobTagging DescribeJob GetJobTagging PutJobTagging UpdateJobPriority UpdateJobStatus`,
  'storage lens': `
    DeleteStorageLensConfiguration DeleteStorageLensConfigurationTagging DeleteStorageLensGroup GetStorageLensConfiguration
    GetStorageLensConfigurationTagging GetStorageLensDashboard GetStorageLensGroup PutStorageLensConfigurationTagging UpdateStorageLensGroup`,
  'account': `
    CreateJob CreateStorageLensGroup GetAccessPoint GetAccountPublicAccessBlock ListAccessGrantsInstances ListAccessPoints ListAccessPointsForObjectLambda
    ListAllMyBuckets ListJobs ListMultiRegionAccessPoints ListStorageLensConfigurations ListStorageLensGroups PutAccessPointPublicAccessBlock
    PutAccountPublicAccessBlock PutStorageLensConfiguration`,
};

const words = (text: string) => text.trim().split(/\s+/).map((name) => `s3:${name}`);

/** The actions of a table that nobody has read yet. */
function unread(actions: readonly S3Action[]): string[] {
  const known = new Set(Object.values(READ).flatMap(words));
  return actions.map(({ name }) => name).filter((name) => !known.has(name));
}

const INVENTED: S3Action = { name: 's3:InventObject', accessLevel: 'Write', resourceTypes: ['accesspointobject', 'object'], conditionKeys: new Set() };

test('every action of the table has been read', () => {
  expect(unread(S3_ACTIONS)).toEqual([]);
});

test('fails for an action that is new, with its name', () => {
  expect(unread([...S3_ACTIONS, INVENTED])).toEqual(['s3:InventObject']);
});

test.each(Object.entries(READ))('%s: the actions that do this', (name, actions) => {
  expect(actionsOf(name as ActionClass)).toEqual(words(actions));
});

test('no action is of two classes, and none of no class', () => {
  expect(Object.keys(ACTION_CLASSES).flatMap((name) => actionsOf(name as ActionClass)).sort()).toEqual(S3_ACTIONS.map(({ name }) => name).sort());
});

describe('the class of an action that is new', () => {
  test.each<[law: string, action: Partial<S3Action>, expected: ActionClass]>([
    ['writes an object', {}, 'object write'],
    ['deletes an object, as its name says', { name: 's3:DeleteObjectShadow' }, 'object delete'],
    ['reads an object', { accessLevel: 'Read' }, 'object read'],
    ['lists what belongs to an object', { accessLevel: 'List' }, 'object read'],
    ['tags an object', { accessLevel: 'Tagging, Write' }, 'object tagging'],
    ['changes permissions on an object', { accessLevel: 'Permissions management, Write' }, 'object configuration'],
    ['lists a bucket', { accessLevel: 'List', resourceTypes: ['bucket'] }, 'listing'],
    ['reads the configuration of a bucket', { accessLevel: 'Read', resourceTypes: ['accesspoint', 'bucket'] }, 'bucket read'],
    ['deletes a bucket or a setting', { name: 's3:DeleteBucketShadow', resourceTypes: ['bucket'] }, 'bucket configuration'],
    ['changes permissions on a bucket', { accessLevel: 'Permissions management, Write', resourceTypes: ['bucket'] }, 'bucket permissions'],
    ['tags a bucket among other resources', { accessLevel: 'Tagging, Write', resourceTypes: ['accessgrant', 'bucket'] }, 'bucket tagging'],
    ['is about an access point', { resourceTypes: ['multiregionaccesspoint'] }, 'access point'],
    ['names no resource', { resourceTypes: [] }, 'account'],
  ])('%s', (_, action, expected) => {
    expect(classify({ ...INVENTED, ...action })).toBe(expected);
  });

  test.each<[law: string, action: Partial<S3Action>]>([
    ['a resource type that is new', { resourceTypes: ['hologram'] }],
    ['resource types of two kinds', { resourceTypes: ['accessgrant', 'job'] }],
    ['an access level that is new', { accessLevel: 'Ponder' }],
    ['a name that every object has', { name: 'constructor', accessLevel: 'Ponder' }],
  ])('fails for %s, with its name', (_, action) => {
    const { name, accessLevel, resourceTypes } = { ...INVENTED, ...action };
    expect(() => classify({ ...INVENTED, ...action })).toThrow(`'${name}' (${accessLevel}; ${resourceTypes.join(', ')}) has no class. Add it to CLASS_EXCEPTIONS, with the reason`);
  });
});

test('each exception is an action of the table, is needed, and has a reason', () => {
  for (const [name, [exception, reason]] of Object.entries(CLASS_EXCEPTIONS)) {
    const action = S3_ACTIONS.find((each) => each.name === name)!;
    expect([name, classOf(name)]).toEqual([name, exception]);
    expect([name, classify({ ...action, name: `${name}Else` })]).not.toEqual([name, exception]);
    expect(reason).toMatch(/^[A-Z].*\.$/);
  }
});

test.each<[pattern: string, expected: readonly ActionClass[]]>([
  ['s3:GetObject', ['object read']],
  ['s3:getobject*', ['object read']],
  ['s3:DeleteObject*', ['object delete', 'object tagging']],
  ['s3:PutBucket*', ['bucket configuration', 'bucket permissions', 'bucket tagging']],
  ['s3:Replicate*', ['replication']],
  ['s3:*', Object.keys(ACTION_CLASSES) as ActionClass[]],
  ['s3:GetObjekt', []],
])('%s matches actions that do: %j', (pattern, expected) => {
  expect(classesMatching(pattern)).toEqual(expected);
});

describe('the actions that choose the encryption of an object', () => {
  /** What has the condition key, by the table alone. */
  const having = (key: string) => S3_ACTIONS.filter(({ conditionKeys }) => conditionKeys.has(key)).map(({ name }) => name);

  test.each<[key: keyof typeof SSE, choosing: readonly string[]]>([
    ['algorithm', ['s3:PutObject']],
    ['kmsKey', ['s3:PutObject']],
    ['customerAlgorithm', ['s3:PutObject']],
  ])('by %s: they write an object, encrypt one again, or have a reason', (key, choosing) => {
    expect(actionsChoosing(key)).toEqual(choosing);
    const others = having(SSE[key]).filter((name) => !choosing.includes(name) && !REENCRYPTING.includes(name) && CHOOSES_NO_ENCRYPTION[name] === undefined);
    // It is needed besides another action, which has the same keys.
    expect(others).toEqual(['s3:BypassGovernanceRetention']);
  });

  test('what encrypts an object again names a KMS key, and no key of the customer', () => {
    expect(having(SSE.kmsKey)).toEqual(expect.arrayContaining([...REENCRYPTING]));
    expect(having(SSE.customerAlgorithm)).not.toEqual(expect.arrayContaining([...REENCRYPTING]));
  });
});

test('a condition key that ends in / stands for each tag', () => {
  expect(actionsCarrying('s3:RequestObjectTag/')).toEqual(['s3:PutObject', 's3:PutObjectTagging', 's3:PutObjectVersionTagging']);
});
