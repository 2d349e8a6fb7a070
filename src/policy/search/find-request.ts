import { Budget, OutOfBudget } from './budget';
import { actionMatches, compile, Compiled, Literal, principalMatches, Reading } from './compile';
import { Undecided } from './key-theory';
import { representativeActions } from './representative-actions';
import { Caller, callersOf, Route, routesOf } from './request-class';
import { OpenSituation, resourcesOf, situationsOf } from './situation';
import { Solver, SolverMemory } from './solver';
import { Vocabulary, vocabularyOf } from './vocabulary';
import { requestOf } from './write-request';
import { Certainty } from '../certainty';
import { doubtsIn } from '../doubts';
import { PolicyDocument, PolicyStatement } from '../policy-document';
import { PolicyRequest } from '../policy-request';
import { S3Action } from '../s3-actions';

/** A statement together with the document that it is part of. */
export interface StatementOf {
  readonly document: PolicyDocument;
  readonly statement: PolicyStatement;
}

/** Statements that have to match, and statements that must not. */
export interface Branch {
  readonly match: readonly StatementOf[];
  readonly miss: readonly StatementOf[];
}

/** What is looked for: a request for which one of the branches comes true. */
export interface Goal {
  readonly documents: readonly PolicyDocument[];
  readonly branches: readonly Branch[];
  /** The callers that count; all, if not given. */
  readonly callers?: (caller: Caller) => boolean;
  /** The routes that count; all, if not given. */
  readonly routes?: (route: Route, caller: Caller) => boolean;
  /** The actions that count; all of S3, if not given. */
  readonly actions?: (action: S3Action) => boolean;
  /** Further demands on condition keys, which depend on the caller. */
  readonly demands?: (caller: Caller, route: Route) => readonly Literal[];
  /** Names beside those of the documents. */
  readonly vocabulary?: readonly string[];
  /** Condition keys that the demands speak of. */
  readonly keys?: readonly string[];
  /** How long the search may take; the usual budget, if not given. */
  readonly milliseconds?: number;
  /** Replays a found request by the evaluator: is it what was looked for? */
  confirm(request: PolicyRequest): boolean;
}

/** Why something could neither be shown nor ruled out. */
export interface UnknownReason {
  readonly code: 'budget' | 'policyVariable' | 'unknownValue' | 'malformedStatement' | 'mixedOperators' | 'unknownOperator' | 'invalidValue' | 'ambiguousSetOperator'
    | 'partialWildcard' | 'notPrincipalDeny' | 'inconsistentRequest';
  readonly message: string;
  readonly where: string | undefined;
}

export type SearchResult =
  | { readonly kind: 'found'; readonly request: PolicyRequest }
  | { readonly kind: 'none' }
  | { readonly kind: 'unknown'; readonly reason: UnknownReason };

/**
 * Finds a request that fulfils the goal, or proves that there is none.
 *
 * Every request that is returned was confirmed by the evaluator. `none` is only said when no request could fulfil the
 * goal even if everything unknown turned out in its favour.
 */
export function findRequest(goal: Goal): SearchResult {
  const budget = new Budget(undefined, goal.milliseconds);
  try {
    const possible = search(goal, budget, 'may');
    if (possible.kind !== 'unknown' || possible.reason.code === 'policyVariable') {
      return possible;
    }
    // Something unknown was needed. Without its help the request may still be there.
    const definite = search(goal, budget, 'must');
    return definite.kind === 'found' ? definite : possible;
  } catch (error) {
    if (error instanceof OutOfBudget) {
      return { kind: 'unknown', reason: { code: error instanceof Undecided ? 'mixedOperators' : 'budget', message: error.message, where: undefined } };
    }
    throw error;
  }
}

