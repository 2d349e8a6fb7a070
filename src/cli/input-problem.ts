/** What is wrong with one file. It becomes an `InputError` of that file, and the others are still read. */
export class InputProblem extends Error {
  constructor(message: string, line?: number) {
    super(line === undefined ? message : `line ${line}: ${message}`);
  }
}
