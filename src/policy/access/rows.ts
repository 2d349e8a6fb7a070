import { AccessSearch } from './access-search';
import { actionNames, isAbout, patternsFor, withoutCovered } from './action-patterns';
import { Candidate, withGrant } from './candidate';
import { pathsOf } from './paths';
import { whoGetsIn } from './who';
import { unlessDenied } from './words';
import { globCovers, hasWildcard } from '../glob';
import { ConditionClause, PolicyStatement, PolicyText } from '../policy-document';
import { PolicyRequest } from '../policy-request';
import { conditionInWords, statementInWords } from '../questions/explain';
import { S3_ACTIONS } from '../s3-actions';
import { SearchResult, UnknownReason } from '../search/goal';
import { StatementOf } from '../search/statement-of';
import { UnknownValue } from '../unknown-value';

/** Someone who gets in: by what, to what, under which conditions, on which ways. */
export interface AccessRow {
  readonly principal: string;
  readonly actions: readonly string[];
  /** The ARNs, as patterns. */
  readonly objects: readonly string[];
  /** In words; all of them have to hold. */
  readonly conditions: readonly string[];
  readonly paths: readonly string[];
  /** Certain where all that the row says is proved; else `reason` says why it is not. */
  readonly certainty: 'certain' | 'unknown';
  /** A request that certainly gets in by this row, and not certainly by another one. */
  readonly witness?: PolicyRequest;
  readonly reason?: UnknownReason;
  /** The statements that it comes from. */
  readonly sources: readonly StatementOf[];
  /** The same for machines: the request matches this, and none of the Deny statements. */
  readonly grant: PolicyStatement;
  readonly unless: readonly StatementOf[];
  /** Of each of these lists one Allow matches as well. */
  readonly levels: Candidate['levels'];
}

/** A candidate that is none of what the others let in. */
export interface Kept {
  readonly candidate: Candidate;
  readonly sources: readonly StatementOf[];
  readonly result: Exclude<SearchResult, { kind: 'none' }>;
}

/** Leaves out what lets nobody in, and what the others let in as well: the closest descriptions go first. */
export function withoutImplied(search: AccessSearch, candidates: readonly Pick<Kept, 'candidate' | 'sources'>[]): readonly Kept[] {
  const left = new Set(candidates);
  const kept: Kept[] = [];
  for (const one of [...candidates].sort((a, b) => breadthOf(a.candidate) - breadthOf(b.candidate))) {
    left.delete(one);
    const result = search.find(one.candidate, { isWitness: true, notBy: [...left, ...kept].map(({ candidate }) => candidate) });
    if (result.kind !== 'none') {
      kept.push({ ...one, result });
    }
  }
  const order = new Map(candidates.map(({ candidate }, i) => [candidate, i]));
  return mergedBySearch(search, merged(kept.sort((a, b) => order.get(a.candidate)! - order.get(b.candidate)!)));
}

/** Rows of one principal under the same conditions are one where that lets nobody do more: an action on objects does nothing on a bucket. */
function mergedBySearch(search: AccessSearch, kept: readonly Kept[]): readonly Kept[] {
  const rows: Kept[] = [];
  const alike = new Map<unknown, number[]>();
  for (const row of kept) {
    const key = mergeKey(row, 'both');
    const others = alike.get(key) ?? [];
    const found = others.map((at) => ({ at, together: union(rows[at], row) })).find(({ at, together }) =>
      together && search.find(together.candidate, { ignoringDenies: true, notBy: [rows[at].candidate, row.candidate] }).kind === 'none');
    if (found) {
      rows[found.at] = found.together!;
    } else {
      alike.set(key, [...others, rows.push(row) - 1]);
    }
  }
  return rows;
}

