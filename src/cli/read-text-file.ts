import * as fs from 'node:fs';
import { InputProblem } from './input-problem';

/** CloudFormation accepts templates up to 1 MB. */
export const MAXIMUM_FILE = 10_000_000;

/** Reads a whole text file. @throws InputProblem */
export function readTextFile(file: string, maximum = MAXIMUM_FILE): string {
  return decodeText(readStart(file, maximum), maximum);
}

/** Reads a file up to what shows that it is too long. Devices and pipes are refused, because they may never end. @throws InputProblem */
export function readStart(file: string, maximum = MAXIMUM_FILE): Buffer {
  try {
    const stat = fs.statSync(file);
    if (!stat.isFile()) {
      throw new InputProblem('neither a file nor a folder');
    }
    if (stat.size <= maximum) {
      return fs.readFileSync(file);
    }
    const start = Buffer.alloc(maximum + 1);
    const descriptor = fs.openSync(file, 'r');
    try {
      return start.subarray(0, fs.readSync(descriptor, start));
    } finally {
      fs.closeSync(descriptor);
    }
  } catch (error) {
    throw error instanceof InputProblem ? error : new InputProblem(whyUnreadable(error));
  }
}

/** @throws InputProblem */
export function decodeText(bytes: Buffer, maximum = MAXIMUM_FILE): string {
  if (bytes.length > maximum) {
    throw new InputProblem(`larger than ${maximum / 1_000_000} MB`);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new InputProblem('not UTF-8 text');
  }
}

export function whyUnreadable(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return code === 'ENOENT' ? 'there is no such file or folder' : `cannot be read (${code ?? message})`;
}
