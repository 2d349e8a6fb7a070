import * as fs from 'node:fs';
import * as path from 'node:path';
import { Duration } from 'aws-cdk-lib';
import { BucketWatch, CheckLevel, WatchEstimateOptions } from '../../src';
import { READS_PER_BUCKET } from '../../src/watch/watch-estimate';
import { LIST_PRICES } from '../../src/watch/watch-prices';

const FREE = Object.fromEntries(Object.keys(LIST_PRICES).map((name) => [name, 0])) as unknown as typeof LIST_PRICES;

test.each([[CheckLevel.BASELINE, 7], [CheckLevel.STRICT, 11]])('a check at %s reads a bucket %d times, fewer than 12', (level, reads) => {
  expect(BucketWatch.estimate({ buckets: 1, level }).readsPerBucket).toBe(reads);
  expect(reads).toBeLessThan(12);
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
  ['a price that is none', { buckets: 1, prices: { ...LIST_PRICES, key: NaN } }, 'BucketWatch.estimate.prices.key is NaN. Use a number from 0'],
  ['an unknown option', { buckets: 1, bukets: 2 } as WatchEstimateOptions, 'BucketWatch.estimate.bukets is not a property of WatchEstimateOptions'],
])('fails: %s', (_, options, message) => {
  expect(() => BucketWatch.estimate(options)).toThrow(message);
});

const SETTINGS = path.join(__dirname, '../../src/facts/live-settings.ts');

/** ACLs are disabled on each bucket since 2023: what depends on them, on tags and on a lock is read where it is there. */
(fs.existsSync(SETTINGS) ? test : test.skip)('the reads are those of the table of settings', () => {
  const { LIVE_SETTINGS } = jest.requireActual(SETTINGS);
  const always: any[] = LIVE_SETTINGS.filter(({ onDemand, isNeeded }: any) => !onDemand && !isNeeded);
  expect({ BASELINE: always.filter(({ level }) => level === undefined).length, STRICT: always.length }).toEqual(READS_PER_BUCKET);
});