function union(first: Kept, second: Kept): Kept | undefined {
  const [a, b] = [first, second].map(({ candidate }) => candidate.grant.statement);
  const isAll = (one: PolicyStatement, other: PolicyStatement) => one.notActions.length > 0 && one.notActions.every((text) => typeof text === 'string' && isAbout(other, text) && !hasWildcard(text));
  const actions = a.actions.length > 0 && b.actions.length > 0 ? [...new Set([...a.actions, ...b.actions])] : isAll(a, b) || isAll(b, a) ? ['s3:*'] : undefined;
  return actions && {
    ...first,
    candidate: withGrant(first.candidate, { actions, notActions: [], resources: [...new Set([...a.resources, ...b.resources])] }),
    sources: [...new Set([...first.sources, ...second.sources])],
  };
}

function breadthOf({ grant: { statement: { principals, conditions } } }: Candidate): number {
  const value = principals[0]?.value;
  return (value === undefined || value === '*' ? 200 : typeof value === 'string' && /^\d{12}$|:root$/.test(value) ? 100 : 0) - Math.min(99, conditions.length);
}

/** Rows that differ in their actions alone, or in their objects alone, are one. */
function merged(kept: readonly Kept[]): readonly Kept[] {
  return (['actions', 'resources'] as const).reduce<readonly Kept[]>((rows, element) => {
    const groups = new Map<unknown, Kept[]>();
    for (const row of rows) {
      const key = mergeKey(row, element);
      groups.set(key, [...groups.get(key) ?? [], row]);
    }
    return [...groups.values()].map((alike): Kept => alike.length === 1 ? alike[0] : {
      candidate: withGrant(alike[0].candidate, { [element]: [...new Set(alike.flatMap(({ candidate }) => candidate.grant.statement[element]))] }),
      sources: [...new Set(alike.flatMap(({ sources }) => sources))],
      result: alike[0].result,
    });
  }, kept);
}

const numbers = new WeakMap<object, number>();
let next = 0;

function numberOf(of: object): number {
  const number = numbers.get(of) ?? next++;
  numbers.set(of, number);
  return number;
}

function mergeKey(row: Kept, element: 'actions' | 'resources' | 'both'): unknown {
  const { candidate: { grant: { document, statement }, levels, by }, result } = row;
  const { index, sid, id, malformed, ...parts } = statement;
  const varied = element === 'both' ? statement.resources : statement[element];
  const same: Partial<PolicyStatement> = {
    ...parts, ...element === 'both' ? { actions: undefined, notActions: undefined, resources: undefined } : { [element]: undefined },
  };
  const texts = [...statement.actions, ...statement.resources, ...statement.principals.map(({ value }) => value), ...statement.conditions.flatMap(({ values }) => values)];
  const isMergeable = result.kind === 'found' && !malformed && varied.length > 0 && !texts.some((text) => text instanceof UnknownValue);
  return isMergeable ? JSON.stringify([document.version, document.isIdentityPolicy, levels.map(numberOf), by ? numberOf(by) : 0, { ...same, actions: sorted(same, 'actions'), resources: sorted(same, 'resources') }]) : row;
}

function sorted(of: object, element: string): unknown {
  const list = (of as Record<string, readonly PolicyText[] | undefined>)[element];
  return list && [...list].sort();
}

