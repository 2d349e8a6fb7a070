import { modulesThatOpenBuckets, takersOfBuckets } from './producers/cdk-buckets';
import { NO_ROWS, NOT_RUN, RUN_BY } from './producers/no-rows';
import { PRODUCERS } from './producers/producers';

const COVERED = PRODUCERS.flatMap(({ covers = [] }) => covers);

test('what takes a bucket in CDK has a row, or there is a reason why it has none', () => {
  const known = new Set([...COVERED, ...Object.keys(NO_ROWS)]);
  expect(takersOfBuckets().filter((taker) => !known.has(taker))).toEqual([]);
});

test('no row or reason is left for what CDK does not have, and none has both', () => {
  const takers = new Set(takersOfBuckets());
  // Later versions of CDK may have it.
  const later = new Set(['aws_elasticloadbalancingv2.ApplicationLoadBalancer.logHealthCheckLogs(bucket)']);
  expect([...COVERED, ...Object.keys(NO_ROWS)].filter((taker) => !takers.has(taker) && !later.has(taker))).toEqual([]);
  expect(COVERED.filter((taker) => taker in NO_ROWS)).toEqual([]);
});

test('each module of CDK that opens a bucket is run by a row, or there is a reason why not', () => {
  const modules = modulesThatOpenBuckets();
  const known = [...Object.keys(RUN_BY), ...Object.keys(NOT_RUN)].sort();
  expect(modules.filter((file) => !known.includes(file))).toEqual([]);
  expect(known.filter((file) => !modules.includes(file))).toEqual([]);
  const names = new Set(PRODUCERS.map(({ name }) => name));
  expect(Object.values(RUN_BY).filter((row) => !names.has(row))).toEqual([]);
});

test.each(PRODUCERS.map(({ name, see }) => [name, see] as const))('%s cites a page of AWS', (_, see) => {
  expect(see).toMatch(/^https:\/\/docs\.aws\.amazon\.com\/\S+$/);
});
