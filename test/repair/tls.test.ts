import { ACCOUNT, allow, BUCKET, deny, denied, OBJECTS, OTHER, OWN, plan, policy, statementsPut, stepsOf, value } from './live-buckets';

const DENY_HTTP = { Sid: 'DenyRequestsWithoutTls', Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: [BUCKET, OBJECTS], Condition: { Bool: { 'aws:SecureTransport': 'false' } } };
const READ = allow({ AWS: OTHER }, 's3:GetObject');
const HTTP = { Bool: { 'aws:SecureTransport': 'false' } };

/** What stands in the policy, and what stands there afterwards before the new Deny: all that was there, to the letter. */
test.each<[string, unknown, readonly unknown[]]>([
  ['there is no policy', undefined, []],
  ['a statement stands without a list', { Version: '2012-10-17', Statement: READ }, [READ]],
  ['a statement has no Sid', [READ], [READ]],
  ['two statements have the same Sid', [{ Sid: 'A', ...READ }, { Sid: 'A', ...READ }], [{ Sid: 'A', ...READ }, { Sid: 'A', ...READ }]],
  ['a Deny catches objects only', [deny(HTTP, { Resource: OBJECTS })], [deny(HTTP, { Resource: OBJECTS })]],
  ['a Deny catches the bucket only', [deny(HTTP, { Resource: BUCKET })], [deny(HTTP, { Resource: BUCKET })]],
  ['a Deny catches reading only', [deny(HTTP, { Action: 's3:GetObject' })], [deny(HTTP, { Action: 's3:GetObject' })]],
  ['a Deny catches one account', [deny(HTTP, { Principal: { AWS: OTHER } })], [deny(HTTP, { Principal: { AWS: OTHER } })]],
  ['a Deny has a condition more', [deny({ ...HTTP, StringEquals: { 'aws:PrincipalAccount': OTHER } })], [deny({ ...HTTP, StringEquals: { 'aws:PrincipalAccount': OTHER } })]],
  ['a Deny is on the wrong value', [deny({ Bool: { 'aws:SecureTransport': 'true' } }, { Action: 's3:DeleteObject' })], [deny({ Bool: { 'aws:SecureTransport': 'true' } }, { Action: 's3:DeleteObject' })]],
  ['an Allow has NotAction', [allow({ AWS: OTHER }, undefined, { NotAction: 's3:Delete*' })], [allow({ AWS: OTHER }, undefined, { NotAction: 's3:Delete*' })]],
  ['a Deny has NotPrincipal', [deny({}, { Principal: undefined, NotPrincipal: { AWS: [OWN, `arn:aws:iam::${OWN}:role/app`] }, Action: 's3:DeleteObject' })],
    [deny({}, { Principal: undefined, NotPrincipal: { AWS: [OWN, `arn:aws:iam::${OWN}:role/app`] }, Action: 's3:DeleteObject' })]],
  ['operators have IfExists and ForAnyValue', [allow({ AWS: OTHER }, 's3:GetObject', { Condition: { 'StringEqualsIfExists': { 'aws:SourceVpce': 'vpce-0a' }, 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': 'o-a1b2c3d4e5/*' } } })],
    [allow({ AWS: OTHER }, 's3:GetObject', { Condition: { 'StringEqualsIfExists': { 'aws:SourceVpce': 'vpce-0a' }, 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': 'o-a1b2c3d4e5/*' } } })]],
  ['policy variables stand in an old version, where they are text', { Version: '2008-10-17', Statement: [allow({ AWS: OTHER }, 's3:GetObject', { Resource: `${BUCKET}/\${aws:username}/*` })] },
    [allow({ AWS: OTHER }, 's3:GetObject', { Resource: `${BUCKET}/\${aws:username}/*` })]],
])('what is there stays where %s', (_, written, before) => {
  expect(statementsPut(plan('tls-only', written === undefined ? {} : policy(written)))).toEqual(JSON.parse(JSON.stringify([...before, DENY_HTTP])));
});

test.each<[string, unknown, object | undefined]>([
  ['version, id', { Version: '2008-10-17', Id: 'Mine', Statement: [READ] }, { Version: '2008-10-17', Id: 'Mine' }],
  ['no version', { Statement: [READ] }, {}],
])('the %s of a document stays', (_, written, rest) => {
  const { Statement, ...others } = JSON.parse(stepsOf(plan('tls-only', policy(written)))[0].input.Policy as string);
  expect(others).toEqual(rest);
});

test.each<[string, unknown]>([
  ['one statement', [deny(HTTP)]],
  ['two halves', [deny(HTTP, { Resource: OBJECTS }), deny(HTTP, { Resource: BUCKET })]],
  ['a Deny of everything else', [{ ...deny({}), Condition: undefined }]],
  ['{"AWS": "*"}', [deny(HTTP, { Principal: { AWS: '*' } })]],
  ['BoolIfExists', [deny({ BoolIfExists: { 'aws:SecureTransport': 'false' } })]],
])('nothing is changed where TLS is required already by %s', (_, written) => {
  expect(plan('tls-only', policy(JSON.parse(JSON.stringify(written))))).toEqual({ kind: 'nothing' });
});

test('the new statement gets a name of its own, and undoing puts back the text that was there', () => {
  const written = { Version: '2012-10-17', Statement: [{ Sid: 'DenyRequestsWithoutTls', ...READ }] };
  const [step] = stepsOf(plan('tls-only', policy(written)));
  expect(JSON.parse(step.input.Policy as string).Statement[1].Sid).toBe('DenyRequestsWithoutTls2');
  expect(step).toMatchObject({ service: 's3', call: 'PutBucketPolicy', input: { Bucket: 'records', ExpectedBucketOwner: OWN }, undo: { call: 'PutBucketPolicy', input: { Policy: JSON.stringify(written) } } });
  expect(step.lost).toEqual([expect.objectContaining({ context: expect.objectContaining({ 'aws:SecureTransport': 'false' }) })]);
  expect(step.permissions).toEqual(['s3:PutBucketPolicy']);
});

test('undoing removes the policy where there was none', () => {
  expect(stepsOf(plan('tls-only'))[0]).toMatchObject({ undo: { call: 'DeleteBucketPolicy', input: { Bucket: 'records' } }, permissions: ['s3:PutBucketPolicy', 's3:DeleteBucketPolicy'] });
});

const LONG = allow({ AWS: OTHER }, 's3:GetObject', { Resource: Array.from({ length: 300 }, (_, i) => `${BUCKET}/folder-${String(i).padStart(40, '0')}/*`) });
const PUBLIC = [allow('*', 's3:GetObject')];

test.each<[string, Parameters<typeof plan>[1], RegExp, Parameters<typeof plan>[3]?]>([
  ['the policy was not read', { GetBucketPolicy: denied('s3:GetBucketPolicy') }, /^GetBucketPolicy: AccessDenied: s3:GetBucketPolicy$/],
  ['the policy has no JSON', policy('{'), /cannot be read/],
  ['a key stands twice in it', policy('{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*"}]}'), /stands twice/],
  ['it would be longer than 20 KB', policy([LONG]), /S3 would refuse the new policy.*and S3 accepts 20480/],
  ['it names a principal that was deleted', policy([allow({ AWS: 'AROAEXAMPLEEXAMPLE123' }, 's3:GetObject')]), /names AROAEXAMPLEEXAMPLE123, a principal that was deleted/],
  ['it has an operator that IAM does not have', policy([allow({ AWS: OTHER }, 's3:GetObject', { Condition: { StringMatches: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } } })]), /S3 would refuse/],
  ['it is public and the bucket blocks public policies', { ...policy(PUBLIC), GetPublicAccessBlock: value({ PublicAccessBlockConfiguration: { BlockPublicPolicy: true } }) }, /still public, and BlockPublicPolicy is on/],
  ['it is public and the account blocks public policies', policy(PUBLIC), /still public, and BlockPublicPolicy is on/, { ...ACCOUNT, publicAccessBlock: value({ PublicAccessBlockConfiguration: { BlockPublicPolicy: true } }) }],
  ['it is public and whether the account blocks that was not read', policy(PUBLIC), /is not known: GetPublicAccessBlock of the account: AccessDenied/, { ...ACCOUNT, publicAccessBlock: denied('s3:GetAccountPublicAccessBlock') }],
])('fails: %s', (_, answers, reason, account = ACCOUNT) => {
  expect(plan('tls-only', answers, {}, account)).toEqual({ kind: 'refused', reason: expect.stringMatching(reason) });
});

test.each<[string | undefined, string]>([[undefined, '1.2'], ['1.2', '1.2'], ['1.3', '1.3']])('minimum-tls with %s denies below %s', (given, version) => {
  const statements = statementsPut(plan('minimum-tls', policy([READ]), { minimumTlsVersion: given }));
  expect(statements[1]).toMatchObject({ Sid: 'DenyRequestsBelowMinimumTls', Effect: 'Deny', Condition: { NumericLessThan: { 's3:TlsVersion': version } } });
});

test('a minimum that is higher already is enough', () => {
  expect(plan('minimum-tls', policy([deny({ NumericLessThan: { 's3:TlsVersion': '1.3' } })]))).toEqual({ kind: 'nothing' });
});

test.each(['1.4', '1.1', 'tls', ''])('fails: the minimum is %p, which would lock everybody out or nobody', (minimumTlsVersion) => {
  expect(plan('minimum-tls', {}, { minimumTlsVersion })).toEqual({ kind: 'refused', reason: `the minimum version of TLS '${minimumTlsVersion}' is not 1.2 or 1.3` });
});

test('identities that must keep their access lose requests without TLS as everyone does', () => {
  expect(plan('tls-only', policy([READ]), { keepAccess: [`arn:aws:iam::${OTHER}:role/reader`] }).kind).toBe('steps');
});
