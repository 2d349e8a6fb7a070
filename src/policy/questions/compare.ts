import { evaluate } from '../evaluate';
import { hasUnreadStatements, PolicyDocument, PolicyStatement, PolicyText, PrincipalPattern } from '../policy-document';
import { PolicyRequest, readAwsIdentity } from '../policy-request';
import { findRequest } from '../search/find-request';
import { Branch, Goal, SearchResult, UnknownReason } from '../search/goal';
import { RequestSpace } from '../search/request-space';
import { StatementOf } from '../search/statement-of';
import { UnknownValue } from '../unknown-value';

export type Relation = 'equivalent' | 'less' | 'more' | 'incomparable' | 'unknown';

/** How much two policies allow, the first against the second. */
export interface Comparison {
  readonly relation: Relation;
  /** A request that only the first allows. */
  readonly onlyFirst?: PolicyRequest;
  /** A request that only the second allows. */
  readonly onlySecond?: PolicyRequest;
  readonly reason?: UnknownReason;
}

/** Answers 'equivalent' iff both policies allow the same requests, and 'less' iff the first allows some of the second's and no others. */
export function compare(first: PolicyDocument, second: PolicyDocument): Comparison {
  const space = new RequestSpace({ documents: [first, second] });
  const onlyFirst = allowedBeyond(first, second, {}, space);
  const onlySecond = allowedBeyond(second, first, {}, space);
  const unknown = [onlyFirst, onlySecond].find((result) => result.kind === 'unknown');
  return {
    relation: unknown ? 'unknown'
      : onlyFirst.kind === 'found' ? onlySecond.kind === 'found' ? 'incomparable' : 'more'
        : onlySecond.kind === 'found' ? 'less' : 'equivalent',
    onlyFirst: onlyFirst.kind === 'found' ? onlyFirst.request : undefined,
    onlySecond: onlySecond.kind === 'found' ? onlySecond.request : undefined,
    reason: unknown?.reason,
  };
}

/** Finds a request that the first policy allows and the second does not; none iff there is none. */
export function allowedBeyond(first: PolicyDocument, second: PolicyDocument, restrictions: Partial<Goal> = {}, space?: RequestSpace): SearchResult {
  const unread = unreadIn([first, second]);
  if (unread) {
    return { kind: 'unknown', reason: unread };
  }
  const denies = statementsOf(first, 'Deny');
  const otherAllows = statementsOf(second, 'Allow');
  // What says the same cannot both match and miss, even if AWS does not define what it says.
  const [denied, otherAllowed] = [denies, otherAllows].map((statements) => new Set(statements.map(meaningOf)));
  const otherDenies = statementsOf(second, 'Deny').filter((deny) => !denied.has(meaningOf(deny)));
  const notAllowed = [...denies, ...otherAllows];
  return findRequest({
    documents: [first, second],
    branches: statementsOf(first, 'Allow').flatMap((allow): Branch[] => [
      ...otherAllowed.has(meaningOf(allow)) ? [] : [{ match: [allow], miss: notAllowed }],
      ...otherDenies.map((deny) => ({ match: [allow, deny], miss: denies })),
    ]),
    confirm: (request) => evaluate(first, request).decision === 'Allow' && ['ExplicitDeny', 'ImplicitDeny'].includes(evaluate(second, request).decision),
    ...restrictions,
  }, space);
}

const meanings = new WeakMap<PolicyStatement, unknown>();

/** What a statement says, whatever its place and name: a text, or the statement itself if it says something unknown. */
function meaningOf({ document: { version, isIdentityPolicy }, statement }: StatementOf): unknown {
  const known = meanings.get(statement);
  if (known !== undefined) {
    return known;
  }
  let hasUnknown = false;
  const text = JSON.stringify({ version, isIdentityPolicy, ...spelledAlike(statement) }, (_, value) => {
    hasUnknown ||= value instanceof UnknownValue;
    return value;
  });
  // Two values that are not known may differ, so what holds one says the same only as itself.
  const result = hasUnknown ? statement : text;
  meanings.set(statement, result);
  return result;
}

/** The statement with what can be spelled in several ways spelled in one: order, repetition, case, account ids. */
function spelledAlike({ index, sid, id, ...meaning }: PolicyStatement): object {
  const list = <T>(values: readonly T[], spell: (value: T) => unknown = (value) => value): unknown[] =>
    [...new Map(values.map((value) => spell(value)).map((value) => [JSON.stringify(value), value] as const))].sort(([a], [b]) => a < b ? -1 : 1).map(([, value]) => value);
  const text = (value: PolicyText) => typeof value === 'string' ? value.replace(/\$\{[^},]*/g, (variable) => variable.toLowerCase()) : value;
  const action = (value: PolicyText) => typeof value === 'string' ? value.toLowerCase() : value;
  const principal = ({ type, value, everyone }: PrincipalPattern) => [type, everyone ?? false, typeof value === 'string' && type === 'AWS' ? readAwsIdentity(value)?.arn ?? value : value];
  return {
    ...meaning,
    principals: list(meaning.principals, principal),
    notPrincipals: list(meaning.notPrincipals, principal),
    actions: list(meaning.actions, action),
    notActions: list(meaning.notActions, action),
    resources: list(meaning.resources, text),
    notResources: list(meaning.notResources, text),
    conditions: list(meaning.conditions, ({ operator, key, values }) => [operator, key, list(values, text)]),
  };
}

/** Finds a request that the policy allows, among those that the restrictions leave. */
export function allowed(document: PolicyDocument, restrictions: Partial<Goal> = {}): SearchResult {
  const unread = unreadIn([document]);
  if (unread) {
    return { kind: 'unknown', reason: unread };
  }
  const denies = statementsOf(document, 'Deny');
  return findRequest({
    documents: [document],
    branches: statementsOf(document, 'Allow').map((allow) => ({ match: [allow], miss: denies })),
    confirm: (request) => evaluate(document, request).decision === 'Allow',
    ...restrictions,
  });
}

export function statementsOf(document: PolicyDocument, effect: 'Allow' | 'Deny'): StatementOf[] {
  return document.statements.filter((statement) => statement.effect === effect).map((statement) => ({ document, statement }));
}

/** A document with a statement that could not be read may allow, or deny, anything. */
export function unreadIn(documents: readonly PolicyDocument[]): UnknownReason | undefined {
  const unread = documents.find(hasUnreadStatements);
  if (!unread) {
    return undefined;
  }
  const [problem] = [...unread.unknowns, ...unread.problems];
  return { code: unread.unknowns.length > 0 ? 'unknownValue' : 'malformedStatement', message: problem.message, where: problem.where };
}
