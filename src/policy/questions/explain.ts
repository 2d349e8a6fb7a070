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

/** Says who may, or may not, do what and when, statement by statement. */
export function explain(document: PolicyDocument): Explanation[] {
  return deadStatements(document).map(({ statement, dead }) => explanationOf(statement, document.isIdentityPolicy, dead));
}

/** What a statement of a bucket policy says, as one sentence, whether it has an effect or not. */
export function statementInWords(statement: PolicyStatement): string {
  return sentenceOf(explanationOf(statement, false, false));
}

function explanationOf(statement: PolicyStatement, isIdentityPolicy: boolean, dead: boolean | undefined): Explanation {
  return {
    index: statement.index,
    sid: statement.sid,
    effect: statement.effect,
    who: whoOf(statement, isIdentityPolicy),
    actions: listOf(statement.actions, statement.notActions, 'every action but', (text) => actionInWords(text, isIdentityPolicy)),
    resources: listOf(statement.resources, statement.notResources, 'everything but', resourceInWords),
    conditions: statement.conditions.map(conditionInWords),
    dead,
    notes: [...new Set(neverMatching(statement).map(({ message }) => message))],
    malformed: statement.malformed,
  };
}

/** The explanation as one sentence. */
export function sentenceOf({ effect, who, actions, resources, conditions, dead, notes, malformed }: Explanation): string {
  const sentence = `${who} ${effect === 'Allow' ? 'may' : 'may not'} do ${actions} on ${resources}${conditions.length > 0 ? ` if ${conditions.join(' and ')}` : ''}`;
  return `${sentence}${malformed ? ' [cannot be read as a whole]' : dead ? ' [dead: without it the policy decides the same]' : dead === undefined ? ' [not decided whether it has any effect]' : ''}${notes.map((note) => ` [${note}]`).join('')}`;
}

function whoOf({ principals, notPrincipals }: PolicyStatement, isIdentityPolicy: boolean): string {
  if (principals.length > 0) {
    return principals.map(principalInWords).join(', ');
  }
  return notPrincipals.length > 0 ? `everyone but ${notPrincipals.map(principalInWords).join(', ')}` : isIdentityPolicy ? 'the identity that it is attached to' : 'nobody that is named';
}

export function principalInWords({ type, value }: PrincipalPattern): string {
  if (value instanceof UnknownValue) {
    return `a principal not known yet (${value.reason})`;
  }
  if (type === 'AWS') {
    const account = /^(?:arn:[^:]+:iam::)?(\d{12})(?::root)?$/.exec(value)?.[1];
    return value === '*' ? 'anyone' : account ? `everybody in account ${account}` : value;
  }
  return `${{ Service: 'the service', Federated: 'users of', CanonicalUser: 'the canonical user' }[type]} ${value}`;
}

function listOf(positive: readonly PolicyText[], negative: readonly PolicyText[], but: string, inWords: (text: string) => string): string {
  const words = (texts: readonly PolicyText[]) => texts.map((text) => text instanceof UnknownValue ? `something not known yet (${text.reason})` : inWords(text)).join(', ');
  return positive.length > 0 ? words(positive) : `${but} ${words(negative)}`;
}

/** A pattern is said with what its actions do, as far as a policy of this kind decides about them: `s3:Get* (object read, bucket read)`. */
function actionInWords(text: string, isIdentityPolicy: boolean): string {
  if (text === '*' || text === 's3:*') {
    return 'every action';
  }
  const classes = hasWildcard(text) ? classesMatching(text).filter((name) => isIdentityPolicy || CLASSES_ON_BUCKETS.includes(name)) : [];
  const more = classes.length > MOST_CLASSES ? ` and ${classes.length - MOST_CLASSES} more` : '';
  return classes.length === 0 ? text : `${text} (${classes.slice(0, MOST_CLASSES).join(', ')}${more})`;
}

const MOST_CLASSES = 4;

function resourceInWords(text: string): string {
  const [, name, slash, key] = /^arn:[^:]*:s3:::([^/]*)(\/?)(.*)$/s.exec(text) ?? [];
  if (text === '*') {
    return 'everything';
  }
  if (name === undefined) {
    return text;
  }
  return slash === '' ? `bucket ${name}` : key === '*' ? `every object of ${name}` : `objects ${name}/${key}`;
}

const OPERATORS_IN_WORDS: readonly [RegExp, string][] = [
  [/^Null$/, 'is absent:'],
  [/^(String|Numeric|Date|Arn)Not(Equals|EqualsIgnoreCase)$/, 'is not'],
  [/^(String|Arn)NotLike$/, 'is not like'],
  [/^(String|Arn)Like$/, 'is like'],
  [/^NotIpAddress$/, 'is not in'],
  [/^IpAddress$/, 'is in'],
  [/LessThanEquals$/, 'is at most'],
  [/GreaterThanEquals$/, 'is at least'],
  [/LessThan$/, 'is below'],
  [/GreaterThan$/, 'is above'],
  [/^(String|Numeric|Date|Arn|Binary)Equals(IgnoreCase)?$|^Bool$/, 'is'],
];

export function conditionInWords({ operator, key, values }: ConditionClause): string {
  const [, set, plain, ifExists] = /^(?:(ForAllValues|ForAnyValue):)?(.*?)(IfExists)?$/.exec(operator) ?? [];
  const verb = OPERATORS_IN_WORDS.find(([pattern]) => pattern.test(plain))?.[1] ?? `${plain}`;
  const subject = set === 'ForAllValues' ? `every ${spelledKey(key)}` : set === 'ForAnyValue' ? `some ${spelledKey(key)}` : spelledKey(key);
  return `${subject} ${verb} ${values.map((value) => value instanceof UnknownValue ? 'a value not known yet' : value).join(' or ')}${ifExists ? ' (if it is there)' : ''}`;
}
