import { benchCheck } from './check';
import { benchDiff } from './diff';
import { benchImport } from './import';
import { benchPolicy } from './policy';
import { benchRules } from './rules';
import { benchSynth } from './synth';

/** Every benchmark by its name: `npm run bench -- NAME`. Without a name all of them run. */
const BENCHMARKS: Record<string, () => void> = {
  check: benchCheck,
  diff: benchDiff,
  import: benchImport,
  policy: benchPolicy,
  rules: benchRules,
  synth: benchSynth,
};

const names = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(BENCHMARKS);
for (const name of names) {
  if (!BENCHMARKS[name]) {
    console.error(`there is no benchmark '${name}': use ${Object.keys(BENCHMARKS).join(', ')}`);
    process.exit(2);
  }
  BENCHMARKS[name]();
}
