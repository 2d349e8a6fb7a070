import * as fs from 'node:fs';
import * as path from 'node:path';
import { readPythonExamples, TranslatedExample, writePythonExamples } from './python-examples';
import { CATALOG_BY_TOPIC } from '../src/rules/catalog';
import { ruleFixFor } from '../src/rules/fixes';
import { FIXES_BY_RULE } from '../src/rules/fixes-by-rule';
import { yamlOf } from '../src/rules/fragment';
import { l1CodeOf } from '../src/rules/l1-code';
import { Controls, Rule } from '../src/rules/rule';

/** Where RULES.md stands: what the reports link to. */
export const RULES_FILE = path.join(__dirname, '..', 'RULES.md');

const USER_GUIDE = 'https://docs.aws.amazon.com/securityhub/latest/userguide';
const CONFIG_GUIDE = 'https://docs.aws.amazon.com/config/latest/developerguide';

const READERS = [['cloudFormation', 'CloudFormation'], ['cdk', 'CDK'], ['construct', 'HardenedBucket']] as const;

/** The versions of the CIS AWS Foundations Benchmark, each with numbers of its own. */
const BENCHMARKS = [{ kind: 'cis', version: 5 }, { kind: 'cisV6', version: 6 }, { kind: 'cisV7', version: 7 }] as const;
const COLUMNS: readonly (keyof Controls)[] = ['securityHub', ...BENCHMARKS.map(({ kind }) => kind), 'config'];

const INTRO = `<!-- Made by \`npx projen rules\` from the catalog in src/rules. Do not edit. -->

# Rules

\`hardened-bucket check\` and \`HardenedBucketChecks\` check every bucket with these rules, and so does \`hardened-bucket audit\` the
buckets of an account, by those that make sense of a bucket that is there already.

**Level.** A \`BASELINE\` rule is for every bucket. A \`STRICT\` rule is for the buckets of a team that asks for more: with
\`--level strict\`, or with \`level: CheckLevel.STRICT\`. \`STRICT\` has the rules of \`BASELINE\`, too.

**Severity.** \`error\` or \`warning\`. \`hardened-bucket check\` fails from errors on, or from what \`--fail-on\` says.

**Verdict.** A \`violation\` is shown by a property of the template or by a request. \`unknown\` means that it depends on
something that is not known before deployment, such as a parameter without a value, or on what the account did not allow to be
read; it is never more than a warning.
Nothing is said of a bucket that complies, or that the rule is not for.

**Controls.** Those that ask for the same as the rule. A finding that is stricter, such as one that says "S3 does not call this
public", claims none of them.

**Fix.** In the language of the template: CloudFormation, CDK, or the properties of \`HardenedBucket\`;
\`--fix-hint cloudformation\` or \`--fix-hint cdk\` asks for one. YAML is what stands below \`Resources\`, written over what is
there: \`Bucket\`, \`BucketPolicy\`, \`Key\` and \`LogBucket\` are those of your template, and statements take the place of what the
finding names. What a fix removes is in its sentence.

**Evidence id.** A finding is written as \`RULE[id]\`: \`HardenedBucket-BlockPublicAccess[BlockPublicPolicy]\`. The id tells it
from the other findings of the rule on the same bucket. That of an unknown is \`Unknown\`.

**Acknowledge.** Where a bucket has a reason to differ, acknowledge the finding on the bucket, or on its stack or app for all
buckets in it:

\`\`\`ts
Validations.of(bucket).acknowledge({ id: 'HardenedBucket-BlockPublicAccess[BlockPublicPolicy]', reason: '…' });
\`\`\`

| Id | What it acknowledges |
|---|---|
| \`RULE\` | all findings of the rule |
| \`RULE[id]\` | that finding alone |
| \`HardenedBucketChecks::RULE\`, \`HardenedBucketChecks::RULE[id]\` | the same, by the name of the pack |

CDK does not write into \`cdk.out\` what is acknowledged on the app or on a stage itself. \`hardened-bucket check cdk.out\`
sees what is acknowledged on stacks and on what is in them. For templates that CDK did not make, use \`--baseline\`.`;

