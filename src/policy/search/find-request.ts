import { Budget, OutOfBudget } from './budget';
import { Reading } from './compile';
import { Goal, SearchResult } from './goal';
import { Undecided } from './key-theory';
import { RequestSpace } from './request-space';
import { Search } from './search';

/**
 * Finds a request that fulfils the goal, or proves that there is none.
 *
 * Every request that is returned was confirmed by the evaluator. `none` is only said when no request could fulfil the
 * goal even if everything unknown turned out in its favour. Questions about the same requests can share their space.
 */
export function findRequest(goal: Goal, space = new RequestSpace(goal)): SearchResult {
  const budget = new Budget(undefined, goal.milliseconds);
  try {
    const possible = search(goal, space, budget, 'may');
    if (possible.kind !== 'unknown' || possible.reason.code === 'policyVariable') {
      return possible;
    }
    // Something unknown was needed. Without its help the request may still be there.
    const definite = search(goal, space, budget, 'must');
    return definite.kind === 'found' ? definite : possible;
  } catch (error) {
    if (error instanceof OutOfBudget) {
      return { kind: 'unknown', reason: { code: error instanceof Undecided ? 'mixedOperators' : 'budget', message: error.message, where: undefined } };
    }
    throw error;
  }
}

function search(goal: Goal, space: RequestSpace, budget: Budget, reading: Reading): SearchResult {
  const started = new Search(space, goal, reading, budget);
  let doubt: SearchResult = { kind: 'none' };
  for (const branch of goal.branches) {
    const result = started.ask(branch);
    if (result.kind === 'found') {
      return result;
    }
    doubt = doubt.kind === 'none' ? result : doubt;
  }
  return doubt;
}
