import { compareDecisions } from './compare';

/** `npx tsx test/policy/second-evaluator/run.ts [DECISIONS] [SEED]`: holds the evaluator against the one written from AWS's text alone. */
const [count = 100_000, seed = 1] = process.argv.slice(2).map(Number);
const start = Date.now();
const seconds = () => Math.round((Date.now() - start) / 1000);
let told = 0;

const { decisions, disagreements, minimal } = compareDecisions({
  decisions: count,
  seed,
  shrunk: 500,
  onProgress: (done, found) => {
    if (seconds() - told >= 10) {
      told = seconds();
      console.error(`${done} of ${count} after ${told} s, ${found} disagreements`);
    }
  },
});

for (const { first, second, policy, request } of minimal) {
  console.log(`DISAGREEMENT: evaluate says ${first}, AWS's text ${second}`);
  console.log(`  ${JSON.stringify(policy)}\n  ${JSON.stringify(request)}`);
}
console.log(`${count} decisions, seed ${seed}, ${seconds()} s, ${disagreements} disagreements: ${Object.entries(decisions).map(([decision, times]) => `${decision} ${times}`).join(', ')}`);
process.exitCode = disagreements > 0 ? 1 : 0;
