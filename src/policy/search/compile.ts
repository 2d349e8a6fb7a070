import { NEVER } from './availability';
import { MULTIVALUED_KEYS } from './key-domains';
import { holdsFor, KeyAvailability, KeyTest, Literal, Situation } from './key-theory';
import { glob, LinearPattern, sequence } from './linear-pattern';
import { expandAll, VARIABLE } from './policy-variables';
import { isActionKey } from './request-class';
import { EVERYTHING, ExpandedText, NOTHING, ValueSet, valueSet } from './value-set';
import { hasBrokenVariable } from '../broken-variables';
import { knowledgeOf } from '../condition-keys';
import { OperatorFamily, readOperator, UNKNOWN_OPERATOR } from '../operators';
import { ConditionClause, PolicyDocument, PolicyStatement, PolicyText } from '../policy-document';
import { UnknownValue } from '../unknown-value';

/**
 * How a statement with something unknown in it is read: as matching whatever it *may* match, or only what it *must*.
 *
 * To prove that no bad request is allowed, an Allow is read as `may` and a Deny as `must`.
 */
export type Reading = 'may' | 'must';

export const CURRENT_TIME = 'aws:currenttime';
export const EPOCH_TIME = 'aws:epochtime';

/** The variable that stands for the resource. */
export const RESOURCE = '(resource)';

/** What is left of a statement: it never matches, or it matches iff all literals hold. */
export type Residual = 'never' | readonly Literal[];

/**
 * The two parts of a request that are chosen apart from each other: who sends it from where, and which action it is. The
 * first decides about the keys of IAM, and asks about the resource; the second decides about the keys of S3.
 */
export type Part = 'sender' | 'action';

/** Reduces the resources and conditions of a statement, as far as they are about this part, to the questions that the situation leaves open. */
export function compile(document: PolicyDocument, statement: PolicyStatement, situation: Situation, part: Part, reading: Reading): Residual {
  const literals: Literal[] = [];
  for (const made of testsOf(document, statement, part, reading)) {
    const original = typeof made === 'function' ? made(situation) : made;
    if (original === 'never') {
      return 'never';
    }
    const test = onPrincipalArn(original, situation);
    const truth = test.variable === RESOURCE ? resourceTruth(test.test) : constantTruth(test.test, situation.availability(test.variable));
    if (truth === false) {
      return 'never';
    }
    if (truth === undefined) {
      literals.push({ ...test, positive: true });
    }
  }
  return literals;
}

/** A test that is the same in every situation, or one that depends on the values of policy variables. */
type Test = KeyTestOf | 'never' | ((situation: Situation) => KeyTestOf | 'never');

const knownTests: Readonly<Record<Part, Record<Reading, WeakMap<PolicyStatement, readonly Test[]>>>> = {
  sender: { may: new WeakMap(), must: new WeakMap() },
  action: { may: new WeakMap(), must: new WeakMap() },
};

/** What the statement asks of this part. It is made once: making patterns is most of the work. */
function testsOf({ version }: PolicyDocument, statement: PolicyStatement, part: Part, reading: Reading): readonly Test[] {
  const known = knownTests[part][reading].get(statement);
  if (known) {
    return known;
  }
  const withVariables = version === '2012-10-17';
  const test = (texts: readonly PolicyText[], make: (situation: Situation) => KeyTestOf | 'never'): Test =>
    withVariables && texts.some((text) => typeof text === 'string' && text.includes('${')) ? make : make(NO_VARIABLES);
  const tests = statement.conditions.filter(({ key }) => isActionKey(key) === (part === 'action'))
    .map((clause) => test(clause.values, (situation) => clauseTest(clause, situation, reading, withVariables)));
  if (part === 'sender') {
    tests.push(test([...statement.resources, ...statement.notResources], (situation) => resourceTest(statement, situation, reading, withVariables)));
  }
  knownTests[part][reading].set(statement, tests);
  return tests;
}

