import * as fs from 'node:fs';
import * as path from 'node:path';
import { CATALOG_BY_TOPIC } from '../../src/rules/catalog';
import { rulePage, rulesIntroduction, rulesOverview } from '../generate-rules-md';

const ROOT = path.join(__dirname, '..', '..');
const REPOSITORY = 'https://github.com/cdk-hardened-bucket/cdk-hardened-bucket/blob/main';

/** The pages of the site, by their path in it: Markdown, and the pictures and files that it shows. */
export type Pages = Map<string, string>;

/** Where a file of the repository is in the site. */
const PLACES: Readonly<Record<string, string>> = { 'README.md': 'index.md', 'RULES.md': 'rules/index.md', 'API.md': 'api/index.md', 'CONTRIBUTING.md': 'contributing.md', 'CHANGELOG.md': 'changelog.md', 'SECURITY.md': 'security.md' };

/** What is not Markdown, and is copied as it is. */
const COPIED = /\.(svg|json|yaml)$/;

/** All pages, made of README, docs, the catalog of rules and API.md. */
export function pagesOfSite(): Pages {
  const pages: Pages = new Map();
  const docs = fs.readdirSync(path.join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.md') || COPIED.test(file)).map((file) => `docs/${file}`);
  for (const file of [...docs, ...Object.keys(PLACES).filter((name) => !['RULES.md', 'API.md'].includes(name))]) {
    const text = fs.readFileSync(path.join(ROOT, file), 'utf8');
    // What follows the language of a block is for the compiler of samples.
    pages.set(placeOf(file), file.endsWith('.md') ? withLinks(text, file).replace(/^```ts \w+$/gm, '```ts') : text);
  }
  addRules(pages);
  addApi(pages);
  return pages;
}

function placeOf(file: string): string {
  return PLACES[file] ?? file.replace(/^docs\//, '');
}

/**
 * Links to files that are in the site lead there, and all others to the repository, where they have to be.
 *
 * @throws if a link leads to a file that does not exist
 */
function withLinks(markdown: string, file: string): string {
  const [page] = [placeOf(file)];
  const inCode = /```[^]*?```|`[^`\n]*`/g;
  const kept: string[] = [];
  const text = markdown.replace(inCode, (code) => `\u0000${kept.push(code) - 1}\u0000`).replace(/\]\((?!https?:|mailto:|#)([^)#\s]+)(#[^)\s]*)?\)/g, (_, target: string, anchor = '') => {
    const to = path.posix.normalize(path.posix.join(path.posix.dirname(file), target));
    if (!fs.existsSync(path.join(ROOT, to))) {
      throw new Error(`${file} links to ${target}, and there is no ${to}`);
    }
    if (to === 'RULES.md' && /^#hardenedbucket-/.test(anchor)) {
      return `](${relative(page, `rules/${ruleFile(anchor)}`)})`;
    }
    return to in PLACES || (to.startsWith('docs/') && fs.statSync(path.join(ROOT, to)).isFile()) ? `](${relative(page, placeOf(to))}${anchor})` : `](${REPOSITORY}/${to}${anchor})`;
  });
  return text.replace(/\u0000(\d+)\u0000/g, (_, i: string) => kept[Number(i)]);
}

function relative(from: string, to: string): string {
  return path.posix.relative(path.posix.dirname(from), to) || path.posix.basename(to);
}

function ruleFile(anchor: string): string {
  const id = Object.values(CATALOG_BY_TOPIC).flat().map((rule) => rule.id).find((one) => `#${one.toLowerCase()}` === anchor.toLowerCase());
  if (id === undefined) {
    throw new Error(`there is no rule for the link ${anchor}`);
  }
  return `${shortName(id)}.md`;
}

export function shortName(id: string): string {
  return id.replace('HardenedBucket-', '');
}

