import { CheckReport, Finding, joined, partsOf } from './finding';

/** Findings that a team knows of. Only others fail a check. */
export interface Baseline {
  readonly findings: readonly BaselineEntry[];
}

/** What stays of a finding when texts, severities and counterexamples change. Equal entries count. */
export interface BaselineEntry {
  readonly rule: string;
  readonly template: string;
  readonly logicalId: string | null;
  readonly id: string;
}

/** A text that is not a baseline: says what is wrong, and where. */
export class BaselineProblem extends Error {}

const FORMAT = 1;

/** The baseline of everything in the report, the same whatever the order of its findings. */
export function writeBaseline({ findings }: Pick<CheckReport, 'findings'>): string {
  const entries = findings.flatMap(partsOf).map(entryOf).sort((a, b) => order(keyOf(a), keyOf(b)));
  return `${JSON.stringify({ version: FORMAT, findings: entries }, null, 2)}\n`;
}

/** Reads a baseline from the text of a file. @throws BaselineProblem if it is none; it names the file and the place */
export function readBaseline(text: string, file: string): Baseline {
  const json = parse(text, file);
  if (!isObject(json)) {
    throw new BaselineProblem(`${file}: ${quoted(json)} is not a baseline: write one with --write-baseline`);
  }
  if (json.version !== FORMAT) {
    throw new BaselineProblem(`${file}: version ${quoted(json.version)} is not ${FORMAT}: write the baseline anew with --write-baseline`);
  }
  if (!Array.isArray(json.findings)) {
    throw new BaselineProblem(`${file}: findings ${quoted(json.findings)} is not a list`);
  }
  return { findings: json.findings.map((entry: unknown, i) => readEntry(entry, `${file}: findings[${i}]`)) };
}

/** The findings that the baseline does not have, or not as often. Of equal ones the first are the known ones. */
export function newFindings({ findings }: Pick<CheckReport, 'findings'>, baseline: Baseline): Finding[] {
  return new KnownFindings(baseline).newOf(findings);
}

/** Tells the findings of a baseline from new ones: each of its entries stands for one finding. */
export class KnownFindings {
  private readonly left = new Map<string, number>();

  /** @param named what an entry is called where the findings come from: equal entries are the same finding */
  constructor(private readonly baseline: Baseline, private readonly named: (entry: BaselineEntry) => BaselineEntry = (entry) => entry) {
    baseline.findings.map((entry) => keyOf(named(entry))).forEach((key) => this.left.set(key, (this.left.get(key) ?? 0) + 1));
  }

  /**
   * The findings that are not known. Those that are use up their entries.
   *
   * @param entry what a finding is in a baseline
   */
  newOf(findings: readonly Finding[], entry: (finding: Finding) => BaselineEntry = entryOf): Finding[] {
    return joined(findings.flatMap(partsOf).filter((finding) => {
      const key = keyOf(this.named(entry(finding)));
      const count = this.left.get(key) ?? 0;
      this.left.set(key, count - 1);
      return count <= 0;
    }));
  }

  /** The entries that no finding has used, among those that these findings could have. */
  unused(mayBeFound: (entry: BaselineEntry) => boolean): BaselineEntry[] {
    const left = new Map(this.left);
    return this.baseline.findings.filter((entry) => {
      const key = keyOf(this.named(entry));
      const count = left.get(key) ?? 0;
      left.set(key, count - 1);
      return count > 0 && mayBeFound(this.named(entry));
    });
  }
}

/** Says that entries of a baseline match nothing any more, and what to do about them. */
export function unusedText(file: string, entries: readonly BaselineEntry[]): string {
  const named = entries.slice(0, MOST_NAMED).map(({ rule, id, template, logicalId }) => `${rule}[${id}] on ${[template, ...logicalId === null ? [] : [logicalId]].join(' ')}`);
  return `${entries.length === 1 ? 'a finding' : `${entries.length} findings`} of baseline '${file}' no longer ${entries.length === 1 ? 'exists' : 'exist'}: ${named.join(', ')}${
    entries.length > MOST_NAMED ? ` and ${entries.length - MOST_NAMED} more` : ''}`;
}

/** What makes an outdated baseline shrink. */
export const WRITE_ANEW = 'write the baseline anew with hardened-bucket check cdk.out --baseline FILE --write-baseline, so that these findings are new if they come back';

const MOST_NAMED = 3;

/** What makes two findings the same to a baseline. */
export function entryOf({ rule, template, logicalId, evidence }: Finding): BaselineEntry {
  return { rule, template: normalized(template), logicalId, id: evidence.id };
}

/** Lists are compared as JSON, where null and the text "null" differ. */
export function keyOf({ rule, template, logicalId, id }: BaselineEntry): string {
  return JSON.stringify([template, logicalId, rule, id]);
}

/**
 * An entry by the place of its template in the cloud assembly, wherever that is: `assembly-Prod/Data.template.json`. CDK calls the
 * folders of stages so.
 */
export function inAssembly(entry: BaselineEntry): BaselineEntry {
  return { ...entry, template: placeInAssembly(entry.template), id: entry.id.replace(OF_OTHER_TEMPLATE, (_, template: string) => `${placeInAssembly(template)}/`) };
}

/** The place of a template in its cloud assembly, from its path. */
export function placeInAssembly(template: string): string {
  return /(?:assembly-[^/]*\/)*[^/]*$/.exec(normalized(template))![0];
}

/** What ids of findings begin with that are about a resource of another template. */
const OF_OTHER_TEMPLATE = /^(.*\.template\.json)\//;

/** A baseline is written on one machine and read on another, from `cdk.out` or `./cdk.out`. */
export function normalized(template: string): string {
  const parts: string[] = [];
  for (const part of template.replace(/\\/g, '/').split('/')) {
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') {
      parts.pop();
    } else if (part !== '.' && (part !== '' || parts.length === 0)) {
      parts.push(part);
    }
  }
  return parts.join('/');
}

function parse(text: string, file: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new BaselineProblem(`${file}: not valid JSON: ${(error as Error).message}`);
  }
}

function readEntry(entry: unknown, where: string): BaselineEntry {
  if (!isObject(entry)) {
    throw new BaselineProblem(`${where} ${quoted(entry)} is not a finding`);
  }
  return {
    rule: readText(entry.rule, `${where}.rule`),
    template: normalized(readText(entry.template, `${where}.template`)),
    logicalId: entry.logicalId === null ? null : readText(entry.logicalId, `${where}.logicalId`),
    id: readText(entry.id, `${where}.id`),
  };
}

function readText(value: unknown, where: string): string {
  if (typeof value !== 'string') {
    throw new BaselineProblem(`${where} ${quoted(value)} is not text`);
  }
  return value;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function quoted(value: unknown): string {
  return value === undefined ? '(missing)' : JSON.stringify(value).replace(/^([^]{100})[^]+$/, '$1…');
}

/** By code units: the language of the machine must not change a file that is committed. */
function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
