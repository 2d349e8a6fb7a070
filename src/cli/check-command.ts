import { baselineIn, outdated } from './baseline';
import { checkOptions } from './check-options';
import { readInvariants } from './invariants-file';
import { invariantsExitCode, withInvariants } from './invariants-report';
import { locateFindings } from './locate-findings';
import { readInputs } from './read-inputs';
import { readOrganization } from './read-organization';
import { REPORTS, rulesText, THRESHOLDS } from './report-formats';
import { counted, summaryText } from './report-summary';
import { COLORED, PLAIN } from './terminal-colors';
import { oneOf, UsageError } from './usage';
import { readUserFile, writeUserFile } from './user-files';
import { TrustZone } from '../policy/questions/allows-outside';
import { Organization } from '../reach/access/ask-who-can';
import { Invariant, InvariantAnswer } from '../reach/invariant';
import { judgeInvariants } from '../reach/judge-invariants';
import { PlaceNames } from '../reach/place-names';
import { Reach } from '../reach/reach';
import { joinedEvidence } from '../reach/reach-evidence';
import { ReachReport } from '../reach/reach-report';
import { KnownFindings, writeBaseline } from '../rules/baseline';
import { Check } from '../rules/check';
import { checkReport } from '../rules/check-report';
import { CheckReport, Finding } from '../rules/finding';
import { TemplateGroup } from '../template/template-group';

/** What the command line asked for, its options read. */
export interface CheckArguments {
  readonly paths: readonly string[];
  readonly format: string;
  readonly output: string | undefined;
  readonly level: string;
  readonly rules: readonly string[];
  readonly failOn: string;
  readonly parameters: readonly string[];
  readonly fixHint?: string;
  readonly baseline: string | undefined;
  readonly writeBaseline: boolean;
  /** Whether what is not written to a file may have colours. */
  readonly hasColors: boolean;
  readonly trustZone: TrustZone;
  readonly hidden: boolean;
  readonly allowEmpty: boolean;
  /** A file of invariants on who reaches which bucket. */
  readonly invariants?: string;
  /** Files of policies of the organization, which limit who gets in. */
  readonly scps?: readonly string[];
  readonly rcps?: readonly string[];
}

/** What was said, and where. */
export interface CheckAnswer {
  readonly out: string | undefined;
  readonly err: string | undefined;
  readonly exitCode: 0 | 1 | 2;
}

/** Checks templates. @throws UsageError */
export function checkTemplates(args: CheckArguments, standardInput: () => Buffer, onProgress: (text: string) => void): CheckAnswer {
  const write = oneOf('--format', args.format, REPORTS);
  const failing = oneOf('--fail-on', args.failOn, THRESHOLDS);
  if (args.paths.length === 0) {
    throw new UsageError('check accepts files, folders, a cdk.out folder, or - for standard input; see hardened-bucket check --help');
  }
  if (args.paths.filter((given) => given === '-').length > 1) {
    throw new UsageError('- is given twice; standard input can be read only once');
  }
  if (args.writeBaseline && args.baseline === undefined) {
    throw new UsageError('--write-baseline needs --baseline FILE');
  }
  const { scps = [], rcps = [] } = args;
  if (scps.length + rcps.length > 0 && args.invariants === undefined) {
    throw new UsageError(`--${scps.length > 0 ? 'scp' : 'rcp'} needs --invariants FILE`);
  }
  const organization = readOrganization(scps, rcps);
  const options = checkOptions(args);
  const check = new Check(options);
  const known = args.baseline === undefined || args.writeBaseline ? undefined : new KnownFindings(baselineIn(args.baseline));
  const invariants = args.invariants === undefined ? undefined : readInvariants(readUserFile(args.invariants), args.invariants);
  const { groups, errors, notes, sources } = readInputs(args.paths, args.parameters, { hidden: args.hidden, refuseEmpty: !args.allowEmpty, standardInput });
  const judged = checkReport(groups, errors, check, (buckets) => onProgress(`${counted(buckets, 'bucket')} checked …`));
  const whole = notes.length > 0 ? { ...judged, notes: [...notes, ...judged.notes ?? []] } : judged;
  const report = locateFindings(known ? without(whole, known.newOf(whole.findings)) : whole, sources);
  const leftOver = known && outdated(args.baseline!, known, check, groups, args.paths);
  if (args.writeBaseline) {
    writeUserFile(args.baseline!, writeBaseline(whole));
  }
  const marks = args.hasColors && args.output === undefined ? COLORED : PLAIN;
  const answers = invariants ? answersOn(invariants, groups, organization) : [];
  const made = { rules: rulesText(options), date: new Date(), ...args.format.toLowerCase() === 'html' ? { reach: reachOf(groups), invariants: answers } : {} };
  const { text, besides } = invariants ? withInvariants(write(report, made, marks), args.format, answers, marks) : { text: write(report, made, marks), besides: undefined };
  const worst = invariantsExitCode(answers);
  if (args.output !== undefined) {
    writeUserFile(args.output, text.endsWith('\n') ? text : `${text}\n`);
  }
  const fails = !args.writeBaseline && report.findings.some(({ severity }) => failing.includes(severity));
  return {
    out: args.output === undefined ? text.replace(/\n$/, '') : undefined,
    err: [...args.output === undefined ? [] : [`${summaryText(report)}: ${args.output}`], ...besides === undefined ? [] : [besides], ...leftOver === undefined ? [] : [leftOver]].join('\n') || undefined,
    exitCode: report.errors.length > 0 || worst === 2 ? 2 : fails || worst === 1 ? 1 : 0,
  };
}

function answersOn(invariants: readonly Invariant[], groups: readonly TemplateGroup[], organization: Organization): InvariantAnswer[] {
  const { reports, evidence } = joinedEvidence(groups.map(({ templates }) => templates), organization);
  return judgeInvariants(invariants, reports, evidence);
}

/** Who reaches the buckets, for a picture: where anything sends requests at all. */
function reachOf(groups: readonly TemplateGroup[]): ReachReport[] {
  const names = new PlaceNames(groups.flatMap(({ templates }) => templates));
  return groups.flatMap(({ templates }) => new Reach(templates, names).reports()).filter(({ places }) => places.length > 0);
}

/** The findings of a baseline are known, and count with those that are acknowledged. */
export function without(report: CheckReport, findings: readonly Finding[]): CheckReport {
  const count = (verdict: Finding['verdict']) => findings.filter((finding) => finding.verdict === verdict).length;
  return {
    ...report,
    findings,
    summary: { ...report.summary, violations: count('violation'), unknown: count('unknown'), suppressed: report.summary.suppressed + report.findings.length - findings.length },
  };
}
