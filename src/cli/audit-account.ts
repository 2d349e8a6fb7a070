import { AuditFile } from './audit-file';
import { AccountReader, Identity } from '../account/account-reader';
import { CredentialsProblem } from '../account/aws-errors';
import { LiveAccount, LiveBucket } from '../facts/live-bucket';
import { LiveDepth } from '../facts/live-settings';
import { Check } from '../rules/check';
import { checkLive, LiveReport, ModelChoice } from '../rules/check-live';
import { CheckReport } from '../rules/finding';

/** What is audited, and how. */
export interface Audit {
  readonly reader: AccountReader;
  readonly identity: Identity;
  readonly depth: LiveDepth;
  /** Only the buckets of this Region. */
  readonly region?: string;
  /** How many buckets are read at a time. */
  readonly concurrency: number;
  readonly file?: AuditFile;
  readonly check: Check;
  readonly model?: ModelChoice;
  /** Whether to end with what there is. */
  readonly isStopped: () => boolean;
  /** Told when all is read: to judge takes its time, and there is nothing to keep any more. */
  readonly onRead: () => void;
  readonly onProgress: (text: string) => void;
}

/** Why not all buckets were read; undefined where all were. */
type Incomplete = string | undefined;

/** Reads the buckets of an account and judges them, Region by Region. What was read before it was stopped is judged. */
export async function auditAccount(audit: Audit): Promise<LiveReport> {
  const { identity: { account }, check, model, onProgress, reader } = audit;
  const { buckets, incomplete } = await readBuckets(audit).finally(audit.onRead);
  const regions = [...new Set(buckets.map(({ region }) => region))].sort();
  const reports: LiveReport[] = [];
  for (const region of regions) {
    const here = buckets.filter((bucket) => bucket.region === region).sort((one, other) => one.name < other.name ? -1 : 1);
    const live = await reader.readAccount(region, here).catch((error: unknown) => unreadAccount(error, audit.identity, region));
    reports.push(checkLive(live, here, check, { isWhole: incomplete === undefined, model, onProgress: (judged) => onProgress(`${region}: ${judged} of ${here.length} buckets judged …`) }));
  }
  return merged(account, reports, incomplete === undefined ? [] : [{ template: account, message: incomplete }]);
}

/** The account after the credentials have ended: what was read of buckets is judged without it. */
function unreadAccount(error: unknown, identity: Identity, region: string): LiveAccount {
  if (!(error instanceof CredentialsProblem)) {
    throw error;
  }
  const unknown = { kind: 'unknown', reason: `the credentials ended (${error.message})` } as const;
  return { ...identity, region, publicAccessBlock: unknown, keys: {}, alarms: unknown };
}

async function readBuckets(audit: Audit): Promise<{ readonly buckets: LiveBucket[]; readonly incomplete: Incomplete }> {
  const { reader, depth, region, concurrency, file, isStopped, onProgress } = audit;
  const list = reader.listBuckets(region)[Symbol.asyncIterator]();
  const buckets: LiveBucket[] = [];
  let failure: { readonly error: unknown } | undefined;
  let isListed = false;
  const work = async () => {
    while (!isListed && !failure && !isStopped()) {
      const next = await list.next();
      if (next.done) {
        isListed = true;
        return;
      }
      const { name, region: place } = next.value;
      const known = file?.find(name, depth);
      const bucket = known ?? await reader.readBucket(name, place);
      if (bucket && !known) {
        file?.add(bucket);
      }
      if (bucket && (region === undefined || bucket.region === region)) {
        buckets.push(bucket);
        onProgress(`${buckets.length} buckets read …`);
      }
    }
  };
  await Promise.all(Array.from({ length: concurrency }, () => work().catch((error: unknown) => { failure ??= { error }; })));
  if (failure && !(failure.error instanceof CredentialsProblem && buckets.length > 0)) {
    throw failure.error;
  }
  const goOn = file ? 'run it again with the same --resume to go on' : 'with --resume FILE it would go on from there';
  return {
    buckets,
    incomplete: failure ? `the credentials ended before all buckets were read (${(failure.error as Error).message}); ${goOn}`
      : isListed ? undefined : `the audit was stopped before all buckets were read; ${goOn}`,
  };
}

function merged(account: string, reports: readonly LiveReport[], more: CheckReport['errors']): LiveReport {
  const errors = [...reports.flatMap((report) => report.errors), ...more];
  const sum = (count: (summary: CheckReport['summary']) => number) => reports.reduce((total, { summary }) => total + count(summary), 0);
  const notes = reports.flatMap((report) => report.notes ?? []);
  return {
    account,
    findings: reports.flatMap(({ findings }) => findings),
    comparisons: reports.flatMap(({ comparisons }) => comparisons),
    errors,
    ...notes.length > 0 ? { notes } : {},
    summary: {
      templates: reports.length,
      buckets: sum(({ buckets }) => buckets),
      violations: sum(({ violations }) => violations),
      unknown: sum(({ unknown }) => unknown),
      suppressed: sum(({ suppressed }) => suppressed),
      errors: errors.length,
    },
  };
}
