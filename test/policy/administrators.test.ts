import { evaluate } from '../../src/policy/evaluate';
import { readPolicyDocument } from '../../src/policy/policy-document';
import { deadGrants } from '../../src/policy/questions/dead-grants';
import { deadStatements } from '../../src/policy/questions/dead-statements';
import { lockout } from '../../src/policy/questions/lockout';
import { UnknownValue } from '../../src/policy/unknown-value';

/** Who can still repair a bucket, and which statements and grants have no effect. */
const ACCOUNT = '111122223333';
const ROOT = `arn:aws:iam::${ACCOUNT}:root`;
const ADMIN = `arn:aws:iam::${ACCOUNT}:role/admin`;
const BREAK_GLASS = `arn:aws:iam::${ACCOUNT}:role/break-glass`;
const BUCKET = 'arn:aws:s3:::b';
const BOTH = [BUCKET, `${BUCKET}/*`];
const UNKNOWN = new UnknownValue('a parameter');

const ALLOW = { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: `${BUCKET}/*` };
const DENY = { Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: '*' };
const TLS_ONLY = { ...DENY, Condition: { Bool: { 'aws:SecureTransport': 'false' } } };
const NOT_TLS_ONLY = { ...DENY, Condition: { Bool: { 'aws:SecureTransport': 'true' } } };

function read(...Statement: unknown[]) {
  return readPolicyDocument({ Version: '2012-10-17', Statement });
}

