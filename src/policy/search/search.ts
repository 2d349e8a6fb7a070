import { Budget } from './budget';
import { Literal, Reading, Residual } from './compile';
import { Branch, Goal, SearchResult } from './goal';
import { opposite, RequestPart, worthTrying } from './request-part';
import { RequestSpace } from './request-space';
import { Sender } from './sender';
import { situationsOf } from './situation';
import { Solver } from './solver';
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
    for (const sender of worthTrying(this.space.senders, match, miss, this.reading)) {
      const open = miss.filter((statement) => sender.share(statement, opposite(this.reading)).residual !== 'never');
      for (const action of worthTrying(this.space.actions, match, open, this.reading)) {
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
    const { space, reading, budget } = this;
    let doubt = NONE;
    for (const situation of situationsOf(space.vocabulary, sender.value, action.value, space.resourcesFor(action.value))) {
      budget.spend(1);
      const left = (statement: number, as: Reading): Residual => {
        const residual = both(sender.share(statement, as).residual, action.share(statement, as).residual);
        return residual === 'never' || !space.hasVariables ? residual : both(space.leftOf(statement, 'sender', situation, as), space.leftOf(statement, 'action', situation, as));
      };
      const required = match.map((statement) => left(statement, reading));
      const avoided = miss.map((statement) => left(statement, opposite(reading))).filter((residual) => residual !== 'never');
      if (required.includes('never') || avoided.some(({ length }) => length === 0)) {
        continue;
      }
      const clauses = avoided.map((literals) => literals.map((literal) => ({ ...literal, positive: !literal.positive })));
      const model = new Solver(situation, budget, space.memory).solve([...sender.demands, ...(required as Literal[][]).flat()], clauses);
      if (!model) {
        continue;
      }
      if (situation.opaqueVariables) {
        doubt = { kind: 'unknown', reason: { code: 'policyVariable', message: 'it depends on the value of a policy variable', where: undefined } };
        continue;
      }
      const request = requestOf(situation, model, space.vocabulary);
      if (this.goal.confirm(request)) {
        return { kind: 'found', request };
      }
      doubt = { kind: 'unknown', reason: this.whyUnconfirmed() };
    }
    return doubt;
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
