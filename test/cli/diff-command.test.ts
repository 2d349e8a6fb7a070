import * as fc from 'fast-check';
import { hardenedBucket, workInTemporaryFolders, write } from './command-line';
import { code, plain } from '../../src/cli/markdown';
import { Check } from '../../src/rules/check';
import { diffBuckets, DiffSide } from '../../src/rules/diff-buckets';
import { templateOf } from '../../src/template/read-template';

workInTemporaryFolders();

const VERSIONED = { VersioningConfiguration: { Status: 'Enabled' } };
const DENY_PLAIN_HTTP = { Sid: 'Tls', Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: '*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } };
const ANYONE_READS = { Sid: 'Open', Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: '*' };
const PARTNER_READS = { Sid: 'Partner', Effect: 'Allow', Principal: { AWS: '111122223333' }, Action: 's3:GetObject', Resource: '*' };

const bucket = (properties: object = {}) => ({ Type: 'AWS::S3::Bucket', Properties: properties });
const policy = (...Statement: object[]) => ({ Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: { Ref: 'Data' }, PolicyDocument: { Version: '2012-10-17', Statement } } });
const template = (Resources: object, rest: object = {}) => ({ Resources, ...rest });

interface DiffJson {
  readonly differences: readonly {
    readonly template: string;
    readonly logicalId: string | null;
    readonly status: string;
    readonly unknown: readonly string[];
    readonly gained: readonly { readonly rule: string }[];
    readonly lost: readonly { readonly rule: string }[];
    readonly properties: readonly { readonly property: string; readonly change: string }[];
    readonly requests: readonly { readonly only: string; readonly letThrough: string; readonly request: { readonly action: string }; readonly statements: object }[];
  }[];
  readonly unchanged: number;
  readonly errors: readonly object[];
  readonly notes: readonly object[];
}

function diff(...args: string[]): DiffJson & { readonly exitCode: number } {
  const { out, err, exitCode } = hardenedBucket('diff', ...args, '--format', 'json');
  expect(err).toBe('');
  return { ...JSON.parse(out), exitCode };
}

describe('of one bucket', () => {
  test.each<[law: string, before: object, after: object, difference: object | undefined, exitCode: number]>([
    ['nothing', { Data: bucket() }, { Data: bucket() }, undefined, 0],
    ['another logical id of something else', { Data: bucket(), Topic: { Type: 'AWS::SNS::Topic' } }, { Data: bucket() }, undefined, 0],
    ['a setting lost', { Data: bucket(VERSIONED) }, { Data: bucket() },
      { status: 'changed', gained: [{ rule: 'HardenedBucket-Versioning' }], lost: [], properties: [{ property: 'versioning', change: 'more permissive' }] }, 1],
    ['a setting gained', { Data: bucket() }, { Data: bucket(VERSIONED) },
      { status: 'changed', gained: [], lost: [{ rule: 'HardenedBucket-Versioning' }], properties: [{ property: 'versioning', change: 'less permissive' }] }, 0],
    ['a statement that opens it', { Data: bucket(VERSIONED) }, { Data: bucket(VERSIONED), Policy: policy(ANYONE_READS) },
      { requests: [{ only: 'after', letThrough: 'byBucketPolicy', request: { action: 's3:GetObject' }, statements: { allowing: ['statement 0 (Open)'], denying: [] } }] }, 1],
    ['a guard lost', { Data: bucket(VERSIONED), Policy: policy(DENY_PLAIN_HTTP) }, { Data: bucket(VERSIONED), Policy: policy() },
      { requests: [{ only: 'after', letThrough: 'byIdentityPolicy', statements: { allowing: [], denying: ['statement 0 (Tls)'] } }] }, 1],
    ['a guard gained', { Data: bucket(VERSIONED), Policy: policy() }, { Data: bucket(VERSIONED), Policy: policy(DENY_PLAIN_HTTP) },
      { requests: [{ only: 'before', letThrough: 'byIdentityPolicy', statements: { allowing: [], denying: ['statement 0 (Tls)'] } }] }, 0],
    ['a partner', { Data: bucket(), Policy: policy() }, { Data: bucket(), Policy: policy(PARTNER_READS) },
      { requests: [{ only: 'after', letThrough: 'byBucketPolicy', statements: { allowing: ['statement 0 (Partner)'] } }] }, 1],
    ['a statement written in another way', { Data: bucket(), Policy: policy({ ...PARTNER_READS, Action: ['s3:GetObject', 's3:GetObject*'] }) },
      { Data: bucket(), Policy: policy({ ...PARTNER_READS, Action: 's3:GetObject*' }) }, undefined, 0],
    ['a bucket added', { Data: bucket() }, { Data: bucket(), Logs: bucket() }, { logicalId: 'Logs', status: 'added', lost: [], requests: [] }, 1],
    ['a bucket removed', { Data: bucket(), Logs: bucket() }, { Data: bucket() }, { logicalId: 'Logs', status: 'removed', gained: [], requests: [] }, 0],
    ['a policy that depends on a parameter', { Data: bucket(), Policy: policy(PARTNER_READS) }, { Data: bucket(), Policy: policy({ ...PARTNER_READS, Principal: { AWS: { Ref: 'Who' } } }) },
      { requests: [], unknown: [expect.stringContaining('Who')] }, 0],
  ])('%s', (_, before, after, difference, exitCode) => {
    const Parameters = { Who: { Type: 'String' } };
    write({ 'before.json': template(before, { Parameters }), 'after.json': template(after, { Parameters }) });
    const found = diff('before.json', 'after.json', '--rule', 'Versioning');
    expect(found.exitCode).toBe(exitCode);
    expect(found.differences).toMatchObject(difference === undefined ? [] : [difference]);
    expect(found.differences).toHaveLength(difference === undefined ? 0 : 1);
    expect(found.errors).toEqual([]);
  });
});

