import { LiveAnswer } from './live-bucket';
import { LiveAnswers, LiveSetting } from './live-setting';
import { LIVE_ACCESS } from './live-settings-access';
import { LIVE_STORAGE } from './live-settings-storage';
import { UnknownValue } from '../policy/unknown-value';

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
    default: return onDemand || isNeeded?.(answers) === false ? {} : unknown(`no call asked S3 for it (${call}, ${permission})`);
  }
}

/** Says that a call was denied, by the permission that it needs. */
export function deniedReason(permission: string): string {
  return `${permission} was denied`;
}
