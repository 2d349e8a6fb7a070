import { parseArgs } from 'node:util';
import { answerPolicyQuestion } from './policy-command';
import { USAGE, UsageError } from './usage';
import { PolicyInputError } from '../policy/policy-request';

/** Where the command prints. Standard output gets the answer and nothing else. */
export interface Streams {
  out(text: string): void;
  err(text: string): void;
}

/** Runs the command and returns its exit code. */
export function run(args: readonly string[], streams: Streams): number {
  try {
    const { values, positionals: [command, question, ...files] } = parse(args);
    if (values.help || command === undefined) {
      (values.help ? streams.out : streams.err)(USAGE);
      return values.help ? 0 : 2;
    }
    if (command !== 'policy' || question === undefined) {
      throw new UsageError(`there is no command '${[command, question].filter((word) => word !== undefined).join(' ')}'; see hardened-bucket --help`);
    }
    if (values.format !== 'text' && values.format !== 'json') {
      throw new UsageError(`--format ${JSON.stringify(values.format)} is not text or json`);
    }
    const answer = answerPolicyQuestion({
      question,
      files,
      request: values.request,
      accounts: values.account,
      organizations: values.organization,
      vpcs: values.vpc,
      cidrs: values.cidr,
    });
    streams.out(values.format === 'json' ? JSON.stringify(answer.json, null, 2) : answer.text.join('\n'));
    return answer.exitCode;
  } catch (error) {
    if (error instanceof UsageError || error instanceof PolicyInputError) {
      streams.err(`hardened-bucket: ${error.message}`);
      return 2;
    }
    throw error;
  }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        help: { type: 'boolean', short: 'h', default: false },
        format: { type: 'string', default: 'text' },
        request: { type: 'string' },
        account: { type: 'string', multiple: true, default: [] },
        organization: { type: 'string', multiple: true, default: [] },
        vpc: { type: 'string', multiple: true, default: [] },
        cidr: { type: 'string', multiple: true, default: [] },
      },
    });
  } catch (error) {
    throw new UsageError(`${(error as Error).message}; see hardened-bucket --help`);
  }
}
