import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { run } from '../../src/cli/run';

/** The command line, as scripts use it: what it prints where, and with which exit code. */
const ALLOW = { Sid: 'Read', Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::b/*' };
const DENY = { ...ALLOW, Sid: 'No', Effect: 'Deny' };
const ROLE = 'arn:aws:iam::111122223333:role/app';
const GET = { principal: { AWS: ROLE }, action: 's3:GetObject', resource: 'arn:aws:s3:::b/k', context: {} };
const UNDEFINED = { ...ALLOW, Sid: undefined, Condition: { StringMatches: { 'aws:UserAgent': 'x' } } };

function policy(...Statement: object[]) {
  return JSON.stringify({ Version: '2012-10-17', Statement });
}

const FILES = {
  'public.json': policy(ALLOW),
  'denied.json': policy(ALLOW, DENY),
  'private.json': policy({ ...ALLOW, Principal: { AWS: ROLE } }),
  'narrower.json': policy({ ...ALLOW, Resource: 'arn:aws:s3:::b/x/*' }),
  'other.json': policy({ ...ALLOW, Action: 's3:PutObject' }),
  'account.json': policy({ ...ALLOW, Condition: { StringEquals: { 'aws:PrincipalAccount': ['111122223333', '444455556666'] } } }),
  'partners.json': policy({ ...ALLOW, Principal: { AWS: ['111122223333', '444455556666'] } }),
  'organization.json': policy({ ...ALLOW, Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-aaaaaaaaaa' } } }),
  'network.json': policy({ ...ALLOW, Condition: { IpAddress: { 'aws:SourceIp': ['203.0.113.0/24', '198.51.100.0/24'] } } }),
  'vpc.json': policy({ ...ALLOW, Condition: { StringEquals: { 'aws:SourceVpc': ['vpc-0a', 'vpc-0b'] } } }),
  'delegated.json': policy({ ...ALLOW, Action: '*', Condition: { StringEquals: { 's3:DataAccessPointAccount': '444455556666' } } }),
  'strange.json': policy(ALLOW, { ...DENY, Principal: undefined, NotPrincipal: { AWS: ROLE }, Condition: { ArnLike: { 'aws:PrincipalArn': ROLE } } }),
  'undefined.json': policy(UNDEFINED),
  'unread.json': policy({ ...ALLOW, Effect: 'allow' }),
  'malformed.json': policy({ ...ALLOW, Condition: { Bool: 'true' } }),
  'identity.json': policy({ ...ALLOW, Principal: undefined }),
  'empty.json': policy(),
  'wrapped.json': JSON.stringify({ Policy: policy(ALLOW) }),
  'wrapped-badly.json': JSON.stringify({ Policy: '{' }),
  'bom.json': `\uFEFF${policy(ALLOW)}`,
  'no-json.json': '{"Version": ',
  'no-policy.json': '{"Bucket": "b"}',
  'list.json': '[]',
  'null.json': 'null',
  'nothing.json': '',
  'twice.json': '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Effect": "Deny"}]}',
  'version.json': '{"Version": "2026-01-01", "Statement": []}',
  'get.json': JSON.stringify(GET),
  'get-no-context.json': JSON.stringify({ ...GET, context: undefined }),
  'put.json': JSON.stringify({ ...GET, action: 's3:PutObject' }),
  'request-typo.json': JSON.stringify({ ...GET, Action: 's3:GetObject' }),
  'request-principal.json': JSON.stringify({ ...GET, principal: 'bob' }),
  'request-account.json': JSON.stringify({ ...GET, principal: { AWS: '1234' } }),
  'request-two.json': JSON.stringify({ ...GET, principal: { AWS: ROLE, Service: 's3.amazonaws.com' } }),
  'request-action.json': JSON.stringify({ ...GET, action: 'GetObject' }),
  'request-resource.json': JSON.stringify({ ...GET, resource: 'b/k' }),
  'request-context.json': JSON.stringify({ ...GET, context: { 'aws:SourceIp': {} } }),
  'request-twin.json': JSON.stringify({ ...GET, context: { 'aws:SourceIp': '1', 'AWS:sourceip': '2' } }),
};

let folder: string;

beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'policy-command-'));
  for (const [name, text] of Object.entries(FILES)) {
    fs.writeFileSync(path.join(folder, name), text);
  }
});

afterAll(() => fs.rmSync(folder, { recursive: true }));

/** Runs a command line in which `*.json` names one of the files. */
function hardenedBucket(line: string) {
  const out: string[] = [];
  const err: string[] = [];
  const args = line.split(' ').filter((word) => word !== '').map((word) => word.endsWith('.json') ? path.join(folder, word) : word);
  const exitCode = run(args, { out: (text) => out.push(text), err: (text) => err.push(text) });
  return { exitCode, out, err, json: () => JSON.parse(out.join('\n')) };
}

const ANY_REQUEST = { principal: expect.anything(), action: expect.stringMatching(/^s3:/), resource: expect.stringMatching(/^arn:/), context: expect.any(Object) };
const READ = { index: 0, sid: 'Read' };

describe('policy public', () => {
  test.each<[string, string, number, string, string, object[]]>([
    ['both', 'public.json', 1, 'public', 'public', [READ]],
    ['neither', 'private.json', 0, 'private', 'private', []],
    ['a policy without statements', 'empty.json', 0, 'private', 'private', []],
    ['only S3, which ignores Deny', 'denied.json', 1, 'private', 'public', [READ]],
    ['what the access points of an account decide', 'delegated.json', 3, 'unknown', 'private', []],
    ['only semantically: everybody in a network', 'network.json', 1, 'public', 'private', []],
    ['unknown beside public is public', 'undefined.json', 1, 'unknown', 'public', [{ index: 0, sid: null }]],
    ['unknown', 'unread.json', 3, 'unknown', 'unknown', []],
    ['as the AWS CLI prints it', 'wrapped.json', 1, 'public', 'public', [READ]],
    ['with a byte order mark', 'bom.json', 1, 'public', 'public', [READ]],
    ['named accounts are nobody', 'account.json', 0, 'private', 'private', []],
    ['named organizations are nobody', 'organization.json', 0, 'private', 'private', []],
  ])('%s', (_, file, exitCode, anyone, s3, statements) => {
    const { json, ...result } = hardenedBucket(`policy public ${file} --format json`);
    expect(result).toMatchObject({ exitCode, err: [] });
    expect(json()).toEqual({
      anyoneAllowed: { verdict: anyone, witness: anyone === 'public' ? ANY_REQUEST : null, reason: anyone === 'unknown' ? expect.any(Object) : null },
      s3Public: { verdict: s3, statements, reason: s3 === 'unknown' ? expect.any(Object) : null },
    });
  });

  test('accounts and organizations may be named, each option repeated', () => {
    const line = 'policy public private.json --account 111122223333 --account 444455556666 --organization o-aaaaaaaaaa --organization o-bbbbbbbbbb';
    expect(hardenedBucket(line)).toMatchObject({ exitCode: 0, err: [] });
  });

  test('the reason says what, in words, and where', () => {
    expect(hardenedBucket('policy public unread.json --format json').json().anyoneAllowed.reason)
      .toEqual({ code: 'malformedStatement', message: expect.stringContaining('"allow"'), where: 'Statement[0].Effect' });
  });
});

describe('policy compare', () => {
  test.each<[string, string, number, string, boolean, boolean]>([
    ['the same', 'public.json public.json', 0, 'equivalent', false, false],
    ['the same in other words', 'public.json wrapped.json', 0, 'equivalent', false, false],
    ['the first allows less', 'narrower.json public.json', 0, 'less', false, true],
    ['the first allows more', 'public.json narrower.json', 1, 'more', true, false],
    ['each allows something of its own', 'public.json other.json', 1, 'incomparable', true, true],
    ['nothing against nothing', 'denied.json empty.json', 0, 'equivalent', false, false],
    ['unknown', 'unread.json public.json', 3, 'unknown', false, false],
    ['identity policies', 'identity.json identity.json', 0, 'equivalent', false, false],
  ])('%s', (_, files, exitCode, relation, onlyFirst, onlySecond) => {
    const { json, ...result } = hardenedBucket(`policy compare ${files} --format json`);
    expect(result).toMatchObject({ exitCode, err: [] });
    expect(json()).toEqual({
      relation,
      onlyFirst: onlyFirst ? ANY_REQUEST : null,
      onlySecond: onlySecond ? ANY_REQUEST : null,
      reason: relation === 'unknown' ? { code: expect.any(String), message: expect.any(String), where: 'Statement[0].Effect' } : null,
    });
  });
});

describe('policy allows', () => {
  test.each<[string, string, number, string, object[]]>([
    ['allowed', 'public.json --request get.json', 0, 'Allow', [READ]],
    ['a request without context', 'public.json --request get-no-context.json', 0, 'Allow', [READ]],
    ['denied', 'denied.json --request get.json', 1, 'ExplicitDeny', [{ index: 1, sid: 'No' }]],
    ['not allowed', 'public.json --request put.json', 1, 'ImplicitDeny', []],
    ['unknown', 'undefined.json --request get.json', 3, 'unknown', [{ index: 0, sid: null }]],
    ['partly unknown', 'malformed.json --request get.json', 3, 'unknown', [READ]],
    ['an identity policy', 'identity.json --request get.json', 0, 'Allow', [READ]],
    ['the option before the file', '--request get.json public.json', 0, 'Allow', [READ]],
  ])('%s', (_, args, exitCode, decision, statements) => {
    const { json, ...result } = hardenedBucket(`policy allows ${args} --format json`);
    expect(result).toMatchObject({ exitCode, err: [] });
    expect(json()).toEqual({ decision, statements, reason: decision === 'unknown' ? { code: expect.any(String), message: expect.any(String), where: expect.stringContaining('Statement[0]') } : null });
  });

  test('a witness of one command is a request for another', () => {
    const { witness } = hardenedBucket('policy public public.json --format json').json().anyoneAllowed;
    fs.writeFileSync(path.join(folder, 'witness.json'), JSON.stringify(witness));
    expect(hardenedBucket('policy allows public.json --request witness.json').exitCode).toBe(0);
  });
});

describe('policy within', () => {
  test.each<[string, string, number, string]>([
    ['an account', 'private.json --account 111122223333', 0, 'within'],
    ['another account', 'private.json --account 444455556666', 1, 'outside'],
    ['one of two accounts', 'partners.json --account 111122223333', 1, 'outside'],
    ['both accounts', 'partners.json --account 111122223333 --account 444455556666', 0, 'within'],
    ['an organization', 'organization.json --organization o-aaaaaaaaaa', 0, 'within'],
    ['one organization of two', 'organization.json --organization o-bbbbbbbbbb --organization o-aaaaaaaaaa', 0, 'within'],
    ['one of two blocks', 'network.json --cidr 203.0.113.0/24', 1, 'outside'],
    ['both blocks', 'network.json --cidr 203.0.113.0/24 --cidr 198.51.100.0/23', 0, 'within'],
    ['one of two VPCs', 'vpc.json --vpc vpc-0a', 1, 'outside'],
    ['both VPCs', 'vpc.json --vpc vpc-0a --vpc vpc-0b', 0, 'within'],
    ['the account from anywhere', 'private.json --account 111122223333 --vpc vpc-0a', 1, 'outside'],
    ['nothing is allowed at all', 'denied.json --cidr 203.0.113.7', 0, 'within'],
    ['unknown', 'unread.json --account 111122223333', 3, 'unknown'],
  ])('%s', (_, args, exitCode, verdict) => {
    const { json, ...result } = hardenedBucket(`policy within ${args} --format json`);
    expect(result).toMatchObject({ exitCode, err: [] });
    expect(json()).toEqual({ verdict, witness: verdict === 'outside' ? ANY_REQUEST : null, reason: verdict === 'unknown' ? expect.any(Object) : null });
  });
});

describe('policy explain', () => {
  test.each(['public.json', 'denied.json', 'unread.json', 'malformed.json', 'empty.json'])('of %s exits with 0', (file) => {
    expect(hardenedBucket(`policy explain ${file}`)).toMatchObject({ exitCode: 0, err: [] });
    expect(() => hardenedBucket(`policy explain ${file} --format json`).json()).not.toThrow();
  });

  test('says who may do what, and what is dead', () => {
    const [text] = hardenedBucket('policy explain denied.json').out;
    expect(text).toContain('anyone may do s3:GetObject on every object of b');
    expect(text).toContain('[dead');
  });

  test.each<[pattern: string, said: string]>([
    ['s3:GetObject', 's3:GetObject'],
    ['s3:GetObject*', 's3:GetObject* (object read)'],
    ['s3:Get*', 's3:Get* (object read, bucket read)'],
    ['s3:DeleteObject?ersion', 's3:DeleteObject?ersion (object delete)'],
    ['s3:Put*', 's3:Put* (object write, object tagging, object configuration, bucket configuration and 2 more)'],
    ['s3:*', 'every action'],
  ])('says %s with what it does: %s', (Action, said) => {
    fs.writeFileSync(path.join(folder, 'pattern.json'), policy({ ...ALLOW, Principal: { AWS: ROLE }, Action }));
    expect(hardenedBucket('policy explain pattern.json').out[0]).toContain(`may do ${said} on`);
  });

  test('an identity policy decides about more than buckets', () => {
    fs.writeFileSync(path.join(folder, 'pattern.json'), policy({ ...ALLOW, Principal: undefined, Action: 's3:GetAccess*' }));
    expect(hardenedBucket('policy explain pattern.json').out[0]).toContain('may do s3:GetAccess* (access point, access grants, account) on');
  });

  test('takes an identity policy too', () => {
    expect(hardenedBucket('policy explain identity.json').exitCode).toBe(0);
  });
});

describe('in words', () => {
  test.each([
    ['public public.json', 'anonymous'],
    ['public private.json', 'private'],
    ['compare public.json other.json', 'incomparable'],
    ['allows public.json --request get.json', 'Allow by statement 0 (Read)'],
    ['within private.json --account 444455556666', ROLE],
    ['within unread.json --account 444455556666', 'Statement[0].Effect'],
  ])('%s says %s', (args, expected) => {
    const { out, err } = hardenedBucket(`policy ${args}`);
    expect(out.join('\n')).toContain(expected);
    expect(out.join('\n')).not.toContain('undefined');
    expect(err).toEqual([]);
  });

  test('text is what is printed unless JSON is asked for', () => {
    expect(hardenedBucket('policy public public.json').out).toEqual(hardenedBucket('policy public public.json --format text').out);
  });
});

test.each(['--help', '-h', 'policy --help', 'policy public --help'])('%s explains itself', (line) => {
  const { exitCode, out, err } = hardenedBucket(line);
  expect({ exitCode, err }).toEqual({ exitCode: 0, err: [] });
  expect(out.join('\n')).toMatch(/^Usage: hardened-bucket /);
});

/** Wrong usage: 2, nothing on standard output, and what is wrong on standard error. */
describe('fails with 2 and says why', () => {
  test.each([
    ['no command', '', '--help'],
    ['another command', 'bucket', 'bucket'],
    ['no question', 'policy', 'policy'],
    ['another question', 'policy allow public.json', 'allow'],
    ['a question by a name of Object.prototype', 'policy constructor public.json', 'constructor'],
    ['no file', 'policy public', 'one file'],
    ['a file too many', 'policy public public.json other.json', 'not 2'],
    ['one file where two are compared', 'policy compare public.json', 'two files'],
    ['an option that there is not', 'policy public public.json --region us-east-1', '--region'],
    ['an option of another question', 'policy public public.json --vpc vpc-0a', '--vpc'],
    ['accounts where nothing asks for them', 'policy compare public.json other.json --account 111122223333', '--account'],
    ['an option without a value', 'policy public public.json --account', '--account'],
    ['two values behind one option', 'policy within account.json --account 111122223333 444455556666', 'not 2'],
    ['another format', 'policy public public.json --format yaml', '"yaml"'],
    ['no request', 'policy allows public.json', '--request'],
    ['no trust zone', 'policy within public.json', '--account'],
    ['no account', 'policy public public.json --account 1234', '"1234"'],
    ['no account among some', 'policy within public.json --account 111122223333 --account me', '"me"'],
    ['no organization', 'policy within public.json --organization aaaaaaaaaa', '"aaaaaaaaaa"'],
    ['no VPC', 'policy within public.json --vpc subnet-0a', '"subnet-0a"'],
    ['no block', 'policy within public.json --cidr 203.0.113.0/33', '"203.0.113.0/33"'],
    ['no file of that name', 'policy public missing.json', 'missing.json'],
    ['a folder', `policy public ${os.tmpdir()}`, os.tmpdir()],
    ['no JSON', 'policy public no-json.json', 'no-json.json'],
    ['an empty file', 'policy public nothing.json', 'nothing.json'],
    ['no policy', 'policy public no-policy.json', 'Statement'],
    ['a list', 'policy public list.json', 'Statement'],
    ['null', 'policy public null.json', 'Statement'],
    ['no JSON inside', 'policy public wrapped-badly.json', 'wrapped-badly.json'],
    ['a key that stands twice', 'policy public twice.json', '"Effect"'],
    ['a version that there is not', 'policy public version.json', '"2026-01-01"'],
    ['an identity policy: public', 'policy public identity.json', 'identity policy'],
    ['an identity policy: within', 'policy within identity.json --account 111122223333', 'identity policy'],
    ['a policy for a request', 'policy allows public.json --request public.json', 'Version'],
    ['a typo in a request', 'policy allows public.json --request request-typo.json', 'Action'],
    ['a principal that is none', 'policy allows public.json --request request-principal.json', '"bob"'],
    ['an account that is none', 'policy allows public.json --request request-account.json', '\'1234\''],
    ['two principals', 'policy allows public.json --request request-two.json', 'principal'],
    ['an action without its service', 'policy allows public.json --request request-action.json', '"GetObject"'],
    ['a resource that is no ARN', 'policy allows public.json --request request-resource.json', '"b/k"'],
    ['a context value that is not text', 'policy allows public.json --request request-context.json', 'context.aws:SourceIp'],
    ['a context key that stands twice', 'policy allows public.json --request request-twin.json', '\'aws:SourceIp\''],
  ])('%s', (_, line, expected) => {
    for (const format of ['', ' --format json']) {
      const { exitCode, out, err } = hardenedBucket(line + (line.includes('--format') || line.endsWith('--account') ? '' : format));
      expect({ exitCode, out }).toEqual({ exitCode: 2, out: [] });
      expect(err.join('\n')).toContain(expected);
      expect(err.join('\n')).not.toMatch(/\n\s+at /);
    }
  });
});
