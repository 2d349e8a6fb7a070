import * as fc from 'fast-check';
import { PolicyRequest } from '../src/policy/policy-request';
import { policy } from '../test/policy/random-policies';

export interface Policy {
  readonly Version: string;
  readonly Statement: readonly object[];
}

export interface Shape {
  readonly name: string;
  readonly policy: Policy;
}

const ACCOUNT = '111122223333';
const BUCKET = 'arn:aws:s3:::reports-b';

function allow(more: object = {}): object {
  return { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: `${BUCKET}/*`, ...more };
}

function deny(Condition: object | undefined, more: object = {}): object {
  return { Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: [BUCKET, `${BUCKET}/*`], ...Condition ? { Condition } : {}, ...more };
}

function of(...Statement: readonly object[]): Policy {
  return { Version: '2012-10-17', Statement };
}

function numbered<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, i) => make(i));
}

/** Random policies of one to ten statements, always the same ones. */
export function ordinaryPolicies(count: number): Policy[] {
  const [parts] = [fc.sample(policy, { numRuns: count * 4, seed: 42 })];
  return numbered(count, (i) => of(...parts.slice(4 * i, 4 * i + 4).flatMap(({ Statement }) => Statement).slice(0, 1 + i % 10)));
}

export function ordinaryRequest(): PolicyRequest {
  return {
    principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/admin` },
    action: 's3:GetObject',
    resource: 'arn:aws:s3:::b/x',
    context: { 'aws:SecureTransport': 'true', 'aws:SourceIp': '203.0.113.7', 'aws:PrincipalOrgID': 'o-aaaaaaaaaa' },
  };
}

const KB = 1000;

/** As many statements as fit into 20 KB. */
function filled(first: readonly object[], make: (index: number) => object): Policy {
  const statements = [...first];
  for (let i = 0; JSON.stringify(of(...statements, make(i))).length <= 20 * KB; i++) {
    statements.push(make(i));
  }
  return of(...statements);
}

/** The largest that S3 accepts. */
export function largePolicies(): Shape[] {
  const grant = (i: number) => allow({
    Sid: `Team${i}`,
    Principal: { AWS: `arn:aws:iam::${String(100000000000 + i)}:role/team-${i}` },
    Action: ['s3:GetObject', 's3:PutObject'],
    Resource: `${BUCKET}/team-${i}/*`,
    Condition: { Bool: { 'aws:SecureTransport': 'true' } },
  });
  return [
    { name: 'a role and a prefix for each team', policy: filled([deny({ Bool: { 'aws:SecureTransport': 'false' } })], grant) },
    { name: 'one statement, many prefixes', policy: of(allow({ Resource: numbered(550, (i) => `${BUCKET}/team-${i}/*`), Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-aaaaaaaaaa' } } })) },
    { name: 'one statement, many accounts', policy: of(allow({ Principal: { AWS: numbered(1200, (i) => String(100000000000 + i)) } })) },
    { name: 'one statement, many CIDR blocks', policy: of(allow({ Condition: { IpAddress: { 'aws:SourceIp': numbered(1000, (i) => `${20 + (i >> 8)}.${i & 255}.16.0/24`) } } })) },
    {
      name: 'public but for a Deny per prefix', policy: filled([allow()], (i) => deny({ StringNotEquals: { 'aws:PrincipalAccount': ACCOUNT } }, { Resource: `${BUCKET}/team-${i}/*` })),
    },
  ];
}

/** Shapes that invite a search to take exponential time. */
export function adversarialPolicies(): Shape[] {
  const letters = 'abcdefghijkl'.split('');
  const twoConditions = (count: number) => numbered(count, (i) => deny({ StringLike: { [`aws:PrincipalTag/k${i}`]: `v${i}*` }, StringNotLike: { [`aws:PrincipalTag/k${(i + 1) % count}`]: `w${i}*` } }));
  const globs = letters.map((letter) => `*${letter}*`);
  const together = (values: readonly string[]) => of(
    allow({ Condition: { StringLike: { 'aws:Referer': values[0] }, StringLikeIfExists: { 'aws:Referer': values[1] } } }),
    ...values.slice(2).map((value) => deny({ StringNotLike: { 'aws:Referer': value } })),
  );
  return [
    { name: '40 Denies of two conditions', policy: of(allow(), ...twoConditions(40)) },
    { name: '40 Denies of two conditions on shared keys', policy: of(allow(), ...numbered(40, (i) => deny({ StringEquals: { [`aws:PrincipalTag/k${i % 9}`]: `v${i}` }, StringNotEquals: { [`aws:PrincipalTag/k${(i * 5 + 1) % 9}`]: `v${(i * 7) % 40}` } }))) },
    { name: '12 overlapping *c* globs, all asked for', policy: together(globs) },
    { name: '12 overlapping *c* globs, and no room', policy: of(...together(globs).Statement, deny({ StringLike: { 'aws:Referer': '????????????*' } })) },
    { name: '12 overlapping *c* globs on the resource', policy: of(allow(), ...globs.map((glob) => deny(undefined, { Resource: undefined, NotResource: `${BUCKET}/${glob}` })), deny(undefined, { Resource: `${BUCKET}/????????????*` })) },
    { name: '12 overlapping *cd* globs', policy: together(letters.map((letter, i) => `*${letter}${letters[(i + 5) % 12]}*`)) },
    ...[3, 4, 5, 6, 8, 12].map((holes) => ({ name: `${holes + 1} pigeons, ${holes} holes`, policy: pigeonholes(holes) })),
    ...largePolicies().map(({ name, policy: large }) => ({ name: `20 KB: ${name}`, policy: large })),
  ];
}

/**
 * More pigeons than holes, and no two in one: pigeon p is in hole h iff the tag `p-h` is there. No request fulfils it, and
 * resolution needs exponentially many steps to show that.
 */
function pigeonholes(holes: number): Policy {
  const tag = (pigeon: number, hole: number) => `aws:PrincipalTag/p${pigeon}-${hole}`;
  const pigeons = numbered(holes + 1, (i) => i);
  return of(
    allow(),
    // No pigeon is in no hole …
    ...pigeons.map((pigeon) => deny({ Null: Object.fromEntries(numbered(holes, (hole) => [tag(pigeon, hole), 'true'])) })),
    // … and no two in the same one.
    ...numbered(holes, (hole) => hole).flatMap((hole) => pigeons.flatMap((a) => pigeons.filter((b) => b > a).map((b) => deny({ Null: { [tag(a, hole)]: 'false', [tag(b, hole)]: 'false' } })))),
  );
}

/** So many statements, of which the last ones decide. */
export function manyStatements(count: number): Policy {
  return of(allow({ Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-aaaaaaaaaa' } } }), ...numbered(count - 1, (i) => i % 3 === 0
    ? deny({ StringNotLike: { 'aws:PrincipalArn': `arn:aws:iam::*:role/team-${i}-*` }, Bool: { 'aws:SecureTransport': 'false' } }, { Resource: `${BUCKET}/team-${i}/*` })
    : allow({ Principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/team-${i}` }, Resource: `${BUCKET}/team-${i}/*` })));
}

/** One statement whose condition has so many values. */
export function manyValues(count: number): Policy {
  return of(allow({
    Condition: { StringLike: { 'aws:PrincipalArn': numbered(count, (i) => `arn:aws:iam::${ACCOUNT}:role/team-${i}-*`) }, IpAddress: { 'aws:SourceIp': numbered(count, (i) => `20.${i}.0.0/16`) } },
  }), deny({ StringNotLike: { 'aws:PrincipalArn': numbered(count, (i) => `arn:aws:iam::*:role/team-${i}-*`) } }));
}
