import { ACCOUNT, BUCKET, deniedBy, policyWith, role, ROUTES } from './decisions';
import { PerimeterOptions } from '../../src';
import { globsFor } from '../../src/perimeter/action-globs';
import { denied, GUARDED, GuardedActions, GuardKind, spared, whyUnguarded } from '../../src/perimeter/guarded-actions';
import { ActionClass, actionsOf, CHOOSES_NO_ENCRYPTION, CLASS_EXCEPTIONS, CLASSES_ON_BUCKETS, classify, classOf, REENCRYPTING, SSE } from '../../src/policy/action-classes';
import { globCovers } from '../../src/policy/glob';
import { PolicyDocument } from '../../src/policy/policy-document';
import { PolicyRequest } from '../../src/policy/policy-request';
import { S3_ACTIONS, S3Action } from '../../src/policy/s3-actions';

const arn = (name: string) => `arn:aws:iam::${ACCOUNT}:role/${name}`;
const ENDPOINT = { vpcEndpointIds: ['vpce-0123456789abcdef0'] };
type Context = PolicyRequest['context'];

/** A perimeter with a guard of some kind, its statement, and what the request of another role has that it denies. */
interface Walk {
  readonly kind: GuardKind;
  readonly perimeter: PerimeterOptions;
  readonly sid: string;
  readonly context?: Context;
}

/** Every guard of a perimeter that is about some actions. */
const WALKS: Readonly<Record<string, Walk>> = {
  'networks': { kind: 'data', perimeter: { network: ENDPOINT }, sid: 'DenyOtherNetworks' },
  'addresses behind endpoints': {
    kind: 'data', perimeter: { network: { ...ENDPOINT, endpointIpAllowList: ['10.0.0.0/16'] } }, sid: 'DenyOtherEndpointAddresses', context: { ...ROUTES.endpoint, 'aws:VpcSourceIp': '10.9.0.1' },
  },
  'denied addresses': { kind: 'data', perimeter: { network: { ipDenyList: ['198.51.100.0/24'] } }, sid: 'DenyListedAddresses' },
  'denied addresses behind endpoints': { kind: 'data', perimeter: { network: { endpointIpDenyList: ['10.0.1.0/24'] } }, sid: 'DenyListedEndpointAddresses', context: ROUTES.endpoint },
  'access points': { kind: 'data', perimeter: { network: { onlyVpcAccessPoints: true } }, sid: 'DenyOtherAccessPoints' },
  'networks, on configuration': { kind: 'configuration', perimeter: { network: { ...ENDPOINT, controlPlaneRoleArns: [arn('Admin')] } }, sid: 'DenyOtherNetworksConfiguration' },
  'addresses behind endpoints, on configuration': {
    kind: 'configuration',
    perimeter: { network: { ...ENDPOINT, endpointIpAllowList: ['10.0.0.0/16'], controlPlaneRoleArns: [arn('Admin')] } },
    sid: 'DenyOtherEndpointAddressesConfiguration',
    context: { ...ROUTES.endpoint, 'aws:VpcSourceIp': '10.9.0.1' },
  },
  'named roles': { kind: 'data', perimeter: { identity: { roleArns: [arn('Reader')] } }, sid: 'DenyOtherRoles' },
  'tags of callers': { kind: 'data', perimeter: { identity: { principalTags: { stage: ['prod'] } } }, sid: 'DenyOtherStage' },
  'matching tags, on reading': { kind: 'taggedReads', perimeter: { identity: { matchingTags: ['stage'] } }, sid: 'DenyReadingOtherStage', context: { 'aws:PrincipalTag/stage': 'test', 's3:ExistingObjectTag/stage': 'prod' } },
  'matching tags, on changing them': { kind: 'retagging', perimeter: { identity: { matchingTags: ['stage'] } }, sid: 'DenyRetaggingOtherStage', context: { 'aws:PrincipalTag/stage': 'test', 's3:ExistingObjectTag/stage': 'prod' } },
  'read only': { kind: 'readers', perimeter: { identity: { readOnlyArns: [arn('Other')] } }, sid: 'DenyWritingToReaders' },
  'write only': { kind: 'writers', perimeter: { identity: { writeOnlyArns: [arn('Other')] } }, sid: 'DenyReadingToWriters' },
  'append only': { kind: 'appenders', perimeter: { identity: { appendOnlyArns: [arn('Other')] } }, sid: 'DenyDeletingToAppenders' },
  'MFA for deletes': { kind: 'deletes', perimeter: { identity: { mfaForDeletes: true } }, sid: 'DenyDeletingWithoutMfa' },
  'MFA for configuration': { kind: 'configuration', perimeter: { identity: { mfaForConfigurationChanges: true } }, sid: 'DenyConfiguringWithoutMfa' },
  'prefixes, on objects': { kind: 'objects', perimeter: { request: { prefixRules: [{ prefix: 'a/', roleArns: [arn('Reader')] }] } }, sid: 'DenyPrefix0' },
  'prefixes, on listings': { kind: 'listings', perimeter: { request: { prefixRules: [{ prefix: 'a/', roleArns: [arn('Reader')] }] } }, sid: 'DenyListingPrefix0' },
  'referers': { kind: 'pages', perimeter: { request: { refererAllowList: ['https://www.example.com/*'] } }, sid: 'DenyOtherReferers' },
  'tamper protection': { kind: 'configuration', perimeter: { request: { tamperProtection: true } }, sid: 'DenyTampering' },
  'deletion protection': { kind: 'versions', perimeter: { request: { deletionProtection: true } }, sid: 'DenyDeletingVersions' },
};

