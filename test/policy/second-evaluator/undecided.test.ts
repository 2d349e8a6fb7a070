import * as fc from 'fast-check';
import { decide, Decision, Request } from './decide';
import { allow, by, deny, policy, request } from './documented/documented-page';
import { anyMatches } from './pattern';
import { glob, literal, PATH } from './tokens';

/** What AWS's text leaves open, or S3 refuses: it is unknown, and only that. */

const USER = { AWS: 'arn:aws:iam::111122223333:user/a' };
const SESSION = { AWS: 'arn:aws:sts::111122223333:assumed-role/App/s' };
const ROLE = 'arn:aws:iam::111122223333:role';
const ID = 'a'.repeat(64);
const SERVICE = { Service: 'ec2.amazonaws.com' };
const to = (principal: unknown) => policy(allow({ Principal: principal }));
const except = (principal: unknown) => policy(allow(), deny({ Principal: undefined, NotPrincipal: principal }));
const onlyIf = (condition: object) => policy(allow({ Condition: condition }));
const byArn = (operator: string, ...values: string[]) => onlyIf({ [operator]: { 'aws:PrincipalArn': values } });
const having = (context: Request['context']) => request({ context });

test.each<[says: string, decision: Decision, policy: unknown, request: Request]>([
  ['all of a type', 'Allow', to({ Service: '*' }), by(SERVICE)],
  ['all of a type, another type', 'ImplicitDeny', to({ Federated: '*' }), by(SERVICE)],
  ['part of an AWS principal, anybody', 'unknown', to({ AWS: 'arn:aws:iam::*:root' }), request()],
  ['part of a service, a service', 'unknown', to({ Service: '*.amazonaws.com' }), by(SERVICE)],
  ['part of a service, a user', 'ImplicitDeny', to({ Service: '*.amazonaws.com' }), by(USER)],
  ['all canonical users, a user', 'unknown', to({ CanonicalUser: '*' }), by(USER)],
  ['all canonical users, anonymous', 'ImplicitDeny', to({ CanonicalUser: '*' }), request()],
  ['a denied canonical user, a user', 'unknown', policy(allow(), deny({ Principal: { CanonicalUser: ID } })), by(USER)],
  ['everyone but a canonical user, that one', 'Allow', except({ CanonicalUser: ID }), by({ CanonicalUser: ID })],
  ['everyone but a canonical user, a user', 'unknown', except({ CanonicalUser: ID }), by(USER)],
  ['everyone but an account, a canonical user', 'unknown', except({ AWS: '111122223333' }), by({ CanonicalUser: ID })],
  ['everyone but a service, that one', 'Allow', except(SERVICE), by(SERVICE)],
  ['everyone but all AWS identities, a service', 'unknown', except({ AWS: '*' }), by(SERVICE)],
  ['everyone but everyone', 'Allow', except('*'), by(USER)],
  ['an account in another partition', 'ImplicitDeny', to({ AWS: 'arn:aws-cn:iam::111122223333:root' }), by(USER)],
  ['an account id of 11 digits', 'unknown', to({ AWS: '11112222333' }), by(USER)],
  ['what S3 refuses, for everyone', 'unknown', to({ AWS: '11112222333' }), request()],
  ['what S3 refuses, in a Deny', 'unknown', policy(allow(), deny({ Principal: { AWS: '11112222333' } })), request()],
  ['a role with a path that the session may have', 'Allow', to({ AWS: `${ROLE}/p/App` }), by(SESSION)],
  ['a role with a path that the session does not have', 'ImplicitDeny', to({ AWS: `${ROLE}/p/App` }), by(SESSION, { context: { 'aws:PrincipalArn': `${ROLE}/App` } })],

  ['the ARN of the role of a session', 'unknown', byArn('ArnEquals', `${ROLE}/App`), by(SESSION)],
  ['the ARN of the role of a session, negated', 'unknown', byArn('StringNotEquals', `${ROLE}/p/App`), by(SESSION)],
  ['the ARN of another role', 'ImplicitDeny', byArn('ArnLike', `${ROLE}/Other`), by(SESSION)],
  ['any path', 'Allow', byArn('ArnLike', `${ROLE}/*App`), by(SESSION)],
  ['any path, letter case ignored', 'unknown', byArn('StringEqualsIgnoreCase', `${ROLE}/APP`.toUpperCase()), by(SESSION)],
  ['no path, or any: together all', 'Allow', byArn('StringLike', `${ROLE}/App`, `${ROLE}/*/App`), by(SESSION)],
  ['no path, or one of one character', 'unknown', byArn('StringLike', `${ROLE}/App`, `${ROLE}/?/App`), by(SESSION)],
  ['the ARN itself', 'Allow', byArn('StringEquals', '${aws:PrincipalArn}'), by(SESSION)],
  ['the ARN in a resource', 'unknown', policy(allow({ Resource: 'arn:aws:s3:::b/${aws:PrincipalArn}/*' })), by(SESSION, { resource: `arn:aws:s3:::b/${ROLE}/p/App/x` })],
  ['the ARN in a resource, of another role', 'ImplicitDeny', policy(allow({ Resource: 'arn:aws:s3:::b/${aws:PrincipalArn}/*' })), by(SESSION, { resource: `arn:aws:s3:::b/${ROLE}/p/Other/x` })],

  ['IPv6 as text, in lower case', 'unknown', onlyIf({ StringEquals: { 'aws:SourceIp': '2001:db8::1' } }), having({ 'aws:SourceIp': '2001:db8::1' })],
  ['IPv6 as text, without letters', 'Allow', onlyIf({ StringEquals: { 'aws:SourceIp': '2001::1' } }), having({ 'aws:SourceIp': '2001::1' })],
  ['IPv6 as text, letter case ignored', 'Allow', onlyIf({ StringEqualsIgnoreCase: { 'aws:SourceIp': '2001:DB8::1' } }), having({ 'aws:SourceIp': '2001:db8::1' })],
  ['IPv6 as text, both spellings', 'Allow', onlyIf({ StringLike: { 'aws:VpcSourceIp': ['2001:DB8:*', '2001:db8:*'] } }), having({ 'aws:VpcSourceIp': '2001:db8::1' })],
  ['IPv6 as an address', 'Allow', onlyIf({ IpAddress: { 'aws:SourceIp': '2001:DB8::/32' } }), having({ 'aws:SourceIp': '2001:db8::1' })],

  ['ForAnyValue with IfExists, absent', 'unknown', onlyIf({ 'ForAnyValue:StringEqualsIfExists': { 'aws:TagKeys': 'a' } }), request()],
  ['ForAllValues, no values', 'unknown', onlyIf({ 'ForAllValues:StringEquals': { 'aws:TagKeys': 'a' } }), having({ 'aws:TagKeys': [] })],
  ['ForAnyValue, an empty value', 'unknown', onlyIf({ 'ForAnyValue:StringEquals': { 'aws:TagKeys': 'a' } }), having({ 'aws:TagKeys': ['a', ''] })],
  ['no set operator, all values match', 'Allow', onlyIf({ StringLike: { 'aws:TagKeys': 'a*' } }), having({ 'aws:TagKeys': ['a', 'ab'] })],
  ['no set operator, one value matches', 'unknown', onlyIf({ StringEquals: { 'aws:TagKeys': 'a' } }), having({ 'aws:TagKeys': ['a', 'b'] })],
  ['no set operator, no value matches', 'ImplicitDeny', onlyIf({ StringEquals: { 'aws:TagKeys': 'c' } }), having({ 'aws:TagKeys': ['a', 'b'] })],
  ['four digits: a year, or seconds', 'unknown', onlyIf({ DateGreaterThan: { 'aws:CurrentTime': '2026' } }), having({ 'aws:CurrentTime': '2025-01-01T00:00:00Z' })],
  ['four digits, before both', 'ImplicitDeny', onlyIf({ DateLessThan: { 'aws:CurrentTime': '2026' } }), having({ 'aws:CurrentTime': '2027-01-01T00:00:00Z' })],
  ['a date without a time zone', 'unknown', onlyIf({ DateGreaterThan: { 'aws:CurrentTime': '2026-01-01T00:00:00' } }), having({ 'aws:CurrentTime': '2027-01-01T00:00:00Z' })],
  ['a date that is none', 'unknown', onlyIf({ DateGreaterThan: { 'aws:CurrentTime': '2026-02-29' } }), having({ 'aws:CurrentTime': '2027-01-01T00:00:00Z' })],
  ['a prefix that is too long', 'unknown', onlyIf({ IpAddress: { 'aws:SourceIp': '203.0.113.0/33' } }), having({ 'aws:SourceIp': '203.0.113.1' })],
  ['a negated operator without values', 'unknown', onlyIf({ StringNotEquals: { 's3:prefix': [] } }), request()],
  ['a sure deny, however much is unknown', 'ExplicitDeny', { Version: '2012-10-17', Typo: 1, Statement: [{ Effect: 'Allow' }, deny()] }, request()],
  ['an unreadable document', 'unknown', { Version: '2012-10-17', Typo: 1, Statement: [] }, request()],
])('%s: %s', (_says, decision, document, asked) => {
  expect(decide(document, asked)).toBe(decision);
});

test('what is said of every path of a role is true of each', () => {
  const [before, after] = [literal('role/'), literal('ab')];
  const paths = ['', 'a/', 'b/', '//', 'ab/', 'a/b/', 'x/', 'ba/a/', '?/'];
  const pattern = fc.array(fc.constantFrom('*', '?', 'a', 'b', '/', 'x'), { maxLength: 5 }).map((parts) => glob(`role/${parts.join('')}${parts.length % 2 ? 'b' : ''}`));
  fc.assert(fc.property(fc.array(pattern, { maxLength: 3 }), (patterns) => {
    const all = anyMatches(patterns, [...before, PATH, ...after]);
    const each = paths.map((path) => anyMatches(patterns, [...before, ...literal(path), ...after]));
    expect(all === 'maybe' || each.every((one) => one === all)).toBe(true);
  }), { numRuns: 2000 });
});