const sameTests: Readonly<Record<Part, WeakMap<PolicyStatement, boolean>>> = { sender: new WeakMap(), action: new WeakMap() };

/** Whether the statement asks the same of this part however what is unknown is read: as a rule nothing is. */
export function readsTheSame(document: PolicyDocument, statement: PolicyStatement, part: Part): boolean {
  let same = sameTests[part].get(statement);
  if (same === undefined) {
    const must = testsOf(document, statement, part, 'must');
    same = testsOf(document, statement, part, 'may').every((test, i) => isSameTest(test, must[i]));
    sameTests[part].set(statement, same);
  }
  return same;
}

function isSameTest(a: Test, b: Test): boolean {
  return typeof a === 'object' && typeof b === 'object' && a.variable === b.variable
    && (['id', 'whenAbsent', 'whenPresent', 'negated', 'quantifier'] as const).every((property) => a.test[property] === b.test[property]);
}

const NO_VARIABLES: Situation = { variables: new Map(), opaqueVariables: false, availability: () => NEVER };

interface KeyTestOf {
  readonly variable: string;
  readonly test: KeyTest;
}

const testsOnArn = new WeakMap<KeyTest, Map<string, KeyTestOf>>();

/** Asks the ARN of a caller whose account is not fixed what is asked of its account, so that both have the same one. */
function onPrincipalArn(original: KeyTestOf, { accountPrefix }: Situation): KeyTestOf {
  const { variable, test } = original;
  if (accountPrefix === undefined || variable !== 'aws:principalaccount' || test.whenPresent !== undefined || test.opaque || test.accepted.kind !== 'text' || test.accepted === EVERYTHING) {
    return original;
  }
  const byPrefix = testsOnArn.get(test) ?? new Map<string, KeyTestOf>();
  testsOnArn.set(test, byPrefix);
  const known = byPrefix.get(accountPrefix);
  if (known) {
    return known;
  }
  const noColon = (pattern: LinearPattern): LinearPattern => pattern.map((step) => step.chars.complement ? { ...step, chars: { listed: `${step.chars.listed}:`, complement: true } } : step);
  const made: KeyTestOf = {
    variable: 'aws:principalarn',
    test: {
      ...test,
      id: `account ${accountPrefix} ${test.id}`,
      accepted: { kind: 'text', patterns: test.accepted.patterns.map((pattern) => sequence(accountPrefix, noColon(pattern), ':', glob('*'))) },
    },
  };
  byPrefix.set(accountPrefix, made);
  return made;
}

/** The truth of a test that the availability of its key alone decides. */
function constantTruth(test: KeyTest, { mayBeAbsent, fixed, domain }: KeyAvailability): boolean | undefined {
  if (!domain && !fixed) {
    return test.whenAbsent;
  }
  if (fixed && !mayBeAbsent && !test.opaque) {
    return holdsFor(test, fixed);
  }
  if (test.whenPresent !== undefined && (!mayBeAbsent || test.whenPresent === test.whenAbsent)) {
    return test.whenPresent;
  }
  return test.whenPresent === undefined && test.accepted === EVERYTHING && test.whenAbsent && !test.negated && test.quantifier === 'all' ? true : undefined;
}

function resourceTruth({ accepted, opaque }: KeyTest): boolean | undefined {
  return opaque ? undefined : accepted === EVERYTHING ? true : accepted === NOTHING ? false : undefined;
}

