import { CheckAnswer } from './check-command';
import { Connect, Connection, connectToAws } from './connection-options';
import { asRead, readRepairFile, repairFile, rewriteOwnFile, writeNewFile } from './repair-file';
import { planJson, planText, undoText } from './report-repair';
import { Streams } from './streams';
import { COLORED, PLAIN } from './terminal-colors';
import { changedSince, UndoStep, undoSteps } from './undo-plan';
import { oneOf, UsageError } from './usage';
import { AccountReader, AwsPort } from '../account/account-reader';
import { applyCall } from '../account/apply-call';
import { CredentialsProblem, reasonOf } from '../account/aws-errors';
import { LiveAccount, LiveBucket } from '../facts/live-bucket';
import { nearestName } from '../policy/nearest-name';
import { CombinedPlan, planRepairs } from '../repair/plan-repairs';
import { RepairCall, RepairOptions } from '../repair/repair';
import { SETTING_CALLS } from '../repair/repair-calls';
import { REPAIRS } from '../repair/repairs';

/** What the command line asked for. */
export interface RepairArguments extends Connection {
  readonly bucket: string | undefined;
  /** All that nothing has to be said for, unless given. */
  readonly repairs: readonly string[] | undefined;
  readonly accessLogsBucket: string | undefined;
  readonly keepAccess: readonly string[];
  readonly format: string;
  readonly apply: boolean;
  readonly yes: boolean;
  readonly save: string | undefined;
  readonly undo: string | undefined;
  /** What was changed since the repair is put back, too. */
  readonly overwrite: boolean;
}

const CONCURRENCY = 8;

/** Plans the repairs of a bucket, makes them if asked, or undoes them. @throws UsageError */
export async function repair(args: RepairArguments, streams: Streams, connect: Connect = connectToAws): Promise<CheckAnswer> {
  const format = oneOf('--format', args.format, { text: 'text', json: 'json' } as const);
  checkArguments(args, streams);
  const ids = repairIds(args);
  const { region, profile, endpointUrl, roleArn } = args;
  const clients = await connect({ region, profile, endpointUrl, roleArn });
  try {
    const session = new Session(args, format, streams, clients);
    return args.undo !== undefined ? await session.undo(args.undo) : await session.repair(args.bucket!, ids);
  } catch (error) {
    throw error instanceof CredentialsProblem ? new UsageError(`the account cannot be read: ${error.message}`) : error;
  } finally {
    clients.destroy();
  }
}

function checkArguments({ bucket, repairs, apply, yes, save, undo, overwrite }: RepairArguments, { ask }: Streams): void {
  if (undo === undefined && bucket === undefined) {
    throw new UsageError('name the bucket to repair');
  }
  if (undo !== undefined && (apply || save !== undefined || repairs !== undefined)) {
    throw new UsageError('--undo puts back what a file has: it goes without --apply, --save and --repairs');
  }
  if (overwrite && undo === undefined) {
    throw new UsageError('--overwrite needs --undo');
  }
  if (!apply && undo === undefined && (yes || save !== undefined)) {
    throw new UsageError(`${yes ? '--yes' : '--save'} needs --apply`);
  }
  if ((apply || undo !== undefined) && !yes && ask === undefined) {
    throw new UsageError(`${apply ? '--apply' : '--undo'} asks before it changes anything, and this is not a terminal. Add --yes if the plan is right`);
  }
}

/** @throws UsageError */
function repairIds({ repairs, accessLogsBucket }: RepairArguments): readonly string[] {
  const known = REPAIRS.map(({ id }) => id);
  const ids = repairs?.map((id) => id.trim().toLowerCase()).filter((id) => id !== '');
  const unknown = ids?.find((id) => !known.includes(id));
  if (unknown !== undefined) {
    const meant = nearestName(unknown, known);
    throw new UsageError(`--repairs: unknown repair ${JSON.stringify(unknown)}; ${meant === undefined ? `use ${known.join(', ')}` : `did you mean ${meant}?`}`);
  }
  // Old versions are deleted, and logs delivered, only where someone says for how long and where.
  return ids ?? known.filter((id) => id !== 'noncurrent-versions' && (id !== 'log-delivery' || accessLogsBucket !== undefined));
}

