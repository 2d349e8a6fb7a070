import { Command, Option, OptionValues } from 'commander';
import { adopt } from './adopt-command';
import { Answer } from './answer';
import { audit } from './audit-command';
import { CheckAnswer, checkTemplates } from './check-command';
import { compareBuckets } from './compare-command';
import { addConnection, connectionOf } from './connection-options';
import { diffTemplates } from './diff-command';
import { VERSION } from './package-version';
import { answerPolicyQuestion, PolicyArguments, POLICY_QUESTIONS } from './policy-command';
import { reach } from './reach-command';
import { readStandardInput } from './read-standard-input';
import { repair } from './repair-command';
import { Streams } from './streams';
import { COLORED, PLAIN } from './terminal-colors';
import { oneOf } from './usage';
import { whoCanUse } from './who-can-command';
import { MODEL_BUCKETS } from '../rules/model-buckets';

/** The command with all that it can do; what it was asked for ends in an exit code. */
export function commandLine(streams: Streams, exit: (code: number | Promise<number>) => void): Command {
  const program = new Command('hardened-bucket')
    .description('Checks the S3 buckets of CloudFormation templates and of AWS accounts, and proves what bucket policies allow, with requests as evidence.')
    .version(VERSION, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help, also of a command')
    .helpCommand(false)
    .addHelpText('after', '\nExit codes: 0 nothing found, 1 found, 2 wrong usage or input that cannot be read, 3 unknown before deployment.\nHelp of a command: hardened-bucket check --help')
    .exitOverride()
    .configureOutput({ writeOut: (text) => streams.out(withoutLineEnd(text)), writeErr: (text) => streams.err(withoutLineEnd(text)), outputError: () => undefined });
  addCheck(program, streams, exit);
  addAudit(program, streams, exit);
  addRepair(program, streams, exit);
  addAdopt(program, streams, exit);
  addDiff(program, streams, exit);
  addReach(program, streams, exit);
  addCompare(program, streams, exit);
  addWhoCan(program, streams, exit);
  addPolicy(program, streams, exit);
  return program;
}

function addCheck(program: Command, streams: Streams, exit: (code: number) => void): void {
  const command = program.command('check')
    .summary('check every bucket of templates, folders and cdk.out')
    .description('Checks every bucket of templates (JSON, YAML), of folders, of a cdk.out folder, and of standard input (-).')
    .argument('[paths...]', 'files, folders, cdk.out folders, or - for standard input')
    .usage('[options] PATH…')
    .option('--format <format>', 'how to report: text, json, sarif or html', 'text')
    .option('--output <file>', 'write the report to a file')
    .addOption(LEVEL())
    .addOption(RULE())
    .option('--fail-on <severity>', 'from which severity on findings fail: error, warning or never', 'error')
    .addOption(PARAMETERS())
    .addOption(FIX_HINT())
    .option('--baseline <file>', 'only findings that are not in this file fail')
    .option('--write-baseline', 'write all findings to the baseline file', false)
    .option('--invariants <file>', 'what has to be true of who reaches the buckets, in YAML or JSON')
    .addOption(repeated('--scp <file>', 'a service control policy, which onlyBy of the invariants counts; each has to allow'))
    .addOption(repeated('--rcp <file>', 'a resource control policy, which onlyBy of the invariants counts'))
    .option('--hidden', 'read folders whose names begin with a dot, such as .aws-sam and .serverless', false)
    .option('--allow-empty', 'let a folder without any template pass', false)
    .addHelpText('after', '\nExit codes: 0 nothing found, 1 findings, 2 wrong usage or input that could not be read.');
  addTrustZone(command).action((paths: string[], options) => {
    const { out, err, exitCode } = checkTemplates({
      paths,
      format: options.format,
      output: options.output,
      ...judging(options),
      baseline: options.baseline,
      writeBaseline: options.writeBaseline,
      hasColors: streams.hasColors === true,
      hidden: options.hidden,
      allowEmpty: options.allowEmpty,
      invariants: options.invariants,
      scps: options.scp,
      rcps: options.rcp,
    }, streams.in ?? readStandardInput, (text) => streams.progress?.(text));
    say({ out, err }, streams);
    exit(exitCode);
  });
}

function addAudit(program: Command, streams: Streams, exit: (code: Promise<number>) => void): void {
  const command = addConnection(program.command('audit')
    .summary('check every bucket of an AWS account as it is')
    .description('Reads the buckets of an AWS account, and checks them with the same rules. It changes nothing. What it may not read is unknown, and names the missing permission.'), 'only the buckets of this Region')
    .option('--format <format>', 'how to report: text, json, sarif or html', 'text')
    .option('--output <file>', 'write the report to a file')
    .addOption(LEVEL())
    .addOption(RULE())
    .option('--fail-on <severity>', 'from which severity on findings fail: error, warning or never', 'error')
    .addOption(FIX_HINT())
    .option('--baseline <file>', 'only findings that are not in this file fail')
    .option('--write-baseline', 'write all findings to the baseline file', false)
    .option('--model <name>', `compare buckets with this model: ${MODEL_BUCKETS.map(({ name }) => name).join(', ')}`)
    .option('--model-tag <key>', 'the tag of a bucket that names its model')
    .addOption(repeated('--canonical-user <id>', 'the canonical id of a trusted account, which ACLs may grant something'))
    .option('--resume <file>', 'keep what was read in this file, and go on from there')
    .option('--concurrency <number>', 'how many calls are under way at a time', '16')
    .addHelpText('after', '\nExit codes: 0 nothing found, 1 findings, or more permissive than the model, 2 wrong usage, or not all buckets could be read.');
  addTrustZone(command).action((options) => exit(audit({
    ...connectionOf(options),
    format: options.format,
    output: options.output,
    ...judging(options),
    canonicalUsers: options.canonicalUser ?? [],
    baseline: options.baseline,
    writeBaseline: options.writeBaseline,
    model: options.model,
    modelTag: options.modelTag,
    resume: options.resume,
    concurrency: options.concurrency,
  }, streams).then((answer) => {
    say(answer, streams);
    return answer.exitCode;
  })));
}

function addRepair(program: Command, streams: Streams, exit: (code: Promise<number>) => void): void {
  addConnection(program.command('repair')
    .summary('plan the repairs of a bucket, and make them with --apply')
    .description('Plans the repairs of a bucket of an AWS account: what is changed, what was there, and which requests are lost. Each is proved before it is made, and can be undone.')
    .argument('[bucket]', 'the bucket')
    .usage('[options] BUCKET | --undo FILE'), 'the Region to ask in first')
    .option('--repairs <ids>', 'only these repairs, with commas between them', (value: string) => value.split(','))
    .option('--access-logs-bucket <name>', 'the bucket that server access logs are delivered to')
    .addOption(repeated('--keep-access <arn>', 'an identity that must keep its access'))
    .addOption(TEXT_OR_JSON())
    .option('--apply', 'make the changes, after showing them and asking', false)
    .option('--yes', 'do not ask', false)
    .option('--save <file>', 'where to write what was there before; a new file of this folder unless given')
    .option('--undo <file>', 'put back what such a file has')
    .option('--overwrite', 'with --undo: put it back over what was changed since the repair, too', false)
    .addHelpText('after', '\nExit codes: 0 nothing to do, or done, 1 there is something to do, or refused, 2 wrong usage, or a change failed.')
    .action((bucket: string | undefined, options) => exit(repair({
      ...connectionOf(options),
      bucket,
      repairs: options.repairs,
      accessLogsBucket: options.accessLogsBucket,
      keepAccess: options.keepAccess ?? [],
      format: options.format,
      apply: options.apply,
      yes: options.yes,
      save: options.save,
      undo: options.undo,
      overwrite: options.overwrite,
    }, streams).then((answer) => {
      say(answer, streams);
      return answer.exitCode;
    })));
}

function addAdopt(program: Command, streams: Streams, exit: (code: number) => void): void {
  const command = program.command('adopt')
    .summary('harden the buckets that templates have already, in place')
    .description('Says for each bucket of templates what it lacks, and the smallest change that adds it: nothing is taken away, no bucket is replaced, and each change is proved. '
      + 'With --write the templates are changed, comments and order kept.')
    .argument('[paths...]', 'files, folders, cdk.out folders, or - for standard input')
    .usage('[options] PATH…')
    .addOption(LEVEL())
    .addOption(repeated('--only <setting>', 'only this setting, such as tls-only'))
    .addOption(repeated('--without <setting>', 'all settings but this one'))
    .option('--encryption-key <arn|id>', 'encrypt with this key: its ARN, or its logical id; by default a key is made in each template')
    .option('--replace-s3-managed-encryption', 'encrypt with the key where a template says SSE-S3 (AES256), too', false)
    .option('--access-logs-bucket <name|id>', 'deliver access logs to this bucket: its name, or its logical id; by default a log bucket is made in each template')
    .option('--incomplete-uploads-days <days>', 'abort incomplete uploads after so many days (7)')
    .option('--noncurrent-versions-days <days>', 'expire noncurrent versions after so many days, where a bucket had no versions before (90)')
    .option('--format <format>', 'how to report: text, json or markdown', 'text')
    .option('--plan', 'a plan for an issue: a check list for each bucket, with the code, in Markdown', false)
    .option('--language <language>', 'show the code in typescript, python or cloudformation, or with the mixin')
    .option('--write', 'change the templates', false)
    .addOption(PARAMETERS())
    .addHelpText('after', '\nExit codes: 0 nothing left to add, 1 something to add, or refused, 2 wrong usage or input that could not be read.');
  addTrustZone(command).action((paths: string[], options) => {
    const { out, err, exitCode } = adopt({
      paths,
      level: options.level,
      only: options.only ?? [],
      without: options.without ?? [],
      encryptionKey: options.encryptionKey,
      replaceS3ManagedEncryption: options.replaceS3ManagedEncryption,
      accessLogsBucket: options.accessLogsBucket,
      incompleteUploadsDays: options.incompleteUploadsDays,
      noncurrentVersionsDays: options.noncurrentVersionsDays,
      format: options.format,
      plan: options.plan,
      language: options.language,
      parameters: options.parameters ?? [],
      trustZone: trustZoneOf(options),
      write: options.write,
      hasColors: streams.hasColors === true,
    }, streams.in ?? readStandardInput);
    say({ out, err }, streams);
    exit(exitCode);
  });
}

/** Prints what there is to say, once nobody is shown progress any more. */
function say({ out, err }: Pick<CheckAnswer, 'out' | 'err'>, streams: Streams): void {
  streams.done?.();
  if (out !== undefined) {
    streams.out(out);
  }
  if (err !== undefined) {
    streams.err(err);
  }
}

function addDiff(program: Command, streams: Streams, exit: (code: number) => void): void {
  const command = program.command('diff')
    .summary('say what a change does to each bucket, for a pull request')
    .description('Compares templates, folders or cdk.out folders before and after a change: for each bucket findings gained and lost, settings, requests that only one of the two lets through, and whether CloudFormation updates it in place or replaces it.')
    .argument('[paths...]', 'what is compared: BEFORE and AFTER')
    .usage('[options] BEFORE AFTER')
    .option('--format <format>', 'how to report: markdown, which can be pasted into a comment, or json', 'markdown')
    .addOption(LEVEL())
    .addOption(RULE())
    .option('--fail-on <severity>', 'from which severity on findings that are gained fail, and requests that are let through with them: error, warning or never', 'error')
    .option('--fail-on-replacement', 'fail, too, if a bucket or a KMS key is or may be replaced, or gets another logical id')
    .addOption(PARAMETERS())
    .addOption(FIX_HINT())
    .addHelpText('after', '\nExit codes: 0 nothing gained and nothing opened, 1 findings gained, requests let through, or what --fail-on-replacement forbids, 2 wrong usage or input that could not be read.');
  addTrustZone(command).action((paths: string[], options) => {
    const { out, exitCode } = diffTemplates({ paths, format: options.format, failOnReplacement: options.failOnReplacement, ...judging(options) });
    streams.out(out);
    exit(exitCode);
  });
}

function addReach(program: Command, streams: Streams, exit: (code: number) => void): void {
  program.command('reach')
    .summary('say which places reach which buckets, and by which path')
    .description('Says for each bucket of templates which instances, functions, tasks and other places reach it, by which path, and where the others are cut: by a route, a security group, a network ACL, or a policy.')
    .argument('[paths...]', 'files, folders and cdk.out folders')
    .usage('[options] PATH…')
    .option('--bucket <id>', 'only this bucket: its logical id, with STACK/ before it where needed')
    .option('--from <id>', 'only from this place: its logical id, or internet')
    .option('--expect <verdict>', 'fail unless the answer is this: cut or reaches')
    .option('--format <format>', 'how to report: text, json, mermaid or html', 'text')
    .option('--output <file>', 'write the report to a file')
    .addOption(PARAMETERS())
    .addHelpText('after', '\nExit codes: 0 answered, 1 not as expected, 2 wrong usage or input that could not be read, 3 unknown, where one bucket and place were asked for.')
    .action((paths: string[], options) => {
      const { out, err, exitCode } = reach({
        paths,
        bucket: options.bucket,
        from: options.from,
        expect: options.expect,
        format: options.format,
        output: options.output,
        parameters: options.parameters ?? [],
        hasColors: streams.hasColors === true,
      });
      say({ out, err }, streams);
      exit(exitCode);
    });
}

function addCompare(program: Command, streams: Streams, exit: (code: number) => void): void {
  program.command('compare')
    .summary('say which of two buckets is more permissive, and with what request')
    .description('Says which of two buckets of templates is more permissive, and with what request; or compares one with a model bucket.')
    .argument('[files...]', 'buckets: a template with one bucket, or FILE#LogicalId')
    .usage('[options] FILE[#ID] [FILE[#ID]]')
    .option('--model <name>', `compare with a model bucket: ${MODEL_BUCKETS.map(({ name }) => name).join(', ')}`)
    .addOption(PARAMETERS())
    .addOption(TEXT_OR_JSON())
    .addHelpText('after', '\nExit codes: 0 equivalent or less permissive, 1 more permissive or incomparable, 2 wrong usage, 3 unknown before deployment.')
    .action((files: string[], options) => exit(print(options.format, streams, () => compareBuckets({ files, model: options.model, parameters: options.parameters ?? [] }))));
}

function addWhoCan(program: Command, streams: Streams, exit: (code: number) => void): void {
  program.command('who-can')
    .summary('list who can use each bucket of templates, through all policies')
    .description('Lists who can do what with each bucket of templates, when and from where, with a request for each entry: through the bucket policy, identity policies with their permissions boundaries, the key, VPC endpoints, access points, Block Public Access and the policies of the organization.')
    .argument('[paths...]', 'files, folders, or cdk.out folders')
    .usage('[options] PATH…')
    .option('--bucket <id>', 'only this bucket, by its logical id, with TEMPLATE/ before it where needed')
    .option('--action <action>', 'only this action, such as s3:GetObject')
    .addOption(repeated('--scp <file>', 'a service control policy; each has to allow'))
    .addOption(repeated('--rcp <file>', 'a resource control policy'))
    .addOption(PARAMETERS())
    .option('--format <format>', 'how to report: text, json, markdown or html', 'text')
    .addHelpText('after', '\nExit codes: 0 answered, 2 wrong usage or input that could not be read.')
    .action((paths: string[], options) => {
      streams.out(whoCanUse({
        paths,
        bucket: options.bucket,
        action: options.action,
        scps: options.scp ?? [],
        rcps: options.rcp ?? [],
        parameters: options.parameters ?? [],
        format: options.format,
        marks: streams.hasColors === true ? COLORED : PLAIN,
      }));
      exit(0);
    });
}

function addPolicy(program: Command, streams: Streams, exit: (code: number) => void): void {
  const policy = program.command('policy')
    .summary('prove what a bucket policy allows')
    .helpCommand(false)
    .description('Answers a question about policies. A file is a policy document, or what "aws s3api get-bucket-policy" prints.');
  for (const [name, { summary, usage, exitCodes, options: wanted }] of Object.entries(POLICY_QUESTIONS)) {
    const command = policy.command(name).summary(summary).description(`${summary[0].toUpperCase()}${summary.slice(1)}.`).argument('[files...]', 'policy documents').usage(`[options] ${usage}`);
    for (const option of wanted) {
      command.addOption(POLICY_OPTIONS[option]());
    }
    command.addOption(TEXT_OR_JSON()).addHelpText('after', `\nExit codes: ${exitCodes}, 2 wrong usage.`).action((files: string[], options) => exit(print(options.format, streams, () => answerPolicyQuestion({
      question: name,
      files,
      request: options.request,
      ...trustZoneOf(options),
    }))));
  }
}

/** How buckets are judged, which check and diff are told in the same way. */
function judging(options: OptionValues) {
  return {
    level: options.level,
    rules: options.rule ?? [],
    failOn: options.failOn,
    parameters: options.parameters ?? [],
    fixHint: options.fixHint,
    trustZone: trustZoneOf(options),
  };
}

function trustZoneOf(options: OptionValues) {
  return { accounts: options.account ?? [], organizations: options.organization ?? [], vpcs: options.vpc ?? [], cidrs: options.cidr ?? [] };
}

function print(format: string, streams: Streams, answer: () => Answer): number {
  const write = oneOf('--format', format, { text: ({ text }: Answer) => text.join('\n'), json: ({ json }: Answer) => JSON.stringify(json, null, 2) });
  const given = answer();
  streams.out(write(given));
  return given.exitCode;
}

const LEVEL = () => new Option('--level <level>', 'which rules: baseline or strict, see RULES.md').default('baseline');
const RULE = () => repeated('--rule <rule>', 'only this rule');
const TEXT_OR_JSON = () => new Option('--format <format>', 'how to print the answer: text or json').default('text');
const FIX_HINT = () => new Option('--fix-hint <language>', 'the language of the fixes: cloudformation or cdk; by default that of the template');
const PARAMETERS = () => repeated('--parameters <key=value|file>', 'values of template parameters');

const TRUST_ZONE = {
  accounts: () => repeated('--account <id>', 'an account of the trust zone, besides the account of the bucket'),
  organizations: () => repeated('--organization <id>', 'an organization of the trust zone'),
  vpcs: () => repeated('--vpc <id>', 'a VPC of the trust zone'),
  cidrs: () => repeated('--cidr <block>', 'addresses of the trust zone'),
};

const POLICY_OPTIONS: Readonly<Record<Exclude<keyof PolicyArguments, 'question' | 'files'>, () => Option>> = {
  ...TRUST_ZONE,
  request: () => new Option('--request <file>', 'the request as JSON: principal, action, resource and context'),
};

function addTrustZone(command: Command): Command {
  Object.values(TRUST_ZONE).forEach((option) => command.addOption(option()));
  return command;
}

/** An option that may be given several times; each value counts. */
function repeated(flags: string, description: string): Option {
  return new Option(flags, `${description}; may be given several times`).argParser((value, previous: string[] = []) => [...previous, value]);
}

function withoutLineEnd(text: string): string {
  return text.replace(/\n$/, '');
}