function resourceTest({ resources, notResources }: PolicyStatement, situation: Situation, reading: Reading, withVariables: boolean): KeyTestOf | 'never' {
  const negated = resources.length === 0;
  const texts = negated ? notResources : resources;
  const unknown = texts.some((text) => text instanceof UnknownValue || (withVariables && hasBrokenVariable(text)));
  // To cover as much as possible, what is unknown matches; to except as little as possible, it does not.
  if (unknown && (reading === 'may') !== negated) {
    return negated ? 'never' : { variable: RESOURCE, test: presenceless('(any resource)', EVERYTHING, false) };
  }
  const { values, opaque, wide } = expandAll(texts, situation, withVariables);
  const accepted = opaque ? { kind: 'text' as const, patterns: wide.map((value) => globOf(value)) } : values.some(({ text, escaped }) => text === '*' && escaped.size === 0) ? EVERYTHING : { kind: 'text' as const, patterns: values.map((value) => globOf(value)) };
  const id = `${negated ? 'NotResource' : 'Resource'} ${JSON.stringify(texts)}${suffixOf(texts, values, opaque)}`;
  if (negated && accepted === EVERYTHING && !opaque) {
    return 'never';
  }
  return { variable: RESOURCE, test: { ...presenceless(id, accepted, negated), opaque: opaque && new Set(texts.map((text) => `Resource ${String(text)}`)), surelyAccepted: opaque && { kind: 'text', patterns: values.map(globOf) } } };
}

function presenceless(id: string, accepted: KeyTest['accepted'], negated: boolean): KeyTest {
  return { id, whenAbsent: false, accepted, negated, quantifier: 'all' };
}

function clauseTest(clause: ConditionClause, situation: Situation, reading: Reading, withVariables: boolean): KeyTestOf | 'never' {
  const variable = clause.key;
  const operator = readOperator(clause.operator);
  if (!operator || clause.operator === UNKNOWN_OPERATOR || knowledgeOf(clause.key).kind === 'newer') {
    return reading === 'may' ? { variable, test: always(clause) } : 'never';
  }
  const id = `${clause.operator} ${JSON.stringify(clause.values)}`;
  if (operator.family === 'null') {
    return operator.set === undefined ? nullTest(clause, id, reading) : operator.set === 'ForAllValues' ? { variable, test: always(clause) } : 'never';
  }
  const { values: asWritten, opaque, unknown, wide } = expandAll(clause.values, situation, withVariables && ['text', 'textIgnoreCase', 'glob', 'arn'].includes(operator.family));
  const ofAddress = ADDRESS_KEYS.has(clause.key) && TEXT_FAMILIES.includes(operator.family);
  const values = ofAddress ? addressTexts(asWritten, (reading === 'may') !== operator.negated) : asWritten;
  const each = values.map((value) => ({ value, set: valueSet(operator.family, operator.compare, [value]) }));
  const undecided = unknown || each.some(({ set }) => set === undefined);
  const readable = each.filter(({ set }) => set !== undefined).map(({ value }) => value);
  // For IfExists behind ForAnyValue the documentation says true, and what people observed is false.
  const undocumented = operator.ifExists && operator.set === 'ForAnyValue';
  const whenAbsent = undocumented ? reading === 'may' : operator.ifExists || operator.set === 'ForAllValues' || (operator.negated && operator.set === undefined);
  const multivalued = MULTIVALUED_KEYS.has(clause.key);
  // Whatever a key is, it is what its own variable stands for.
  const isItself = withVariables && !multivalued && SELF_COMPARING.includes(operator.family)
    && clause.values.some((value) => typeof value === 'string' && value.toLowerCase() === `\${${clause.key}}`);
  // AWS does not define a plain operator on several values: it may mean any of them, and must at least mean all.
  const quantifier = operator.set === 'ForAnyValue' || (operator.set === undefined && multivalued && reading === 'may') ? 'any' : 'all';
  // An undecided value may be just the one that decides, in favour of a positive operator and against a negated one.
  const accepted = isItself ? EVERYTHING : opaque ? widened(operator.family, clause.values, wide)
    : undecided && (reading === 'may') !== operator.negated ? EVERYTHING : valueSet(operator.family, operator.compare, readable) ?? NOTHING;
  if (clause.key === EPOCH_TIME && (accepted.kind === 'number' || accepted.kind === 'date')) {
    // Both keys tell the same time, so they share a variable.
    return { variable: CURRENT_TIME, test: { id: `epoch ${id}`, whenAbsent, accepted: { ...accepted, kind: 'date' }, negated: operator.negated, quantifier } };
  }
  return {
    variable,
    test: {
      id: `${id}${undecided || undocumented || ofAddress ? ` ${reading}` : ''}${isItself ? ' itself' : suffixOf(clause.values, values, opaque)}`,
      whenAbsent,
      accepted,
      negated: operator.negated,
      quantifier,
      opaque: isItself ? undefined : opaque && new Set(clause.values.map((value) => `${clause.operator} ${String(value)}`)),
      surelyAccepted: isItself ? undefined : opaque && valueSet(operator.family, operator.compare, readable),
    },
  };
}

