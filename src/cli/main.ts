#!/usr/bin/env node
import { runToEnd } from './run';
import { showsColors } from './terminal-colors';

/** A run that is over sooner needs no progress, and nobody reads it faster. */
const QUIET_MILLISECONDS = 500;
const CLEAR_LINE = '\r\u001B[2K';
let last = Date.now();
let shown = false;

// Anyone who reads only the beginning, such as `head`, has what it wants.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') {
    throw error;
  }
});

/** Asks for one line on the terminal; empty where its input ends. */
function ask(question: string): Promise<string> {
  process.stderr.write(question);
  return new Promise((resolve) => {
    const answer = (text: Buffer | string) => {
      process.stdin.pause();
      resolve(String(text));
    };
    process.stdin.once('data', answer).once('end', () => answer(''));
  });
}

void runToEnd(process.argv.slice(2), {
  hasColors: showsColors(process.env, process.stdout.isTTY === true),
  out: (text) => process.stdout.write(`${text}\n`),
  err: (text) => process.stderr.write(`${text}\n`),
  progress: (text) => {
    const now = Date.now();
    if (process.stderr.isTTY && now - last > QUIET_MILLISECONDS) {
      process.stderr.write(CLEAR_LINE + text);
      last = now;
      shown = true;
    }
  },
  done: () => {
    if (shown) {
      process.stderr.write(CLEAR_LINE);
    }
  },
  ...process.stdin.isTTY && process.stderr.isTTY ? { ask } : {},
  // A second Ctrl-C ends the process as ever.
  onInterrupt: (stop) => {
    process.once('SIGINT', stop);
    return () => process.removeListener('SIGINT', stop);
  },
}).then((exitCode) => { process.exitCode = exitCode; });
