import * as fs from 'node:fs';
import * as path from 'node:path';
import * as ts from 'typescript';

const ROOT = path.join(__dirname, '..');

/** A habit of ours that readers stumble over, and what to write. */
interface Habit {
  readonly instead: RegExp;
  readonly write: string;
}

/** What no text for users says: messages, help, rules, docs. */
const HABITS: readonly Habit[] = [
  { instead: /\bwhoever\b/i, write: 'everyone who, or the principal that' },
  { instead: /\bsomebody\b/i, write: 'someone' },
  { instead: /\bin silence\b/i, write: 'silently' },
  { instead: /\bat best effort\b/i, write: 'on a best-effort basis' },
  { instead: /\breplace(d|s)? (it|them) by\b/i, write: 'replace it with' },
  { instead: /\bthis is no\b/i, write: 'not a …, not valid …' },
  { instead: /\bis no (number|text|list|map|model|object|JSON|YAML|template|baseline|finding|file)\b/i, write: 'is not a …' },
  { instead: /\b(S3|CloudWatch|CloudTrail|Lambda|CloudFormation|KMS|IAM) takes (?!over\b)/, write: 'accepts, or applies' },
  { instead: /\bthat (S3|CloudFormation|CloudWatch|IAM) takes\b/, write: 'that … accepts' },
  { instead: /\blets (anyone|everyone|somebody|someone) do\b/i, write: 'allows everyone to call' },
  { instead: /\bnothing pins down\b/i, write: 'and no condition restricts the caller' },
  { instead: /\b(the|of the) own account\b/i, write: 'the same account, the account of the bucket' },
  { instead: /\bkeys? of your own\b/i, write: 'customer managed key' },
  { instead: /\b(public access block|PublicAccessBlockConfiguration|block public access).{0,20} switch/i, write: 'Block Public Access settings' },
  { instead: /\bswitch(es)? (left )?(on|off)\b/i, write: 'setting' },
  { instead: /\bwho is knocking\b/i, write: 'who is probing your bucket' },
  { instead: /\bnobody knows\b/i, write: 'is ambiguous, is not known' },
  { instead: /\bjudges? (the|every|all|each|what|by|them)\b/i, write: 'checks' },
  { instead: /, but this (HardenedBucket|AccessLogsBucket|bucket)\b/, write: 'one sentence: what is wrong, with what' },
];

/** Where a habit is the right word: AWS's own term, or a quotation. */
const ALLOWED: readonly (readonly [file: string, text: RegExp])[] = [];

function filesOf(folder: string, extension: string): string[] {
  return fs.readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith(extension)).map((file) => `${folder}/${file}`);
}

/** The texts of a source file that reach a user: what its strings say. */
function stringsOf(file: string): string[] {
  const source = ts.createSourceFile(file, fs.readFileSync(path.join(ROOT, file), 'utf8'), ts.ScriptTarget.Latest, true);
  const texts: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isTemplateExpression(node)) {
      texts.push(node.head.text + node.templateSpans.map(({ literal }) => `…${literal.text}`).join(''));
    } else if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) {
      texts.push(node.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return texts;
}

/** The lines of a page, without code blocks, whose texts the sources have. */
function linesOf(file: string): string[] {
  return fs.readFileSync(path.join(ROOT, file), 'utf8').replace(/^```.*?^```/gms, '').split(/\n{2,}/).map((paragraph) => paragraph.replace(/\s*\n\s*/g, ' '));
}

function found(file: string, texts: readonly string[]): string[] {
  return texts.flatMap((text) => HABITS.flatMap(({ instead, write }) => {
    const match = instead.exec(text);
    return match && !ALLOWED.some(([where, allowed]) => where === file && allowed.test(text))
      ? [`${file}: “${text.slice(Math.max(0, match.index - 40), match.index + 60)}” → ${write}`] : [];
  }));
}

test('the linter finds each habit', () => {
  const said = ['Whoever reads', 'somebody', 'in silence', 'at best effort', 'replace it by X', 'this is no template', 'is no list', 'S3 takes no rule', 'that S3 takes', 'lets anyone do s3:GetObject', 'callers that nothing pins down', 'the own account', 'a key of your own', 'public access block switches', 'one switch left off', 'Who is knocking', 'nobody knows', 'Judges every bucket', 'on, but this HardenedBucket'];
  expect(HABITS.filter(({ instead }, i) => !instead.test(said[i])).map(({ instead }) => String(instead))).toEqual([]);
});

test('messages, help and rules are in plain English', () => {
  const sources = filesOf('src', '.ts').filter((file) => !file.endsWith('.generated.ts'));
  expect(sources.flatMap((file) => found(file, stringsOf(file)))).toEqual([]);
});

test('README, rules and docs are in plain English', () => {
  const pages = ['API.md', 'README.md', 'RULES.md', 'CONTRIBUTING.md', ...filesOf('docs', '.md').filter((file) => !file.startsWith('docs/decisions/'))];
  expect(pages.flatMap((file) => found(file, linesOf(file)))).toEqual([]);
});
