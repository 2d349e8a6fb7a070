import * as fs from 'node:fs';
import * as path from 'node:path';
import { workInTemporaryFolders, write } from './cli/command-line';
import { refusalOf } from './samples';

workInTemporaryFolders();

const SAMPLES = [...fs.readFileSync(path.join(__dirname, '..', 'docs', 'easing-in.md'), 'utf8').matchAll(/^```ts\n(.*?)^```/gms)].map(([, code]) => code);

test.each(SAMPLES.map((code) => [code.split('\n').filter((line) => line.includes('new ')).at(-1), code]))('the sample of docs/easing-in.md synthesizes: %s', (_, code) => {
  write({ 'known-buckets.json': { version: 1, findings: [] } });
  expect(refusalOf(code)).toBe('');
});

test('fails: without the file that docs/easing-in.md writes, its sample is refused', () => {
  expect(SAMPLES.map(refusalOf).filter((refusal) => refusal.includes("baseline 'known-buckets.json' is not there"))).toHaveLength(1);
});

test('docs/easing-in.md has a sample of each step in code', () => {
  expect(SAMPLES).toHaveLength(3);
});
