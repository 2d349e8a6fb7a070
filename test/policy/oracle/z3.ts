import { spawnSync } from 'node:child_process';
import * as path from 'node:path';

/** What Z3 said of one script, and how long it took without the start of the process. */
export interface Z3Answer {
  readonly output: string;
  readonly milliseconds: number;
}

const QUERIES_PER_PROCESS = 10;

/** Has Z3 4.13.0 answer SMT-LIB scripts, ten in each process of its own. */
export function askZ3(scripts: readonly string[]): Z3Answer[] {
  const answers: Z3Answer[] = [];
  for (let from = 0; from < scripts.length; from += QUERIES_PER_PROCESS) {
    const batch = scripts.slice(from, from + QUERIES_PER_PROCESS);
    const { stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', path.join(__dirname, 'z3-child.ts')], {
      input: JSON.stringify(batch), encoding: 'utf8', maxBuffer: 1 << 26, timeout: 120_000,
    });
    const lines = stdout.split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as Z3Answer);
    if (lines.length === 0) {
      throw new Error(`the Z3 process answered nothing: ${stderr}`);
    }
    // A process that died half way leaves the rest unanswered.
    answers.push(...batch.map((_, i) => lines[i] ?? { output: 'died', milliseconds: NaN }));
  }
  return answers;
}
