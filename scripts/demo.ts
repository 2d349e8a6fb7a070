import { lstatSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bucketTable } from './demo/bucket-table';
import { lineOf, reachOfFirstBucket } from './demo/paths';
import { perimeters } from './demo/perimeters';
import { refusals, ruleIds } from './demo/refusals';
import { apps, Synthesis, synthesize, versions } from './demo/synthesize';
import { grants, resourceCounts, topics } from './demo/template';
import { green, heading, print, red, refusal, section } from './demo/terminal';
import { ReachReport } from '../src/reach/reach-report';

/**
 * Synthesizes the apps of `examples/typescript` with the CDK CLI and shows what comes of them.
 *
 * Ends with status 1 unless each app ends as it has to, and for the reason for which it has to.
 */
async function main(): Promise<void> {
  linkLibrary();
  const output = mkdtempSync(join(tmpdir(), 'hardened-bucket-demo-'));
  try {
    const { cli, library } = versions();
    print(`Five CDK apps of examples/typescript, synthesized with aws-cdk ${cli} and aws-cdk-lib ${library}.`);
    print('No AWS account, no credentials and no network are used.');
    const [accepted, refusedByConstruct, refusedByChecks, refusedByPerimeter, threeTier] = await Promise.all(apps.map((app) => synthesize(app, join(output, app.file))));

    heading('1. Created', accepted.command);
    showCreated(accepted);
    heading('2. Refused by the construct', refusedByConstruct.command);
    showRefusals(refusedByConstruct);
    heading('3. Refused by the checks', refusedByChecks.command);
    showRefusals(refusedByChecks);
    heading('4. Refused by the perimeter: it would cancel a grant', refusedByPerimeter.command);
    print('The bucket answers one VPC endpoint only, and a function outside of any VPC is granted to read it.\nDeployed, every request of the function would be denied. Synth shows such a request, and what to do:\n');
    showRefusals(refusedByPerimeter);

    heading('5. Who reaches the bucket, and by which path', `${threeTier.command} && hardened-bucket reach cdk.out`);
    print('Three tiers and one bucket. In the first stack a web server was granted to read the records, for a day of debugging.\n');
    const [leaking, fixed] = ['Leaking', 'Fixed'].map((stack) => reachOfFirstBucket(stack, threeTier.templateOf(stack)));
    showPaths('Leaking', leaking);
    showPaths('Fixed', fixed);

    heading('Exit codes');
    const asExpected = [
      showOutcome(accepted, { exitCode: 0, rules: [] }),
      showOutcome(refusedByConstruct, { exitCode: 1, rules: ['HardenedBucket-BlockPublicAccess', 'HardenedBucket-Versioning'] }),
      showOutcome(refusedByChecks, { exitCode: 1, rules: ['HardenedBucket-TlsOnly', 'HardenedBucket-RawBucket'] }),
      showOutcome(refusedByPerimeter, { exitCode: 1, rules: ['HardenedBucket-GrantsEffective'] }),
      showOutcome(threeTier, { exitCode: 0, rules: [] }) && reaching(leaking) === 3 && reaching(fixed) === 2,
    ];
    print(`\n${asExpected.filter(Boolean).length} of ${asExpected.length} apps ended as expected.`);
    process.exitCode = asExpected.every(Boolean) ? 0 : 1;
  } finally {
    rmSync(output, { recursive: true });
  }
}

/** Lets the examples import the library by its name, as its users do: Node looks for it in `node_modules` on the way up. */
function linkLibrary(): void {
  const link = join(__dirname, '..', 'node_modules', 'cdk-hardened-bucket');
  if (!lstatSync(link, { throwIfNoEntry: false })) {
    symlinkSync('..', link, 'junction');
  }
}

function showCreated({ template, acknowledged, text }: Synthesis): void {
  if (!template) {
    print(text);
    return;
  }
  print(bucketTable(template));
  print();
  section('perimeter', perimeters(template));
  section('alarm topic', topics(template));
  section('grants', grants(template));
  section('acknowledged', acknowledged.map(({ path, rule, reason }) => `${rule} on ${path}: ${reason}`));
  section('in all', [resourceCounts(template)]);
}

function showPaths(stack: string, { places }: ReachReport): void {
  print(stack);
  places.map(lineOf).forEach(([label, text]) => section(`  ${label}`.padEnd(22), [text], label.startsWith('reaches') ? green : red));
  print();
}

function reaching({ places }: ReachReport): number {
  return places.filter(({ verdict }) => verdict === 'reaches').length;
}

function showRefusals({ text }: Synthesis): void {
  const found = refusals(text);
  print(found.length > 0 ? found.map(refusal).join('\n\n') : text);
}

interface Expectation {
  readonly exitCode: number;
  /** Rules that have to be among those that refuse the app. None means that no rule may refuse it. */
  readonly rules: readonly string[];
}

function showOutcome({ app, exitCode, template, text }: Synthesis, expected: Expectation): boolean {
  const rules = ruleIds(refusals(text));
  const asExpected = exitCode === expected.exitCode && (expected.rules.length === 0
    ? rules.length === 0 && template !== undefined
    : expected.rules.every((rule) => rules.includes(rule)));
  const outcome = rules.length > 0 ? `refused by ${rules.map((rule) => rule.replace('HardenedBucket-', '')).join(', ')}` : exitCode === 0 ? 'synthesized' : 'failed';

  section(`exit code ${exitCode}  ${app.file.padEnd(24)}`, [outcome], asExpected ? green : red);
  if (!asExpected) {
    print(red(`\nnot as expected: exit code ${expected.exitCode} and ${expected.rules.length > 0 ? `a refusal by ${expected.rules.join(' and ')}` : 'no refusal'}. The CLI said:\n`));
    print(text);
  }
  return asExpected;
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
