import { parseArgs } from 'node:util';
import { checkTemplates } from './check-command';
import { compareBuckets } from './compare-command';
import { answerPolicyQuestion } from './policy-command';
import { USAGE, UsageError } from './usage';
import { PolicyInputError } from '../policy/policy-request';

/** Where the command prints. Standard output gets the answer and nothing else. */
export interface Streams {
  out(text: string): void;
  err(text: string): void;
  /** A line that the next one replaces, where somebody is watching. */
  progress?(text: string): void;
  /** Takes that line away. */
  done?(): void;
}

type Options = ReturnType<typeof parse>['values'];

/** Each command with its options beside --help; those not listed are refused. */
const COMMANDS: Readonly<Record<string, { readonly options: readonly (keyof Options)[]; run(positionals: readonly string[], values: Options, streams: Streams): number }>> = {
  policy: {
    options: ['format', 'request', 'account', 'organization', 'vpc', 'cidr'],
    run: ([question, ...files], values, streams) => {
      if (question === undefined) {
        throw new UsageError('policy takes a question; see hardened-bucket --help');
      }
      const format = textOrJson(values.format);
      const { request, account: accounts, organization: organizations, vpc: vpcs, cidr: cidrs } = values;
      const answer = answerPolicyQuestion({ question, files, request, accounts, organizations, vpcs, cidrs });
      streams.out(format === 'json' ? JSON.stringify(answer.json, null, 2) : answer.text.join('\n'));
      return answer.exitCode;
    },
  },
  check: {
    options: ['format', 'output', 'level', 'rule', 'fail-on', 'parameters', 'baseline', 'write-baseline', 'account', 'organization', 'vpc', 'cidr'],
    run: (paths, values, streams) => {
      const { out, err, exitCode } = checkTemplates({
        paths,
        format: values.format,
        output: values.output,
        level: values.level ?? 'BASELINE',
        rules: values.rule,
        failOn: values['fail-on'] ?? 'error',
        parameters: values.parameters,
        baseline: values.baseline,
        writeBaseline: values['write-baseline'] ?? false,
        trustZone: { accounts: values.account, organizations: values.organization, vpcs: values.vpc, cidrs: values.cidr },
      }, (text) => streams.progress?.(text));
      streams.done?.();
      if (out !== undefined) {
        streams.out(out);
      }
      if (err !== undefined) {
        streams.err(err);
      }
      return exitCode;
    },
  },
  compare: {
    options: ['format', 'model', 'parameters'],
    run: (files, values, streams) => {
      const format = textOrJson(values.format);
      const answer = compareBuckets({ files, model: values.model, parameters: values.parameters });
      streams.out(format === 'json' ? JSON.stringify(answer.json, null, 2) : answer.text.join('\n'));
      return answer.exitCode;
    },
  },
};

/** Runs the command and returns its exit code. */
export function run(args: readonly string[], streams: Streams): number {
  try {
    const { values, positionals: [name, ...positionals] } = parse(args);
    if (values.help || name === undefined) {
      (values.help ? streams.out : streams.err)(USAGE);
      return values.help ? 0 : 2;
    }
    if (!Object.hasOwn(COMMANDS, name)) {
      throw new UsageError(`there is no command '${name}': use ${Object.keys(COMMANDS).join(', ')}; see hardened-bucket --help`);
    }
    const command = COMMANDS[name];
    for (const [option, value] of Object.entries(values) as [keyof Options, unknown][]) {
      const isGiven = Array.isArray(value) ? value.length > 0 : value !== undefined && option !== 'help' && option !== 'format';
      if (isGiven && !command.options.includes(option)) {
        throw new UsageError(`${name} has no option --${option}; see hardened-bucket --help`);
      }
    }
    return command.run(positionals, values, streams);
  } catch (error) {
    if (error instanceof UsageError || error instanceof PolicyInputError) {
      streams.err(`hardened-bucket: ${error.message}`);
      return 2;
    }
    throw error;
  }
}

function textOrJson(format: string): 'text' | 'json' {
  if (format !== 'text' && format !== 'json') {
    throw new UsageError(`--format ${JSON.stringify(format)} is not text or json`);
  }
  return format;
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        'help': { type: 'boolean', short: 'h', default: false },
        'format': { type: 'string', default: 'text' },
        'request': { type: 'string' },
        'account': { type: 'string', multiple: true, default: [] },
        'organization': { type: 'string', multiple: true, default: [] },
        'vpc': { type: 'string', multiple: true, default: [] },
        'cidr': { type: 'string', multiple: true, default: [] },
        'output': { type: 'string' },
        'level': { type: 'string' },
        'rule': { type: 'string', multiple: true, default: [] },
        'fail-on': { type: 'string' },
        'parameters': { type: 'string', multiple: true, default: [] },
        'baseline': { type: 'string' },
        'write-baseline': { type: 'boolean' },
        'model': { type: 'string' },
      },
    });
  } catch (error) {
    throw new UsageError(`${(error as Error).message}; see hardened-bucket --help`);
  }
}
