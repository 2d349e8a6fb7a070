/** What a question may spend. Running out is an answer, `unknown`, and never a proof. */
export class Budget {
  private nodes = 0;
  private readonly deadline: number;

  constructor(private readonly maximumNodes = 60_000, milliseconds = 1_500) {
    this.deadline = Date.now() + milliseconds;
  }

  /** Counts some steps of work. @throws OutOfBudget */
  spend(nodes: number): void {
    this.nodes += nodes;
    if (this.nodes > this.maximumNodes || (this.nodes % 64 < nodes && Date.now() > this.deadline)) {
      throw new OutOfBudget(`the question needs more than ${this.maximumNodes} search steps or its time`);
    }
  }
}

export class OutOfBudget extends Error {}
