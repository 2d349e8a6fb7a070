import { unreadable } from '../../scripts/bindings/unreadable';

const RULE = 'HardenedBucket-Versioning';
const REFUSAL = [`  [Office/Records] ${RULE}: this HardenedBucket is not versioned`, '      fix: remove what changes it'];

function lines(count: number, line: string): string[] {
  return Array.from({ length: count }, () => line);
}

test.each([
  ['Python', ['jsii.errors.JavaScriptError:', ...REFUSAL, '      at Kernel.invoke (/tmp/x/program.js:1:55858)', '  File "app.py", line 8, in <module>']],
  ['Java', ['[ERROR] Failed to execute goal', ...REFUSAL.map((line) => `[ERROR] ${line}`), '[ERROR]     at Kernel.invoke (/tmp/x/program.js:1:55601)']],
  ['Go', ['panic: ValidationFailedWithErrors', ...REFUSAL, '', 'goroutine 1 [running]:', '\t/go/pkg/mod/runtime.go:229 +0x254']],
])('%s: frames after the refusal are no harm', (_, text) => {
  expect(unreadable({ exitCode: 1, text: text.join('\n') }, RULE)).toBeUndefined();
});

test.each([
  ['an app that synthesizes', { exitCode: 0, text: REFUSAL.join('\n') }, 'it ends with status 0'],
  ['a text without a rule', { exitCode: 1, text: 'Subprocess exited with error 1' }, 'it names no rule'],
  ['frames of JavaScript first', { exitCode: 1, text: ['    at new Bucket (/app/bucket.js:1:2)', ...REFUSAL].join('\n') }, 'it has 1 stack frames before the refusal'],
  ['frames of Python first', { exitCode: 1, text: ['  File "app.py", line 8, in <module>', ...REFUSAL].join('\n') }, 'it has 1 stack frames before the refusal'],
  ['frames of Java first', { exitCode: 1, text: ['\tat com.example.App.main(App.java:7)', ...REFUSAL].join('\n') }, 'it has 1 stack frames before the refusal'],
  ['frames of Go first', { exitCode: 1, text: ['goroutine 1 [running]:', ...REFUSAL].join('\n') }, 'it has 1 stack frames before the refusal'],
  ['a page of warnings first', { exitCode: 1, text: [...lines(60, '!! old !!'), ...REFUSAL].join('\n') }, 'it has 60 lines before the refusal'],
  ['another rule', { exitCode: 1, text: REFUSAL.join('\n').replace(RULE, 'HardenedBucket-TlsOnly') }, `it does not name ${RULE} before the first stack frame`],
  ['no fix', { exitCode: 1, text: REFUSAL[0] }, 'it says no fix before the first stack frame'],
])('fails: %s', (_, outcome, reason) => {
  expect(unreadable(outcome, RULE)).toBe(reason);
});
