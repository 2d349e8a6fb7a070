import * as fs from 'node:fs';
import * as path from 'node:path';
import * as ts from 'typescript';
import { watchDocs } from '../../scripts/generate-watch-docs';

const ROOT = path.join(__dirname, '../..');

test.each(Object.entries(watchDocs()))('docs/%s is made from the constructs as they are now (npx projen watch-docs)', (file, text) => {
  expect(fs.readFileSync(path.join(ROOT, 'docs', file), 'utf8')).toBe(text);
});

/** The samples of the page, as parts of a stack. */
test('each sample of docs/watch.md compiles', () => {
  const samples = [...fs.readFileSync(path.join(ROOT, 'docs/watch.md'), 'utf8').matchAll(/^ *```ts\n(.*?)^ *```/gms)].map(([, code]) => code);
  expect(samples.length).toBeGreaterThan(5);
  const fixture = fs.readFileSync(path.join(ROOT, 'rosetta/default.ts-fixture'), 'utf8')
    .replace('import { App,', 'import { App, CfnParameter, CliCredentialsStackSynthesizer,');
  const file = path.join(ROOT, 'test/watch/samples.virtual.ts');
  const [head, ...tail] = fixture.split('/// here');
  const text = [head.split('class Example')[0], ...samples.map((code, i) => `class Example${i}${head.split('class Example')[1]}${code}${tail.join('')}`)].join('\n');
  const { config } = ts.readConfigFile(path.join(ROOT, 'tsconfig.dev.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, ROOT);
  const settings = { ...options, noEmit: true, noUnusedLocals: false };
  const host = ts.createCompilerHost(settings);
  const { getSourceFile } = host;
  host.getSourceFile = (name, ...rest) => name === file ? ts.createSourceFile(name, text, ts.ScriptTarget.ES2022) : getSourceFile.call(host, name, ...rest);
  host.fileExists = (name) => name === file || ts.sys.fileExists(name);
  const program = ts.createProgram([file], settings, host);
  const problems = program.getSemanticDiagnostics(program.getSourceFile(file)).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '));
  expect(problems).toEqual([]);
});
