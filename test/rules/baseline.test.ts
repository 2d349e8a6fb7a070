import { BaselineProblem, inAssembly, KnownFindings, newFindings, placeInAssembly, readBaseline, writeBaseline } from '../../src/rules/baseline';
import { CheckReport, Finding } from '../../src/rules/finding';
import { CLEAN, finding, MIXED, report } from '../cli/reports';

const RULE = 'HardenedBucket-Versioning';
const baselineOf = (...findings: Finding[]) => readBaseline(writeBaseline(report(findings)), 'baseline.json');
const id = (text: string) => ({ evidence: { id: text, path: null, request: null, statement: null } });

test('a baseline is what identifies its findings, sorted, with a version', () => {
  expect(writeBaseline(report([finding(RULE, { template: 'b.json' }), finding(RULE, { template: 'a.json', logicalId: null })]))).toBe(`{
  "version": 1,
  "findings": [
    {
      "rule": "HardenedBucket-Versioning",
      "template": "a.json",
      "logicalId": null,
      "id": "Status"
    },
    {
      "rule": "HardenedBucket-Versioning",
      "template": "b.json",
      "logicalId": "OrdersBucket4B3D9A21",
      "id": "Status"
    }
  ]
}
`);
});

test('the order of the findings does not change the baseline', () => {
  expect(writeBaseline({ ...MIXED, findings: [...MIXED.findings].reverse() })).toBe(writeBaseline(MIXED));
});

test.each<[string, CheckReport]>([
  ['mixed', MIXED],
  ['clean', CLEAN],
  ['with equal findings', report([finding(RULE), finding(RULE)])],
])('nothing is new against a report\'s own baseline: %s', (_, given) => {
  expect(newFindings(given, readBaseline(writeBaseline(given), 'baseline.json'))).toEqual([]);
});

test('everything is new against an empty baseline', () => {
  expect(newFindings(MIXED, baselineOf())).toEqual(MIXED.findings);
});

test.each<[string, Partial<Finding>]>([
  ['its message', { message: 'else' }],
  ['its fix', { fix: 'else' }],
  ['its path', { path: 'else' }],
  ['its severity and verdict', { severity: 'warning', verdict: 'unknown' }],
  ['its counterexample', { evidence: { id: 'Status', path: 'else', request: { principal: 'anonymous', action: 's3:GetObject', resource: '*', context: {} }, statement: { index: 0, sid: null } } }],
  ['how its template is written', { template: './cdk.out//Orders.template.json' }],
])('a finding stays known when it changes %s', (_, changes) => {
  expect(newFindings(report([finding(RULE, changes)]), baselineOf(finding(RULE)))).toEqual([]);
});

test.each<[string, Finding]>([
  ['of another rule', finding('HardenedBucket-TlsOnly')],
  ['in another template', finding(RULE, { template: 'cdk.out/Other.template.json' })],
  ['on another bucket', finding(RULE, { logicalId: 'Other' })],
  ['on no bucket', finding(RULE, { logicalId: null })],
  ['on a bucket that is called null', finding(RULE, { logicalId: 'null' })],
  ['with another id', finding(RULE, id('Else'))],
])('fails: a finding %s is new', (_, given) => {
  expect(newFindings(report([given]), baselineOf(finding(RULE), finding(RULE, { ...id('x'), logicalId: null })))).toEqual([given]);
});

test.each([
  [0, 2, 2],
  [1, 2, 1],
  [2, 2, 0],
  [3, 2, 0],
])('equal entries count: of %d known and %d found, %d are new', (known, found, expected) => {
  const findings = Array.from({ length: found }, (_, i) => finding(RULE, { message: String(i) }));
  expect(newFindings(report(findings), baselineOf(...Array.from({ length: known }, () => finding(RULE))))).toEqual(findings.slice(found - expected));
});

test('a byte order mark and unknown keys do no harm', () => {
  expect(readBaseline('\uFEFF{"version": 1, "by": "me", "findings": [{"rule": "R", "template": "t", "logicalId": null, "id": "i", "note": 1}]}', 'b.json'))
    .toEqual({ findings: [{ rule: 'R', template: 't', logicalId: null, id: 'i' }] });
});

