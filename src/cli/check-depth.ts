import { InputProblem } from './input-problem';

/** No template comes near it, and everything that walks values by recursion survives it. */
export const MAXIMUM_DEPTH = 200;

export function checkDepth(depth: number, line: () => number): void {
  if (depth > MAXIMUM_DEPTH) {
    throw new InputProblem(`nested more than ${MAXIMUM_DEPTH} levels deep`, line());
  }
}
