import * as fs from 'node:fs';
import * as path from 'node:path';
import { drawWatch } from './draw-watch';
import { PRICE_SOURCES } from './price-sources';
import { BucketConfigRules, BucketRepair, BucketWatch, CheckLevel, FindingSeverity } from '../src';
import { REPAIR_PERMISSIONS } from '../src/watch/bucket-repair';
import { CONFIG_MANAGED_RULES } from '../src/watch/config-managed-rules';
import { catalogRulesOf } from '../src/watch/conformance-pack';
import { PRICES_DATE } from '../src/watch/watch-prices';
import { WATCHED_CALLS } from '../src/watch/watched-events';

const DOCS = path.join(__dirname, '..', 'docs');

/** At the baseline those that are warnings ask for nothing more. */
const RULES_APPLIED = [
  [CheckLevel.BASELINE, FindingSeverity.ERROR], [CheckLevel.STRICT, FindingSeverity.ERROR], [CheckLevel.STRICT, FindingSeverity.WARNING],
] as const;

/** The tables of docs/watch.md, each by the name of its marks. */
const TABLES: Readonly<Record<string, () => string[]>> = {
  costs: () => [
    '| Buckets | Rules | Reported from | Reads a bucket | Checks a month | Reads a month | US dollars a month |',
    '|---:|---|---|---:|---:|---:|---:|',
    ...[100, 1000, 10_000].flatMap((buckets) => RULES_APPLIED.map(([level, reportFrom]) => {
      const { readsPerBucket, checksPerMonth, s3ReadsPerMonth, monthlyCost } = BucketWatch.estimate({ buckets, level, reportFrom });
      return `| ${buckets.toLocaleString('en')} | ${level} | ${reportFrom} | ${readsPerBucket} | ${checksPerMonth.toLocaleString('en')} | ${s3ReadsPerMonth.toLocaleString('en')} | ${monthlyCost.toFixed(2)} |`;
    })),
    '',
    `List prices in us-east-1 as of ${PRICES_DATE}, without free tiers. Pass \`prices\` for those of today, and of your Region.`,
  ],
  prices: () => [
    '| Price | As listed | Page |',
    '|---|---|---|',
    ...Object.values(PRICE_SOURCES).map(({ what, listed, page, isAws }) => `| ${what} | ${listed} | [${isAws ? 'AWS' : new URL(page).hostname.replace(/^www\./, '')}](${page}) |`),
  ],
  events: () => [
    '| Rule | Calls |',
    '|---|---|',
    ...WATCHED_CALLS.map(({ id, calls }) => `| ${id} | ${Object.values(calls).flat().map((name) => `\`${name}\``).join(', ')} |`),
  ],
  config: () => [
    '| Managed rule | Rules of this library | Parameters |',
    '|---|---|---|',
    ...CONFIG_MANAGED_RULES.map((rule) => {
      const parameters = Object.entries(rule.parameters).map(([name, value]) => `\`${name}\`: \`${value}\``).join(', ');
      const own = catalogRulesOf(rule).map(({ id }) => `[${id.replace('HardenedBucket-', '')}](../RULES.md#${id.toLowerCase()})`).join(', ');
      return `| [${rule.name}](https://docs.aws.amazon.com/config/latest/developerguide/${rule.name}.html) | ${own || 'the account'} | ${parameters || (rule.needsParameters ? `yours: ${rule.needsParameters}` : '')} |`;
    }),
  ],
  repairs: () => [
    '| `BucketRepair` | Permissions of its role |',
    '|---|---|',
    ...Object.entries(BucketRepair).map(([name, id]) => `| \`${name}\` | ${REPAIR_PERMISSIONS[id].map((action) => `\`${action}\``).join(', ')} |`),
  ],
};

/** A page with its tables made anew. */
export function withTables(page: string): string {
  return Object.entries(TABLES).reduce((text, [name, rows]) => {
    const [begin, end] = [`<!-- ${name}: made by npx projen watch-docs -->`, `<!-- end of ${name} -->`];
    const [before, rest] = text.split(begin);
    if (rest === undefined) {
      throw new Error(`docs/watch.md has no mark '${begin}'`);
    }
    return [before, begin, '\n', rows().join('\n'), '\n', end, rest.split(end)[1]].join('');
  }, page);
}

/** What is made for docs/, by its file name. */
export function watchDocs(): Record<string, string> {
  return {
    'watch.svg': drawWatch(),
    'watch.md': withTables(fs.readFileSync(path.join(DOCS, 'watch.md'), 'utf8')),
    'conformance-pack.yaml': `# Made by \`npx projen watch-docs\` from the catalog of rules. Do not edit.\n${BucketConfigRules.conformancePack(CheckLevel.STRICT)}`,
  };
}

if (require.main === module) {
  Object.entries(watchDocs()).forEach(([file, text]) => fs.writeFileSync(path.join(DOCS, file), text));
}
