import { CLASSES_ON_BUCKETS, classOf } from '../policy/action-classes';
import { globCovers } from '../policy/glob';
import { S3_ACTIONS } from '../policy/s3-actions';

/**
 * A few patterns that match all of these actions, and no other action on a bucket or its objects.
 *
 * A statement on a bucket never meets the actions on access points, jobs and so on, so a pattern may match them. Where two
 * actions share their first words, the pattern ends there, so it covers the next action of that name, too.
 */
export function globsFor(actions: readonly string[]): readonly string[] {
  const others = ON_BUCKETS.filter((name) => !actions.includes(name));
  const shortened = SHORTENED.flatMap((shorten) => actions.map((name) => shorten(wordsOf(name))));
  const candidates = [...new Set(shortened)]
    .filter((glob) => !others.some((other) => globCovers(glob, other)))
    .map((glob) => [glob, actions.filter((name) => globCovers(glob, name))] as const);
  const open = new Set(actions);
  const globs: string[] = [];
  while (open.size > 0) {
    const counts = candidates.map(([, covered]) => covered.filter((name) => open.has(name)).length);
    const most = Math.max(1, ...counts);
    const [name] = open;
    // Of equal ones the first way to shorten wins; for an action alone its name says it.
    const [glob, covered] = most > 1 ? candidates[counts.indexOf(most)] : [name, [name]];
    globs.push(glob);
    covered.forEach((each) => open.delete(each));
  }
  return globs.sort();
}

const ON_BUCKETS: readonly string[] = S3_ACTIONS.map(({ name }) => name).filter((name) => CLASSES_ON_BUCKETS.includes(classOf(name)!));

/** From `s3:PutObjectVersionTagging`: `s3:PutObject*`, `s3:Put*`, `s3:PutObjectVersion*`, `s3:PutObject*Tagging`, `s3:Put*Tagging`. */
const SHORTENED: readonly ((words: readonly string[]) => string)[] = [
  ([first, second = '']) => `s3:${first}${second}*`,
  ([first]) => `s3:${first}*`,
  ([first, second = '', third = '']) => `s3:${first}${second}${third}*`,
  (words) => `s3:${words.slice(0, 2).join('')}*${words.at(-1)}`,
  (words) => `s3:${words[0]}*${words.at(-1)}`,
];

function wordsOf(name: string): string[] {
  return name.replace('s3:', '').split(/(?=[A-Z][a-z])/);
}
