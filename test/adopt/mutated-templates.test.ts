import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { adoptFolder, findingsIn, keyOf, notInPlace, lostStatements, templatesIn } from './adopted';
import { CHANGES } from './changed-templates';
import { mutants } from './mutated-templates';
import { STYLES } from './template-styles';
import { readTemplateText } from '../../src/cli/read-template-text';
import { HARDENED_CONSTRUCT } from '../../src/rules/construction';
import { everyday } from '../everyday';

const MUTANTS = everyday(mutants(3000), 10);

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
    const { errors, operations } = adoptFolder(after);
    const now = findingsIn(after).filter(({ rule }) => rule !== HARDENED_CONSTRUCT.id).map((finding) => keyOf(finding, after));
    const [old, once] = [before, after].map(templatesIn);
    const again = adoptFolder(after);
    return {
      problems: [
        ...[...errors, ...again.errors].map(({ message }) => message),
        ...notInPlace(old, once),
        ...lostStatements(old, once).map((statement) => `lost: ${statement}`),
        ...now.filter((key) => !found.includes(key)).map((key) => `found: ${key}`),
        ...[...again.operations].map(([, ones]) => `once more: ${JSON.stringify(ones)}`),
      ],
      changes: [...operations.values()].flat().length,
      gone: found.filter((key) => !now.includes(key)).length,
      found: found.length,
    };
  } finally {
    fs.rmSync(root, { recursive: true });
  }
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
    changed += result.changes > 0 ? 1 : 0;
    gone += result.gone;
    found += result.found;
    return result.problems.map((problem) => `${mutant.name}: ${problem}`);
  });
  process.stdout.write(`${MUTANTS.length} mutated templates: ${changed} changed, ${gone} of ${found} findings gone\n`);
  expect(problems).toEqual([]);
  // Or the laws would say little.
  expect(changed).toBeGreaterThan(MUTANTS.length * 0.7);
}, 3_600_000);
