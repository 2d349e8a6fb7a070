import { hardenedBucket, workInTemporaryFolders, write } from './command-line';
import { commandLine } from '../../src/cli/command-line';

workInTemporaryFolders();

const SILENT = { out: () => undefined, err: () => undefined };
const PROGRAM = commandLine(SILENT, () => undefined);
const LEAVES = PROGRAM.commands.flatMap((command) => command.commands.length === 0 ? [[command.name()]] : command.commands.map((question) => [command.name(), question.name()]));

test('--version prints the version of the package', () => {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  expect(hardenedBucket('--version')).toEqual({ exitCode: 0, out: require('../../package.json').version, err: '' });
});

test('help of the command names every command', () => {
  const { out } = hardenedBucket('--help');
  expect(PROGRAM.commands.filter((command) => !new RegExp(`^ {2}${command.name()} `, 'm').test(out))).toEqual([]);
});

describe.each(LEAVES.map((words) => words.join(' ')))('help of %s', (line) => {
  const { exitCode, out, err } = hardenedBucket(...line.split(' '), '--help');

  test('goes to standard output', () => expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' }));

  test('says how the command is used, and what its exit codes mean', () => {
    expect(out).toMatch(new RegExp(`^Usage: hardened-bucket ${line} `));
    expect(out).toMatch(/^Exit codes: 0/m);
  });

  test('has a sentence for each option', () => {
    const options = out.split('\nOptions:\n')[1].split('\n\n')[0].match(/^ {2}-.*$/gm) ?? [];
    expect(options.length).toBeGreaterThan(1);
    expect(options.filter((option) => !/^ {2}(?:-\w, )?--[a-z0-9-]+(?: <[a-z=|]+>)? {2,}\S+/.test(option))).toEqual([]);
  });
});

/** One line, which says what could be meant. */
describe('a slip of the keyboard gets', () => {
  test.each<[slip: string, args: string[], answer: string]>([
    ['the command that is meant', ['chek', 'a.json'], "unknown command 'chek'; did you mean check?"],
    ['the question that is meant', ['policy', 'pubic', 'a.json'], "unknown command 'pubic'; did you mean public?"],
    ['the option that is meant', ['check', 'a.json', '--formt', 'json'], "unknown option '--formt'; did you mean --format?"],
    ['the option that is meant, of a question', ['policy', 'public', 'a.json', '--accont', '111122223333'], "unknown option '--accont'; did you mean --account?"],
    ['the rule that is meant', ['check', 'a.json', '--rule', 'Versionnig'], "--rule: unknown rule 'Versionnig'; did you mean HardenedBucket-Versioning?"],
    ['the rule that is meant, in full', ['check', 'a.json', '--rule', 'HardenedBucket-TlsOny'], "--rule: unknown rule 'HardenedBucket-TlsOny'; did you mean HardenedBucket-TlsOnly?"],
    ['the list, where nothing is near', ['check', 'a.json', '--rule', 'Xyzzy'], "--rule: unknown rule 'Xyzzy'; RULES.md lists them all"],
    ['the place of the help, where no option is near', ['check', 'a.json', '--quick'], "unknown option '--quick'; see hardened-bucket check --help"],
    ['the place of the help, where no command is near', ['deploy'], "unknown command 'deploy'; see hardened-bucket --help"],
  ])('%s', (_, args, answer) => {
    write({ 'a.json': { Resources: {} } });
    expect(hardenedBucket(...args)).toEqual({ exitCode: 2, out: '', err: `hardened-bucket: ${answer}` });
  });
});

test.each(['text', 'TEXT', 'json', 'Json'])('--format %s counts in any letter case', (format) => {
  write({ 'a.json': { Resources: { B: { Type: 'AWS::S3::Bucket' } } } });
  expect(hardenedBucket('check', 'a.json', '--format', format).exitCode).toBe(1);
});
