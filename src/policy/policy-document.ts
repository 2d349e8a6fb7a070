import { hasWildcard } from './glob';
import { readOperator } from './operators';
import { UnknownValue } from './unknown-value';

/** A text of a policy, or what is known of its absence. */
export type PolicyText = string | UnknownValue;

export type PrincipalType = 'AWS' | 'Service' | 'Federated' | 'CanonicalUser';

/** Who a statement speaks of. `"*"` is read as `{"AWS": "*"}`, which means the same. */
export interface PrincipalPattern {
  readonly type: PrincipalType;
  readonly value: PolicyText;
}

/**
 * Whether the principal is a pattern, of which S3 takes none: it could be meant for anything.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function isPartialWildcard({ type, value }: PrincipalPattern): boolean {
  return typeof value === 'string' && hasWildcard(value) && (value !== '*' || type === 'CanonicalUser');
}

/** One operator on one key; its values are alternatives. */
export interface ConditionClause {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly PolicyText[];
}

/** One statement, its one-or-many shorthands spelled out. An absent element is an empty list. */
export interface PolicyStatement {
  readonly index: number;
  readonly sid?: string;
  readonly effect: 'Allow' | 'Deny';
  readonly principals: readonly PrincipalPattern[];
  readonly notPrincipals: readonly PrincipalPattern[];
  readonly actions: readonly PolicyText[];
  readonly notActions: readonly PolicyText[];
  readonly resources: readonly PolicyText[];
  readonly notResources: readonly PolicyText[];
  readonly conditions: readonly ConditionClause[];
  /** Some part of the statement could not be read, so nothing may be concluded from what it seems to say. */
  readonly malformed: boolean;
}

/** What people find a statement by. */
export function statementName({ index, sid }: Pick<PolicyStatement, 'index' | 'sid'>): string {
  return `statement ${index}${sid ? ` (${sid})` : ''}`;
}

/** The operator of a condition that is itself not known. */
export const UNKNOWN_OPERATOR = '(unknown)';

/** Something in a document that could not be read as IAM would read it. */
export interface PolicyProblem {
  /** Where it stands: `Statement[2].Condition.Bool`. */
  readonly where: string;
  readonly message: string;
}

/**
 * A policy document as data.
 *
 * Whatever could not be read is in `problems`: a document with problems supports no claim of safety.
 */
export interface PolicyDocument {
  readonly version: string;
  /** No statement names a principal: it is attached to an identity instead of a bucket. */
  readonly isIdentityPolicy: boolean;
  readonly statements: readonly PolicyStatement[];
  readonly problems: readonly PolicyProblem[];
  /** Whole statements, or the whole document, that are decided at deployment. */
  readonly unknowns: readonly PolicyProblem[];
}

/**
 * Reads a policy document from JSON values, in which `UnknownValue` may stand for any text.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function readPolicyDocument(json: unknown): PolicyDocument {
  const problems: PolicyProblem[] = [];
  const unknowns: PolicyProblem[] = [];
  if (!isObject(json)) {
    (json instanceof UnknownValue ? unknowns : problems).push({ where: '', message: `a policy document is an object, not ${describe(json)}` });
    return { version: OLDEST_VERSION, isIdentityPolicy: false, statements: [], problems, unknowns };
  }
  const version = typeof json.Version === 'string' ? json.Version : OLDEST_VERSION;
  const statements = asList(json.Statement).flatMap((statement, index) => {
    const where = `Statement[${index}]`;
    const undecided = [statement, isObject(statement) ? statement.Effect : undefined].find((value) => value instanceof UnknownValue);
    if (undecided) {
      unknowns.push({ where, message: undecided.reason });
      return [];
    }
    return readStatement(statement, index, where, problems) ?? [];
  });
  const isIdentityPolicy = statements.length > 0 && statements.every(({ principals, notPrincipals, malformed }) =>
    principals.length === 0 && notPrincipals.length === 0 && !malformed);
  return { version, isIdentityPolicy, statements, problems, unknowns };
}

/** Says whether the document has statements that could not be read at all, and so are not among its statements. */
export function hasUnreadStatements({ statements, problems, unknowns }: PolicyDocument): boolean {
  return unknowns.length > 0 || problems.some(({ where }) => !statements.some(({ index }) => where.startsWith(`Statement[${index}].`)));
}

/** What IAM assumes where a document names no version. */
const OLDEST_VERSION = '2008-10-17';

