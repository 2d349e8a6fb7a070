import { AwsPort } from '../../src/account/account-reader';
import { LiveBucket } from '../../src/facts/live-bucket';
import { HARDENED_ANSWERS } from '../facts/live-answers';

/** An error as the AWS SDK throws it. */
export function awsError(name: string, status: number = 400, more: object = {}): Error {
  return Object.assign(new Error(`${name} happened`), { name, $metadata: { httpStatusCode: status, attempts: 1 }, ...more });
}

export interface FakeAccount extends AwsPort {
  /** The calls that were made, as `call Bucket Region`. */
  readonly made: string[];
  /** The most that were under way at a time. */
  readonly most: () => number;
}

type Answer = (input: Readonly<Record<string, unknown>>, region: string) => unknown;

/** An account in which these calls are answered so, and all others like those of a hardened bucket. */
export function fakeAccount(answers: Readonly<Record<string, Answer>> = {}): FakeAccount {
  const made: string[] = [];
  let running = 0;
  let most = 0;
  return {
    made,
    most: () => most,
    region: async () => 'eu-west-1',
    send: async (service, call, input, region) => {
      made.push([call, input.Bucket, region].filter((part) => part !== undefined).join(' '));
      most = Math.max(most, ++running);
      await new Promise((resolve) => setImmediate(resolve));
      running--;
      const answer = answers[`${service} ${call}`] ?? answers[call];
      return answer ? answer(input, region) : usual(call);
    },
  };
}

function usual(call: string): unknown {
  if (call === 'GetCallerIdentity') {
    return { Account: '111122223333', Arn: 'arn:aws:sts::111122223333:assumed-role/auditor/me' };
  }
  const answer: LiveBucket['answers'][string] | undefined = HARDENED_ANSWERS[call];
  return answer?.kind === 'value' ? answer.value : {};
}

export function fail(error: unknown): never {
  throw error;
}
