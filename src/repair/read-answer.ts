import { LiveAnswer, LiveBucket } from '../facts/live-bucket';
import { known, Known, unknown } from '../template/known';

/** What a read call answered; undefined where nothing is configured. What was denied, or not asked for, is not known. */
export function answered<T>({ answers }: LiveBucket, call: string): Known<T | undefined> {
  return valueOf<T>(answers[call], call);
}

/** The same of an answer that stands elsewhere. */
export function valueOf<T>(answer: LiveAnswer | undefined, call: string): Known<T | undefined> {
  switch (answer?.kind) {
    case 'value': return known(answer.value as T);
    case 'absent': return known(undefined);
    case 'unknown': return unknown(`${call}: ${answer.reason}`);
    case undefined: return unknown(`${call} was not read`);
  }
}

/** The value of a property that answers have as an object, a list, or not at all. */
export function listIn<T>(value: Readonly<Record<string, unknown>> | undefined, name: string): readonly T[] {
  const list = value?.[name];
  return Array.isArray(list) ? list as T[] : [];
}

/** Why the first of these that is not known is not. */
export function reasonOf(...answers: readonly Known<unknown>[]): string {
  return answers.flatMap((answer) => answer.known ? [] : [answer.reason])[0] ?? '';
}
