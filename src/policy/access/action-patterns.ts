import { globCovers } from '../glob';
import { PolicyStatement } from '../policy-document';
import { S3_ACTIONS } from '../s3-actions';

/** Whether the statement is about this action; something unknown in it is about every action. */
export function isAbout({ actions, notActions }: PolicyStatement, name: string): boolean {
  const named = (pattern: PolicyStatement['actions'][number], ifUnknown: boolean) => typeof pattern === 'string' ? coversAction(pattern, name) : ifUnknown;
  return actions.length > 0 ? actions.some((pattern) => named(pattern, true)) : !notActions.some((pattern) => named(pattern, false));
}

/**
 * The shortest list of patterns that are right for these actions: each as it is written if it stands for no action that is out, or
 * else the longest beginnings of names (`s3:GetObject*`), and names where none is right.
 *
 * @param written patterns that are about all of `names`; an action that is in none of the lists does not matter
 */
export function patternsFor(names: readonly string[], out: readonly string[], written: readonly string[]): readonly string[] {
  const isOut = (pattern: string) => out.some((name) => coversAction(pattern, name));
  const patterns = withoutCovered(written.filter((pattern) => !isOut(pattern)));
  let left = names.filter((name) => !patterns.some((pattern) => coversAction(pattern, name)));
  const found: string[] = [];
  while (left.length > 0) {
    const [first] = left;
    const isRight = (one: string) => !isOut(one) && written.some((wide) => globCovers(wide, one));
    const pattern = beginningsOf(first).find((one) => isRight(one) && left.filter((name) => globCovers(one, name)).length > 1) ?? first;
    found.push(pattern);
    left = left.filter((name) => !globCovers(pattern, name));
  }
  return [...patterns, ...found];
}

/** `s3:*`, `s3:Get*`, `s3:GetObject*`, `s3:GetObjectTagging*` of `s3:GetObjectTagging`. */
function beginningsOf(name: string): string[] {
  const words = name.replace(/^s3:/, '').match(/[A-Z][a-z0-9]*|[a-z0-9]+/g) ?? [];
  return [...words, ''].map((_, i) => `s3:${words.slice(0, i).join('')}*`);
}

/** Without patterns that others cover, and each once. */
export function withoutCovered(patterns: readonly string[], covers: (wide: string, narrow: string) => boolean = coversAction): string[] {
  return patterns.filter((pattern, i) => !patterns.some((other, j) => j !== i && covers(other, pattern) && (!covers(pattern, other) || j < i)));
}

/** Actions do not depend on case. */
function coversAction(wide: string, narrow: string): boolean {
  return globCovers(wide.toLowerCase(), narrow.toLowerCase());
}

/** Every action that a statement is about. */
export function actionNames(statement: PolicyStatement): string[] {
  return S3_ACTIONS.map(({ name }) => name).filter((name) => isAbout(statement, name));
}
