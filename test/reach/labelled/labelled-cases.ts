import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { dirname, join } from 'path';
import { reach } from '../../../src/cli/reach-command';
import { readInputs } from '../../../src/cli/read-inputs';
import { ReachReport } from '../../../src/reach/reach-report';
import { disagreements } from '../paths-agree';

/** A template, or several files by their names, what is asked of it, and the answer that AWS's documentation implies. */
export interface LabelledCase {
  /** Why the answer is as it is, in words. */
  readonly law: string;
  readonly template: string | Readonly<Record<string, string>>;
  /** The place, or `internet`; by default `App`. */
  readonly from?: string;
  readonly bucket?: string;
  /** `reaches via`, `cut kind@logicalId` or `unknown`; of the internet the two verdicts. */
  readonly expected: string;
  /** Those that pass, in short: `get put list`. */
  readonly actions?: string;
  /** Why `who-can` does not have the path, by its documented limits. */
  readonly whoCanLacks?: string;
  /** What AWS says of it. */
  readonly page: string;
}

/** Runs each case as a test, from the text of a template to the JSON report; `who-can` has to name the same paths. */
export function labelledCases(component: string, cases: readonly LabelledCase[]): void {
  describe(`${component}: what the command says is what AWS's documentation implies`, () => {
    test.each(cases)('$law', ({ template, from = 'App', bucket = 'Data', expected, actions, whoCanLacks }) => {
      const folder = mkdtempSync(join(tmpdir(), 'labelled-'));
      try {
        for (const [name, text] of Object.entries(typeof template === 'string' ? { 'app.yaml': template } : template)) {
          mkdirSync(dirname(join(folder, name)), { recursive: true });
          writeFileSync(join(folder, name), text);
        }
        const { out, err } = reach({ paths: [folder], bucket, from, expect: undefined, format: 'json', output: undefined, parameters: [], hasColors: false });
        expect(err ?? '').toBe('');
        const report = JSON.parse(out!) as ReachReport;
        expect(inShort(report, from)).toEqual({ answer: expected, actions: actions ?? inShort(report, from).actions, why: expect.anything() });
        expect(readInputs([folder], []).groups.flatMap(({ templates }) => disagreements(templates, { isAsSure: true }))).toEqual(whoCanLacks === undefined ? [] : [expect.stringContaining('who-can cut')]);
      } finally {
        rmSync(folder, { recursive: true });
      }
    });
  });
}

function inShort({ internet, places: [place] }: ReachReport, from: string): { answer: string; actions: string; why: readonly unknown[] } {
  if (from === 'internet') {
    return { answer: `${internet.anonymous} ${internet.anyAwsAccount}`, actions: '', why: [] };
  }
  return {
    answer: place.verdict === 'reaches' ? `reaches ${place.via}` : place.verdict === 'cut' ? `cut ${place.cut?.kind}@${place.cut?.at}` : 'unknown',
    actions: place.actions.map((action) => ({ 's3:GetObject': 'get', 's3:PutObject': 'put', 's3:ListBucket': 'list' })[action]).join(' '),
    why: [...place.cuts, ...place.unknowns],
  };
}

/** A template of resources that stand each on one line as `Id: …`; a later line replaces an earlier one of its name, `-Id` removes it. */
export function yaml(...parts: readonly string[]): string {
  return `Resources:\n${resourceLines(parts).join('\n')}\n`;
}

/** The same with more sections before the resources. */
export function yamlWith(sections: string, ...parts: readonly string[]): string {
  return `${sections.trim()}\n${yaml(...parts)}`;
}

function resourceLines(parts: readonly string[]): readonly string[] {
  const lines = new Map<string, string>();
  for (const line of parts.flatMap((part) => part.split('\n')).map((one) => one.trim()).filter(Boolean)) {
    const [, removed, id] = /^(-?)(\w+)/.exec(line)!;
    lines.delete(id);
    if (!removed) {
      lines.set(id, `  ${line}`);
    }
  }
  return [...lines.values()];
}
