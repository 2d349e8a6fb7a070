import { asList, describe, isEmpty, isObject, readActions, readConditions, readPrincipals, readResources } from './policy-elements';
import { unknownElementProblem } from './policy-formats';
import { PolicyProblem, PolicyStatement } from './policy-statement';
import { statementIds } from './statement-ids';
import { UnknownValue } from './unknown-value';

export * from './policy-statement';

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
  /** Condition keys that no request to its bucket carries, because of the bucket's settings; one that ends in `/` has any name behind it. */
  readonly neverCarried?: readonly string[];
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
    const message = `a policy document is an object, not ${describe(json)}`;
    if (json instanceof UnknownValue) {
      unknowns.push({ where: '', message });
    } else {
      problems.push({ where: '', message, refused: true });
    }
    return { version: OLDEST_VERSION, isIdentityPolicy: false, statements: [], problems, unknowns };
  }
  for (const name of Object.keys(json).filter((element) => !DOCUMENT_ELEMENTS.includes(element))) {
    problems.push({ where: name, message: unknownElementProblem(name, DOCUMENT_ELEMENTS), refused: true });
  }
  const version = readVersion(json.Version, problems, unknowns);
  const written = asList(json.Statement);
  const ids = statementIds(written);
  const statements = written.flatMap((statement, index) => {
    const where = `Statement[${index}]`;
    const undecided = [statement, isObject(statement) ? statement.Effect : undefined].find((value) => value instanceof UnknownValue);
    if (undecided) {
      unknowns.push({ where, message: undecided.reason });
      return [];
    }
    const read = readStatement(statement, index, where, problems);
    return read ? [{ ...read, id: ids[index] }] : [];
  });
  const isIdentityPolicy = statements.length > 0 && statements.every(({ principals, notPrincipals, malformed }) =>
    principals.length === 0 && notPrincipals.length === 0 && !malformed);
  if (isIdentityPolicy) {
    return { version, isIdentityPolicy, statements, problems, unknowns };
  }
  const withoutPrincipals = statements.filter(({ principals, notPrincipals, malformed }) => principals.length === 0 && notPrincipals.length === 0 && !malformed);
  problems.push(...withoutPrincipals.map(({ index }): PolicyProblem =>
    ({ where: `Statement[${index}].Principal`, message: 'a statement of a bucket policy names its principals', refused: true })));
  return {
    version, isIdentityPolicy, problems, unknowns, statements: statements.map((statement) => withoutPrincipals.includes(statement) ? { ...statement, malformed: true } : statement),
  };
}

/** Says whether the document has statements that could not be read at all, and so are not among its statements. */
export function hasUnreadStatements({ statements, problems, unknowns }: PolicyDocument): boolean {
  return unknowns.length > 0 || problems.some(({ where }) => !statements.some(({ index }) => where.startsWith(`Statement[${index}].`)));
}

/** What IAM assumes where a document names no version. */
const OLDEST_VERSION = '2008-10-17';
const VERSIONS: readonly unknown[] = [OLDEST_VERSION, '2012-10-17'];

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html */
const DOCUMENT_ELEMENTS = ['Version', 'Id', 'Statement'];
const STATEMENT_ELEMENTS = ['Sid', 'Effect', 'Principal', 'NotPrincipal', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition'];

function readVersion(json: unknown, problems: PolicyProblem[], unknowns: PolicyProblem[]): string {
  if (json instanceof UnknownValue) {
    unknowns.push({ where: 'Version', message: json.reason });
  } else if (json !== undefined && !VERSIONS.includes(json)) {
    problems.push({ where: 'Version', message: `a policy has the version "2012-10-17" or "2008-10-17", not ${describe(json)}`, refused: true });
  }
  return typeof json === 'string' ? json : OLDEST_VERSION;
}

function readStatement(json: unknown, index: number, where: string, problems: PolicyProblem[]): PolicyStatement | undefined {
  if (!isObject(json)) {
    problems.push({ where, message: `a statement is an object, not ${describe(json)}`, refused: true });
    return undefined;
  }
  if (json.Effect !== 'Allow' && json.Effect !== 'Deny') {
    problems.push({ where: `${where}.Effect`, message: `an effect is Allow or Deny, not ${describe(json.Effect)}`, refused: true });
    return undefined;
  }
  const problemsBefore = problems.length;
  for (const name of Object.keys(json).filter((element) => !STATEMENT_ELEMENTS.includes(element))) {
    problems.push({ where: `${where}.${name}`, message: unknownElementProblem(name, STATEMENT_ELEMENTS), refused: true });
  }
  const statement: Omit<PolicyStatement, 'malformed'> = {
    index,
    sid: typeof json.Sid === 'string' && json.Sid !== '' ? json.Sid : undefined,
    effect: json.Effect,
    principals: readPrincipals(json.Principal, `${where}.Principal`, problems),
    notPrincipals: readPrincipals(json.NotPrincipal, `${where}.NotPrincipal`, problems),
    actions: readActions(json.Action, `${where}.Action`, problems),
    notActions: readActions(json.NotAction, `${where}.NotAction`, problems),
    resources: readResources(json.Resource, `${where}.Resource`, problems),
    notResources: readResources(json.NotResource, `${where}.NotResource`, problems),
    conditions: readConditions(json.Condition, `${where}.Condition`, problems),
  };
  if (json.Sid !== undefined && typeof json.Sid !== 'string' && !(json.Sid instanceof UnknownValue)) {
    problems.push({ where: `${where}.Sid`, message: `a statement id is a text, not ${describe(json.Sid)}`, refused: true });
  }
  for (const [element, complement] of [['Action', 'NotAction'], ['Resource', 'NotResource']]) {
    if (isEmpty(json[element]) === isEmpty(json[complement]) || (json[element] === undefined) === (json[complement] === undefined)) {
      problems.push({ where: `${where}.${element}`, message: `a statement has either ${element} or ${complement}`, refused: true });
    }
  }
  for (const [element, principals] of [['Principal', statement.principals], ['NotPrincipal', statement.notPrincipals]] as const) {
    const isReported = problems.slice(problemsBefore).some((problem) => problem.where.startsWith(`${where}.${element}`));
    if (json[element] !== undefined && principals.length === 0 && !isReported) {
      problems.push({ where: `${where}.${element}`, message: `${describe(json[element])} names nobody`, refused: true });
    }
  }
  if (!isEmpty(json.Principal) && !isEmpty(json.NotPrincipal)) {
    problems.push({ where: `${where}.Principal`, message: 'a statement does not have both Principal and NotPrincipal', refused: true });
  }
  return { ...statement, malformed: problems.slice(problemsBefore).some(({ confined }) => !confined) };
}
