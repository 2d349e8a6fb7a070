import * as fs from 'node:fs';
import * as path from 'node:path';

const DOCS = path.join(__dirname, '..', 'docs');
const PAGE = fs.readFileSync(path.join(DOCS, 'limits.md'), 'utf8');
const ROWS = PAGE.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| Limit '));

/** The anchor of a heading, as GitHub makes it. */
const anchorOf = (heading: string) => heading.toLowerCase().replace(/[^a-z0-9 -]/g, '').replace(/ /g, '-');

test('each limit says what, why, and what to do instead', () => {
  expect(ROWS.length).toBeGreaterThan(30);
  expect(ROWS.filter((row) => !/^\| [^|]+\. \| [^|]+\. \| [^|]+[.:] \|$/.test(row))).toEqual([]);
});

test('each link leads to a page, and to a heading of it', () => {
  const broken = [...PAGE.matchAll(/\]\(([^)#]+)(?:#([^)]+))?\)/g)].filter(([, file, anchor]) => {
    const target = path.join(DOCS, file);
    return !fs.existsSync(target) || (anchor !== undefined && !fs.readFileSync(target, 'utf8').split('\n').some((line) => line.startsWith('#') && anchorOf(line.replace(/^#+ /, '')) === anchor));
  });
  expect(broken.map(([link]) => link)).toEqual([]);
});

test('each property, rule and construct that it names exists', () => {
  const api = fs.readFileSync(path.join(DOCS, '..', 'API.md'), 'utf8') + fs.readFileSync(path.join(DOCS, '..', 'RULES.md'), 'utf8');
  const names = [...PAGE.matchAll(/`([A-Za-z]+)`/g)].map(([, name]) => name);
  expect([...new Set(names)].filter((name) => !new RegExp(`\\b${name}\\b`).test(api) && !OF_OTHERS.includes(name))).toEqual([]);
});

/** The names of S3, CloudFormation and IAM, of verdicts and of subcommands. */
const OF_OTHERS = ['AllowedValues', 'ForAnyValue', 'Null', 'PutObject', 'unknown', 'budget', 'reach', 'adopt'];
