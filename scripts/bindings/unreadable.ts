import { CliOutcome } from '../cdk-cli';

/** How many lines a person reads before the first refusal. What build tools and runtimes say of themselves comes first. */
const LINES_BEFORE = 12;

/** A frame of a stack trace in any of the languages. */
const FRAME = /^\s*(\[ERROR\])?\s*(at .+[(:]|File ".+", line \d+|goroutine \d+|.+\.go:\d+ \+0x|\.\.\.)/;

/**
 * Says why a person could not read from this what was refused, and what to do. Nothing if they could: it ends with an error,
 * names the rule, says how to fix it, and has no stack frames before that.
 *
 * @param rule the id of the rule that refuses
 */
export function unreadable({ exitCode, text }: CliOutcome, rule: string): string | undefined {
  const lines = text.split('\n').map((line) => line.trimEnd()).filter((line) => line !== '');
  const first = lines.findIndex((line) => /HardenedBucket(-|Checks)/.test(line));
  const frames = lines.slice(0, first).filter((line) => FRAME.test(line)).length;
  const end = lines.slice(first).findIndex((line) => FRAME.test(line));
  const refusal = lines.slice(first, end === -1 ? undefined : first + end).join('\n');
  if (exitCode === 0) {
    return 'it ends with status 0';
  }
  if (first === -1) {
    return 'it names no rule';
  }
  if (frames > 0) {
    return `it has ${frames} stack frames before the refusal`;
  }
  if (first > LINES_BEFORE) {
    return `it has ${first} lines before the refusal`;
  }
  if (!refusal.includes(rule)) {
    return `it does not name ${rule} before the first stack frame`;
  }
  return /fix: \S/.test(refusal) ? undefined : 'it says no fix before the first stack frame';
}