/** What the action can be done with: the bucket, or an object. */
function resourcesOf({ resourceTypes }: S3Action): string[] {
  return [...resourceTypes.includes('object') ? [`${BUCKET}/a/key`] : [], ...resourceTypes.includes('bucket') ? [BUCKET] : []];
}

function isDenied(policy: PolicyDocument, sid: string, { name }: S3Action, resource: string, context: Context): boolean {
  return deniedBy(policy, { ...role('Other'), action: name, resource, context: { 'aws:SecureTransport': 'true', 's3:TlsVersion': '1.3', ...ROUTES.internet, ...context } }).includes(sid);
}

/** The actions that a guard neither denies nor leaves alone for a written reason; and those that it denies in spite of one. */
function unexplained({ kind, sid, context = {} }: Walk, policy: PolicyDocument, actions: readonly S3Action[]): string[] {
  return actions.filter((action) => {
    const reason = whyUnguarded(kind, action.name, classify(action));
    return resourcesOf(action).some((resource) => isDenied(policy, sid, action, resource, context) !== (reason === undefined));
  }).map(({ name }) => name);
}

describe.each(Object.entries(WALKS))('the guard on %s', (_, walk) => {
  const policy = policyWith(walk.perimeter);

  test('denies every action, or has a reason', () => {
    expect(unexplained(walk, policy, S3_ACTIONS.filter(({ name }) => CLASSES_ON_BUCKETS.includes(classOf(name)!)))).toEqual([]);
  });

  test('fails for an action that is new and that it ought to deny, with its name', () => {
    const { classes }: GuardedActions = GUARDED[walk.kind];
    const [guarded] = CLASSES_ON_BUCKETS.filter((name) => classes[name] === true);
    const [model] = S3_ACTIONS.filter(({ name }) => classOf(name) === guarded && !Object.hasOwn(CLASS_EXCEPTIONS, name));
    // What deletes says so in its name.
    const invented = { ...model, name: guarded === 'object delete' ? 's3:DeleteShadow' : 's3:InventShadow' };
    // A guard that spares some actions denies the new one by itself.
    expect(unexplained(walk, policy, [invented])).toEqual(['readers', 'writers', 'appenders'].includes(walk.kind) ? [] : [invented.name]);
  });
});

/** Guards that name no action, and the request that they deny. */
test.each<[guard: string, perimeter: PerimeterOptions, sid: string, context: Context]>([
  ['TLS', {}, 'DenyRequestsWithoutTls', { 'aws:SecureTransport': 'false' }],
  ['other accounts', { identity: { crossAccount: false } }, 'DenyOtherAccounts', { 'aws:PrincipalAccount': '999988887777' }],
  ['signatures', { request: { signatureVersion4Only: true } }, 'DenySignatureVersion2', { 's3:signatureversion': 'AWS' }],
])('the guard on %s denies every action', (_, perimeter, sid, context) => {
  const policy = policyWith(perimeter);
  expect(S3_ACTIONS.filter((action) => resourcesOf(action).some((resource) => !isDenied(policy, sid, action, resource, context))).map(({ name }) => name)).toEqual([]);
});

test('every kind of guard is walked', () => {
  expect(new Set(Object.values(WALKS).map(({ kind }) => kind))).toEqual(new Set(Object.keys(GUARDED)));
});

describe.each(Object.entries(GUARDED) as [GuardKind, GuardedActions][])('%s', (_, { actions = {}, classes }) => {
  test('each reason is a sentence', () => {
    const reasons = [...Object.values(classes).filter((verdict) => verdict !== true), ...Object.values(actions).map(([, reason]) => reason)];
    expect(reasons.filter((reason) => !/^[A-Z].*\.$/.test(reason))).toEqual([]);
  });

  test('its single actions are of the table, and differ from their class', () => {
    expect(Object.entries(actions).filter(([name, [isGuarded]]) => classOf(name) === undefined || (classes[classOf(name)!] === true) === isGuarded)).toEqual([]);
  });
});

