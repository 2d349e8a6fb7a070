import { evaluate } from '../../src/policy/evaluate';
import { readPolicyDocument } from '../../src/policy/policy-document';
import { PolicyRequest, RequestPrincipal } from '../../src/policy/policy-request';
import { UnknownValue } from '../../src/policy/unknown-value';

/** Whom, what and where a statement speaks of, and how statements add up; `evaluate.test.ts` has the conditions. */
const BUCKET = 'arn:aws:s3:::b';
const ACCOUNT = '111122223333';
const ROOT = `arn:aws:iam::${ACCOUNT}:root`;
const ROLE = `arn:aws:iam::${ACCOUNT}:role/team/app`;
const SESSION = `arn:aws:sts::${ACCOUNT}:assumed-role/app/session`;
const USER = `arn:aws:iam::${ACCOUNT}:user/ann`;
const FEDERATED_USER = `arn:aws:sts::${ACCOUNT}:federated-user/fay`;
const PARTNER = 'arn:aws:iam::444455556666:role/team/app';
const SAML = `arn:aws:iam::${ACCOUNT}:saml-provider/corp`;
const CANONICAL = '79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be';
const UNKNOWN = new UnknownValue('parameter P is given at deployment');

const ALLOW = { Effect: 'Allow', Principal: '*', Action: 's3:*', Resource: '*' };
const DENY = { ...ALLOW, Effect: 'Deny' };
const REQUEST: PolicyRequest = { principal: { AWS: ROLE }, action: 's3:GetObject', resource: `${BUCKET}/k`, context: {} };

function decide(statements: unknown, request: Partial<PolicyRequest> = {}) {
  return evaluate(readPolicyDocument({ Version: '2012-10-17', Statement: statements }), { ...REQUEST, ...request }).decision;
}

const YES = 'Allow';
const NO = 'ImplicitDeny';

