import { allowed } from './compare';
import { PolicyDocument } from '../policy-document';
import { KeyTest } from '../search/key-theory';
import { Literal } from '../search/compile';
import { SearchResult } from '../search/find-request';
import { Caller } from '../search/request-class';
import { literal } from '../search/linear-pattern';
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

/** Finds a request from outside the trust zone that the policy allows; none iff there is none. */
export function allowsOutside(document: PolicyDocument, { accounts = [], organizations = [], vpcs = [], cidrs = [] }: TrustZone): SearchResult {
  const vocabulary = [...accounts, ...organizations, ...vpcs, ...cidrs];
  let doubt: SearchResult = { kind: 'none' };
  const questions: (() => SearchResult)[] = [];
  if (accounts.length > 0 || organizations.length > 0) {
    questions.push(() => allowed(document, {
      vocabulary,
      callers: (caller) => !belongsTo(caller, accounts),
      demands: (caller) => organizations.length === 0 ? [] : [isNot(caller.type === 'Service' ? 'aws:sourceorgid' : 'aws:principalorgid', 'text', organizations)],
      keys: [...organizations.length > 0 ? ['aws:principalorgid', 'aws:sourceorgid'] : [], ...accounts.length > 0 ? ['aws:sourceaccount'] : []],
    }));
  }
  if (vpcs.length > 0 || cidrs.length > 0) {
    questions.push(() => allowed(document, {
      vocabulary,
      demands: () => [
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

/** The account decides for a caller; for a service, the account that it acts for. */
function belongsTo({ type, identity, keys }: Caller, accounts: readonly string[]): boolean {
  const account = type === 'Service' ? keys['aws:sourceaccount']?.().fixed?.[0] : identity?.account;
  return account !== undefined && accounts.includes(account);
}

/** The key is absent, or none of these. */
function isNot(key: string, family: 'text' | 'ip', values: readonly string[]): Literal {
  const accepted = valueSet(family, '=', values.map((text) => ({ text, escaped: new Set<number>() })));
  const test: KeyTest = { id: `trusted ${values.join(' ')}`, whenAbsent: false, accepted: accepted ?? { kind: 'text', patterns: values.map(literal) }, negated: false, quantifier: 'all' };
  return { variable: key, test, positive: false };
}

