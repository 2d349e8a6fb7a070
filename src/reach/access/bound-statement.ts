import { ConditionClause, hasUnreadStatements, PolicyDocument, PolicyStatement, PrincipalPattern } from '../../policy/policy-document';
import { StatementOf } from '../../policy/search/statement-of';
import { UnknownValue } from '../../policy/unknown-value';

export const EVERYONE: PrincipalPattern = { type: 'AWS', value: '*', everyone: true };

/** A statement, and where it comes from. */
export interface Sourced extends StatementOf {
  /** In words: `statement 0 of bucket policy DataPolicy`. */
  readonly source?: string;
}

/** The statements of a document with this effect, each with its source. One that cannot be read may be about everything. */
export function statementsFrom(document: PolicyDocument, effect: PolicyStatement['effect'], name: string): Sourced[] {
  const [unread] = hasUnreadStatements(document) ? [...document.unknowns, ...document.problems] : [];
  return [
    ...document.statements.filter((statement) => statement.effect === effect).map((statement) => ({ document, statement, source: `statement ${statement.sid ?? statement.index} of ${name}` })),
    ...unread ? [{ ...allowing({ effect, conditions: [undecided(unread.message)] }), source: name }] : [],
  ];
}

/** The same statement for these principals alone: what a policy of an identity says is about that identity. */
export function boundTo(principals: readonly PrincipalPattern[], { document, statement, source }: Sourced, conditions: readonly ConditionClause[] = []): Sourced {
  return {
    document: document.isIdentityPolicy ? { ...document, isIdentityPolicy: false } : document,
    statement: { ...statement, principals, notPrincipals: [], conditions: [...statement.conditions, ...conditions] },
    source,
  };
}

export function aws(...values: readonly string[]): PrincipalPattern[] {
  return values.map((value) => ({ type: 'AWS', value }));
}

const ANY_DOCUMENT: PolicyDocument = { version: '2012-10-17', isIdentityPolicy: false, statements: [], problems: [], unknowns: [] };

/** An Allow that no policy contains: of everything by everyone, if no more is said. */
export function allowing(change: Partial<PolicyStatement>, source?: string): Sourced {
  return {
    document: ANY_DOCUMENT,
    statement: { index: -1, effect: 'Allow', principals: [EVERYONE], notPrincipals: [], actions: ['s3:*'], notActions: [], resources: ['*'], notResources: [], conditions: [], malformed: false, ...change },
    source,
  };
}

/** A condition that may hold or not. */
export function undecided(reason: string): ConditionClause {
  return { operator: '(unknown)', key: '', values: [new UnknownValue(reason)] };
}

/** The statements as documents for the vocabulary of a search. */
export function documentsOf(statements: readonly StatementOf[]): PolicyDocument[] {
  const byVersion = new Map<string, Set<PolicyStatement>>();
  for (const { document, statement } of statements) {
    byVersion.set(document.version, (byVersion.get(document.version) ?? new Set()).add(statement));
  }
  return [...byVersion].map(([version, found]) => ({ version, isIdentityPolicy: false, statements: [...found], problems: [], unknowns: [] }));
}
