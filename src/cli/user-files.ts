import * as fs from 'node:fs';
import { UsageError } from './usage';

/** Reads a file that the user named. @throws UsageError */
export function readUserFile(file: string): string {
  return onFile(file, 'read', () => fs.readFileSync(file, 'utf8'));
}

/** Writes a file that the user named. @throws UsageError */
export function writeUserFile(file: string, text: string): void {
  onFile(file, 'written', () => fs.writeFileSync(file, text));
}

/** Does something with a file that the user named. @throws UsageError */
export function onFile<T>(file: string, what: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw new UsageError(`${file}: cannot be ${what} (${(error as NodeJS.ErrnoException).code ?? (error as Error).message})`);
  }
}
