import { Duration } from 'aws-cdk-lib';
import { BucketWatch, CheckLevel, FindingSeverity, WatchEstimateOptions } from '../../src';
import { nextCalls } from '../../src/facts/live-settings';
import { judgedDepth } from '../../src/watch/handler/judge-live';
import { LIST_PRICES } from '../../src/watch/watch-prices';
import { HARDENED_ANSWERS } from '../facts/live-answers';

const FREE = Object.fromEntries(Object.keys(LIST_PRICES).map((name) => [name, 0])) as unknown as typeof LIST_PRICES;

test.each([
  [CheckLevel.BASELINE, undefined, 7],
  [CheckLevel.BASELINE, FindingSeverity.WARNING, 7],
  [CheckLevel.STRICT, undefined, 9],
  [CheckLevel.STRICT, FindingSeverity.WARNING, 13],
])('a check at %s from %s reads a versioned bucket %d times, as the handler does', (level, reportFrom, reads) => {
  expect(BucketWatch.estimate({ buckets: 1, level, reportFrom }).readsPerBucket).toBe(reads);
  const depth = judgedDepth({ level, reportFrom: reportFrom ?? FindingSeverity.ERROR, excludedRules: [], model: {} });
  const read: Record<string, (typeof HARDENED_ANSWERS)[string]> = {};
  for (let calls = nextCalls(read, depth); calls.length > 0; calls = nextCalls(read, depth)) {
    calls.forEach(({ call }) => { read[call] = HARDENED_ANSWERS[call]; });
  }
  expect(Object.keys(read)).toHaveLength(reads);
});

test.each([[100, 3300, 23_100], [1000, 33_000, 231_000], [10_000, 330_000, 2_310_000]])('%d buckets are checked %d times in a month, by %d reads', (buckets, checks, reads) => {
  expect(BucketWatch.estimate({ buckets })).toMatchObject({ checksPerMonth: checks, s3ReadsPerMonth: reads });
});

test('the cost is that of what is used, and grows with the number of buckets', () => {
  const costs = [0, 100, 1000, 10_000].map((buckets) => BucketWatch.estimate({ buckets }).monthlyCost);
  expect([...costs].sort((a, b) => a - b)).toEqual(costs);
  expect(costs[1]).toBeLessThan(5);
  expect(costs[3]).toBeLessThan(15);
  expect(BucketWatch.estimate({ buckets: 1000, prices: FREE }).monthlyCost).toBe(0);
  expect(BucketWatch.estimate({ buckets: 1000, prices: { ...FREE, s3Reads: 1_000_000 } }).monthlyCost).toBe(231_000);
});

test('a sweep twice a day checks twice as often, and more changes are more checks', () => {
  expect(BucketWatch.estimate({ buckets: 100, changesPerDay: 0, sweepInterval: Duration.hours(12) }).checksPerMonth).toBe(6000);
  expect(BucketWatch.estimate({ buckets: 100, changesPerDay: 50 }).checksPerMonth).toBe(4500);
});

test.each<[string, WatchEstimateOptions, string]>([
  ['half a bucket', { buckets: 0.5 }, 'BucketWatch.estimate.buckets is 0.5. Use a whole number from 0'],
  ['fewer than no changes', { buckets: 1, changesPerDay: -1 }, 'BucketWatch.estimate.changesPerDay is -1. Use a number from 0'],
  ['no time between sweeps', { buckets: 1, sweepInterval: Duration.hours(0) }, 'BucketWatch.estimate.sweepInterval is zero. Use whole hours'],
  ['an unknown severity', { buckets: 1, reportFrom: 'all' as FindingSeverity }, 'BucketWatch.estimate.reportFrom is "all". Use one of FindingSeverity.ERROR'],
  ['a price that is none', { buckets: 1, prices: { ...LIST_PRICES, key: NaN } }, 'BucketWatch.estimate.prices.key is NaN. Use a number from 0'],
  ['an unknown option', { buckets: 1, bukets: 2 } as WatchEstimateOptions, 'BucketWatch.estimate.bukets is not a property of WatchEstimateOptions'],
])('fails: %s', (_, options, message) => {
  expect(() => BucketWatch.estimate(options)).toThrow(message);
});