describe('lockout', () => {
  test.each<[string, unknown[], string, string]>([
    ['no policy locks nobody out', [], ADMIN, 'canRepair'],
    ['what is not allowed here an identity policy may allow', [ALLOW], ADMIN, 'canRepair'],
    ['a Deny of everything', [DENY], ADMIN, 'lockedOut'],
    ['the root user of the account can always delete the policy', [DENY], ROOT, 'canRepair'],
    ['a Deny for others', [{ ...DENY, Principal: { AWS: BREAK_GLASS } }], ADMIN, 'canRepair'],
    ['a Deny for the whole account', [{ ...DENY, Principal: { AWS: ACCOUNT } }], ADMIN, 'lockedOut'],
    ['a Deny of one repair leaves the other', [{ ...DENY, Action: 's3:PutBucketPolicy' }], ADMIN, 'canRepair'],
    ['a Deny of both repairs', [{ ...DENY, Action: ['s3:PutBucketPolicy', 's3:DeleteBucketPolicy'] }], ADMIN, 'lockedOut'],
    ['a Deny of both repairs, in two statements', [{ ...DENY, Action: 's3:Put*' }, { ...DENY, Action: 's3:DeleteBucketPolicy' }], ADMIN, 'lockedOut'],
    ['a Deny of reading', [{ ...DENY, Action: 's3:Get*' }], ADMIN, 'canRepair'],
    ['a Deny of the objects', [{ ...DENY, Resource: `${BUCKET}/*` }], ADMIN, 'canRepair'],
    ['TLS only', [TLS_ONLY], ADMIN, 'canRepair'],
    ['TLS and no TLS, together', [TLS_ONLY, NOT_TLS_ONLY], ADMIN, 'lockedOut'],
    ['a TLS version that there is not, without TLS', [{ ...DENY, Condition: { NumericLessThan: { 's3:TlsVersion': '1.4' } } }], ADMIN, 'canRepair'],
    ['a TLS version that there is not', [TLS_ONLY, { ...DENY, Condition: { NumericLessThan: { 's3:TlsVersion': '1.4' } } }], ADMIN, 'lockedOut'],
    ['the newest TLS version', [TLS_ONLY, { ...DENY, Condition: { NumericLessThan: { 's3:TlsVersion': '1.3' } } }], ADMIN, 'canRepair'],
    ['an endpoint that the administrator may use', [{ ...DENY, Condition: { StringNotEquals: { 'aws:SourceVpce': 'vpce-1a' } } }], ADMIN, 'canRepair'],
    ['all but another role, by its ARN', [{ ...DENY, Condition: { ArnNotEquals: { 'aws:PrincipalArn': BREAK_GLASS } } }], ADMIN, 'lockedOut'],
    ['that other role', [{ ...DENY, Condition: { ArnNotEquals: { 'aws:PrincipalArn': BREAK_GLASS } } }], BREAK_GLASS, 'canRepair'],
    ['all but services', [{ ...DENY, Condition: { BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' } } }], ADMIN, 'lockedOut'],
    ['all but an organization, which the administrator may be in', [{ ...DENY, Condition: { StringNotEquals: { 'aws:PrincipalOrgID': 'o-aaaaaaaaaa' } } }], ADMIN, 'canRepair'],
    ['a Deny that is not known yet', [{ ...DENY, Action: UNKNOWN }], ADMIN, 'unknown'],
    ['an Effect that is none', [{ ...DENY, Effect: 'deny' }], ADMIN, 'unknown'],
  ])('%s', (_, statements, administrator, expected) => {
    const document = read(...statements);
    const [answer] = lockout(document, [administrator]);
    expect(answer).toMatchObject({ administrator, verdict: expected });
    if (answer.witness) {
      expect(['Allow', 'ImplicitDeny']).toContain(evaluate(document, answer.witness).decision);
      expect(answer.witness.action).toMatch(/^s3:(Put|Delete)BucketPolicy$/);
    }
  });

  test('each administrator gets an answer', () => {
    const document = read({ ...DENY, Condition: { ArnNotEquals: { 'aws:PrincipalArn': BREAK_GLASS } } });
    expect(lockout(document, [ADMIN, BREAK_GLASS, ROOT]).map(({ verdict }) => verdict)).toEqual(['lockedOut', 'canRepair', 'canRepair']);
  });

  // A request on another bucket would say nothing of this one.
  test.each([
    ['the bucket', BUCKET],
    ['the bucket and its objects', BOTH],
    ['buckets of that name', `${BUCKET}*`],
  ])('fails for a Deny that names %s', (_, Resource) => {
    expect(lockout(read({ ...DENY, Resource }), [ADMIN])[0].verdict).toBe('lockedOut');
  });

  test('an account id stands for its root user', () => {
    expect(lockout(read(DENY), [ACCOUNT])[0].verdict).toBe(lockout(read(DENY), [ROOT])[0].verdict);
  });

  test('fails for an administrator that is none', () => {
    expect(() => lockout(read(), ['bob'])).toThrow("administrators: 'bob' is not the ARN");
  });
});

describe('deadGrants', () => {
  const GRANT = { Effect: 'Allow', Action: 's3:GetObject', Resource: `${BUCKET}/*` };
  const YOUNG = { Bool: { 'aws:SecureTransport': 'true' } };
  test.each<[string, object, unknown[], boolean | undefined]>([
    ['nothing is denied', GRANT, [], false],
    ['everything is denied', GRANT, [DENY], true],
    ['something else is denied', GRANT, [{ ...DENY, Action: 's3:Put*' }], false],
    ['part of it is denied', GRANT, [{ ...DENY, Resource: `${BUCKET}/secret/*` }], false],
    ['all of it is denied, in two halves', GRANT, [TLS_ONLY, NOT_TLS_ONLY], true],
    ['it asks for what is denied', { ...GRANT, Condition: YOUNG }, [NOT_TLS_ONLY], true],
    ['it asks for what is left', { ...GRANT, Condition: YOUNG }, [TLS_ONLY], false],
    ['others are denied', GRANT, [{ ...DENY, Principal: { AWS: BREAK_GLASS } }], false],
    ['the identity is denied', GRANT, [{ ...DENY, Principal: { AWS: ADMIN } }], true],
    ['all but another are denied', GRANT, [{ ...DENY, Condition: { ArnNotEquals: { 'aws:PrincipalArn': BREAK_GLASS } } }], true],
    ['the bucket policy allows it as well', GRANT, [ALLOW], false],
    ['it contradicts itself, and so is cancelled by nobody else', { ...GRANT, Condition: { StringEquals: { 'aws:UserAgent': 'a' }, StringNotEquals: { 'aws:UserAgent': 'a' } } }, [], false],
    ['a Deny is not known yet', GRANT, [{ ...DENY, Action: UNKNOWN }], undefined],
    ['the grant is not known yet', { ...GRANT, Action: UNKNOWN }, [DENY], true],
  ])('%s', (_, grant, statements, expected) => {
    expect(deadGrants(read(grant), ADMIN, read(...statements)).map(({ dead }) => dead)).toEqual([expected]);
  });

  test('only what the identity is allowed is a grant', () => {
    expect(deadGrants(read(GRANT, { ...GRANT, Effect: 'Deny' }), ADMIN, read()).map(({ statement }) => statement.index)).toEqual([0]);
  });

  // A bucket policy does not speak of these, so it cannot cancel them.
  test.each([
    ['an action without a resource', 's3:ListAllMyBuckets'],
    ['an action of another service', 'ec2:*'],
  ])('fails for %s', (_, Action) => {
    expect(deadGrants(read({ ...GRANT, Action, Resource: '*' }), ADMIN, read(DENY))[0].dead).not.toBe(true);
  });
});

describe('deadStatements', () => {
  const role = { ...ALLOW, Principal: { AWS: ADMIN } };
  test.each<[string, unknown[], (boolean | undefined)[]]>([
    ['of no statements', [], []],
    ['an Allow alone is alive', [ALLOW], [false]],
    ['a Deny alone: an identity policy may allow what it denies', [DENY], [false]],
    ['of two Denies alike each is dead', [DENY, DENY], [true, true]],
    ['a Deny that matches nothing', [{ ...DENY, Action: 's3:GetObject', Resource: BUCKET }], [true]],
    ['a Deny that two others cover together', [TLS_ONLY, NOT_TLS_ONLY, { ...DENY, Action: 's3:GetObject' }], [false, false, true]],
    ['of two alike each is dead', [ALLOW, ALLOW], [true, true]],
    ['an Allow within another', [role, ALLOW], [true, false]],
    ['an Allow that is denied altogether', [ALLOW, DENY], [true, false]],
    ['a Deny of something else', [ALLOW, { ...DENY, Action: 's3:Put*' }], [false, false]],
    ['a Deny of a part', [ALLOW, { ...DENY, Resource: `${BUCKET}/secret/*` }], [false, false]],
    ['a Deny within another', [ALLOW, { ...DENY, Resource: `${BUCKET}/a/*` }, { ...DENY, Resource: `${BUCKET}/a*` }], [false, true, false]],
    ['the Deny of no TLS', [ALLOW, TLS_ONLY], [false, false]],
    ['an object action on the bucket', [{ ...ALLOW, Resource: BUCKET }], [true]],
    ['an Allow that contradicts itself', [ALLOW, { ...ALLOW, Action: 's3:PutObject', Condition: { Null: { 'aws:SecureTransport': 'true' } } }], [false, true]],
    ['what two others cover together', [ALLOW, { ...ALLOW, Resource: `${BUCKET}/?*` }], [true, true]],
    ['a Deny of what only an unknown Allow allows', [{ ...ALLOW, Action: UNKNOWN }, { ...DENY, Action: 's3:PutObject' }], [undefined, false]],
    ['a statement that cannot be read', [ALLOW, { ...DENY, Condition: 'x' }], [undefined, undefined]],
  ])('%s', (_, statements, expected) => {
    expect(deadStatements(read(...statements)).map(({ dead }) => dead)).toEqual(expected);
  });
});