/** Says of a candidate who gets in, and drops whatever makes no difference. */
export function rowOf(search: AccessSearch, { candidate: asWritten, sources, result }: Kept): AccessRow {
  const { statement } = asWritten.grant;
  if (statement.malformed) {
    return {
      principal: whoGetsIn(search, asWritten),
      actions: textsOf(statement.actions),
      objects: textsOf(statement.resources),
      conditions: statement.conditions.map(conditionInWords),
      paths: [],
      certainty: 'unknown',
      ...result.kind === 'unknown' ? { reason: result.reason } : {},
      sources,
      grant: statement,
      unless: asWritten.denies,
      levels: asWritten.levels,
    };
  }
  const conditions = neededConditions(search, asWritten);
  const { actions, candidate } = liveActions(search, withGrant(asWritten, { conditions, ...liveResources(search, asWritten) }), sources);
  const { grant } = candidate;
  const objects = grant.statement.resources.length > 0 ? textsOf(grant.statement.resources) : [`everything but ${textsOf(grant.statement.notResources).join(', ')}`];
  const unless = effectiveDenies(search, candidate);
  const [[principal, paths], doubt] = search.doubtIn(() => [whoGetsIn(search, candidate), pathsOf(search, candidate)] as const);
  const reason = result.kind === 'unknown' ? result.reason : doubt;
  return {
    principal,
    actions,
    objects,
    conditions: [
      ...conditions.filter((clause) => !isSaidBy(principal, clause)).map(conditionInWords),
      ...candidate.levels.map((level) => `as far as this holds, too: ${level.map((allow) => statementInWords(allow.statement)).join(', or ')}`),
      ...unless.map((deny) => unlessDenied(deny.statement, breakable(search, candidate, deny), { actions, objects })),
    ],
    paths,
    certainty: reason ? 'unknown' : 'certain',
    ...result.kind === 'found' ? { witness: result.request } : {},
    ...reason ? { reason } : {},
    sources,
    grant: grant.statement,
    unless,
    levels: candidate.levels,
  };
}

/** A condition that the words for the principal say. */
function isSaidBy(principal: string, { operator, key, values: [value] }: ConditionClause): boolean {
  return /^(String|Arn)(Equals|Like)$/.test(operator) && typeof value === 'string'
    && (key === 'aws:principalorgid' && principal === `anyone in organization ${value}`
      || key === 'aws:principalaccount' && principal === `anyone in account ${value}`
      || key === 'aws:principalarn' && (principal === value || principal === `principals like ${value}`)
      || key === 'aws:sourceaccount' && principal.startsWith('service ') && principal.endsWith(` for account ${value}`));
}

/** Without conditions that the rest of the statement implies. */
function neededConditions(search: AccessSearch, candidate: Candidate): readonly ConditionClause[] {
  return candidate.grant.statement.conditions.reduce<readonly ConditionClause[]>((left, clause) => {
    const current = withGrant(candidate, { conditions: left });
    const others = left.filter((one) => one !== clause);
    return search.find(withGrant(candidate, { conditions: others }), { ignoringDenies: true, notBy: [current] }).kind === 'none' ? others : left;
  }, candidate.grant.statement.conditions);
}

/** Without resources that others of the statement cover, and those of which nothing is left. */
function liveResources(search: AccessSearch, candidate: Candidate): { resources?: readonly PolicyText[] } {
  const { resources } = candidate.grant.statement;
  if (resources.length < 2 || resources.some((text) => text instanceof UnknownValue)) {
    return {};
  }
  const needed = withoutCovered(resources as readonly string[], globCovers);
  const live = needed.filter((resource) => search.find(withGrant(candidate, { resources: [resource] })).kind !== 'none');
  return { resources: live.length > 0 ? live : needed };
}

/** Patterns that the statement was made from, and the actions of them that it is not about: a pattern may be right again. */
function patternsOfSources(statement: PolicyStatement, sources: readonly StatementOf[]): { readonly wider: readonly string[]; readonly more: readonly string[] } {
  const wider = [...new Set(sources.flatMap(({ statement: { effect, actions } }) => effect === 'Allow' ? actions.filter((text): text is string => typeof text === 'string' && hasWildcard(text)) : []))]
    .map((text) => text === '*' ? 's3:*' : text);
  const types = statement.resources.length === 0 || statement.resources.some((text) => typeof text !== 'string' || text.includes('/') || hasWildcard(text)) ? ['bucket', 'object'] : ['bucket'];
  const onlyObjects = statement.resources.length > 0 && statement.resources.every((text) => typeof text === 'string' && text.includes('/'));
  const applies = (resourceTypes: readonly string[]) => resourceTypes.some((type) => types.includes(type) && !(onlyObjects && type === 'bucket'));
  return { wider, more: S3_ACTIONS.filter(({ name, resourceTypes }) => applies(resourceTypes) && !isAbout(statement, name)).map(({ name }) => name) };
}

