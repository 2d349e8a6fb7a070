/** An answer: as JSON, in words, and as an exit code. */
export interface Answer {
  readonly json: object;
  readonly text: readonly string[];
  readonly exitCode: 0 | 1 | 3;
}
