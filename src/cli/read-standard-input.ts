import * as fs from 'node:fs';
import { InputProblem } from './input-problem';
import { MAXIMUM_FILE, whyUnreadable } from './read-text-file';

/** The id of the template on standard input. */
export const STANDARD_INPUT = '<stdin>';

/** Reads standard input to its end, or up to what shows that it is too long. @throws InputProblem */
export function readStandardInput(): Buffer {
  const parts: Buffer[] = [];
  let length = 0;
  while (length <= MAXIMUM_FILE) {
    const part = Buffer.alloc(65_536);
    const read = readSome(part);
    if (read === 0) {
      break;
    }
    parts.push(part.subarray(0, read));
    length += read;
  }
  return Buffer.concat(parts);
}

function readSome(part: Buffer): number {
  for (;;) {
    try {
      return fs.readSync(0, part);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EOF') {
        return 0;
      }
      if (code !== 'EAGAIN') {
        throw new InputProblem(whyUnreadable(error));
      }
      // The other side of the pipe has not written yet.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
    }
  }
}