/** All of RULES.md, as text. */
export function rulesMarkdown(python: Readonly<Record<string, TranslatedExample>> = readPythonExamples()): string {
  return `${[
    INTRO,
    '## All rules',
    rulesOverview(),
    ...Object.entries(CATALOG_BY_TOPIC).flatMap(([topic, rules]) => [`## ${topic}`, ...rules.map((rule) => section(rule, python[rule.id]?.python ?? ''))]),
  ].join('\n\n')}\n`;
}

/** What a page on rules begins with. */
export function rulesIntroduction(): string {
  return INTRO;
}

/** The entry of one rule. */
export function rulePage(rule: Rule): string {
  return section(rule, readPythonExamples()[rule.id]?.python ?? '');
}

/** The address of a heading within its page, as GitHub makes it. */
export function anchorOf(heading: string): string {
  return heading.toLowerCase().replace(/ /g, '-').replace(/[^\w-]/g, '');
}

/** The table of all rules. */
export function rulesOverview(): string {
  return [
    `| Topic | Rule | What it asks | Level | Severity | Security Hub | ${BENCHMARKS.map(({ version }) => `CIS v${version}`).join(' | ')} | AWS Config |`,
    `|---|---|---|---|---|---|${BENCHMARKS.map(() => '---').join('|')}|---|`,
    ...Object.entries(CATALOG_BY_TOPIC).flatMap(([topic, rules]) => rules.map(({ id, title, level, severity, controls }) =>
      `| ${[topic, `[${id}](#${anchorOf(id)})`, escaped(title), level, severity, ...COLUMNS.map((kind) => (controls[kind] ?? []).join(', '))].join(' | ')} |`)),
  ].join('\n');
}

function section(rule: Rule, python: string): string {
  const { id, title, why, example, level, severity, controls } = rule;
  const { fragment } = FIXES_BY_RULE[id];
  const links = controlLinks(controls);
  return [
    `### ${id}`,
    `**${escaped(sentence(title))}** Level \`${level}\`, severity \`${severity}\`.`,
    `Why: ${escaped(why)}`,
    'Fix:',
    READERS.map(([reader, name]) => `- ${name}: ${escaped(ruleFixFor(reader, rule))}.`).join('\n'),
    ...Object.keys(fragment).length === 0 ? [] : [block('yaml', yamlOf(fragment))],
    block('ts', example),
    block('python', python),
    ...Object.values(fragment).length === 0 ? [] : [`<details><summary>CDK with L1 constructs</summary>\n\n${block('ts', l1CodeOf(fragment))}\n\n</details>`],
    ...rule.notLive === undefined ? [] : [`\`hardened-bucket audit\` does not ask it: ${escaped(rule.notLive)}.`],
    links.length > 0 ? `Controls that require the same: ${links.join(', ')}.` : 'No control of Security Hub, CIS or AWS Config asks for the same.',
  ].join('\n\n');
}

function block(language: string, code: string): string {
  return `\`\`\`${language}\n${code}\n\`\`\``;
}

function controlLinks(controls: Controls): string[] {
  const { securityHub = [], config = [] } = controls;
  return [
    // `S3.5` stands at s3-controls.html#s3-5, `KMS.4` at kms-controls.html#kms-4.
    ...securityHub.map((id) => `[Security Hub ${id}](${USER_GUIDE}/${id.split('.')[0].toLowerCase()}-controls.html#${id.toLowerCase().replace('.', '-')})`),
    ...BENCHMARKS.flatMap(({ kind, version }) => (controls[kind] ?? []).map((id) => `CIS AWS Foundations Benchmark v${version}.0.0 ${id}`)),
    ...config.map((id) => `[AWS Config ${id}](${CONFIG_GUIDE}/${id}.html)`),
  ];
}

function sentence(title: string): string {
  return `${title.charAt(0).toUpperCase()}${title.slice(1)}.`;
}

/** Text in which Markdown finds nothing to format: policies are full of stars. */
function escaped(text: string): string {
  return text.replace(/[\\`*_[\]<>|]/g, '\\$&');
}

if (require.main === module) {
  writePythonExamples();
  fs.writeFileSync(RULES_FILE, rulesMarkdown());
}
