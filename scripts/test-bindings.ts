import assert from 'node:assert';
import { cpSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Environment, Language, LANGUAGES } from './bindings/languages';
import { pack } from './bindings/pack';
import { ROOT, WORK } from './bindings/places';
import { run } from './bindings/run';
import { environmentOf, TOOLCHAINS } from './bindings/toolchains';
import { unreadable } from './bindings/unreadable';
import { PEERS, Versions, Wanted } from './bindings/versions';
import { CliOutcome, runCdk } from './cdk-cli';

/** What the others are held against. */
const REFERENCE = 'typescript';

/** Made by machines: a copy of an example begins without it. */
const NOT_COPIED = ['node_modules', 'cdk.out', 'target', '.venv', '__pycache__', '.pytest_cache'];

/** What the runtimes say to anyone who is on an old Node.js is no part of what is tested. */
const QUIET: NodeJS.ProcessEnv = { JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: process.versions.node.split('.')[0] };

/**
 * Packs the library, installs it into a clean environment of each language, and holds what users get there against
 * TypeScript: `npm run test:bindings`, or `npm run test:bindings -- --latest java go`.
 *
 * Ends with status 1 unless every check passes.
 */
class BindingsTest {
  private passed = 0;
  private failed = 0;
  private readonly references = new Map<string, Promise<unknown>>();

  constructor(private readonly wanted: Wanted) {}

  public async of(names: readonly string[]): Promise<void> {
    console.log(`The packed library in ${names.join(', ')}, with the ${this.wanted === 'floor' ? 'oldest' : 'newest'} versions of its peers.\n`);
    for (const name of names) {
      await this.ofLanguage(name, LANGUAGES[name]);
    }
    console.log(`${this.passed} passed, ${this.failed} failed`);
    process.exitCode = this.failed === 0 && this.passed > 0 ? 0 : 1;
  }

  private async ofLanguage(name: string, language: Language): Promise<void> {
    console.log(name);
    const folder = join(WORK, name);
    let environment: Environment | undefined;
    await this.check('is packed', () => packNow(language));
    await this.check('is installed into a clean environment', () => {
      environment = install(name, folder, this.wanted);
      return describe(environment);
    });
    if (environment === undefined) {
      return;
    }
    const app = join(folder, 'app');
    const synth = async (args: readonly string[], output: string): Promise<CliOutcome> =>
      runCdk(['synth', '--quiet', ...args], app, join(folder, output), { ...process.env, ...QUIET, ...environment!.env });

    await this.check(`tests: ${language.test}`, () => {
      run(`test ${name}`, { command: language.test.split(' '), cwd: app, env: { ...QUIET, ...environment!.env } });
    });
    await this.check(name === REFERENCE ? 'synthesizes' : 'synthesizes the same template as TypeScript', async () => {
      const outcome = await synth([], 'accepted');
      assert.strictEqual(outcome.exitCode, 0, outcome.text);
      const made = template(join(folder, 'accepted'));
      if (name === REFERENCE) {
        this.references.set(environment!.versions['aws-cdk-lib'], Promise.resolve(made));
      }
      assert.deepStrictEqual(made, await this.reference(environment!.versions));
    });
    await this.check('shows a refusal by the checks so that one can read it', async () => {
      readable(await synth(['--app', language.apps.refusedByChecks], 'refused-by-checks'), 'HardenedBucket-RawBucket');
    });
    await this.check('shows a refusal by the construct so that one can read it', async () => {
      readable(await synth(['--app', language.apps.refusedByConstruct], 'refused-by-construct'), 'HardenedBucket-BlockPublicAccess');
    });
    console.log();
  }

  /** The template that TypeScript makes with these versions. */
  private async reference(versions: Versions): Promise<unknown> {
    const key = versions['aws-cdk-lib'];
    if (!this.references.has(key)) {
      this.references.set(key, makeReference(versions));
    }
    return this.references.get(key);
  }

  private async check(title: string, body: () => string | void | Promise<string | void>): Promise<void> {
    const start = Date.now();
    try {
      const detail = await body();
      this.passed += 1;
      console.log(`  ok    ${title} (${seconds(start)})${detail ? `\n          ${detail}` : ''}`);
    } catch (error) {
      this.failed += 1;
      console.log(`  FAIL  ${title} (${seconds(start)})\n${(error as Error).message.replace(/^/gm, '          ')}`);
    }
  }
}

const packedAlready = new Set<string>();

/** Packs once for a run: the references need TypeScript's package, too. */
function packNow({ target }: Language): void {
  if (!packedAlready.has(target)) {
    const { skipped } = pack(target);
    assert.strictEqual(skipped, undefined, skipped);
    packedAlready.add(target);
  }
}

/** A new folder with a copy of the example, and the packed library installed. */
function install(name: string, folder: string, wanted: Wanted | Versions): Environment {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  cpSync(join(ROOT, 'examples', name), join(folder, 'app'), { recursive: true, filter: (file) => !NOT_COPIED.includes(basename(file)) });
  return LANGUAGES[name].install(folder, wanted, environmentOf(TOOLCHAINS[LANGUAGES[name].target]));
}

async function makeReference(versions: Versions): Promise<unknown> {
  const folder = join(WORK, `reference-${versions['aws-cdk-lib']}`);
  packNow(LANGUAGES[REFERENCE]);
  const { env } = install(REFERENCE, folder, versions);
  const { exitCode, text } = await runCdk(['synth', '--quiet'], join(folder, 'app'), join(folder, 'accepted'), { ...process.env, ...QUIET, ...env });
  assert.strictEqual(exitCode, 0, text);
  return template(join(folder, 'accepted'));
}

function template(output: string): unknown {
  return JSON.parse(readFileSync(join(output, 'RecordsOffice.template.json'), 'utf8'));
}

function readable(outcome: CliOutcome, rule: string): void {
  const reason = unreadable(outcome, rule);
  assert.strictEqual(reason, undefined, `${reason}. The CLI said:\n${outcome.text}`);
}

function describe({ versions, notes = [] }: Environment): string {
  return [PEERS.map((peer) => `${peer} ${versions[peer]}`).join(', '), ...notes].join('\n          ');
}

function seconds(start: number): string {
  return `${((Date.now() - start) / 1000).toFixed(0)} s`;
}

const args = process.argv.slice(2);
const named = args.filter((arg) => arg !== '--latest');
const unknown = named.filter((name) => !(name in LANGUAGES));
if (unknown.length > 0) {
  console.error(`no such language: ${unknown.join(', ')}. There are ${Object.keys(LANGUAGES).join(', ')}`);
  process.exitCode = 2;
} else {
  new BindingsTest(args.includes('--latest') ? 'latest' : 'floor').of(named.length > 0 ? named : Object.keys(LANGUAGES)).catch((error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  });
}
