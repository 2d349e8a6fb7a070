import { Candidate } from './candidate';
import { matchesStatement } from '../evaluate';
import { PolicyDocument, PolicyStatement } from '../policy-document';
import { PolicyRequest, readAwsIdentity } from '../policy-request';
import { findRequest } from '../search/find-request';
import { Branch, SearchResult, UnknownReason } from '../search/goal';
import { RequestSpace } from '../search/request-space';
import { StatementOf } from '../search/statement-of';

/** What of a candidate is asked about, where that is not all of it. */
export interface Question extends Pick<Branch, 'by' | 'doing'> {
  readonly match?: readonly StatementOf[];
  readonly miss?: readonly StatementOf[];
  /** Other candidates that the request does not get in by. */
  readonly notBy?: readonly Candidate[];
  /** The request is to be shown, so the whole is asked whether it gets in. */
  readonly isWitness?: boolean;
  /** Deny statements are left out of account. */
  readonly ignoringDenies?: boolean;
}

const OUT_OF_TIME: SearchResult = {
  kind: 'unknown', reason: { code: 'budget', message: 'the policies need more time than there is', where: undefined },
};

/** No single question may take longer. */
const MILLISECONDS = 250;

/** Asks about candidates, all of them in one space of requests, until the time is up. */
export class AccessSearch {
  private doubt: UnknownReason | undefined;

  constructor(private readonly documents: readonly PolicyDocument[], private readonly space: RequestSpace, private readonly deadline: number) {}

  get vocabulary() {
    return this.space.vocabulary;
  }

  get actionGroups() {
    return this.space.actionGroups;
  }

  /** Finds a request that gets in by the candidate; none iff there is none. */
  find(candidate: Candidate, question: Question = {}): SearchResult {
    const result = this.ask(candidate, question);
    this.doubt ??= result.kind === 'unknown' ? result.reason : undefined;
    return result;
  }

  /** What is asked meanwhile, and the first reason for which something of it could not be decided. */
  doubtIn<T>(ask: () => T): readonly [T, UnknownReason | undefined] {
    this.doubt = undefined;
    return [ask(), this.doubt];
  }

  private ask(candidate: Candidate, question: Question): SearchResult {
    const milliseconds = Math.min(MILLISECONDS, this.deadline - Date.now());
    if (milliseconds <= 0) {
      return OUT_OF_TIME;
    }
    const overlapping = question.notBy?.filter((other) => mayOverlap(other.grant, candidate.grant)) ?? [];
    return findRequest({
      documents: this.documents,
      branches: branchesOf(candidate, { ...question, notBy: overlapping }),
      milliseconds,
      confirm: (request) => getsInBy(candidate, request, question.ignoringDenies) && (!question.isWitness || !candidate.confirm || candidate.confirm(request))
        && (question.match ?? []).every((of) => matches(of, request)) && (question.miss ?? []).every((of) => misses(of, request))
        && !overlapping.some((other) => getsInBy(other, request, true)),
    }, this.space);
  }
}

const MOST_BRANCHES = 64;

/** All ways for the question to come true: each an Allow of each level, and a reason for which each other candidate fails. */
function branchesOf({ grant, levels, denies, by: own }: Candidate, { match = [], miss = [], notBy = [], by, doing, ignoringDenies = false }: Question): Branch[] {
  const chosen = levels.reduce<StatementOf[][]>((all, level) => all.flatMap((one) => level.map((allow) => [...one, allow])), [[grant, ...match]]);
  // An Allow of the own levels matches already, so another candidate with the same levels fails by its grant or not at all.
  const reasons = notBy.map((other) => [[other.grant], ...other.levels.filter((level) => !levels.includes(level))]);
  // Where there are too many reasons the others are left to confirm: what is found may then be refused, and nothing is ruled out wrongly.
  const failing = reasons.reduce<StatementOf[][]>((all, options) => all.length * options.length > MOST_BRANCHES ? all
    : all.flatMap((one) => options.map((option) => [...one, ...option])), [[...miss]]);
  const [principal, ...more] = grant.statement.principals;
  const among = more.length === 0 && !grant.statement.malformed ? principal : undefined;
  const wanted = own && by ? (...sender: Parameters<typeof own>) => own(...sender) && by(...sender) : own ?? by;
  return chosen.flatMap((matching) => failing.map((missing) => ({ match: matching, miss: ignoringDenies ? missing : [...denies, ...missing], among, by: wanted, doing })));
}

/** No caller is two principals that are named, unless one is the account or a session of the other. */
function mayOverlap(a: StatementOf, b: StatementOf): boolean {
  const [first, second] = [signOf(a), signOf(b)];
  return first === undefined || second === undefined || (first.account === second.account && (first.name === undefined || second.name === undefined || first.name === second.name));
}

interface Sign {
  readonly account: string;
  readonly name: string | undefined;
}

const signs = new WeakMap<PolicyStatement, Sign | 'any'>();

function signOf({ statement }: StatementOf): Sign | undefined {
  let sign = signs.get(statement);
  if (!sign) {
    const [{ type, value } = { type: undefined, value: undefined }, ...others] = statement.principals;
    const identity = type === 'AWS' && typeof value === 'string' && others.length === 0 && !statement.malformed ? readAwsIdentity(value) : undefined;
    sign = !identity ? 'any' : { account: identity.account, name: identity.kind === 'role' || identity.kind === 'user' ? identity.arn : undefined };
    signs.set(statement, sign);
  }
  return sign === 'any' ? undefined : sign;
}

function getsInBy({ grant, levels, denies }: Candidate, request: PolicyRequest, ignoringDenies = false): boolean {
  return matches(grant, request) && levels.every((level) => level.some((allow) => matches(allow, request))) && (ignoringDenies || denies.every((deny) => misses(deny, request)));
}

function matches({ document, statement }: StatementOf, request: PolicyRequest): boolean {
  return matchesStatement(document, statement, request) === 'yes';
}

function misses({ document, statement }: StatementOf, request: PolicyRequest): boolean {
  return matchesStatement(document, statement, request) === 'no';
}