/** Of these patterns, those that are about some of the actions, and of several that are about the same ones the closest. */
function closest(patterns: readonly string[], names: readonly string[]): readonly string[] {
  const about = (pattern: string) => names.filter((name) => globCovers(pattern.toLowerCase(), name.toLowerCase())).join();
  return patterns.filter((pattern) => about(pattern) !== '' && !patterns.some((other) => other.length > pattern.length && about(other) === about(pattern)));
}

const MOST_MORE = 6;

/** The shortest right list of actions, and the candidate with it. */
function liveActions(search: AccessSearch, candidate: Candidate, sources: readonly StatementOf[]): { readonly actions: readonly string[]; readonly candidate: Candidate } {
  const { statement } = candidate.grant;
  const texts = [...statement.actions, ...statement.notActions];
  if (texts.some((text) => text instanceof UnknownValue)) {
    return { actions: textsOf(texts), candidate };
  }
  const live: string[] = [];
  const out: string[] = statement.actions.length > 0 ? [] : actionNames({ ...statement, actions: statement.notActions, notActions: [] });
  for (const { representative, members } of search.actionGroups) {
    if (isAbout(statement, representative.name)) {
      const doing = (action: unknown) => action === representative;
      const names = members.map(({ name }) => name);
      if (search.find(candidate, { doing }).kind !== 'none') {
        live.push(...names);
      } else if (search.find(candidate, { doing, ignoringDenies: true }).kind !== 'none') {
        out.push(...names);
      }
    }
  }
  const written = statement.actions.length > 0 ? (statement.actions as readonly string[]).map((text) => text === '*' ? 's3:*' : text) : ['s3:*'];
  const { wider, more } = patternsOfSources(statement, sources);
  out.push(...more);
  const doesSomething = (pattern: string) => live.some((name) => isAbout({ ...statement, actions: [pattern], notActions: [] }, name));
  const asWritten = withoutCovered(written.filter(doesSomething));
  const exact = patternsFor(live, out, [...asWritten, ...closest(wider, live)]);
  // Rather than a long list: the pattern, with what the Deny statements take from it among the conditions.
  const actions = statement.actions.length > 0 && exact.length > asWritten.length + MOST_MORE ? asWritten : exact;
  return { actions, candidate: actions.length === 0 ? candidate : withGrant(candidate, { actions, notActions: [] }) };
}

/** The Deny statements that take something from the candidate which the others leave. */
function effectiveDenies(search: AccessSearch, candidate: Candidate): readonly StatementOf[] {
  return candidate.denies.reduce((left, deny) => {
    const others = left.filter((one) => one !== deny);
    return search.find(candidate, { ignoringDenies: true, match: [deny], miss: others }).kind === 'none' ? others : left;
  }, candidate.denies);
}

/** The conditions of a Deny that some request of the candidate breaks. */
function breakable(search: AccessSearch, candidate: Candidate, { document, statement }: StatementOf): readonly ConditionClause[] {
  return statement.conditions.filter((clause) => {
    const alone: StatementOf = { document, statement: { ...statement, principals: [{ type: 'AWS', value: '*', everyone: true }], notPrincipals: [], actions: ['*'], notActions: [], resources: ['*'], notResources: [], conditions: [clause] } };
    const inScope: StatementOf = { document, statement: { ...statement, conditions: [] } };
    return search.find(candidate, { match: [inScope], miss: [alone] }).kind !== 'none';
  });
}

function textsOf(texts: readonly PolicyText[]): string[] {
  return texts.map((text) => text instanceof UnknownValue ? `not known before deployment (${text.reason})` : text);
}
