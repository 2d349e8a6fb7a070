import { matchesArn, matchesGlob, sixParts } from './match-text';
import { RoleOfSession } from './request-context';
import { Certainty, certain } from '../certainty';

/** More sets of states than any real pattern has; a pattern with more is not decided. */
const MOST_STATES = 2_000;

/** Says whether an ARN pattern matches the role whatever its path, whichever path, or whether the path decides. */
export function matchesRoleByArn(pattern: string, { start, roleName }: RoleOfSession): Certainty {
  const wanted = sixParts(pattern);
  if (pattern === '*') {
    return 'yes';
  }
  const head = sixParts(`${start}${roleName}`)!.slice(0, 5);
  // Without a path the ARN has the same first five parts as with one.
  return wanted === undefined || !matchesArn([...wanted.slice(0, 5), '*'].join(':'), [...head, 'role'].join(':')) ? 'no' : matchesRole(wanted[5], 'role/', roleName);
}

/**
 * Says whether a glob matches `start`, a path and the name of a role, for every path, for none, or depending on it: a path is
 * empty, or any printable characters that end in a slash.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html
 */
export function matchesRole(pattern: string, start: string, roleName: string): Certainty {
  const withoutPath = matchesGlob(pattern, `${start}${roleName}`);
  const answers = new Set([withoutPath]);
  const alphabet = [...new Set(`${pattern}/x~`)].filter((char) => char >= '!' && char <= '~' && char !== '*' && char !== '?');
  const afterStart = [...start].reduce((states, char) => step(pattern, states, char), close(pattern, [0]));
  const open = [afterStart];
  const seen = new Set<string>();
  // Which states a pattern can be in behind a path is what decides; paths that lead to the same ones are one.
  for (let states = open.pop(); states && answers.size < 2; states = open.pop()) {
    for (const char of alphabet) {
      const next = step(pattern, states, char);
      if (char === '/' && states !== afterStart) {
        answers.add([...roleName].reduce((at, letter) => step(pattern, at, letter), next).includes(pattern.length));
      }
      if (!seen.has(String(next))) {
        seen.add(String(next));
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
