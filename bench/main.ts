import { benchCheck } from './check';
import { benchDiff } from './diff';
import { benchImport } from './import';
import { benchPolicy } from './policy';
import { benchReach } from './reach';
import { benchRules } from './rules';
import { benchSynth } from './synth';
import { benchWatch } from './watch';
import { benchWhoCan } from './who-can';

/** Every benchmark by its name: `npm run bench -- NAME`. Without a name all of them run. */
const BENCHMARKS: Record<string, () => void | Promise<void>> = {
  'check': benchCheck,
  'diff': benchDiff,
  'import': benchImport,
  'policy': benchPolicy,
  'reach': benchReach,
  'rules': benchRules,
  'synth': benchSynth,
  'watch': benchWatch,
  'who-can': benchWhoCan,
};

async function main(names: readonly string[]): Promise<void> {
  for (const name of names) {
    if (!BENCHMARKS[name]) {
      console.error(`there is no benchmark '${name}': use ${Object.keys(BENCHMARKS).join(', ')}`);
      process.exit(2);
    }
    await BENCHMARKS[name]();
  }
}

main(process.argv.length > 2 ? process.argv.slice(2) : Object.keys(BENCHMARKS)).then(() => process.exit(0), (error: unknown) => {
  console.error(error);
  process.exit(1);
});
