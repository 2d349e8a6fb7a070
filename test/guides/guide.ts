import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { updateBehaviorsOf } from '../../src/adopt/update-behaviors';
import { readInputs } from '../../src/cli/read-inputs';
import { Check } from '../../src/rules/check';
import { checkReport } from '../../src/rules/check-report';
import { Finding } from '../../src/rules/finding';
import { templateOf } from '../../src/template/read-template';
import { appsOf, Block, blocksOf } from '../samples';

// CDK's own checks of what it synthesizes cost more than all else.
process.env.CDK_VALIDATION = 'false';

const DOCS = path.join(__dirname, '..', '..', 'docs');
const CLI = require.resolve('aws-cdk/bin/cdk');

/** A resource of a template. */
export interface Resource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, any>>;
  readonly DeletionPolicy?: string;
}

/** An app that a guide shows, as it was synthesized: the template of its stack `Office`. */
export interface Synthesized {
  readonly folder: string;
  readonly resources: Readonly<Record<string, Resource>>;
}

/** A page below docs. */
export class Guide {
  readonly text: string;
  readonly blocks: readonly Block[];

  /** @param page its path below docs: `guides/from-s3-bucket.md` */
  constructor(readonly page: string) {
    this.text = fs.readFileSync(path.join(DOCS, page), 'utf8');
    this.blocks = blocksOf(this.text);
  }

  /** The one block of this language under this heading. */
  block(heading: string, language: string): string {
    const found = this.blocks.filter((block) => block.heading === heading && block.language === language);
    expect(found.map(({ code }) => code)).toHaveLength(1);
    return found[0].code;
  }

  /** Synthesizes the one TypeScript block under this heading. */
  synthesized(heading: string): Synthesized {
    return synthesized(this.block(heading, 'ts'));
  }
}

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => fs.rmSync(folder, { recursive: true })));

/** Synthesizes code in the constructor of a stack `Office`. */
export function synthesized(code: string): Synthesized {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'guide-'));
  folders.push(folder);
  appsOf(code, folder).forEach((app) => app.synth());
  return { folder, resources: JSON.parse(fs.readFileSync(templateIn(folder), 'utf8')).Resources };
}

function templateIn(folder: string): string {
  return path.join(folder, 'Office.template.json');
}

/** Runs the CDK CLI without an AWS account, and gives what it printed. */
export function cdk(...args: readonly string[]): string {
  const environment = Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_') && name !== 'FORCE_COLOR');
  const { stdout, stderr } = spawnSync(process.execPath, [CLI, ...args, '--no-notices', '--no-version-reporting', '--no-lookups', '--no-color'], {
    encoding: 'utf8', env: { ...Object.fromEntries(environment), CDK_DISABLE_CLI_TELEMETRY: 'true', CDK_DISABLE_VERSION_CHECK: 'true', CI: 'true', NO_COLOR: '1', COLUMNS: '200' },
  });
  return `${stdout}${stderr}`;
}

/** What an update from one template to the other does, as the CDK CLI sees it. */
export interface Comparison {
  /** Each resource that differs and each of its properties, without what is in these. */
  readonly text: string;
  /** `AWS::KMS::Key Key961B73FD will be orphaned`: what is replaced, deleted or left behind. */
  readonly destroyed: readonly string[];
}

const compared = new Map<string, Comparison>();

/** Compares two apps by `cdk diff`, whose schema of CloudFormation says of each property whether changing it replaces the resource. */
export function comparisonOf(before: Synthesized, after: Synthesized): Comparison {
  const key = `${before.folder} ${after.folder}`;
  if (!compared.has(key)) {
    const lines = cdk('diff', 'Office', '--app', after.folder, '--template', templateIn(before.folder), '--fail-on', 'destructive').split('\n');
    compared.set(key, {
      text: lines.filter((line) => /^(\[[-+~]\] | [├└]─ \[[-+~]\] )/.test(line)).map((line) => `${line.trimEnd()}\n`).join(''),
      destroyed: lines.filter((line) => /will be (replaced|destroyed|orphaned)|may be replaced/.test(line)).map((line) => line.trim().replace(/^.*?: /, '')),
    });
  }
  return compared.get(key)!;
}

/** The resources of an update that are not updated in place, made or left as they are, by type: `removed AWS::SNS::Topic`. */
export function notInPlace(before: Synthesized, after: Synthesized): readonly string[] {
  const [one, other] = [before, after].map(({ resources }) => templateOf({ Resources: resources }, { id: 'Office' }));
  const updates = [...updateBehaviorsOf(one, other).values()].filter(({ kind }) => !['unchanged', 'inPlace', 'created'].includes(kind));
  return [...new Set(updates.map(({ kind, logicalId, type }) => `${isRetained(before.resources[logicalId]) && kind === 'removed' ? 'left' : kind} ${type}`))].sort();
}

function isRetained({ DeletionPolicy }: Resource): boolean {
  return DeletionPolicy?.startsWith('Retain') ?? false;
}

/** The logical ids of the resources of a type. */
export function idsOf({ resources }: Synthesized, type: string): readonly string[] {
  return Object.keys(resources).filter((id) => resources[id].Type === type);
}

/** What the rules of BASELINE find. */
export function findingsOf({ folder }: Synthesized): readonly Finding[] {
  const { groups, errors } = readInputs([folder], []);
  return checkReport(groups, errors, new Check({})).findings;
}

/** The rules that find something on these resources, without the prefix that all have. */
export function rulesBrokenBy(app: Synthesized, ids: readonly string[] = Object.keys(app.resources)): readonly string[] {
  return [...new Set(findingsOf(app).filter(({ logicalId }) => logicalId !== null && ids.includes(logicalId)).map(({ rule }) => rule.replace('HardenedBucket-', '')))].sort();
}
