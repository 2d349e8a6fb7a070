import * as fs from 'node:fs';
import { UsageError } from './usage';
import { readUserFile, onFile } from './user-files';
import { LiveBucket } from '../facts/live-bucket';
import { RepairCall, RepairStep } from '../repair/repair';
import { SETTING_CALLS } from '../repair/repair-calls';

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
  readonly undo: readonly RepairCall[];
}

/** What is kept of a bucket before these steps. */
export function repairFile({ name, account, region, partition, answers }: LiveBucket, steps: readonly RepairStep[], undo: readonly RepairCall[], date: Date): RepairFile {
  const changed = steps.map(({ call }) => SETTING_CALLS[call].changes);
  return { version: 1, bucket: name, account, region, partition, date: date.toISOString(), before: Object.fromEntries(changed.map((call) => [call, answers[call]])), undo };
}

/** Writes a file that is not there yet, for the user alone. @throws UsageError */
export function writeNewFile(file: string, content: RepairFile): void {
  if (fs.existsSync(file)) {
    throw new UsageError(`${file}: there is a file already, and it is not overwritten. Name another one with --save`);
  }
  onFile(file, 'written', () => fs.writeFileSync(file, textOf(content), { flag: 'wx', mode: 0o600 }));
}

/** Takes calls out of a file that this run has written: those of steps that it did not come to. */
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
  // A file from another person could contain any call.
  const foreign = (undo as Partial<RepairCall>[]).find((one) => one?.service !== 's3' || !Object.hasOwn(SETTING_CALLS, String(one.call))
    || one.input?.Bucket !== rest.bucket || one.input?.ExpectedBucketOwner !== rest.account);
  return foreign === undefined ? undefined : `'undo' has a call that is not one of a repair of this bucket: ${JSON.stringify(foreign)?.slice(0, 100)}`;
}
