import * as fs from 'node:fs';
import * as path from 'node:path';
import { drawBucket } from '../scripts/draw-bucket';

const ROOT = path.join(__dirname, '..');
const readme = fs.readFileSync(path.join(ROOT, 'README.md'));

test('README is read in one sitting: 12 kB at most', () => {
  expect(readme.length).toBeLessThanOrEqual(12_000);
});

test('its picture is what one line creates', () => {
  expect(fs.readFileSync(path.join(ROOT, 'docs', 'hardened-bucket.svg'), 'utf8')).toBe(drawBucket());
});

test('every page of docs that a user reads is linked from it', () => {
  const pages = fs.readdirSync(path.join(ROOT, 'docs')).filter((file) => file.endsWith('.md')).map((file) => `docs/${file}`);
  expect(pages.filter((page) => !readme.includes(`](${page}`))).toEqual([]);
});