test.each([
  ['no JSON', '{', /^b\.json: not valid JSON: /],
  ['nothing', '', /^b\.json: not valid JSON: /],
  ['a list', '[1]', /^b\.json: \[1\] is not a baseline: write one with --write-baseline$/],
  ['null', 'null', /^b\.json: null is not a baseline/],
  ['without a version, as a report', '{"findings": []}', /^b\.json: version \(missing\) is not 1/],
  ['of another version', '{"version": "2", "findings": []}', /^b\.json: version "2" is not 1/],
  ['without findings', '{"version": 1}', /^b\.json: findings \(missing\) is not a list$/],
  ['with other findings', '{"version": 1, "findings": {"a": 1}}', /^b\.json: findings \{"a":1\} is not a list$/],
  ['with a text for a finding', '{"version": 1, "findings": ["R"]}', /^b\.json: findings\[0\] "R" is not a finding$/],
  ['with a number for a rule', '{"version": 1, "findings": [{"rule": 1}]}', /^b\.json: findings\[0\]\.rule 1 is not text$/],
  ['without a template', '{"version": 1, "findings": [{"rule": "R"}]}', /^b\.json: findings\[0\]\.template \(missing\) is not text$/],
  ['without a logical id', '{"version": 1, "findings": [{"rule": "R", "template": "t", "id": "i"}]}', /^b\.json: findings\[0\]\.logicalId \(missing\) is not text$/],
  ['without an id', '{"version": 1, "findings": [{"rule": "R", "template": "t", "logicalId": null}]}', /^b\.json: findings\[0\]\.id \(missing\) is not text$/],
  ['very long', JSON.stringify('x'.repeat(1000)), /^b\.json: .{101} is not a baseline/],
])('fails: a baseline that is %s', (_, text, message) => {
  expect(() => readBaseline(text, 'b.json')).toThrow(BaselineProblem);
  expect(() => readBaseline(text, 'b.json')).toThrow(message);
});

test.each([
  ['cdk.out/App.template.json', 'App.template.json'],
  ['/home/build/./app/../app/cdk.out/assembly-Prod/ProdApp.template.json', 'assembly-Prod/ProdApp.template.json'],
  ['cdk.out\\assembly-Prod\\assembly-Prod-Eu\\App.template.json', 'assembly-Prod/assembly-Prod-Eu/App.template.json'],
  ['App.template.json', 'App.template.json'],
])('the place of %s in its assembly is %s', (template, expected) => {
  expect(placeInAssembly(template)).toBe(expected);
});

test('what an id says of another template is found at its place, too', () => {
  expect(inAssembly({ rule: RULE, template: 'cdk.out/App.template.json', logicalId: 'Data', id: 'cdk.out/Net.template.json/Endpoint.route' }))
    .toEqual({ rule: RULE, template: 'App.template.json', logicalId: 'Data', id: 'Net.template.json/Endpoint.route' });
});

describe('entries that no finding uses', () => {
  const unused = (found: readonly Finding[], ...known: Finding[]) => {
    const findings = new KnownFindings(baselineOf(...known));
    findings.newOf(found);
    return findings.unused(({ rule }) => rule === RULE).map(({ template }) => template);
  };
  const inB = finding(RULE, { template: 'b.json' });

  test.each<[string, string[], Finding[], Finding[]]>([
    ['none, where each is found', [], [finding(RULE), inB], [finding(RULE), inB]],
    ['the one that is fixed', ['b.json'], [finding(RULE)], [finding(RULE), inB]],
    ['one of two equal ones', ['b.json'], [inB], [inB, inB]],
    ['none of a rule that is not applied', [], [], [finding('HardenedBucket-TlsOnly')]],
    ['none for what is new', [], [finding(RULE), inB], [finding(RULE)]],
  ])('%s', (_, expected, found, known) => {
    expect(unused(found, ...known)).toEqual(expected);
  });
});
