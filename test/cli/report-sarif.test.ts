import * as fs from 'node:fs';
import Ajv from 'ajv';
import type { Log } from 'sarif';
import { CLEAN, finding, MIXED, report, RULES } from './reports';
import { sarifReport } from '../../src/cli/report-sarif';
import { CheckReport, Finding } from '../../src/rules/finding';

/** The schema as schemastore published it with SARIF 2.1.0; the package is here for this file alone. */
const SCHEMA = readJson('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json');

const ajv = new Ajv({ schemaId: 'id', meta: false, allErrors: true });
ajv.addMetaSchema(readJson('ajv/lib/refs/json-schema-draft-04.json'));
const validate = ajv.compile(SCHEMA);

function readJson(file: string) {
  return JSON.parse(fs.readFileSync(require.resolve(file), 'utf8'));
}

function runOf(given: CheckReport, directory = '/repo') {
  const log: Log = JSON.parse(sarifReport(given, RULES, directory));
  return log.runs[0];
}

const resultOf = (...args: Parameters<typeof finding>) => runOf(report([finding(...args)])).results![0];

test.each<[string, CheckReport]>([
  ['mixed', MIXED],
  ['clean', CLEAN],
  ['of a rule that the catalog does not have', report([finding('Else-Rule')])],
  ['about no bucket and no property', report([finding('R', { logicalId: null, path: null })])],
  ['with paths that are no addresses', report([finding('R', { template: 'a:b/c d/ü%#?.json' }), finding('R', { template: '/elsewhere/x y.json' }), finding('R', { template: '../x.json' })])],
])('a log is valid SARIF 2.1.0: %s', (_, given) => {
  validate(JSON.parse(sarifReport(given, RULES)));
  expect(validate.errors ?? []).toEqual([]);
});

test('fails: what is no SARIF does not pass the schema', () => {
  expect(validate({ version: '2.1.0', runs: [{ tool: { driver: {} }, results: [{ level: 'fatal' }] }] })).toBe(false);
});

test('the driver is the command with its version and every rule of the catalog', () => {
  const { driver } = runOf(CLEAN).tool;
  expect(driver).toMatchObject({ name: 'hardened-bucket', version: expect.stringMatching(/^\d+\.\d+\.\d+/), informationUri: expect.stringMatching(/^https:/) });
  expect(driver.rules!.map(({ id }) => id)).toEqual(RULES.map(({ id }) => id));
});

test('a rule tells why, how to fix it, and which controls ask for it', () => {
  expect(runOf(CLEAN).tool.driver.rules![0]).toEqual({
    id: 'HardenedBucket-BlockPublicAccess',
    shortDescription: { text: 'All four Block Public Access settings are on.' },
    fullDescription: { text: RULES[0].why },
    help: { text: expect.stringContaining('Fix: set blockPublicAccess'), markdown: expect.stringContaining('**Controls:** Security Hub S3.8, Security Hub S3.2, CIS 2.1.4') },
    helpUri: 'https://github.com/cdk-hardened-bucket/cdk-hardened-bucket/blob/main/RULES.md#hardenedbucket-blockpublicaccess',
    defaultConfiguration: { level: 'error' },
    properties: {
      'tags': ['security', 'Security Hub S3.8', 'Security Hub S3.2', 'CIS 2.1.4', 'AWS Config s3-bucket-level-public-access-prohibited'],
      'precision': 'high',
      'security-severity': '8.0',
    },
  });
});

test('every result points to its rule', () => {
  const { results, tool } = runOf(MIXED);
  expect(results!.map(({ ruleIndex }) => tool.driver.rules![ruleIndex!].id)).toEqual(MIXED.findings.map(({ rule }) => rule));
});

test.each([
  ['error', 'violation', 'fail', 'error'],
  ['warning', 'violation', 'fail', 'warning'],
  ['warning', 'unknown', 'open', 'none'],
] as const)('%s, %s is of kind %s and level %s', (severity, verdict, kind, level) => {
  expect(resultOf('R', { severity, verdict })).toMatchObject({ kind, level });
});

test('the message has what was found, the request and the fix', () => {
  expect(runOf(report([MIXED.findings[2]])).results![0].message.text)
    .toMatch(/^bucket policy [^]+\n\nRequest:\n {2}principal: AWS arn:[^]+aws:TagKeys = \[team, purpose\]\n\nFix: name the principals/);
});

