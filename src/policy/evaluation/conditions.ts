import { compareNumbers, isBase64, matchesCidr, normalizeBase64, readBool, readDate, readNumber } from './compare-values';
import { matchesRole, matchesRoleByArn } from './match-role-path';
import { matchesArn, matchesGlob, unescape, withoutWildcards } from './match-text';
import { ADDRESS_KEYS, expand, UnsureText } from './policy-variables';
import { Context, RoleOfSession } from './request-context';
import { certain, Certainty, every, not, some } from '../certainty';
import { ConditionOperator, readOperator, UNKNOWN_OPERATOR } from '../operators';
import { ConditionClause, PolicyText } from '../policy-document';
import { UnknownValue } from '../unknown-value';

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html */
export function holds(clause: ConditionClause, context: Context, variables: Context | undefined): Certainty {
  const operator = readOperator(clause.operator);
  if (!operator || clause.operator === UNKNOWN_OPERATOR) {
    return 'unknown';
  }
  const actual = context.get(clause.key);
  if (operator.family === 'null' && operator.set !== undefined) {
    // It compares no values, so a set operator decides alone.
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-suggestion-null-with-qualifier
    return certain(operator.set === 'ForAllValues');
  }
  if (operator.family === 'null') {
    return some(clause.values.map((value) => {
      const wanted = value instanceof UnknownValue ? undefined : readBool(value);
      return wanted === undefined ? 'unknown' : certain((actual === undefined) === wanted);
    }));
  }
  if (actual === undefined) {
    if (operator.ifExists && operator.set === 'ForAnyValue') {
      // The documentation says true for IfExists and false for ForAnyValue; what people observed is false.
      // https://repost.aws/questions/QU9HFmDzP0QGuU-fd7rS6B7w/foranyvalue-stringequalsifexists-behaving-unexpectedly
      return 'unknown';
    }
    return certain(operator.ifExists || operator.set === 'ForAllValues' || (operator.negated && operator.set === undefined));
  }
  if (operator.set !== undefined && (actual.length === 0 || actual.includes(''))) {
    // Whether an empty text is a value or none ("a null data set") is not documented for both qualifiers alike.
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
    return 'unknown';
  }
  const answers = actual.map((value) => valueHolds(operator, clause, value, variables));
  switch (operator.set) {
    case 'ForAllValues': return every(answers);
    case 'ForAnyValue': return some(answers);
    // AWS does not define a plain operator on several values: it is known where both readings agree.
    case undefined: return every(answers) === some(answers) ? every(answers) : 'unknown';
  }
}

/** A list of values is an OR, and a negated operator is NOT of that. */
function valueHolds(operator: ConditionOperator, { key, values }: ConditionClause, actual: string | RoleOfSession, variables: Context | undefined): Certainty {
  const any = actual instanceof RoleOfSession ? anyMatchesRole(operator, values, actual, variables)
    : ADDRESS_KEYS.has(key) ? anyMatchesAddress(operator, values, actual, variables) : anyMatches(operator, values, actual, variables);
  return operator.negated ? not(any) : any;
}

function anyMatches(operator: ConditionOperator, values: readonly PolicyText[], actual: string, variables: Context | undefined): Certainty {
  return some(values.map((value) => value instanceof UnknownValue ? 'unknown' : matchesValue(operator, value, actual, variables)));
}

/** In which letter case S3 writes an IPv6 address is not documented: to an operator on texts it may matter. */
function anyMatchesAddress(operator: ConditionOperator, values: readonly PolicyText[], actual: string, variables: Context | undefined): Certainty {
  const [lower, upper] = [actual.toLowerCase(), actual.toUpperCase()].map((spelling) => anyMatches(operator, values, spelling, variables));
  return lower === upper ? lower : 'unknown';
}

/** Whether the path of the role, which is not known, could decide. */
function anyMatchesRole({ family }: ConditionOperator, values: readonly PolicyText[], role: RoleOfSession, variables: Context | undefined): Certainty {
  if (variables && ['text', 'textIgnoreCase', 'glob', 'arn'].includes(family) && values.some((value) => typeof value === 'string' && /^\$\{\s*aws:principalarn\s*\}$/i.test(value))) {
    // Whatever the path, the ARN is what its own variable stands for.
    return 'yes';
  }
  const texts = values.map((value) => value instanceof UnknownValue ? value : expand(value, variables)).filter((text) => text !== undefined);
  const known = texts.filter((text) => typeof text === 'string');
  return some([...known.length < texts.length ? ['unknown' as const] : [], ofFamily(family, known, role)]);
}

function ofFamily(family: ConditionOperator['family'], texts: readonly string[], role: RoleOfSession): Certainty {
  const { start, roleName } = role;
  switch (family) {
    case 'glob': return matchesRole(texts, start, roleName);
    case 'arn': return matchesRoleByArn(texts, role);
    case 'text': return certainlyNot(texts.some((text) => isOfRole(unescape(text), start, roleName)));
    case 'textIgnoreCase': return certainlyNot(texts.some((text) => isOfRole(unescape(text).toLowerCase(), start.toLowerCase(), roleName.toLowerCase())));
    // An ARN is neither a number nor a date, a boolean, bytes or an address, whatever its path.
    default: return some(texts.map((text) => matchesValue({ family, negated: false, compare: '=', ifExists: false, set: undefined }, text, start, undefined)));
  }
}

/** The ARN of a role of that name, with some path. */
function isOfRole(text: string, start: string, roleName: string): boolean {
  const path = text.slice(start.length, text.length - roleName.length);
  return text.startsWith(start) && text.endsWith(roleName) && text.length >= start.length + roleName.length && /^(|.+\/)$/.test(path);
}

function certainlyNot(possible: boolean): Certainty {
  return possible ? 'unknown' : 'no';
}

function matchesValue({ family, compare }: ConditionOperator, value: string, actual: string, variables: Context | undefined): Certainty {
  switch (family) {
    case 'text': return onText(withoutWildcards(value), variables, (text) => matchesGlob(text, actual));
    case 'textIgnoreCase': return onText(withoutWildcards(value), variables, (text) => matchesGlob(text.toLowerCase(), actual.toLowerCase()));
    case 'glob': return onText(value, variables, (text) => matchesGlob(text, actual));
    case 'arn': return onText(value, variables, (text) => matchesArn(text, actual));
    case 'number': return compareNumbers(readNumber(value), readNumber(actual), compare);
    case 'date': return compareNumbers(readDate(value), readDate(actual), compare);
    case 'bool': return readBool(value) === undefined ? 'unknown' : certain(readBool(value) === readBool(actual));
    case 'binary': return isBase64(value) ? certain(normalizeBase64(value) === normalizeBase64(actual)) : 'unknown';
    case 'ip': return matchesCidr(value, actual);
    case 'null': return 'unknown';
  }
}

function onText(value: string, variables: Context | undefined, test: (text: string) => boolean): Certainty {
  const text = expand(value, variables);
  return text instanceof UnsureText ? certainlyNot(test(text.wide)) : text instanceof UnknownValue ? 'unknown' : certain(text !== undefined && test(text));
}
