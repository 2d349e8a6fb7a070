import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';

/** What a process as a whole cost, and what it answered. */
export interface Measured {
  readonly seconds: number;
  /** What it computed, whatever else the machine did. */
  readonly cpuSeconds: number;
  /** The most memory that it, or the largest process that it started, had at once. */
  readonly megabytes: number;
  readonly stdout: string;
}

/** Node.js does not say what memory a child had: the operating system tells the parent, which therefore is a process of its own. */
const WATCH = `
import json, resource, subprocess, sys, time
before = time.monotonic()
with open(sys.argv[1], 'w') as out:
    status = subprocess.run(sys.argv[2:], stdout=out, stderr=subprocess.PIPE)
seconds = time.monotonic() - before
usage = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss, status.returncode, status.stderr.decode()[-2000:]]))
`;

/** ru_maxrss is in kilobytes, but on macOS in bytes. */
const MAXRSS_UNIT = process.platform === 'darwin' ? 1 : 1024;

/** Runs a command and measures it as a whole, its start included. @throws Error if it ends with another code than these */
export function measured(command: readonly string[], { exitCodes, outFile }: { readonly exitCodes: readonly number[]; readonly outFile: string }): Measured {
  const { stdout, stderr, status } = spawnSync('python3', ['-c', WATCH, outFile, ...command], { encoding: 'utf8' });
  if (status !== 0) {
    throw new Error(`${command[0]} could not be measured: ${stderr}`);
  }
  const [seconds, cpuSeconds, rss, exitCode, said] = JSON.parse(stdout) as [number, number, number, number, string];
  if (!exitCodes.includes(exitCode)) {
    throw new Error(`${command.join(' ')} ended with ${exitCode}: ${said}`);
  }
  return { seconds, cpuSeconds, megabytes: rss * MAXRSS_UNIT / 1e6, stdout: fs.readFileSync(outFile, 'utf8') };
}
