import * as fs from 'node:fs';
import { UsageError } from './usage';
import { PolicyInputError } from '../policy/policy-request';

/** Reads a file in a way of its own. @throws UsageError, which names the file */
export function reading<T>(file: string, read: (text: string) => T): T {
  let text: string;
  try {
    text = fs.readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(`${file}: cannot be read (${(error as NodeJS.ErrnoException).code ?? (error as Error).message})`);
  }
  try {
    return read(text);
  } catch (error) {
    if (error instanceof PolicyInputError) {
      throw new UsageError(`${file}: ${error.message}`);
    }
    throw error;
  }
}
