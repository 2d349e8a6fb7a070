import { CLEAN, finding, MIXED, report, RULES } from './reports';
import { textReport } from '../../src/cli/report-text';

const lines = (...args: Parameters<typeof textReport>) => textReport(...args).split('\n');

test('findings stand by template, then by bucket, what is about no bucket last, the heaviest first', () => {
  expect(lines(MIXED, RULES).filter((line) => /^( {0,4})\S/.test(line)).map((line) => line.replace(/:.*/, ''))).toEqual([
    'cdk.out/Orders.template.json',
    '  bucket OrdersBucket4B3D9A21',
    '    error HardenedBucket-PolicyNotPublic[OrdersBucketPolicy0C1D.Statement.2]',
    '    warning HardenedBucket-Versioning[Status]',
    '    unknown HardenedBucket-KmsEncryption[SSEAlgorithm]',
    'cdk.out/assembly-Production/ProductionUploadsStack4E1C0A7D.nested.template.json',
    '  bucket Production/Uploads/Bucket (UploadsBucket)',
    '    error HardenedBucket-BlockPublicAccess[BlockPublicAcls]',
    '    error HardenedBucket-BlockPublicAccess[RestrictPublicBuckets]',
    '    warning HardenedBucket-Versioning[Status]',
    '  no bucket',
    '    error HardenedBucket-PolicyNotPublic[ImportedPolicy.Statement.0]',
    'could not be read',
    '  cdk.out/Broken.template.json',
    '4 errors, 2 warnings, 1 unknown, 3 suppressed in 5 buckets of 3 templates; 1 input could not be read',
  ]);
});

test('a finding says what, which rule and controls, where, the request, and the fix', () => {
  expect(textReport(report([MIXED.findings[2]]), RULES).split('\n')).toEqual([
    'cdk.out/Orders.template.json',
    '  bucket OrdersBucket4B3D9A21',
    expect.stringMatching(/^ {4}error HardenedBucket-PolicyNotPublic\[OrdersBucketPolicy0C1D\.Statement\.2\]: bucket policy OrdersBucketPolicy0C1D has/),
    '      rule: the bucket policy is not public, Security Hub S3.2, Security Hub S3.3, AWS Config s3-bucket-public-read-prohibited',
    '      at: BucketPolicy.PolicyDocument.Statement.2',
    '      statement: 2 (PartnerDownload)',
    '      request:',
    expect.stringMatching(/^ {8}principal: AWS arn:aws:sts::/),
    '        action:    s3:GetObject',
    expect.stringMatching(/^ {8}resource: {2}arn:aws:s3:::/),
    '        context:   aws:SourceIp = 203.0.113.7',
    '                   aws:SecureTransport = true',
    expect.stringMatching(/^ {19}aws:PrincipalArn = arn/),
    '                   aws:TagKeys = [team, purpose]',
    expect.stringMatching(/^ {6}fix: name the principals/),
    '',
    '1 error, 0 warnings, 0 unknown, 0 suppressed in 1 bucket of 1 template',
  ]);
});

test('what a finding does not have takes no line', () => {
  const bare = finding('Else-Rule', { path: null, evidence: { id: 'x', path: null, request: null, statement: null } });
  expect(lines(report([bare]), RULES)).toEqual([
    'cdk.out/Orders.template.json',
    '  bucket OrdersBucket4B3D9A21',
    '    error Else-Rule[x]: the bucket has no versioning',
    '      fix: fix it',
    '',
    expect.any(String),
  ]);
});

test('the path of the evidence stands in for that of the finding', () => {
  expect(lines(report([finding('R', { path: null })]), [])).toContain('      at: VersioningConfiguration.Status');
});

test('a fix of several lines keeps them under one another', () => {
  expect(textReport(report([finding('R', { fix: 'do\nthen' })]), [])).toContain('\n      fix: do\n           then\n');
});

const NOTHING = { templates: 0, buckets: 0 };
const ERRORS = [{ template: 'x.json', message: 'not valid JSON' }];

test.each([
  ['clean', CLEAN, 'no findings: every rule holds for every bucket', '0 errors, 0 warnings, 0 unknown, 0 suppressed in 4 buckets of 2 templates'],
  ['everything suppressed', report([], { buckets: 1, templates: 1, suppressed: 2 }), 'no findings besides the suppressed ones', '0 errors, 0 warnings, 0 unknown, 2 suppressed in 1 bucket of 1 template'],
  ['nothing checked', report([], { ...NOTHING, templates: 1 }), 'no findings: there is no bucket in what was checked', '0 errors, 0 warnings, 0 unknown, 0 suppressed in 0 buckets of 1 template'],
  ['partly read', report([], { buckets: 1, templates: 1 }, ERRORS), 'no findings in what could be read', '0 errors, 0 warnings, 0 unknown, 0 suppressed in 1 bucket of 1 template; 1 input could not be read'],
  ['nothing read', report([], NOTHING, [...ERRORS, ...ERRORS]), 'no findings, but there is no bucket in what could be read', '0 errors, 0 warnings, 0 unknown, 0 suppressed in 0 buckets of 0 templates; 2 inputs could not be read'],
])('without findings the report says so, and of what: %s', (_, given, first, last) => {
  expect(lines(given, RULES)[0]).toBe(first);
  expect(lines(given, RULES).at(-1)).toBe(last);
});

const HOSTILE = 'a\n0 errors\u001b[2J\u202E';

test.each([
  ['template', finding('R', { template: HOSTILE })],
  ['logicalId', finding('R', { logicalId: HOSTILE })],
  ['construct', finding('R', { constructPath: HOSTILE })],
  ['rule', finding(HOSTILE)],
  ['path', finding('R', { path: HOSTILE })],
  ['message', finding('R', { message: HOSTILE })],
  ['evidence', finding('R', { evidence: { id: HOSTILE, path: null, request: { principal: 'anonymous', action: HOSTILE, resource: HOSTILE, context: { [HOSTILE]: HOSTILE } }, statement: { index: 0, sid: HOSTILE } } })],
])('a hostile %s neither starts a line nor steers the terminal', (_, hostile) => {
  const text = textReport(report([hostile], {}, [{ template: HOSTILE, message: HOSTILE }]), RULES);
  expect(text).not.toMatch(/^0 errors|[\u001b\u202E]/m);
  expect(text).toContain('a\\u{a}0 errors\\u{1b}[2J\\u{202e}');
});

test('a finding that claims other controls than its rule, or none, names those', () => {
  const rule = (controls?: object) => lines(report([finding('HardenedBucket-PolicyNotPublic', { ...controls ? { controls } : {} })]), RULES).find((line) => line.includes('rule:'));
  expect(rule()).toContain('Security Hub S3.2');
  expect(rule({})).toBe('      rule: the bucket policy is not public');
  expect(rule({ securityHub: ['S3.19'] })).toBe('      rule: the bucket policy is not public, Security Hub S3.19');
});
