/** Counts checks, and prints a line for each, which begins with the name: scenarios run side by side. */
export class Checks {
  public passed = 0;
  public failed = 0;

  constructor(private readonly name: string) {}

  public section(title: string): void {
    this.print(title);
  }

  /** A check passes unless its body throws. What it returns is printed beside it. */
  public async check(title: string, body: () => Promise<string | void>): Promise<void> {
    const start = Date.now();
    try {
      const detail = await body();
      this.passed += 1;
      this.print(`  ok    ${title} (${((Date.now() - start) / 1000).toFixed(1)} s)${detail ? `: ${detail}` : ''}`);
    } catch (error) {
      this.failed += 1;
      this.print(`  FAIL  ${title}\n${((error as Error).message ?? String(error)).replace(/^/gm, '        ')}`);
    }
  }
  private print(text: string): void {
    console.log(text.replace(/^/gm, this.name.padEnd(12)));
  }
}
