import { createHash } from 'node:crypto';
import { ReportedStatus } from './transition';
import { PolicyRequest } from '../../policy/policy-request';
import { Severity } from '../../rules/finding';
import { ChangeCause } from '../watch-environment';

/** One finding of a rule, as it is reported. */
export interface ReportedFinding {
  readonly id: string;
  readonly message: string;
  readonly fix: string;
  /** A request that gets through and should not, or that does not and should. */
  readonly request?: PolicyRequest;
  readonly statement?: string;
}

/** What the watch does about a finding. */
export interface ReportedRepair {
  readonly id: string;
  /** `planned`: nothing was changed, since repairs are only planned; `applying`: it follows; `refused`: it could do harm; `failed`: a call failed; `limit`: it was applied too often. */
  readonly outcome: 'planned' | 'applying' | 'applied' | 'refused' | 'failed' | 'limit';
  /** Each change as a sentence, or the reason. */
  readonly changes: readonly string[];
}

/** A change of what is true of a bucket and a rule. It is the detail of the EventBridge event, by the schema in docs/bucket-events.schema.json. */
export interface BucketChange {
  readonly version: '1';
  /** The same for each delivery of the same change: a receiver that has seen it may skip it. */
  readonly id: string;
  readonly status: ReportedStatus;
  readonly bucket: string;
  readonly account: string;
  readonly region: string;
  readonly partition: string;
  readonly rule: string;
  /** What is true of a good bucket. */
  readonly title: string;
  readonly severity: Severity;
  readonly time: string;
  /** Since when the bucket has been in the status that ends with this change; absent for the first change. */
  readonly previousSince?: string;
  readonly findings: readonly ReportedFinding[];
  /** Why it is not known, or not judged any more. */
  readonly reason?: string;
  readonly repairs: readonly ReportedRepair[];
  /** The last change of the bucket that the watch saw, which need not be the one that broke the rule. */
  readonly cause?: ChangeCause;
}

/** The id of a change: two changes of a bucket and rule never have the same. */
export function changeId(bucket: string, rule: string, changes: number, time: string): string {
  return createHash('sha256').update(JSON.stringify([bucket, rule, changes, time])).digest('hex').slice(0, 32);
}

/** Cuts a text to so many characters, and shows that it did. */
export function shortened(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 3)}...`;
}

/** All reports of a bucket are written in one transaction, which takes 4 MB, and each is sent in one message of 256 KB. */
const KEPT_FINDINGS = 10;
const KEPT_CHARACTERS = 1000;
const KEPT_REQUEST = 2500;

/** The findings that a report has room for: no report grows without bound. */
export function reportedFindings(findings: readonly ReportedFinding[]): readonly ReportedFinding[] {
  const kept = findings.slice(0, KEPT_FINDINGS).map(({ request, ...finding }): ReportedFinding => ({
    ...finding,
    message: shortened(finding.message, KEPT_CHARACTERS),
    fix: shortened(finding.fix, KEPT_CHARACTERS),
    // A request that is cut is no request.
    ...request && JSON.stringify(request).length < KEPT_REQUEST ? { request } : {},
  }));
  const left = findings.length - kept.length;
  return left > 0 ? [...kept, { id: 'More', message: `There are ${left} more findings of this rule.`, fix: 'Run hardened-bucket audit for all of them.' }] : kept;
}

/** The changes of a repair that a report has room for. */
export function reportedChanges(changes: readonly string[]): readonly string[] {
  return changes.slice(0, KEPT_FINDINGS).map((change) => shortened(change, KEPT_CHARACTERS));
}
