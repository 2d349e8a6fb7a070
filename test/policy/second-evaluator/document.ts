import { ConditionTest, readConditions } from './conditions';
import { isRecord } from './json';
import { Principal, readPrincipals } from './principals';

/** A list of a statement, or everything but that list. */
export interface Listed<T> {
  readonly excluded: boolean;
  readonly values: readonly T[];
}

export interface Statement {
  readonly effect: 'Allow' | 'Deny';
  /** Nothing, if IAM or S3 refuses the statement. */
  readonly parts?: {
    readonly principals: Listed<Principal>;
    readonly actions: Listed<string>;
    readonly resources: Listed<string>;
    readonly conditions: readonly ConditionTest[];
  };
}

export interface Document {
  /** Whether there are policy variables: "Variables were introduced in version `2012-10-17`." */
  readonly variables: boolean;
  readonly readable: boolean;
  readonly statements: readonly Statement[];
}

const DOCUMENT_ELEMENTS: ReadonlySet<string> = new Set(['Version', 'Id', 'Statement']);
const STATEMENT_ELEMENTS: ReadonlySet<string> = new Set([
  'Sid', 'Effect', 'Principal', 'NotPrincipal', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition',
]);

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html */
export function readDocument(json: unknown): Document {
  if (!isRecord(json)) {
    return { variables: false, readable: false, statements: [] };
  }
  const { Version: version = '2008-10-17', Id: id = '', Statement: list } = json;
  const variables = version === '2012-10-17';
  const entries = list === undefined ? [] : Array.isArray(list) ? list : [list];
  // A policy of which no statement has a principal is one for an identity: it speaks of the identity that it is attached to.
  const isForIdentity = entries.every((entry) => !isRecord(entry) || (entry.Principal === undefined && entry.NotPrincipal === undefined));
  const statements = entries.map((entry) => readStatement(isForIdentity && isRecord(entry) ? { ...entry, Principal: '*' } : entry)).filter((statement) => statement !== undefined);
  const readable = Object.keys(json).every((name) => DOCUMENT_ELEMENTS.has(name))
    && (variables || version === '2008-10-17') && typeof id === 'string'
    && statements.length === entries.length;
  return { variables, readable, statements };
}

/** Nothing, if it does not even say what its effect is. */
function readStatement(json: unknown): Statement | undefined {
  if (!isRecord(json) || (json.Effect !== 'Allow' && json.Effect !== 'Deny')) {
    return undefined;
  }
  const effect = json.Effect;
  const principals = either(json, 'Principal', 'NotPrincipal', readPrincipals);
  const actions = either(json, 'Action', 'NotAction', (value) => readTexts(value, isAction));
  const resources = either(json, 'Resource', 'NotResource', (value) => readTexts(value, isResource));
  const conditions = json.Condition === undefined ? [] : readConditions(json.Condition);
  const known = Object.keys(json).every((name) => STATEMENT_ELEMENTS.has(name)) && ['undefined', 'string'].includes(typeof json.Sid);
  return known && principals && actions && resources && conditions ? { effect, parts: { principals, actions, resources, conditions } } : { effect };
}

/** "You cannot use both `Action` and `NotAction` in the same policy statement." One of them has to be there. */
function either<T>(json: Record<string, unknown>, name: string, negation: string, read: (value: unknown) => T[] | undefined): Listed<T> | undefined {
  if ((json[name] === undefined) === (json[negation] === undefined)) {
    return undefined;
  }
  const excluded = json[name] === undefined;
  const values = read(excluded ? json[negation] : json[name]);
  return values && { excluded, values };
}

function readTexts(json: unknown, accepts: (text: string) => boolean): string[] | undefined {
  const values: unknown[] = Array.isArray(json) ? json : [json];
  return values.length > 0 && values.every((value): value is string => typeof value === 'string' && accepts(value)) ? values : undefined;
}

/** "Consists of a service namespace, a colon, and the name of an action", or is `*`. */
const isAction = (text: string) => text === '*' || /^[^:]+:.+$/s.test(text);

/** "AWS resource ARNs must include the required `arn:` prefix." */
const isResource = (text: string) => text === '*' || text.startsWith('arn:') || text.startsWith('${');
