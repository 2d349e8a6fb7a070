import { auditAccount } from './audit-account';
import { AuditFile } from './audit-file';
import { baselineIn } from './baseline';
import { CheckAnswer, without } from './check-command';
import { checkOptions } from './check-options';
import { Connect, Connection, connectToAws } from './connection-options';
import { REPORTS, rulesText, THRESHOLDS } from './report-formats';
import { summaryText } from './report-summary';
import { Streams } from './streams';
import { COLORED, PLAIN } from './terminal-colors';
import { oneOf, UsageError } from './usage';
import { writeUserFile } from './user-files';
import { AccountReader, AwsPort } from '../account/account-reader';
import { CredentialsProblem, reasonOf } from '../account/aws-errors';
import { LiveDepth } from '../facts/live-settings';
import { TrustZone } from '../policy/questions/allows-outside';
import { REPAIRS } from '../repair/repairs';
import { newFindings, writeBaseline } from '../rules/baseline';
import { Check } from '../rules/check';
import { comparisonText, LiveReport, ModelChoice } from '../rules/check-live';
import { liveDepth } from '../rules/live-depth';
import { MODEL_BUCKETS } from '../rules/model-buckets';

/** What the command line asked for, its options read. */
export interface AuditArguments extends Connection {
  readonly format: string;
  readonly output: string | undefined;
  readonly level: string;
  readonly rules: readonly string[];
  readonly failOn: string;
  readonly fixHint?: string;
  readonly baseline: string | undefined;
  readonly writeBaseline: boolean;
  readonly trustZone: TrustZone;
  readonly canonicalUsers: readonly string[];
  readonly model: string | undefined;
  readonly modelTag: string | undefined;
  readonly resume: string | undefined;
  readonly concurrency: string;
}

/** Audits the buckets of an account. @throws UsageError */
export async function audit(args: AuditArguments, streams: Streams, connect: Connect = connectToAws): Promise<CheckAnswer> {
  const format = args.format.toLowerCase();
  const write = oneOf('--format', format, REPORTS);
  const failing = oneOf('--fail-on', args.failOn, THRESHOLDS);
  if (args.writeBaseline && args.baseline === undefined) {
    throw new UsageError('--write-baseline needs --baseline FILE');
  }
  const concurrency = readConcurrency(args.concurrency);
  const model = readModel(args);
  const options = checkOptions(args);
  const check = new Check(options);
  const baseline = args.baseline === undefined || args.writeBaseline ? undefined : baselineIn(args.baseline);
  // A model has all settings.
  const depth: LiveDepth = model ? { level: 'STRICT', tags: model.tag !== undefined } : liveDepth(check.rules);
  const whole = await ask(args, connect, async (clients) => {
    const reader = new AccountReader(clients, { concurrency, ...depth });
    const identity = await reader.identity();
    let isStopped = false;
    const release = streams.onInterrupt?.(() => { isStopped = true; });
    return auditAccount({
      reader,
      identity,
      depth,
      region: args.region,
      concurrency,
      check,
      model,
      file: args.resume === undefined ? undefined : new AuditFile(args.resume, identity.account),
      isStopped: () => isStopped,
      onRead: () => release?.(),
      onProgress: (text) => streams.progress?.(text),
    });
  });
  const report: LiveReport = baseline ? { ...whole, ...without(whole, newFindings(whole, baseline)) } : whole;
  if (args.writeBaseline) {
    writeUserFile(args.baseline!, writeBaseline(whole));
  }
  const text = withComparisons(write(report, { rules: rulesText(options), date: new Date() }, streams.hasColors && args.output === undefined ? COLORED : PLAIN), report, format);
  if (args.output !== undefined) {
    writeUserFile(args.output, text.endsWith('\n') ? text : `${text}\n`);
  }
  const isWeaker = report.comparisons.some(({ comparison }) => comparison === undefined || comparison.relation === 'more' || comparison.relation === 'incomparable');
  const fails = !args.writeBaseline && (isWeaker || report.findings.some(({ severity }) => failing.includes(severity)));
  return {
    out: args.output === undefined ? text.replace(/\n$/, '') : undefined,
    err: args.output === undefined ? format === 'text' ? nextStep(report) : undefined : `${summaryText(report)}: ${args.output}`,
    exitCode: report.errors.length > 0 ? 2 : fails ? 1 : 0,
  };
}

/** What helps with the findings, by the name of a bucket that it helps. */
function nextStep({ findings }: LiveReport): string | undefined {
  const repairable = findings.find(({ rule, verdict, logicalId }) => verdict === 'violation' && logicalId !== null && REPAIRS.some(({ rules }) => rules.includes(rule)));
  return repairable && `hardened-bucket repair ${repairable.logicalId} shows what it would change in that bucket, and changes nothing`;
}

/** Does something with an account. @throws UsageError for credentials that are none, and a list of buckets that is denied */
async function ask<T>(connection: Connection, connect: Connect, act: (clients: AwsPort) => Promise<T>): Promise<T> {
  const { region, profile, endpointUrl, roleArn } = connection;
  const clients = await connect({ region, profile, endpointUrl, roleArn });
  try {
    return await act(clients);
  } catch (error) {
    throw error instanceof UsageError ? error
      : error instanceof CredentialsProblem ? new UsageError(`the account cannot be read: ${error.message}`)
        : error instanceof Error && '$metadata' in error ? new UsageError(`the buckets cannot be listed: ${reasonOf(error, 'ListBuckets', 's3:ListAllMyBuckets')}`) : error;
  } finally {
    clients.destroy();
  }
}

function readConcurrency(text: string): number {
  if (!/^[1-9]\d{0,2}$/.test(text)) {
    throw new UsageError(`--concurrency ${JSON.stringify(text)} is not a number from 1 to 999`);
  }
  return Number(text);
}

function readModel({ model, modelTag }: Pick<AuditArguments, 'model' | 'modelTag'>): ModelChoice | undefined {
  if (model !== undefined && !MODEL_BUCKETS.some(({ name }) => name === model)) {
    throw new UsageError(`--model ${JSON.stringify(model)} is not a model: use ${MODEL_BUCKETS.map((one) => `${one.name} (${one.description})`).join(' or ')}`);
  }
  return model === undefined && modelTag === undefined ? undefined : { tag: modelTag, byDefault: model };
}

/** How buckets compare with their models stands before the findings, or beside them; a page for people and a log for tools have no place for it. */
function withComparisons(text: string, { comparisons }: LiveReport, format: string): string {
  if (comparisons.length === 0) {
    return text;
  }
  const lines = comparisons.map(comparisonText);
  return format === 'text' ? [...lines, '', text].join('\n')
    : format === 'json' ? JSON.stringify({ ...JSON.parse(text) as object, comparisons: comparisons.map(({ bucket, region, model, comparison }, i) => ({ bucket, region, model, relation: comparison?.relation ?? null, text: lines[i] })) }, null, 2)
      : text;
}
