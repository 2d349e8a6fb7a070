import { allowed } from './compare';
import { PolicyDocument } from '../policy-document';
import { PolicyInputError } from '../policy-request';
import { Caller } from '../search/caller';
import { SearchResult } from '../search/goal';
import { KeyTest, Literal } from '../search/key-theory';
import { valueSet } from '../search/value-set';

/**
 * Whom and what a bucket's owner trusts.
 *
 * With accounts or organizations given, a request is inside only if its caller belongs to one of them (a service: if it
 * acts for one of them). With networks given, only if it comes from one of them. With both, only if both are so.
 */
export interface TrustZone {
  readonly accounts?: readonly string[];
  readonly organizations?: readonly string[];
  readonly vpcs?: readonly string[];
  /** IPv4 or IPv6 CIDR blocks of public addresses. */
  readonly cidrs?: readonly string[];
}

/** Which requests are asked about at all, where that is not all of them. */
export interface AskedOf {
  readonly callers?: (caller: Caller) => boolean;
  readonly demands?: readonly Literal[];
}

/** Finds a request from outside the trust zone that the policy allows; none iff there is none. @throws PolicyInputError for what is no id or CIDR block */
export function allowsOutside(document: PolicyDocument, zone: TrustZone, { callers: isAsked = () => true, demands = [] }: AskedOf = {}): SearchResult {
  const { accounts = [], organizations = [], vpcs = [], cidrs = [] } = zone;
  checkZone(zone);
  const vocabulary = [...accounts, ...organizations, ...vpcs, ...cidrs];
  let doubt: SearchResult = { kind: 'none' };
  const questions: (() => SearchResult)[] = [];
  if (accounts.length > 0 || organizations.length > 0) {
    const byOthers = (isOther: (caller: Caller) => boolean) => allowed(document, {
      vocabulary,
      callers: (caller) => isAsked(caller) && isOther(caller) && !belongsTo(caller, accounts),
      demands: (caller) => [...demands, ...organizations.length === 0 ? [] : notOf(caller.type === 'Service' ? 'aws:sourceorg' : 'aws:principalorg', organizations)],
      keys: [...organizations.length > 0 ? ['aws:principalorgid', 'aws:principalorgpaths', 'aws:sourceorgid', 'aws:sourceorgpaths'] : [], ...accounts.length > 0 ? ['aws:sourceaccount'] : []],
    });
    questions.push(
      () => byOthers(({ type }) => type !== 'CanonicalUser'),
      () => unlessNone(byOthers(({ type }) => type === 'CanonicalUser')),
    );
  }
  if (vpcs.length > 0 || cidrs.length > 0) {
    questions.push(() => allowed(document, {
      vocabulary,
      callers: isAsked,
      demands: () => [
        ...demands,
        ...vpcs.length > 0 ? [isNot('aws:sourcevpc', 'text', vpcs)] : [],
        ...cidrs.length > 0 ? [isNot('aws:sourceip', 'ip', cidrs)] : [],
      ],
      keys: [...vpcs.length > 0 ? ['aws:sourcevpc'] : [], ...cidrs.length > 0 ? ['aws:sourceip'] : []],
    }));
  }
  for (const question of questions) {
    const result = question();
    if (result.kind === 'found') {
      return result;
    }
    doubt = result.kind === 'unknown' ? result : doubt;
  }
  return doubt;
}

/** A canonical user is an account, of which the id does not tell whether it is one of those inside. */
function unlessNone(result: SearchResult): SearchResult {
  return result.kind !== 'found' ? result
    : { kind: 'unknown', reason: { code: 'canonicalUser', message: 'which account a canonical user is, and whether it is inside, does not show in its id: name the account', where: undefined } };
}

/** What each part of a trust zone looks like: a test, and words for an error. */
export const TRUST_ZONE_FORMATS: Readonly<Record<keyof TrustZone, readonly [(value: string) => boolean, string]>> = {
  accounts: [(value) => /^\d{12}$/.test(value), 'an account id of twelve digits'],
  organizations: [(value) => /^o-[a-z0-9]+$/.test(value), 'an organization id such as o-a1b2c3d4e5'],
  vpcs: [(value) => /^vpc-[a-z0-9]+$/.test(value), 'a VPC id such as vpc-0a1b2c3d'],
  cidrs: [(value) => valueSet('ip', '=', [{ text: value, escaped: new Set() }]) !== undefined, 'a CIDR block such as 203.0.113.0/24'],
};

/** @throws PolicyInputError for what is no part of a trust zone, no id and no CIDR block */
export function checkZone(zone: TrustZone): void {
  const unknown = Object.entries(zone).find(([part, values]) => values !== undefined && !Object.hasOwn(TRUST_ZONE_FORMATS, part));
  if (unknown) {
    throw new PolicyInputError(unknown[0], `is not a part of a trust zone. Use ${Object.keys(TRUST_ZONE_FORMATS).join(', ')}`);
  }
  const [problem] = zoneProblems(zone);
  if (problem) {
    throw problem;
  }
}

/** What of a trust zone is no id and no CIDR block, an error each. */
export function zoneProblems(zone: TrustZone): PolicyInputError[] {
  return Object.entries(TRUST_ZONE_FORMATS).flatMap(([part, [isFit, expected]]) => (zone[part as keyof TrustZone] ?? [])
    .filter((value) => !isFit(value))
    .map((value) => new PolicyInputError(part, `${JSON.stringify(value)} is not ${expected}`)));
}

/** The account decides for a caller; for a service, the account that it acts for. */
function belongsTo({ type, identity, sourceAccount, principal }: Caller, accounts: readonly string[]): boolean {
  const provider = typeof principal === 'object' && 'Federated' in principal ? /^arn:[^:]*:iam::(\d{12}):/.exec(principal.Federated)?.[1] : undefined;
  const account = type === 'Service' ? sourceAccount : identity?.account ?? provider;
  return account !== undefined && accounts.includes(account);
}

/** Neither the id nor a path is of one of these organizations. */
function notOf(keyPrefix: string, organizations: readonly string[]): Literal[] {
  const paths = valueSet('glob', '=', organizations.map((organization) => ({ text: `${organization}/*`, escaped: new Set<number>() })))!;
  const test: KeyTest = { id: `paths of ${organizations.join(' ')}`, whenAbsent: false, accepted: paths, negated: false, quantifier: 'any' };
  return [isNot(`${keyPrefix}id`, 'text', organizations), { variable: `${keyPrefix}paths`, test, positive: false }];
}

/** The key is absent, or none of these. */
export function isNot(key: string, family: 'text' | 'ip', values: readonly string[]): Literal {
  const accepted = valueSet(family, '=', values.map((text) => ({ text, escaped: new Set<number>() })))!;
  const test: KeyTest = { id: `trusted ${values.join(' ')}`, whenAbsent: false, accepted, negated: false, quantifier: 'all' };
  return { variable: key, test, positive: false };
}
