import { ReportedRepair } from './bucket-change';
import { eachOf } from './each-of';
import { begin, Begun, finish, Outcome, Watch } from './judge-bucket';
import { Busy } from './state';
import { LiveAccount } from '../../facts/live-bucket';
import { ChangeCause } from '../watch-environment';

const CONCURRENCY = 8;
const ATTEMPTS = 8;

/**
 * Judges buckets as they are now, reports what has changed, and repairs what it may.
 *
 * A judgement that another one overtakes begins anew: what is written has been read after everything that was written before.
 */
export async function judgeBuckets(causes: ReadonlyMap<string, ChangeCause | undefined>, watch: Watch): Promise<ReadonlyMap<string, Outcome>> {
  const outcomes = new Map<string, Outcome>();
  const made = new Map<string, ReadonlyMap<string, ReportedRepair>>();
  let names = [...causes.keys()];
  for (let attempt = 0; names.length > 0; attempt++) {
    if (attempt > 0) {
      await watch.wait(100 * 2 ** Math.min(attempt, 5) * (0.5 + watch.random()));
    }
    const again: string[] = [];
    const settle = (name: string, problem: unknown) => {
      if (problem instanceof Busy && attempt + 1 < ATTEMPTS) {
        again.push(name);
      } else {
        outcomes.set(name, { kind: 'failed', error: problem as Error });
      }
    };
    const begun: Begun[] = [];
    await eachOf(names, CONCURRENCY, async (name) => {
      try {
        begun.push(await begin(name, watch));
      } catch (error) {
        settle(name, error);
      }
    });
    const accounts = await accountsOf(begun, watch);
    await eachOf(begun, CONCURRENCY, async (one) => {
      try {
        const earlier = made.get(one.name) ?? new Map();
        const outcome = await finish(one, accounts.get(one.bucket?.region ?? ''), { cause: causes.get(one.name), made: earlier, isPatient: attempt + 1 < ATTEMPTS }, watch);
        if (outcome instanceof Map) {
          made.set(one.name, new Map([...earlier, ...outcome]));
          again.push(one.name);
        } else {
          outcomes.set(one.name, outcome as Outcome);
        }
      } catch (error) {
        settle(one.name, error);
      }
    });
    names = again;
  }
  return outcomes;
}

/** What counts for all buckets of a Region is read once. What fails there fails for each of them. */
async function accountsOf(begun: readonly Begun[], { reader }: Watch): Promise<ReadonlyMap<string, LiveAccount | Error>> {
  const buckets = begun.flatMap(({ bucket }) => bucket ?? []);
  const regions = new Set(buckets.map(({ region }) => region));
  const read = [...regions].map(async (region): Promise<[string, LiveAccount | Error]> => {
    try {
      return [region, await reader.readAccount(region, buckets.filter((bucket) => bucket.region === region))];
    } catch (error) {
      return [region, error as Error];
    }
  });
  return new Map(await Promise.all(read));
}
