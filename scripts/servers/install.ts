import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { LOGS, SERVERS } from './places';
import { folderOf, InstallCommand, Program, ProgramName, PROGRAMS, Tool } from './programs';
import { ROOT } from '../bindings/places';

/** What could not be installed, and why: the message has a line for each. */
export class ProgramsMissing extends Error {}

/**
 * Installs what is not there yet, two at a time, and says what it downloads.
 *
 * @throws ProgramsMissing if a program cannot be installed here
 */
export async function install(names: readonly ProgramName[]): Promise<void> {
  const waiting = names.filter((name) => !isInstalled(name));
  const missing: string[] = [];
  const worker = async (): Promise<void> => {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
      const start = Date.now();
      const problem = await installOne(name, PROGRAMS[name]);
      if (problem !== undefined) {
        missing.push(`${name} is missing: ${problem}`);
      } else {
        console.log(`  installed ${name}: ${PROGRAMS[name].version} (${((Date.now() - start) / 1000).toFixed(0)} s)`);
      }
    }
  };
  await Promise.all([worker(), worker()]);
  if (missing.length > 0) {
    throw new ProgramsMissing(missing.join('\n'));
  }
}

/** Whether this version was installed to the end. */
function isInstalled(name: ProgramName): boolean {
  const marker = markerOf(name);
  return existsSync(marker) && readFileSync(marker, 'utf8') === PROGRAMS[name].version;
}

function markerOf(name: ProgramName): string {
  return join(SERVERS, `${name}.installed`);
}

/** Returns why it did not work. */
async function installOne(name: ProgramName, { needed, tools, commands, version }: Program): Promise<string | undefined> {
  const tool = await firstThatWorks(tools);
  if (tool === undefined) {
    return `it needs ${needed}`;
  }
  const folder = folderOf(name);
  rmSync(markerOf(name), { force: true });
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  mkdirSync(LOGS, { recursive: true });
  const log = join(LOGS, `install-${name}.log`);
  for (const step of commands(folder, tool)) {
    if (await statusOf(step, log) !== 0) {
      return `${step.command.join(' ')} failed: ${lastLine(log)}\n    all of it: ${relative(ROOT, log)}`;
    }
  }
  writeFileSync(markerOf(name), version);
  return undefined;
}

async function firstThatWorks(tools: readonly Tool[]): Promise<Tool | undefined> {
  for (const tool of tools) {
    if (await statusOf({ command: [tool.command, ...tool.probe], env: tool.env }) === 0) {
      return tool;
    }
  }
  return undefined;
}

/** Runs a command to its end. A program that is not there has no status. */
async function statusOf({ command: [program, ...args], env }: InstallCommand, log?: string): Promise<number | undefined> {
  const output = log === undefined ? undefined : createWriteStream(log, { flags: 'a' });
  const child = spawn(program, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout.on('data', (data: Buffer) => output?.write(data));
  child.stderr.on('data', (data: Buffer) => output?.write(data));
  const status = await Promise.race([
    once(child, 'close').then(([code]) => code as number),
    once(child, 'error').then(() => undefined),
  ]).catch(() => undefined);
  output?.end();
  return status;
}

function lastLine(log: string): string {
  return readFileSync(log, 'utf8').trimEnd().split('\n').at(-1) ?? '';
}
