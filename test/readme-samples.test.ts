import * as fs from 'node:fs';
import * as path from 'node:path';
import { Block, blocksOf, refusalOf } from './samples';

const ROOT = path.join(__dirname, '..');
const README = fs.readFileSync(path.join(ROOT, 'README.md'), 'utf8');

/** The pages whose samples are run here; those of the guides are in test/guides. */
const PAGES = [
  'purposes', 'properties', 'perimeters', 'verification', 'checks', 'check', 'compare', 'policies', 'grants', 'alarms', 'access-insights', 'watch', 'websites', 'durability', 'access-logs',
];

/** The code blocks, each with the heading that it stands under. */
const BLOCKS = [README, ...PAGES.map((page) => fs.readFileSync(path.join(ROOT, 'docs', `${page}.md`), 'utf8'))].flatMap(blocksOf);
const SAMPLES = BLOCKS.filter(({ language }) => language === 'ts');

/** What a page says of a sample: that it synthesizes, or that it is refused, with a text that names the resource. */
type Claim = 'synthesizes' | { readonly refused: RegExp } | { readonly refusedAs: 'the next block' } | { readonly without: string; readonly refused: RegExp };

/** Each sample by its heading, in order, with what its page says of it. One without a row fails. */
const CLAIMS: Readonly<Record<string, readonly Claim[]>> = {
  'cdk-hardened-bucket': ['synthesizes'],
  'What a refusal looks like': [{ refusedAs: 'the next block' }],
  'Turn it on for an existing app': ['synthesizes', 'synthesizes'],
  'Purposes': ['synthesizes', 'synthesizes', 'synthesizes', 'synthesizes', 'synthesizes', 'synthesizes'],
  'Preview environments': ['synthesizes'],
  'Perimeters': ['synthesizes', 'synthesizes', 'synthesizes', 'synthesizes'],
  'The bucket verifies itself': [{ refusedAs: 'the next block' }],
  'Check every other bucket': ['synthesizes', 'synthesizes', 'synthesizes'],
  'Prove what a policy allows': ['synthesizes', 'synthesizes'],
  'Grants': ['synthesizes', { without: 'archive.encryptionKey!.grantDecrypt', refused: /^ *\[Office\/Archive\] HardenedBucket-GrantsReachKey: .*444455556666/m }],
  'Alarms': ['synthesizes', 'synthesizes', 'synthesizes', 'synthesizes', 'synthesizes'],
  'Many buckets': ['synthesizes'],
  'Access insights: who is probing your bucket': ['synthesizes', 'synthesizes'],
  'Dashboards': ['synthesizes'],
  'The bucket watch': ['synthesizes'],
  'Repairs': ['synthesizes'],
  'AWS Config': ['synthesizes', 'synthesizes', 'synthesizes'],
  'Block Public Access for the account': ['synthesizes'],
  'Websites and lists': ['synthesizes', 'synthesizes'],
  'Object lock': ['synthesizes'],
  'Replication': ['synthesizes', 'synthesizes'],
  'Access logs': ['synthesizes', 'synthesizes', 'synthesizes'],
};

/** The text without the indentation of a list; the line of code that creates a bucket is in the reader's file and not in ours. */
const trimmed = (text: string) => text.split('\n').map((line) => line.trim().replace(/^(created at:).*/, '$1 …')).filter((line) => line !== '').join('\n');

test('every sample has a row, and every row a sample', () => {
  expect(Object.fromEntries(Object.entries(CLAIMS).map(([heading, claims]) => [heading, claims.length])))
    .toEqual(SAMPLES.reduce<Record<string, number>>((counts, { heading }) => ({ ...counts, [heading]: (counts[heading] ?? 0) + 1 }), {}));
});

const rows = Object.entries(CLAIMS).flatMap(([heading, claims]) => claims.map((claim, i): [string, Claim, Block | undefined] =>
  [`${heading}, ${i + 1}`, claim, SAMPLES.filter((one) => one.heading === heading)[i]]));

test.each(rows)('the sample of %s does what its page says', (_, claim, block) => {
  const { code, next } = block!;
  if (claim === 'synthesizes') {
    expect(refusalOf(code)).toBe('');
  } else if ('refusedAs' in claim) {
    expect(trimmed(refusalOf(code))).toContain(trimmed(next!));
  } else if ('without' in claim) {
    expect(refusalOf(code)).toBe('');
    expect(refusalOf(code.split('\n').filter((line) => !line.includes(claim.without)).join('\n'))).toMatch(claim.refused);
  } else {
    expect(refusalOf(code)).toMatch(claim.refused);
  }
});

/** What a page shows of a refusal, and the code that is refused so: `Office` is the stack. */
const REFUSALS: readonly [start: string, code: string][] = [
  ['[Office/Records] HardenedBucket-GrantsEffective', `
    const records = new HardenedBucket(this, 'Records', { perimeter: { network: { vpcEndpointIds: ['vpce-0123456789abcdef0'] } } });
    const exporter = new lambda.Function(this, 'Export', { runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.handler', code: lambda.Code.fromInline('exports.handler = () => {};') });
    records.grantRead(exporter);`],
  ['[Office/Records] HardenedBucket-BlockPublicAccess', `
    const records = new HardenedBucket(this, 'Records');
    (records.node.defaultChild as s3.CfnBucket).addPropertyOverride('PublicAccessBlockConfiguration.BlockPublicPolicy', false);`],
  ['[Office/Records] noncurrentVersionExpiration', "new HardenedBucket(this, 'Records', { noncurrentVersionExpiration: Duration.days(0) });"],
];

test.each(REFUSALS)('the page shows the refusal %s… word for word', (start, code) => {
  const shown = BLOCKS.find((block) => block.language === 'text' && block.code.startsWith(start));
  expect(trimmed(refusalOf(code))).toContain(trimmed(shown!.code));
});

/** Outputs of the command, which the tests of the command and of its readers look at. */
const OF_COMMAND = /^\$ hardened-bucket (check|compare|policy) /;

test('every text that a page shows is a refusal with a row, or an output of the command', () => {
  expect(BLOCKS.filter(({ language, code }) => language === 'text' && !OF_COMMAND.test(code) && !REFUSALS.some(([start]) => code.startsWith(start)))).toEqual([]);
});