describe('Principal', () => {
  test.each<[string, unknown, RequestPrincipal, string]>([
    ['everybody includes nobody', '*', 'anonymous', YES],
    ['everybody by type as well', { AWS: '*' }, 'anonymous', YES],
    ['everybody by type: an account', { AWS: '*' }, { AWS: ROOT }, YES],
    ['everybody by type: a canonical user', { AWS: '*' }, { CanonicalUser: CANONICAL }, YES],
    ['everybody by type: a federated user', { AWS: '*' }, { Federated: SAML }, YES],
    ['everybody by type: a service, of which AWS does not speak', { AWS: '*' }, { Service: 's3.amazonaws.com' }, 'unknown'],
    ['everybody by type beside the service', { AWS: '*', Service: 's3.amazonaws.com' }, { Service: 's3.amazonaws.com' }, YES],
    ['everybody includes services', '*', { Service: 's3.amazonaws.com' }, YES],
    ['an account id: its roles', { AWS: ACCOUNT }, { AWS: ROLE }, YES],
    ['an account id: its users', { AWS: ACCOUNT }, { AWS: USER }, YES],
    ['an account id: its sessions', { AWS: ACCOUNT }, { AWS: SESSION }, YES],
    ['an account id: its federated users', { AWS: ACCOUNT }, { AWS: FEDERATED_USER }, YES],
    ['an account id: itself', { AWS: ACCOUNT }, { AWS: ROOT }, YES],
    ['the ARN of the root is the same: roles', { AWS: ROOT }, { AWS: ROLE }, YES],
    ['the ARN of the root is the same: sessions', { AWS: ROOT }, { AWS: SESSION }, YES],
    ['the ARN of the root is the same: itself by id', { AWS: ROOT }, { AWS: ACCOUNT }, YES],
    ['another account', { AWS: ACCOUNT }, { AWS: PARTNER }, NO],
    ['an account: nobody', { AWS: ACCOUNT }, 'anonymous', NO],
    ['an account: a service', { AWS: ACCOUNT }, { Service: 's3.amazonaws.com' }, NO],
    ['a role: itself', { AWS: ROLE }, { AWS: ROLE }, YES],
    ['a role with a path: its session, whose ARN has no path', { AWS: ROLE }, { AWS: SESSION }, YES],
    ['a role: a session of another role', { AWS: ROLE }, { AWS: `arn:aws:sts::${ACCOUNT}:assumed-role/other/session` }, NO],
    ['a role: a session of the same name elsewhere', { AWS: ROLE }, { AWS: 'arn:aws:sts::444455556666:assumed-role/app/session' }, NO],
    ['a role: a user', { AWS: ROLE }, { AWS: USER }, NO],
    ['a role: its account', { AWS: ROLE }, { AWS: ROOT }, NO],
    ['a session: itself', { AWS: SESSION }, { AWS: SESSION }, YES],
    ['a session: another one', { AWS: SESSION }, { AWS: `${SESSION}2` }, NO],
    ['a session: its role', { AWS: SESSION }, { AWS: ROLE }, NO],
    ['a user', { AWS: USER }, { AWS: USER }, YES],
    ['a user, in another case', { AWS: USER }, { AWS: USER.replace('ann', 'Ann') }, NO],
    ['a federated user', { AWS: FEDERATED_USER }, { AWS: FEDERATED_USER }, YES],
    ['one of a list', { AWS: [PARTNER, USER] }, { AWS: USER }, YES],
    ['one of several types', { AWS: PARTNER, Service: 's3.amazonaws.com' }, { Service: 's3.amazonaws.com' }, YES],
    ['a service', { Service: 's3.amazonaws.com' }, { Service: 'sns.amazonaws.com' }, NO],
    ['a web identity provider', { Federated: 'graph.facebook.com' }, { Federated: 'graph.facebook.com' }, YES],
    ['a SAML provider', { Federated: SAML }, { Federated: 'graph.facebook.com' }, NO],
    ['a canonical user', { CanonicalUser: '79a5' }, { CanonicalUser: '79a5' }, YES],
    ['another canonical user', { CanonicalUser: '79a5' }, { CanonicalUser: '79a6' }, NO],
    ['a canonical user, who is an account: an identity may be of it', { CanonicalUser: CANONICAL }, { AWS: ROLE }, 'unknown'],
    ['a canonical user: the root user of an account', { CanonicalUser: CANONICAL }, { AWS: ROOT }, 'unknown'],
    ['an account: a canonical user may be of it', { AWS: ACCOUNT }, { CanonicalUser: CANONICAL }, 'unknown'],
    ['a role: a canonical user may be of its account', { AWS: ROLE }, { CanonicalUser: CANONICAL }, 'unknown'],
    ['an id of what was deleted is no canonical user', { AWS: 'AIDAJQABLZS4A3QDU576Q' }, { CanonicalUser: CANONICAL }, NO],
    ['a canonical user: a service', { CanonicalUser: CANONICAL }, { Service: 's3.amazonaws.com' }, NO],
    ['a canonical user: nobody', { CanonicalUser: CANONICAL }, 'anonymous', NO],
    ['every canonical user: a pattern', { CanonicalUser: '*' }, { CanonicalUser: CANONICAL }, 'unknown'],
    ['a name is of its type', { Service: 'graph.facebook.com' }, { Federated: 'graph.facebook.com' }, NO],
    ['an origin access identity', { AWS: 'arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1' }, { AWS: 'arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1' }, YES],
    ['an id of what was deleted is nobody', { AWS: 'AIDAJQABLZS4A3QDU576Q' }, { AWS: USER }, NO],
    ['part of a name and a wildcard: not defined', { AWS: `arn:aws:iam::${ACCOUNT}:role/*` }, { AWS: ROLE }, 'unknown'],
    ['a wildcard for the account: not defined', { AWS: 'arn:aws:iam::*:root' }, 'anonymous', 'unknown'],
    ['a wildcard beside the one', { AWS: ['arn:aws:iam::*:root', ROLE] }, { AWS: ROLE }, YES],
    ['decided at deployment', { AWS: UNKNOWN }, { AWS: ROLE }, 'unknown'],
  ])('%s', (_, Principal, principal, expected) => {
    expect(decide({ ...ALLOW, Principal }, { principal })).toBe(expected);
  });
});