class Session {
  private readonly reader: AccountReader;

  constructor(private readonly args: RepairArguments, private readonly format: 'text' | 'json', private readonly streams: Streams, private readonly clients: AwsPort) {
    this.reader = this.newReader();
  }

  async repair(name: string, ids: readonly string[]): Promise<CheckAnswer> {
    const [bucket, account] = await this.read(this.reader, name);
    const plan = planRepairs(bucket, account, ids, await this.options());
    const isRefused = plan.plans.some((one) => one.plan.kind === 'refused');
    if (plan.steps.length === 0 || !this.args.apply) {
      return { out: this.written(bucket, plan, undefined), err: undefined, exitCode: isRefused || plan.steps.length > 0 ? 1 : 0 };
    }
    await this.confirm(planText(bucket, plan, PLAIN), `Make ${plan.steps.length === 1 ? 'this change' : `these ${plan.steps.length} changes`} to bucket ${bucket.name} of account ${bucket.account}?`);
    await this.checkUnchanged(bucket, account);
    const saved = this.args.save ?? `${bucket.name}-before-repair-${new Date().toISOString().replace(/[:.]/g, '-')}.json`;
    const date = new Date();
    writeNewFile(saved, repairFile(bucket, plan.steps, date));
    const failure = await this.send(bucket.region, plan.steps);
    const made = plan.steps.slice(0, failure?.done);
    // The changes are made, whatever can be read of them.
    rewriteOwnFile(saved, asRead(repairFile(bucket, made, date), await this.readAgain(bucket).catch(() => bucket)));
    if (failure) {
      throw new UsageError(`${failure.reason}. ${failure.done} of ${plan.steps.length} changes were made; undo them with --undo ${saved}`);
    }
    return { out: this.written(bucket, plan, saved), err: undefined, exitCode: isRefused ? 1 : 0 };
  }

  async undo(path: string): Promise<CheckAnswer> {
    const file = readRepairFile(path);
    if (this.args.bucket !== undefined && this.args.bucket !== file.bucket) {
      throw new UsageError(`${path}: is of bucket ${file.bucket}, not ${this.args.bucket}`);
    }
    const { account } = await this.reader.identity();
    if (account !== file.account) {
      throw new UsageError(`${path}: is of account ${file.account}, and the credentials are of account ${account}`);
    }
    const [bucket] = await this.read(this.reader, file.bucket);
    const steps = undoSteps(file, bucket);
    const due = steps.filter(({ state }) => state !== 'done');
    const calls = due.map(({ call }) => call);
    const json = { bucket: bucket.name, account: bucket.account, region: bucket.region, undone: calls, overwritten: due.filter(({ state }) => state === 'changed').map(({ setting }) => setting) };
    if (due.length === 0) {
      return { out: this.format === 'json' ? JSON.stringify(json, null, 2) : `${undoText(bucket, [], this.marks)}\n  nothing to do: it is as it was before`, err: undefined, exitCode: 0 };
    }
    await this.confirmUndo(bucket, steps, calls);
    const now = await this.readAgain(bucket);
    const meanwhile = due.filter(({ setting, now: shown }) => JSON.stringify(now.answers[setting]) !== JSON.stringify(shown)).map(({ setting }) => setting);
    if (meanwhile.length > 0) {
      throw new UsageError(`bucket ${bucket.name} changed in the meantime (${meanwhile.join(', ')}). Nothing was changed; start again`);
    }
    const failure = await this.send(bucket.region, calls);
    if (failure) {
      throw new UsageError(`${failure.reason}. ${failure.done} of ${calls.length} calls were made`);
    }
    return { out: this.format === 'json' ? JSON.stringify(json, null, 2) : `${undoText(bucket, calls, this.marks)}\n\ndone`, err: undefined, exitCode: 0 };
  }

