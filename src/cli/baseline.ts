import * as path from 'node:path';
import { groupBy } from './report-groups';
import { UsageError } from './usage';
import { CheckReport, Finding, joined, partsOf } from '../rules/finding';

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

const FORMAT = 1;

/** The baseline of everything in the report, the same whatever the order of its findings. */
export function writeBaseline({ findings }: CheckReport): string {
  const entries = findings.flatMap(partsOf).map(entryOf).sort((a, b) => order(keyOf(a), keyOf(b)));
  return `${JSON.stringify({ version: FORMAT, findings: entries }, null, 2)}\n`;
}

/** Reads a baseline from the text of a file. @throws UsageError if it is none; it names the file and the place */
export function readBaseline(text: string, file: string): Baseline {
  const json = parse(text, file);
  if (!isObject(json)) {
    throw new UsageError(`${file}: ${quoted(json)} is no baseline: write one with --write-baseline`);
  }
  if (json.version !== FORMAT) {
    throw new UsageError(`${file}: version ${quoted(json.version)} is not ${FORMAT}: write the baseline anew with --write-baseline`);
  }
  if (!Array.isArray(json.findings)) {
    throw new UsageError(`${file}: findings ${quoted(json.findings)} is no list`);
  }
  return { findings: json.findings.map((entry: unknown, i) => readEntry(entry, `${file}: findings[${i}]`)) };
}

/** The findings that the baseline does not have, or not as often. Of equal ones the first are the known ones. */
export function newFindings({ findings }: CheckReport, baseline: Baseline): Finding[] {
  const left = new Map(groupBy(baseline.findings, keyOf).map(([key, { length }]) => [key, length]));
  return joined(findings.flatMap(partsOf).filter((finding) => {
    const key = keyOf(entryOf(finding));
    const count = left.get(key) ?? 0;
    left.set(key, count - 1);
    return count <= 0;
  }));
}

/** What makes two findings the same to a baseline. */
export function entryOf({ rule, template, logicalId, evidence }: Finding): BaselineEntry {
  return { rule, template: normalized(template), logicalId, id: evidence.id };
}

/** Lists are compared as JSON, where null and the text "null" differ. */
export function keyOf({ rule, template, logicalId, id }: BaselineEntry): string {
  return JSON.stringify([template, logicalId, rule, id]);
}

/** A baseline is written on one machine and read on another, from `cdk.out` or `./cdk.out`. */
function normalized(template: string): string {
  return path.posix.normalize(template.split(path.sep).join('/'));
}

function parse(text: string, file: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new UsageError(`${file}: this is no JSON: ${(error as Error).message}`);
  }
}

function readEntry(entry: unknown, where: string): BaselineEntry {
  if (!isObject(entry)) {
    throw new UsageError(`${where} ${quoted(entry)} is no finding`);
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
    throw new UsageError(`${where} ${quoted(value)} is no text`);
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
