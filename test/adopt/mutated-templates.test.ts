import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { findingsIn, keyOf, lostStatements, notInPlace, templatesIn } from './adopted';
import { CHANGES } from './changed-templates';
import { mutants } from './mutated-templates';
import { STYLES } from './template-styles';
import { readTemplateText } from '../../src/cli/read-template-text';
import { HARDENED_CONSTRUCT } from '../../src/rules/construction';
import { hardenedBucket } from '../cli/command-line';
import { everyday } from '../everyday';

/** All take half an hour, as `npm run prove:adopt` does; each of them stands by itself. */
const MUTANTS = process.env.ADOPT_MUTANTS === 'all' ? mutants(3000) : everyday(mutants(3000).filter((_, i) => i % 10 === 0), 2);

/** A template alone in a folder, and what becomes of it. */
function adopted({ file, text }: typeof MUTANTS[number]) {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), 'mutant-'));
  try {
    const [before, after] = ['before', 'after'].map((name) => path.join(root, name));
    [before, after].forEach((folder) => {
      fs.mkdirSync(folder);
      fs.writeFileSync(path.join(folder, file), text);
    });
    const found = findingsIn(before).map((finding) => keyOf(finding, before));
    const first = write(path.join(after, file));
    const now = findingsIn(after).filter(({ rule }) => rule !== HARDENED_CONSTRUCT.id).map((finding) => keyOf(finding, after));
    const [old, once] = [before, after].map(templatesIn);
    const second = write(path.join(after, file));
    return {
      problems: [
        ...[first, second].flatMap(({ err }) => err === '' ? [] : [err]),
        ...notInPlace(old, once),
        ...lostStatements(old, once).map((statement) => `lost: ${statement}`),
        ...lostLines(text, first.text).map((line) => `lost: ${line}`),
        ...now.filter((key) => !found.includes(key)).map((key) => `found: ${key}`),
        ...second.text === first.text ? [] : ['once more, the text is another'],
      ],
      changed: first.text !== text,
      gone: found.filter((key) => !now.includes(key)).length,
      found: found.length,
    };
  } finally {
    fs.rmSync(root, { recursive: true });
  }
}

/** Runs the command on a file, and gives what is in it afterwards. */
function write(file: string): { readonly err: string; readonly text: string } {
  const { err } = hardenedBucket('adopt', file, '--write');
  return { err, text: fs.readFileSync(file, 'utf8') };
}

/** Comments of the first text that are not in the second. */
function lostLines(before: string, after: string): readonly string[] {
  const comments = before.split(/\r?\n/).filter((line) => /^ *# about/.test(line));
  return comments.filter((line) => !after.includes(line));
}

test('the mutants are of all seeds, changes and styles, and each is the template that it was made from', () => {
  expect(new Set(MUTANTS.flatMap(({ changes }) => changes))).toEqual(new Set(Object.keys(CHANGES)));
  expect(new Set(MUTANTS.map(({ style }) => style))).toEqual(new Set(STYLES));
  expect(new Set(MUTANTS.map(({ seed }) => seed)).size).toBeGreaterThanOrEqual(10);
  MUTANTS.forEach(({ text }) => expect(readTemplateText(text)).toHaveProperty('Resources'));
});

test(`of ${MUTANTS.length} templates that are adopted, none loses anything, and none gets a finding`, () => {
  let [changed, gone, found] = [0, 0, 0];
  const problems = MUTANTS.flatMap((mutant) => {
    const result = adopted(mutant);
    changed += result.changed ? 1 : 0;
    gone += result.gone;
    found += result.found;
    return result.problems.map((problem) => `${mutant.name}: ${problem}`);
  });
  process.stdout.write(`${MUTANTS.length} mutated templates: ${changed} changed, ${gone} of ${found} findings gone\n`);
  expect(problems).toEqual([]);
  // Or the laws would say little.
  expect(changed).toBeGreaterThan(MUTANTS.length * 0.7);
}, 3_600_000);
