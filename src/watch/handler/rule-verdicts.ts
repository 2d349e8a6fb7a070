import { ReportedFinding, reportedFindings } from './bucket-change';
import { VerdictKind } from './transition';
import { CheckReport, Finding, Severity } from '../../rules/finding';
import { Rule } from '../../rules/rule';

/** What a judgement says of a rule. */
export interface RuleVerdict {
  readonly rule: string;
  readonly title: string;
  readonly severity: Severity;
  readonly kind: VerdictKind;
  readonly findings: readonly ReportedFinding[];
  readonly reason?: string;
}

/** What a judgement says of a bucket. */
export interface Judgement {
  readonly verdicts: readonly RuleVerdict[];
  /** Rules of which it says nothing, because something failed that may work the next time. What was known of them stays. */
  readonly undecided: readonly string[];
  /** What failed; absent where nothing did. */
  readonly failure?: string;
}

/** Rules of the watch itself: what it may not read, what it could not repair, how a bucket compares with its model. */
export const WATCH_RULE = 'HardenedBucketWatch-';

/** A call that failed on its way, and not by a decision of AWS. */
const PASSING = /\b[A-Z]\w+ failed(?: \d+ times)? \(/;

/** A permission that is missing. */
const DENIED = /\b((?:s3|s3express|kms|cloudwatch|sts):[A-Z]\w+) was denied/;

/** The verdicts on one bucket, by the findings on it. What a rule has no finding for complies with it. */
export function ruleVerdicts({ findings, errors }: Pick<CheckReport, 'findings' | 'errors'>, rules: readonly Rule[]): Judgement {
  if (errors.length > 0) {
    const [{ message }] = errors;
    const broken: RuleVerdict = { rule: `${WATCH_RULE}Checked`, title: 'the bucket can be checked', severity: 'error', kind: 'unknown', findings: [], reason: message };
    return { verdicts: [broken], undecided: rules.map(({ id }) => id) };
  }
  const verdicts: RuleVerdict[] = [];
  const undecided: string[] = [];
  const denied = new Map<string, Rule[]>();
  let failure: string | undefined;
  for (const rule of rules) {
    const own = findings.filter((finding) => finding.rule === rule.id);
    const violations = own.filter(({ verdict }) => verdict === 'violation');
    const { id, title, severity } = rule;
    if (violations.length > 0 || own.length === 0) {
      const kind = violations.length > 0 ? 'violation' : 'compliant';
      verdicts.push({ rule: id, title, severity, kind, findings: reportedFindings(violations.map(reportedFinding)) });
      continue;
    }
    const reason = reasonOf(own[0], rule);
    const permission = DENIED.exec(reason)?.[1];
    if (permission === undefined && !PASSING.test(reason)) {
      verdicts.push({ rule: id, title, severity, kind: 'unknown', findings: [], reason });
      continue;
    }
    undecided.push(id);
    if (permission === undefined) {
      failure ??= reason;
    } else {
      denied.set(permission, [...denied.get(permission) ?? [], rule]);
    }
  }
  // One message for each permission, not one for each of the rules that need it.
  for (const [permission, needing] of denied) {
    verdicts.push({
      rule: `${WATCH_RULE}Readable/${permission}`,
      title: `the watch may call ${permission}`,
      severity: needing.some(({ severity }) => severity === 'error') ? 'error' : 'warning',
      kind: 'unknown',
      findings: [],
      reason: `${permission} was denied, so it is not known whether ${needing.map(({ title }) => title).join(', whether ')}`,
    });
  }
  return { verdicts, undecided, ...failure === undefined ? {} : { failure } };
}

function reportedFinding({ message, fix, evidence: { id, request, statement } }: Finding): ReportedFinding {
  return { id, message, fix, ...request ? { request } : {}, ...statement ? { statement: statement.sid ?? `statement ${statement.index}` } : {} };
}

function reasonOf({ message }: Finding, { title }: Rule): string {
  const at = message.indexOf(`${title}: `);
  return at < 0 ? message : message.slice(at + title.length + 2);
}
