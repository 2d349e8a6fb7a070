import * as fs from 'node:fs';
import * as path from 'node:path';
import { LANGUAGES } from '../../scripts/bindings/languages';
import { FLOOR } from '../../scripts/bindings/versions';

const EXAMPLES = path.join(__dirname, '..', '..', 'examples');

/** What each example asks for its peers in, and how. */
const REQUIREMENTS: Readonly<Record<string, { file: string; lines: readonly string[] }>> = {
  typescript: { file: 'package.json', lines: ['"aws-cdk-lib": "^<cdk>"', '"cdk-nag": "^<nag>"', '"constructs": "^<constructs>"'] },
  python: { file: 'requirements.txt', lines: ['aws-cdk-lib>=<cdk>,<3', 'cdk-nag>=<nag>,<4', 'constructs>=<constructs>,<11'] },
  java: { file: 'pom.xml', lines: ['<cdk.version><cdk><', '<cdk-nag.version><nag><', '<constructs.version><constructs><'] },
  go: { file: 'go.mod', lines: ['awscdk/v2 v<cdk>', 'cdknag/v3 v<nag>', 'constructs/v10 v<constructs>'] },
  csharp: { file: 'src/RecordsOffice/RecordsOffice.csproj', lines: ['"Amazon.CDK.Lib" Version="<cdk>"', '"Cdklabs.CdkNag" Version="<nag>"', '"Constructs" Version="<constructs>"'] },
};

function read(language: string, file: string): string {
  return fs.readFileSync(path.join(EXAMPLES, language, file), 'utf8');
}

test('every folder of examples is a language', () => {
  expect(fs.readdirSync(EXAMPLES).sort()).toEqual(Object.keys(REQUIREMENTS).sort());
});

test.each(Object.entries(REQUIREMENTS))('examples/%s asks for the floor of the peers', (language, { file, lines }) => {
  const expected = lines.map((line) => line.replace('<cdk>', FLOOR['aws-cdk-lib']).replace('<nag>', FLOOR['cdk-nag']).replace('<constructs>', FLOOR.constructs));
  expect(expected.filter((line) => !read(language, file).includes(line))).toEqual([]);
});

test.each(Object.keys(REQUIREMENTS))('the README of examples/%s has the command that runs it and the command that tests it', (language) => {
  const commands = read(language, 'README.md').split('\n');
  expect(commands).toContain('npx aws-cdk@2.1148.1 synth');
  expect(commands).toContain(LANGUAGES[language]?.test ?? 'dotnet test');
});

test.each(Object.keys(REQUIREMENTS))('examples/%s has the context of all examples', (language) => {
  expect(JSON.parse(read(language, 'cdk.json')).context).toEqual({ '@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy': true });
});

/** The code blocks of docs/languages.md: each is a piece of an example, which is compiled and run. */
describe('the code blocks of docs/languages.md', () => {
  const SOURCES: Readonly<Record<string, string>> = {
    python: 'python/records_office.py',
    java: 'java/src/main/java/com/example/office/RecordsOffice.java',
    go: 'go/records_office.go',
    csharp: 'csharp/src/RecordsOffice/RecordsOffice.cs',
  };
  const readme = fs.readFileSync(path.join(EXAMPLES, '..', 'docs', 'languages.md'), 'utf8');
  const withoutIndentation = (text: string): string => text.split('\n').map((line) => line.trim()).join('\n');

  test.each(Object.entries(SOURCES))('%s', (language, file) => {
    const blocks = [...readme.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms'))].map(([, block]) => withoutIndentation(block));
    const source = withoutIndentation(fs.readFileSync(path.join(EXAMPLES, file), 'utf8'));
    expect(blocks.length).toBeGreaterThan(0);
    expect(blocks.filter((block) => !source.includes(block))).toEqual([]);
  });
});
