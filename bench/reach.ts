import { reachStack } from './reach-app';
import { Reach } from '../src/reach/reach';

const STACKS = [12, 25, 50];
const RUNS = 3;
/** What 50 stacks may take. */
const LIMIT_SECONDS = 2;

/** What it costs to say of every place of an app whether it reaches every bucket. */
export function benchReach(): void {
  console.log(`\nreach of stacks with 20 subnets, 20 security groups, 10 instances and 2 buckets each; median of ${RUNS}, limit ${LIMIT_SECONDS} s at ${STACKS[STACKS.length - 1]}`);
  console.log(['stacks', 'places', 'buckets', 'answers', 'reach', 'seconds', 'ms a stack'].map(cell).join(''));
  for (const count of STACKS) {
    const templates = Array.from({ length: count }, (_, i) => reachStack(i));
    const runs = Array.from({ length: RUNS }, () => {
      const started = process.hrtime.bigint();
      const reach = new Reach(templates);
      const reports = reach.reports();
      return { seconds: Number(process.hrtime.bigint() - started) / 1e9, reports, places: reach.places.length };
    }).sort((a, b) => a.seconds - b.seconds);
    const { seconds, reports, places } = runs[Math.floor(RUNS / 2)];
    const answers = reports.flatMap((report) => report.places);
    console.log([count, places, reports.length, answers.length, answers.filter(({ verdict }) => verdict === 'reaches').length, seconds.toFixed(2), (seconds * 1000 / count).toFixed(1)].map(cell).join(''));
  }
}

function cell(value: unknown): string {
  return String(value).padStart(12);
}
