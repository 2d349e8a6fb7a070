import { spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ROOT, WORK } from './places';

/** A command, its arguments, and where and with what it runs. */
export interface Command {
  readonly command: readonly string[];
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** A command that failed. The message has the end of what it printed, and where the rest is. */
export class CommandFailed extends Error {}

/**
 * Runs a command, and keeps what it prints in a file.
 *
 * @param title names the file
 * @returns what it printed
 * @throws CommandFailed if it ends with another status than 0
 */
export function run(title: string, { command: [program, ...args], cwd = ROOT, env = {} }: Command): string {
  const logs = join(WORK, 'logs');
  mkdirSync(logs, { recursive: true });
  const log = join(logs, `${title.replace(/[^A-Za-z0-9.]+/g, '-')}.log`);
  const file = openSync(log, 'w');
  const { status, error } = spawnSync(program, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', file, file] });
  closeSync(file);
  const text = readFileSync(log, 'utf8');
  if (status !== 0) {
    const end = text.trimEnd().split('\n').slice(-25).map((line) => `    ${line}`).join('\n');
    throw new CommandFailed(`${program} ${args.join(' ')} failed${error ? `: ${error.message}` : ` with status ${status}`}\n${end}\n    all of it: ${relative(ROOT, log)}`);
  }
  return text;
}

/** Runs a command that may fail. */
export function attempt(title: string, command: Command): string | undefined {
  try {
    return run(title, command);
  } catch (error) {
    if (error instanceof CommandFailed) {
      return undefined;
    }
    throw error;
  }
}
