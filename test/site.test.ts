import * as fs from 'node:fs';
import * as path from 'node:path';
import { NAVIGATION } from '../scripts/site/navigation';
import { pagesOfSite } from '../scripts/site/pages';
import { CATALOG } from '../src/rules/catalog';

const ROOT = path.join(__dirname, '..');
const pages = pagesOfSite();

test('every page of docs is in the navigation once, and every entry of it is a page', () => {
  const docs = fs.readdirSync(path.join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.md')).sort();
  expect(NAVIGATION.flatMap(([, files]) => files).sort()).toEqual(docs);
});

test('every page begins with a title', () => {
  expect([...pages].filter(([file, text]) => file.endsWith('.md') && !/^(<!--[^]*?-->\s*)?# \S/.test(text)).map(([file]) => file)).toEqual([]);
});

test('every rule has a page in CloudFormation, TypeScript and Python', () => {
  const lacking = CATALOG.filter(({ id }) => {
    const text = pages.get(`rules/${id.replace('HardenedBucket-', '')}.md`) ?? '';
    return !['title="TypeScript"', 'title="Python"'].every((title) => text.includes(title)) || !/title="CloudFormation"|^- CloudFormation: /m.test(text);
  });
  expect(lacking.map(({ id }) => id)).toEqual([]);
});

test('every public name has a page', () => {
  const { types } = JSON.parse(fs.readFileSync(path.join(ROOT, '.jsii'), 'utf8')) as { types: Record<string, { name: string }> };
  expect(Object.values(types).map(({ name }) => name).filter((name) => !pages.has(`api/${name}.md`))).toEqual([]);
});
