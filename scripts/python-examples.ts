import * as fs from 'node:fs';
import * as path from 'node:path';
import { PythonVisitor, SnippetTranslator, typeScriptSnippetFromVisibleSource } from 'jsii-rosetta';
import { CATALOG } from '../src/rules/catalog';

/** What `npx projen rules` translates, and the tests compare with the catalog: the compiler takes too long to ask each time. */
export const PYTHON_FILE = path.join(__dirname, 'python-examples.generated.json');

/** An example in both languages. */
export interface TranslatedExample {
  readonly typeScript: string;
  readonly python: string;
}

const ROOT = path.join(__dirname, '..');

/** What an example may take for granted: the same as in `test/rules/examples.test.ts`. */
const PREAMBLE = `import {
  Aws, Duration, RemovalPolicy, Validations, aws_cloudfront as cloudfront, aws_cloudfront_origins as origins, aws_cloudtrail as cloudtrail, aws_codebuild as codebuild, aws_ec2 as ec2, aws_iam as iam, aws_kms as kms, aws_s3 as s3,
} from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { AccessLogsBucket, AccessLogSource, HardenedBucket } from './src';
declare const bucket: s3.Bucket;
declare const logs: s3.Bucket;
declare const replica: s3.Bucket;`;

/** The examples of all rules in Python, by the id of the rule: all at once, because the compiler then starts once. */
export function pythonExamples(): Record<string, TranslatedExample> {
  const source = [
    PREAMBLE,
    'class Example extends Construct {',
    'constructor(scope: Construct, id: string) {',
    'super(scope, id);',
    '/// !show',
    // Each has names of its own.
    ...CATALOG.map(({ id, example }) => `// rule ${id}\n${withOwnNames(id, example)}`),
    '/// !hide',
    '}}',
  ].join('\n');
  const snippet = typeScriptSnippetFromVisibleSource(source, { api: { api: 'file', fileName: 'rules.ts' }, field: { field: 'example' } }, true, { $directory: ROOT });
  const translator = new SnippetTranslator(snippet, { includeCompilerDiagnostics: true });
  if (translator.diagnostics.length > 0) {
    throw new Error(`examples cannot be translated: ${JSON.stringify(translator.diagnostics.map(({ messageText }) => messageText))}`);
  }
  const [, ...parts] = translator.renderUsing(new PythonVisitor()).split(/^# rule (?=HardenedBucket-)/m);
  return Object.fromEntries(CATALOG.map(({ id, example }) => {
    const [first, ...lines] = parts.find((part) => part.startsWith(`${id}\n`))!.split('\n');
    return [first, { typeScript: example, python: withSharedNames(lines.join('\n').trim()) }];
  }));
}

/** Reads what was translated. */
export function readPythonExamples(): Readonly<Record<string, TranslatedExample>> {
  return JSON.parse(fs.readFileSync(PYTHON_FILE, 'utf8')) as Record<string, TranslatedExample>;
}

export function writePythonExamples(): void {
  fs.writeFileSync(PYTHON_FILE, `${JSON.stringify(pythonExamples(), null, 2)}\n`);
}

/** Two examples may have a variable of the same name. */
function withOwnNames(id: string, example: string): string {
  const names = [...example.matchAll(/^const (\w+) =/gm)].map(([, name]) => name);
  return names.reduce((text, name) => text.replace(new RegExp(`\\b${name}\\b(?![:'(\\w])`, 'g'), `${name}Of${id.split('-')[1]}`), example);
}

function withSharedNames(python: string): string {
  return python.replace(/\b([a-z]+)_of_[a-z0-9_]+\b/g, '$1');
}