/** Patterns against the whole table: they cover what they are to cover, and of the rest only what names no bucket. */
describe('patterns', () => {
  const sets = new Map<string, readonly string[]>([
    ...(Object.keys(GUARDED) as GuardKind[]).flatMap((kind) => {
      const of = (isGuarded: boolean) => actionsOf(...CLASSES_ON_BUCKETS).filter((name) => (whyUnguarded(kind, name, classOf(name)!) === undefined) === isGuarded);
      return [[`what ${kind} denies`, of(true)] as const, [`what ${kind} spares`, of(false)] as const];
    }),
    ...CLASSES_ON_BUCKETS.map((name) => [`the class ${name}`, actionsOf(name)] as const),
    ['one action', ['s3:GetObject']],
    ['none', []],
  ]);

  test.each([...sets])('%s is matched, and nothing else of a bucket or its objects', (_, wanted) => {
    const globs = globsFor(wanted);
    const isMatched = (name: string) => globs.some((glob) => globCovers(glob, name));
    expect(wanted.filter((name) => !isMatched(name))).toEqual([]);
    expect(S3_ACTIONS.map(({ name }) => name).filter((name) => isMatched(name) && !wanted.includes(name) && CLASSES_ON_BUCKETS.includes(classOf(name)!))).toEqual([]);
    expect(globs.length).toBeLessThanOrEqual(wanted.length);
    expect([...globs].sort()).toEqual(globs);
  });

  test('guards use them', () => {
    expect(denied('data')).toEqual([
      's3:AbortMultipartUpload', 's3:BypassGovernanceRetention', 's3:DeleteObject*', 's3:GetObject*', 's3:InitiateReplication', 's3:ListBucket*', 's3:ListMultipartUploadParts',
      's3:ListObject*', 's3:ObjectOwnerOverrideToBucketOwner', 's3:PutObject*', 's3:Replicate*', 's3:RestoreObject', 's3:UpdateObjectEncryption',
    ]);
    expect(denied('configuration')).toEqual([
      's3:AllowVendedLogDeliveryForResource', 's3:CreateBucket*', 's3:DeleteBucket*', 's3:PauseReplication', 's3:Put*Configuration', 's3:PutBucket*', 's3:TagResource', 's3:UntagResource', 's3:UpdateBucket*',
    ]);
    expect(spared('readers')).toEqual(['s3:Get*', 's3:List*']);
  });
});

/** The bucket's own guards on encryption, for every action whose requests can carry such a key. */
describe('the encryption of objects', () => {
  const OTHER_KEY = `arn:aws:kms:eu-west-1:${ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
  const policy = policyWith({});
  const ownKey = String(policy.statements.find(({ sid }) => sid === 'DenyReencryption')!.conditions[0].values[0]);
  const choosing = S3_ACTIONS.filter(({ conditionKeys }) => Object.values(SSE).some((key) => conditionKeys.has(key)));
  const isDeniedWith = (name: string, context: Context) => deniedBy(policy, { ...role('Other'), action: name, resource: `${BUCKET}/a/key`, context: { 'aws:SecureTransport': 'true', 's3:TlsVersion': '1.3', ...context } }).length > 0;

  test.each(choosing.map(({ name, conditionKeys }) => [name, conditionKeys] as const))('%s: another key or algorithm is denied, or there is a reason', (name, conditionKeys) => {
    const having = (context: Record<string, string>) => Object.fromEntries(Object.entries(context).filter(([key]) => conditionKeys.has(key)));
    const unwanted: Record<string, string>[] = [
      { [SSE.algorithm]: 'aws:kms', [SSE.kmsKey]: OTHER_KEY },
      ...REENCRYPTING.includes(name) ? [{ [SSE.kmsKey]: OTHER_KEY }] : [{ [SSE.algorithm]: 'AES256' }, { [SSE.algorithm]: 'aws:kms' }],
      ...conditionKeys.has(SSE.customerAlgorithm) ? [{ [SSE.customerAlgorithm]: 'AES256' }] : [],
    ];
    const slips = unwanted.map(having).filter((context) => !isDeniedWith(name, context));
    const reason = name === 's3:BypassGovernanceRetention' ? 'is needed besides another action' : CHOOSES_NO_ENCRYPTION[name];
    expect(slips).toEqual(reason === undefined ? [] : unwanted);
    expect(isDeniedWith(name, { [SSE.algorithm]: 'aws:kms', [SSE.kmsKey]: ownKey })).toBe(false);
  });

  test('with DSSE nothing is encrypted again, which would take one of two layers away', () => {
    const { conditions, actions } = policyWith({}, { encryption: 'aws:kms:dsse' as never }).statements.find(({ sid }) => sid === 'DenyReencryption')!;
    expect([actions, conditions]).toEqual([['s3:UpdateObjectEncryption'], []]);
  });
});

/** What was reported: identity policies that allow everything, and actions that are younger than the guards. */
describe('actions of 2026', () => {
  const CLASSES: Readonly<Record<string, ActionClass>> = {
    's3:ListObjectAnnotations': 'object read',
    's3:ListObjectVersionAnnotations': 'object read',
    's3:UpdateObjectEncryption': 'object configuration',
    's3:PutObjectAnnotation': 'object write',
    's3:DeleteObjectVersionAnnotation': 'object delete',
  };
  const policy = policyWith({ network: ENDPOINT });

  test.each(Object.entries(CLASSES))('%s (%s) is denied from the internet', (action, expected) => {
    expect(classOf(action)).toBe(expected);
    expect(deniedBy(policy, { ...role('Other'), action, resource: `${BUCKET}/a/key`, context: { 'aws:SecureTransport': 'true', 's3:TlsVersion': '1.3', ...ROUTES.internet } })).toContain('DenyOtherNetworks');
  });
});
