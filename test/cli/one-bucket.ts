import { repair, RepairArguments } from '../../src/cli/repair-command';
import { LiveBucket } from '../../src/facts/live-bucket';
import { applied, SETTING_CALLS } from '../../src/repair/repair-calls';
import { awsError, fail } from '../account/fake-account';
import { allow, liveBucket, OTHER, OWN, policy } from '../repair/live-buckets';

const NOTHING: RepairArguments = {
  bucket: 'records', repairs: undefined, accessLogsBucket: undefined, keepAccess: [], format: 'text', apply: false, yes: false, save: undefined, undo: undefined, overwrite: false,
};

/** An account with one bucket, which remembers what it is told. */
export class OneBucket {
  readonly changes: string[] = [];
  /** What a call is answered with instead. */
  readonly answers: Record<string, () => unknown> = {};

  constructor(public bucket: LiveBucket, readonly account = OWN) {}

  private whileReading: () => void = () => undefined;

  async region(): Promise<string> {
    return 'eu-west-1';
  }

  destroy(): void {
    // There is nothing to end.
  }

  /** Does something each time that the bucket's place is asked for. */
  onRead(act: () => void): void {
    this.whileReading = act;
  }

  async send(service: string, call: string, input: Readonly<Record<string, unknown>>): Promise<unknown> {
    const instead = this.answers[`${service} ${call}`];
    if (instead) {
      return instead();
    }
    if (call === 'GetCallerIdentity') {
      return { Account: this.account, Arn: `arn:aws:sts::${this.account}:assumed-role/me/me` };
    }
    if (service !== 's3') {
      return fail(awsError('NoSuchPublicAccessBlockConfiguration', 404));
    }
    if (input.Bucket !== this.bucket.name) {
      return fail(awsError('NotFound', 404));
    }
    if (call === 'HeadBucket') {
      this.whileReading();
      return { BucketRegion: 'eu-west-1' };
    }
    if (Object.hasOwn(SETTING_CALLS, call)) {
      this.changes.push(call);
      this.bucket = applied(this.bucket, { service: 's3', call, input });
      return {};
    }
    const answer = this.bucket.answers[call];
    return answer?.kind === 'value' ? answer.value : answer?.kind === 'unknown' ? fail(awsError('AccessDenied', 403)) : fail(awsError(ABSENT[call] ?? 'NotThere', 404));
  }
}

const ABSENT: Readonly<Record<string, string>> = {
  GetBucketPolicy: 'NoSuchBucketPolicy',
  GetPublicAccessBlock: 'NoSuchPublicAccessBlockConfiguration',
  GetBucketOwnershipControls: 'OwnershipControlsNotFoundError',
  GetBucketEncryption: 'ServerSideEncryptionConfigurationNotFoundError',
  GetBucketLifecycleConfiguration: 'NoSuchLifecycleConfiguration',
  GetBucketWebsite: 'NoSuchWebsiteConfiguration',
};

/** Runs the command; with an answer someone sits at a terminal. */
export async function runRepair(args: Partial<RepairArguments>, on: OneBucket, answer?: string) {
  const asked: string[] = [];
  const shown: string[] = [];
  const ask = async (question: string) => {
    asked.push(question);
    return answer!;
  };
  const streams = { out: () => undefined, err: (text: string) => shown.push(text), ...answer === undefined ? {} : { ask } };
  const { out, exitCode } = await repair({ ...NOTHING, ...args }, streams, async () => on);
  return { out: out!, exitCode, asked, shown: shown.join('\n') };
}

export const READ = allow({ AWS: OTHER }, 's3:GetObject');

export function neglected(): OneBucket {
  return new OneBucket(liveBucket(policy([READ])));
}
