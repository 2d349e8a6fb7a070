import { ACCOUNT, allow, BUCKET, deny, OBJECTS, OTHER, OWN, plan, policy, statementsPut, stepsOf, value } from './live-buckets';
import { RepairOptions } from '../../src/repair/repair';

const ORG = 'o-a1b2c3d4e5';
const READ = { Action: 's3:GetObject', Resource: OBJECTS };
const PUBLIC = { Effect: 'Allow', Principal: '*', ...READ };
const byAccount = (...ids: string[]) => ({ Condition: { StringEquals: { 'aws:PrincipalAccount': ids.length === 1 ? ids[0] : ids } } });
const byOrganization = { Condition: { StringEquals: { 'aws:PrincipalOrgID': ORG } } };
const WRITE = { Effect: 'Allow', Action: 's3:PutObject', Resource: OBJECTS };
const BY_PARTNER = { ...WRITE, Principal: { AWS: OTHER } };
const BY_LOGGING = { ...WRITE, Principal: { Service: 'logging.s3.amazonaws.com' }, Condition: { StringEquals: { 'aws:SourceAccount': OWN } } };

test.each<[string, readonly object[], readonly object[], RepairOptions?]>([
  ['to the same account', [PUBLIC], [{ ...PUBLIC, ...byAccount(OWN) }]],
  ['with {"AWS": "*"}', [{ ...PUBLIC, Principal: { AWS: '*' } }], [{ ...PUBLIC, Principal: { AWS: '*' }, ...byAccount(OWN) }]],
  ['and keeps its conditions', [{ ...PUBLIC, Condition: { StringLike: { 'aws:Referer': 'https://example.com/*' } } }],
    [{ ...PUBLIC, Condition: { StringLike: { 'aws:Referer': 'https://example.com/*' }, StringEquals: { 'aws:PrincipalAccount': OWN } } }]],
  ['and keeps what StringEquals has', [{ ...PUBLIC, Condition: { StringEquals: { 's3:ExistingObjectTag/open': 'yes' } } }],
    [{ ...PUBLIC, Condition: { StringEquals: { 's3:ExistingObjectTag/open': 'yes', 'aws:PrincipalAccount': OWN } } }]],
  ['where a condition on the account holds for anonymous callers', [{ ...PUBLIC, Condition: { StringEquals: { 'aws:PrincipalAccount': ['anonymous', OWN] } } }],
    [{ ...PUBLIC, Condition: { StringEquals: { 'aws:PrincipalAccount': ['anonymous', OWN] }, StringLike: { 'aws:PrincipalAccount': OWN } } }]],
  ['and the partner keeps what the policy gives it elsewhere', [PUBLIC, BY_PARTNER], [{ ...PUBLIC, ...byAccount(OWN, OTHER) }, BY_PARTNER]],
  ['and the partner keeps it where it stands first', [BY_PARTNER, PUBLIC], [BY_PARTNER, { ...PUBLIC, ...byAccount(OWN, OTHER) }]],
  ['and a named service keeps it', [{ Sid: 'Open', ...PUBLIC }, BY_LOGGING], [
    { Sid: 'Open', ...PUBLIC, ...byAccount(OWN) }, { Sid: 'Open2', ...PUBLIC, Principal: { Service: ['logging.s3.amazonaws.com'] } }, BY_LOGGING,
  ]],
  ['to the account and the organization that is given', [PUBLIC], [{ ...PUBLIC, ...byAccount(OWN) }, { ...PUBLIC, ...byOrganization }], { organizationId: ORG }],
  ['to the organization that a Deny names, which changes nothing for anybody', [PUBLIC, deny({ StringNotEquals: { 'aws:PrincipalOrgID': ORG } })], [{ ...PUBLIC, ...byOrganization }, deny({ StringNotEquals: { 'aws:PrincipalOrgID': ORG } })]],
  ['and the account of an identity that must keep its access stays in', [PUBLIC], [{ ...PUBLIC, ...byAccount(OWN, OTHER) }], { keepAccess: [`arn:aws:iam::${OTHER}:role/reader`] }],
  ['with NotPrincipal', [{ ...PUBLIC, Principal: undefined, NotPrincipal: { AWS: OTHER } }], [{ ...PUBLIC, Principal: undefined, NotPrincipal: { AWS: OTHER }, ...byAccount(OWN, OTHER) }]],
  ['by removing it where only strangers can match', [{ ...PUBLIC, Principal: { Federated: 'graph.facebook.com' } }, BY_PARTNER], [BY_PARTNER]],
  ['by removing it where another statement gives the same to those who are named', [PUBLIC, { ...PUBLIC, ...byAccount(OWN) }], [{ ...PUBLIC, ...byAccount(OWN) }]],
  ['that is open to a network', [{ ...PUBLIC, Condition: { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } } }],
    [{ ...PUBLIC, Condition: { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' }, StringEquals: { 'aws:PrincipalAccount': OWN } } }]],
  ['both of them', [PUBLIC, { ...PUBLIC, Action: 's3:PutObject' }], [{ ...PUBLIC, ...byAccount(OWN) }, { ...PUBLIC, Action: 's3:PutObject', ...byAccount(OWN) }]],
])('public-statements narrows a statement %s', (_, statements, expected, options = {}) => {
  expect(statementsPut(plan('public-statements', policy(statements), options))).toEqual(JSON.parse(JSON.stringify(expected)));
});

test('public-statements deletes a policy of which nothing is left, and undoing puts it back', () => {
  const statements = [{ ...PUBLIC, Principal: { Federated: 'graph.facebook.com' } }];
  expect(stepsOf(plan('public-statements', policy(statements)))).toMatchObject([{ call: 'DeleteBucketPolicy', undo: { call: 'PutBucketPolicy' } }]);
});

test('public-statements shows a request that is lost for each statement that changes', () => {
  const [{ lost }] = stepsOf(plan('public-statements', policy([PUBLIC, { ...PUBLIC, Action: 's3:PutObject' }])));
  expect(lost).toEqual([
    { principal: 'anonymous', action: 's3:GetObject', resource: `${BUCKET}/x`, context: {} },
    { principal: 'anonymous', action: 's3:PutObject', resource: `${BUCKET}/x`, context: {} },
  ]);
});

test.each<[string, readonly object[]]>([
  ['there is no public statement', [BY_PARTNER]],
  ['it delegates to the access points of the account', [{ ...PUBLIC, Condition: { StringEquals: { 's3:DataAccessPointAccount': OWN } } }]],
  ['its organization is fixed', [{ ...PUBLIC, ...byOrganization }]],
])('public-statements does nothing where %s', (_, statements) => {
  expect(plan('public-statements', policy(statements))).toEqual({ kind: 'nothing' });
});

test.each<[string, readonly object[], RepairOptions, RegExp]>([
  ['the organization is none', [PUBLIC], { organizationId: 'mine' }, /'mine' is not an organization id/],
  ['an identity that must keep its access is none', [PUBLIC], { keepAccess: ['me'] }, /'me' must keep its access/],
  ['all ways to narrow it are in use', [{ ...PUBLIC, Condition: Object.fromEntries(['StringEquals', 'StringLike', 'StringEqualsIgnoreCase'].map((operator) => [operator, { 'aws:PrincipalAccount': ['anonymous', OWN] }])) }], {},
    /could not be narrowed/],
])('fails: public-statements, where %s', (_, statements, options, reason) => {
  expect(plan('public-statements', policy(statements), options)).toEqual({ kind: 'refused', reason: expect.stringMatching(reason) });
});

const ADMINISTRATION = ['s3:DeleteBucketPolicy', 's3:PutBucketAcl', 's3:PutBucketPolicy', 's3:PutEncryptionConfiguration', 's3:PutObjectAcl'];
const DENY_OTHERS = {
  Sid: 'DenyForeignAdministration',
  Effect: 'Deny',
  Principal: '*',
  Action: ADMINISTRATION,
  Resource: [BUCKET, OBJECTS],
  Condition: { StringNotEquals: { 'aws:PrincipalAccount': OWN }, BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' } },
};

test.each<[string, readonly object[], readonly object[]]>([
  ['from a list', [allow({ AWS: OTHER }, ['s3:GetObject', 's3:PutBucketPolicy', 'S3:putbucketacl'])], [allow({ AWS: OTHER }, 's3:GetObject')]],
  ['with its statement, where it lists nothing else', [allow({ AWS: OTHER }, 's3:PutObjectAcl'), BY_LOGGING], [BY_LOGGING]],
  ['by a Deny, where a wildcard allows it', [allow({ AWS: OTHER }, 's3:*')], [allow({ AWS: OTHER }, 's3:*'), DENY_OTHERS]],
  ['by a Deny, where NotAction allows it', [allow({ AWS: OTHER }, undefined, { NotAction: 's3:DeleteBucket' })], [allow({ AWS: OTHER }, undefined, { NotAction: 's3:DeleteBucket' }), DENY_OTHERS]],
  ['by a Deny, where the same account shares the statement', [allow({ AWS: [OTHER, OWN] }, 's3:PutBucketPolicy')], [allow({ AWS: [OTHER, OWN] }, 's3:PutBucketPolicy'), DENY_OTHERS]],
  ['by a Deny, where an organization has it', [allow('*', 's3:PutBucketAcl', byOrganization)], [allow('*', 's3:PutBucketAcl', byOrganization), DENY_OTHERS]],
  ['by both', [allow({ AWS: OTHER }, ['s3:PutBucketAcl', 's3:Put*'])], [allow({ AWS: OTHER }, 's3:Put*'), DENY_OTHERS]],
])('foreign-administration takes it away %s', (_, statements, expected) => {
  expect(statementsPut(plan('foreign-administration', policy(statements)))).toEqual(JSON.parse(JSON.stringify(expected)));
});

test('foreign-administration leaves the same account and ordinary access alone', () => {
  expect(plan('foreign-administration', policy([allow({ AWS: OWN }, 's3:*'), allow({ AWS: OTHER }, ['s3:GetObject', 's3:PutObject'])]))).toEqual({ kind: 'nothing' });
});

test.each<[string, readonly object[], RepairOptions, RegExp]>([
  ['an identity that must keep its access administers', [allow({ AWS: OTHER }, 's3:*')], { keepAccess: [`arn:aws:iam::${OTHER}:role/admin`] }, /role\/admin must keep its access and would lose a request.*does s3:/],
  ['a canonical user administers, whose account nobody knows', [allow({ CanonicalUser: 'b'.repeat(64) }, 's3:PutBucketPolicy')], {}, /which account .* belongs to.*is not known/],
])('fails: foreign-administration, where %s', (_, statements, options, reason) => {
  expect(plan('foreign-administration', policy(statements), options)).toEqual({ kind: 'refused', reason: expect.stringMatching(reason) });
});

test('a public policy is narrowed although the account blocks public policies, since the new one is not public', () => {
  const account = { ...ACCOUNT, publicAccessBlock: value({ PublicAccessBlockConfiguration: { BlockPublicPolicy: true } }) };
  expect(plan('public-statements', policy([PUBLIC]), {}, account).kind).toBe('steps');
});
