import { Context } from './context';
import { isRecord, isScalar } from './json';
import { NullOperator, Operator, readOperator } from './operators';
import { agreed, Answer, every, not, some, when } from './three-valued';
import { readBoolean } from './values';

/** One operator with one key: what has to hold of it. */
export interface ConditionTest {
  /** Nothing, if IAM has no such operator: the condition may mean anything. */
  readonly operator?: Operator | NullOperator;
  readonly key: string;
  readonly values: readonly string[];
}

/**
 * Reads a `Condition`. Nothing, if it has another shape, or a negated operator has no values. What an operator that does not exist means, and
 * one with a value that it cannot read, is not known.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function readConditions(json: unknown): ConditionTest[] | undefined {
  if (!isRecord(json)) {
    return undefined;
  }
  const tests: ConditionTest[] = [];
  for (const [name, keys] of Object.entries(json)) {
    const operator = readOperator(name);
    if (!isRecord(keys)) {
      return undefined;
    }
    for (const [key, list] of Object.entries(keys)) {
      const values = Array.isArray(list) ? list : [list];
      if (!values.every(isScalar) || (operator && !('isNull' in operator) && operator.negated && values.length === 0)) {
        return undefined;
      }
      tests.push({ operator, key, values: values.map(String) });
    }
  }
  return tests;
}

/**
 * Whether all tests hold: operators and the keys of an operator "are evaluated using a logical AND".
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html
 */
export function conditionsHold(tests: readonly ConditionTest[], context: Context, variables: boolean): Answer {
  return every(tests.map((test) => holds(test, context, variables)));
}

function holds({ operator, key, values }: ConditionTest, context: Context, variables: boolean): Answer {
  if (!operator) {
    return 'maybe';
  }
  const subjects = context.get(key);
  if ('isNull' in operator) {
    return nullHolds(operator, values, subjects === undefined);
  }
  if (!subjects) {
    return holdsWhenAbsent(operator);
  }
  // Several values of the policy are a logical OR; with a negated operator a logical NOR.
  const each = subjects.map((subject) => {
    const readable = values.filter((value) => operator.comparison.reads(value, variables));
    const matched = some([operator.comparison.matches(readable, subject, { context, variables }), ...(readable.length < values.length ? ['maybe' as const] : [])]);
    return operator.negated ? not(matched) : matched;
  });
  if (!operator.set) {
    // A key with several values "requires a condition set operator": without one, AWS does not say which of the two it means.
    return agreed([every(each), some(each)]);
  }
  // "Resolves to a null dataset, such as an empty string": what that makes of the other values AWS does not say.
  if (subjects.length === 0 || subjects.some(({ raw }) => raw === '')) {
    return 'maybe';
  }
  return operator.set === 'ForAllValues' ? every(each) : some(each);
}

/**
 * "If the key is not present in the request context, the values do not match and the condition is false. If the policy condition requires
 * that the key is not matched, the condition is true." `ForAllValues` "returns true if there are no context keys in the request",
 * `ForAnyValue` false. Of `ForAnyValue` with `IfExists` the documentation says both.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 */
function holdsWhenAbsent({ set, ifExists, negated }: Operator): Answer {
  switch (set) {
    case 'ForAllValues': return 'yes';
    case 'ForAnyValue': return ifExists ? 'maybe' : 'no';
    default: return when(ifExists || negated);
  }
}

/**
 * `Null`: "use either `true` (the key doesn't exist) or `false` (the key exists and its value is not null)". "When you use the `Null`
 * condition operator with `ForAllValues`, the statement always returns true. With `ForAnyValue`, the statement always returns false."
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_Null
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-suggestion-null-with-qualifier
 */
function nullHolds({ set }: NullOperator, values: readonly string[], isAbsent: boolean): Answer {
  return set ? when(set === 'ForAllValues') : some(values.map((value) => readBoolean(value) === undefined ? 'maybe' : when(readBoolean(value) === isAbsent)));
}
