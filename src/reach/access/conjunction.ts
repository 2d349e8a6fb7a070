import { Sourced } from './bound-statement';
import { globCovers, hasWildcard } from '../../policy/glob';
import { PolicyStatement, PolicyText, PrincipalPattern } from '../../policy/policy-document';
import { readAwsIdentity } from '../../policy/policy-request';
import { S3_ACTIONS } from '../../policy/s3-actions';

/** Whether the Allow surely matches each request that the grant matches. */
export function covers({ statement: allow }: Sourced, { statement: grant }: Sourced): boolean {
  return !allow.malformed && allow.conditions.length === 0 && principalsCover(allow, grant) && actionsCover(allow, grant) && resourcesCover(allow, grant);
}

/**
 * One statement that matches iff both do; `nothing` where no request could match both, and undefined where one statement
 * cannot say it.
 */
export function conjunction(grant: Sourced, allow: Sourced): Sourced | 'nothing' | undefined {
  const [a, b] = [grant.statement, allow.statement];
  const hasVariables = [a, b].some(({ resources, notResources, conditions }) => [...resources, ...notResources, ...conditions.flatMap(({ values }) => values)].some((text) => String(text).includes('${')));
  if (a.malformed || b.malformed || (grant.document.version !== allow.document.version && hasVariables)) {
    return undefined;
  }
  if ([a, b].some((one) => [a, b].some((other) => one.principals.length > 0 && one.principals.every((pattern) => isExcepted(pattern, other))))) {
    return 'nothing';
  }
  const principals = principalsCover(b, a) ? pick(a, 'principals', 'notPrincipals') : principalsCover(a, b) ? pick(b, 'principals', 'notPrincipals') : areDisjoint(a, b) ? 'nothing' : undefined;
  const actions = actionsCover(b, a) ? pick(a, 'actions', 'notActions') : actionsCover(a, b) ? pick(b, 'actions', 'notActions') : commonActions(a, b);
  const resources = resourcesCover(b, a) ? pick(a, 'resources', 'notResources') : resourcesCover(a, b) ? pick(b, 'resources', 'notResources') : commonResources(a, b);
  if (principals === 'nothing' || actions === 'nothing' || resources === 'nothing') {
    return 'nothing';
  }
  if (principals === undefined || actions === undefined || resources === undefined) {
    return undefined;
  }
  return { ...grant, statement: { ...a, ...principals, ...actions, ...resources, conditions: [...a.conditions, ...b.conditions] } };
}

/** A condition keeps the principal out, anyone who of it sends the request. */
function isExcepted({ type, value }: PrincipalPattern, { conditions }: PolicyStatement): boolean {
  const identity = type === 'AWS' && typeof value === 'string' ? readAwsIdentity(value) : undefined;
  return identity !== undefined && conditions.some(({ operator, key, values }) => (operator === 'StringNotEquals' && key === 'aws:principalaccount' && values.includes(identity.account))
    || (operator === 'ArnNotEquals' && key === 'aws:principalarn' && (identity.kind === 'role' || identity.kind === 'user') && values.includes(identity.arn)));
}

function pick<K extends keyof PolicyStatement>(statement: PolicyStatement, ...names: readonly K[]): Pick<PolicyStatement, K> {
  return Object.fromEntries(names.map((name) => [name, statement[name]])) as Pick<PolicyStatement, K>;
}

function isEveryone({ type, value }: PrincipalPattern): boolean {
  return type === 'AWS' && value === '*';
}

/** The account that a principal is, or is of; undefined for one that is of none. */
function accountOf({ type, value }: PrincipalPattern): string | undefined {
  return type === 'AWS' && typeof value === 'string' ? readAwsIdentity(value)?.account : undefined;
}

function principalCovers(wide: PrincipalPattern, narrow: PrincipalPattern): boolean {
  if (typeof wide.value !== 'string' || typeof narrow.value !== 'string') {
    return false;
  }
  if (isEveryone(wide)) {
    return (wide.everyone ?? false) || narrow.type !== 'Service';
  }
  return (wide.type === narrow.type && (wide.value === narrow.value || (wide.type === 'Service' && wide.value === '*')))
    || (wide.type === 'AWS' && readAwsIdentity(wide.value)?.kind === 'root' && accountOf(narrow) === accountOf(wide));
}

function principalsCover(allow: PolicyStatement, grant: PolicyStatement): boolean {
  if (allow.principals.length > 0) {
    return grant.principals.length > 0 ? grant.principals.every((narrow) => allow.principals.some((wide) => principalCovers(wide, narrow)))
      : allow.principals.some((one) => isEveryone(one) && one.everyone === true);
  }
  // Who is not of an account that is excepted is none of those excepted.
  const excepted = allow.notPrincipals.map(accountOf);
  return grant.principals.length > 0 && !excepted.includes(undefined) && grant.principals.every((narrow) => typeof narrow.value === 'string'
    && (narrow.type === 'Service' || narrow.type === 'Federated' || (accountOf(narrow) !== undefined && !excepted.includes(accountOf(narrow)))));
}