const ADDRESS_KEYS: ReadonlySet<string> = new Set(['aws:sourceip', 'aws:vpcsourceip']);
const TEXT_FAMILIES: readonly OperatorFamily[] = ['text', 'glob', 'arn'];

/**
 * In which letter case S3 writes an IPv6 address is not documented: a text with letters may be one in any case, and is surely
 * one in none.
 */
function addressTexts(values: readonly ExpandedText[], asMany: boolean): ExpandedText[] {
  return asMany ? values.map(({ text, escaped }) => ({ text: text.toLowerCase(), escaped })) : values.filter(({ text }) => !/[a-f]/i.test(text));
}

const SELF_COMPARING: readonly OperatorFamily[] = ['text', 'textIgnoreCase', 'glob'];

function nullTest({ key, values }: ConditionClause, id: string, reading: Reading): KeyTestOf {
  const wanted = values.map((value) => value instanceof UnknownValue ? 'unknown' : value.toLowerCase());
  const truth = (answer: string): boolean => wanted.includes(answer) || (reading === 'may' && wanted.some((value) => value !== 'true' && value !== 'false'));
  return { variable: key, test: { id, whenAbsent: truth('true'), whenPresent: truth('false'), accepted: EVERYTHING, negated: false, quantifier: 'all' } };
}

function always({ operator }: ConditionClause): KeyTest {
  return { id: `${operator} always`, whenAbsent: true, whenPresent: true, accepted: EVERYTHING, negated: false, quantifier: 'all' };
}

/** Tells the same text with other values of its variables, or without variables, apart. */
function suffixOf(texts: readonly PolicyText[], values: readonly ExpandedText[], opaque: true | undefined): string {
  return texts.some((text) => typeof text === 'string' && text.includes('${'))
    ? ` ${opaque ? 'open' : JSON.stringify(values.map(({ text, escaped }) => [text, ...escaped]))}` : '';
}

/** Every value that a clause with open variables could accept, whatever they stand for. */
function widened(family: OperatorFamily, texts: readonly PolicyText[], wide: readonly ExpandedText[]): ValueSet {
  if (family === 'glob') {
    return { kind: 'text', patterns: wide.map((value) => globOf(value)) };
  }
  if (family === 'arn' && texts.every((text) => typeof text !== 'string' || hasVariableInLastPart(text))) {
    // Whatever the variable is, it does not reach the parts before it.
    return valueSet(family, '=', wide) ?? EVERYTHING;
  }
  if (family !== 'text') {
    return EVERYTHING;
  }
  // In StringEquals only what stands for a variable is a wildcard.
  const patterns = texts.map((text) => typeof text !== 'string' ? glob('*') : sequence(...text.split(VARIABLE).flatMap((part, i) => i === 0 ? [part] : [glob('*'), part])));
  return { kind: 'text', patterns };
}

function hasVariableInLastPart(text: string): boolean {
  return text.split(VARIABLE)[0].split(':').length > 5;
}

function globOf({ text, escaped }: ExpandedText): LinearPattern {
  return glob(text, (index) => escaped.has(index));
}
