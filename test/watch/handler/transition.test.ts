import * as fc from 'fast-check';
import { ReportedStatus, RuleState, Status, transition, VerdictKind } from '../../../src/watch/handler/transition';

const [THEN, NOW] = ['2026-11-25T00:00:00.000Z', '2026-11-26T00:00:00.000Z'];

function state(status: Status, doubted = false): RuleState {
  return { status, doubted, since: THEN, changes: 3 };
}

/** Per status and verdict: the next status, and what is reported. */
test.each<[string, RuleState | undefined, VerdictKind, Status | undefined, ReportedStatus | undefined]>([
  ['never seen', undefined, 'compliant', undefined, undefined],
  ['never seen', undefined, 'violation', 'NONCOMPLIANT', 'NONCOMPLIANT'],
  ['never seen', undefined, 'unknown', 'UNKNOWN', 'UNKNOWN'],
  ['never seen', undefined, 'gone', undefined, undefined],
  ['compliant', state('COMPLIANT'), 'compliant', undefined, undefined],
  ['compliant', state('COMPLIANT'), 'violation', 'NONCOMPLIANT', 'NONCOMPLIANT'],
  ['compliant', state('COMPLIANT'), 'unknown', 'UNKNOWN', 'UNKNOWN'],
  ['compliant', state('COMPLIANT'), 'gone', undefined, undefined],
  ['noncompliant', state('NONCOMPLIANT'), 'compliant', 'COMPLIANT', 'COMPLIANT'],
  ['noncompliant', state('NONCOMPLIANT'), 'violation', undefined, undefined],
  // It is said once that it cannot be read any more, and the violation stays.
  ['noncompliant', state('NONCOMPLIANT'), 'unknown', 'NONCOMPLIANT', 'UNKNOWN'],
  ['noncompliant', state('NONCOMPLIANT'), 'gone', 'COMPLIANT', 'CLOSED'],
  ['noncompliant and not readable', state('NONCOMPLIANT', true), 'compliant', 'COMPLIANT', 'COMPLIANT'],
  ['noncompliant and not readable', state('NONCOMPLIANT', true), 'violation', 'NONCOMPLIANT', 'NONCOMPLIANT'],
  ['noncompliant and not readable', state('NONCOMPLIANT', true), 'unknown', undefined, undefined],
  ['noncompliant and not readable', state('NONCOMPLIANT', true), 'gone', 'COMPLIANT', 'CLOSED'],
  ['unknown', state('UNKNOWN'), 'compliant', 'COMPLIANT', 'COMPLIANT'],
  ['unknown', state('UNKNOWN'), 'violation', 'NONCOMPLIANT', 'NONCOMPLIANT'],
  ['unknown', state('UNKNOWN'), 'unknown', undefined, undefined],
  ['unknown', state('UNKNOWN'), 'gone', 'COMPLIANT', 'CLOSED'],
])('%s, then %s', (_, previous, verdict, next, report) => {
  const found = transition(previous, verdict, NOW);
  expect([found.state?.status, found.report]).toEqual([next, report]);
});

test('a violation that cannot be read any more is as old as it was', () => {
  expect(transition(state('NONCOMPLIANT'), 'unknown', NOW).state).toEqual({ status: 'NONCOMPLIANT', doubted: true, since: THEN, changes: 4 });
});

test('no two reports in a row say the same, and each has its own number', () => {
  const verdicts = fc.array(fc.constantFrom<VerdictKind>('compliant', 'violation', 'unknown', 'gone'));
  fc.assert(fc.property(verdicts, (given) => {
    let current: RuleState | undefined;
    const reports: [ReportedStatus, number][] = [];
    for (const verdict of given) {
      const { state: next, report } = transition(current, verdict, NOW);
      current = next ?? current;
      if (report) {
        reports.push([report, current!.changes]);
      }
      expect(transition(current, verdict, NOW)).toEqual({});
    }
    expect(reports.every(([status], i) => i === 0 || status !== reports[i - 1][0])).toBe(true);
    expect(new Set(reports.map(([, number]) => number)).size).toBe(reports.length);
  }), { seed: 18 });
});
