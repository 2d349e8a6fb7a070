import { Budget } from './budget';
import { Reading, Residual } from './compile';
import { Branch, Goal, SearchResult } from './goal';
import { Literal } from './key-theory';
import { opposite, RequestPart, worthTrying } from './request-part';
import { RequestSpace } from './request-space';
import { Sender } from './sender';
import { closedSituations, openSituation, OpenSituation } from './situation';
import { Model, Solver } from './solver';
import { requestOf } from './write-request';
import { doubtsIn } from '../doubts';
import { S3Action } from '../s3-actions';

const NONE: SearchResult = { kind: 'none' };

/** The search for a request, with what is unknown read one way. */
export class Search {
  constructor(private readonly space: RequestSpace, private readonly goal: Goal, private readonly reading: Reading, private readonly budget: Budget) {}

  /** Finds a request for which the branch comes true. */
  ask(branch: Branch): SearchResult {
    const match = this.space.numbersOf(branch.match);
    const miss = this.space.numbersOf(branch.miss);
    let doubt = NONE;
    const { among, by, doing } = branch;
    const meant = among ? this.space.sendersMeantBy(among) : this.space.senders;
    const senders = by ? only(meant, ({ value: { caller, route } }) => by(caller, route)) : meant;
    const actions = doing ? this.space.actions.filter(({ value }) => doing(value)) : this.space.actions;
    for (const sender of worthTrying(senders, match, miss, this.reading)) {
      const open = miss.filter((statement) => sender.share(statement, opposite(this.reading)).residual !== 'never');
      for (const action of worthTrying(actions, match, open, this.reading)) {
        const result = this.solve(sender, action, match, open);
        if (result.kind === 'found') {
          return result;
        }
        doubt = doubt.kind === 'none' ? result : doubt;
      }
    }
    return doubt;
  }

  private solve(sender: RequestPart<Sender>, action: RequestPart<S3Action>, match: readonly number[], miss: readonly number[]): SearchResult {
    const { space, budget } = this;
    const open = openSituation(space.vocabulary, sender.value, action.value, space.resourcesFor(action.value));
    const model = this.modelIn(open, sender, action, match, miss);
    if (!model) {
      return NONE;
    }
    if (!open.opaqueVariables) {
      return this.confirmed(open, model);
    }
    let doubt: SearchResult = { kind: 'unknown', reason: { code: 'policyVariable', message: 'it depends on the value of a policy variable', where: undefined } };
    const relevant = space.variablesIn([...match, ...miss]);
    for (const closed of closedSituations(space.vocabulary, open, relevant, budget)) {
      const found = this.modelIn(closed, sender, action, match, miss);
      const result = found ? this.confirmed(closed, found) : NONE;
      if (result.kind === 'found') {
        return result;
      }
      doubt = result.kind === 'unknown' ? result : doubt;
    }
    return doubt;
  }

  /** Values for everything that a situation leaves open. */
  private modelIn(situation: OpenSituation, sender: RequestPart<Sender>, action: RequestPart<S3Action>, match: readonly number[], miss: readonly number[]): Model | undefined {
    const { space, reading, budget } = this;
    budget.spend(1);
    const left = (statement: number, as: Reading): Residual => {
      const residual = both(sender.share(statement, as).residual, action.share(statement, as).residual);
      return residual === 'never' || !space.hasVariables ? residual : both(space.leftOf(statement, 'sender', situation, as), space.leftOf(statement, 'action', situation, as));
    };
    const required = match.map((statement) => left(statement, reading));
    const avoided = miss.map((statement) => left(statement, opposite(reading))).filter((residual) => residual !== 'never');
    if (required.includes('never') || avoided.some(({ length }) => length === 0)) {
      return undefined;
    }
    const clauses = avoided.map((literals) => literals.map((literal) => ({ ...literal, positive: !literal.positive })));
    return new Solver(situation, budget, space.memory).solve([...sender.demands, ...(required as Literal[][]).flat()], clauses);
  }

  private confirmed(situation: OpenSituation, model: Model): SearchResult {
    const request = requestOf(situation, model, this.space.vocabulary);
    return this.goal.confirm(request) ? { kind: 'found', request } : { kind: 'unknown', reason: this.whyUnconfirmed() };
  }

  /** The first thing in the documents that keeps the answer from being known. */
  private whyUnconfirmed() {
    return this.goal.documents.flatMap(doubtsIn)[0]
      ?? { code: 'inconsistentRequest' as const, message: 'the request that was found is not one that could be sent, and no other was found', where: undefined };
  }
}

/** What is left of a statement by both parts of a request. */
function both(first: Residual, second: Residual): Residual {
  return first === 'never' || second === 'never' ? 'never' : first.length === 0 ? second : second.length === 0 ? first : [...first, ...second];
}

function* only<T>(all: Iterable<T>, isWanted: (one: T) => boolean): Iterable<T> {
  for (const one of all) {
    if (isWanted(one)) {
      yield one;
    }
  }
}