/** An entry for each rule, and the table of all. */
function addRules(pages: Pages): void {
  const rules = Object.values(CATALOG_BY_TOPIC).flat();
  const linked = rules.reduce((text, { id }) => text.replaceAll(`[${id}](#${id.toLowerCase()})`, `[${shortName(id)}](${shortName(id)}.md)`), rulesOverview());
  pages.set('rules/index.md', `${rulesIntroduction().replace(/^<!--.*-->\n\n/, '')}\n\n${Object.entries(CATALOG_BY_TOPIC).map(([topic]) => `## ${topic}\n\n${tableOf(linked, topic)}`).join('\n\n')}\n`);
  rules.forEach((rule) => pages.set(`rules/${shortName(rule.id)}.md`, `${withTitles(rulePage(rule).replace(/^### /, '# '))}\n`));
}

const TITLES: Readonly<Record<string, string>> = { yaml: 'CloudFormation', ts: 'TypeScript', python: 'Python' };

/** Blocks say which language they are for, and those that are folded are Markdown, too. */
function withTitles(markdown: string): string {
  return markdown.replace('<details>', '<details markdown="1">').replace(/^```(yaml|ts|python)$/gm, (_, language: string) => `\`\`\`${language} title="${TITLES[language]}"`);
}

/** The rows of one topic, without the column that names it. */
function tableOf(overview: string, topic: string): string {
  const [head, line, ...rows] = overview.split('\n');
  const withoutFirst = (row: string) => row.replace(/^\|[^|]*\|/, '|');
  return [head, line, ...rows.filter((row) => row.startsWith(`| ${topic} |`))].map(withoutFirst).join('\n');
}

/** A page for each public name, from the reference that jsii-docgen wrote. */
function addApi(pages: Pages): void {
  const reference = fs.readFileSync(path.join(ROOT, 'API.md'), 'utf8');
  const kinds = reference.split(/^## /m).slice(1).map((part): [kind: string, types: [name: string, text: string][]] => [
    /^\w+/.exec(part)![0],
    part.split(/^### /m).slice(1).map((text): [string, string] => [/^\w+/.exec(text)![0], text]),
  ]);
  const fileOf = new Map<string, string>();
  for (const [name, text] of kinds.flatMap(([, types]) => types)) {
    [...text.matchAll(/ id="([^"]+)"/g)].filter(([, id]) => id.startsWith('cdk-hardened-bucket.')).forEach(([, id]) => fileOf.set(id, `${name}.md`));
  }
  const linked = (text: string, file: string) => text
    .replace(/(href=")#(cdk-hardened-bucket\.[^"]+)"/g, (_, start: string, id: string) => `${start}${htmlOf(fileOf.get(id), file)}#${id}"`)
    .replace(/ id="(?!cdk-hardened-bucket\.)[^"]+"/g, '')
    .replace(/^(\*?Example\*?|#### Initializers.*|#### Methods.*|#### Properties.*|#### Static Functions.*)$/gm, '$1');
  kinds.flatMap(([, types]) => types).forEach(([name, text]) => pages.set(`api/${name}.md`, `# ${linked(text, `${name}.md`).replace(/^\w+/, name)}`));
  pages.set('api/index.md', ['# API', '', 'Names and types as in TypeScript. In Python names have underscores; in Java, Go, and .NET they follow the language.', '',
    ...kinds.flatMap(([kind, types]) => [`## ${kind}`, '', ...types.map(([name, text]) => `- [${name}](${name}.md): ${firstSentence(text)}`), ''])].join('\n'));
}

/** Raw HTML is not rewritten by the generator, so it names the file that it makes. */
function htmlOf(target: string | undefined, file: string): string {
  if (target === undefined) {
    throw new Error(`API.md has a link in ${file} to a name that it does not have`);
  }
  return target === file ? '' : target.replace(/\.md$/, '.html');
}

function firstSentence(text: string): string {
  const [, paragraph = ''] = /\n\n((?:[^\n*#>-][^\n]*\n)+)/.exec(text) ?? [];
  return paragraph.replace(/\n/g, ' ').trim().replace(/^(.*?[.:])(\s.*)?$/, '$1');
}
