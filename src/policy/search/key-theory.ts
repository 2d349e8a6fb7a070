import { Budget, OutOfBudget } from './budget';
import { NOT_ON_THE_INTERNET, TEXTS_NOT_ON_THE_INTERNET } from './key-domains';
import { constantOf, LinearPattern, matches } from './linear-pattern';
import { solveText } from './text-theory';
import { boundaryValues, isIn, ValueSet, valueSet } from './value-set';

/** What one condition clause says of its key, whatever the key's values turn out to be. */
export interface KeyTest {
  /** Two tests with the same id say the same. */
  readonly id: string;
  /** Its truth where the key is absent. */
  readonly whenAbsent: boolean;
  /** Its truth wherever the key is present, for a test of presence. */
  readonly whenPresent?: boolean;
  readonly accepted: ValueSet;
  /** True of a value that is *not* accepted. */
  readonly negated: boolean;
  /** How many of the key's values it has to be true of. */
  readonly quantifier: 'all' | 'any';
  /** Its values hold a policy variable whose key is free: the test is a yes or no of its own, and `accepted` all it could accept. */
  readonly opaque?: ReadonlySet<string>;
  /** Of an opaque test: what it accepts in any case. */
  readonly surelyAccepted?: ValueSet;
}

export interface KeyLiteral {
  readonly test: KeyTest;
  readonly positive: boolean;
}

/** One open question about a request: on a condition key, or on the resource. */
export interface Literal extends KeyLiteral {
  readonly variable: string;
}

/** What a request of some class can have for a key. */
export interface KeyAvailability {
  readonly mayBeAbsent: boolean;
  /** The only values it can be present with. */
  readonly fixed?: readonly string[];
  /** Undefined: it is never present. */
  readonly domain?: readonly LinearPattern[];
  /** Values of the domain that it does not have after all. */
  readonly except?: readonly LinearPattern[];
  readonly multivalued: boolean;
  readonly wholeNumbers: boolean;
  /** AWS gives its values a type, so that one that is not a number, address or boolean does not occur. */
  readonly typed?: boolean;
  /** It is an address of the internet. */
  readonly publicAddress?: boolean;
  /** One of several values that it has in any case. */
  readonly contained?: string;
}

/** What is known of condition keys, while their values are still open. */
export interface Situation {
  /** The values that policy variables have been given, and the keys that are open. */
  readonly variables: ReadonlyMap<string, string | null>;
  /** Policy variables of open keys are read as yes-or-no questions of their own. */
  readonly opaqueVariables: boolean;
  /** Of a caller in any account that is not named: what its ARN has before the account. */
  readonly accountPrefix?: string;
  availability(key: string): KeyAvailability;
}

/** `null`: absent. */
export type KeyValue = readonly string[] | null;

/** A key for whose literals no value was found, although none of the theories proved that there is none. */
export class Undecided extends OutOfBudget {}

/** Finds the key's values, or its absence, for which every literal is as wanted; undefined iff there are none. A hint is a value that fulfils most. */
export function solveKey(availability: KeyAvailability, literals: readonly KeyLiteral[], budget: Budget, hint?: string): KeyValue | undefined {
  // What an opaque test could accept is good for asking for a match; for asking for none, what it accepts in any case.
  const plain = literals.map((literal): KeyLiteral => literal.test.surelyAccepted && literal.positive === literal.test.negated
    ? { ...literal, test: { ...literal.test, accepted: literal.test.surelyAccepted } } : literal);
  if (opaqueContradict(literals)) {
    return undefined;
  }
  if (availability.mayBeAbsent && plain.every(({ test, positive }) => test.whenAbsent === positive)) {
    return null;
  }
  if (availability.fixed) {
    const { fixed } = availability;
    return plain.every(({ test, positive }) => holdsFor(test, fixed) === positive) ? fixed : undefined;
  }
  if (!availability.domain || plain.some(({ test, positive }) => test.whenPresent !== undefined && test.whenPresent !== positive)) {
    return undefined;
  }
  const onValues = plain.filter(({ test }) => test.whenPresent === undefined);
  return availability.multivalued ? solveSet(availability, onValues, budget) : solveSingle(availability, onValues, budget, hint);
}

/** The truth of a test for a key that is present with these values. */
export function holdsFor({ whenPresent, accepted, negated, quantifier }: KeyTest, values: readonly string[]): boolean {
  const each = (value: string) => isIn(accepted, value) !== negated;
  return whenPresent ?? (quantifier === 'all' ? values.every(each) : values.some(each));
}

interface ValueLiteral {
  readonly accepted: ValueSet;
  readonly positive: boolean;
}

function solveSingle(availability: KeyAvailability, literals: readonly KeyLiteral[], budget: Budget, hint: string | undefined): KeyValue | undefined {
  const value = solveValue(availability, literals.map(({ test, positive }) => ({ accepted: test.accepted, positive: positive !== test.negated })), budget, hint);
  return value === undefined ? undefined : [value];
}

