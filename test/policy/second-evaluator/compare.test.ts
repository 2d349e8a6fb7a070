import { compareDecisions } from './compare';

const DECISIONS = 20_000;
const SEED = Number(process.env.DECISIONS_SEED ?? (Date.now() % 1_000_000));

test(`decides as the evaluator that was written from AWS's text alone, seed ${SEED}`, () => {
  const { decisions, disagreements, minimal } = compareDecisions({ decisions: DECISIONS, seed: SEED, shrunk: 3 });
  expect(minimal.slice(0, 5)).toEqual([]);
  expect(disagreements).toBe(0);
  // A comparison in which nothing is decided would show nothing.
  expect(Math.min(decisions.Allow, decisions.ExplicitDeny)).toBeGreaterThan(0.1 * DECISIONS);
  expect(decisions.unknown).toBeGreaterThan(0);
});
