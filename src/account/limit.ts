/** Runs at most so many tasks at a time; the others wait in their order. */
export class Limit {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(private readonly most: number) {
    if (!Number.isInteger(most) || most < 1) {
      throw new Error(`'${most}' is not a number of tasks at a time`);
    }
  }

  async run<T>(task: () => Promise<T>): Promise<T> {
    if (this.running >= this.most) {
      // A task that ends hands its place to the next, so that no other task takes it in between.
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    } else {
      this.running++;
    }
    try {
      return await task();
    } finally {
      const next = this.waiting.shift();
      if (next) {
        next();
      } else {
        this.running--;
      }
    }
  }
}
