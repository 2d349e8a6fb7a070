import * as fs from 'node:fs';
import * as path from 'node:path';
import { cdk } from './guide';
import { blocksOf } from '../samples';

const DOCS = path.join(__dirname, '..', '..', 'docs');
const PAGES = ['existing-buckets.md', ...fs.readdirSync(path.join(DOCS, 'guides')).map((page) => `guides/${page}`)].filter((page) => fs.existsSync(path.join(DOCS, page)));

/** The options that the pages use, by subcommand of the CDK CLI. */
const USED = new Map<string, Set<string>>();
for (const page of PAGES) {
  const text = fs.readFileSync(path.join(DOCS, page), 'utf8');
  const lines = [...blocksOf(text).filter(({ language }) => language === 'sh').flatMap(({ code }) => code.split('\n')), ...[...text.matchAll(/`(npx cdk [^`]+)`/g)].map(([, line]) => line)];
  for (const [, command, rest] of lines.flatMap((line) => [...line.matchAll(/^npx cdk (\w+) ?(.*)$/g)])) {
    const options = USED.get(command) ?? new Set<string>();
    [...rest.matchAll(/--([\w-]+)/g)].forEach(([, option]) => options.add(option));
    USED.set(command, options);
  }
}

test.each([...USED.keys()].sort())('cdk %s has each option that the guides use', (command) => {
  const help = cdk(command, '--help');
  expect(help).toContain(`cdk ${command}`);
  expect([...USED.get(command)!].filter((option) => !new RegExp(`--${option}\\b`).test(help))).toEqual([]);
});
