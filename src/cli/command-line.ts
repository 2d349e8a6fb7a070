import { Command, Option, OptionValues } from 'commander';
import { adopt } from './adopt-command';
import { Answer } from './answer';
import { audit } from './audit-command';
import { CheckAnswer, checkTemplates } from './check-command';
import { compareBuckets } from './compare-command';
import { addConnection, connectionOf } from './connection-options';
import { diffTemplates } from './diff-command';
import { exitCodes, HELP } from './help';
import { VERSION } from './package-version';
import { answerPolicyQuestion, PolicyArguments, POLICY_QUESTIONS } from './policy-command';
import { reach } from './reach-command';
import { readStandardInput } from './read-standard-input';
import { repair } from './repair-command';
import { Streams } from './streams';
import { COLORED, PLAIN } from './terminal-colors';
import { oneOf } from './usage';
import { whoCanUse } from './who-can-command';
import { PROVIDED_BY_DEFAULT } from '../adopt/bucket-settings';
import { MODEL_BUCKETS } from '../rules/model-buckets';

const CODE_2 = 'wrong usage, or input that could not be read';

/** The command with all that it can do; what it was asked for ends in an exit code. */
export function commandLine(streams: Streams, exit: (code: number | Promise<number>) => void): Command {
  const program = new Command('hardened-bucket')
    .description('Check the S3 buckets of CloudFormation templates and AWS accounts, and prove what bucket policies allow. Findings show an example request as evidence.')
    .version(VERSION, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .helpCommand(false)
    .configureHelp(HELP)
    .addHelpText('after', exitCodes({ 0: 'nothing found', 1: 'something found', 2: CODE_2, 3: 'unknown before deployment' }))
    .addHelpText('after', "\nRun 'hardened-bucket COMMAND --help' for the options and exit codes of a command.")
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
    .summary('check the buckets of templates and cdk.out folders')
    .description('Check every bucket of CloudFormation templates (JSON or YAML), of all templates in a folder or a cdk.out folder, or of a template on standard input (-).')
    .argument('[PATH...]', 'files, folders, cdk.out folders, or - for standard input')
    .usage('[options] PATH...')
    .option('--format <format>', 'format of the report: text, json, sarif or html', 'text')
    .option('--output <file>', 'write the report to a file')
    .addOption(LEVEL())
    .addOption(RULE())
    .option('--fail-on <severity>', 'lowest severity of findings that fail the command: error, warning or never', 'error')
    .addOption(PARAMETERS())
    .addOption(FIX_HINT())
    .option('--baseline <file>', 'report only findings that are not in this file')
    .option('--write-baseline', 'write all findings to the baseline file', false)
    .option('--invariants <file>', 'check these invariants of who can reach the buckets (YAML or JSON)')
    .addOption(repeated('--scp <file>', 'apply this service control policy to onlyBy invariants; every one must allow the request'))
    .addOption(repeated('--rcp <file>', 'apply this resource control policy to onlyBy invariants'))
    .option('--hidden', 'read hidden folders, too, such as .aws-sam and .serverless', false)
    .option('--allow-empty', 'accept folders that contain no template', false)
    .addHelpText('after', exitCodes({ 0: 'no findings that fail', 1: 'findings', 2: CODE_2 }));
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
    .summary('check the buckets of an AWS account')
    .description('Read the buckets of an AWS account and check them with the same rules. This command changes nothing. A setting that it cannot read is reported as unknown, with the missing permission.'), 'check only buckets in this Region')
    .option('--format <format>', 'format of the report: text, json, sarif or html', 'text')
    .option('--output <file>', 'write the report to a file')
    .addOption(LEVEL())
    .addOption(RULE())
    .option('--fail-on <severity>', 'lowest severity of findings that fail the command: error, warning or never', 'error')
    .addOption(FIX_HINT())
    .option('--baseline <file>', 'report only findings that are not in this file')
    .option('--write-baseline', 'write all findings to the baseline file', false)
    .option('--model <name>', `compare each bucket with this model: ${MODEL_BUCKETS.map(({ name }) => name).join(', ')}`)
    .option('--model-tag <key>', 'tag key whose value names the model of a bucket')
    .addOption(repeated('--canonical-user <id>', 'allow ACL grants to the account with this canonical user id'))
    .option('--resume <file>', 'save progress to this file, and continue from it')
    .option('--concurrency <number>', 'number of concurrent calls to AWS', '16')
    .addHelpText('after', exitCodes({ 0: 'no findings that fail', 1: 'findings, or a bucket that is more permissive than its model', 2: 'wrong usage, or buckets that could not be read' }));
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
    .summary('plan repairs of a bucket, and apply them with --apply')
    .description('Plan the repairs of a bucket in an AWS account: the settings before and after, and the requests that will no longer be allowed. With --apply, make the changes. Each change is proved before it is made, and --undo restores the previous settings.')
    .argument('[BUCKET]', 'name of the bucket')
    .usage('[options] BUCKET | --undo FILE'), 'Region of the bucket (found automatically if omitted)')
    .option('--repairs <ids>', 'make only these repairs (separated by commas)', (value: string) => value.split(','))
    .option('--access-logs-bucket <name>', 'deliver server access logs to this bucket')
    .addOption(repeated('--keep-access <arn>', 'refuse repairs that take access from this user, role or session'))
    .addOption(TEXT_OR_JSON())
    .option('--apply', 'make the changes, after asking for confirmation', false)
    .option('--yes', 'do not ask for confirmation', false)
    .option('--save <file>', 'write the previous settings to this file (default: a new file in the current folder)')
    .option('--undo <file>', 'restore the settings from this file')
    .option('--overwrite', 'with --undo, overwrite changes made since the repair', false)
    .addHelpText('after', exitCodes({ 0: 'nothing to repair, or all repairs were made', 1: 'repairs to make, or repairs that were refused', 2: 'wrong usage, or a change that failed' }))
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
    .summary('harden the buckets of existing templates in place')
    .description('Show which settings each bucket of the templates lacks, and the smallest change that adds them. Nothing is removed, no bucket is replaced, and each change is proved. '
      + 'With --write, change the templates; comments and order are kept.')
    .argument('[PATH...]', 'files, folders, cdk.out folders, or - for standard input')
    .usage('[options] PATH...')
    .addOption(LEVEL())
    .addOption(repeated('--only <setting>', 'add only this setting, such as tls-only'))
    .addOption(repeated('--without <setting>', 'do not add this setting'))
    .option('--encryption-key <arn|id>', 'encrypt with this KMS key (default: a new key in each template)')
    .option('--replace-s3-managed-encryption', 'use the key also where a template sets SSE-S3 (AES256)', false)
    .option('--access-logs-bucket <name|id>', 'deliver access logs to this bucket (default: a new log bucket in each template)')
    .option('--incomplete-uploads-days <days>', `abort incomplete uploads after this many days (default: ${PROVIDED_BY_DEFAULT.incompleteUploadsDays})`)
    .option('--noncurrent-versions-days <days>', `expire noncurrent versions after this many days, in buckets that had no versioning (default: ${PROVIDED_BY_DEFAULT.noncurrentVersionsDays})`)
    .option('--format <format>', 'format of the report: text, json or markdown', 'text')
    .option('--plan', 'print a plan in Markdown for an issue: a checklist for each bucket, with the code', false)
    .option('--language <language>', 'show code: typescript, python, cloudformation or mixin')
    .option('--write', 'change the templates', false)
    .addOption(PARAMETERS())
    .addHelpText('after', exitCodes({ 0: 'nothing left to add', 1: 'settings to add, or settings that were refused', 2: CODE_2 }));
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
    .summary('show what a change does to each bucket')
    .description('Compare templates, folders or cdk.out folders before and after a change. For each bucket, show the findings gained and lost, changed settings, requests that only one of the two allows, and whether CloudFormation updates the bucket in place or replaces it.')
    .argument('[PATH...]', 'BEFORE and AFTER: two templates, folders or cdk.out folders')
    .usage('[options] BEFORE AFTER')
    .option('--format <format>', 'format of the report: markdown, for a comment on a pull request, or json', 'markdown')
    .addOption(LEVEL())
    .addOption(RULE())
    .option('--fail-on <severity>', 'lowest severity of gained findings that fail the command, together with newly allowed requests: error, warning or never', 'error')
    .option('--fail-on-replacement', 'fail also if a bucket or KMS key is or may be replaced, or changes its logical id')
    .addOption(PARAMETERS())
    .addOption(FIX_HINT())
    .addHelpText('after', exitCodes({ 0: 'no findings gained, and no requests newly allowed', 1: 'findings gained, requests newly allowed, or a replacement', 2: CODE_2 }));
  addTrustZone(command).action((paths: string[], options) => {
    const { out, exitCode } = diffTemplates({ paths, format: options.format, failOnReplacement: options.failOnReplacement, ...judging(options) });
    streams.out(out);
    exit(exitCode);
  });
}

