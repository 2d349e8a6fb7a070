import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { templatesIn } from './adopted';
import { CHANGES, TemplateJson } from './changed-templates';
import { endingOf, Style, STYLES, written } from './template-styles';
import { appOfTeams } from './twenty-buckets/app';
import { readTemplateText } from '../../src/cli/read-template-text';
import { SEEDS } from '../cli/mutated-templates';

/** Templates to begin with, by name: those of the twenty buckets, and those that the command is tested with. */
export function seeds(): ReadonlyMap<string, TemplateJson> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'seeds-'));
  const validation = process.env.CDK_VALIDATION;
  process.env.CDK_VALIDATION = 'false';
  appOfTeams(path.join(folder, 'cdk.out')).synth();
  process.env.CDK_VALIDATION = validation;
  fs.cpSync(path.join(__dirname, 'twenty-buckets', 'templates'), folder, { recursive: true });
  const ofTwenty = [...templatesIn(folder)].map(([file, json]): [string, TemplateJson] => [file, withoutMarks(json)]);
  fs.rmSync(folder, { recursive: true });
  return new Map([...ofTwenty, ...Object.entries(SEEDS).map(([name, { text }]): [string, TemplateJson] => [name, readTemplateText(text) as TemplateJson])]);
}

/** As a template of its own: what CDK made of it is changed in the code, not here. */
function withoutMarks(json: any): TemplateJson {
  const marks = ['aws:cdk:path', 'aws:asset:path', 'aws:asset:property'];
  const { Parameters: { BootstrapVersion, ...Parameters } = {} as any, Rules, ...rest } = json;
  const Resources = Object.fromEntries(Object.entries<any>(json.Resources).map(([id, { Metadata = {}, ...resource }]) => {
    const kept = Object.entries(Metadata).filter(([key]) => !marks.includes(key));
    return [id, { ...resource, ...kept.length > 0 ? { Metadata: Object.fromEntries(kept) } : {} }];
  }));
  return { ...rest, ...Object.keys(Parameters).length > 0 ? { Parameters } : {}, Resources };
}

/** A template that is another than its seed, as a file. */
export interface Mutant {
  readonly name: string;
  readonly seed: string;
  readonly changes: readonly string[];
  readonly style: Style;
  readonly file: string;
  readonly text: string;
}

/** So many mutants of all seeds, the same ones each time. */
export function mutants(count: number): readonly Mutant[] {
  const all = [...seeds()];
  return Array.from({ length: count }, (_, i): Mutant => {
    const next = randomFrom(i + 1);
    const pick = <T>(from: readonly T[]): T => from[Math.floor(next() * from.length)];
    const [seed, json] = all[i % all.length];
    const style = STYLES[Math.floor(i / all.length) % STYLES.length];
    const names: string[] = [];
    let template = json;
    for (let tries = 0, wanted = 1 + Math.floor(next() * 4); names.length < wanted && tries < 20; tries++) {
      const name = pick(Object.keys(CHANGES));
      const changed = CHANGES[name](template, pick);
      if (changed) {
        template = changed;
        names.push(name);
      }
    }
    return { name: `${i}: ${seed} in ${style}, ${names.join(', ')}`, seed, changes: names, style, file: `mutant-${i}.${endingOf(style)}`, text: written(template, style) };
  });
}

/** Numbers from 0 to 1 that look random: mulberry32. */
function randomFrom(seed: number): () => number {
  let state = Math.imul(seed, 0x9e3779b1);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
