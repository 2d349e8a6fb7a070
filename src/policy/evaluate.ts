import { certain, Certainty, every, not, some } from './certainty';
import { ConditionOperator, readOperator } from './operators';
import { ConditionClause, hasUnreadStatements, isPartialWildcard, PolicyDocument, PolicyStatement, PolicyText, PrincipalPattern, UNKNOWN_OPERATOR } from './policy-document';
import { AwsIdentity, fullContext, PolicyRequest, readAwsIdentity, RequestPrincipal } from './policy-request';
import { UnknownValue } from './unknown-value';

export type Decision = 'Allow' | 'ExplicitDeny' | 'ImplicitDeny' | 'unknown';

/** What a policy says of one request. */
export interface Evaluation {
  readonly decision: Decision;
  /** The statements that decide: those that allow, those that deny, or those whose match is not known. */
  readonly statements: readonly PolicyStatement[];
}

type Context = ReadonlyMap<string, readonly string[]>;

/**
 * Decides one request by one policy: an explicit deny wins, else an allow is needed.
 *
 * This is the meaning that everything else in this folder is tested against, so it is written to be read, and shares no
 * code with the search. The answer is 'unknown' where a statement that matters has a text that is not known, or that
 * AWS does not define.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function evaluate(document: PolicyDocument, request: PolicyRequest): Evaluation {
  const context = fullContext(request);
  const matches = document.statements.map((statement) => ({ statement, matches: matchesStatement(document, statement, request, context) }));
  const of = (effect: PolicyStatement['effect'], answer: Certainty) =>
    matches.filter((match) => match.statement.effect === effect && match.matches === answer).map(({ statement }) => statement);

  const denies = of('Deny', 'yes');
  if (denies.length > 0) {
    return { decision: 'ExplicitDeny', statements: denies };
  }
  const mayDeny = of('Deny', 'unknown');
  const allows = of('Allow', 'yes');
  const mayAllow = of('Allow', 'unknown');
  if (mayDeny.length > 0 || hasUnreadStatements(document) || (allows.length === 0 && mayAllow.length > 0)) {
    return { decision: 'unknown', statements: [...mayDeny, ...mayAllow] };
  }
  return allows.length > 0 ? { decision: 'Allow', statements: allows } : { decision: 'ImplicitDeny', statements: [] };
}

/** Says whether one statement speaks of this request. */
export function matchesStatement(document: PolicyDocument, statement: PolicyStatement, request: PolicyRequest, context: Context = fullContext(request)): Certainty {
  if (statement.malformed) {
    return 'unknown';
  }
  const substitute = document.version === '2012-10-17' ? context : undefined;
  const about = every([matchesPrincipal(document, statement, request.principal), matchesAction(statement, request.action)]);
  // Most statements are about somebody or something else.
  return about === 'no' ? 'no' : every([
    about,
    matchesResource(statement, request.resource, substitute),
    ...statement.conditions.map((clause) => holds(clause, context, substitute)),
  ]);
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html */
function matchesPrincipal(document: PolicyDocument, { principals, notPrincipals, effect }: PolicyStatement, principal: RequestPrincipal): Certainty {
  if (principals.length > 0) {
    return some(principals.map((pattern) => isPrincipal(pattern, principal)));
  }
  if (notPrincipals.length === 0) {
    // An identity policy names no principal: it speaks of whoever it is attached to.
    return document.isIdentityPolicy ? 'yes' : 'unknown';
  }
  const listed = notPrincipals.map((pattern) => isPrincipal(pattern, principal));
  return effect === 'Allow' ? not(some(listed)) : exemptByNotPrincipal(notPrincipals, principal, some(listed));
}

/**
 * A Deny with NotPrincipal surely exempts a caller only if account, role and session (account and user) are all listed;
 * with some of them listed AWS does not say.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
 */
function exemptByNotPrincipal(listed: readonly PrincipalPattern[], principal: RequestPrincipal, anyListed: Certainty): Certainty {
  if (anyListed === 'no') {
    return 'yes';
  }
  const identity = identityOf(principal);
  if (!identity) {
    return not(anyListed);
  }
  const ids = new Set(listed.flatMap(({ type, value }) => type === 'AWS' && typeof value === 'string' ? [value] : []));
  const account = ids.has(identity.account) || ids.has(`arn:${identity.partition}:iam::${identity.account}:root`) || ids.has('*');
  const itself = identity.kind === 'root' || ids.has('*') || (ids.has(identity.principalArn) && ids.has(identity.arn));
  return account && itself ? 'no' : 'unknown';
}

function isPrincipal({ type, value }: PrincipalPattern, principal: RequestPrincipal): Certainty {
  if (value instanceof UnknownValue) {
    return 'unknown';
  }
  if (type === 'AWS') {
    return isAwsPrincipal(value, principal);
  }
  const actual = typeof principal === 'object' && type in principal ? (principal as Record<string, string>)[type] : undefined;
  if (isPartialWildcard({ type, value })) {
    // Every account has a canonical user, so a pattern of them may mean any identity.
    return actual !== undefined || (type === 'CanonicalUser' && identityOf(principal) !== undefined) ? 'unknown' : 'no';
  }
  return certain(actual !== undefined && (value === '*' || actual === value));
}

function isAwsPrincipal(value: string, principal: RequestPrincipal): Certainty {
  if (value === '*') {
    return 'yes';
  }
  if (isPartialWildcard({ type: 'AWS', value })) {
    return 'unknown';
  }
  const identity = identityOf(principal);
  const named = readAwsIdentity(value);
  if (!identity || !named) {
    return 'no';
  }
  switch (named.kind) {
    case 'root': return certain(named.account === identity.account);
    // The ARN of a session names its role without the path.
    case 'role': return certain(named.principalArn === identity.principalArn
      || (identity.kind === 'session' && named.account === identity.account && named.name.split('/').pop() === identity.name.split('/')[0]));
    default: return certain(named.arn === identity.arn);
  }
}

function identityOf(principal: RequestPrincipal): AwsIdentity | undefined {
  return typeof principal === 'object' && 'AWS' in principal ? readAwsIdentity(principal.AWS) : undefined;
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html */
function matchesAction({ actions, notActions }: PolicyStatement, action: string): Certainty {
  const named = (patterns: readonly PolicyText[]) => some(patterns.map((pattern) =>
    pattern instanceof UnknownValue ? 'unknown' : certain(matchesGlob(pattern.toLowerCase(), action.toLowerCase()))));
  return actions.length > 0 ? named(actions) : notActions.length > 0 ? not(named(notActions)) : 'unknown';
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html */
function matchesResource({ resources, notResources }: PolicyStatement, resource: string, variables: Context | undefined): Certainty {
  const named = (patterns: readonly PolicyText[]) => some(patterns.map((text) => {
    const pattern = text instanceof UnknownValue ? text : expand(text, variables);
    return pattern instanceof UnknownValue ? 'unknown' : certain(pattern !== undefined && matchesGlob(pattern, resource));
  }));
  return resources.length > 0 ? named(resources) : notResources.length > 0 ? not(named(notResources)) : 'unknown';
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html */
function holds(clause: ConditionClause, context: Context, variables: Context | undefined): Certainty {
  const operator = readOperator(clause.operator);
  if (!operator || clause.operator === UNKNOWN_OPERATOR) {
    return 'unknown';
  }
  const actual = context.get(clause.key);
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
  const answers = actual.map((value) => valueHolds(operator, clause.values, value, variables));
  switch (operator.set) {
    case 'ForAllValues': return every(answers);
    case 'ForAnyValue': return some(answers);
    // AWS does not define a plain operator on several values: it is known where both readings agree.
    case undefined: return every(answers) === some(answers) ? every(answers) : 'unknown';
  }
}

/** A list of values is an OR, and a negated operator is NOT of that. */
function valueHolds(operator: ConditionOperator, values: readonly PolicyText[], actual: string, variables: Context | undefined): Certainty {
  const any = some(values.map((value) => value instanceof UnknownValue ? 'unknown' : matchesValue(operator, value, actual, variables)));
  return operator.negated ? not(any) : any;
}

function matchesValue({ family, compare }: ConditionOperator, value: string, actual: string, variables: Context | undefined): Certainty {
  switch (family) {
    case 'text': return onText(value, variables, (text) => unescape(text) === actual);
    case 'textIgnoreCase': return onText(value, variables, (text) => unescape(text).toLowerCase() === actual.toLowerCase());
    case 'glob': return onText(value, variables, (text) => matchesGlob(text, actual));
    case 'arn': return onText(value, variables, (text) => matchesArn(text, actual));
    case 'number': return compareNumbers(readNumber(value), readNumber(actual), compare);
    case 'date': return compareNumbers(readDate(value), readDate(actual), compare);
    case 'bool': return readBool(value) === undefined ? 'unknown' : certain(readBool(value) === readBool(actual));
    case 'binary': return certain(normalizeBase64(value) === normalizeBase64(actual));
    case 'ip': return matchesCidr(value, actual);
    case 'null': return 'unknown';
  }
}

function onText(value: string, variables: Context | undefined, test: (text: string) => boolean): Certainty {
  const text = expand(value, variables);
  return text instanceof UnknownValue ? 'unknown' : certain(text !== undefined && test(text));
}

/**
 * Replaces policy variables by the values of their keys, and escapes what they contain; undefined if one has no value.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
function expand(text: string, variables: Context | undefined): string | UnknownValue | undefined {
  if (!variables) {
    return text;
  }
  let missing = false;
  let ambiguous = false;
  const expanded = text.replace(/\$\{([^}]*)\}/g, (_, inside: string) => {
    if (inside === '*' || inside === '?' || inside === '$') {
      return escape(inside);
    }
    const [, key, fallback] = /^\s*([^,]*?)\s*(?:,\s*'(.*)'\s*)?$/s.exec(inside) ?? [undefined, inside];
    const values = variables.get(String(key).toLowerCase());
    ambiguous ||= values !== undefined && values.length > 1;
    missing ||= values?.[0] === undefined && fallback === undefined;
    return escape(values?.[0] ?? fallback ?? '');
  });
  return ambiguous ? new UnknownValue('a multivalued key cannot be a policy variable') : missing ? undefined : expanded;
}

/** Stand-ins for characters that came out of a variable and are no wildcards; what is read has none of them. */
const ESCAPES: Readonly<Record<string, string>> = { '*': '\uE000', '?': '\uE001', '$': '\uE002' };

/** What the stand-ins stand for. */
const LITERALS: Readonly<Record<string, string>> = Object.fromEntries(Object.entries(ESCAPES).map(([char, standIn]) => [standIn, char]));

function escape(text: string): string {
  return text.replace(/[*?$]/g, (c) => ESCAPES[c]);
}

function unescape(text: string): string {
  return text.replace(/[\uE000-\uE002]/g, (c) => LITERALS[c]);
}

/** `*` is any run of characters, `?` exactly one. */
function matchesGlob(patternText: string, subject: string): boolean {
  // A character outside the basic plane is one character, not two.
  const [pattern, text]: ArrayLike<string>[] = /[\uD800-\uDFFF]/.test(patternText + subject) ? [[...patternText], [...subject]] : [patternText, subject];
  let p = 0;
  let star = -1;
  let resume = 0;
  for (let t = 0; t < text.length;) {
    if (pattern[p] === '*') {
      star = p++;
      resume = t;
    } else if (p < pattern.length && (pattern[p] === '?' || pattern[p] === text[t] || LITERALS[pattern[p]] === text[t])) {
      p++;
      t++;
    } else if (star >= 0) {
      p = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  while (pattern[p] === '*') {
    p++;
  }
  return p === pattern.length;
}

/** Six parts, a glob each: a wildcard does not cross the first five colons. */
function matchesArn(pattern: string, actual: string): boolean {
  if (pattern === '*') {
    return true;
  }
  const wanted = sixParts(pattern);
  const found = sixParts(actual);
  return wanted !== undefined && found !== undefined && wanted.every((part, i) => matchesGlob(part, found[i]));
}

function sixParts(arn: string): string[] | undefined {
  const parts = arn.split(':');
  return parts.length < 6 ? undefined : [...parts.slice(0, 5), parts.slice(5).join(':')];
}

function compareNumbers(wanted: number | undefined, actual: number | undefined, compare: ConditionOperator['compare']): Certainty {
  if (wanted === undefined) {
    return 'unknown';
  }
  if (actual === undefined) {
    return 'no';
  }
  switch (compare) {
    case '=': return certain(actual === wanted);
    case '<': return certain(actual < wanted);
    case '<=': return certain(actual <= wanted);
    case '>': return certain(actual > wanted);
    case '>=': return certain(actual >= wanted);
  }
}

function readNumber(text: string): number | undefined {
  return /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/.test(text.trim()) && Number.isFinite(Number(text)) ? Number(text) : undefined;
}

/** ISO 8601, or seconds since 1970. */
function readDate(text: string): number | undefined {
  if (/^-?\d+(\.\d+)?$/.test(text) && !/^\d{4}$/.test(text)) {
    return Number(text);
  }
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})/.exec(text)?.map(Number) ?? [];
  // JavaScript takes the thirtieth of February for the second of March.
  if (day !== undefined && (day < 1 || day > new Date(Date.UTC(year, month, 0)).getUTCDate())) {
    return undefined;
  }
  const milliseconds = /^\d{4}(-\d{2}(-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?)?)?$/i.test(text)
    ? Date.parse(/T/i.test(text) && !/(Z|[+-]\d{2}:?\d{2})$/i.test(text) ? `${text}Z` : text) : NaN;
  return Number.isNaN(milliseconds) ? undefined : milliseconds / 1000;
}

function readBool(text: string): boolean | undefined {
  return /^true$/i.test(text) ? true : /^false$/i.test(text) ? false : undefined;
}

function normalizeBase64(text: string): string {
  return text.replace(/\s|=+$/g, '');
}

function matchesCidr(cidr: string, actual: string): Certainty {
  const [base, length] = cidr.split('/');
  const range = readAddress(base);
  const bits = length === undefined ? range?.length ?? NaN : /^\d{1,3}$/.test(length) ? Number(length) : NaN;
  if (!range || !(bits <= range.length) || cidr.split('/').length > 2) {
    return 'unknown';
  }
  const address = readAddress(actual);
  return certain(address !== undefined && address.length === range.length && address.slice(0, bits) === range.slice(0, bits));
}

/** An address as a text of its 32 or 128 bits. */
function readAddress(text: string): string | undefined {
  const bits = (groups: readonly number[], width: number) => groups.map((group) => group.toString(2).padStart(width, '0')).join('');
  if (/^\d{1,3}(\.\d{1,3}){3}$/.test(text)) {
    const bytes = text.split('.').map(Number);
    return bytes.every((byte) => byte <= 255) ? bits(bytes, 8) : undefined;
  }
  const halves = text.toLowerCase().replace(/:(\d{1,3}(?:\.\d{1,3}){3})$/, (_, v4: string) => {
    const [a, b, c, d] = v4.split('.').map(Number);
    return `:${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
  }).split('::');
  if (!text.includes(':') || halves.length > 2) {
    return undefined;
  }
  const [head, tail] = halves.map((half) => half === '' ? [] : half.split(':'));
  const groups = tail ? [...head, ...Array<string>(Math.max(0, 8 - head.length - tail.length)).fill('0'), ...tail] : head;
  return groups.length === 8 && groups.every((group) => /^[0-9a-f]{1,4}$/.test(group)) ? bits(groups.map((group) => parseInt(group, 16)), 16) : undefined;
}
