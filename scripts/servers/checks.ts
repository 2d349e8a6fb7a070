/** Counts checks, and prints a line for each. */
export class Checks {
  public passed = 0;
  public failed = 0;

  public section(title: string): void {
    console.log(`\n${title}`);
  }

  /** A check passes unless its body throws. What it returns is printed beside it. */
  public async check(title: string, body: () => Promise<string | void>): Promise<void> {
    const start = Date.now();
    try {
      const detail = await body();
      this.passed += 1;
      console.log(`  ok    ${title} (${((Date.now() - start) / 1000).toFixed(1)} s)${detail ? `: ${detail}` : ''}`);
    } catch (error) {
      this.failed += 1;
      console.log(`  FAIL  ${title}\n${((error as Error).message ?? String(error)).replace(/^/gm, '          ')}`);
    }
  }
}