/** With some of account, role and session listed AWS does not say whether a Deny exempts them. */
describe('NotPrincipal', () => {
  test.each<[string, unknown, RequestPrincipal, string]>([
    ['Allow: anyone who is not listed', { AWS: ROLE }, { AWS: USER }, YES],
    ['Allow: nobody', { AWS: ROLE }, 'anonymous', YES],
    ['Allow: not the one that is listed', { AWS: ROLE }, { AWS: ROLE }, NO],
    ['Allow: not its sessions', { AWS: ROLE }, { AWS: SESSION }, NO],
    ['Allow: not those of a listed account', { AWS: ACCOUNT }, { AWS: USER }, NO],
  ])('%s', (_, NotPrincipal, principal, expected) => {
    expect(decide({ ...ALLOW, Principal: undefined, NotPrincipal }, { principal })).toBe(expected);
  });

  test.each<[string, unknown, RequestPrincipal, string]>([
    ['Deny: anyone who is not listed', { AWS: [ACCOUNT, ROLE] }, { AWS: PARTNER }, 'ExplicitDeny'],
    ['Deny: nobody', { AWS: [ACCOUNT, ROLE] }, 'anonymous', 'ExplicitDeny'],
    ['Deny: a service that is not listed', { AWS: [ACCOUNT, ROLE] }, { Service: 's3.amazonaws.com' }, 'ExplicitDeny'],
    ['Deny: not a service that is listed', { Service: 's3.amazonaws.com' }, { Service: 's3.amazonaws.com' }, YES],
    ['Deny: not the root user of a listed account', { AWS: ROOT }, { AWS: ROOT }, YES],
    ['Deny: not a user listed with the account', { AWS: [ROOT, USER] }, { AWS: USER }, YES],
    ['Deny: not a user listed with the account id', { AWS: [ACCOUNT, USER] }, { AWS: USER }, YES],
    ['Deny: not a session listed with role and account', { AWS: [ROOT, `arn:aws:iam::${ACCOUNT}:role/app`, SESSION] }, { AWS: SESSION }, YES],
    ['Deny, partly listed: the user without the account', { AWS: USER }, { AWS: USER }, 'unknown'],
    ['Deny, partly listed: the account without the user', { AWS: ROOT }, { AWS: USER }, 'unknown'],
    ['Deny, partly listed: role and account without the session', { AWS: [ROOT, ROLE] }, { AWS: SESSION }, 'unknown'],
    ['Deny, partly listed: session and account without the role', { AWS: [ROOT, SESSION] }, { AWS: SESSION }, 'unknown'],
    ['Deny: not a session listed with its role, whose path is listed, and account', { AWS: [ROOT, ROLE, SESSION] }, { AWS: SESSION }, YES],
    ['Deny: a canonical user may be an identity of a listed account', { AWS: ACCOUNT }, { CanonicalUser: CANONICAL }, 'unknown'],
    ['Deny: an identity may be of a listed canonical user', { CanonicalUser: CANONICAL }, { AWS: USER }, 'unknown'],
    ['Deny: everybody by type may not exempt a service', { AWS: '*' }, { Service: 's3.amazonaws.com' }, 'unknown'],
    ['Deny: everybody is exempt', { AWS: '*' }, { AWS: USER }, YES],
  ])('%s', (_, NotPrincipal, principal, expected) => {
    expect(decide([ALLOW, { ...DENY, Principal: undefined, NotPrincipal }], { principal })).toBe(expected);
  });
});

describe('Action and Resource', () => {
  test.each<[string, object, Partial<PolicyRequest>, string]>([
    ['an action in any case', { Action: 'S3:getobject' }, {}, YES],
    ['an action with wildcards', { Action: 's3:Get?bject*' }, {}, YES],
    ['every action of every service', { Action: '*' }, {}, YES],
    ['another action', { Action: ['s3:PutObject', 's3:DeleteObject'] }, {}, NO],
    ['an action is not a prefix', { Action: 's3:GetObject' }, { action: 's3:GetObjectAcl' }, NO],
    ['all actions but some: another', { Action: undefined, NotAction: 's3:put*' }, {}, YES],
    ['all actions but some: one of them', { Action: undefined, NotAction: ['s3:put*', 's3:GET*'] }, {}, NO],
    ['a resource', { Resource: `${BUCKET}/k` }, {}, YES],
    ['a resource depends on case', { Resource: `${BUCKET}/K` }, {}, NO],
    ['* spans slashes', { Resource: `${BUCKET}/*` }, { resource: `${BUCKET}/a/b` }, YES],
    ['? is exactly one character', { Resource: `${BUCKET}/?` }, { resource: `${BUCKET}/ab` }, NO],
    ['the objects are not the bucket', { Resource: `${BUCKET}/*` }, { resource: BUCKET }, NO],
    ['the bucket is not its objects', { Resource: BUCKET }, {}, NO],
    ['a * behind the bucket covers both, and other buckets', { Resource: `${BUCKET}*` }, { resource: 'arn:aws:s3:::backup/k' }, YES],
    ['a wildcard in a resource crosses colons', { Resource: 'arn:aws:*/k' }, {}, YES],
    ['an access point', { Resource: 'arn:aws:s3:*:111122223333:accesspoint/ap/object/*' }, { resource: 'arn:aws:s3:us-east-1:111122223333:accesspoint/ap/object/k' }, YES],
    ['everything but a resource: another', { Resource: undefined, NotResource: `${BUCKET}/public/*` }, {}, YES],
    ['everything but a resource: itself', { Resource: undefined, NotResource: `${BUCKET}/*` }, {}, NO],
    ['an unknown action', { Action: [UNKNOWN, 's3:PutObject'] }, {}, 'unknown'],
    ['an unknown action beside the one', { Action: [UNKNOWN, 's3:GetObject'] }, {}, YES],
    ['an unknown exception', { Action: undefined, NotAction: UNKNOWN }, {}, 'unknown'],
    ['an unknown resource', { Resource: UNKNOWN }, {}, 'unknown'],
    ['an unknown resource of another action', { Resource: UNKNOWN, Action: 's3:PutObject' }, {}, NO],
  ])('%s', (_, change, request, expected) => {
    expect(decide({ ...ALLOW, ...change }, request)).toBe(expected);
  });
});

