import { liveBucket, value } from './live-answers';
import { liveBatches } from '../../src/facts/live-batches';

/** Buckets by where they deliver their logs to. */
const fleet = (targets: Readonly<Record<string, string | undefined>>) => Object.entries(targets).map(([name, target]) =>
  liveBucket({ GetBucketLogging: value(target === undefined ? {} : { LoggingEnabled: { TargetBucket: target } }) }, name));

/** The batches, each as the names that are judged, and those beside them. */
function batchesOf(targets: Parameters<typeof fleet>[0], size: number): string[] {
  return liveBatches(fleet(targets), size).map(({ judged, beside }) => [judged, beside].map((buckets) => buckets.map(({ name }) => name).join(' ')).join(' | '));
}

test.each<[string, Parameters<typeof fleet>[0], string[]]>([
  ['few buckets are one batch', { a: 'logs', logs: undefined }, ['a logs | ']],
  ['a log bucket stands beside those that deliver to it', { a: 'logs', b: 'logs', c: 'logs', logs: undefined }, ['a b | logs', 'c logs | a']],
  ['a log bucket has one of its sources', { logs: undefined, x: undefined, a: 'logs', b: 'logs' }, ['logs x | a', 'a b | logs']],
  ['a chain of log buckets is followed', { a: 'b', x: undefined, b: 'c', c: undefined }, ['a x | b c', 'b c | a']],
  ['those that deliver to each other are no sources', { a: 'b', x: undefined, b: 'a', y: undefined }, ['a x | b', 'b y | a']],
  ['a target that was not read is nobody', { a: 'elsewhere', b: undefined, c: undefined }, ['a b | ', 'c | ']],
])('%s', (_, targets, expected) => {
  expect(batchesOf(targets, 2)).toEqual(expected);
});