test('templates are the same at the same place below the two folders', () => {
  write({
    'before/a.json': template({ Data: bucket() }),
    'before/b/a.json': template({ Data: bucket() }),
    'after/a.json': template({ Data: bucket() }),
    'after/b/a.json': template({ Data: bucket(VERSIONED) }),
  });
  expect(diff('before', 'after/', '--rule', 'Versioning')).toMatchObject({ differences: [{ template: 'b/a.json', logicalId: 'Data', status: 'changed' }], unchanged: 1 });
});

test('what one side cannot read is an error and no difference', () => {
  write({ 'before/a.json': template({ Data: bucket() }), 'before/b.json': template({ Data: bucket() }), 'after/a.json': '{"Resources": ', 'after/b.json': template({ Data: bucket() }) });
  expect(diff('before', 'after')).toMatchObject({ exitCode: 2, differences: [], errors: [{ template: 'after/a.json' }] });
  expect(diff('before', 'missing')).toMatchObject({ exitCode: 2, differences: [], errors: [{ template: 'missing' }] });
});

test.each([
  ['warning', 1], ['error', 0], ['never', 0],
])('of a warning gained, failing on %s, is %d', (failOn, exitCode) => {
  const logs = (rules: object[]) => template({ Data: bucket({ ...VERSIONED, LifecycleConfiguration: { Rules: rules } }) });
  write({ 'before.json': logs([{ Status: 'Enabled', AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 } }]), 'after.json': logs([]) });
  expect(hardenedBucket('diff', 'before.json', 'after.json', '--rule', 'IncompleteUploadsAborted', '--fail-on', failOn).exitCode).toBe(exitCode);
});

test.each<[law: string, args: string[], expected: string]>([
  ['nothing', [], 'not 0'],
  ['one side', ['a.json'], 'not 1'],
  ['three sides', ['a.json', 'a.json', 'a.json'], 'not 3'],
  ['another format', ['a.json', 'a.json', '--format', 'html'], '--format "html" is not markdown or json'],
  ['another threshold', ['a.json', 'a.json', '--fail-on', 'info'], '--fail-on "info" is not error, warning or never'],
])('fails with 2 for %s', (_, args, expected) => {
  write({ 'a.json': template({}) });
  expect(hardenedBucket('diff', ...args)).toMatchObject({ exitCode: 2, out: '', err: expect.stringContaining(expected) });
});

