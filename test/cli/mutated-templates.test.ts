import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { App, aws_s3 as s3, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import * as fc from 'fast-check';
import { CheckJson, hardenedBucket, workInTemporaryFolders, write } from './command-line';
import { damage, damaged, MUTATIONS, SEEDS, withEveryValueReplaced } from './mutated-templates';
import { CATALOG } from '../../src/rules/catalog';
import { withinSeconds } from '../template/templates';

/** `npx projen prove:templates` asks for five times as many. */
const RUNS = Number(process.env.TEMPLATE_RUNS ?? 600);
/** Deterministic. What fails is printed as it is, in two short lists: to shrink what hangs would take hours. */
const LIMITS = { seed: Number(process.env.TEMPLATE_SEED ?? 20_260_101), endOnFailure: true };
/** The reasoner gives up on a question after 1.5 s of search, and the rules ask a policy some fifteen. */
const LONGEST_SECONDS = 30;

workInTemporaryFolders();

const NEIGHBOUR = {
  Resources: {
    Bucket: { Type: 'AWS::S3::Bucket' },
    Policy: { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: { Ref: 'Bucket' }, PolicyDocument: { Statement: { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: { 'Fn::Sub': '${Bucket.Arn}/*' } } } } },
  },
};

function judge(...paths: string[]): CheckJson & { readonly exitCode: number } {
  const { exitCode, out, err } = withinSeconds(LONGEST_SECONDS, () => hardenedBucket('check', ...paths, '--format', 'json', '--level', 'strict'));
  expect(err).toBe('');
  return { ...JSON.parse(out), exitCode };
}

function findingsIn({ findings }: CheckJson, template: string) {
  return findings.filter((finding) => finding.template === template);
}

