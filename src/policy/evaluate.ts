import { certain, Certainty, every, not, some } from './certainty';
import { holds } from './evaluation/conditions';
import { matchesGlob } from './evaluation/match-text';
import { expand, UnsureText } from './evaluation/policy-variables';
import { Context, contextOf } from './evaluation/request-context';
import { hasUnreadStatements, isPartialWildcard, PolicyDocument, PolicyStatement, PolicyText, PrincipalPattern } from './policy-document';
import { AwsIdentity, identityOf, PolicyRequest, readAwsIdentity, RequestPrincipal } from './policy-request';
import { UnknownValue } from './unknown-value';

export type Decision = 'Allow' | 'ExplicitDeny' | 'ImplicitDeny' | 'unknown';

/** What a policy says of one request. */
export interface Evaluation {
  readonly decision: Decision;
  /** The statements that decide: those that allow, those that deny, or those whose match is not known. */
  readonly statements: readonly PolicyStatement[];
}

/**
 * Decides one request by one policy: an explicit deny wins, else an allow is needed.
 *
 * This is the meaning that everything else in this folder is tested against, so it is written to be read, and shares no
 * code with the search. The answer is 'unknown' where a statement that matters has a text that is not known, or that
 * AWS does not define.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function evaluate(document: PolicyDocument, request: PolicyRequest): Evaluation {
  const context = contextOf(request);
  const matches = document.statements.map((statement) => ({ statement, matches: matchesStatement(document, statement, request, context) }));
  const of = (effect: PolicyStatement['effect'], answer: Certainty) =>
    matches.filter((match) => match.statement.effect === effect && match.matches === answer).map(({ statement }) => statement);

  const denying = of('Deny', 'yes');
  if (denying.length > 0) {
    return { decision: 'ExplicitDeny', statements: denying };
  }
  const mayDeny = of('Deny', 'unknown');
  const allows = of('Allow', 'yes');
  const mayAllow = of('Allow', 'unknown');
  if (mayDeny.length > 0 || hasUnreadStatements(document) || (allows.length === 0 && mayAllow.length > 0)) {
    return { decision: 'unknown', statements: [...mayDeny, ...mayAllow] };
  }
  return allows.length > 0 ? { decision: 'Allow', statements: allows } : { decision: 'ImplicitDeny', statements: [] };
}

/** Says whether a policy denies a request explicitly, whatever it allows, and whatever of what it allows is not known. */
export function denies(document: PolicyDocument, request: PolicyRequest): Certainty {
  const context = contextOf(request);
  const answers = document.statements.filter(({ effect }) => effect === 'Deny').map((statement) => matchesStatement(document, statement, request, context));
  return some([...answers, hasUnreadStatements(document) ? 'unknown' : 'no']);
}

