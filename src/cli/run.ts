import { CommanderError } from 'commander';
import { commandLine } from './command-line';
import { Streams } from './streams';
import { UsageError } from './usage';
import { PolicyInputError } from '../policy/policy-request';

/** Runs the command and returns its exit code. @throws Error for a command that is not over when it returns */
export function run(args: readonly string[], streams: Streams): number {
  const exitCode = start(args, streams);
  if (typeof exitCode !== 'number') {
    throw new Error('the command goes on: use runToEnd');
  }
  return exitCode;
}

/** Runs any command to its end, and gives its exit code. Whatever can be done at once is done at once. */
export async function runToEnd(args: readonly string[], streams: Streams): Promise<number> {
  return start(args, streams);
}

function start(args: readonly string[], streams: Streams): number | Promise<number> {
  let exitCode: number | Promise<number> = 0;
  try {
    commandLine(streams, (code) => { exitCode = code; }).parse([...args], { from: 'user' });
    return typeof exitCode === 'number' ? exitCode : (exitCode as Promise<number>).catch((error) => failed(error, args, streams));
  } catch (error) {
    return failed(error, args, streams);
  }
}

/** What is said of wrong usage. @throws the error, if it is a mistake of ours */
function failed(error: unknown, args: readonly string[], streams: Streams): number {
  if (error instanceof CommanderError) {
    return error.exitCode === 0 ? 0 : wrongUsage(error, args, streams);
  }
  if (error instanceof UsageError || error instanceof PolicyInputError) {
    streams.done?.();
    streams.err(`hardened-bucket: ${error.message}`);
    return 2;
  }
  throw error;
}

function wrongUsage({ code, message }: CommanderError, args: readonly string[], streams: Streams): number {
  // Help instead of a missing command is printed already.
  if (code !== 'commander.help') {
    const [command] = args.filter((arg) => /^(adopt|audit|check|compare|diff|policy|reach|repair|who-can)$/.test(arg));
    const [, sentence, suggestion] = /^error: (.*?)\.?\s*(?:\(Did you mean (.*)\?\))?$/s.exec(message)!;
    const help = `see hardened-bucket ${command === undefined ? '' : `${command} `}--help`;
    streams.err(`hardened-bucket: ${sentence}; ${suggestion === undefined ? help : `did you mean ${suggestion}?`}`);
  }
  return 2;
}
