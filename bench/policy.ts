import * as shapes from './policy-shapes';
import { evaluate } from '../src/policy/evaluate';
import { readPolicyDocument } from '../src/policy/policy-document';
import { anyoneAllowed } from '../src/policy/questions/anyone-allowed';
import { allowedBeyond, compare } from '../src/policy/questions/compare';
import { deadStatements } from '../src/policy/questions/dead-statements';
import { SearchResult } from '../src/policy/search/goal';
import { compareWithOracle } from '../test/policy/oracle/compare-with-oracle';

/** What issue 3 allows, in milliseconds. */
const BUDGETS = { p50: 1, p99: 10, large: 50, adversarial: 2000 };

const Z3_QUESTIONS = Number(process.env.BENCH_Z3 ?? 40);
const OUR_POLICIES = Number(process.env.BENCH_POLICIES ?? 300);

/** How long the reasoner takes: beside z3 on the same questions, on ordinary and on nasty policies, and as they grow. */
export function benchPolicy(): void {
  ordinary();
  large();
  adversarial();
  growth();
  besideZ3();
}

function ordinary(): void {
  console.log(`\n${OUR_POLICIES} random policies of up to ten statements, each asked after a warm-up`);
  row('question', 'p50 ms', 'p90 ms', 'p99 ms', 'most ms', 'unknown', 'verdict');
  const documents = shapes.ordinaryPolicies(OUR_POLICIES).map((policy) => readPolicyDocument(policy));
  const request = shapes.ordinaryRequest();
  const questions: readonly (readonly [string, (index: number) => boolean, boolean])[] = [
    ['public', (i) => anyoneAllowed(documents[i]).kind === 'unknown', true],
    ['compare, one direction', (i) => allowedBeyond(documents[i], documents[(i + 1) % documents.length]).kind === 'unknown', true],
    ['compare, both directions', (i) => compare(documents[i], documents[(i + 1) % documents.length]).relation === 'unknown', true],
    ['allows', (i) => evaluate(documents[i], request).decision === 'unknown', true],
    ['dead statements', (i) => deadStatements(documents[i]).some(({ dead }) => dead === undefined), false],
  ];
  for (const [name, ask, isBudgeted] of questions) {
    [1, 2].forEach(() => documents.forEach((_, i) => ask(i)));
    // The median of several runs of each: what else the machine does is not the reasoner's time.
    const runs = documents.map((_, i) => ({ value: ask(i), milliseconds: median(5, () => ask(i)) }));
    const times = sorted(runs.map(({ milliseconds }) => milliseconds));
    const kept = at(times, 0.5) <= BUDGETS.p50 && at(times, 0.99) <= BUDGETS.p99;
    row(name, ...[0.5, 0.9, 0.99, 1].map((part) => at(times, part).toFixed(2)), runs.filter(({ value }) => value).length, isBudgeted ? verdict(kept) : '');
  }
}

function large(): void {
  console.log(`\na policy of 20 KB (budget ${BUDGETS.large} ms)`);
  row('shape', 'bytes', 'statements', 'question', 'cold ms', 'warm ms', 'answer', 'verdict');
  for (const { name, policy } of shapes.largePolicies()) {
    const document = readPolicyDocument(policy);
    const without = readPolicyDocument({ ...policy, Statement: policy.Statement.slice(0, -1) });
    for (const [question, ask] of [['public', () => anyoneAllowed(document)], ['compare', () => allowedBeyond(document, without)]] as const) {
      const cold = timed(ask);
      const warm = median(5, ask);
      const times = [cold.milliseconds.toFixed(1), warm.toFixed(1)];
      row(name, JSON.stringify(policy).length, policy.Statement.length, question, ...times, answerOf(cold.value), verdict(warm <= BUDGETS.large));
    }
  }
}

function adversarial(): void {
  console.log(`\nadversarial shapes (budget ${BUDGETS.adversarial} ms)`);
  row('shape', '', 'ms', 'answer', 'verdict');
  for (const { name, policy } of shapes.adversarialPolicies()) {
    const { value, milliseconds } = timed(() => anyoneAllowed(readPolicyDocument(policy)));
    row(name, '', milliseconds.toFixed(1), answerOf(value), verdict(milliseconds <= BUDGETS.adversarial));
  }
}

function growth(): void {
  for (const [what, make] of [['statements', shapes.manyStatements], ['values', shapes.manyValues]] as const) {
    console.log(`\ngrowth with the number of ${what}`);
    row(what, 'public ms', 'growth', 'answer');
    let before: number | undefined;
    for (const size of [5, 10, 20, 40, 80, 160]) {
      const document = readPolicyDocument(make(size));
      const { value } = timed(() => anyoneAllowed(document));
      const milliseconds = median(5, () => anyoneAllowed(document));
      // 2.0 is linear: twice the size takes twice as long.
      row(size, milliseconds.toFixed(2), before ? (milliseconds / before).toFixed(2) : '', answerOf(value));
      before = milliseconds;
    }
  }
}

function besideZ3(): void {
  console.log(`\n${Z3_QUESTIONS} random questions to both, z3 4.13.0 without the start of its process`);
  compareWithOracle(10, 7);
  const verdicts = compareWithOracle(Z3_QUESTIONS, 7);
  row('', 'p50 ms', 'p90 ms', 'p99 ms', 'most ms', 'unknown');
  for (const of of ['ours', 'z3'] as const) {
    const times = sorted(verdicts.map(({ milliseconds }) => milliseconds[of]));
    row(of, ...[0.5, 0.9, 0.99, 1].map((part) => at(times, part).toFixed(2)), verdicts.filter((one) => one[of] === 'unknown').length);
  }
  const ratios = sorted(verdicts.map(({ milliseconds }) => milliseconds.z3 / milliseconds.ours));
  console.log(`z3 takes ${at(ratios, 0.5).toFixed(0)} times as long in the median, ${at(ratios, 0.05).toFixed(1)} times in the worst twentieth, ${at(ratios, 0.95).toFixed(0)} times in the best`);
}

function answerOf(result: SearchResult): string {
  return result.kind === 'unknown' ? `unknown(${result.reason.code})` : result.kind;
}

function timed<T>(run: () => T): { readonly value: T; readonly milliseconds: number } {
  const start = performance.now();
  const value = run();
  return { value, milliseconds: performance.now() - start };
}

function median(runs: number, run: () => unknown): number {
  return at(sorted(Array.from({ length: runs }, () => timed(run).milliseconds)), 0.5);
}

function sorted(numbers: readonly number[]): number[] {
  return numbers.filter(Number.isFinite).sort((a, b) => a - b);
}

function at(numbers: readonly number[], part: number): number {
  return numbers[Math.min(numbers.length - 1, Math.floor(numbers.length * part))];
}

function verdict(kept: boolean): string {
  return kept ? 'kept' : 'MISSED';
}

function row(first: unknown, ...others: readonly unknown[]): void {
  console.log(String(first).padEnd(40) + others.map((cell) => String(cell).padStart(16)).join(''));
}