  /** @throws UsageError unless someone says yes, and has seen what was changed since the repair before saying so */
  private async confirmUndo(bucket: LiveBucket, steps: readonly UndoStep[], calls: readonly RepairCall[]): Promise<void> {
    const { yes, overwrite } = this.args;
    const changed = changedSince(steps);
    if (changed !== '' && yes && !overwrite) {
      throw new UsageError(`settings of bucket ${bucket.name} are not as the repair left them:\n${changed}\nNothing was changed. Add --overwrite to put back what was there before the repair all the same`);
    }
    const place = `bucket ${bucket.name} of account ${bucket.account}`;
    const plan = undoText(bucket, calls, PLAIN);
    await (changed === '' || overwrite
      ? this.confirm(changed === '' ? plan : `${plan}\n${changed}`, `Put this back on ${place}?`)
      : this.confirm(`${plan}\n${changed}`, `Overwrite what was changed since the repair of ${place}?`, 'overwrite'));
  }

  private get marks() {
    return this.streams.hasColors ? COLORED : PLAIN;
  }

  private newReader(): AccountReader {
    return new AccountReader(this.clients, { concurrency: CONCURRENCY, level: 'STRICT' });
  }

  /** @throws UsageError if there is no such bucket */
  private async read(reader: AccountReader, name: string): Promise<readonly [LiveBucket, LiveAccount]> {
    const bucket = await reader.readBucket(name);
    if (!bucket) {
      throw new UsageError(`there is no bucket ${JSON.stringify(name)}`);
    }
    return [bucket, await reader.readAccount(bucket.region, [bucket])];
  }

  private async options(): Promise<RepairOptions> {
    const { accessLogsBucket, keepAccess } = this.args;
    const accessLogsTarget = accessLogsBucket === undefined ? undefined : await this.reader.readBucket(accessLogsBucket);
    if (accessLogsBucket !== undefined && !accessLogsTarget) {
      throw new UsageError(`--access-logs-bucket: there is no bucket ${JSON.stringify(accessLogsBucket)}`);
    }
    return { accessLogsBucket, accessLogsTarget, keepAccess };
  }

  /** @throws UsageError unless someone says yes, or has said so */
  private async confirm(plan: string, question: string, word = 'yes'): Promise<void> {
    if (this.args.yes) {
      return;
    }
    this.streams.done?.();
    this.streams.err(plan);
    const answer = await this.streams.ask!(`\n${question} Type ${word}: `);
    if (answer.trim().toLowerCase() !== word) {
      throw new UsageError('nothing was changed');
    }
  }

  /** The bucket as it is by now; as it was, where it cannot be read. */
  private async readAgain(bucket: LiveBucket): Promise<LiveBucket> {
    return await this.newReader().readBucket(bucket.name, bucket.region) ?? bucket;
  }

  /** A plan is proved for the bucket as it was read. @throws UsageError if it is another one by now */
  private async checkUnchanged(before: LiveBucket, account: LiveAccount): Promise<void> {
    const [now, accountNow] = await this.read(this.newReader(), before.name);
    const calls = [...new Set([...Object.keys(before.answers), ...Object.keys(now.answers)])];
    const changed = [
      ...calls.filter((call) => JSON.stringify(before.answers[call]) !== JSON.stringify(now.answers[call])),
      ...JSON.stringify(account) === JSON.stringify(accountNow) ? [] : ['the settings of the account'],
    ];
    if (changed.length > 0 || now.region !== before.region) {
      throw new UsageError(`bucket ${before.name} changed since the plan was made (${changed.join(', ')}). Nothing was changed; plan again`);
    }
  }

  /** Sends calls one after the other, up to the first that fails. */
  private async send(region: string, calls: readonly RepairCall[]): Promise<{ readonly done: number; readonly reason: string } | undefined> {
    for (const [done, call] of calls.entries()) {
      this.streams.progress?.(`${call.call} …`);
      try {
        await applyCall(this.clients, region, call);
      } catch (error) {
        return { done, reason: reasonOf(error, call.call, SETTING_CALLS[call.call].permissions.join(', ')) };
      }
    }
    return undefined;
  }

  private written(bucket: LiveBucket, plan: CombinedPlan, saved: string | undefined): string {
    if (this.format === 'json') {
      return JSON.stringify(planJson(bucket, plan, { applied: saved !== undefined, saved: saved ?? null }), null, 2);
    }
    const end = saved !== undefined ? `\n\ndone  undo it with: hardened-bucket repair --undo ${saved}` : plan.steps.length > 0 ? '\n\nnothing was changed: add --apply to do this' : '';
    return planText(bucket, plan, this.marks) + end;
  }
}
