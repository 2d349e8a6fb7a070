import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { buildTime, environmentOfBuild } from '../../scripts/bindings/build-time';
import { compareBuilds } from '../../scripts/release/compare-builds';

const folder = mkdtempSync(join(tmpdir(), 'builds-'));
afterAll(() => rmSync(folder, { recursive: true }));

function build(name: string, files: Readonly<Record<string, string>>): string {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name, file)), { recursive: true });
    writeFileSync(join(folder, name, file), text);
  }
  return join(folder, name);
}

test('each file that differs is named, with the reason if it has one', () => {
  const first = build('first', { 'g/a.pom': '1', 'g/maven-metadata.xml': '1', 'g/maven-metadata.xml.sha1': '1', 'g/a.jar': '1', 'g/old.jar': '1' });
  const second = build('second', { 'g/a.pom': '1', 'g/maven-metadata.xml': '2', 'g/maven-metadata.xml.sha1': '2', 'g/a.jar': '2', 'g/new.jar': '1' });
  const why = expect.stringContaining('Maven Central writes its own');
  expect(compareBuilds(first, second, 'java')).toEqual({
    files: 6,
    differences: [
      { file: 'java/g/a.jar', what: 'differs' },
      { file: 'java/g/maven-metadata.xml', what: 'differs', why },
      { file: 'java/g/maven-metadata.xml.sha1', what: 'differs', why },
      { file: 'java/g/new.jar', what: 'only in the second' },
      { file: 'java/g/old.jar', what: 'only in the first' },
    ],
  });
});

test.each<[string, string, string]>([
  ['java', '', 'only in the first'],
  ['js', '2', 'differs'],
])('what may differ in a package may not be missing, nor differ in that of another language: %s', (language, text, what) => {
  const [first, second] = [build(`${language}-1`, { 'g/maven-metadata.xml': '1', 'a': '' }), build(`${language}-2`, { ...text && { 'g/maven-metadata.xml': text }, a: '' })];
  expect(compareBuilds(first, second, language).differences).toEqual([{ file: `${language}/g/maven-metadata.xml`, what }]);
});

test('packages carry SOURCE_DATE_EPOCH, in each tool\'s way', () => {
  expect(environmentOfBuild({ SOURCE_DATE_EPOCH: '1700000000', MAVEN_OPTS: '-Xmx1g', NODE_OPTIONS: '--no-warnings' })).toEqual({
    SOURCE_DATE_EPOCH: '1700000000',
    MAVEN_OPTS: '-Xmx1g -Dproject.build.outputTimestamp=2023-11-14T22:13:20Z -Dnotimestamp=true',
    NODE_OPTIONS: expect.stringMatching(/^--no-warnings --require=".*fixed-date\.cjs"$/),
  });
});

test('without it they carry the time of the last commit', () => {
  expect(buildTime({})).toBe(buildTime({}));
});

test.each(['', 'today', '-1', '0', '1.5'])('SOURCE_DATE_EPOCH %j is refused', (value) => {
  expect(() => buildTime({ SOURCE_DATE_EPOCH: value })).toThrow(`SOURCE_DATE_EPOCH is '${value}'`);
});
