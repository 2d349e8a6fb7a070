import { matchesArn, matchesGlob, sixParts } from './match-text';
import { RoleOfSession } from './request-context';
import { Certainty, certain } from '../certainty';

/** More sets of states than any real pattern has; a pattern with more is not decided. */
const MOST_STATES = 2_000;

/** Says whether one of these ARN patterns matches the role whatever its path, whichever path, or whether the path decides. */
export function matchesRoleByArn(patterns: readonly string[], { start, roleName }: RoleOfSession): Certainty {
  // Without a path the ARN has the same first five parts as with one.
  const head = [...sixParts(`${start}${roleName}`)!.slice(0, 5), 'role'].join(':');
  const ends = patterns.flatMap((pattern) => {
    const wanted = pattern === '*' ? ['*', '*', '*', '*', '*', '*'] : sixParts(pattern);
    return wanted !== undefined && matchesArn([...wanted.slice(0, 5), '*'].join(':'), head) ? [wanted[5]] : [];
  });
  return matchesRole(ends, 'role/', roleName);
}

/**
 * Says whether one of these globs matches `start`, a path and the name of a role, for every path, for none, or depending on it:
 * a path is empty, or any printable characters that end in a slash.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html
 */
export function matchesRole(patterns: readonly string[], start: string, roleName: string): Certainty {
  const withoutPath = patterns.some((pattern) => matchesGlob(pattern, `${start}${roleName}`));
  const answers = new Set([withoutPath]);
  const alphabet = [...new Set(`${patterns.join('')}/x~`)].filter((char) => char >= '!' && char <= '~' && char !== '*' && char !== '?');
  const read = (states: readonly (readonly number[])[], text: string) => [...text].reduce((at, char) => at.map((places, i) => step(patterns[i], places, char)), states);
  const afterStart = read(patterns.map((pattern) => close(pattern, [0])), start);
  const open = [afterStart];
  const seen = new Set<string>();
  // Which states the patterns can be in behind a path is what decides; paths that lead to the same ones are one.
  for (let states = open.pop(); states && answers.size < 2; states = open.pop()) {
    for (const char of alphabet) {
      const next = read(states, char);
      if (char === '/' && states !== afterStart) {
        answers.add(read(next, roleName).some((places, i) => places.includes(patterns[i].length)));
      }
      const key = next.join(';');
      if (!seen.has(key)) {
        seen.add(key);
        open.push(next);
      }
    }
    if (seen.size > MOST_STATES) {
      return 'unknown';
    }
  }
  return answers.size > 1 ? 'unknown' : certain(withoutPath);
}

/** The places in a glob that can be reached by one more character. */
function step(pattern: string, states: readonly number[], char: string): number[] {
  return close(pattern, states.flatMap((state) => pattern[state] === '*' ? [state] : pattern[state] === '?' || pattern[state] === char ? [state + 1] : []));
}

function close(pattern: string, states: readonly number[]): number[] {
  const closed = new Set<number>();
  for (let state of states) {
    closed.add(state);
    while (pattern[state] === '*') {
      closed.add(++state);
    }
  }
  return [...closed].sort((a, b) => a - b);
}
