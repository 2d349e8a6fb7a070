import { changeCode, CodeLanguage } from './adopt-code';
import { AdoptFiles, writeAll } from './adopt-files';
import { AdoptReport } from './adopt-report';
import { CheckAnswer } from './check-command';
import { checkOptions } from './check-options';
import { readInputs } from './read-inputs';
import { adoptJson } from './report-adopt-json';
import { adoptMarkdown } from './report-adopt-markdown';
import { adoptText } from './report-adopt-text';
import { COLORED, PLAIN, TextMarks } from './terminal-colors';
import { oneOf, UsageError } from './usage';
import { adoptBuckets } from '../adopt/adopt-buckets';
import { ADOPT_SETTINGS } from '../adopt/adopt-settings';
import { AdoptedBucket, Adoption } from '../adopt/adoption';
import { PROVIDED_BY_DEFAULT } from '../adopt/bucket-settings';
import { AdoptNames, isBucketName, isLogicalId } from '../adopt/draft';
import { nearestName } from '../policy/nearest-name';
import { TrustZone } from '../policy/questions/allows-outside';
import { Template } from '../template/template';

/** What the command line asked for. */
export interface AdoptArguments {
  readonly paths: readonly string[];
  readonly level: string;
  readonly only: readonly string[];
  readonly without: readonly string[];
  readonly encryptionKey: string | undefined;
  readonly replaceS3ManagedEncryption: boolean;
  readonly accessLogsBucket: string | undefined;
  readonly incompleteUploadsDays: string | undefined;
  readonly noncurrentVersionsDays: string | undefined;
  readonly format: string;
  /** A plan for an issue. */
  readonly plan: boolean;
  readonly language: string | undefined;
  readonly parameters: readonly string[];
  readonly trustZone: TrustZone;
  readonly write: boolean;
  readonly hasColors: boolean;
}

const REPORTS: Readonly<Record<string, (report: AdoptReport, marks: TextMarks) => string>> = { text: adoptText, json: adoptJson, markdown: adoptMarkdown };

const LANGUAGES: Readonly<Record<string, CodeLanguage>> = { typescript: 'typescript', python: 'python', cloudformation: 'cloudformation', mixin: 'mixin' };

/** Plans what the buckets of templates lack, and adds it to the templates if asked. @throws UsageError */
export function adopt(args: AdoptArguments, standardInput: () => Buffer): CheckAnswer {
  const format = args.plan ? 'markdown' : args.format;
  const report = oneOf('--format', format, REPORTS);
  const language = args.language === undefined ? undefined : oneOf('--language', args.language, LANGUAGES);
  const rules = checkOptions({ level: args.level, rules: [], trustZone: args.trustZone });
  const names = namesOf(args);
  const [only, without] = [settingIds('--only', args.only), settingIds('--without', args.without)];
  checkPaths(args);
  const { groups, errors } = readInputs(args.paths, args.parameters, { refuseEmpty: true, standardInput });
  const templates = groups.flatMap((group) => group.templates);
  checkNames(names, templates);
  const files = new AdoptFiles(templates);
  const planned = adoptBuckets(groups, {
    ...names,
    rules,
    only,
    without,
    whyClosed: (template) => files.whyClosed(template),
    whyNotPatched: (id, operations) => files.whyNotPatched(id, operations),
  });
  const adoption = { ...planned, errors: [...errors, ...planned.errors] };
  const written = args.write ? writeChanges(adoption, templates, files) : undefined;
  const isCode = language !== undefined || format.toLowerCase() === 'markdown';
  const code = (bucket: AdoptedBucket) => changeCode(bucket, language, adoption.after.find(({ id }) => id === bucket.address.template), names);
  return {
    out: report({ adoption, written, ...isCode ? { code } : {} }, args.hasColors ? COLORED : PLAIN),
    err: undefined,
    exitCode: adoption.errors.length > 0 ? 2 : isDone(adoption, written !== undefined) ? 0 : 1,
  };
}

