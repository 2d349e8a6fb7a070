import assert from 'node:assert';
import { auditLocal } from './audit-local';
import { Checks } from './checks';
import { deploy } from './deploy';
import { AccountKind, LocalAccount } from './local-account';
import { VariedApp, Verdicts } from './varied-app';
import { Difference, explained, staleGaps } from './verdict-gaps';
import { CATALOG } from '../../src/rules/catalog';
import { Check } from '../../src/rules/check';

/** Rules that do not judge buckets that are there already, each with its reason in the catalog. */
const NOT_LIVE = CATALOG.filter(({ notLive }) => notLive !== undefined);

/**
 * The same buckets in the app that makes them, by their templates, and deployed: on all three ways they have the same findings.
 *
 * @param stacks how many stacks are deployed to each server
 */
export async function verdicts(account: (kind: AccountKind) => Promise<LocalAccount>, checks: Checks, stacks: Readonly<Record<AccountKind, number>>): Promise<void> {
  checks.section('The same verdict for a bucket at synth, by its template and live');
  const app = new VariedApp(Math.max(...Object.values(stacks)));
  try {
    await checks.check('synth (the pack) and check (cdk.out) find the same, by all rules', async () => {
      const byTemplate = app.byTemplate([]);
      assert.deepStrictEqual(differences(byTemplate, app.bySynth()), []);
      return counted(byTemplate);
    });
    const byTemplate = app.byTemplate(NOT_LIVE.map(({ id }) => id));
    for (const kind of Object.keys(stacks) as AccountKind[]) {
      await checks.check(`check and audit find the same on ${kind}, by ${CATALOG.length - NOT_LIVE.length} of ${CATALOG.length} rules`, async () => {
        const local = await account(kind);
        return compareLive(app, byTemplate, local, stacks[kind]);
      });
    }
    console.log(`        The others do not judge what is there: ${NOT_LIVE.map(({ id, notLive }) => `${id.replace('HardenedBucket-', '')} (${notLive})`).join(', ')}`);
  } finally {
    app.remove();
  }
}

async function compareLive(app: VariedApp, byTemplate: Verdicts, account: LocalAccount, stacks: number): Promise<string> {
  const start = Date.now();
  await Promise.all(app.templates.slice(0, stacks).map(async (template) => deploy(template, account.clients)));
  const seconds = ((Date.now() - start) / 1000).toFixed(0);
  account.proxy.clear();
  const { findings, errors, summary } = await auditLocal(account, new Check({ level: 'STRICT' }), 8);
  assert.deepStrictEqual(errors, []);
  const reads = account.proxy.count('s3:');
  const names = app.namesIn(stacks);
  assert.strictEqual(summary.buckets, names.length);
  const expected = withoutDigests(new Map(names.map((name) => [name, byTemplate.get(name)!])));
  const found = differences(expected, withoutDigests(app.byFindings(findings, ({ logicalId }) => logicalId)))
    .map((difference) => ({ ...difference, why: explained(account.kind, difference, app.propertiesOf(difference.bucket)) }));
  const unexplained = found.filter(({ why }) => why === undefined);
  assert.ok(unexplained.length === 0, unexplained.map(({ bucket, only, finding }) => `${bucket}: only ${only} says ${finding}`).join('\n'));
  const whys = found.flatMap(({ why }) => why ?? []);
  const stale = staleGaps(account.kind, found);
  assert.ok(stale.length === 0, `VERDICT_GAPS has what explains no difference on ${account.kind} any more:\n${stale.join('\n')}`);
  const reasons = [...new Set(whys)].map((reason) => `${whys.filter((why) => why === reason).length} since ${reason}`);
  return `${counted(expected)}, deployed in ${seconds} s, read with ${(reads / names.length).toFixed(2)} calls of S3 for each; ${found.length} explained differences${reasons.length > 0 ? `: ${reasons.join('; ')}` : ''}`;
}

/**
 * A statement without a Sid is known by a digest of its content, and in an account that has the names that AWS chose: the findings are
 * held against each other without it.
 */
function withoutDigests(found: Verdicts): Verdicts {
  return new Map([...found].map(([bucket, texts]) => [bucket, texts.map((text) => text.replace(/\.Statement\.[0-9a-f]{8}(-\d+)?\]/, '.Statement]'))]));
}

/** What only one of both says of a bucket. */
function differences(template: Verdicts, other: Verdicts): Difference[] {
  return [...template].flatMap(([bucket, texts]) => {
    const others = other.get(bucket) ?? [];
    return [
      ...texts.filter((text) => !others.includes(text)).map((finding) => ({ bucket, only: 'template' as const, finding })),
      ...others.filter((text) => !texts.includes(text)).map((finding) => ({ bucket, only: 'live' as const, finding })),
    ];
  });
}

function counted(verdicts_: Verdicts): string {
  return `${verdicts_.size} buckets, ${[...verdicts_.values()].flat().length} findings`;
}