/** Every ∀ restricts each value; every ∃ asks for one value of its own that the ∀s let through. */
function solveSet(availability: KeyAvailability, literals: readonly KeyLiteral[], budget: Budget): KeyValue | undefined {
  const each: ValueLiteral[] = [];
  const one: ValueLiteral[] = [];
  for (const { test, positive } of literals) {
    // NOT all(x) is any(NOT x), and NOT any(x) is all(NOT x).
    const forAll = (test.quantifier === 'all') === positive;
    (forAll ? each : one).push({ accepted: test.accepted, positive: positive !== test.negated });
  }
  const { contained } = availability;
  const isFit = (value: string, wanted: readonly ValueLiteral[]) => wanted.every(({ accepted, positive }) => isIn(accepted, value) === positive);
  if (contained !== undefined && !isFit(contained, each)) {
    return undefined;
  }
  const values: string[] = contained === undefined ? [] : [contained];
  const further = contained === undefined ? one : one.filter((wanted) => !isFit(contained, [wanted]));
  for (const wanted of further.length > 0 || contained !== undefined ? further : [undefined]) {
    const value = solveValue(availability, wanted ? [...each, wanted] : each, budget);
    if (value !== undefined) {
      values.push(value);
    } else if (wanted) {
      return undefined;
    }
  }
  return [...new Set(values)];
}

const PRIVATE_ADDRESSES: ValueLiteral = { accepted: valueSet('ip', '=', NOT_ON_THE_INTERNET.map((text) => ({ text, escaped: new Set() })))!, positive: false };
const PRIVATE_TEXTS: ValueLiteral = { accepted: { kind: 'text', patterns: TEXTS_NOT_ON_THE_INTERNET }, positive: false };

/** What a value has to be beside what is asked of it, in the terms in which it is asked. */
function givenOf({ except, publicAddress }: KeyAvailability, wanted: readonly ValueLiteral[]): ValueLiteral[] {
  const asAddress = wanted.some(({ accepted }) => accepted.kind === 'ip4and6');
  const asText = !asAddress || wanted.some(({ accepted }) => accepted.kind === 'text');
  return [
    ...except ? [{ accepted: { kind: 'text' as const, patterns: except }, positive: false }] : [],
    ...publicAddress && asAddress ? [PRIVATE_ADDRESSES] : [],
    ...publicAddress && asText ? [PRIVATE_TEXTS] : [],
  ];
}

function solveValue(availability: KeyAvailability, wanted: readonly ValueLiteral[], budget: Budget, hint?: string): string | undefined {
  const { domain, wholeNumbers, typed } = availability;
  const literals: readonly ValueLiteral[] = [...wanted, ...givenOf(availability, wanted)];
  const satisfies = (value: string) => literals.every(({ accepted, positive }) => isIn(accepted, value) === positive);
  const sets = literals.map(({ accepted }) => accepted);
  const finite = typed && sets.some(({ kind }) => kind !== 'text') ? domain!.map(constantOf) : [];
  if (finite.length > 0 && !finite.includes(undefined)) {
    return finite.find((value) => satisfies(value!));
  }
  for (const value of boundaryValues(sets, wholeNumbers)) {
    budget.spend(1);
    if (domain!.some((pattern) => matches(pattern, value)) && satisfies(value)) {
      return value;
    }
  }
  const texts = literals.flatMap(({ accepted, positive }) => accepted.kind === 'text' ? [{ patterns: accepted.patterns, positive }] : []);
  const ofOneKind = texts.length === 0 && new Set(sets.map(({ kind }) => kind)).size === 1;
  if (typed && ofOneKind) {
    // An operator for values of another type than the key's: to it they are all the same.
    const value = solveText(domain!, [], budget);
    return value !== undefined && satisfies(value) ? value : undefined;
  }
  // Without a type of its own a key, such as a tag, may also be what is not a number and no boolean.
  const text = solveText(domain!, texts, budget, hint);
  if (text === undefined || texts.length === literals.length || satisfies(text)) {
    return text;
  }
  if (ofOneKind || conflictsWithin(literals)) {
    return undefined;
  }
  // Texts that are also numbers or addresses: the boundaries and the likely texts were tried, and prove nothing.
  throw new Undecided('operators of different kinds are used on one key');
}

/** One kind of operator alone already leaves nothing. */
function conflictsWithin(literals: readonly ValueLiteral[]): boolean {
  return (['bool', 'number', 'date', 'ip4and6'] as const).some((kind) => {
    const own = literals.filter(({ accepted }) => accepted.kind === kind);
    return own.some(({ positive }) => positive)
      && !boundaryValues(own.map(({ accepted }) => accepted), false).some((value) => own.every(({ accepted, positive }) => isIn(accepted, value) === positive));
  });
}

/** The same test cannot hold and fail, and one that holds for some values holds for more. */
function opaqueContradict(literals: readonly KeyLiteral[]): boolean {
  const opaque = literals.filter(({ test }) => test.opaque);
  return opaque.some((a) => a.positive && opaque.some((b) => !b.positive && (a.test.id === b.test.id
    || (!a.test.negated && !b.test.negated && a.test.quantifier === b.test.quantifier && a.test.whenAbsent === b.test.whenAbsent
      && [...a.test.opaque!].every((value) => b.test.opaque!.has(value))))));
}
