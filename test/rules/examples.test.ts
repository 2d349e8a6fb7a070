import * as path from 'node:path';
import * as ts from 'typescript';
import { CATALOG } from '../../src/rules/catalog';
import { FIXES_BY_RULE } from '../../src/rules/fixes-by-rule';
import { l1CodeOf } from '../../src/rules/l1-code';

/** What an example may take for granted, as its readers do. */
const PREAMBLE = `
import {
  Aws, Duration, RemovalPolicy, Validations, aws_cloudfront as cloudfront, aws_cloudfront_origins as origins, aws_cloudtrail as cloudtrail, aws_cloudwatch as cloudwatch, aws_codebuild as codebuild, aws_ec2 as ec2, aws_iam as iam,
  aws_kms as kms, aws_redshift as redshift, aws_s3 as s3, aws_sns as sns, CfnDeletionPolicy,
} from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { AccessLogsBucket, AccessLogSource, HardenedBucket } from '../../src';

declare const bucket: s3.Bucket;
declare const logs: s3.Bucket;
declare const replica: s3.Bucket;
declare const cfnBucket: s3.CfnBucket;
declare const cfnBucketPolicy: s3.CfnBucketPolicy;
declare const cfnLogBucket: s3.CfnBucket;
declare const cfnKey: kms.CfnKey;
declare const cfnVpc: ec2.CfnVPC;
declare const cfnRouteTable: ec2.CfnRouteTable;
declare const cfnRole: iam.CfnRole;
`;

const ROOT = path.join(__dirname, '..', '..');
const FILE = path.join(__dirname, 'the-examples.ts');

/** What the compiler says of each of the examples, which it sees in one file, each in a function of its own. */
function problemsOf(examples: readonly string[]): string[][] {
  const { text, ends } = examples.reduce((file, example, i) => {
    const next = `${file.text}function example${i}(this: Construct) {\n${example}\n}\n`;
    return { text: next, ends: [...file.ends, next.length] };
  }, { text: PREAMBLE, ends: [] as number[] });
  const options: ts.CompilerOptions = {
    ...ts.parseJsonConfigFileContent(ts.readConfigFile(path.join(ROOT, 'tsconfig.dev.json'), (file) => ts.sys.readFile(file)).config, ts.sys, ROOT).options,
    noUnusedLocals: false,
    noUnusedParameters: false,
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  host.fileExists = (file) => file === FILE || fileExists(file);
  host.getSourceFile = (file, ...rest) => file === FILE ? ts.createSourceFile(FILE, text, ts.ScriptTarget.ES2022, true) : getSourceFile(file, ...rest);
  const program = ts.createProgram([FILE], options, host);
  const source = program.getSourceFile(FILE)!;
  const problems = examples.map((): string[] => []);
  for (const { start = 0, messageText } of [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)]) {
    // Before the first example there is only what all of them need.
    const at = start < PREAMBLE.length ? 0 : ends.findIndex((end) => start < end);
    problems[at].push(ts.flattenDiagnosticMessageText(messageText, '\n'));
  }
  return problems;
}

const problems = problemsOf(CATALOG.flatMap(({ id, example }) => [example, l1CodeOf(FIXES_BY_RULE[id].fragment)]));

test.each(CATALOG.map(({ id }, i) => [id, i] as const))('the example of %s compiles', (_, i) => {
  expect(problems[2 * i]).toEqual([]);
});

test.each(CATALOG.map(({ id }, i) => [id, i] as const))('the fix of %s with constructs for resources compiles', (_, i) => {
  expect(problems[2 * i + 1]).toEqual([]);
});

test('fails: an example that does not compile is found, and the others are not blamed', () => {
  expect(problemsOf(["new s3.Bucket(this, 'Data');", "new s3.Bucket(this, 'Data', { versions: true });", "new s3.Bucket(this, 'Data');"]))
    .toEqual([[], [expect.stringContaining("'versions' does not exist")], []]);
});
