import { Subject } from './context';
import { anyArnMatches, anyMatches } from './pattern';
import { hasBrokenVariable, hasVariable, Reading, readText } from './policy-text';
import { agreed, Answer, some, when } from './three-valued';
import { ignoringCase, Token } from './tokens';
import { inRange, readAddress, readBinary, readBoolean, readMoment, readNumber, readRange } from './values';

/** How a condition operator compares: without its set operator, its negation and its `IfExists`. */
export interface Comparison {
  /** Whether it can read a value of the policy. What it cannot read is refused. */
  reads(value: string, variables: boolean): boolean;
  /** Whether one value of the request matches any of the values of the policy. */
  matches(values: readonly string[], subject: Subject, reading: Omit<Reading, 'spelling' | 'wildcards'>): Answer;
}

/** A comparison of texts, with policy variables: of the whole list, since what one value leaves open another may settle. */
function texts(wildcards: boolean, compare: (patterns: Token[][], subject: readonly Token[]) => Answer): Comparison {
  return {
    reads: (value, variables) => !variables || !hasBrokenVariable(value),
    matches: (values, subject, reading) => agreed(([0, 1] as const).map((spelling) => {
      const read = values.map((value) => readText(value, { ...reading, spelling, wildcards }));
      const patterns = read.filter((one): one is Token[] => typeof one !== 'string');
      return some([compare(patterns, subject.spellings[spelling]), ...(read.includes('unknown') ? ['maybe' as const] : [])]);
    })),
  };
}

/** A comparison of what both texts stand for. "You can't use a policy variable with other operators." What is not read matches nothing. */
function readings<P, R>(readPolicy: (text: string) => P | undefined, readRequest: (text: string) => R | undefined, compare: (request: R, policy: P) => Answer): Comparison {
  return {
    reads: (value, variables) => !(variables && hasVariable(value)) && readPolicy(value) !== undefined,
    matches: (values, { raw }) => {
      const request = readRequest(raw);
      return request === undefined ? 'no' : some(values.map((value) => compare(request, readPolicy(value)!)));
    },
  };
}

const RELATIONS: ReadonlyArray<readonly [name: string, holds: (request: number, policy: number) => boolean, negated?: true]> = [
  ['Equals', (request, policy) => request === policy],
  ['NotEquals', (request, policy) => request === policy, true],
  ['LessThan', (request, policy) => request < policy],
  ['LessThanEquals', (request, policy) => request <= policy],
  ['GreaterThan', (request, policy) => request > policy],
  ['GreaterThanEquals', (request, policy) => request >= policy],
];

const EXACT = texts(false, anyMatches);
const IGNORING_CASE = texts(false, (patterns, subject) => anyMatches(patterns.map(ignoringCase), ignoringCase(subject)));
const LIKE = texts(true, anyMatches);
const ARN = texts(true, anyArnMatches);
const ADDRESS = readings(readRange, readAddress, (request, policy) => when(inRange(request, policy)));

interface Base {
  readonly comparison: Comparison;
  readonly negated: boolean;
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
const BASES: ReadonlyMap<string, Base> = new Map<string, Base>([
  ['StringEquals', { comparison: EXACT, negated: false }],
  ['StringNotEquals', { comparison: EXACT, negated: true }],
  ['StringEqualsIgnoreCase', { comparison: IGNORING_CASE, negated: false }],
  ['StringNotEqualsIgnoreCase', { comparison: IGNORING_CASE, negated: true }],
  ['StringLike', { comparison: LIKE, negated: false }],
  ['StringNotLike', { comparison: LIKE, negated: true }],
  // "The `ArnEquals` and `ArnLike` condition operators behave identically."
  ['ArnEquals', { comparison: ARN, negated: false }],
  ['ArnLike', { comparison: ARN, negated: false }],
  ['ArnNotEquals', { comparison: ARN, negated: true }],
  ['ArnNotLike', { comparison: ARN, negated: true }],
  ...RELATIONS.map(([name, holds, negated = false]): [string, Base] => [`Numeric${name}`, {
    comparison: readings(readNumber, readNumber, (request, policy) => when(holds(request, policy))), negated,
  }]),
  ...RELATIONS.map(([name, holds, negated = false]): [string, Base] => [`Date${name}`, {
    comparison: readings(readMoment, readMoment, (request, policy) => agreed([when(holds(request[0], policy[0])), when(holds(request[1], policy[1]))])), negated,
  }]),
  ['Bool', { comparison: readings(readBoolean, readBoolean, (request, policy) => when(request === policy)), negated: false }],
  ['BinaryEquals', { comparison: readings(readBinary, readBinary, (request, policy) => when(request === policy)), negated: false }],
  ['IpAddress', { comparison: ADDRESS, negated: false }],
  ['NotIpAddress', { comparison: ADDRESS, negated: true }],
]);

/** A condition operator, taken apart. */
export interface Operator extends Base {
  readonly set?: 'ForAllValues' | 'ForAnyValue';
  readonly ifExists: boolean;
}

/** `Null`, which compares nothing: its values say whether the key has to be absent. */
export interface NullOperator {
  readonly set?: 'ForAllValues' | 'ForAnyValue';
  readonly isNull: true;
}

/**
 * Reads the name of an operator, which is case-sensitive. "You can add `IfExists` to the end of any condition operator name except the
 * `Null` condition."
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_IfExists
 */
export function readOperator(name: string): Operator | NullOperator | undefined {
  const [, set, base, ifExists] = /^(?:(ForAllValues|ForAnyValue):)?(.+?)(IfExists)?$/s.exec(name) ?? [];
  if (base === 'Null') {
    return ifExists ? undefined : { set: set as NullOperator['set'], isNull: true };
  }
  const found = BASES.get(base);
  return found && { ...found, set: set as Operator['set'], ifExists: ifExists !== undefined };
}
