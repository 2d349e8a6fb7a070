import * as fs from 'node:fs';
import { workInTemporaryFolders, write } from './command-line';
import { CLEAN, finding, MIXED, report, RULES } from './reports';
import { textReport } from '../../src/cli/report-text';
import { run } from '../../src/cli/run';
import { COLORED, showsColors } from '../../src/cli/terminal-colors';
import { CheckReport } from '../../src/rules/finding';

test.each<[environment: Record<string, string>, onTerminal: boolean, elsewhere: boolean]>([
  [{}, true, false],
  [{ TERM: 'xterm-256color' }, true, false],
  [{ TERM: 'dumb' }, false, false],
  [{ CI: 'true' }, true, false],
  [{ NO_COLOR: '1' }, false, false],
  [{ NO_COLOR: '0' }, false, false],
  [{ NO_COLOR: '' }, true, false],
  [{ FORCE_COLOR: '1' }, true, true],
  [{ FORCE_COLOR: 'true' }, true, true],
  [{ FORCE_COLOR: '3' }, true, true],
  [{ FORCE_COLOR: '' }, true, false],
  [{ FORCE_COLOR: '0' }, false, false],
  [{ FORCE_COLOR: 'false' }, false, false],
  [{ FORCE_COLOR: '1', TERM: 'dumb' }, true, true],
  [{ FORCE_COLOR: '1', NO_COLOR: '1' }, false, false],
])('with %j colours on a terminal: %p, elsewhere: %p', (environment, onTerminal, elsewhere) => {
  expect([showsColors(environment, true), showsColors(environment, false)]).toEqual([onTerminal, elsewhere]);
});

// eslint-disable-next-line no-control-regex
const SEQUENCE = /\u001b\[\d+m/g;
const HOSTILE = finding('R\u001b[31m', { template: '\u001b[2J', logicalId: '\u001b[1m', constructPath: '\u001b[0m', message: '\u001b[8m' });

test.each<[string, CheckReport]>([
  ['mixed', MIXED],
  ['clean', CLEAN],
  ['unread', report([], {}, MIXED.errors)],
  ['hostile', report([HOSTILE], {}, [{ template: '\u001b[2J', message: '\u001b[2J' }])],
])('colours change nothing but the look: %s', (_, given) => {
  const colored = textReport(given, RULES, COLORED);
  expect(colored).not.toBe(textReport(given, RULES));
  expect(colored.replace(SEQUENCE, '')).toBe(textReport(given, RULES));
});

test('severities, headings and the summary have colours, and nothing else', () => {
  const marked = textReport(MIXED, RULES, COLORED).split('\n').filter((line) => line.includes('\u001b')).map((line) => line.replace(SEQUENCE, '|').replace(/\|+/g, '|').replace(/\| .*/, '|'));
  expect(marked).toEqual([
    '|cdk.out/Orders.template.json|',
    '  |bucket OrdersBucket4B3D9A21|',
    '    |error|',
    '    |warning|',
    '    |unknown|',
    '|cdk.out/assembly-Production/ProductionUploadsStack4E1C0A7D.nested.template.json|',
    '  |bucket Production/Uploads/Bucket|',
    '    |error|',
    '    |error|',
    '    |warning|',
    '  |no bucket|',
    '    |error|',
    '|could not be read|',
    '|4 errors, 2 warnings, 1 unknown, 3 suppressed in 5 buckets of 3 templates; 1 input could not be read|',
  ]);
});

test.each<[string, CheckReport, number]>([
  ['green where nothing is found', CLEAN, 32],
  ['in no colour where nothing is checked', report([], { buckets: 0 }), 1],
  ['red for errors', MIXED, 31],
  ['red where something could not be read', report([], {}, MIXED.errors), 31],
  ['yellow for warnings', report([finding('HardenedBucket-Versioning')]), 33],
  ['magenta for what is unknown', report([finding('HardenedBucket-Versioning', { verdict: 'unknown' })]), 35],
])('the summary is %s', (_, given, color) => {
  expect(textReport(given, RULES, COLORED).split('\n').pop()).toContain(`\u001b[${color}m`);
});

describe('the command', () => {
  workInTemporaryFolders();

  function out(...args: string[]): string {
    const lines: string[] = [];
    run(args, { hasColors: true, out: (text) => lines.push(text), err: (text) => lines.push(text) });
    return lines.join('\n');
  }

  beforeEach(() => write({ 'a.json': { Resources: { B: { Type: 'AWS::S3::Bucket' } } } }));

  test('colours the text report', () => expect(out('check', 'a.json')).toMatch(SEQUENCE));

  test.each(['json', 'sarif', 'html'])('colours no %s', (format) => expect(out('check', 'a.json', '--format', format)).not.toContain('\u001b'));

  test('colours no file', () => {
    expect(out('check', 'a.json', '--output', 'report.txt')).not.toContain('\u001b');
    expect(fs.readFileSync('report.txt', 'utf8')).not.toContain('\u001b');
  });
});
