import { Change, changed, HARDENED, PARAMETER } from './hardened-template';
import { BucketFacts } from '../../src/facts/bucket-facts';
import { TemplateFacts } from '../../src/facts/template-facts';
import { BucketComparison, compareBuckets } from '../../src/rules/compare-buckets';
import { Template } from '../../src/template/template';
import { template } from '../template/templates';

function factsOf(change: Change, more: Partial<Template> = {}): BucketFacts {
  return new TemplateFacts([template(changed(change), more)]).at({ template: 'App', logicalId: 'Bucket' })!;
}

const MIRROR: Readonly<Record<string, string>> = { less: 'more', more: 'less', equivalent: 'equivalent', incomparable: 'incomparable', unknown: 'unknown' };

/** Compares two buckets both ways, which has to say the same. */
function compared(first: BucketFacts, second: BucketFacts): BucketComparison {
  const [one, other] = [compareBuckets(first, second), compareBuckets(second, first)];
  expect(other.relation).toBe(MIRROR[one.relation]);
  expect(other.properties.map(({ relation }) => relation)).toEqual(one.properties.map(({ relation }) => MIRROR[relation]));
  expect([other.allowed.relation, other.notDenied.relation]).toEqual([MIRROR[one.allowed.relation], MIRROR[one.notDenied.relation]]);
  return one;
}

/** What differs: property by property, and the two halves of the policy. */
function differences({ properties, allowed, notDenied }: BucketComparison): Record<string, string> {
  return Object.fromEntries([
    ...properties.map(({ property, relation }) => [property, relation]), ['allowed', allowed.relation], ['not denied', notDenied.relation],
  ].filter(([, relation]) => relation !== 'equivalent'));
}

const ENCRYPTION = 'Bucket.Properties.BucketEncryption.ServerSideEncryptionConfiguration.0';

/** Each property with a change of the hardened bucket that makes it more permissive, and one that leaves it open. */
const PROPERTIES: readonly (readonly [property: string, more: Change, unknown: Change])[] = [
  ...['BlockPublicAcls', 'BlockPublicPolicy', 'IgnorePublicAcls', 'RestrictPublicBuckets'].map((name) => place(`public access block: ${name}`, `Bucket.Properties.PublicAccessBlockConfiguration.${name}`, false)),
  place('object ownership', 'Bucket.Properties.OwnershipControls.Rules.0.ObjectOwnership', 'ObjectWriter'),
  place('canned ACL', 'Bucket.Properties.AccessControl', 'PublicRead'),
  place('website hosting', 'Bucket.Properties.WebsiteConfiguration', { IndexDocument: 'index.html' }),
  ['CORS for any origin', { 'Bucket.Properties.CorsConfiguration': cors('*') }, { 'Bucket.Properties.CorsConfiguration': cors(PARAMETER) }],
  ['access point with public access', { Point: accessPoint(false) }, { Point: accessPoint(PARAMETER) }],
  place('default encryption', `${ENCRYPTION}.ServerSideEncryptionByDefault.SSEAlgorithm`, 'AES256'),
  place('key rotation', 'Key.Properties.EnableKeyRotation', false),
  ['SSE-C blocked', { [`${ENCRYPTION}.BlockedEncryptionTypes`]: undefined }, { [`${ENCRYPTION}.BlockedEncryptionTypes.EncryptionType`]: [PARAMETER] }],
  place('versioning', 'Bucket.Properties.VersioningConfiguration.Status', 'Suspended'),
  place('object lock', 'Bucket.Properties.ObjectLockEnabled', false),
  place('replication', 'Bucket.Properties.ReplicationConfiguration.Rules.0.Status', 'Disabled'),
  place('access logs', 'Bucket.Properties.LoggingConfiguration', undefined),
  place('request metrics', 'Bucket.Properties.MetricsConfigurations', undefined),
  place('event notifications', 'Bucket.Properties.NotificationConfiguration', undefined),
  place('retained on delete', 'Bucket.DeletionPolicy', 'Delete'),
  ['retained on delete', { 'Bucket.UpdateReplacePolicy': undefined }, { 'Bucket.UpdateReplacePolicy': PARAMETER }],
];

