import { denies, evaluate } from '../policy/evaluate';
import { PolicyDocument, PolicyStatement, statementName } from '../policy/policy-document';
import { PolicyRequest } from '../policy/policy-request';
import { isNot } from '../policy/questions/allows-outside';
import { allowedBeyond, statementsOf } from '../policy/questions/compare';
import { grantOf, undenied } from '../policy/questions/undenied';
import { Caller } from '../policy/search/caller';
import { findRequest } from '../policy/search/find-request';
import { Goal, SearchResult } from '../policy/search/goal';

/** The requests that a rule wants to be lost: those of a form, anyone who sends them, or those of some callers. */
export type BadRequests =
  | { readonly kind: 'form'; readonly form: object }
  | { readonly kind: 'forms'; readonly forms: PolicyDocument }
  | { readonly kind: 'callers'; readonly unless?: InOrganizations; isBad(caller: Caller): boolean };

/** Callers whose requests are good only if they are in one of these organizations. */
export interface InOrganizations {
  readonly organizations: readonly string[];
  isMeant(caller: Caller): boolean;
}

/** With these the account can look at the policy and put back what was there. */
export const POLICY_CONTROL = ['s3:GetBucketPolicy', 's3:PutBucketPolicy', 's3:DeleteBucketPolicy'] as const;

/** A request that only the new policy allows. */
export function gained(before: PolicyDocument, after: PolicyDocument): SearchResult {
  return allowedBeyond(after, before);
}

/** A request that the old policy denies explicitly and the new one does not: an identity policy could allow it from now on. */
export function released(before: PolicyDocument, after: PolicyDocument): SearchResult {
  const gone = new Set(onlyIn(before, after, 'Deny'));
  return gone.size === 0 ? { kind: 'none' } : findRequest({
    documents: [before, after],
    branches: statementsOf(before, 'Deny').filter(({ statement }) => gone.has(statement)).map((deny) => ({ match: [deny], miss: statementsOf(after, 'Deny') })),
    confirm: (request) => denies(before, request) === 'yes' && denies(after, request) === 'no',
  });
}

/** A request that is not bad and that the change takes away: one that is denied from now on, or one that was allowed. */
export function taken(
  before: PolicyDocument, after: PolicyDocument, bad: BadRequests, asked: Pick<Goal, 'vocabulary' | 'callers'>, further: readonly PolicyDocument[] = [],
): SearchResult {
  const forms = bad.kind === 'form' ? [grantOf(bad.form)] : bad.kind === 'forms' ? [bad.forms] : [];
  const isBad = (caller: Caller) => bad.kind === 'callers' && bad.isBad(caller);
  const denied = new Set(onlyIn(after, before, 'Deny'));
  const gone = new Set(onlyIn(before, after, 'Allow'));
  const spared = [...statementsOf(before, 'Deny'), ...forms.flatMap((form) => statementsOf(form, 'Allow'))];
  return findRequest({
    ...asked,
    documents: [before, after, ...forms, ...further],
    branches: [
      ...statementsOf(after, 'Deny').filter(({ statement }) => denied.has(statement)).map((deny) => ({ match: [deny], miss: spared })),
      ...statementsOf(before, 'Allow').filter(({ statement }) => gone.has(statement)).map((allow) => ({ match: [allow], miss: [...spared, ...statementsOf(after, 'Allow')] })),
    ],
    callers: (caller) => !isBad(caller) && (asked.callers?.(caller) ?? true),
    ...bad.kind === 'callers' && bad.unless ? demandsOf(bad.unless) : {},
    confirm: (request) => forms.every((form) => evaluate(form, request).decision === 'ImplicitDeny') && isTaken(before, after, request),
  });
}

function demandsOf({ organizations, isMeant }: InOrganizations): Pick<Goal, 'demands' | 'keys'> {
  const key = 'aws:principalorgid';
  const is = { ...isNot(key, 'text', organizations), positive: true };
  return { keys: [key], demands: (caller) => isMeant(caller) ? [is] : [] };
}

export function isTaken(before: PolicyDocument, after: PolicyDocument, request: PolicyRequest): boolean {
  return (denies(before, request) === 'no' && denies(after, request) === 'yes')
    || (evaluate(before, request).decision === 'Allow' && ['ExplicitDeny', 'ImplicitDeny'].includes(evaluate(after, request).decision));
}

/**
 * A request with which the account could still do this to the bucket, if it could before: none iff every principal but the root user is
 * locked out; undefined if it could not before.
 */
export function keptControl(
  { account, arn }: { readonly account: string; readonly arn: string }, before: PolicyDocument, after: PolicyDocument, action: string,
): SearchResult | undefined {
  const grant = grantOf({ Principal: '*', Action: action, Resource: arn, Condition: { Bool: { 'aws:SecureTransport': 'true' } } });
  const can = (document: PolicyDocument) => undenied(document, grant, {
    vocabulary: [account],
    callers: ({ type, identity }) => type === 'AWS' && identity!.account === account && identity!.kind !== 'root',
  });
  return can(before).kind === 'none' ? undefined : can(after);
}

/** The statements of one policy that the other does not have, to the letter. */
export function onlyIn(document: PolicyDocument, other: PolicyDocument, effect: PolicyStatement['effect']): PolicyStatement[] {
  const there = new Set(other.statements.map(lettersOf));
  return document.statements.filter((statement) => statement.effect === effect && (document.version !== other.version || !there.has(lettersOf(statement))));
}

function lettersOf({ index, sid, id, ...statement }: PolicyStatement): string {
  return JSON.stringify(statement);
}

/** A principal that IAM deleted is shown by its unique id, and S3 refuses a policy that names it. @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html */
const DELETED_PRINCIPAL = /^A[A-Z0-9]{15,}$/;

/** The statements that name a principal which was deleted, each with the name. */
export function deletedPrincipals({ statements }: PolicyDocument): string[] {
  return statements.flatMap((statement) => [...statement.principals, ...statement.notPrincipals]
    .filter(({ type, value }) => type === 'AWS' && DELETED_PRINCIPAL.test(String(value))).map(({ value }) => `${statementName(statement)} names ${String(value)}`));
}