function addReach(program: Command, streams: Streams, exit: (code: number) => void): void {
  program.command('reach')
    .summary('show which places reach which buckets, and by which path')
    .description('For each bucket of the templates, show which instances, functions, tasks and other places reach it, by which path, and where the other paths are cut: by a route, a security group, a network ACL or a policy.')
    .argument('[PATH...]', 'files, folders or cdk.out folders')
    .usage('[options] PATH...')
    .option('--bucket <id>', 'show only this bucket (logical id, or STACK/LOGICALID if ambiguous)')
    .option('--from <id>', 'show only paths from this place (logical id, or internet)')
    .option('--expect <verdict>', 'fail unless every verdict is this one: cut or reaches')
    .option('--format <format>', 'format of the report: text, json, mermaid or html', 'text')
    .option('--output <file>', 'write the report to a file')
    .addOption(PARAMETERS())
    .addHelpText('after', exitCodes({ 0: 'answered', 1: 'not as expected', 2: CODE_2, 3: 'unknown, with both --bucket and --from' }))
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
    .summary('show which of two buckets is more permissive')
    .description('Show which of two buckets is more permissive, with an example request, or compare one bucket with a model bucket.')
    .argument('[FILE...]', 'a template with one bucket, or FILE#ID for the bucket with this logical id')
    .usage('[options] FILE[#ID] [FILE[#ID]]')
    .option('--model <name>', `compare with a model bucket: ${MODEL_BUCKETS.map(({ name }) => name).join(', ')}`)
    .addOption(PARAMETERS())
    .addOption(TEXT_OR_JSON())
    .addHelpText('after', exitCodes({ 0: 'equivalent or less permissive', 1: 'more permissive or incomparable', 2: CODE_2, 3: 'unknown before deployment' }))
    .action((files: string[], options) => exit(print(options.format, streams, () => compareBuckets({ files, model: options.model, parameters: options.parameters ?? [] }))));
}

