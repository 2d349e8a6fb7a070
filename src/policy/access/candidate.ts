import { readOperator } from '../operators';
import { ConditionClause, PolicyDocument, PolicyStatement, PolicyText, PrincipalPattern } from '../policy-document';
import { PolicyRequest } from '../policy-request';
import { Caller } from '../search/caller';
import { Route } from '../search/routes';
import { StatementOf } from '../search/statement-of';
import { UnknownValue } from '../unknown-value';

/**
 * One way in, as far as it is looked at: a request gets in by it if the grant matches, each level has an Allow that matches,
 * and no Deny does.
 */
export interface Candidate {
  readonly grant: StatementOf;
  /** Of each of these lists one Allow has to match as well: those of a service control policy, or of a permissions boundary. */
  readonly levels: readonly (readonly StatementOf[])[];
  readonly denies: readonly StatementOf[];
  /** The senders that it is for, where the grant does not say. */
  readonly by?: (caller: Caller, route: Route) => boolean;
  /** Says of a request that was found whether it really gets in. */
  readonly confirm?: (request: PolicyRequest) => boolean;
}

/** Condition keys that say who a caller is, so that each of their values is a row of its own. */
const IDENTIFYING_KEYS: readonly string[] = ['aws:principalorgid', 'aws:principalorgpaths', 'aws:principalaccount', 'aws:principalarn', 'aws:sourceaccount'];

/** A statement that names more than so many callers by its conditions stays in one piece. */
const MOST_PARTS = 64;

/**
 * The Allow statement in parts that together say the same: one for each principal, for each value of a condition that says
 * who the caller is, and for what is not known before deployment.
 */
export function partsOf(statement: PolicyStatement): PolicyStatement[] {
  if (statement.malformed) {
    return [statement];
  }
  const byPrincipal = statement.principals.length === 0 ? [statement] : distinct(statement.principals).map((principal) => ({ ...statement, principals: [principal] }));
  const known = byPrincipal.flatMap((part) => byKnowledge(part, 'actions')).flatMap((part) => byKnowledge(part, 'resources'));
  return known.flatMap((part) => {
    const parts = IDENTIFYING_KEYS.reduce<PolicyStatement[]>((all, key) => all.flatMap((one) => byValue(one, key)), [part]);
    return parts.length <= MOST_PARTS ? parts : [part];
  });
}

function distinct(principals: readonly PrincipalPattern[]): readonly PrincipalPattern[] {
  return principals.filter(({ type, value, everyone }, i) => value instanceof UnknownValue
    || principals.findIndex((other) => other.type === type && other.value === value && other.everyone === everyone) === i);
}

function byKnowledge(statement: PolicyStatement, element: 'actions' | 'resources'): PolicyStatement[] {
  const texts: readonly PolicyText[] = statement[element];
  const unknown = texts.filter((text) => text instanceof UnknownValue);
  return unknown.length === 0 || unknown.length === texts.length ? [statement]
    : [{ ...statement, [element]: texts.filter((text) => !(text instanceof UnknownValue)) }, { ...statement, [element]: unknown }];
}

function byValue(statement: PolicyStatement, key: string): PolicyStatement[] {
  const clause = statement.conditions.find((one) => one.key === key && one.values.length > 1 && isPositive(one));
  return !clause ? [statement] : [...new Set(clause.values)].map((value) => ({
    ...statement, conditions: statement.conditions.map((one) => one === clause ? { ...clause, values: [value] } : one),
  }));
}

/** The condition holds iff the key is there and one of its values is accepted. */
export function isPositive({ operator }: ConditionClause): boolean {
  const read = readOperator(operator);
  return read !== undefined && read.family !== 'null' && !read.negated && !read.ifExists && read.set !== 'ForAllValues';
}

/** The part of a candidate that says the same with another statement as its grant. */
export function withGrant(candidate: Candidate, change: Partial<PolicyStatement>): Candidate {
  return { ...candidate, grant: { document: candidate.grant.document, statement: { ...candidate.grant.statement, ...change } } };
}

/** A statement that matches every request that fulfills these conditions. */
export function anyCaller(document: PolicyDocument, conditions: readonly ConditionClause[]): StatementOf {
  return {
    document: { ...document, isIdentityPolicy: false },
    statement: {
      index: -1, effect: 'Allow', principals: [{ type: 'AWS', value: '*', everyone: true }], notPrincipals: [], actions: ['*'], notActions: [], resources: ['*'], notResources: [], conditions, malformed: false,
    },
  };
}
