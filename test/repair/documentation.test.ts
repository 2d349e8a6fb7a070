import * as fs from 'node:fs';
import * as path from 'node:path';
import { REPAIRS } from '../../src/repair/repairs';

const ROWS = fs.readFileSync(path.join(__dirname, '../../docs/repairs.md'), 'utf8').split('\n')
  .map((line) => /^\| `([a-z-]+)` \| ([^|]*) \| ([^|]*) \|/.exec(line)).filter((row) => row !== null).map(([, id, rules]) => [id, rules.trim()]);

test('the documentation has each repair, in order, with its rules', () => {
  expect(ROWS).toEqual(REPAIRS.map(({ id, rules }) => [id, rules.map((rule) => rule.replace('HardenedBucket-', '')).join(', ')]));
});