describe('what CloudFormation does to the resources', () => {
  const named = (BucketName: unknown, id = 'Data') => ({ [id]: bucket({ BucketName }) });
  const READER = policy(PARTNER_READS);

  test.each<[law: string, before: object, after: object, updates: string[], markdown: RegExp, fails: 0 | 1]>([
    ['nothing', named('a'), named('a'), [], /^(?!.*CloudFormation)/, 0],
    ['a setting', named('a'), { Data: bucket({ BucketName: 'a', ...VERSIONED }) }, ['Data inPlace VersioningConfiguration'], /^- Updated in place: `Data` \(`AWS::S3::Bucket`\): VersioningConfiguration differs$/m, 0],
    ['another name, and the policy of the bucket', { ...named('a'), Policy: READER }, { ...named('b'), Policy: READER }, ['Data replacement BucketName', 'Policy replacement Bucket'],
      /^- \*\*Replaced\*\*: `Data` \(`AWS::S3::Bucket`\): BucketName differs$/m, 1],
    ['another logical id', named('a'), named('a', 'Records'), ['Data removed ', 'Records created '], /^- \*\*Renamed\*\*: `Data` \(`AWS::S3::Bucket`\): logical id Data → Records. CloudFormation creates Records and deletes Data$/m, 1],
    ['a name that deployment decides', named('a'), named({ Ref: 'Who' }), ['Data unknown BucketName'], /^- \*\*May be replaced\*\*: `Data`/m, 1],
    ['a bucket that comes', named('a'), { ...named('a'), Logs: bucket() }, ['Logs created '], /^- Created: `Logs` \(`AWS::S3::Bucket`\)$/m, 0],
    ['a policy that is another one', { ...named('a'), Policy: policy() }, { ...named('a'), Policy: READER }, ['Policy inPlace PolicyDocument'], /^- Updated in place: `Policy`/m, 0],
    ['metadata', named('a'), { Data: { ...bucket({ BucketName: 'a' }), Metadata: { a: 1 } } }, [], /^(?!.*CloudFormation)/, 0],
    ['a resource that is no concern of buckets', { Topic: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'a' } } }, { Topic: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'b' } } }, [], /^(?!.*CloudFormation)/, 0],
  ])('%s', (_, before, after, updates, markdown, fails) => {
    const Parameters = { Who: { Type: 'String' } };
    write({ 'before.json': template(before, { Parameters }), 'after.json': template(after, { Parameters }) });
    const args = ['before.json', 'after.json', '--rule', 'Versioning', '--fail-on', 'never'];
    const { updates: found, exitCode } = diff(...args) as unknown as { updates: { logicalId: string; update: string; properties: string[] }[]; exitCode: number };
    expect(found.map(({ logicalId, update, properties }) => `${logicalId} ${update} ${properties.join(' ')}`)).toEqual(updates);
    expect(hardenedBucket('diff', ...args).out).toMatch(markdown);
    expect(exitCode).toBe(0);
    expect(diff(...args, '--fail-on-replacement').exitCode).toBe(fails);
  });

  test('a template that one side lacks, or cannot read, says nothing', () => {
    write({ 'before/a.json': template(named('a')), 'before/b.json': template(named('a')), 'after/b.json': '{"Resources": ', 'after/c.json': template(named('c')) });
    expect(diff('before', 'after')).toMatchObject({ updates: [], exitCode: 2 });
  });

  test('a parameter that is given on both sides decides nothing', () => {
    const side = (Default: string) => template(named({ Ref: 'Who' }), { Parameters: { Who: { Type: 'String', Default } } });
    write({ 'before.json': side('a'), 'after.json': side('b') });
    expect(diff('before.json', 'after.json')).toMatchObject({ updates: [{ logicalId: 'Data', update: 'unknown' }] });
    expect(diff('before.json', 'after.json', '--parameters', 'Who=a')).toMatchObject({ updates: [] });
  });
});

