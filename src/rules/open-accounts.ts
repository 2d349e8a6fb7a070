import { PolicyOwner } from './asked-policy';
import { agreed, unknownVerdict, Verdict } from './rule';
import { BucketFacts, PolicyFacts } from '../facts/bucket-facts';
import { PolicyDocument } from '../policy/policy-document';
import { UnknownValue } from '../policy/unknown-value';
import { mapKnown } from '../template/known';
import { openAccountsIn, UNDECIDED_ACCOUNT, withoutSymbols } from '../template/symbol';

/**
 * Judges a policy for whichever accounts those turn out to be that its template leaves open: accounts of which nothing else
 * speaks, the own one, or those that the policy or the question names. Where that matters, the verdict is unknown.
 *
 * @param named accounts of which the question speaks
 */
export function whicheverAccounts(policy: PolicyFacts, owner: PolicyOwner, judge: (policy: PolicyFacts) => Verdict, named: readonly string[] = []): Verdict {
  const base = judge(policy);
  const open = openIn(policy.document);
  // What is not known for one of them is not known.
  return open.size === 0 || base.kind === 'unknown' ? base
    : agreed([base, ...assignments(open, [policy.document], owner.account, named).map((of) => judge({ ...policy, document: assigned(policy.document, of) }))]) ?? undecided(open);
}

/** The same for all policies on a bucket and on its key at once. */
export function whicheverAccountsOf(facts: BucketFacts, judge: (facts: BucketFacts) => Verdict): Verdict {
  const base = judge(facts);
  const { policies, encryption: { keyAccess } } = facts;
  const documents = [...policies.map(({ document }) => document), ...keyAccess.policy.known ? [keyAccess.policy.value] : []];
  const open = new Map(documents.flatMap((document) => [...openIn(document)]));
  if (open.size === 0 || base.kind === 'unknown') {
    return base;
  }
  return agreed([base, ...assignments(open, documents, facts.account, []).map((of) => {
    const ofKey = { ...keyAccess, policy: mapKnown(keyAccess.policy, (document) => assigned(document, of)) };
    // What is read on demand stays so.
    return judge(Object.create(facts, {
      policies: { value: policies.map((policy) => ({ ...policy, document: assigned(policy.document, of) })) },
      encryption: { value: { ...facts.encryption, keyAccess: ofKey } },
    }) as BucketFacts);
  })]) ?? undecided(open);
}

/** A policy in which every text with an account that is left open is not known: two such accounts may be one, and may not. */
export function withoutOpenAccounts(policy: PolicyFacts): PolicyFacts {
  const open = openIn(policy.document);
  const isOpen = (text: string) => [...open.keys()].some((found) => text.includes(found));
  const hide = (value: unknown): unknown => typeof value !== 'string' ? mapped(value, hide)
    : isOpen(value) ? new UnknownValue(`which account ${withoutSymbols(value)} is, or is of, is decided at deployment`, true) : value;
  return open.size === 0 ? policy : { ...policy, document: { ...policy.document, statements: hide(policy.document.statements) as PolicyDocument['statements'] } };
}

/** Which account, or another symbol, stands for each symbol. */
type Assignment = ReadonlyMap<string, string>;

/** More of them tell nothing new: what matters is whether two accounts are one. */
const MOST_ASSIGNMENTS = 24;

const opens = new WeakMap<PolicyDocument, ReadonlyMap<string, readonly string[]>>();

function openIn(document: PolicyDocument): ReadonlyMap<string, readonly string[]> {
  const found = opens.get(document) ?? openAccountsIn(JSON.stringify(document.statements));
  opens.set(document, found);
  return found;
}

function assignments(open: ReadonlyMap<string, readonly string[]>, documents: readonly PolicyDocument[], own: string = UNDECIDED_ACCOUNT, named: readonly string[]): Assignment[] {
  const literal = JSON.stringify(documents.map(({ statements }) => statements)).replace(/⟦[^⟧]*⟧/g, '').match(/(?<!\d)\d{12}(?!\d)/g) ?? [];
  const symbols = [...open.keys()];
  const canBe = (found: string, account: string) => open.get(found)!.length === 0 || account === UNDECIDED_ACCOUNT || open.get(found)!.includes(account);
  const all = (account: string): Assignment => new Map(symbols.filter((found) => canBe(found, account)).map((found) => [found, account]));
  return [
    all(own),
    ...symbols.length > 1 ? [
      new Map(symbols.slice(1).filter((found) => [found, symbols[0]].every((one) => open.get(one)!.length === 0)).map((found) => [found, symbols[0]])),
      ...symbols.map((found): Assignment => new Map(canBe(found, own) ? [[found, own]] : [])),
    ] : [],
    // Of a list, one that nothing else speaks of stands for all such.
    ...symbols.map((found): Assignment => {
      const other = open.get(found)!.find((account) => ![...literal, ...named, own].includes(account));
      return new Map(other === undefined ? [] : [[found, other]]);
    }),
    ...[...new Set([...literal, ...named])].filter((account) => account !== own).flatMap((account) =>
      symbols.map((found): Assignment => new Map(canBe(found, account) ? [[found, account]] : []))),
  ].filter(({ size }) => size > 0).slice(0, MOST_ASSIGNMENTS);
}

function assigned(document: PolicyDocument, assignment: Assignment): PolicyDocument {
  return { ...document, statements: replaced(document.statements, assignment) as PolicyDocument['statements'] };
}

function replaced(value: unknown, assignment: Assignment): unknown {
  return typeof value === 'string' ? value.replace(/⟦[^⟧]*⟧/g, (found) => assignment.get(found) ?? found) : mapped(value, (item) => replaced(item, assignment));
}

function mapped(value: unknown, map: (item: unknown) => unknown): unknown {
  return Array.isArray(value) ? value.map(map)
    : typeof value !== 'object' || value === null || value instanceof UnknownValue ? value
      : Object.fromEntries(Object.entries(value).map(([key, item]) => [key, map(item)]));
}

function undecided(open: ReadonlyMap<string, unknown>): Verdict {
  return unknownVerdict(`it depends on which account ${[...open.keys()].map(withoutSymbols).join(' or ')} is, and that is decided at deployment`);
}
