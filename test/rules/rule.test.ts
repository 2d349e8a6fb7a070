import { changed, factsOf } from './hardened-template';
import { all, COMPLIANT, isLogBucket, judge, NOT_APPLICABLE, requireFact, unknownVerdict, violated } from '../../src/rules/rule';
import { known, unknown } from '../../src/template/known';

const VIOLATED = violated('One', 'has one', 'Path.One');
const VIOLATED_TOO = violated('Two', 'has two', 'Path.Two');
const UNKNOWN = unknownVerdict('nobody knows');

describe('all verdicts on one bucket come to', () => {
  test.each([
    ['compliant, without any', [], COMPLIANT],
    ['compliant, when every one is', [COMPLIANT, COMPLIANT], COMPLIANT],
    ['compliant, when some do not apply', [NOT_APPLICABLE, COMPLIANT], COMPLIANT],
    ['unknown, when one is', [COMPLIANT, UNKNOWN], UNKNOWN],
    ['the first unknown of several', [UNKNOWN, unknownVerdict('nor this')], UNKNOWN],
    ['the violation, when another is unknown', [UNKNOWN, VIOLATED, COMPLIANT], VIOLATED],
    ['the same violation once', [VIOLATED, violated('One', 'has one', 'Path.Three')], VIOLATED],
    ['every violation, in order', [VIOLATED, COMPLIANT, VIOLATED_TOO], {
      kind: 'violations',
      violations: [{ finding: 'One', message: 'has one', path: 'Path.One' }, { finding: 'Two', message: 'has two', path: 'Path.Two' }],
    }],
  ])('%s', (_, verdicts, expected) => {
    expect(all(verdicts)).toEqual(expected);
  });
});

test('a fact that is known is judged, and one that is not is unknown for its own reason', () => {
  expect(judge(known(7), (value) => violated('Seven', `has ${value}`, 'Path'))).toEqual(violated('Seven', 'has 7', 'Path'));
  expect(judge(unknown('nobody knows'), () => COMPLIANT)).toEqual(UNKNOWN);
});

test('a fact is required to hold', () => {
  expect(requireFact(known(true), 'One', 'has one', 'Path.One')).toEqual(COMPLIANT);
  expect(requireFact(known(false), 'One', 'has one', 'Path.One')).toEqual(VIOLATED);
  expect(requireFact(unknown('nobody knows'), 'One', 'has one', 'Path.One')).toEqual(UNKNOWN);
});

test.each([
  ['a bucket that another logs to', { 'Logs.Metadata': undefined }, true],
  ['an AccessLogsBucket that nobody logs to yet', { 'Bucket.Properties.LoggingConfiguration': undefined }, true],
  ['a bucket that is neither', { 'Logs.Metadata': undefined, 'Bucket.Properties.LoggingConfiguration': undefined }, false],
])('%s: a log bucket is %s', (_, change, expected) => {
  expect(isLogBucket(factsOf(changed(change), 'Logs'))).toEqual(known(expected));
});
