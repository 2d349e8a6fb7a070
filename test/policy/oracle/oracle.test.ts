import { agrees, compareWithOracle } from './compare-with-oracle';

/** `npx tsx test/policy/oracle/run.ts 2000` asks for many more. */
const COMPARISONS = Number(process.env.ORACLE_COMPARISONS ?? 40);

test('z3 4.13.0 and the search answer random questions alike', () => {
  const verdicts = compareWithOracle(COMPARISONS, 20261123);
  expect(verdicts.filter((verdict) => !agrees(verdict))).toEqual([]);
  // Answers that both leave open would agree about nothing.
  expect(verdicts.filter(({ ours, z3 }) => ours === 'unknown' || z3 === 'unknown').length).toBeLessThan(COMPARISONS / 10);
}, 300_000);
