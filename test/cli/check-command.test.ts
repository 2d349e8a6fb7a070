import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { App, aws_iam as iam, aws_s3 as s3, NestedStack, Stack, Stage, Validations } from 'aws-cdk-lib';
import { check, hardenedBucket, ids, workInTemporaryFolders, write } from './command-line';
import { AccessLogsBucket, HardenedBucket } from '../../src';
import { withinSeconds } from '../template/templates';

workInTemporaryFolders();

/** Templates of one bucket each, and what `check --rule Versioning --rule Lifecycle` says of them. */
const BUCKET = { Type: 'AWS::S3::Bucket' };
const VERSIONED = { VersioningConfiguration: { Status: 'Enabled' } };
const EXPIRING = { LifecycleConfiguration: { Rules: [{ Status: 'Enabled', ExpirationInDays: 7 }] } };
const CLEAN = bucket({ ...VERSIONED, ...EXPIRING });
const WARNING = bucket(VERSIONED);
const ERROR = bucket(EXPIRING);
const UNKNOWN = { Parameters: { Status: { Type: 'String' } }, ...bucket({ VersioningConfiguration: { Status: { Ref: 'Status' } }, ...EXPIRING }) };
const BROKEN = '{"Resources": ';

function bucket(Properties: object, more: object = {}) {
  return { Resources: { Bucket: { ...BUCKET, Properties }, ...more } };
}

const TWO_RULES = ['--rule', 'Versioning', '--rule', 'Lifecycle'];

const FILES = { 'clean.json': CLEAN, 'warning.json': WARNING, 'error.json': ERROR, 'unknown.json': UNKNOWN, 'broken.json': BROKEN };

describe('the exit code', () => {
  test.each<[files: string, failOn: string | undefined, exitCode: number]>([
    ['clean', undefined, 0],
    ['clean', 'warning', 0],
    ['warning', undefined, 0],
    ['warning', 'error', 0],
    ['warning', 'warning', 1],
    ['warning', 'never', 0],
    ['unknown', 'error', 0],
    ['unknown', 'warning', 1],
    ['error', undefined, 1],
    ['error', 'error', 1],
    ['error', 'warning', 1],
    ['error', 'never', 0],
    ['clean warning unknown', 'error', 0],
    ['clean warning error', 'error', 1],
    ['broken', undefined, 2],
    ['broken clean', 'never', 2],
    ['broken error', 'error', 2],
    ['error missing', 'never', 2],
  ])('of %s, failing on %s, is %d', (files, failOn, exitCode) => {
    write(FILES);
    const paths = files.split(' ').map((name) => `${name}.json`);
    expect(hardenedBucket('check', ...paths, ...TWO_RULES, ...failOn ? ['--fail-on', failOn] : [])).toMatchObject({ exitCode, err: '' });
  });
});

