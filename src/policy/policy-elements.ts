import { nearestName } from './nearest-name';
import { OPERATOR_NAMES, readOperator, UNKNOWN_OPERATOR } from './operators';
import { actionProblem, awsPrincipalProblem, Format, namedPrincipalProblem, resourceProblem } from './policy-formats';
import { RESERVED_CHARACTERS } from './policy-request';
import { ConditionClause, PolicyProblem, PolicyText, PrincipalPattern, PrincipalType } from './policy-statement';
import { UnknownValue } from './unknown-value';

const PRINCIPAL_TYPES: readonly string[] = ['AWS', 'Service', 'Federated', 'CanonicalUser'] satisfies PrincipalType[];

export function readPrincipals(json: unknown, where: string, problems: PolicyProblem[]): PrincipalPattern[] {
  if (json === undefined) {
    return [];
  }
  if (json === '*') {
    return [{ type: 'AWS', value: json, everyone: true }];
  }
  if (json instanceof UnknownValue) {
    return [{ type: 'AWS', value: json }];
  }
  if (!isObject(json)) {
    problems.push({ where, message: `a principal is "*" or an object, not ${describe(json)}`, refused: true });
    return [];
  }
  return Object.entries(json).flatMap(([type, values]) => {
    if (!PRINCIPAL_TYPES.includes(type)) {
      problems.push({ where: `${where}.${type}`, message: `a principal type is one of ${PRINCIPAL_TYPES.join(', ')}, not '${type}'`, refused: true });
      return [];
    }
    return readTexts(values, `${where}.${type}`, problems, type === 'AWS' ? awsPrincipalProblem : namedPrincipalProblem).map((value) => ({ type: type as PrincipalType, value }));
  });
}

export function readConditions(json: unknown, where: string, problems: PolicyProblem[]): ConditionClause[] {
  if (json === undefined) {
    return [];
  }
  if (json instanceof UnknownValue) {
    return [{ operator: UNKNOWN_OPERATOR, key: '', values: [json] }];
  }
  if (!isObject(json)) {
    problems.push({ where, message: `a condition is an object, not ${describe(json)}`, refused: true });
    return [];
  }
  return Object.entries(json).flatMap(([operator, keys]): ConditionClause[] => {
    if (keys instanceof UnknownValue) {
      return [{ operator: UNKNOWN_OPERATOR, key: '', values: [keys] }];
    }
    if (!readOperator(operator)) {
      const meant = nearestName(operator, OPERATOR_NAMES);
      problems.push({ where: `${where}.${operator}`, message: `IAM has no operator '${operator}'${meant === undefined ? '' : `; did you mean '${meant}'?`}`, refused: true, confined: true });
    }
    if (!isObject(keys)) {
      problems.push({ where: `${where}.${operator}`, message: `an operator holds an object of keys, not ${describe(keys)}`, refused: true });
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

export function readActions(json: unknown, where: string, problems: PolicyProblem[]): PolicyText[] {
  return readTexts(json, where, problems, actionProblem);
}

export function readResources(json: unknown, where: string, problems: PolicyProblem[]): PolicyText[] {
  return readTexts(json, where, problems, resourceProblem);
}

/** IAM accepts JSON booleans and numbers for their texts. */
function readTexts(json: unknown, where: string, problems: PolicyProblem[], format: Format = () => undefined): PolicyText[] {
  return asList(json).flatMap((value): PolicyText[] => {
    const wrong = ['string', 'number', 'boolean'].includes(typeof value) ? format(String(value)) : undefined;
    if (wrong !== undefined) {
      problems.push({ where, message: wrong, refused: true });
      return [String(value)];
    }
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
    problems.push({ where, message: `a text is expected, not ${describe(value)}`, refused: true });
    return [];
  });
}

export function isEmpty(json: unknown): boolean {
  return json === undefined || (Array.isArray(json) && json.length === 0);
}

export function asList(json: unknown): unknown[] {
  return json === undefined ? [] : Array.isArray(json) ? json : [json];
}

export function isObject(json: unknown): json is Record<string, unknown> {
  return typeof json === 'object' && json !== null && !Array.isArray(json) && !(json instanceof UnknownValue);
}

export function describe(json: unknown): string {
  if (json instanceof UnknownValue) {
    return `a value that is not known (${json.reason})`;
  }
  const text = JSON.stringify(json) ?? 'undefined';
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
