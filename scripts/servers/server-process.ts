import { ChildProcess, execFileSync, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { createServer, AddressInfo } from 'node:net';
import { join } from 'node:path';
import { LOGS } from './places';

export interface ServerCommand {
  /** Names the log, with a number where another of this name runs. */
  readonly name: string;
  readonly command: readonly string[];
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Whether it answers yet. */
  readonly ready: () => Promise<boolean>;
}

/** How long a server may take to answer. LocalStack takes 12 seconds on an idle machine. */
const READY_WITHIN_MS = 90_000;
const POLL_MS = 100;
/** How long a server may take to end before it is killed. */
const END_WITHIN_MS = 5_000;

const running = new Set<ServerProcess>();
process.on('exit', () => running.forEach((server) => server.kill()));
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => process.exit(1));
}

/** A server of ours: a process and its children, which end with us. */
export class ServerProcess {
  /** @throws Error with the end of its log if it ends, or does not answer in time */
  public static async start({ name: wanted, command: [program, ...args], cwd, env, ready }: ServerCommand): Promise<ServerProcess> {
    mkdirSync(LOGS, { recursive: true });
    const name = freeName(wanted);
    const log = join(LOGS, `${name}.log`);
    const file = openSync(log, 'w');
    // A group of its own, so that its children can be ended with it.
    const child = spawn(program, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', file, file], detached: true });
    closeSync(file);
    const server = new ServerProcess(name, log, child);
    const failed = new Promise<never>((_resolve, reject) => child.once('error', reject));
    try {
      await Promise.race([server.untilReady(ready), failed]);
    } catch (error) {
      await server.stop();
      throw error;
    }
    return server;
  }

  private constructor(public readonly name: string, public readonly log: string, private readonly child: ChildProcess) {
    running.add(this);
  }

  /** What it printed so far. */
  public output(): string {
    return readFileSync(this.log, 'utf8');
  }

  public async stop(): Promise<void> {
    running.delete(this);
    if (this.ended()) {
      return;
    }
    const ended = new Promise((resolve) => this.child.once('exit', resolve));
    this.signal('SIGTERM');
    await Promise.race([ended, sleep(END_WITHIN_MS)]);
    this.signal('SIGKILL');
  }

  /** Ends it and its children at once, as a crash would: those too that are in a group of their own, such as the runtime in the emulator. */
  public kill(): void {
    running.delete(this);
    descendantsOf(this.child.pid!).forEach((pid) => killNow(pid));
    this.signal('SIGKILL');
  }

  private async untilReady(ready: () => Promise<boolean>): Promise<void> {
    const start = Date.now();
    while (!await ready().catch(() => false)) {
      if (this.ended() || Date.now() - start > READY_WITHIN_MS) {
        const end = this.output().trimEnd().split('\n').slice(-15).join('\n    ');
        throw new Error(`${this.name} ${this.ended() ? 'ended' : 'does not answer'}:\n    ${end}\n    all of it: ${this.log}`);
      }
      await sleep(POLL_MS);
    }
  }

  private ended(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  private signal(signal: NodeJS.Signals): void {
    try {
      process.kill(-this.child.pid!, signal);
    } catch {
      // It ended by itself.
    }
  }
}

function descendantsOf(pid: number): number[] {
  const pairs = execFileSync('ps', ['-eo', 'pid=,ppid='], { encoding: 'utf8' }).trim().split('\n').map((line) => line.trim().split(/\s+/).map(Number));
  const below = (parent: number): number[] => pairs.filter(([, of]) => of === parent).flatMap(([child]) => [child, ...below(child)]);
  return below(pid);
}

function killNow(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended by itself.
  }
}

/** A name that no server has that runs. */
function freeName(wanted: string): string {
  const taken = new Set([...running].map(({ name }) => name));
  let name = wanted;
  for (let i = 2; taken.has(name); i += 1) {
    name = `${wanted}-${i}`;
  }
  return name;
}

/** A port on loopback that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

export function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
