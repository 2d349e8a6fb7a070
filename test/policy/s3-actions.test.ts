import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { canCarry, S3_ACTIONS } from '../../src/policy/s3-actions';
import { S3_ACTION_ROWS, S3_ACTIONS_DATE } from '../../src/policy/s3-actions.generated';

/** The table of S3 actions: how old it is stands in the name of a test, and never makes one fail. */
const ROOT = path.join(__dirname, '..', '..');
const AGE = Math.floor((Date.now() - Date.parse(S3_ACTIONS_DATE)) / 86_400_000);

test(`the table is of ${S3_ACTIONS_DATE}: ${AGE} days old; "npx projen s3-actions" renews it`, () => {
  expect(S3_ACTIONS_DATE).toMatch(/^\d{4}-\d{2}-\d{2}$/);
  expect(Date.parse(S3_ACTIONS_DATE)).not.toBeNaN();
});

test.each([['s3-actions.generated.ts', 'generateS3Actions'], ['condition-keys.generated.ts', 'generateConditionKeys']])('the committed %s is what the script generates', (file, generate) => {
  // The data are an ES module, which jest does not load: the script runs on its own, as `npx projen s3-actions` runs it.
  const script = `require('./scripts/generate-s3-actions.ts').${generate}().then((source) => process.stdout.write(source))`;
  const generated = execFileSync(process.execPath, ['--import', 'tsx', '--eval', script], { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  expect(generated).toBe(fs.readFileSync(path.join(ROOT, 'src', 'policy', file), 'utf8'));
});

test('every action stands there once, sorted, by its plain name', () => {
  const names = S3_ACTION_ROWS.map(([name]) => name);
  expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(names.length);
  expect(names).toEqual([...names].sort());
  expect(names.filter((name) => !/^[A-Z][A-Za-z0-9]+$/.test(name))).toEqual([]);
});

test('the table is about as large as S3 is', () => {
  const of = (type: string) => S3_ACTIONS.filter(({ resourceTypes }) => resourceTypes.includes(type)).length;
  expect(S3_ACTIONS.length).toBeGreaterThan(160);
  expect(of('bucket')).toBeGreaterThan(55);
  expect(of('object')).toBeGreaterThan(40);
});

test.each([
  ['s3:GetObject', 'object'],
  ['s3:PutObject', 'object'],
  ['s3:DeleteObjectVersion', 'object'],
  ['s3:ListBucket', 'bucket'],
  ['s3:PutBucketPolicy', 'bucket'],
  ['s3:DeleteBucket', 'bucket'],
])('%s is about each %s', (name, type) => {
  expect(S3_ACTIONS.find((action) => action.name === name)?.resourceTypes).toContain(type);
});

test('s3:ListAllMyBuckets is about no resource', () => {
  expect(S3_ACTIONS.find(({ name }) => name === 's3:ListAllMyBuckets')?.resourceTypes).toEqual([]);
});

test.each([
  ['s3:ListBucket', 's3:max-keys', true],
  ['s3:GetObject', 's3:max-keys', false],
  ['s3:GetObject', 's3:existingobjecttag/team', true],
  ['s3:ListBucket', 's3:existingobjecttag/team', false],
  ['s3:PutObject', 's3:x-amz-server-side-encryption', true],
  ['s3:GetObject', 's3:tlsversion', true],
  ['s3:GetObject', 's3:signatureage', true],
  ['s3:GetObject', 's3:dataaccesspointarn', true],
  ['s3:GetObject', 's3:a-key-of-tomorrow', true],
])('whether %s can carry %s: %s', (name, key, expected) => {
  expect(canCarry(S3_ACTIONS.find((action) => action.name === name)!, key)).toBe(expected);
});
