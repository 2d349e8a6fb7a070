import * as fs from 'node:fs';
import { Baseline, BaselineProblem, readBaseline } from '../rules/baseline';

/** A baseline, and the file that it was read from. */
export interface BaselineFile {
  readonly file: string;
  readonly baseline: Baseline;
}

/** Reads a baseline file. @throws BaselineProblem if there is no such file, or it is not a baseline */
export function readBaselineFile(file: string): BaselineFile {
  return { file, baseline: readBaseline(textOf(file), `baseline '${file}'`) };
}

function textOf(file: string): string {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new BaselineProblem(code === 'ENOENT'
      ? `baseline '${file}' is not there, seen from '${process.cwd()}': write it with hardened-bucket check cdk.out --baseline '${file}' --write-baseline, or correct the path`
      : `baseline '${file}' cannot be read (${code ?? message})`);
  }
}