describe('statements add up', () => {
  const other = { Action: 's3:PutObject' };
  test.each<[string, unknown[], string]>([
    ['no statement: not allowed', [], NO],
    ['no statement that matches: not allowed', [{ ...ALLOW, ...other }], NO],
    ['one Allow is enough', [{ ...ALLOW, ...other }, ALLOW], YES],
    ['a Deny alone is a Deny', [DENY], 'ExplicitDeny'],
    ['a Deny before the Allow', [DENY, ALLOW], 'ExplicitDeny'],
    ['a Deny behind the Allow', [ALLOW, DENY], 'ExplicitDeny'],
    ['a Deny of something else', [ALLOW, { ...DENY, ...other }], YES],
    ['a Deny wins over an unknown Deny', [ALLOW, { ...DENY, Action: UNKNOWN }, DENY], 'ExplicitDeny'],
    ['an unknown Deny makes an Allow unknown', [ALLOW, { ...DENY, Action: UNKNOWN }], 'unknown'],
    ['an unknown Deny alone is unknown', [{ ...DENY, Action: UNKNOWN }], 'unknown'],
    ['an unknown Allow beside an Allow', [{ ...ALLOW, Action: UNKNOWN }, ALLOW], YES],
    ['an unknown Allow alone', [{ ...ALLOW, Action: UNKNOWN }], 'unknown'],
    ['a malformed statement is unknown', [{ ...ALLOW, Action: [{}] }], 'unknown'],
    ['a malformed statement beside an Allow', [ALLOW, { ...ALLOW, Condition: 'x' }], YES],
    ['a malformed Deny beside an Allow', [ALLOW, { ...DENY, Condition: 'x' }], 'unknown'],
    ['an Effect that is none', [ALLOW, { ...DENY, Effect: 'deny' }], 'unknown'],
    ['an Effect decided at deployment', [ALLOW, { ...DENY, Effect: UNKNOWN }], 'unknown'],
    ['a statement decided at deployment', [ALLOW, UNKNOWN], 'unknown'],
    ['both Action and NotAction', [{ ...ALLOW, NotAction: 's3:PutObject' }], 'unknown'],
    ['neither Resource nor NotResource', [{ ...ALLOW, Resource: undefined }], 'unknown'],
    ['a condition decided at deployment', [{ ...ALLOW, Condition: UNKNOWN }], 'unknown'],
    ['an operator decided at deployment', [{ ...ALLOW, Condition: { StringEquals: UNKNOWN } }], 'unknown'],
    ['no principal beside one with a principal', [{ ...ALLOW, Principal: undefined }, { ...ALLOW, ...other }], 'unknown'],
    ['no principal anywhere: an identity policy speaks of its identity', [{ ...ALLOW, Principal: undefined }], YES],
  ])('%s', (_, statements, expected) => {
    expect(decide(statements)).toBe(expected);
  });

  test.each<[string, unknown[], number[]]>([
    ['those that allow', [ALLOW, { ...ALLOW, ...other }, ALLOW], [0, 2]],
    ['those that deny, and not those that allow', [ALLOW, DENY, DENY], [1, 2]],
    ['those that are unknown', [ALLOW, { ...DENY, Action: UNKNOWN }], [1]],
    ['none, where nothing matches', [{ ...ALLOW, ...other }], []],
  ])('the answer names %s', (_, Statement, expected) => {
    expect(evaluate(readPolicyDocument({ Version: '2012-10-17', Statement }), REQUEST).statements.map(({ index }) => index)).toEqual(expected);
  });

  test('a document that is not an object decides nothing', () => {
    expect(evaluate(readPolicyDocument('Allow'), REQUEST).decision).toBe('unknown');
    expect(evaluate(readPolicyDocument(UNKNOWN), REQUEST).decision).toBe('unknown');
  });
});
