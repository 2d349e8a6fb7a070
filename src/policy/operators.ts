/** How an operator compares: on what kind of values. */
export type OperatorFamily = 'text' | 'textIgnoreCase' | 'glob' | 'arn' | 'number' | 'date' | 'bool' | 'binary' | 'ip' | 'null';

export interface ConditionOperator {
  readonly family: OperatorFamily;
  /** Holds when the plain operator does not. */
  readonly negated: boolean;
  /** For numbers and dates: how the value of the request compares with the value of the policy. */
  readonly compare: '=' | '<' | '<=' | '>' | '>=';
  readonly ifExists: boolean;
  readonly set: 'ForAllValues' | 'ForAnyValue' | undefined;
}

/** Name → family, negated, comparison. Operator names depend on case; the names of keys do not. */
const OPERATORS: Readonly<Record<string, readonly [OperatorFamily, boolean, ConditionOperator['compare']?]>> = {
  StringEquals: ['text', false],
  StringNotEquals: ['text', true],
  StringEqualsIgnoreCase: ['textIgnoreCase', false],
  StringNotEqualsIgnoreCase: ['textIgnoreCase', true],
  StringLike: ['glob', false],
  StringNotLike: ['glob', true],
  ArnEquals: ['arn', false],
  ArnNotEquals: ['arn', true],
  ArnLike: ['arn', false],
  ArnNotLike: ['arn', true],
  NumericEquals: ['number', false],
  NumericNotEquals: ['number', true],
  NumericLessThan: ['number', false, '<'],
  NumericLessThanEquals: ['number', false, '<='],
  NumericGreaterThan: ['number', false, '>'],
  NumericGreaterThanEquals: ['number', false, '>='],
  DateEquals: ['date', false],
  DateNotEquals: ['date', true],
  DateLessThan: ['date', false, '<'],
  DateLessThanEquals: ['date', false, '<='],
  DateGreaterThan: ['date', false, '>'],
  DateGreaterThanEquals: ['date', false, '>='],
  Bool: ['bool', false],
  BinaryEquals: ['binary', false],
  IpAddress: ['ip', false],
  NotIpAddress: ['ip', true],
};

/** The operator of a condition that is itself not known. */
export const UNKNOWN_OPERATOR = '(unknown)';

/** Every name of an operator, with and without qualifier and suffix. */
export const OPERATOR_NAMES: readonly string[] = [
  ...Object.keys(OPERATORS).flatMap((name) => ['', 'ForAllValues:', 'ForAnyValue:'].flatMap((set) => [`${set}${name}`, `${set}${name}IfExists`])),
  'Null', 'ForAllValues:Null', 'ForAnyValue:Null',
];

/**
 * Reads the name of a condition operator; undefined for one that IAM does not have.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export function readOperator(name: string): ConditionOperator | undefined {
  const [, nullSet] = /^(?:(ForAllValues|ForAnyValue):)?Null$/.exec(name) ?? [];
  if (name === 'Null' || nullSet !== undefined) {
    return { family: 'null', negated: false, compare: '=', ifExists: false, set: nullSet as ConditionOperator['set'] };
  }
  const [, set, plain, ifExists] = /^(?:(ForAllValues|ForAnyValue):)?([A-Za-z]+?)(IfExists)?$/.exec(name) ?? [];
  const row = Object.hasOwn(OPERATORS, plain ?? '') ? OPERATORS[plain] : undefined;
  return row && { family: row[0], negated: row[1], compare: row[2] ?? '=', ifExists: ifExists !== undefined, set: set as ConditionOperator['set'] };
}