function search(goal: Goal, budget: Budget, reading: Reading): SearchResult {
  const vocabulary = vocabularyOf(goal.documents, goal.vocabulary, goal.keys);
  const actions = representativeActions(goal);
  let doubt: UnknownReason | undefined;
  const memory = new SolverMemory();
  const byTypes = new Map(actions.map((action) => [action.resourceTypes.join(' '), resourcesOf(vocabulary, action)]));
  const resourcesFor = (action: S3Action) => byTypes.get(action.resourceTypes.join(' '))!;
  for (const caller of callersOf(vocabulary)) {
    if (goal.callers && !goal.callers(caller)) {
      continue;
    }
    const forCaller = goal.branches.filter(({ match }) => match.every(({ document, statement }) => mayMatch(principalMatches(document, statement, caller), statement, reading)));
    const routes = forCaller.length > 0 ? routesOf(vocabulary, caller).filter((route) => !goal.routes || goal.routes(route, caller)) : [];
    for (const action of routes.length > 0 ? actions : []) {
      const branches = forCaller.filter(({ match }) => match.every(({ statement }) => mayMatch(actionMatches(statement, action), statement, reading)));
      if (branches.length === 0 || resourcesFor(action).length === 0) {
        continue;
      }
      for (const route of routes) {
        for (const situation of situationsOf(vocabulary, caller, route, action, resourcesFor(action))) {
          const result = searchSituation(goal, branches, vocabulary, situation, route, budget, memory, reading);
          if (result.kind === 'found') {
            return result;
          }
          doubt ??= result.kind === 'unknown' ? result.reason : undefined;
        }
      }
    }
  }
  return doubt ? { kind: 'unknown', reason: doubt } : { kind: 'none' };
}

function mayMatch(answer: Certainty, { malformed }: PolicyStatement, reading: Reading): boolean {
  return reading === 'may' ? malformed || answer !== 'no' : answer === 'yes' && !malformed;
}

function searchSituation(
  goal: Goal, branches: readonly Branch[], vocabulary: Vocabulary, situation: OpenSituation, route: Route, budget: Budget, memory: SolverMemory, reading: Reading,
): SearchResult {
  const opposite: Reading = reading === 'may' ? 'must' : 'may';
  let doubt: UnknownReason | undefined;
  const compiled = new Map<PolicyStatement, Compiled>();
  const compileMiss = ({ document, statement }: StatementOf): Compiled => {
    const known = compiled.get(statement);
    if (known !== undefined) {
      return known;
    }
    const result = compile(document, statement, situation, opposite);
    compiled.set(statement, result);
    return result;
  };
  for (const { match, miss } of branches) {
    budget.spend(1);
    const required = match.map(({ document, statement }) => compile(document, statement, situation, reading));
    if (required.some((literals) => literals === 'never')) {
      continue;
    }
    const clauses: Literal[][] = [];
    for (const statement of miss) {
      const literals = compileMiss(statement);
      if (literals !== 'never') {
        clauses.push(literals.map((l) => ({ ...l, positive: !l.positive })));
      }
    }
    if (clauses.some((clause) => clause.length === 0)) {
      continue;
    }
    const solver = new Solver(situation, budget, memory);
    const facts = [...goal.demands?.(situation.caller, route) ?? [], ...(required as Literal[][]).flat()];
    const model = solver.solve(facts, clauses);
    if (!model) {
      continue;
    }
    if (situation.opaqueVariables) {
      doubt ??= { code: 'policyVariable', message: 'it depends on the value of a policy variable', where: undefined };
      continue;
    }
    const request = requestOf(situation, model, vocabulary);
    if (goal.confirm(request)) {
      return { kind: 'found', request };
    }
    doubt ??= reasonFor(goal.documents);
  }
  return doubt ? { kind: 'unknown', reason: doubt } : { kind: 'none' };
}

/** The first thing in the documents that keeps the answer from being known. */
function reasonFor(documents: readonly PolicyDocument[]): UnknownReason {
  return documents.flatMap(doubtsIn)[0] ?? { code: 'inconsistentRequest', message: 'the request that was found is not one that could be sent, and no other was found', where: undefined };
}
