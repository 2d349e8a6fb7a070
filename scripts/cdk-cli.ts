import { spawn } from 'node:child_process';
import { join } from 'node:path';

const CLI = require.resolve('aws-cdk/bin/cdk');

/** What a run of the CLI ended with. */
export interface CliOutcome {
  readonly exitCode: number;
  /** All that it printed. */
  readonly text: string;
}

/** The CLI asks for news, newer versions and the default account unless told not to. */
const OFFLINE_OPTIONS = ['--no-notices', '--no-version-reporting', '--no-lookups', '--no-color'];

/**
 * Runs the pinned CLI, without an AWS account and without its news.
 *
 * @param args what follows `cdk`
 * @param directory where it runs
 * @param output where the cloud assembly goes
 */
export async function runCdk(args: readonly string[], directory: string, output: string, environment: NodeJS.ProcessEnv = process.env): Promise<CliOutcome> {
  return new Promise((resolve, reject) => {
    const cli = spawn(process.execPath, [CLI, ...args, '--output', output, ...OFFLINE_OPTIONS], {
      cwd: directory, env: offlineEnvironment(environment, output), stdio: ['ignore', 'pipe', 'pipe'],
    });
    const chunks: Buffer[] = [];
    cli.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    cli.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
    cli.on('error', reject);
    cli.on('close', (code, signal) => resolve({ exitCode: code ?? -1, text: Buffer.concat(chunks).toString() + (signal ? `\nended by ${signal}` : '') }));
  });
}

function offlineEnvironment(environment: NodeJS.ProcessEnv, directory: string): NodeJS.ProcessEnv {
  const inherited = Object.entries(environment).filter(([name]) => !name.startsWith('AWS_') && name !== 'FORCE_COLOR');
  return {
    ...Object.fromEntries(inherited),
    AWS_CONFIG_FILE: join(directory, 'no-config'),
    AWS_SHARED_CREDENTIALS_FILE: join(directory, 'no-credentials'),
    AWS_EC2_METADATA_DISABLED: 'true',
    CDK_DISABLE_CLI_TELEMETRY: 'true',
    CDK_DISABLE_VERSION_CHECK: 'true',
    CI: 'true',
    NO_COLOR: '1',
  };
}
