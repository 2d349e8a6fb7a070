import {
  App, Aws, aws_cloudwatch as cloudwatch, aws_cloudwatch_actions as actions, aws_iam as iam, aws_kms as kms, aws_s3 as s3, aws_sns as sns, Duration, RemovalPolicy, Stack,
} from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AccessLogsBucket } from '../../src';
import { adoptBuckets } from '../../src/adopt/adopt-buckets';
import { ADOPT_SETTINGS } from '../../src/adopt/adopt-settings';
import { bucketCode, cdkCode, CdkLanguage } from '../../src/adopt/cdk-code';
import { templateOf } from '../../src/template/read-template';

const NAMES = { incompleteUploadsDays: 7, noncurrentVersionsDays: 90 };
const ASKED = { ...NAMES, rules: { level: 'STRICT' }, only: [], without: [] } as const;
const SCOPE = { Aws, cloudwatch, actions, iam, kms, s3, sns, Duration, RemovalPolicy, AccessLogsBucket };

/** Runs code as it stands in the constructor of a stack. */
function synthesized(code: string) {
  const stack = new Stack(new App({ context: { '@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy': true } }), 'Stack');
  // It has no types, so that it is JavaScript, too.
  // eslint-disable-next-line no-new-func
  new Function(...Object.keys(SCOPE), code).call(stack, ...Object.values(SCOPE));
  return templateOf(Template.fromStack(stack).toJSON(), { id: 'Stack.template.json' });
}

const dataOf = (template: ReturnType<typeof templateOf>) => adoptBuckets([{ templates: [template], acknowledgements: new Map() }], ASKED).buckets.find(({ constructPath, address }) => /^Data/.test(address.logicalId) || constructPath === 'Stack/Data/Resource')!;

test('every setting has code in every language', () => {
  const table = cdkCode(NAMES);
  expect(Object.keys(table).sort()).toEqual(ADOPT_SETTINGS.map(({ id }) => id).sort());
  Object.values(table).forEach(({ props, behind, before = {} }) => [props ?? behind, ...Object.values(before)].forEach((texts) => expect(Object.keys(texts!)).toEqual(['typescript', 'python'])));
});

test('anyone who writes the code of a plan in TypeScript has nothing left to add', () => {
  const bare = dataOf(synthesized("new s3.Bucket(this, 'Data');"));
  const { before, code } = bucketCode('Data', bare.added.map(({ setting }) => setting.id), 'typescript', NAMES);
  const after = dataOf(synthesized([...before.values(), code].join('\n')));
  expect(bare.added.length).toBeGreaterThan(12);
  expect(after.added.flatMap(({ setting, operations }) => operations.map(({ path }) => [setting.id, ...path].join(' ')))).toEqual([]);
  expect(after.refused).toEqual([]);
});

test('props of Python are those of TypeScript, spelled as Python spells them', () => {
  const snake = (name: string) => name.replace(/([a-z0-9])([A-Z]+)/g, (_, before: string, word: string) => `${before}_${word}`).toLowerCase().replace(/ssl$/, 'ssl').replace('minimum_tlsversion', 'minimum_tls_version');
  const nameIn = { typescript: (line: string) => snake(/^\w+/.exec(line)![0]), python: (line: string) => /^\w+/.exec(line)![0] };
  const names = (language: CdkLanguage) => Object.values(cdkCode(NAMES)).flatMap(({ props }) => props?.[language] ?? []).map(nameIn[language]);
  expect(names('python')).toEqual(names('typescript'));
});

test('two rules of a lifecycle stand in one list', () => {
  for (const language of ['typescript', 'python'] as const) {
    const { code } = bucketCode('Data', ['incomplete-uploads', 'noncurrent-versions'], language, NAMES);
    expect(code.match(/lifecycle_?rules/gi)).toHaveLength(1);
  }
});