function readStatement(json: unknown, index: number, where: string, problems: PolicyProblem[]): PolicyStatement | undefined {
  if (!isObject(json)) {
    problems.push({ where, message: `a statement is an object, not ${describe(json)}` });
    return undefined;
  }
  if (json.Effect !== 'Allow' && json.Effect !== 'Deny') {
    problems.push({ where: `${where}.Effect`, message: `an effect is Allow or Deny, not ${describe(json.Effect)}` });
    return undefined;
  }
  const problemsBefore = problems.length;
  const statement: Omit<PolicyStatement, 'malformed'> = {
    index,
    sid: typeof json.Sid === 'string' && json.Sid !== '' ? json.Sid : undefined,
    effect: json.Effect,
    principals: readPrincipals(json.Principal, `${where}.Principal`, problems),
    notPrincipals: readPrincipals(json.NotPrincipal, `${where}.NotPrincipal`, problems),
    actions: readTexts(json.Action, `${where}.Action`, problems),
    notActions: readTexts(json.NotAction, `${where}.NotAction`, problems),
    resources: readTexts(json.Resource, `${where}.Resource`, problems),
    notResources: readTexts(json.NotResource, `${where}.NotResource`, problems),
    conditions: readConditions(json.Condition, `${where}.Condition`, problems),
  };
  for (const [element, complement] of [['Action', 'NotAction'], ['Resource', 'NotResource']]) {
    if (isEmpty(json[element]) === isEmpty(json[complement])) {
      problems.push({ where: `${where}.${element}`, message: `a statement has either ${element} or ${complement}` });
    }
  }
  for (const [element, principals] of [['Principal', statement.principals], ['NotPrincipal', statement.notPrincipals]] as const) {
    if (json[element] !== undefined && principals.length === 0 && problems.length === problemsBefore) {
      problems.push({ where: `${where}.${element}`, message: `${describe(json[element])} names nobody` });
    }
  }
  if (!isEmpty(json.Principal) && !isEmpty(json.NotPrincipal)) {
    problems.push({ where: `${where}.Principal`, message: 'a statement does not have both Principal and NotPrincipal' });
  }
  return { ...statement, malformed: problems.length > problemsBefore };
}

const PRINCIPAL_TYPES: readonly string[] = ['AWS', 'Service', 'Federated', 'CanonicalUser'] satisfies PrincipalType[];

function readPrincipals(json: unknown, where: string, problems: PolicyProblem[]): PrincipalPattern[] {
  if (json === undefined) {
    return [];
  }
  if (json === '*' || json instanceof UnknownValue) {
    return [{ type: 'AWS', value: json }];
  }
  if (!isObject(json)) {
    problems.push({ where, message: `a principal is "*" or an object, not ${describe(json)}` });
    return [];
  }
  return Object.entries(json).flatMap(([type, values]) => {
    if (!PRINCIPAL_TYPES.includes(type)) {
      problems.push({ where: `${where}.${type}`, message: `a principal type is one of ${PRINCIPAL_TYPES.join(', ')}, not '${type}'` });
      return [];
    }
    return readTexts(values, `${where}.${type}`, problems).map((value) => ({ type: type as PrincipalType, value }));
  });
}

function readConditions(json: unknown, where: string, problems: PolicyProblem[]): ConditionClause[] {
  if (json === undefined) {
    return [];
  }
  if (json instanceof UnknownValue) {
    return [{ operator: UNKNOWN_OPERATOR, key: '', values: [json] }];
  }
  if (!isObject(json)) {
    problems.push({ where, message: `a condition is an object, not ${describe(json)}` });
    return [];
  }
  return Object.entries(json).flatMap(([operator, keys]): ConditionClause[] => {
    if (keys instanceof UnknownValue) {
      return [{ operator: UNKNOWN_OPERATOR, key: '', values: [keys] }];
    }
    if (!isObject(keys)) {
      problems.push({ where: `${where}.${operator}`, message: `an operator holds an object of keys, not ${describe(keys)}` });
      return [];
    }
    return Object.entries(keys).map(([key, values]) => {
      if (Array.isArray(values) && values.length === 0 && readOperator(operator)?.negated) {
        problems.push({ where: `${where}.${operator}.${key}`, message: 'a negated condition without values is not defined by AWS' });
      }
      return { operator, key: key.toLowerCase(), values: readTexts(values, `${where}.${operator}.${key}`, problems) };
    });
  });
}

/** An object key has up to 1,024 bytes, and the longest ARN 2,048 characters. */
const LONGEST_TEXT = 4_096;

/** From Unicode's private use area: the evaluator writes them for `*`, `?` and `$` that are no wildcards. */
export const RESERVED_CHARACTERS = /[\uE000-\uE002]/;

/** IAM takes JSON booleans and numbers for their texts. */
function readTexts(json: unknown, where: string, problems: PolicyProblem[]): PolicyText[] {
  return asList(json).flatMap((value): PolicyText[] => {
    if (typeof value === 'string' && value.length > LONGEST_TEXT) {
      problems.push({ where, message: `a text of ${value.length} characters is longer than anything it could be compared with` });
      return [];
    }
    if (typeof value === 'string' && RESERVED_CHARACTERS.test(value)) {
      problems.push({ where, message: `the text ${describe(value)} has one of the characters U+E000 to U+E002, which are kept for what comes out of policy variables` });
      return [];
    }
    if (typeof value === 'string' || value instanceof UnknownValue) {
      return [value];
    }
    if (typeof value === 'boolean' || typeof value === 'number') {
      return [String(value)];
    }
    problems.push({ where, message: `a text is expected, not ${describe(value)}` });
    return [];
  });
}

function isEmpty(json: unknown): boolean {
  return json === undefined || (Array.isArray(json) && json.length === 0);
}

function asList(json: unknown): unknown[] {
  return json === undefined ? [] : Array.isArray(json) ? json : [json];
}

function isObject(json: unknown): json is Record<string, unknown> {
  return typeof json === 'object' && json !== null && !Array.isArray(json) && !(json instanceof UnknownValue);
}

function describe(json: unknown): string {
  if (json instanceof UnknownValue) {
    return `a value that is not known (${json.reason})`;
  }
  const text = JSON.stringify(json) ?? 'undefined';
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