function place(property: string, path: string, value: unknown): readonly [string, Change, Change] {
  return [property, { [path]: value }, { [path]: PARAMETER }];
}

function cors(origin: unknown) {
  return { CorsRules: [{ AllowedMethods: ['GET'], AllowedOrigins: ['https://www.example.com', origin] }] };
}

function accessPoint(BlockPublicPolicy: unknown) {
  return { Type: 'AWS::S3::AccessPoint', Properties: { Bucket: { Ref: 'Bucket' }, PublicAccessBlockConfiguration: { BlockPublicAcls: true, IgnorePublicAcls: true, RestrictPublicBuckets: true, BlockPublicPolicy } } };
}

const WHOLE = factsOf({});

test('a bucket is equivalent to itself in every respect', () => {
  expect(compared(WHOLE, WHOLE).relation).toBe('equivalent');
  expect(differences(compared(WHOLE, factsOf({})))).toEqual({});
});

describe('the property', () => {
  test.each(PROPERTIES)('%s is more, less, equivalent or unknown', (property, more, unknown) => {
    const [open, undecided] = [factsOf(more), factsOf(unknown)];
    expect(differences(compared(open, WHOLE))).toEqual({ [property]: 'more' });
    expect(differences(compared(WHOLE, open))).toEqual({ [property]: 'less' });
    expect(differences(compared(open, open))).toEqual({});
    const comparison = compared(undecided, WHOLE);
    expect(comparison.properties.filter(({ relation }) => relation === 'unknown')).toEqual([expect.objectContaining({ property, reason: expect.stringContaining('Parameter'), first: 'unknown' })]);
    expect(comparison.relation).toBe('unknown');
    expect(comparison.properties.filter(({ relation, reason }) => relation !== 'unknown' && reason !== undefined)).toEqual([]);
  });

  test('each has a row, and the key a test of its own', () => {
    expect(compareBuckets(WHOLE, WHOLE).properties.map(({ property }) => property).filter((property) => !PROPERTIES.some(([name]) => name === property))).toEqual(['customer managed key']);
  });

  test.each<[key: unknown, relation: string | undefined]>([
    [undefined, 'more'],
    ['alias/data', 'more'],
    ['arn:aws:kms:eu-west-1:111122223333:alias/data', 'more'],
    ['arn:aws:kms:eu-west-1:111122223333:key/1234', undefined],
    [PARAMETER, 'unknown'],
  ])('customer managed key: %j', (key, relation) => {
    expect(differences(compareBuckets(factsOf({ [`${ENCRYPTION}.ServerSideEncryptionByDefault.KMSMasterKeyID`]: key }), WHOLE))['customer managed key']).toBe(relation);
  });

  /** From the least permissive value on. Values of one step are equivalent. */
  test.each<[property: string, path: string, steps: unknown[][]]>([
    ['object ownership', 'Bucket.Properties.OwnershipControls', [[ownership('BucketOwnerEnforced')], [undefined], [ownership('BucketOwnerPreferred')], [ownership('ObjectWriter')]]],
    ['canned ACL', 'Bucket.Properties.AccessControl', [[undefined, 'Private', 'BucketOwnerFullControl', 'BucketOwnerRead'], ['AwsExecRead'], ['LogDeliveryWrite'], ['AuthenticatedRead'], ['PublicRead'], ['PublicReadWrite', 'NobodyKnows']]],
    ['default encryption', `${ENCRYPTION}.ServerSideEncryptionByDefault.SSEAlgorithm`, [['aws:kms:dsse'], ['aws:kms'], ['AES256', undefined]]],
    ['SSE-C blocked', `${ENCRYPTION}.BlockedEncryptionTypes`, [[{ EncryptionType: ['SSE-C'] }], [undefined, { EncryptionType: [] }], [{ EncryptionType: ['NONE'] }]]],
  ])('%s has an order', (property, path, steps) => {
    const values = steps.flatMap((step, grade) => step.map((value) => ({ grade, facts: factsOf({ [path]: value }) })));
    for (const one of values) {
      for (const other of values) {
        const { relation } = compareBuckets(one.facts, other.facts).properties.find((each) => each.property === property)!;
        expect(relation).toBe(one.grade < other.grade ? 'less' : one.grade > other.grade ? 'more' : 'equivalent');
      }
    }
  });

  function ownership(ObjectOwnership: string) {
    return { Rules: [{ ObjectOwnership }] };
  }
});

