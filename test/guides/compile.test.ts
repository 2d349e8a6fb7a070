import * as fs from 'node:fs';
import * as path from 'node:path';
import * as ts from 'typescript';
import { blocksOf, FIXTURE, withoutImports } from '../samples';

const ROOT = path.join(__dirname, '..', '..');
const PAGES = fs.readdirSync(path.join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' }).filter((page) => page.endsWith('.md')).sort();

/** Each TypeScript block as a file that stands in the folder of the tests, so that packages are found. */
const SAMPLES = new Map(PAGES.flatMap((page) => blocksOf(fs.readFileSync(path.join(ROOT, 'docs', page), 'utf8'))
  .filter(({ language }) => language === 'ts')
  .map(({ heading, code }, i): [file: string, text: string] => {
    const [imports, rest] = withoutImports(code);
    const given = rest.split('\n').filter((line) => line.startsWith('declare ')).join('\n');
    const statements = rest.split('\n').filter((line) => !line.startsWith('declare ')).join('\n');
    const inStack = `${given}\nclass Example extends Stack {\n  constructor(scope: Construct, id: string) {\n    super(scope, id);\n${statements}\n  }\n}\n`;
    const file = path.join(__dirname, `${page} ${heading} ${i}.ts`.replace(/[^\w.]+/g, '-'));
    return [file, imports.includes("from 'aws-cdk-lib'") ? code : `${FIXTURE}\n${imports}\n${inStack}`];
  })));

test('every TypeScript block of the guides compiles', () => {
  const { config } = ts.readConfigFile(path.join(ROOT, 'tsconfig.dev.json'), (file) => fs.readFileSync(file, 'utf8'));
  const { options } = ts.parseJsonConfigFileContent({ ...config, files: [], include: [] }, ts.sys, ROOT);
  const host = ts.createCompilerHost({ ...options, noEmit: true });
  const { getSourceFile, fileExists, readFile } = host;
  host.fileExists = (file) => SAMPLES.has(file) || fileExists.call(host, file);
  host.readFile = (file) => SAMPLES.get(file) ?? readFile.call(host, file);
  host.getSourceFile = (file, ...rest) => SAMPLES.has(file) ? ts.createSourceFile(file, SAMPLES.get(file)!, ts.ScriptTarget.ES2022, true) : getSourceFile.call(host, file, ...rest);
  const program = ts.createProgram([...SAMPLES.keys()], { ...options, noEmit: true, noUnusedLocals: false, noUnusedParameters: false }, host);
  const problems = [...SAMPLES.keys()].flatMap((file) => ts.getPreEmitDiagnostics(program, program.getSourceFile(file)))
    .map(({ file, start = 0, messageText }) => `${path.basename(file?.fileName ?? '')}:${file?.getLineAndCharacterOfPosition(start).line} ${ts.flattenDiagnosticMessageText(messageText, ' ')}`);
  expect(problems).toEqual([]);
  expect(SAMPLES.size).toBeGreaterThanOrEqual(2);
});