/** What holds of every report, whatever was checked. */
function expectSound({ findings, summary, errors, exitCode }: CheckJson & { readonly exitCode: number }): void {
  expect(exitCode).toBe(errors.length > 0 ? 2 : findings.some(({ severity }) => severity === 'error') ? 1 : 0);
  expect(summary).toMatchObject({
    violations: findings.filter(({ verdict }) => verdict === 'violation').length, unknown: findings.filter(({ verdict }) => verdict === 'unknown').length, errors: errors.length,
  });
  for (const { rule, severity, verdict, message, evidence } of findings) {
    expect(RULE_IDS).toContain(rule);
    expect(verdict === 'unknown' ? severity : 'warning').toBe('warning');
    expect(message).not.toMatch(/\[object Object\]|TypeError|function \w+\(/);
    expect(evidence.id).not.toBe('');
  }
}

const RULE_IDS = CATALOG.map(({ id }) => id);

/**
 * Whether a text that begins like JSON is a template: said by another parser, and undefined where that one does not
 * know better: it takes keys that stand twice, and any depth.
 */
function isTemplate(text: string): boolean | undefined {
  // Of two byte order marks one is that of the file.
  const body = text.replace(/^\uFEFF{1,2}/, '');
  if (!/^\s*\{/.test(body)) {
    return undefined;
  }
  try {
    const json = JSON.parse(body);
    const isObject = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value);
    const own = (section: string) => Object.hasOwn(json, section) ? json[section] : undefined;
    return isObject(own('Resources')) && ['Parameters', 'Conditions', 'Mappings', 'Outputs'].every((section) => (own(section) ?? undefined) === undefined || isObject(own(section)));
  } catch {
    return false;
  }
}

describe('a damaged template', () => {
  const cases: (Pick<CheckJson, 'errors' | 'findings'> & { readonly file: string; readonly text: string })[] = [];
  const seen = { seeds: new Set<string>(), names: new Set<string>(), unreadable: 0 };

  test('is judged or named as unreadable, in time, and what is intact beside it is judged as ever', () => {
    write({ 'in/neighbour.json': NEIGHBOUR });
    const alone = judge('in').findings;
    expect(alone.length).toBeGreaterThan(10);
    let count = 0;
    fc.assert(fc.property(fc.constantFrom(...Object.keys(SEEDS)), damage, (seed, how) => {
      const text = damaged(SEEDS[seed].text, how);
      const file = `in/mutant-${++count}.${SEEDS[seed].ending}`;
      write({ [file]: text });
      const report = judge('in', file);
      fs.rmSync(file);
      expectSound(report);
      expect(findingsIn(report, 'in/neighbour.json')).toEqual(alone);
      const wasRead = report.errors.length === 0;
      expect(report.errors).toEqual(wasRead ? [] : [{ template: file, message: expect.stringMatching(/^.{5,}$/s) }]);
      expect(report.summary.templates).toBe(wasRead ? 2 : 1);
      const expected = isTemplate(text);
      if (expected !== undefined && !/stands twice|levels deep/.test(report.errors[0]?.message ?? '')) {
        expect(wasRead).toBe(expected);
      }
      seen.seeds.add(seed);
      how.names.forEach((name) => seen.names.add(name));
      seen.unreadable += wasRead ? 0 : 1;
      if (cases.length < 200 && text.length < 100_000) {
        cases.push({ file, text, errors: report.errors, findings: findingsIn(report, file) });
      }
    }), { numRuns: RUNS, ...LIMITS });
    // Or the property would say little.
    expect([...seen.seeds].sort()).toEqual(Object.keys(SEEDS).sort());
    expect([...seen.names].sort()).toEqual(Object.keys(MUTATIONS).sort());
    expect(seen.unreadable).toBeGreaterThan(RUNS / 20);
    expect(seen.unreadable).toBeLessThan(RUNS / 2);
  });

  test('is judged in a folder full of others as it is alone', () => {
    write({ 'in/neighbour.json': NEIGHBOUR, ...Object.fromEntries(cases.map(({ file, text }) => [file, text])) });
    const report = judge('in', ...cases.map(({ file }) => file));
    expectSound(report);
    for (const { file, errors, findings } of cases) {
      expect(report.errors.filter(({ template }) => template === file)).toEqual(errors);
      expect(findingsIn(report, file)).toEqual(findings);
    }
    expect(cases.length).toBeGreaterThanOrEqual(Math.min(200, RUNS / 2));
  });
});

/** Every value of a template replaced by one of each type: none of them may be taken for granted. */
describe('a value of another type at every place', () => {
  test.each(Object.keys(SEEDS))('of the template %s', (seed) => {
    write({ 'in/neighbour.json': NEIGHBOUR });
    const alone = judge('in').findings;
    const mutants = withEveryValueReplaced(SEEDS[seed].text).filter((_, i) => RUNS >= 3000 || i % EVERY === 0);
    for (let from = 0; from < mutants.length; from += 100) {
      const files = Object.fromEntries(mutants.slice(from, from + 100).map((text, i) => [`in/mutant-${from + i}.json`, text]));
      write(files);
      const report = judge('in', ...Object.keys(files));
      expectSound(report);
      expect(findingsIn(report, 'in/neighbour.json')).toEqual(alone);
      expect(report.errors.map(({ template }) => template).sort()).toEqual(Object.keys(files).filter((file) => !isTemplate(files[file])).sort());
      Object.keys(files).forEach((file) => fs.rmSync(file));
    }
  });
});

/** All seven are put everywhere in a run of thousands; it has no factor in common with seven, so that each is put somewhere. */
const EVERY = 5;

/** A cloud assembly holds more than templates, and CDK's own files are as easily broken. */
describe('a damaged file of an assembly', () => {
  let assembly: Readonly<Record<string, string>>;

  beforeAll(() => {
    process.env.CDK_VALIDATION = 'false';
    const outdir = fs.mkdtempSync(path.join(os.tmpdir(), 'mutated-templates-'));
    const app = new App({ outdir });
    const stack = new Stack(app, 'Bad');
    const logs = new s3.Bucket(new NestedStack(stack, 'Nested'), 'Logs', { enforceSSL: true });
    new s3.Bucket(stack, 'Bucket', { serverAccessLogsBucket: logs });
    new s3.Bucket(new Stack(app, 'Good'), 'Bucket');
    new s3.Bucket(new Stack(new Stage(app, 'Stage'), 'Stack'), 'Bucket');
    app.synth();
    delete process.env.CDK_VALIDATION;
    assembly = Object.fromEntries(fs.readdirSync(outdir, { recursive: true, encoding: 'utf8' })
      .filter((name) => fs.statSync(path.join(outdir, name)).isFile()).map((name) => [name, fs.readFileSync(path.join(outdir, name), 'utf8')]));
    fs.rmSync(outdir, { recursive: true });
  });

  test('is named, or what it says is judged, in time, and what is beside the assembly is judged as ever', () => {
    write({ 'in/neighbour.json': NEIGHBOUR });
    const alone = judge('in').findings;
    const files = Object.keys(assembly).filter((name) => name.endsWith('.json')).sort();
    const named = new Set<string>();
    let read = 0;
    fc.assert(fc.property(fc.nat(), damage, (which, how) => {
      const file = files[which % files.length];
      fs.rmSync('in/cdk.out', { recursive: true, force: true });
      write(Object.fromEntries(Object.entries(assembly).map(([name, text]) => [`in/cdk.out/${name}`, text])));
      write({ [`in/cdk.out/${file}`]: damaged(assembly[file], how) });
      const report = judge('in');
      expectSound(report);
      expect(findingsIn(report, 'in/neighbour.json')).toEqual(alone);
      for (const { template, message } of report.errors) {
        expect(template).toMatch(/^in\/cdk\.out\//);
        expect(message.length).toBeGreaterThan(5);
      }
      // A broken template is one error. What a manifest says of several files may be several.
      if (file.endsWith('.template.json')) {
        expect(report.errors.length).toBeLessThanOrEqual(1);
        expect(report.errors.map(({ template }) => template)).toEqual(report.errors.map(() => `in/cdk.out/${file}`));
        expect(isTemplate(assembly[file])).toBe(true);
      }
      report.errors.forEach(({ template }) => named.add(template));
      read += report.errors.length === 0 ? 1 : 0;
    }), { numRuns: RUNS / 4, ...LIMITS });
    expect(read).toBeGreaterThan(RUNS / 16);
    expect([...named]).toEqual(expect.arrayContaining(files.filter((file) => /template|manifest/.test(file)).map((file) => `in/cdk.out/${file}`)));
  });
});

/** The other ways to print, and the other command: a report may hold whatever a stranger wrote. */
describe('a damaged template', () => {
  test.each(['text', 'sarif', 'html'])('is reported as %s, in time', (format) => {
    fc.assert(fc.property(fc.constantFrom(...Object.keys(SEEDS)), damage, (seed, how) => {
      write({ 'in.yaml': damaged(SEEDS[seed].text, how) });
      const { exitCode, out, err } = withinSeconds(LONGEST_SECONDS, () => hardenedBucket('check', 'in.yaml', '--format', format));
      expect([0, 1, 2]).toContain(exitCode);
      expect(err).toBe('');
      expect(out).toMatch({ text: /template(s)?(; 1 input could not be read)?(; \d+ parts? not read)?$/, sarif: /^\{[^]*\}$/, html: /^<!doctype html>[^]*<\/html>\s*$/i }[format]!);
      // eslint-disable-next-line no-control-regex
      expect(out).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/);
    }), { numRuns: RUNS / 10, ...LIMITS });
  });

  test('is compared, or refused with its name, in time', () => {
    write({ 'whole.yaml': SEEDS.hardened.text });
    let compared = 0;
    fc.assert(fc.property(fc.constantFrom(...Object.keys(SEEDS)), damage, fc.boolean(), (seed, how, isFirst) => {
      write({ 'in.yaml': damaged(SEEDS[seed].text, how) });
      const files = ['in.yaml#Bucket', 'whole.yaml#Bucket'];
      const { exitCode, out, err } = withinSeconds(LONGEST_SECONDS, () => hardenedBucket('compare', ...isFirst ? files : files.reverse(), '--format', 'json'));
      expect([0, 1, 2, 3]).toContain(exitCode);
      expect(exitCode === 2 ? err : JSON.parse(out).relation).toMatch(exitCode === 2 ? /^hardened-bucket: in\.yaml: / : /^(equivalent|less|more|incomparable|unknown)$/);
      compared += exitCode === 2 ? 0 : 1;
    }), { numRuns: RUNS / 6, ...LIMITS });
    expect(compared).toBeGreaterThan(RUNS / 20);
  });
});