describe('the whole', () => {
  const [VERSIONS, LOCK] = [{ 'Bucket.Properties.VersioningConfiguration.Status': 'Suspended' }, { 'Bucket.Properties.ObjectLockEnabled': false }];
  const LOCK_OPEN = { 'Bucket.Properties.ObjectLockEnabled': PARAMETER };

  test.each<[law: string, first: Change, second: Change, relation: string]>([
    ['more in one respect and less in another is incomparable', VERSIONS, LOCK, 'incomparable'],
    ['more in two respects is more', { ...VERSIONS, ...LOCK }, {}, 'more'],
    ['unknown in one respect and more in another is unknown', { ...VERSIONS, ...LOCK_OPEN }, {}, 'unknown'],
    ['incomparable stays so whatever else is unknown', { ...VERSIONS, 'Bucket.Properties.AccessControl': PARAMETER }, LOCK, 'incomparable'],
  ])('%s', (_, first, second, relation) => {
    expect(compared(factsOf(first), factsOf(second)).relation).toBe(relation);
  });
});

describe('the policy', () => {
  const ARN = { 'Fn::GetAtt': ['Bucket', 'Arn'] };
  const OBJECTS = { 'Fn::Sub': '${Bucket.Arn}/*' };
  const [OWN, OTHER, THIRD] = ['111122223333', '444455556666', '777788889999'];
  const root = (account: string) => ({ AWS: `arn:aws:iam::${account}:root` });
  const READ = { Effect: 'Allow', Principal: root(THIRD), Action: 's3:GetObject', Resource: OBJECTS };
  const statements = HARDENED.Policy.Properties.PolicyDocument.Statement as object[];
  const withStatements = (...more: object[]): Change => ({ 'Policy.Properties.PolicyDocument.Statement': [...statements, ...more] });
  const without = (...sids: string[]): Change => ({ 'Policy.Properties.PolicyDocument.Statement': statements.filter((statement) => !sids.includes((statement as { Sid: string }).Sid)) });

  test('is equivalent for buckets of other names, accounts and keys that say the same', () => {
    const named = (name: string, account: string, key: string) => factsOf({
      ...withStatements({ ...READ, Principal: root(account) }, { ...READ, Condition: { StringEquals: { 'aws:SourceAccount': account, 'aws:SourceArn': `arn:aws:s3:::${name}` } } }),
      'Bucket.Properties.BucketName': name,
      [`${ENCRYPTION}.ServerSideEncryptionByDefault.KMSMasterKeyID`]: key,
      'Policy.Properties.PolicyDocument.Statement.Key.Condition.ArnNotEquals.s3:x-amz-server-side-encryption-aws-kms-key-id': key,
    }, { account });
    const [one, other] = [named('one', OWN, `arn:aws:kms:eu-west-1:${OWN}:key/1111`), named('two-2', OTHER, `arn:aws:kms:us-east-1:${OTHER}:key/2222`)];
    expect(differences({ ...compared(one, other), properties: [] })).toEqual({});
  });

  test.each([
    [OWN, OTHER],
    [OTHER, OWN],
    [OTHER, THIRD],
    ['000000000000', OWN],
  ])('fails to be equivalent where one allows its own account and the other a foreign one: %s and %s', (own, foreign) => {
    const allowing = (account: string, allowed: string) => factsOf(withStatements({ ...READ, Principal: root(allowed) }), { account });
    expect(compared(allowing(own, own), allowing(foreign, foreign)).allowed.relation).toBe('equivalent');
    expect(compared(allowing(own, foreign), allowing(foreign, foreign)).allowed.relation).toBe('incomparable');
  });

  test.each<[law: string, first: Change, second: Change, allowed: string, notDenied: string]>([
    ['a Deny that is missing is more', without('Tls'), {}, 'equivalent', 'more'],
    ['another Deny that is missing is more', without('SseC'), {}, 'equivalent', 'more'],
    ['a policy that is missing is more', { Policy: undefined }, {}, 'equivalent', 'more'],
    ['two Denys that are missing one each are incomparable', without('Tls'), without('SseC'), 'equivalent', 'incomparable'],
    ['a Deny that another one covers is missing without effect', {}, withStatements({ Effect: 'Deny', Principal: '*', Action: 's3:GetObject', Resource: OBJECTS, Condition: { Bool: { 'aws:SecureTransport': 'false' } } }), 'equivalent', 'equivalent'],
    ['an Allow is more', withStatements(READ), {}, 'more', 'equivalent'],
    ['an Allow of less is less', withStatements({ ...READ, Resource: { 'Fn::Sub': '${Bucket.Arn}/public/*' } }), withStatements(READ), 'less', 'equivalent'],
    ['Allows of two accounts are incomparable', withStatements(READ), withStatements({ ...READ, Principal: root(OTHER) }), 'incomparable', 'equivalent'],
    ['an Allow that its own Deny takes back is no more', withStatements(READ, { ...READ, Effect: 'Deny' }), withStatements({ ...READ, Effect: 'Deny' }), 'equivalent', 'equivalent'],
    ['an order that is another says the same', { 'Policy.Properties.PolicyDocument.Statement': [...statements].reverse() }, {}, 'equivalent', 'equivalent'],
    ['two statements that are one say the same', withStatements({ ...READ, Action: ['s3:GetObject', 's3:ListBucket'], Resource: [ARN, OBJECTS] }), withStatements(READ, { ...READ, Action: 's3:ListBucket', Resource: ARN }), 'equivalent', 'equivalent'],
    ['what is decided at deployment is unknown', withStatements({ ...READ, Principal: { AWS: PARAMETER } }), {}, 'unknown', 'equivalent'],
    ['two policies are unknown', { Another: HARDENED.Policy }, {}, 'unknown', 'unknown'],
  ])('%s', (_, first, second, allowed, notDenied) => {
    const comparison = compared(factsOf(first), factsOf(second));
    expect({ allowed: comparison.allowed.relation, notDenied: comparison.notDenied.relation }).toEqual({ allowed, notDenied });
    for (const { relation, onlyFirst, onlySecond, reason } of [comparison.allowed, comparison.notDenied]) {
      const request = { principal: expect.anything(), action: expect.stringMatching(/^s3:/), resource: expect.stringMatching(/^arn:aws:s3:/), context: expect.any(Object) };
      expect({ onlyFirst, onlySecond, reason }).toEqual({
        onlyFirst: relation === 'more' || relation === 'incomparable' ? request : undefined,
        onlySecond: relation === 'less' || relation === 'incomparable' ? request : undefined,
        reason: relation === 'unknown' ? expect.any(String) : undefined,
      });
    }
  });

  // Known: stand-ins are counted in the order of each policy, so that the first name that AWS chooses is the same for both. To be `incomparable`.
  test('is not equivalent where each allows another role of the same template', () => {
    const roles = { One: { Type: 'AWS::IAM::Role' }, Two: { Type: 'AWS::IAM::Role' } };
    const allowing = (role: string) => factsOf({ ...roles, ...withStatements({ ...READ, Principal: { AWS: { 'Fn::GetAtt': [role, 'Arn'] } } }) });
    expect(compared(allowing('One'), allowing('One')).allowed.relation).toBe('equivalent');
    expect(compared(allowing('One'), allowing('Two')).allowed.relation).not.toBe('equivalent');
  });

  test('the request shows what the missing Deny let through', () => {
    const { onlyFirst } = compareBuckets(factsOf(without('Tls', 'MinimumTls')), WHOLE).notDenied;
    expect(onlyFirst?.context).toMatchObject({ 'aws:SecureTransport': 'false' });
  });
});
