import * as path from 'node:path';
import { checkOptions } from './check-options';
import { readInputs } from './read-inputs';
import { jsonDiff, markdownDiff, StackDiff } from './report-diff';
import { losesData, stackUpdates } from './stack-updates';
import { oneOf, UsageError } from './usage';
import { TrustZone } from '../policy/questions/allows-outside';
import { Check } from '../rules/check';
import { BucketDiff, diffBuckets, DiffSide } from '../rules/diff-buckets';

export interface DiffArguments {
  readonly paths: readonly string[];
  readonly format: string;
  readonly level: string;
  readonly rules: readonly string[];
  readonly failOn: string;
  readonly failOnReplacement?: boolean;
  readonly parameters: readonly string[];
  readonly fixHint?: string;
  readonly trustZone: TrustZone;
}

const REPORTS: Readonly<Record<string, (diff: StackDiff) => string>> = { markdown: markdownDiff, json: jsonDiff };

/** What a change must not bring. */
const THRESHOLDS: Readonly<Record<string, (diff: BucketDiff) => boolean>> = {
  error: (diff) => gains(diff, ['error']) || opens(diff),
  warning: (diff) => gains(diff, ['error', 'warning']) || opens(diff),
  never: () => false,
};

/** Compares templates before and after a change. @throws UsageError */
export function diffTemplates(
  { paths, format, level, rules, failOn, failOnReplacement = false, parameters, trustZone, fixHint }: DiffArguments,
): { readonly out: string; readonly exitCode: 0 | 1 | 2 } {
  const write = oneOf('--format', format, REPORTS);
  const fails = oneOf('--fail-on', failOn, THRESHOLDS);
  if (paths.length !== 2) {
    throw new UsageError(`diff accepts two templates, folders or cdk.out folders, BEFORE and AFTER, not ${paths.length}; see hardened-bucket diff --help`);
  }
  const check = new Check(checkOptions({ level, rules, trustZone, fixHint }));
  const [before, after] = paths.map((given) => sideAt(given, parameters));
  const diff = { ...diffBuckets(before, after, check), updates: stackUpdates(before, after) };
  return { out: write(diff), exitCode: diff.errors.length > 0 ? 2 : fails(diff) || (failOnReplacement && diff.updates.some(losesData)) ? 1 : 0 };
}

/** A template is the same on both sides if it is at the same place below them; a single file is, whatever its name. */
function sideAt(given: string, parameters: readonly string[]): DiffSide {
  const { groups, errors, notes } = readInputs([given], parameters);
  const root = given.split(path.sep).join('/').replace(/\/+$/, '');
  return { groups, errors, notes, nameOf: (template) => template === root ? '' : template.startsWith(`${root}/`) ? template.slice(root.length + 1) : template };
}

function gains({ differences }: BucketDiff, severities: readonly string[]): boolean {
  return differences.some(({ gained }) => gained.some(({ severity }) => severities.includes(severity)));
}

/** Something gets through that did not before. */
function opens({ differences }: BucketDiff): boolean {
  return differences.some(({ requests }) => requests.some(({ only }) => only === 'after'));
}
