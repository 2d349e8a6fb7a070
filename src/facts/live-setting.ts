import { LiveBucket } from './live-bucket';

/** What has been answered of a bucket so far, by the name of the call. */
export type LiveAnswers = LiveBucket['answers'];

/** One read call of S3: a row of data. */
export interface LiveSetting {
  /** The name of the call, as the AWS SDK has it. */
  readonly call: string;
  /** The IAM action that it needs. */
  readonly permission: string;
  /** The error codes by which S3 says that nothing is configured. */
  readonly absent: readonly string[];
  /** Only rules of this level ask for it; those of both, where it is not given. */
  readonly level?: 'STRICT';
  /** What no rule asks for: it is read where someone else wants to know it. */
  readonly onDemand?: true;
  /** Whether it can say anything, by what was answered before; undefined as long as that is not asked. Always, where it is not given. */
  readonly isNeeded?: (answers: LiveAnswers) => boolean | undefined;
  /** The list in the output of which S3 gives a page at a time. */
  readonly pages?: string;
  /** The properties of the bucket that it answers, as CloudFormation names them. */
  readonly properties: readonly string[];
  /** The output as such properties. */
  readonly read: (output: unknown) => Readonly<Record<string, unknown>>;
  /** What S3 does where nothing is configured, if that is not the same as nothing. */
  readonly byDefault?: Readonly<Record<string, unknown>>;
}
