import { UnknownValue } from '../policy/unknown-value';

/** Bounds what evaluating one value may take, so that it ends on every input. */
export class EvaluationBudget {
  private depth = 0;
  private steps = 0;

  /** Runs one step of an evaluation, unless it has gone too deep or taken too long. */
  step<T>(run: () => T): T | UnknownValue {
    if (this.depth === 0) {
      this.steps = 0;
    }
    if (this.depth > MAXIMUM_DEPTH || ++this.steps > MAXIMUM_STEPS) {
      return new UnknownValue(`the value is nested more than ${MAXIMUM_DEPTH} levels deep, or takes more than ${MAXIMUM_STEPS} steps to evaluate`);
    }
    this.depth++;
    try {
      return run();
    } finally {
      this.depth--;
    }
  }

  /** Counts a text that was evaluated: long ones take more, or they would fill the memory within the steps. */
  takeText(length: number): void {
    this.steps += length >> 6;
  }
}

/** How deep values are looked into. */
export const MAXIMUM_DEPTH = 200;
const MAXIMUM_STEPS = 250_000;