/** Principals that are named are never one another, unless one is the account of the other, or a session of it. */
function areDisjoint(a: PolicyStatement, b: PolicyStatement): boolean {
  const named = (patterns: readonly PrincipalPattern[]) => patterns.map((pattern) => pattern.type === 'AWS' && typeof pattern.value === 'string' ? readAwsIdentity(pattern.value) : undefined);
  const [first, second] = [named(a.principals), named(b.principals)];
  const isOne = (kind: string) => kind === 'role' || kind === 'user';
  return first.length > 0 && second.length > 0 && first.every((one) => one !== undefined) && second.every((other) => other !== undefined)
    && first.every((one) => second.every((other) => one!.account !== other!.account || (isOne(one!.kind) && isOne(other!.kind) && one!.arn !== other!.arn)));
}

function actionsCover(allow: PolicyStatement, grant: PolicyStatement): boolean {
  const spelled = (text: PolicyText) => typeof text === 'string' ? text.toLowerCase() : undefined;
  const named = (wide: PolicyText, narrow: PolicyText) => {
    const [a, b] = [spelled(wide), spelled(narrow)];
    return a !== undefined && b !== undefined && (globCovers(a, b) || (b === '*' && a === 's3:*'));
  };
  if (allow.actions.length > 0) {
    return grant.actions.length > 0 ? grant.actions.every((narrow) => allow.actions.some((wide) => named(wide, narrow)))
      : allow.actions.some((wide) => named(wide, 's3:*'));
  }
  const excepted = S3_ACTIONS.map(({ name }) => name).filter((name) => allow.notActions.some((pattern) => named(pattern, name)));
  return grant.actions.length > 0 && allow.notActions.every((text) => typeof text === 'string')
    && grant.actions.every((text) => typeof text === 'string' && !excepted.some((name) => named(text, name)));
}

/** The names of the actions of both, where patterns do not say it. */
function commonActions(a: PolicyStatement, b: PolicyStatement): Pick<PolicyStatement, 'actions' | 'notActions'> | 'nothing' | undefined {
  if ([...a.actions, ...a.notActions, ...b.actions, ...b.notActions].some((text) => typeof text !== 'string')) {
    return undefined;
  }
  if (a.actions.length > 0 && b.actions.length > 0) {
    const pairs = a.actions.flatMap((one) => b.actions.map((other) => [one as string, other as string] as const));
    const narrower = pairs.map(([one, other]) => globCovers(other.toLowerCase(), one.toLowerCase()) ? one : globCovers(one.toLowerCase(), other.toLowerCase()) ? other : undefined);
    if (pairs.every(([one, other], i) => narrower[i] !== undefined || !(hasWildcard(one) && hasWildcard(other)))) {
      const actions = [...new Set(narrower.flatMap((action) => action ?? []))];
      return actions.length === 0 ? 'nothing' : { actions, notActions: [] };
    }
  }
  const isNamed = (texts: readonly PolicyText[], name: string) => texts.some((text) => globCovers(String(text).toLowerCase(), name.toLowerCase()));
  const isIn = (statement: PolicyStatement, name: string) => statement.actions.length > 0 ? isNamed(statement.actions, name) : !isNamed(statement.notActions, name);
  const actions = S3_ACTIONS.map(({ name }) => name).filter((name) => isIn(a, name) && isIn(b, name));
  return actions.length === 0 ? 'nothing' : { actions, notActions: [] };
}

function resourcesCover(allow: PolicyStatement, grant: PolicyStatement): boolean {
  const named = (wide: PolicyText, narrow: PolicyText) => typeof wide === 'string' && typeof narrow === 'string' && (wide === '*' || wide === narrow || (!wide.includes('${') && globCovers(wide, narrow)));
  return allow.resources.length > 0 && (grant.resources.length > 0 ? grant.resources.every((narrow) => allow.resources.some((wide) => named(wide, narrow))) : allow.resources.includes('*'));
}

function commonResources(a: PolicyStatement, b: PolicyStatement): Pick<PolicyStatement, 'resources' | 'notResources'> | 'nothing' | undefined {
  if (a.resources.length === 0 || b.resources.length === 0 || [...a.resources, ...b.resources].some((text) => typeof text !== 'string' || text.includes('${'))) {
    return undefined;
  }
  const found: string[] = [];
  for (const one of a.resources as readonly string[]) {
    for (const other of b.resources as readonly string[]) {
      const narrower = globCovers(other, one) ? one : globCovers(one, other) ? other : areApart(one, other) ? 'none' : undefined;
      if (narrower === undefined) {
        return undefined;
      }
      if (narrower !== 'none') {
        found.push(narrower);
      }
    }
  }
  return found.length === 0 ? 'nothing' : { resources: [...new Set(found)], notResources: [] };
}

/** What stands before the first wildcard tells them apart. */
function areApart(one: string, other: string): boolean {
  const [a, b] = [one, other].map((text) => text.split(/[*?]/)[0]);
  const [isPlain, otherIsPlain] = [one, other].map((text) => !hasWildcard(text));
  return !(a.startsWith(b) || b.startsWith(a)) || (isPlain && (otherIsPlain || !one.startsWith(b))) || (otherIsPlain && !other.startsWith(a));
}
