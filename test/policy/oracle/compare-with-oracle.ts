import { CALLERS, ACTION_NAMES, differenceQuery, namesOf, Query, strangerQuery } from './encode';
import { Dice, neighbourOf, OraclePolicy, randomPolicy, randomTopic } from './policies';
import { addressOf, numberOf, readModel, unescapeText } from './smt-text';
import { askZ3 } from './z3';
import { evaluate } from '../../../src/policy/evaluate';
import { readPolicyDocument } from '../../../src/policy/policy-document';
import { ContextValue, PolicyRequest, RequestPrincipal } from '../../../src/policy/policy-request';
import { anyoneAllowed } from '../../../src/policy/questions/anyone-allowed';
import { compare } from '../../../src/policy/questions/compare';

/** One question, as both answered it. */
export interface Verdict {
  readonly question: 'difference' | 'stranger';
  readonly first: OraclePolicy;
  readonly second?: OraclePolicy;
  readonly ours: 'found' | 'none' | 'unknown';
  readonly z3: string;
  readonly milliseconds: { readonly ours: number; readonly z3: number };
  /** What z3 found, as a request, and whether our evaluator confirms it. */
  readonly model?: PolicyRequest;
  readonly confirmed?: boolean;
  readonly reason?: string;
}

/** Both found a request, or both found that there is none; what either could not decide is no disagreement. */
export function agrees({ ours, z3, confirmed }: Verdict): boolean {
  return ours === 'unknown' || (z3 === 'sat' ? ours === 'found' && confirmed === true : z3 === 'unsat' ? ours === 'none' : z3 === 'unknown');
}

/**
 * Asks so many directed questions of both: what one random policy allows beyond another, each way, and for every tenth
 * pair what strangers may do.
 */
export function compareWithOracle(comparisons: number, seed: number, onVerdicts: (verdicts: readonly Verdict[]) => void = () => undefined): Verdict[] {
  const dice = new Dice(seed);
  const all: Verdict[] = [];
  while (all.length < comparisons) {
    const asked = [...Array(5)].flatMap(() => pair(dice)).slice(0, comparisons - all.length);
    const answers = askZ3(asked.map(({ query }) => query.script));
    const verdicts = asked.map(({ query, ...ours }, i): Verdict => {
      const [z3, ...rest] = answers[i].output.split('\n');
      const model = z3 === 'sat' ? requestOf(query, rest.join('\n')) : undefined;
      return {
        ...ours,
        z3,
        milliseconds: { ours: ours.milliseconds, z3: answers[i].milliseconds },
        model,
        confirmed: model && isWitness(ours, model),
      };
    });
    all.push(...verdicts);
    onVerdicts(verdicts);
  }
  return all;
}

type Asked = Pick<Verdict, 'question' | 'first' | 'second' | 'ours' | 'reason'> & { readonly query: Query; readonly milliseconds: number };

function pair(dice: Dice): Asked[] {
  const topic = randomTopic(dice);
  const first = randomPolicy(dice, topic);
  if (dice.chance(0.1)) {
    const [result, milliseconds] = timed(() => anyoneAllowed(readPolicyDocument(first)));
    return [{ question: 'stranger', first, ours: result.kind, reason: result.kind === 'unknown' ? result.reason.message : undefined, query: strangerQuery(first), milliseconds }];
  }
  const second = dice.chance(0.6) ? neighbourOf(dice, topic, first) : randomPolicy(dice, topic);
  const [{ relation, onlyFirst, onlySecond, reason }, milliseconds] = timed(() => compare(readPolicyDocument(first), readPolicyDocument(second)));
  const directed = (a: OraclePolicy, b: OraclePolicy, witness: PolicyRequest | undefined): Asked => ({
    question: 'difference',
    first: a,
    second: b,
    query: differenceQuery(a, b),
    // The encoding has no federated users, so of a request of one z3 has nothing to say.
    ours: witness && JSON.stringify(witness.principal).includes(':federated-user/') ? 'unknown' : witness ? 'found' : relation === 'unknown' ? 'unknown' : 'none',
    reason: reason?.message,
    // Each of the two directions is about half of the work.
    milliseconds: milliseconds / 2,
  });
  return [directed(first, second, onlyFirst), directed(second, first, onlySecond)];
}

function timed<T>(run: () => T): [T, number] {
  const start = performance.now();
  const result = run();
  return [result, performance.now() - start];
}

function isWitness({ first, second }: Pick<Verdict, 'first' | 'second'>, request: PolicyRequest): boolean {
  const decides = (policy: OraclePolicy) => evaluate(readPolicyDocument(policy), request).decision;
  return decides(first) === 'Allow' && (second === undefined || ['ImplicitDeny', 'ExplicitDeny'].includes(decides(second)));
}

/** What nobody speaks of may be anything. */
function principalOf(kind: typeof CALLERS[number], text: (name: string) => string | undefined, role: number): RequestPrincipal {
  switch (kind) {
    case 'anonymous': return kind;
    case 'AWS': return { AWS: text('arn') ?? `arn:aws:iam::${text('account') ?? '123456789012'}:${['root', 'user/z3', 'role/z3', 'role/z3'][role]}` };
    case 'Service': return { Service: text('service') ?? 'z3.amazonaws.com' };
    case 'Federated': return { Federated: text('provider') || 'z3.example.com' };
  }
}

/** Writes a model of z3 as a request. */
function requestOf({ keys }: Query, output: string): PolicyRequest {
  const model = readModel(output);
  const value = (name: string) => model.get(name.replace(/\|/g, ''))!;
  const kind = CALLERS[numberOf(value('kind'))];
  const context: Record<string, ContextValue> = {};
  for (const key of keys) {
    const names = namesOf(key);
    if (value(names.present) !== 'true') {
      continue;
    }
    switch (names.sort) {
      case 'text': context[key] = unescapeText(value(names.value)); break;
      case 'bool': context[key] = String(value(names.value)); break;
      case 'number': case 'real': context[key] = key === 'aws:currenttime' ? new Date(numberOf(value(names.value)) * 1000).toISOString() : String(numberOf(value(names.value))); break;
      case 'ip': context[key] = addressOf(value(names.value), value(names.family) === 'true'); break;
      case 'set': context[key] = names.slots.filter(({ used }) => value(used) === 'true').map((slot) => unescapeText(value(slot.value)));
    }
  }
  return {
    principal: principalOf(kind, (name) => model.has(name) ? unescapeText(model.get(name)!) : undefined, numberOf(value('role'))),
    action: ACTION_NAMES[numberOf(value('action'))],
    resource: unescapeText(value('resource')),
    context,
  };
}