/** Says whether one statement speaks of this request. */
export function matchesStatement(document: PolicyDocument, statement: PolicyStatement, request: PolicyRequest, context: Context = contextOf(request)): Certainty {
  if (statement.malformed) {
    return 'unknown';
  }
  const substitute = document.version === '2012-10-17' ? context : undefined;
  const about = every([matchesPrincipal(document, statement, request.principal, context), matchesAction(statement, request.action)]);
  // Most statements are about someone or something else.
  return about === 'no' ? 'no' : every([
    about,
    matchesResource(statement, request.resource, substitute),
    ...statement.conditions.map((clause) => holds(clause, context, substitute)),
  ]);
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html */
function matchesPrincipal(document: PolicyDocument, { principals, notPrincipals, effect }: PolicyStatement, principal: RequestPrincipal, context: Context): Certainty {
  if (principals.length > 0) {
    return some(principals.map((pattern) => isPrincipal(pattern, principal, context)));
  }
  if (notPrincipals.length === 0) {
    // An identity policy names no principal: it speaks of the identity that it is attached to.
    return document.isIdentityPolicy ? 'yes' : 'unknown';
  }
  const listed = notPrincipals.map((pattern) => isPrincipal(pattern, principal, context));
  return effect === 'Allow' ? not(some(listed)) : exemptByNotPrincipal(notPrincipals, principal, context, some(listed));
}

/**
 * A Deny with NotPrincipal surely exempts a caller only if account, role and session (account and user) are all listed;
 * with some of them listed AWS does not say.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
 */
function exemptByNotPrincipal(listed: readonly PrincipalPattern[], principal: RequestPrincipal, context: Context, anyListed: Certainty): Certainty {
  if (anyListed === 'no') {
    return 'yes';
  }
  const identity = identityOf(principal);
  if (!identity) {
    return not(anyListed);
  }
  const ids = new Set(listed.flatMap(({ type, value }) => type === 'AWS' && typeof value === 'string' ? [value] : []));
  const account = ids.has(identity.account) || ids.has(`arn:${identity.partition}:iam::${identity.account}:root`) || ids.has('*');
  const role = identity.kind !== 'session' || listed.some((pattern) => isRole(pattern) && isPrincipal(pattern, principal, context) === 'yes');
  const itself = identity.kind === 'root' || ids.has('*') || (role && ids.has(identity.arn));
  return account && itself ? 'no' : 'unknown';
}

function isRole({ type, value }: PrincipalPattern): boolean {
  return type === 'AWS' && typeof value === 'string' && readAwsIdentity(value)?.kind === 'role';
}

function isPrincipal(pattern: PrincipalPattern, principal: RequestPrincipal, context: Context): Certainty {
  const { type, value } = pattern;
  if (value instanceof UnknownValue) {
    return 'unknown';
  }
  if (type === 'AWS') {
    return isAwsPrincipal(value, pattern.everyone ?? false, principal, context);
  }
  const actual = typeof principal === 'object' && type in principal ? (principal as Record<string, string>)[type] : undefined;
  if (isPartialWildcard({ type, value }) || type === 'CanonicalUser') {
    // A canonical user is an account, so an identity may be one of its; so it is with a pattern of them.
    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/finding-canonical-user-id.html
    const mayBe = actual !== undefined ? isPartialWildcard({ type, value }) : type === 'CanonicalUser' && identityOf(principal) !== undefined;
    return mayBe ? 'unknown' : certain(actual === value);
  }
  return certain(actual !== undefined && (value === '*' || actual === value));
}

function isAwsPrincipal(value: string, everyone: boolean, principal: RequestPrincipal, context: Context): Certainty {
  if (value === '*') {
    // AWS calls the two forms of "everyone" equivalent where it speaks of accounts and anonymous callers, and CDK says that
    // some services tell them apart. Of service principals neither is said.
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-anonymous
    return everyone || typeof principal !== 'object' || !('Service' in principal) ? 'yes' : 'unknown';
  }
  if (isPartialWildcard({ type: 'AWS', value })) {
    return 'unknown';
  }
  const identity = identityOf(principal);
  const named = readAwsIdentity(value);
  if (!named) {
    return 'no';
  }
  if (!identity) {
    return typeof principal === 'object' && 'CanonicalUser' in principal ? 'unknown' : 'no';
  }
  switch (named.kind) {
    // An account is in one partition, which its id alone does not tell.
    // https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html
    case 'root': return certain(named.account === identity.account && (value === named.account || named.partition === identity.partition));
    case 'role': return certain(named.arn === identity.arn || isSessionOf(named, identity, context));
    default: return certain(named.arn === identity.arn);
  }
}

/** The ARN of a session names its role without the path; the names of the roles of an account are unique all the same. */
function isSessionOf(role: AwsIdentity, identity: AwsIdentity, context: Context): boolean {
  const [arn] = context.get('aws:principalarn') ?? [];
  return identity.kind === 'session' && (typeof arn === 'string' ? arn === role.arn
    : role.account === identity.account && role.partition === identity.partition && role.name.split('/').pop() === identity.name.split('/')[0]);
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html */
function matchesAction({ actions, notActions }: PolicyStatement, action: string): Certainty {
  const name = action.toLowerCase();
  const named = (patterns: readonly PolicyText[]) => some(patterns.map((pattern) =>
    pattern instanceof UnknownValue ? 'unknown' : certain(matchesGlob(pattern.toLowerCase(), name))));
  return actions.length > 0 ? named(actions) : notActions.length > 0 ? not(named(notActions)) : 'unknown';
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html */
function matchesResource({ resources, notResources }: PolicyStatement, resource: string, variables: Context | undefined): Certainty {
  const named = (patterns: readonly PolicyText[]) => some(patterns.map((text) => {
    const pattern = text instanceof UnknownValue ? text : expand(text, variables);
    return pattern instanceof UnsureText ? (matchesGlob(pattern.wide, resource) ? 'unknown' : 'no')
      : pattern instanceof UnknownValue ? 'unknown' : certain(pattern !== undefined && matchesGlob(pattern, resource));
  }));
  return resources.length > 0 ? named(resources) : notResources.length > 0 ? not(named(notResources)) : 'unknown';
}