describe('JSON', () => {
  test('has these keys in this order, and nothing else is printed', () => {
    write({ 'in/a.json': ERROR, 'in/b.json': BROKEN });
    const { out, err, exitCode } = hardenedBucket('check', 'in', '--rule', 'Versioning', '--format', 'json');
    expect({ err, exitCode }).toEqual({ err: '', exitCode: 2 });
    expect(JSON.stringify(JSON.parse(out))).toBe(JSON.stringify({
      findings: [{
        rule: 'HardenedBucket-Versioning',
        severity: 'error',
        verdict: 'violation',
        template: 'in/a.json',
        logicalId: 'Bucket',
        path: 'VersioningConfiguration.Status',
        message: 'The bucket is not versioned',
        fix: 'set Status in VersioningConfiguration to Enabled, and let noncurrent versions expire to bound the cost',
        snippet: JSON.stringify({ Bucket: { Type: 'AWS::S3::Bucket', Properties: { VersioningConfiguration: { Status: 'Enabled' } } } }, null, 2),
        evidence: { id: 'Status', path: 'VersioningConfiguration.Status', request: null, statement: null },
        location: {
          file: 'in/a.json',
          line: 1,
          column: 51,
          endLine: 1,
          endColumn: 61,
          path: ['Resources', 'Bucket', 'Properties'],
          resource: { file: 'in/a.json', line: 1, column: 16, endLine: 1, endColumn: 22 },
        },
      }],
      summary: { templates: 1, buckets: 1, violations: 1, unknown: 0, suppressed: 0, errors: 1, bySeverity: { error: 1, warning: 0 } },
      errors: [{ template: 'in/b.json', message: 'line 1: not valid JSON: a value expected, but the text ends' }],
    }));
  });

  test('what is unknown is a warning, with the reason', () => {
    write({ 'a.json': UNKNOWN });
    expect(check('a.json', '--rule', 'Versioning').findings).toMatchObject([
      { severity: 'warning', verdict: 'unknown', path: null, message: expect.stringContaining('parameter Status is given at deployment'), evidence: { id: 'Unknown' } },
    ]);
  });

  test('a policy brings the request that gets through, and the statement', () => {
    write({ 'a.json': { Resources: { Bucket: BUCKET, Policy: policy('Bucket', { Sid: 'Read', Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: { 'Fn::Sub': '${Bucket.Arn}/*' } }) } } });
    expect(check('a.json', '--rule', 'PolicyNotPublic').findings).toMatchObject([
      { logicalId: 'Bucket', path: 'BucketPolicy.PolicyDocument.Statement.0', evidence: { id: 'Policy.Statement.Read', request: null, statement: { index: 0, sid: 'Read' } } },
      { logicalId: 'Bucket', evidence: { id: 'Anyone', request: { principal: 'anonymous', action: 's3:GetObject', resource: expect.stringMatching(/^arn:aws:s3:::bucket\//), context: expect.any(Object) }, statement: null } },
    ]);
  });

  test('a policy on a bucket of another template has no logical id', () => {
    write({ 'a.json': { Resources: { Policy: policy('elsewhere', { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::elsewhere/*' }) } } });
    const { findings, summary } = check('a.json', '--rule', 'PolicyNotPublic');
    expect(findings.map(({ logicalId, template }) => ({ logicalId, template }))).toEqual([{ logicalId: null, template: 'a.json' }, { logicalId: null, template: 'a.json' }]);
    expect(summary).toMatchObject({ templates: 1, buckets: 0, violations: 2 });
  });
});

describe('the other formats', () => {
  const report = (format: string) => {
    write({ 'in/a.json': ERROR, 'in/b.json': BROKEN });
    return hardenedBucket('check', 'in', '--rule', 'Versioning', '--format', format);
  };

  test('text ends with the summary, and is what is printed unless something else is asked for', () => {
    const { out, err, exitCode } = report('text');
    expect({ err, exitCode }).toEqual({ err: '', exitCode: 2 });
    expect(out.split('\n').pop()).toBe('1 error, 0 warnings, 0 unknown, 0 suppressed in 1 bucket of 1 template; 1 input could not be read');
    expect(out).toContain('error HardenedBucket-Versioning[Status]: The bucket is not versioned');
    expect(hardenedBucket('check', 'in', '--rule', 'Versioning').out).toBe(out);
  });

  test('SARIF has a result for each finding and a notification for each input that could not be read', () => {
    const { out, err, exitCode } = report('sarif');
    expect({ err, exitCode }).toEqual({ err: '', exitCode: 2 });
    expect(JSON.parse(out)).toMatchObject({
      version: '2.1.0',
      runs: [{ results: [{ ruleId: 'HardenedBucket-Versioning', level: 'error' }], invocations: [{ toolExecutionNotifications: [{ level: 'error' }] }] }],
    });
  });

  test('HTML is one file that asks nobody for anything', () => {
    const { out, err, exitCode } = report('html');
    expect({ err, exitCode }).toEqual({ err: '', exitCode: 2 });
    expect(out).toMatch(/^<!doctype html>[^]*<\/html>$/i);
    expect(out).toContain('HardenedBucket-Versioning');
    expect(out).not.toMatch(/<(script|link|img|iframe)\b[^>]*\b(src|href)=/i);
  });

  test.each(['text', 'json', 'sarif', 'html'])('%s goes to a file on demand, and the summary to standard error', (format) => {
    const { out, exitCode } = report(format);
    expect(hardenedBucket('check', 'in', '--rule', 'Versioning', '--format', format, '--output', 'report')).toEqual({
      out: '', err: '1 error, 0 warnings, 0 unknown, 0 suppressed in 1 bucket of 1 template; 1 input could not be read: report', exitCode,
    });
    expect(fs.readFileSync('report', 'utf8')).toBe(`${out}\n`);
  });
});

describe('the level', () => {
  test.each([
    [[], ['Versioning[Status]'], ['Lifecycle[NoRule]']],
    [['--level', 'baseline'], ['Versioning[Status]'], ['Lifecycle[NoRule]']],
    [['--level', 'strict'], ['Versioning[Status]', 'Lifecycle[NoRule]'], []],
    [['--level', 'STRICT'], ['Versioning[Status]', 'Lifecycle[NoRule]'], []],
  ])('%j', (options, found, notFound) => {
    write({ 'a.json': bucket({}) });
    const all = ids(check('a.json', ...options).findings);
    expect(all).toEqual(expect.arrayContaining(found));
    expect(all.filter((id) => notFound.includes(id))).toEqual([]);
  });
});

describe('the rule', () => {
  test.each([
    [['Versioning'], ['Versioning[Status]']],
    [['HardenedBucket-Versioning'], ['Versioning[Status]']],
    [['versioning'], ['Versioning[Status]']],
    [['HARDENEDBUCKET-VERSIONING'], ['Versioning[Status]']],
    [['Versioning', 'versioning'], ['Versioning[Status]']],
    // In the order of the catalog, and whatever the level.
    [['Lifecycle', 'Versioning'], ['Versioning[Status]', 'Lifecycle[NoRule]']],
  ])('%j', (rules, expected) => {
    write({ 'a.json': bucket({}) });
    expect(ids(check('a.json', ...rules.flatMap((rule) => ['--rule', rule])).findings)).toEqual(expected);
  });
});

describe('what is a template', () => {
  test.each<[law: string, files: Record<string, unknown>, paths: string[], templates: number, errors: string[]]>([
    ['JSON and YAML without resources are passed over in a folder', { 'in/a.json': CLEAN, 'in/package.json': { name: 'x' }, 'in/ci.yaml': 'on: push\n' }, ['in'], 1, []],
    ['fails if a named file is no template', { 'in/a.json': CLEAN, 'package.json': { name: 'x' } }, ['package.json', 'in'], 1, ['package.json']],
    ['fails if a named file is not there', { 'in/a.json': CLEAN }, ['missing.yaml', 'in'], 1, ['missing.yaml']],
    ['fails for each that is broken, and reads the rest', { 'in/a.json': CLEAN, 'in/b.yaml': 'Resources: [', 'in/c.json': BROKEN, 'in/d.yaml': 'Resources:\n  B: {Type: AWS::S3::Bucket}' }, ['in'], 2, ['in/b.yaml', 'in/c.json']],
    ['fails for a folder without templates', { 'in/readme.txt': 'x' }, ['in'], 0, ['in']],
  ])('%s', (_, files, paths, templates, errors) => {
    write(files);
    const report = check(...paths, '--fail-on', 'never');
    expect(report.summary).toMatchObject({ templates, errors: errors.length });
    expect(report.errors.map(({ template }) => template)).toEqual(errors);
    expect(report.exitCode).toBe(errors.length > 0 ? 2 : 0);
  });
});

describe('parameters', () => {
  const UNDECIDED = ['Versioning[Unknown]'];
  const VIOLATION = ['Versioning[Status]'];
  test.each<[parameters: string[], found: string[]]>([
    [[], UNDECIDED],
    [['Status=Enabled'], []],
    [['Status=Suspended'], VIOLATION],
    [['Status='], VIOLATION],
    [['Other=Enabled'], UNDECIDED],
    [['status=Enabled'], UNDECIDED],
    [['Status=Suspended', 'Status=Enabled'], []],
    [['map.json'], []],
    [['list.json'], []],
    [['pipeline.json'], []],
    [['map.json', 'Status=Suspended'], VIOLATION],
    [['Status=Suspended', 'map.json'], []],
  ])('%j', (parameters, found) => {
    write({
      'a.json': UNKNOWN,
      'map.json': { Status: 'Enabled' },
      'list.json': [{ ParameterKey: 'Status', ParameterValue: 'Enabled' }],
      'pipeline.json': { Parameters: { Status: 'Enabled' } },
    });
    expect(ids(check('a.json', '--rule', 'Versioning', ...parameters.flatMap((given) => ['--parameters', given])).findings)).toEqual(found);
  });
});

describe('a baseline', () => {
  const PUBLIC = { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::elsewhere/*' };
  const written = (...args: string[]) => hardenedBucket('check', ...args, '--baseline', 'known.json', '--write-baseline');

  test('is written without failing, and what is in it does not fail later', () => {
    write(FILES);
    expect(written('error.json', ...TWO_RULES)).toMatchObject({ exitCode: 0, err: '', out: expect.stringContaining('1 error, ') });
    expect(check('error.json', ...TWO_RULES, '--baseline', 'known.json')).toMatchObject({ exitCode: 0, findings: [], summary: { violations: 0, suppressed: 1 } });
    expect(check('./error.json', ...TWO_RULES, '--baseline', 'known.json').findings).toEqual([]);
  });

  test('fails for what is new, and reports nothing else', () => {
    write(FILES);
    written('error.json', ...TWO_RULES);
    write({ 'error.json': bucket({}) });
    expect(check('error.json', ...TWO_RULES, '--baseline', 'known.json', '--fail-on', 'warning')).toMatchObject({ exitCode: 1, summary: { violations: 1, suppressed: 1 } });
    expect(ids(check('error.json', ...TWO_RULES, '--baseline', 'known.json').findings)).toEqual(['Lifecycle[NoRule]']);
    // A warning is new, and the error is known.
    expect(check('error.json', ...TWO_RULES, '--baseline', 'known.json').exitCode).toBe(0);
  });

  test('fails for a finding of the same bucket in another template', () => {
    write({ ...FILES, 'copy.json': ERROR });
    written('error.json', ...TWO_RULES);
    expect(check('copy.json', 'error.json', ...TWO_RULES, '--baseline', 'known.json').findings.map(({ template }) => template)).toEqual(['copy.json']);
  });

  test('fails for the second of two equal findings where one was known', () => {
    const loose = (count: number) => ({ Resources: Object.fromEntries(Array.from({ length: count }, (_, i) => [`Policy${i}`, policy('elsewhere', PUBLIC)])) });
    const anyone = () => ids(check('a.json', '--rule', 'PolicyNotPublic', '--baseline', 'known.json').findings).filter((id) => id.includes('Anyone'));
    write({ 'a.json': loose(1) });
    written('a.json', '--rule', 'PolicyNotPublic');
    expect(anyone()).toEqual([]);
    write({ 'a.json': loose(3) });
    expect(anyone()).toHaveLength(2);
    written('a.json', '--rule', 'PolicyNotPublic');
    expect(anyone()).toEqual([]);
  });

  test('keeps what is unknown, and does not hide that it has become a violation', () => {
    write({ 'a.json': UNKNOWN });
    written('a.json', '--rule', 'Versioning');
    expect(check('a.json', '--rule', 'Versioning', '--baseline', 'known.json', '--fail-on', 'warning')).toMatchObject({ exitCode: 0, summary: { unknown: 0, suppressed: 1 } });
    const suspended = hardenedBucket('check', 'a.json', '--rule', 'Versioning', '--baseline', 'known.json', '--parameters', 'Status=Suspended', '--format', 'json');
    expect(suspended.err).toContain('HardenedBucket-Versioning[Unknown] on a.json Bucket');
    expect(JSON.parse(suspended.out)).toMatchObject({ summary: { violations: 1, suppressed: 0 } });
    expect(suspended.exitCode).toBe(1);
  });

  test('is the same again when it is written again, and is not about what is not read', () => {
    write(FILES);
    written('error.json', 'warning.json', ...TWO_RULES);
    const text = fs.readFileSync('known.json', 'utf8');
    written('warning.json', 'error.json', ...TWO_RULES);
    expect(fs.readFileSync('known.json', 'utf8')).toBe(text);
    expect(check('clean.json', ...TWO_RULES, '--baseline', 'known.json')).toMatchObject({ exitCode: 0, findings: [], summary: { suppressed: 0 } });
  });

  test('fails with 2, also while it is written, if some input could not be read', () => {
    write(FILES);
    expect(written('error.json', 'broken.json').exitCode).toBe(2);
    expect(check('error.json', 'broken.json', '--baseline', 'known.json')).toMatchObject({ exitCode: 2, findings: [] });
  });
});

describe('the trust zone', () => {
  const allow = (more: object) => ({ Resources: { Bucket: BUCKET, Policy: policy('Bucket', { Effect: 'Allow', Action: 's3:GetObject', Resource: { 'Fn::Sub': '${Bucket.Arn}/*' }, ...more }) } });
  const PARTNER = { Principal: { AWS: 'arn:aws:iam::444455556666:role/partner' } };
  const ORGANIZATION = { Principal: '*', Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-aaaaaaaaaa' } } };
  const DATA = ['s3:*Object*', 's3:ListBucket*', 's3:*MultipartUpload*'];
  const NETWORK = { Effect: 'Deny', Principal: '*', Action: DATA, Resource: '*' };

  test.each<[law: string, statement: object, options: string[], found: string[]]>([
    ['nothing is declared', PARTNER, [], []],
    ['the partner is declared', PARTNER, ['--account', '444455556666'], []],
    ['one of two is declared', PARTNER, ['--account', '777788889999', '--account', '444455556666'], []],
    ['another is declared, and the partner may be the owner of the bucket', PARTNER, ['--account', '777788889999'], ['WithinTrustZone[Unknown]']],
    ['the organization is declared', ORGANIZATION, ['--organization', 'o-aaaaaaaaaa'], []],
    ['fails if another organization is declared', ORGANIZATION, ['--organization', 'o-bbbbbbbbbb'], ['WithinTrustZone[Outside]']],
    ['fails if a VPC is declared and nothing asks for it', { ...PARTNER, Effect: 'Deny' }, ['--vpc', 'vpc-0a'], ['NetworkRestricted[AnyNetwork]']],
    ['other VPCs are denied', { ...NETWORK, Condition: { StringNotEquals: { 'aws:SourceVpc': 'vpc-0a' } } }, ['--vpc', 'vpc-0a'], []],
    ['fails if the policy lets in another VPC', { ...NETWORK, Condition: { StringNotEquals: { 'aws:SourceVpc': ['vpc-0a', 'vpc-0b'] } } }, ['--vpc', 'vpc-0a'], ['NetworkRestricted[AnyNetwork]']],
    ['other addresses are denied', { ...NETWORK, Condition: { NotIpAddress: { 'aws:SourceIp': '203.0.113.0/25' } } }, ['--cidr', '203.0.113.0/24'], []],
    ['fails if the block is too wide', { ...NETWORK, Condition: { NotIpAddress: { 'aws:SourceIp': '203.0.113.0/23' } } }, ['--cidr', '203.0.113.0/24'], ['NetworkRestricted[AnyNetwork]']],
  ])('%s', (_, statement, options, found) => {
    write({ 'a.json': allow(statement) });
    expect(ids(check('a.json', '--rule', 'WithinTrustZone', '--rule', 'NetworkRestricted', ...options).findings)).toEqual(found);
  });
});

/** What looks like a guard to a pattern, and what looks like none and is one. */
describe('a policy that looks like another', () => {
  const ARN = { 'Fn::GetAtt': ['Bucket', 'Arn'] };
  const OBJECTS = { 'Fn::Sub': '${Bucket.Arn}/*' };
  const TLS = { Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: [ARN, OBJECTS], Condition: { Bool: { 'aws:SecureTransport': 'false' } } };
  const ALLOWED = { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::111122223333:root' }, Action: 's3:GetObject', Resource: OBJECTS };
  const PLAIN_HTTP = ['TlsOnly[PlainHttp]'];
  const guarded = (statement: object) => ({ Policy: policy('Bucket', statement) });

  test.each<[law: string, policies: object, found: string[]]>([
    ['the guard', guarded(TLS), []],
    ['the guard for AWS principals, which are all', guarded({ ...TLS, Principal: { AWS: '*' } }), []],
    ['the guard by a boolean', guarded({ ...TLS, Condition: { Bool: { 'aws:SecureTransport': false } } }), []],
    ['the guard on everything', guarded({ ...TLS, Action: '*', Resource: '*' }), []],
    ['the guard by patterns', guarded({ ...TLS, Action: 'S3:*', Resource: { 'Fn::Sub': '${Bucket.Arn}*' } }), []],
    ['the guard in two statements', { Policy: { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: { Ref: 'Bucket' }, PolicyDocument: { Statement: [{ ...TLS, Resource: ARN }, { ...TLS, Resource: OBJECTS }] } } } }, []],
    ['fails for the ARN of another bucket', guarded({ ...TLS, Resource: ['arn:aws:s3:::other', 'arn:aws:s3:::other/*'] }), PLAIN_HTTP],
    ['fails for the actions of another service', guarded({ ...TLS, Action: 'nots3:*' }), PLAIN_HTTP],
    ['fails for some actions', guarded({ ...TLS, Action: ['s3:Get*', 's3:Put*', 's3:Delete*'] }), PLAIN_HTTP],
    ['fails for all actions but one', guarded({ ...TLS, Action: undefined, NotAction: 's3:GetObject' }), PLAIN_HTTP],
    ['fails for the bucket without its objects', guarded({ ...TLS, Resource: ARN }), PLAIN_HTTP],
    ['fails for the objects without their bucket', guarded({ ...TLS, Resource: OBJECTS }), PLAIN_HTTP],
    ['fails for some objects', guarded({ ...TLS, Resource: [ARN, { 'Fn::Sub': '${Bucket.Arn}/private/*' }] }), PLAIN_HTTP],
    ['fails for one account', guarded({ ...TLS, Principal: { AWS: '111122223333' } }), PLAIN_HTTP],
    ['fails for services alone', guarded({ ...TLS, Principal: { Service: '*' } }), PLAIN_HTTP],
    ['a Deny with NotPrincipal, of which AWS does not say whom it catches', guarded({ ...TLS, Principal: undefined, NotPrincipal: { AWS: 'arn:aws:iam::111122223333:root' } }), ['TlsOnly[Unknown]']],
    ['fails for one condition more', guarded({ ...TLS, Condition: { ...TLS.Condition, StringEquals: { 'aws:PrincipalOrgID': 'o-aaaaaaaaaa' } } }), PLAIN_HTTP],
    ['fails for the opposite condition', guarded({ ...TLS, Condition: { Bool: { 'aws:SecureTransport': 'true' } } }), PLAIN_HTTP],
    ['fails for a condition on another key', guarded({ ...TLS, Condition: { Bool: { 'aws:SecureTransports': 'false' } } }), PLAIN_HTTP],
    ['fails for an Allow', guarded({ ...TLS, Effect: 'Allow' }), PLAIN_HTTP],
    ['fails for a policy on no bucket of the template, and for that policy, which denies nothing on its own bucket', { Policy: policy('elsewhere', TLS) }, [...PLAIN_HTTP, ...PLAIN_HTTP]],
    ['fails without a policy', {}, PLAIN_HTTP],
    ['fails for two policies of which one guards', { ...guarded(TLS), Other: policy('Bucket', ALLOWED) }, ['OnePolicy[Several]']],
    ['fails for two policies of which none guards, once', { ...guarded(ALLOWED), Other: policy('Bucket', ALLOWED) }, [...PLAIN_HTTP, 'OnePolicy[Several]']],
    ['fails for two policies that both guard, for another reason', { ...guarded(TLS), Other: policy('Bucket', TLS) }, ['OnePolicy[Several]']],
  ])('%s', (_, policies, found) => {
    write({ 'a.json': bucket({}, policies) });
    expect(ids(check('a.json', '--rule', 'TlsOnly', '--rule', 'OnePolicy').findings)).toEqual(found);
  });

  test.each<[law: string, statement: object]>([
    ['an address that is none beside one that is', { Principal: '*', Condition: { NotIpAddress: { 'aws:SourceIp': ['203.0.113.0/24', '1.2.3'] } } }],
    ['a number for an address', { Principal: { AWS: 'arn:aws:iam::111122223333:role/x' }, Condition: { NotIpAddress: { 'aws:SourceIp': 7 } } }],
    ['a block that is too narrow to be', { Principal: { AWS: 'arn:aws:iam::111122223333:role/x' }, Condition: { NotIpAddress: { 'aws:SourceIp': '203.0.113.0/33' } } }],
    ['colons for an address', { Principal: { AWS: 'arn:aws:iam::111122223333:role/x' }, Condition: { NotIpAddress: { 'aws:SourceIp': '::::' } } }],
  ])('is judged although S3 would refuse it: %s', (_, statement) => {
    write({ 'a.json': bucket({}, guarded({ ...TLS, ...statement })) });
    expect(ids(check('a.json', '--level', 'strict').findings)).toContain('TlsOnly[PlainHttp]');
  });
});

describe('a bucket that looks like another', () => {
  const encrypted = (SSEAlgorithm: string) => ({ BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm } }] } });
  const DELIVERY = policy('Bucket', {
    Effect: 'Allow', Principal: { Service: 'logging.s3.amazonaws.com' }, Action: 's3:PutObject', Resource: { 'Fn::Sub': '${Bucket.Arn}/*' }, Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
  });
  const LOGGING = { Data: { ...BUCKET, Properties: { LoggingConfiguration: { DestinationBucketName: { Ref: 'Bucket' } } } } };

  test.each<[law: string, template: object, found: string[]]>([
    ['KMS', bucket(encrypted('aws:kms')), ['AccessLogging[NoTarget]']],
    ['DSSE is KMS', bucket(encrypted('aws:kms:dsse')), ['AccessLogging[NoTarget]']],
    ['SSE-S3 is not', bucket(encrypted('AES256')), ['KmsEncryption[Algorithm]', 'AccessLogging[NoTarget]']],
    ['a log bucket is one by use', bucket(encrypted('AES256'), { DELIVERY, ...LOGGING }), []],
    ['fails for a log bucket that nobody logs to', bucket(encrypted('AES256'), { DELIVERY }), ['KmsEncryption[Algorithm]', 'AccessLogging[NoTarget]']],
    ['fails for a bucket that logs to itself', bucket({ ...encrypted('aws:kms'), LoggingConfiguration: { DestinationBucketName: { Ref: 'Bucket' } } }), ['AccessLogging[Itself]']],
    ['fails for a bucket that makes CDK\'s mark but not ours', marked({ 'aws:cdk:path': 'Stack/Bucket/Resource' }), ['KmsEncryption[Algorithm]', 'AccessLogging[NoTarget]', 'RawBucket[Raw]']],
    ['a bucket with our mark', marked({ 'aws:cdk:path': 'Stack/Bucket/Resource', 'cdk-hardened-bucket': 'HardenedBucket' }), ['KmsEncryption[Algorithm]', 'AccessLogging[NoTarget]']],
    ['a log bucket of ours that nobody logs to', marked({ 'aws:cdk:path': 'Stack/Bucket/Resource', 'cdk-hardened-bucket': 'AccessLogsBucket' }), []],
    ['a raw bucket is told by the marks of CDK, and there are none', bucket({}), ['KmsEncryption[Algorithm]', 'AccessLogging[NoTarget]']],
  ])('%s', (_, template, found) => {
    write({ 'a.json': template });
    const { findings } = check('a.json', '--rule', 'KmsEncryption', '--rule', 'AccessLogging', '--rule', 'RawBucket');
    expect(ids(findings.filter(({ logicalId }) => logicalId === 'Bucket'))).toEqual(found);
  });

  function marked(Metadata: object) {
    return { Resources: { Bucket: { ...BUCKET, Metadata } } };
  }
});

describe('what CloudFormation works out', () => {
  const LINES = (...lines: string[]) => lines.join('\n');
  const SAM = LINES(
    'Transform: AWS::Serverless-2016-10-31',
    'Resources:',
    '  Function: {Type: AWS::Serverless::Function, Properties: {Runtime: nodejs22.x, Events: {Put: {Type: S3, Properties: {Bucket: !Ref Bucket, Events: "s3:ObjectCreated:*"}}}}}',
    '  Bucket: {Type: AWS::S3::Bucket, Properties: {VersioningConfiguration: {Status: Enabled}}}',
    '  Raw: {Type: AWS::S3::Bucket}',
  );
  const SHORT_FORMS = LINES(
    'Parameters: {Stage: {Type: String}}',
    'Mappings: {Settings: {dev: {Status: Suspended}, prod: {Status: Enabled}}}',
    'Conditions:',
    '  IsProd: !Equals [!Ref Stage, prod]',
    '  IsKept: !And [!Condition IsProd, !Not [!Equals [!Ref Stage, dev]]]',
    'Resources:',
    '  ByMapping: {Type: AWS::S3::Bucket, Properties: {VersioningConfiguration: {Status: !FindInMap [Settings, !Ref Stage, Status]}}}',
    '  ByCondition: {Type: AWS::S3::Bucket, Properties: {VersioningConfiguration: !If [IsKept, {Status: Enabled}, !Ref AWS::NoValue]}}',
    '  ByText: {Type: AWS::S3::Bucket, Properties: {VersioningConfiguration: {Status: !Select [1, !Split ["-", !Join ["-", [x, !Sub "${Word}"]]]]}}}'.replace('!Sub "${Word}"', '!Sub ["${Word}", {Word: Enabled}]'),
    '  OnlyInProd: {Type: AWS::S3::Bucket, Condition: IsProd}',
  );
  const LOOP = LINES(
    'Transform: AWS::LanguageExtensions',
    'Parameters: {Names: {Type: CommaDelimitedList}}',
    'Resources:',
    '  Fn::ForEach::Buckets: [Name, [One, Two], {"Bucket${Name}": {Type: AWS::S3::Bucket}}]',
    '  Fn::ForEach::More: [Name, !Ref Names, {"More${Name}": {Type: AWS::S3::Bucket, Properties: {VersioningConfiguration: {Status: Enabled}}}}]',
  );

  test.each<[law: string, text: string, parameters: string[], violations: string[], unknown: string[], buckets: number]>([
    ['a SAM template: its buckets, and not its functions', SAM, [], ['Raw'], [], 2],
    ['what depends on a parameter is unknown', SHORT_FORMS, [], ['OnlyInProd'], ['ByMapping', 'ByCondition'], 4],
    ['a parameter decides mappings and conditions', SHORT_FORMS, ['Stage=prod'], ['OnlyInProd'], [], 4],
    ['the other way round, and a bucket that is not deployed is none', SHORT_FORMS, ['Stage=dev'], ['ByMapping', 'ByCondition'], [], 3],
    ['a loop makes its buckets, and one whose list is unknown makes one for any item', LOOP, [], ['BucketOne', 'BucketTwo'], [], 3],
    ['a parameter decides the list of a loop', LOOP, ['Names=A,B,C'], ['BucketOne', 'BucketTwo'], [], 5],
  ])('%s', (_, text, parameters, violations, unknown, buckets) => {
    write({ 'a.yaml': text });
    const { findings, summary, errors } = check('a.yaml', '--rule', 'Versioning', ...parameters.flatMap((given) => ['--parameters', given]));
    const of = (verdict: string) => findings.filter((finding) => finding.verdict === verdict).map(({ logicalId }) => logicalId);
    expect({ violations: of('violation'), unknown: of('unknown'), buckets: summary.buckets, errors }).toEqual({ violations, unknown, buckets, errors: [] });
  });
});

describe('what cdk synth wrote', () => {
  beforeAll(() => {
    // CDK's own validation reports at length on templates that are not its concern here.
    process.env.CDK_VALIDATION = 'false';
  });
  afterAll(() => {
    delete process.env.CDK_VALIDATION;
  });

  /** Synthesizes an app into `cdk.out`, by itself or as the CDK CLI asks for it. */
  function synth(fill: (app: App) => void, byCli = true): void {
    const app = new App({ outdir: 'cdk.out', context: byCli ? { 'aws:cdk:enable-path-metadata': true, 'aws:cdk:enable-asset-metadata': true } : {} });
    fill(app);
    app.synth();
  }
  const resourceOf = (construct: s3.Bucket) => construct.node.defaultChild as s3.CfnBucket;

  test.each([['by the CLI', true], ['by the app itself', false]])('a HardenedBucket without any property lacks only what it cannot have alone: made %s', (_, byCli) => {
    synth((app) => {
      new HardenedBucket(new Stack(app, 'Stack'), 'Bucket');
    }, byCli);
    const { findings, summary, errors, exitCode } = check('cdk.out', '--level', 'strict');
    expect({ found: ids(findings), summary, errors, exitCode }).toMatchObject({
      found: ['ObjectLock[ObjectLock]', 'Replication[NoRule]'], summary: { templates: 1, buckets: 2, violations: 2, unknown: 0, suppressed: 0, errors: 0 }, errors: [], exitCode: 0,
    });
  });

  test('a HardenedBucket with object lock and replication lacks nothing, wherever it stands', () => {
    const whole = (stack: Stack, accessLogsBucket?: s3.IBucket) => {
      const resource = resourceOf(new HardenedBucket(stack, 'Bucket', { serverAccessLogsBucket: accessLogsBucket }));
      resource.objectLockEnabled = true;
      resource.replicationConfiguration = { role: 'arn:aws:iam::111122223333:role/replication', rules: [{ status: 'Enabled', destination: { bucket: 'arn:aws:s3:::replica' } }] };
    };
    synth((app) => {
      const stack = new Stack(app, 'Stack');
      whole(stack);
      whole(new NestedStack(stack, 'Nested'));
      whole(new Stack(new Stage(app, 'Stage'), 'Stack'));
      whole(new Stack(app, 'Other'), new AccessLogsBucket(new Stack(app, 'Logs'), 'Bucket'));
    });
    const { findings, summary, errors } = check('cdk.out', '--level', 'strict', '--fail-on', 'warning');
    expect({ found: ids(findings), errors }).toEqual({ found: [], errors: [] });
    expect(summary.buckets).toBe(8);
  });

  test('stages and nested stacks are named by their files', () => {
    synth((app) => {
      const stack = new Stack(app, 'Stack');
      new s3.CfnBucket(stack, 'Bucket');
      new s3.CfnBucket(new NestedStack(stack, 'Nested'), 'Bucket');
      new s3.CfnBucket(new Stack(new Stage(app, 'Stage'), 'Stack'), 'Bucket');
    });
    const { findings } = check('cdk.out', '--rule', 'RawBucket');
    expect(findings.map(({ template, logicalId }) => [template, logicalId])).toEqual([
      ['cdk.out/Stack.template.json', 'Bucket'],
      [expect.stringMatching(/^cdk\.out\/StackNested\w+\.nested\.template\.json$/), 'Bucket'],
      [expect.stringMatching(/^cdk\.out\/assembly-Stage\/StageStack\w+\.template\.json$/), 'Bucket'],
    ]);
    expect(findings.every(({ template }) => fs.existsSync(template))).toBe(true);
  });

  test.each([['444455556666', []], ['777788889999', ['WithinTrustZone[Outside]']]])('the account of a stack is trusted, and others if they are declared: %s', (account, found) => {
    synth((app) => {
      const data = new s3.Bucket(new Stack(app, 'Stack', { env: { account: '111122223333', region: 'eu-west-1' } }), 'Bucket');
      for (const id of ['111122223333', '444455556666']) {
        data.grantRead(new iam.AccountPrincipal(id));
      }
    });
    expect(ids(check('cdk.out', '--rule', 'WithinTrustZone', '--account', account).findings)).toEqual(found);
  });

  test('a policy and a log bucket in another stack count', () => {
    synth((app) => {
      const stack = new Stack(app, 'Data');
      const logs = new s3.Bucket(new Stack(app, 'Logs'), 'Logs', { encryption: s3.BucketEncryption.S3_MANAGED, objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED });
      const data = new s3.CfnBucket(stack, 'Bucket', { loggingConfiguration: { destinationBucketName: logs.bucketName } });
      new s3.CfnBucketPolicy(new Stack(app, 'Other'), 'Policy', {
        bucket: data.ref,
        policyDocument: { Statement: [{ Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: [data.attrArn, `${data.attrArn}/*`], Condition: { Bool: { 'aws:SecureTransport': 'false' } } }] },
      });
    });
    const { findings } = check('cdk.out', '--rule', 'TlsOnly', '--rule', 'AccessLogging', '--rule', 'AccessLogsTarget', '--rule', 'KmsEncryption');
    const found = (start: string) => ids(findings.filter(({ logicalId }) => logicalId!.startsWith(start)));
    expect({ data: found('Bucket'), logs: found('Logs') }).toEqual({ data: ['KmsEncryption[Algorithm]', 'AccessLogsTarget[NoGrant]'], logs: ['TlsOnly[PlainHttp]'] });
  });

  describe('an acknowledgement', () => {
    const SWITCHES = ['BlockPublicAcls', 'BlockPublicPolicy', 'IgnorePublicAcls', 'RestrictPublicBuckets'];
    const RULE = 'HardenedBucket-BlockPublicAccess';
    const ONE = 'BlockPublicPolicy';
    const ALL = `${RULE}[${SWITCHES.join('.')}]`;

    /** Which settings are acknowledged: one finding names the others. */
    test.each<[where: string, id: string, suppressed: string[]]>([
      ...['bucket', 'resource', 'stack'].flatMap((where): [string, string, string[]][] => [
        [where, RULE, SWITCHES],
        [where, `HardenedBucketChecks::${RULE}`, SWITCHES],
        [where, `${RULE}[BlockPublicPolicy]`, [ONE]],
        [where, `HardenedBucketChecks::${RULE}[BlockPublicPolicy]`, [ONE]],
        [where, ALL, SWITCHES],
      ]),
      ['another bucket', RULE, []],
      ['another stack', RULE, []],
      ['bucket', 'HardenedBucket-Versioning', []],
      ['bucket', `AnotherPack::${RULE}`, []],
      ['bucket', `${RULE}[BlockPublic]`, []],
    ])('on the %s by %s', (where, id, suppressed) => {
      synth((app) => {
        const stack = new Stack(app, 'Stack');
        const data = new s3.Bucket(stack, 'Data');
        const scopes = { 'bucket': data, 'resource': resourceOf(data), stack, 'another bucket': new s3.Bucket(stack, 'Other'), 'another stack': new Stack(app, 'Sta') };
        Validations.of(scopes[where as keyof typeof scopes]).acknowledge({ id, reason: 'a public web site' });
      });
      const { findings, summary } = check('cdk.out', '--rule', 'BlockPublicAccess');
      expect(ids(findings.filter(({ logicalId }) => logicalId!.startsWith('Data')))).toEqual(
        suppressed.length === 4 ? [] : [`BlockPublicAccess[${SWITCHES.filter((name) => !suppressed.includes(name)).join('.')}]`]);
      // One for each bucket on which something is acknowledged, whichever of the two.
      expect(summary.suppressed).toBe(where === 'stack' ? 2 : where === 'another bucket' || suppressed.length > 0 ? 1 : 0);
    });

    test('in a nested stack and in a stage, of an app that the CLI did not run', () => {
      synth((app) => {
        const acknowledged = (stack: Stack) => Validations.of(new s3.Bucket(stack, 'Bucket')).acknowledge({ id: RULE, reason: 'a public web site' });
        acknowledged(new NestedStack(new Stack(app, 'Stack'), 'Nested'));
        acknowledged(new Stack(new Stage(app, 'Stage'), 'Stack'));
      }, false);
      expect(check('cdk.out', '--rule', 'BlockPublicAccess', '--fail-on', 'warning')).toMatchObject({ exitCode: 0, findings: [], summary: { buckets: 2, suppressed: 2 } });
    });
  });
});

/** What someone could write to keep the command busy. */
describe('ends soon', () => {
  const judged = (given: string) => withinSeconds(5, () => check(given, '--level', 'strict')).summary;

  test('a megabyte of brackets that open a symbol and never close', () => {
    write({ 'a.json': { Resources: { Bucket: { ...BUCKET, UpdateReplacePolicy: 'Retain', DeletionPolicy: { ['⟦'.repeat(1_000_000)]: 1 } } } } });
    expect(judged('a.json')).toMatchObject({ buckets: 1, errors: 0 });
  });

  test('a megabyte of steps in the path of a construct', () => {
    write({
      'cdk.out/manifest.json': { version: '1', artifacts: { Stack: { type: 'aws:cloudformation:stack', properties: { templateFile: 'a.json' }, metadata: { '/Stack': [{ type: 'aws:cdk:acknowledged-rules', data: { x: 'y' } }] } } } },
      'cdk.out/a.json': { Resources: { Bucket: { ...BUCKET, Metadata: { 'aws:cdk:path': 'a/'.repeat(500_000) } } } },
    });
    expect(judged('cdk.out')).toMatchObject({ buckets: 1, errors: 0 });
  });
});

/** Wrong usage: 2, nothing on standard output, and what is wrong on standard error. */
describe('fails with 2 and says why', () => {
  test.each<[law: string, args: string[], expected: string]>([
    ['no path', ['check'], 'check accepts files'],
    ['another format', ['check', 'clean.json', '--format', 'xml'], '"xml" is not text, json, sarif or html'],
    ['a format by a name of Object.prototype', ['check', 'clean.json', '--format', 'constructor'], '"constructor"'],
    ['another threshold', ['check', 'clean.json', '--fail-on', 'info'], '"info" is not error, warning or never'],
    ['another level', ['check', 'clean.json', '--level', 'paranoid'], '"paranoid" is not baseline or strict'],
    ['a rule that there is not', ['check', 'clean.json', '--rule', 'Version'], "unknown rule 'Version'; did you mean HardenedBucket-Versioning"],
    ['an empty rule', ['check', 'clean.json', '--rule', ''], "unknown rule ''"],
    ['an option that there is not', ['check', 'clean.json', '--strict'], '--strict'],
    ['an option of another command', ['check', 'clean.json', '--model', 'hardened'], '--model'],
    ['an option without a value', ['check', 'clean.json', '--rule'], '--rule'],
    ['no parameter', ['check', 'clean.json', '--parameters', 'Stage'], '"Stage" is neither KEY=VALUE nor a file'],
    ['no account', ['check', 'clean.json', '--account', '1234'], '"1234"'],
    ['no organization', ['check', 'clean.json', '--organization', 'aaaa'], '"aaaa"'],
    ['no VPC', ['check', 'clean.json', '--vpc', 'subnet-0a'], '"subnet-0a"'],
    ['no block', ['check', 'clean.json', '--cidr', '203.0.113.0/33'], '"203.0.113.0/33"'],
    ['a baseline that is not there', ['check', 'clean.json', '--baseline', 'missing.json'], 'missing.json: cannot be read (ENOENT)'],
    ['a baseline that is none', ['check', 'clean.json', '--baseline', 'error.json'], 'error.json: version (missing) is not 1'],
    ['a baseline that is broken', ['check', 'clean.json', '--baseline', 'broken.json'], 'broken.json: not valid JSON'],
    ['a baseline to write without a name', ['check', 'clean.json', '--write-baseline'], '--write-baseline needs --baseline FILE'],
    ['a baseline that cannot be written', ['check', 'clean.json', '--baseline', 'missing/known.json', '--write-baseline'], 'missing/known.json: cannot be written (ENOENT)'],
    ['an output that cannot be written', ['check', 'clean.json', '--output', '.'], '.: cannot be written (EISDIR)'],
  ])('%s', (_, args, expected) => {
    write(FILES);
    const { exitCode, out, err } = hardenedBucket(...args);
    expect({ exitCode, out }).toEqual({ exitCode: 2, out: '' });
    expect(err).toMatch(/^hardened-bucket: /);
    expect(err).toContain(expected);
    expect(err).not.toMatch(/\n\s+at /);
  });
});

/** The file that is published, as a shell runs it. */
describe('the bundled command', () => {
  let bundle: string;
  const PROJECT = path.join(__dirname, '..', '..');

  beforeAll(() => {
    const { tasks } = JSON.parse(fs.readFileSync(path.join(PROJECT, '.projen/tasks.json'), 'utf8')) as { tasks: Record<string, { steps: { execArgs: string[] }[] }> };
    const [command, ...args] = tasks['bundle:cli/main'].steps[0].execArgs;
    bundle = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'check-command-')), 'index.js');
    const { status, stderr } = spawnSync(path.join(PROJECT, 'node_modules', '.bin', command), args.map((arg) => arg.startsWith('--outfile=') ? `--outfile=${bundle}` : arg), { cwd: PROJECT, encoding: 'utf8' });
    expect({ status, stderr }).toMatchObject({ status: 0 });
  });

  afterAll(() => fs.rmSync(path.dirname(bundle), { recursive: true }));

  test.each<[law: string, args: string[], exitCode: number, out: RegExp, err: RegExp]>([
    ['a report and nothing else', ['check', 'error.json', ...TWO_RULES], 1, /^error\.json\n[^]*1 error, [^\n]*\n$/, /^$/],
    ['JSON and nothing else', ['check', '.', ...TWO_RULES, '--format', 'json'], 2, /^\{[^]*\}\n$/, /^$/],
    ['a summary beside the file', ['check', 'clean.json', ...TWO_RULES, '--output', 'report.txt'], 0, /^$/, /^0 errors, 0 warnings, [^\n]*: report\.txt\n$/],
    ['what is wrong', ['check', 'clean.json', '--level', 'x'], 2, /^$/, /^hardened-bucket: --level "x" is not baseline or strict\n$/],
    ['a comparison', ['compare', 'error.json', '--model', 'hardened'], 1, /^more: [^]*\n$/, /^$/],
    ['a policy', ['policy', 'public', 'policy.json'], 0, /private/, /^$/],
    ['its help', ['--help'], 0, /^Usage: hardened-bucket [^]*\n$/, /^$/],
    ['its help where nothing is asked', [], 2, /^$/, /^Usage: hardened-bucket [^]*\n$/],
  ])('prints %s', (_, args, exitCode, out, err) => {
    write({ ...FILES, 'policy.json': { Statement: [] } });
    const { status, stdout, stderr } = spawnSync(process.execPath, [bundle, ...args], { encoding: 'utf8' });
    expect({ status, stdout, stderr }).toEqual({ status: exitCode, stdout: expect.stringMatching(out), stderr: expect.stringMatching(err) });
  });

  test('prints all of a report that is longer than a pipe holds', () => {
    write({ 'many.json': { Resources: Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`Bucket${i}`, BUCKET])) } });
    const { status, stdout } = spawnSync(process.execPath, [bundle, 'check', 'many.json', '--format', 'json'], { encoding: 'utf8', maxBuffer: 1e9 });
    expect(status).toBe(1);
    expect(stdout.length).toBeGreaterThan(1_000_000);
    expect(JSON.parse(stdout).summary.buckets).toBe(300);
  });
});

function policy(on: string, ...Statement: object[]) {
  return { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: on === 'Bucket' ? { Ref: on } : on, PolicyDocument: { Version: '2012-10-17', Statement } } };
}
