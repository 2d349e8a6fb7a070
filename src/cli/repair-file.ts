import * as fs from 'node:fs';
import { UsageError } from './usage';
import { readUserFile, onFile } from './user-files';
import { LiveAnswer, LiveBucket } from '../facts/live-bucket';
import { undoing } from '../repair/plan-repairs';
import { RepairCall, RepairStep } from '../repair/repair';
import { applied, SETTING_CALLS } from '../repair/repair-calls';
import { isSameSetting } from '../repair/same-setting';
import { isRecord } from '../template/read-json';

/** What a repair keeps so that it can be undone: the calls that put back what was there. */
export interface RepairFile {
  readonly version: 1;
  readonly bucket: string;
  readonly account: string;
  readonly region: string;
  readonly partition: string;
  readonly date: string;
  /** What the settings were, as S3 answered, for people. */
  readonly before: LiveBucket['answers'];
  /** What the repair left: undoing stops at what is another by then. Files of older versions do not have it. */
  readonly after?: LiveBucket['answers'];
  readonly undo: readonly RepairCall[];
}

/** What is kept of a bucket before these steps, and what they leave. */
export function repairFile(bucket: LiveBucket, steps: readonly RepairStep[], date: Date): RepairFile {
  const { name, account, region, partition, answers } = bucket;
  return {
    version: 1,
    bucket: name,
    account,
    region,
    partition,
    date: date.toISOString(),
    before: settingsIn(answers, steps),
    after: settingsIn(steps.reduce(applied, bucket).answers, steps),
    undo: undoing(steps),
  };
}

/** The file with what S3 says that the repair left, which is written in S3's own way. What it does not show yet is left as it was planned. */
export function asRead(file: RepairFile, now: LiveBucket): RepairFile {
  const after = Object.entries(file.after ?? {}).map(([call, planned]) => {
    const read: LiveAnswer | undefined = now.answers[call];
    return [call, read === undefined || read.kind === 'unknown' || isSameSetting(read, file.before[call]) ? planned : read];
  });
  return { ...file, after: Object.fromEntries(after) };
}

function settingsIn(answers: LiveBucket['answers'], steps: readonly RepairStep[]): LiveBucket['answers'] {
  return Object.fromEntries(steps.map(({ call }) => SETTING_CALLS[call].changes).map((call) => [call, answers[call]]));
}

/** Writes a file that is not there yet, for the user alone. @throws UsageError */
export function writeNewFile(file: string, content: RepairFile): void {
  if (fs.existsSync(file)) {
    throw new UsageError(`${file}: there is a file already, and it is not overwritten. Name another one with --save`);
  }
  onFile(file, 'written', () => fs.writeFileSync(file, textOf(content), { flag: 'wx', mode: 0o600 }));
}

/** Writes a file of this run again: without the steps that it did not come to, or with what S3 answers after them. */
export function rewriteOwnFile(file: string, content: RepairFile): void {
  onFile(file, 'written', () => fs.writeFileSync(file, textOf(content)));
}

function textOf(content: RepairFile): string {
  return `${JSON.stringify(content, null, 2)}\n`;
}

/** Reads what a repair kept. @throws UsageError for any other file */
export function readRepairFile(file: string): RepairFile {
  const text = readUserFile(file);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${file}: not JSON (${(error as Error).message})`);
  }
  const problem = problemOf(json);
  if (problem !== undefined) {
    throw new UsageError(`${file}: not a file that repair wrote: ${problem}`);
  }
  return json as RepairFile;
}

function problemOf(json: unknown): string | undefined {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    return 'not an object';
  }
  const { version, undo, ...rest } = json as Partial<Record<keyof RepairFile, unknown>>;
  if (version !== 1) {
    return `version ${JSON.stringify(version)} is not 1`;
  }
  const missing = (['bucket', 'account', 'region', 'partition'] as const).find((name) => typeof rest[name] !== 'string');
  if (missing !== undefined) {
    return `'${missing}' is missing`;
  }
  if (!Array.isArray(undo)) {
    return "'undo' is not a list of calls";
  }
  if (rest.after !== undefined && !isRecord(rest.after)) {
    return "'after' is not an object";
  }
  // A file from another person could contain any call.
  const foreign = (undo as Partial<RepairCall>[]).find((one) => one?.service !== 's3' || !Object.hasOwn(SETTING_CALLS, String(one.call))
    || one.input?.Bucket !== rest.bucket || one.input?.ExpectedBucketOwner !== rest.account);
  return foreign === undefined ? undefined : `'undo' has a call that is not one of a repair of this bucket: ${JSON.stringify(foreign)?.slice(0, 100)}`;
}
