import { LiveAnswer, LiveBucket } from './live-bucket';
import { LIVE_ACCESS } from './live-settings-access';
import { LIVE_STORAGE } from './live-settings-storage';
import { UnknownValue } from '../policy/unknown-value';

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
  /** What no rule asks for: it is read where somebody else wants to know it. */
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

/**
 * The read calls in the order in which they are asked: what decides whether another is needed comes before it.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
 */
export const LIVE_SETTINGS: readonly LiveSetting[] = [...LIVE_ACCESS, ...LIVE_STORAGE];

/** The property that stands for the ACL as it is. CloudFormation has canned ones only. */
export { ACCESS_CONTROL_LIST } from './live-settings-access';

/** Which calls are made for a bucket. */
export interface LiveDepth {
  /** The level of the rules that ask; `STRICT` has all that rules ask for. */
  readonly level: 'BASELINE' | 'STRICT';
  /** Calls that none of the applied rules asks for: they are not made. @default - those of the level are */
  readonly unasked?: readonly string[];
  /** Whether the tags of buckets are asked for. */
  readonly tags?: boolean;
}

/** The next calls to make, by what has been answered: those whose need is decided, and nobody has made. */
export function nextCalls(answers: LiveAnswers, { level, unasked = [], tags = false }: LiveDepth): LiveSetting[] {
  return LIVE_SETTINGS.filter((setting) => !Object.hasOwn(answers, setting.call)
    && !unasked.includes(setting.call)
    && (setting.level === undefined || level === 'STRICT')
    && (setting.onDemand === undefined || tags)
    && (setting.isNeeded === undefined || setting.isNeeded(answers) === true));
}

/** The properties that a bucket would have in a template, by what was answered. What is not known is unknown in all that it could say. */
export function liveProperties(answers: LiveAnswers): Readonly<Record<string, unknown>> {
  return Object.assign({}, ...LIVE_SETTINGS.map((setting) => propertiesOf(setting, answers))) as Record<string, unknown>;
}

function propertiesOf(setting: LiveSetting, answers: LiveAnswers): Readonly<Record<string, unknown>> {
  const { call, permission, properties, read, byDefault = {}, isNeeded, onDemand } = setting;
  const unknown = (reason: string) => Object.fromEntries(properties.map((name) => [name, new UnknownValue(reason)]));
  const answer: LiveAnswer | undefined = Object.hasOwn(answers, call) ? answers[call] : undefined;
  switch (answer?.kind) {
    case 'value': return read(answer.value);
    case 'absent': return byDefault;
    case 'unknown': return unknown(answer.reason);
    default: return onDemand || isNeeded?.(answers) === false ? {} : unknown(`nobody asked S3 for it (${call}, ${permission})`);
  }
}

/** Says that a call was denied, by the permission that it needs. */
export function deniedReason(permission: string): string {
  return `${permission} was denied`;
}
