import { CLEAN, finding, MIXED, report } from './reports';
import { jsonReport } from '../../src/cli/report-json';

/** Every key of the JSON, in order, lists as their first item. */
function keys(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.slice(0, 1).map(keys);
  }
  return typeof value === 'object' && value !== null ? Object.entries(value).map(([key, inner]) => typeof inner === 'object' && inner !== null ? [key, keys(inner)] : key) : '';
}

test('the JSON is the report', () => {
  expect(JSON.parse(jsonReport(MIXED))).toEqual({ ...MIXED, summary: { ...MIXED.summary, bySeverity: { error: 4, warning: 2 } } });
});

test('an empty report keeps every key', () => {
  expect(JSON.parse(jsonReport(CLEAN))).toEqual({
    findings: [], summary: { templates: 2, buckets: 4, violations: 0, unknown: 0, suppressed: 0, errors: 0, bySeverity: { error: 0, warning: 0 } }, errors: [],
  });
});

test('keys stand in the order of the contract, whatever their order in memory', () => {
  const shuffled = JSON.parse(JSON.stringify(MIXED), (_, value) =>
    typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.entries(value).reverse()) : value);
  const [first] = [shuffled.findings[2]];
  expect(keys(JSON.parse(jsonReport({ ...shuffled, findings: [{ ...first, evidence: { ...first.evidence, request: { ...first.evidence.request, context: {} } } }] })))).toEqual([
    ['findings', [[
      'rule', 'severity', 'verdict', 'template', 'logicalId', 'path', 'message', 'fix',
      ['evidence', ['id', 'path', ['request', [['principal', ['AWS']], 'action', 'resource', ['context', []]]], ['statement', ['index', 'sid']]]],
    ]]],
    ['summary', ['templates', 'buckets', 'violations', 'unknown', 'suppressed', 'errors', ['bySeverity', ['error', 'warning']]]],
    ['errors', [['template', 'message']]],
  ]);
});

test('a bucket of a construct has its path, behind its logical id', () => {
  const { findings } = JSON.parse(jsonReport(report([finding('R', { constructPath: 'Office/Records/Resource' })])));
  expect(Object.entries(findings[0]).slice(4, 6)).toEqual([['logicalId', 'OrdersBucket4B3D9A21'], ['constructPath', 'Office/Records/Resource']]);
});

test('what the contract does not name is not printed', () => {
  expect(jsonReport(report([{ ...finding('R'), internal: true } as never]))).not.toContain('internal');
});
