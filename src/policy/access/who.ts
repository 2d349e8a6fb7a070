import { AccessSearch } from './access-search';
import { Candidate, isPositive, anyCaller, withGrant } from './candidate';
import { hasWildcard } from '../glob';
import { ConditionClause } from '../policy-document';
import { readAwsIdentity } from '../policy-request';
import { Caller } from '../search/caller';
import { UnknownValue } from '../unknown-value';

/** Says in words who gets in by a candidate: as closely as the policies bind it, and no closer; all who may, where it is not decided. */
export function whoGetsIn(search: AccessSearch, candidate: Candidate): string {
  const { statement } = candidate.grant;
  const [pattern] = statement.principals;
  const value = pattern?.value;
  if (value instanceof UnknownValue) {
    return `a principal that is not known before deployment (${value.reason})`;
  }
  if (pattern && pattern.type !== 'AWS' && value !== '*') {
    return pattern.type === 'Service' ? serviceFor(search, candidate, value) : pattern.type === 'CanonicalUser' ? `canonical user ${value}` : value;
  }
  const identity = value === undefined ? undefined : readAwsIdentity(value);
  if (identity && identity.kind !== 'root') {
    return identity.arn;
  }
  const named = namedByCondition(statement.conditions);
  if (named !== undefined) {
    return named;
  }
  return identity ? inAccount(search, candidate, identity.account) : anyoneWho(search, candidate);
}

const SERVICE_LINKED_ROLES = 'arn:*:iam::*:role/aws-service-role/*';

/** Where policies speak of service-linked roles, which policies of organizations do not limit, nobody else may get in. */
function inAccount(search: AccessSearch, candidate: Candidate, account: string): string {
  const isOther: ConditionClause = { operator: 'ArnNotLike', key: 'aws:principalarn', values: [SERVICE_LINKED_ROLES] };
  const speaks = search.vocabulary.globs.get('aws:principalarn')?.has(SERVICE_LINKED_ROLES) ?? false;
  return `${speaks && lets(search, candidate, () => true, [isOther]).kind === 'none' ? 'service-linked roles of' : 'anyone in'} account ${account}`;
}

/** A condition on `aws:PrincipalArn` says who it is. */
function namedByCondition(conditions: readonly ConditionClause[]): string | undefined {
  const clause = conditions.find((one) => one.key === 'aws:principalarn' && isPositive(one) && one.values.length === 1);
  const value = clause?.values[0];
  return typeof value !== 'string' || value === '*' ? undefined : hasWildcard(value) && clause!.operator !== 'StringEquals' ? `principals like ${value}` : value;
}

/** Whether someone of this kind gets in. */
function lets(search: AccessSearch, candidate: Candidate, by: (caller: Caller) => boolean, outside: readonly ConditionClause[] = []) {
  return search.find(candidate, { by, ...outside.length === 0 ? {} : { match: [anyCaller(candidate.grant.document, outside)] } });
}

function anyoneWho(search: AccessSearch, candidate: Candidate): string {
  const asked = (by: (caller: Caller) => boolean) => lets(search, candidate, by).kind !== 'none';
  if (asked(({ type }) => type === 'anonymous')) {
    return 'anyone';
  }
  const others = asked(({ type, stranger }) => type === 'AWS' && stranger) ? ['any AWS account'] : asked(({ type }) => type !== 'Service') ? [inZones(search, candidate)] : [];
  const services = asked(({ type }) => type === 'Service') ? [servicesAmong(search, candidate)] : [];
  return [...others, ...services].join(' and ');
}

/** The organizations, or else the accounts, in which all are that get in; or else that they have to fulfill the conditions. */
function inZones(search: AccessSearch, candidate: Candidate): string {
  const { organizations, accounts, keys } = search.vocabulary;
  const people = ({ type }: Caller) => type !== 'Service';
  const notIn = (ids: readonly string[]): ConditionClause[] => [
    ...keys.has('aws:principalorgid') ? [{ operator: 'StringNotEquals', key: 'aws:principalorgid', values: ids }] : [],
    ...keys.has('aws:principalorgpaths') ? [{ operator: 'ForAllValues:StringNotLike', key: 'aws:principalorgpaths', values: ids.map((id) => `${id}/*`) }] : [],
  ];
  const inOrganization = (id: string): ConditionClause => keys.has('aws:principalorgid')
    ? { operator: 'StringEquals', key: 'aws:principalorgid', values: [id] } : { operator: 'ForAnyValue:StringLike', key: 'aws:principalorgpaths', values: [`${id}/*`] };
  if (organizations.size > 0 && notIn([]).length > 0 && lets(search, candidate, people, notIn([...organizations])).kind === 'none') {
    const inside = [...organizations].filter((id) => lets(search, candidate, people, [inOrganization(id)]).kind !== 'none');
    return `anyone in organization ${inside.join(' or ')}`;
  }
  const isOf = (ids: readonly string[]) => ({ type, identity }: Caller) => type === 'AWS' && identity !== undefined && ids.includes(identity.account);
  if (accounts.size > 0 && lets(search, candidate, (caller) => people(caller) && !isOf([...accounts])(caller)).kind === 'none') {
    const inside = [...accounts].filter((id) => lets(search, candidate, isOf([id])).kind !== 'none');
    return `anyone in account ${inside.join(' or ')}`;
  }
  return 'principals that fulfill the conditions';
}

function servicesAmong(search: AccessSearch, candidate: Candidate): string {
  const named = [...search.vocabulary.services].filter((service) => service !== '*');
  const isOneOf = ({ principal }: Caller) => typeof principal === 'object' && 'Service' in principal && named.includes(principal.Service);
  return lets(search, candidate, (caller) => caller.type === 'Service' && !isOneOf(caller)).kind !== 'none' ? 'AWS services'
    : named.filter((service) => lets(search, candidate, ({ principal }) => typeof principal === 'object' && 'Service' in principal && principal.Service === service).kind !== 'none')
      .map((service) => serviceFor(search, withGrant(candidate, { principals: [{ type: 'Service', value: service }] }), service)).join(' and ');
}

/** A service acts for accounts, or for sources that name none; where neither is bound it acts for any. */
function serviceFor(search: AccessSearch, candidate: Candidate, service: string): string {
  const accounts = [...search.vocabulary.accounts];
  const isService = ({ type }: Caller) => type === 'Service';
  if (accounts.length > 0 && lets(search, candidate, (caller) => isService(caller) && (caller.sourceAccount === undefined || !accounts.includes(caller.sourceAccount))).kind === 'none') {
    const inside = accounts.filter((id) => lets(search, candidate, (caller) => isService(caller) && caller.sourceAccount === id).kind !== 'none');
    return `service ${service} for account ${inside.join(' or ')}`;
  }
  const source = candidate.grant.statement.conditions.find((clause) => clause.key === 'aws:sourcearn' && isPositive(clause));
  return `service ${service} for ${source ? source.values.map(String).join(' or ') : 'any account'}`;
}
