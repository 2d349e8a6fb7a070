import * as fs from 'node:fs';
import { anchorOf, RULES_FILE, rulesMarkdown } from '../../scripts/generate-rules-md';
import { readPythonExamples } from '../../scripts/python-examples';
import { ruleAddress } from '../../src/cli/report-rule';
import { CATALOG } from '../../src/rules/catalog';
import { FIXES_BY_RULE } from '../../src/rules/fixes-by-rule';
import { yamlOf } from '../../src/rules/fragment';

const MARKDOWN = rulesMarkdown();
const PROSE = MARKDOWN.replace(/```[^]*?```/g, '');
const ANCHORS = [...PROSE.matchAll(/^#+ (.+)$/gm)].map(([, heading]) => anchorOf(heading));

test('what is committed is what "npx projen rules" writes', () => {
  expect(fs.readFileSync(RULES_FILE, 'utf8')).toBe(MARKDOWN);
});

test('no two headings have an address in common', () => {
  expect(ANCHORS.filter((anchor, i) => ANCHORS.indexOf(anchor) !== i)).toEqual([]);
});

test('every link within the page leads to a heading', () => {
  expect([...PROSE.matchAll(/\]\(#([^)]*)\)/g)].map(([, anchor]) => anchor).filter((anchor) => !ANCHORS.includes(anchor))).toEqual([]);
});

test.each(CATALOG.map((rule) => [rule.id, rule] as const))('%s has its section, where the reports look for it, and its row', (id, { example, title }) => {
  expect(ANCHORS).toContain(ruleAddress(id).split('#')[1]);
  expect(MARKDOWN).toContain(`\n### ${id}\n`);
  expect(MARKDOWN).toContain(`\n\`\`\`ts\n${example}\n\`\`\`\n`);
  const { fragment } = FIXES_BY_RULE[id];
  expect(MARKDOWN).toContain(Object.keys(fragment).length === 0 ? '' : `\n\`\`\`yaml\n${yamlOf(fragment)}\n\`\`\`\n`);
  // A stale translation is made anew by "npx projen rules".
  const { typeScript, python } = readPythonExamples()[id];
  expect(typeScript).toBe(example);
  expect(python).not.toMatch(/\[\w+=/);
  expect(MARKDOWN).toContain(`\n\`\`\`python\n${python}\n\`\`\`\n`);
  expect(MARKDOWN).toMatch(new RegExp(`^\\|[^|]*\\| \\[${id}\\]\\(#${id.toLowerCase()}\\) \\| ${title.charAt(0)}`, 'm'));
});
