import { CommanderError } from 'commander';
import { commandLine } from './command-line';
import { Streams } from './streams';
import { UsageError } from './usage';
import { PolicyInputError } from '../policy/policy-request';

/** Runs the command and returns its exit code. */
export function run(args: readonly string[], streams: Streams): number {
  let exitCode = 0;
  try {
    commandLine(streams, (code) => { exitCode = code; }).parse([...args], { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) {
      return error.exitCode === 0 ? 0 : wrongUsage(error, args, streams);
    }
    if (error instanceof UsageError || error instanceof PolicyInputError) {
      streams.err(`hardened-bucket: ${error.message}`);
      return 2;
    }
    throw error;
  }
}

function wrongUsage({ code, message }: CommanderError, args: readonly string[], streams: Streams): number {
  // Help instead of a missing command is printed already.
  if (code !== 'commander.help') {
    const [command] = args.filter((arg) => /^(check|compare|diff|policy)$/.test(arg));
    const [, sentence, suggestion] = /^error: (.*?)\.?\s*(?:\(Did you mean (.*)\?\))?$/s.exec(message)!;
    const help = `see hardened-bucket ${command === undefined ? '' : `${command} `}--help`;
    streams.err(`hardened-bucket: ${sentence}; ${suggestion === undefined ? help : `did you mean ${suggestion}?`}`);
  }
  return 2;
}
