import * as fs from 'node:fs';
import { App, aws_s3 as s3, Stack } from 'aws-cdk-lib';
import { AS_WRITTEN, follow, Recipe } from './fixes';
import { Producer, Purpose, PURPOSES } from './producer';
import { AccessLogsBucket, BucketPurpose, HardenedBucket, LogSource } from '../../../src';
import { BucketIndex } from '../../../src/synth/bucket-index';
import { ENV, PARTNER } from '../../perimeter/decisions';
import { synthError } from '../apps';

export const RECOMMENDED_FLAGS: Record<string, unknown> = JSON.parse(fs.readFileSync(require.resolve('aws-cdk-lib/recommended-feature-flags.json'), 'utf8'));

const MAKE: Readonly<Record<Purpose, () => BucketPurpose | undefined>> = {
  none: () => undefined,
  privateData: () => BucketPurpose.privateData(),
  webOrigin: () => BucketPurpose.webOrigin(),
  logArchive: () => BucketPurpose.logArchive({ sources: Object.values(LogSource) }),
  backupVault: () => BucketPurpose.backupVault(),
  partnerExchange: () => BucketPurpose.partnerExchange({ accountIds: [PARTNER] }),
};

/** What became of a producer at the bucket of one purpose. */
export interface Outcome {
  readonly recipe: Recipe;
  readonly bucket: s3.Bucket | undefined;
  /** The last error; empty if it synthesizes. */
  readonly error: string;
  /** The advice that nobody could carry out. */
  readonly unclear: readonly string[];
}

/** Follows the advice of errors so often. */
const MOST_ROUNDS = 4;

/** Synthesizes the producer at a bucket of each purpose, each in a stack of its own, and follows what the errors say until none is left. */
export function synthesize(producer: Producer, context: Record<string, unknown>): { readonly outcomes: ReadonlyMap<Purpose, Outcome>; readonly index: BucketIndex } {
  let recipes = new Map<Purpose, Recipe>(PURPOSES.map((purpose) => [purpose, AS_WRITTEN]));
  for (let round = 1; ; round++) {
    const { app, buckets, errors } = attempt(producer, recipes, context);
    const outcomes = new Map([...recipes].map(([purpose, recipe]): [Purpose, Outcome] => {
      const error = errors.get(purpose) ?? '';
      const next = error === '' ? { recipe, unclear: [] } : follow(recipe, error);
      return [purpose, { ...next, error, bucket: buckets.get(purpose) }];
    }));
    const isStuck = [...outcomes.values()].some(({ unclear }) => unclear.length > 0);
    if (errors.size === 0 || isStuck || round === MOST_ROUNDS) {
      return { outcomes, index: BucketIndex.of(app) };
    }
    recipes = new Map([...outcomes].map(([purpose, { recipe }]) => [purpose, recipe]));
  }
}

function attempt(producer: Producer, recipes: ReadonlyMap<Purpose, Recipe>, context: Record<string, unknown>) {
  const app = new App({ context });
  const errors = new Map<Purpose, string>();
  const buckets = new Map<Purpose, s3.Bucket>();
  for (const [purpose, recipe] of recipes) {
    const stack = new Stack(app, purpose, { env: ENV });
    try {
      const bucket = bucketOf(stack, purpose, recipe);
      const grantee = producer.build(stack, bucket, recipe.followed) ?? undefined;
      recipe.after.forEach((change) => change(bucket, grantee));
      buckets.set(purpose, bucket);
    } catch (error) {
      errors.set(purpose, (error as Error).message);
      app.node.tryRemoveChild(purpose);
    }
  }
  const error = synthError(app);
  // `  [privateData/Bucket] …`, up to the next of these.
  for (const [, purpose, text] of error.matchAll(/^ {2}\[(\w+)\/[^\]]*\] ([^]*?)(?=^ {2}\[|(?![^]))/gm)) {
    errors.set(purpose as Purpose, `${errors.get(purpose as Purpose) ?? ''}${text}\n`);
  }
  if (error !== '' && errors.size === 0) {
    throw new Error(`${producer.name}: ${error}`);
  }
  return { app, buckets, errors };
}

function bucketOf(stack: Stack, purpose: Purpose, { accessLogs, withoutPurpose, services }: Recipe): s3.Bucket {
  return accessLogs ? new AccessLogsBucket(stack, 'Bucket', accessLogs.length > 0 ? { logSources: [...new Set(accessLogs)] } : {})
    : new HardenedBucket(stack, 'Bucket', { purpose: withoutPurpose ? undefined : MAKE[purpose](), ...withoutPurpose ? { objectLockEnabled: true } : {}, ...services.length > 0 ? { services: [...services] } : {} });
}