function checkPaths({ paths, write }: AdoptArguments): void {
  if (paths.length === 0) {
    throw new UsageError('adopt accepts templates, folders, a cdk.out folder, or - for standard input; see hardened-bucket adopt --help');
  }
  if (write && paths.includes('-')) {
    throw new UsageError('--write changes files, and - is none. Name the file');
  }
}

/** @throws UsageError */
function namesOf({ encryptionKey, accessLogsBucket, replaceS3ManagedEncryption, incompleteUploadsDays, noncurrentVersionsDays }: AdoptArguments): AdoptNames {
  const days = (option: string, value: string | undefined, byDefault: number) => {
    if (value !== undefined && !/^[1-9]\d{0,4}$/.test(value)) {
      throw new UsageError(`${option} ${JSON.stringify(value)} is not a number of days from 1 on`);
    }
    return value === undefined ? byDefault : Number(value);
  };
  if (accessLogsBucket !== undefined && !isLogicalId(accessLogsBucket) && !isBucketName(accessLogsBucket)) {
    throw new UsageError(`--access-logs-bucket ${JSON.stringify(accessLogsBucket)} is neither the name of a bucket nor a logical id`);
  }
  return {
    encryptionKey,
    accessLogsBucket,
    replacesS3ManagedEncryption: replaceS3ManagedEncryption,
    incompleteUploadsDays: days('--incomplete-uploads-days', incompleteUploadsDays, PROVIDED_BY_DEFAULT.incompleteUploadsDays),
    noncurrentVersionsDays: days('--noncurrent-versions-days', noncurrentVersionsDays, PROVIDED_BY_DEFAULT.noncurrentVersionsDays),
  };
}

/** A slip in a logical id is no name of something elsewhere. @throws UsageError */
function checkNames({ encryptionKey, accessLogsBucket }: AdoptNames, templates: readonly Template[]): void {
  const isThere = (name: string) => templates.some(({ resources, parameters = {} }) => Object.hasOwn(resources, name) || Object.hasOwn(parameters, name));
  if (encryptionKey !== undefined && isLogicalId(encryptionKey) && !isThere(encryptionKey)) {
    throw new UsageError(`--encryption-key: no template has a resource or parameter ${encryptionKey}. Give the ARN of the key`);
  }
  if (accessLogsBucket !== undefined && !isBucketName(accessLogsBucket) && !isThere(accessLogsBucket)) {
    throw new UsageError(`--access-logs-bucket: no template has a resource or parameter ${accessLogsBucket}`);
  }
}

/** @throws UsageError for an id that no setting has */
function settingIds(option: string, given: readonly string[]): readonly string[] {
  const known = ADOPT_SETTINGS.map(({ id }) => id);
  const ids = given.flatMap((one) => one.split(',')).map((id) => id.trim().toLowerCase()).filter((id) => id !== '');
  const unknown = ids.find((id) => !known.includes(id));
  if (unknown !== undefined) {
    const meant = nearestName(unknown, known);
    throw new UsageError(`${option}: unknown setting ${JSON.stringify(unknown)}; ${meant === undefined ? `use ${known.join(', ')}` : `did you mean ${meant}?`}`);
  }
  return ids;
}

/** Writes all templates that change, or none. @returns the files. @throws UsageError */
function writeChanges({ operations, errors }: Adoption, templates: readonly Template[], files: AdoptFiles): readonly string[] {
  const generated = templates.find(({ id, fromCdk }) => fromCdk && operations.has(id));
  if (generated) {
    throw new UsageError(`--write: ${generated.id} is made by CDK, and made again with the next synth. Change the CDK code: see the plan (--plan)`);
  }
  if (errors.length > 0) {
    throw new UsageError(`--write: ${errors[0].template}: ${errors[0].message}. Nothing was written`);
  }
  const texts = files.patched(operations);
  writeAll(texts);
  return [...texts.keys()];
}

/** Whether nothing is left to add, and nothing was refused. */
function isDone({ buckets }: Adoption, isWritten: boolean): boolean {
  return buckets.every(({ added, refused, closed, before }) => (isWritten || added.length === 0) && refused.length === 0 && (closed === undefined || before.length === 0));
}
