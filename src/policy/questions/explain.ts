import { deadStatements } from './dead-statements';
import { CLASSES_ON_BUCKETS, classesMatching } from '../action-classes';
import { spelledKey } from '../condition-keys';
import { hasWildcard } from '../glob';
import { neverMatching } from '../never-matching';
import { ConditionClause, PolicyDocument, PolicyStatement, PolicyText, PrincipalPattern } from '../policy-document';
import { UnknownValue } from '../unknown-value';

/** One statement in plain words. */
export interface Explanation {
  readonly index: number;
  readonly sid?: string;
  readonly effect: 'Allow' | 'Deny';
  readonly who: string;
  readonly actions: string;
  readonly resources: string;
  readonly conditions: readonly string[];
  /** Removing the statement would change nothing; absent where it could not be decided. */
  readonly dead?: boolean;
  /** What in it no request can match, and what is meant instead. */
  readonly notes: readonly string[];
  /** The statement cannot be read as a whole. */
  readonly malformed: boolean;
}

/** Explains what each statement allows or denies, to whom, and when. */
export function explain(document: PolicyDocument): Explanation[] {
  return deadStatements(document).map(({ statement, dead }) => explanationOf(statement, document.isIdentityPolicy, dead));
}

/** Explains a statement of a bucket policy in one sentence, whether it has an effect or not. */
export function statementInWords(statement: PolicyStatement): string {
  return sentenceOf(explanationOf(statement, false, false));
}

function explanationOf(statement: PolicyStatement, isIdentityPolicy: boolean, dead: boolean | undefined): Explanation {
  return {
    index: statement.index,
    sid: statement.sid,
    effect: statement.effect,
    who: whoOf(statement, isIdentityPolicy),
    actions: listOf(statement.actions, statement.notActions, 'all actions except', (text) => actionInWords(text, isIdentityPolicy)),
    resources: listOf(statement.resources, statement.notResources, 'all resources except', resourceInWords),
    conditions: statement.conditions.map(conditionInWords),
    dead,
    notes: [...new Set(neverMatching(statement).map(({ message }) => message))],
    malformed: statement.malformed,
  };
}

/** The explanation as one sentence. */
export function sentenceOf({ effect, who, actions, resources, conditions, dead, notes, malformed }: Explanation): string {
  const sentence = `${effect} ${actions} on ${resources} to ${who}${conditions.length > 0 ? ` when ${conditions.join(' and ')}` : ''}`;
  return `${sentence}${malformed ? ' [cannot be read completely]' : dead ? ' [no effect: the policy decides the same without it]' : dead === undefined ? ' [whether it has an effect is not known]' : ''}${notes.map((note) => ` [${note}]`).join('')}`;
}

function whoOf({ principals, notPrincipals }: PolicyStatement, isIdentityPolicy: boolean): string {
  if (principals.length > 0) {
    return principals.map(principalInWords).join(', ');
  }
  return notPrincipals.length > 0 ? `everyone except ${notPrincipals.map(principalInWords).join(', ')}` : isIdentityPolicy ? 'the identity that it is attached to' : 'no named principal';
}

export function principalInWords({ type, value }: PrincipalPattern): string {
  if (value instanceof UnknownValue) {
    return `a principal not known before deployment (${value.reason})`;
  }
  if (type === 'AWS') {
    const account = /^(?:arn:[^:]+:iam::)?(\d{12})(?::root)?$/.exec(value)?.[1];
    return value === '*' ? 'everyone' : account ? `principals in account ${account}` : value;
  }
  return `${{ Service: 'service', Federated: 'users of', CanonicalUser: 'canonical user' }[type]} ${value}`;
}

function listOf(positive: readonly PolicyText[], negative: readonly PolicyText[], but: string, inWords: (text: string) => string): string {
  const words = (texts: readonly PolicyText[]) => texts.map((text) => text instanceof UnknownValue ? `a value not known before deployment (${text.reason})` : inWords(text)).join(', ');
  return positive.length > 0 ? words(positive) : `${but} ${words(negative)}`;
}

/** A pattern is said with what its actions do, as far as a policy of this kind decides about them: `s3:Get* (object read, bucket read)`. */
function actionInWords(text: string, isIdentityPolicy: boolean): string {
  if (text === '*' || text === 's3:*') {
    return text;
  }
  const classes = hasWildcard(text) ? classesMatching(text).filter((name) => isIdentityPolicy || CLASSES_ON_BUCKETS.includes(name)) : [];
  const more = classes.length > MOST_CLASSES ? ` and ${classes.length - MOST_CLASSES} more` : '';
  return classes.length === 0 ? text : `${text} (${classes.slice(0, MOST_CLASSES).join(', ')}${more})`;
}

const MOST_CLASSES = 4;

function resourceInWords(text: string): string {
  const [, name, slash, key] = /^arn:[^:]*:s3:::([^/]*)(\/?)(.*)$/s.exec(text) ?? [];
  if (text === '*') {
    return 'all resources';
  }
  if (name === undefined) {
    return text;
  }
  return slash === '' ? `bucket ${name}` : `${name}/${key}`;
}

const OPERATORS_IN_WORDS: readonly [RegExp, string][] = [
  [/^(String|Numeric|Date|Arn)Not(Equals|EqualsIgnoreCase)$/, 'is not'],
  [/^(String|Arn)NotLike$/, 'does not match'],
  [/^(String|Arn)Like$/, 'matches'],
  [/^NotIpAddress$/, 'is not in'],
  [/^IpAddress$/, 'is in'],
  [/LessThanEquals$/, 'is at most'],
  [/GreaterThanEquals$/, 'is at least'],
  [/LessThan$/, 'is less than'],
  [/GreaterThan$/, 'is greater than'],
  [/^(String|Numeric|Date|Arn|Binary)Equals(IgnoreCase)?$|^Bool$/, 'is'],
];

export function conditionInWords({ operator, key, values }: ConditionClause): string {
  const [, set, plain, ifExists] = /^(?:(ForAllValues|ForAnyValue):)?(.*?)(IfExists)?$/.exec(operator) ?? [];
  if (plain === 'Null' && values.length > 0 && values.every((value) => value === values[0])) {
    return `${spelledKey(key)} is ${values[0] instanceof UnknownValue ? 'present or absent, as decided at deployment' : values[0] === 'true' ? 'absent' : 'present'}`;
  }
  const verb = OPERATORS_IN_WORDS.find(([pattern]) => pattern.test(plain))?.[1] ?? `${plain}`;
  const subject = set === 'ForAllValues' ? `every value of ${spelledKey(key)}` : set === 'ForAnyValue' ? `at least one value of ${spelledKey(key)}` : spelledKey(key);
  return `${subject} ${verb} ${values.map((value) => value instanceof UnknownValue ? 'a value not known before deployment' : value).join(' or ')}${ifExists ? ' (if present)' : ''}`;
}
