import { linesOfDifference } from './difference-lines';
import type { RepairFile } from './repair-file';
import { LiveAnswer, LiveBucket } from '../facts/live-bucket';
import { visible } from '../policy/visible-text';
import { RepairCall } from '../repair/repair';
import { applied, SETTING_CALLS } from '../repair/repair-calls';
import { isSameSetting, plainSetting } from '../repair/same-setting';

/** A call that undoes something, and what is there now. */
export interface UndoStep {
  readonly call: RepairCall;
  /** The read call of the setting. */
  readonly setting: string;
  /** `due`: the setting is as the repair left it; `done`: it is as it was before already; `changed`: it is another one, or not known. */
  readonly state: 'due' | 'done' | 'changed';
  /** What the repair left, if the file says it. */
  readonly left?: LiveAnswer;
  readonly now?: LiveAnswer;
}

/** Holds what a repair left against what is there now: only that may be put back without another look. */
export function undoSteps({ undo, after = {} }: RepairFile, bucket: LiveBucket): readonly UndoStep[] {
  return undo.map((call): UndoStep => {
    const setting = SETTING_CALLS[call.call].changes;
    const [left, now] = [after[setting], bucket.answers[setting]] as readonly (LiveAnswer | undefined)[];
    const isDone = now?.kind !== 'unknown' && isSameSetting(emptyAsAbsent(applied(bucket, call).answers[setting]), emptyAsAbsent(now));
    return { call, setting, left, now, state: isDone ? 'done' : isSameSetting(left, now) ? 'due' : 'changed' };
  });
}

/** Some calls answer with nothing inside where nothing is configured. */
function emptyAsAbsent(answer: LiveAnswer | undefined): LiveAnswer | undefined {
  return answer?.kind === 'value' && ['{}', 'null'].includes(JSON.stringify(plainSetting(answer))) ? { kind: 'absent' } : answer;
}

/** What was changed since the repair, for people: without `-` and with `+`. */
export function changedSince(steps: readonly UndoStep[]): string {
  return steps.filter(({ state }) => state === 'changed').flatMap(({ setting, left, now }) => [
    `  ${setting} ${why(left, now)}`,
    ...left !== undefined && now !== undefined && now.kind !== 'unknown' ? linesOfDifference(textOf(left), textOf(now)).map((line) => `    ${visible(line)}`) : [],
  ]).join('\n');
}

function why(left: LiveAnswer | undefined, now: LiveAnswer | undefined): string {
  return now === undefined || now.kind === 'unknown' ? `cannot be read, so it may have changed since the repair${now === undefined ? '' : `: ${now.reason}`}`
    : left === undefined ? 'may have changed since the repair: the file does not say how the repair left it' : 'changed since the repair:';
}

function textOf(answer: LiveAnswer): string {
  return answer.kind === 'absent' ? 'not configured' : JSON.stringify(plainSetting(answer), null, 2);
}