function addWhoCan(program: Command, streams: Streams, exit: (code: number) => void): void {
  program.command('who-can')
    .summary('list who can use each bucket of templates')
    .description('List who can do what with each bucket of the templates, under which conditions and from where, with an example request for each entry. This covers the bucket policy, identity policies and permissions boundaries, the key policy, VPC endpoints, access points, Block Public Access and the policies of the organization.')
    .argument('[PATH...]', 'files, folders or cdk.out folders')
    .usage('[options] PATH...')
    .option('--bucket <id>', 'show only this bucket (logical id, or TEMPLATE/LOGICALID if ambiguous)')
    .option('--action <action>', 'show only this action, such as s3:GetObject')
    .addOption(repeated('--scp <file>', 'apply this service control policy; every one must allow the request'))
    .addOption(repeated('--rcp <file>', 'apply this resource control policy'))
    .addOption(PARAMETERS())
    .option('--format <format>', 'format of the report: text, json, markdown or html', 'text')
    .addHelpText('after', exitCodes({ 0: 'answered', 2: CODE_2 }))
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
    .description('Answer a question about bucket policies. FILE is a policy document, or the output of "aws s3api get-bucket-policy".');
  for (const [name, { summary, usage, exitCodes: codes, options: wanted }] of Object.entries(POLICY_QUESTIONS)) {
    const command = policy.command(name).summary(summary).description(`${summary[0].toUpperCase()}${summary.slice(1)}.`).argument('[FILE...]', 'policy documents').usage(`[options] ${usage}`);
    for (const option of wanted) {
      command.addOption(POLICY_OPTIONS[option]());
    }
    command.addOption(TEXT_OR_JSON()).addHelpText('after', exitCodes({ ...codes, 2: CODE_2 })).action((files: string[], options) => exit(print(options.format, streams, () => answerPolicyQuestion({
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

const LEVEL = () => new Option('--level <level>', 'rules to check: baseline or strict (see RULES.md)').default('baseline');
const RULE = () => repeated('--rule <rule>', 'check only this rule');
const TEXT_OR_JSON = () => new Option('--format <format>', 'format of the output: text or json').default('text');
const FIX_HINT = () => new Option('--fix-hint <language>', 'language of the fixes: cloudformation or cdk (default: that of the template)');
const PARAMETERS = () => repeated('--parameters <key=value|file>', 'set template parameters');

const TRUST_ZONE = {
  accounts: () => repeated('--account <id>', 'trust this account, in addition to the account of the bucket'),
  organizations: () => repeated('--organization <id>', 'trust this organization'),
  vpcs: () => repeated('--vpc <id>', 'trust this VPC'),
  cidrs: () => repeated('--cidr <block>', 'trust these IP addresses'),
};

const POLICY_OPTIONS: Readonly<Record<Exclude<keyof PolicyArguments, 'question' | 'files'>, () => Option>> = {
  ...TRUST_ZONE,
  request: () => new Option('--request <file>', 'file with the request as JSON: principal, action, resource and context'),
};

function addTrustZone(command: Command): Command {
  Object.values(TRUST_ZONE).forEach((option) => command.addOption(option()));
  return command;
}

/** An option that may be given several times; each value counts. */
function repeated(flags: string, description: string): Option {
  return new Option(flags, `${description} (repeatable)`).argParser((value, previous: string[] = []) => [...previous, value]);
}

function withoutLineEnd(text: string): string {
  return text.replace(/\n$/, '');
}
