import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { hardenedBucket } from './cli/command-line';

const ROOT = path.join(__dirname, '..');
const text = fs.readFileSync(path.join(ROOT, 'skills', 'cdk-hardened-bucket', 'SKILL.md'), 'utf8');
const [, matter] = /^---\n([^]*?)\n---\n/.exec(text)!;

test('has the front matter by which an assistant finds it', () => {
  const fields = Object.fromEntries(matter.split('\n').map((line) => [line.split(': ')[0], line.slice(line.indexOf(': ') + 2)]));
  expect(fields.name).toBe('cdk-hardened-bucket');
  expect(fields.description.length).toBeLessThanOrEqual(1024);
  expect(fields.description).toContain('Use when');
});

test('is read in one go: 500 lines at most', () => {
  expect(text.split('\n').length).toBeLessThanOrEqual(500);
});

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'skill-'));
afterAll(() => fs.rmSync(folder, { recursive: true }));
const TEMPLATE = { Resources: { Data: { Type: 'AWS::S3::Bucket' } } };
for (const file of ['cdk.out/Stack.template.json', 'before/cdk.out/Stack.template.json', 'after/cdk.out/Stack.template.json', 'template.yaml']) {
  fs.mkdirSync(path.join(folder, path.dirname(file)), { recursive: true });
  fs.writeFileSync(path.join(folder, file), JSON.stringify(TEMPLATE));
}
fs.writeFileSync(path.join(folder, 'policy.json'), JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::data/*' }] }));

const commands = [...new Set([...text.matchAll(/`npx cdk-hardened-bucket ([^`]+)`/g)].map(([, line]) => line))];

test.each(commands)('%s runs', (line) => {
  const args = line.split(' ').map((arg) => /^(before|after|cdk\.out|template\.yaml|policy\.json)/.test(arg) ? path.join(folder, arg) : arg);
  const { err, exitCode } = hardenedBucket(...args);
  expect([err, exitCode === 0 || exitCode === 1]).toEqual(['', true]);
});

test('each question of the table has its command', () => {
  expect(commands.map((line) => line.split(' ')[0])).toEqual(expect.arrayContaining(['check', 'diff', 'adopt', 'policy', 'who-can', 'reach', 'compare']));
});
