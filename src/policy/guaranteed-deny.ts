import { Certainty, every, some } from './certainty';
import { globCovers } from './glob';
import { ConditionClause, PolicyDocument, PolicyStatement, PolicyText, UNKNOWN_OPERATOR } from './policy-document';
import { UnknownValue } from './unknown-value';

/** A kind of request that has to be denied, whoever sends it. */
export interface UnwantedRequest {
  /** The actions, as globs. Each has to be denied on each of its resources. */
  readonly actions: readonly string[];
  /**
   * The resources, each as a list of spellings of the same thing: matching one spelling is enough
   * (the same ARN with its partition resolved and not).
   */
  readonly resources: readonly (readonly string[])[];
  /** Says of one condition clause whether it holds for *every* such request. */
  holds(clause: ConditionClause): Certainty;
}

/**
 * Answers 'yes' only if every request of this kind meets an explicit Deny of this document, whoever sends it.
 *
 * An explicit deny overrides every allow, so nothing else in the document, or in any other policy, can undo a 'yes'.
 * It reads statement by statement and so may answer 'no' to a document that denies these requests in pieces;
 * 'unknown' means that a value decided at deployment could make it a 'yes'.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function guaranteedDeny(document: PolicyDocument, request: UnwantedRequest): Certainty {
  const undecided: Certainty[] = document.unknowns.map(() => 'unknown');
  return every(request.actions.flatMap((action) => request.resources.map((spellings) =>
    some([...undecided, ...document.statements.map((statement) => alwaysDenies(statement, action, spellings, request))]))));
}

function alwaysDenies(statement: PolicyStatement, action: string, resource: readonly string[], request: UnwantedRequest): Certainty {
  if (statement.effect !== 'Deny' || statement.malformed) {
    return 'no';
  }
  return every([
    some(statement.principals.map(({ type, value }) => type === 'AWS' ? equals(value, '*') : 'no')),
    some(statement.actions.map((pattern) => covers(pattern, action, false))),
    some(statement.resources.flatMap((pattern) => resource.map((spelling) => covers(pattern, spelling, true)))),
    ...statement.conditions.map((clause) => clause.operator === UNKNOWN_OPERATOR ? 'unknown' : request.holds(clause)),
  ]);
}

function equals(text: PolicyText, expected: string): Certainty {
  return text instanceof UnknownValue ? 'unknown' : text === expected ? 'yes' : 'no';
}

function covers(pattern: PolicyText, text: string, caseSensitive: boolean): Certainty {
  if (pattern instanceof UnknownValue) {
    return 'unknown';
  }
  const covered = caseSensitive ? globCovers(pattern, text) : globCovers(pattern.toLowerCase(), text.toLowerCase());
  return covered ? 'yes' : 'no';
}
