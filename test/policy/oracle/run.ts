import { agrees, compareWithOracle, Verdict } from './compare-with-oracle';

/** `npx tsx test/policy/oracle/run.ts [COMPARISONS] [SEED]`: holds our answers against those of z3 4.13.0. */
const [comparisons = 2000, seed = 1] = process.argv.slice(2).map(Number);
const start = Date.now();
let done = 0;
let disagreements = 0;

const verdicts = compareWithOracle(comparisons, seed, (latest) => {
  done += latest.length;
  for (const verdict of latest.filter((one) => !agrees(one))) {
    disagreements++;
    console.log(`DISAGREEMENT: ours ${verdict.ours}, z3 ${verdict.z3.slice(0, 300)}${verdict.confirmed === false ? ', whose model our evaluator does not confirm' : ''}`);
    console.log(JSON.stringify({ question: verdict.question, first: verdict.first, second: verdict.second, model: verdict.model }, null, 1));
  }
  if (done % 200 < latest.length) {
    console.error(`${done} of ${comparisons} after ${Math.round((Date.now() - start) / 1000)} s, ${disagreements} disagreements`);
  }
});

const count = (test: (verdict: Verdict) => boolean) => verdicts.filter(test).length;
const times = (of: 'ours' | 'z3') => verdicts.map(({ milliseconds }) => milliseconds[of]).filter(Number.isFinite).sort((a, b) => a - b);
const at = (sorted: readonly number[], part: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))].toFixed(2);
console.log(`${verdicts.length} directed questions (${count(({ question }) => question === 'stranger')} about strangers), seed ${seed}, ${Math.round((Date.now() - start) / 1000)} s`);
console.log(`  found by both ${count((v) => v.ours === 'found' && v.z3 === 'sat')}, none by both ${count((v) => v.ours === 'none' && v.z3 === 'unsat')}`);
console.log(`  unknown to us ${count((v) => v.ours === 'unknown')}, to z3 ${count((v) => v.z3 === 'unknown')}; disagreements ${disagreements}`);
for (const of of ['ours', 'z3'] as const) {
  const sorted = times(of);
  console.log(`  ${of}: p50 ${at(sorted, 0.5)} ms, p90 ${at(sorted, 0.9)} ms, p99 ${at(sorted, 0.99)} ms, most ${at(sorted, 1)} ms`);
}
process.exitCode = disagreements > 0 ? 1 : 0;