describe('as Markdown', () => {
  test('is the same for the same input, and ends with what did not change', () => {
    write({ 'before.json': template({ Data: bucket(), Other: bucket() }), 'after.json': template({ Data: bucket(VERSIONED), Other: bucket() }) });
    const { out } = hardenedBucket('diff', 'before.json', 'after.json', '--rule', 'Versioning');
    expect(hardenedBucket('diff', 'before.json', 'after.json', '--rule', 'Versioning').out).toBe(out);
    expect(out).toBe([
      '### S3 buckets: 0 findings gained, 1 lost',
      '',
      '#### What CloudFormation does',
      '- Updated in place: `Data` (`AWS::S3::Bucket`): VersioningConfiguration differs',
      '',
      '#### Bucket `Data` (changed)',
      '- Lost: **error**, `HardenedBucket-Versioning[Status]`: The bucket is not versioned',
      '- versioning: off → on, less permissive',
      '',
      '1 bucket is as before.',
    ].join('\n'));
  });

  test('fits into a comment, and says what was left out', () => {
    const many = (properties: object) => template(Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`Bucket${i}`, bucket(properties)])));
    write({ 'before.json': many(VERSIONED), 'after.json': many({}) });
    const { out } = hardenedBucket('diff', 'before.json', 'after.json', '--rule', 'Versioning');
    expect(out.length).toBeLessThan(65_536);
    expect(out).toMatch(/^### S3 buckets: 500 findings gained, 0 lost\n/);
    expect(Number(/(\d+) more buckets changed/.exec(out)![1]) + out.split('\n#### Bucket').length - 1).toBe(500);
  });

  test.each(['@octocat', 'see #1', '<img src=x onerror=alert(1)>', '[a](https://example.com)', 'https://example.com', 'www.example.com', '`a`', '**a**', '_a_', '~~a~~', 'a | b', ':tada:', '$a$', '&lt;', '\u202Eabc', 'a\n\n# b'])(
    'takes %j from a template for text', (text) => {
      const shown = plain(text);
      expect(shown).not.toMatch(/[<>@\n\u202E]|(?<!&)#|(?<!\\)[`*_~[\]|$]|:\/\/|:tada:|www\./);
    });

  test('code shows any text as one line, and ends where it ends', () => {
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom('`', 'a', ' ', '\n', '@') }), (text) => {
      const [, fence, inside] = /^(`+)([^]*)\1$/.exec(code(`x${text}`))!;
      expect(inside).not.toContain('\n');
      expect((inside.match(/`+/g) ?? []).map((run) => run.length)).not.toContain(fence.length);
    }));
  });
});

test('what is not judged is said once, whichever side it is on', () => {
  write({ 'before/a.json': template({ Data: bucket() }, { Transform: 'Mine' }), 'after/a.json': template({ Data: bucket() }, { Transform: ['Mine'] }), 'after/b.json': template({ Data: bucket() }, { Transform: 'Other' }) });
  expect(diff('before', 'after').notes).toEqual([{ template: 'a.json', message: expect.stringContaining('Mine') }, { template: 'b.json', message: expect.stringContaining('Other') }]);
  const { out } = hardenedBucket('diff', 'before', 'after');
  expect(out.match(/^- note: .*$/gm)).toEqual([expect.stringContaining('`a.json`: '), expect.stringContaining('`b.json`: ')]);
});

test('fails for a template that cannot be judged: it is an error, and no bucket of it a difference', () => {
  const side = (name: string): DiffSide => ({
    groups: [{ templates: [templateOf(template({ Data: bucket() }), { id: `${name}/a.json` })], acknowledgements: new Map() }],
    errors: [],
    notes: [],
    nameOf: (id) => id.slice(name.length + 1),
  });
  const check = new Check();
  jest.spyOn(check, 'bucket').mockImplementationOnce(() => []).mockImplementationOnce(() => {
    throw new Error('a rule broke down');
  });
  expect(diffBuckets(side('before'), side('after'), check)).toEqual({
    differences: [], unchanged: 0, notes: [], errors: [{ template: 'after/a.json', message: expect.stringContaining('a rule broke down') }],
  });
});

test('of several settings that one finding names, one that is set is lost, and none is gained', () => {
  write({ 'before.json': template({ Data: bucket() }), 'after.json': template({ Data: bucket({ PublicAccessBlockConfiguration: { BlockPublicAcls: true } }) }) });
  expect(diff('before.json', 'after.json', '--rule', 'BlockPublicAccess')).toMatchObject({
    exitCode: 0, differences: [{ gained: [], lost: [{ rule: 'HardenedBucket-BlockPublicAccess', evidence: { id: 'BlockPublicAcls' } }] }],
  });
});