test('a name in a template makes no link', () => {
  expect(resultOf('R', { message: 'bucket [click](https://evil.example)' }).message.text).toContain('[click\\](https://evil.example)');
});

test.each([
  ['cdk.out/A.template.json', 'cdk.out/A.template.json', '%SRCROOT%'],
  ['./cdk.out/../A.json', 'A.json', '%SRCROOT%'],
  ['/repo/cdk.out/A.json', 'cdk.out/A.json', '%SRCROOT%'],
  ['a b/ü#?.json', 'a%20b/%C3%BC%23%3F.json', '%SRCROOT%'],
  ['a:b.json', 'a%3Ab.json', '%SRCROOT%'],
  ['../A.json', 'file:///A.json', undefined],
  ['/repository/A.json', 'file:///repository/A.json', undefined],
])('the template %s is at %s', (template, uri, uriBaseId) => {
  expect(resultOf('R', { template }).locations![0].physicalLocation!.artifactLocation).toEqual(uriBaseId === undefined ? { uri } : { uri, uriBaseId });
});

test.each([
  ['bucket and property', 'Data', 'Tags.0', { name: 'Data', fullyQualifiedName: 'Data/Tags.0', kind: 'resource' }],
  ['bucket', 'Data', null, { name: 'Data', fullyQualifiedName: 'Data', kind: 'resource' }],
  ['property', null, 'Tags.0', { name: 'Tags.0', fullyQualifiedName: 'Tags.0', kind: 'property' }],
])('the logical location is the %s', (_, logicalId, path, location) => {
  expect(resultOf('R', { logicalId, path }).locations![0].logicalLocations).toEqual([location]);
});

const printsOf = (given: CheckReport) => runOf(given).results!.map(({ partialFingerprints }) => partialFingerprints!['hardenedBucket/v1']);

test('fingerprints tell all findings apart, and GitHub gets them under the name that it reads', () => {
  const twice = report([...MIXED.findings, MIXED.findings[0]]);
  expect(new Set(printsOf(twice)).size).toBe(twice.findings.length);
  expect(runOf(MIXED).results!.every(({ partialFingerprints: prints }) => prints!.primaryLocationLineHash === prints!['hardenedBucket/v1'])).toBe(true);
});

test('fingerprints stay when findings change places, texts or severities', () => {
  const changed = MIXED.findings.map((one) => ({ ...one, message: 'else', fix: 'else', severity: 'warning' as const })).reverse();
  expect(printsOf(report(changed)).reverse()).toEqual(printsOf(MIXED));
});

test('inputs that could not be read are notifications, and the run did not succeed', () => {
  expect(runOf(MIXED).invocations).toEqual([{
    executionSuccessful: false,
    toolExecutionNotifications: [{
      level: 'error',
      message: { text: 'cdk.out/Broken.template.json could not be read: not valid JSON: Unexpected token } in JSON at position 1742' },
      locations: [{ physicalLocation: { artifactLocation: { uri: 'cdk.out/Broken.template.json', uriBaseId: '%SRCROOT%' } } }],
    }],
  }]);
  expect(runOf(CLEAN).invocations).toEqual([{ executionSuccessful: true, toolExecutionNotifications: [] }]);
});

test('a finding that claims other controls than its rule, or none, names those, and so does the rule if it found nothing else', () => {
  const tagsOf = (...controls: (Finding['controls'])[]) => {
    const { tool, results } = runOf(report(controls.map((own) => finding('HardenedBucket-PolicyNotPublic', own ? { controls: own } : {}))));
    return [tool.driver.rules![1].properties!.tags, results!.map(({ properties }) => properties!.controls)];
  };
  const rule = ['security', 'Security Hub S3.2', 'Security Hub S3.3', 'AWS Config s3-bucket-public-read-prohibited'];
  expect(tagsOf()).toEqual([rule, []]);
  expect(tagsOf(undefined)).toEqual([rule, [undefined]]);
  expect(tagsOf({})).toEqual([['security'], [[]]]);
  expect(tagsOf({}, { securityHub: ['S3.19'] })).toEqual([['security', 'Security Hub S3.19'], [[], ['Security Hub S3.19']]]);
  expect(tagsOf({}, undefined)).toEqual([rule, [[], undefined]]);
});
