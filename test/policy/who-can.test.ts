import * as fc from 'fast-check';
import { policy } from './random-policies';
import { GRID } from './request-grid';
import { AccessRow } from '../../src/policy/access/rows';
import { evaluate, matchesStatement } from '../../src/policy/evaluate';
import { PolicyDocument, readPolicyDocument } from '../../src/policy/policy-document';
import { PolicyRequest } from '../../src/policy/policy-request';
import { compare } from '../../src/policy/questions/compare';
import { whoCan } from '../../src/policy/questions/who-can';
import { UnknownValue } from '../../src/policy/unknown-value';

const RUNS = Number(process.env.POLICY_RUNS ?? 100);

/** So long that nothing is left undecided on a slow machine. */
const MILLISECONDS = 60_000;

function read(Statement: unknown): PolicyDocument {
  return readPolicyDocument({ Version: '2012-10-17', Statement });
}

/** Whether a row lets a request in, by what it says for machines. */
function lets(document: PolicyDocument, { grant, unless }: AccessRow, request: PolicyRequest): boolean {
  return matchesStatement(document, grant, request) === 'yes' && unless.every((deny) => matchesStatement(deny.document, deny.statement, request) === 'no');
}

/** The policy that the rows say. */
function policyOf(document: PolicyDocument, rows: readonly AccessRow[]): PolicyDocument {
  return { ...document, statements: [...rows.map(({ grant }) => grant), ...document.statements.filter(({ effect }) => effect === 'Deny')] };
}

const SAMPLE = GRID.filter((_, i) => i % 23 === 0).map(({ request }) => request);

function check(law: (document: PolicyDocument, rows: readonly AccessRow[]) => void) {
  fc.assert(fc.property(policy, (json) => {
    const document = readPolicyDocument(json);
    law(document, whoCan(document, MILLISECONDS));
  }), { numRuns: RUNS });
}

describe('of every policy', () => {
  test('the rows together allow exactly what it allows', () => {
    check((document, rows) => {
      const wrong = SAMPLE.find((request) => rows.some((row) => lets(document, row, request)) !== (evaluate(document, request).decision === 'Allow'));
      expect(wrong).toBeUndefined();
    });
  });

  test('the search finds no request that tells the rows from it', () => {
    check((document, rows) => expect(compare(document, policyOf(document, rows))).toEqual({ relation: 'equivalent' }));
  });

  test('dropping any row loses a request: its witness', () => {
    check((document, rows) => {
      for (const row of rows) {
        expect(row.certainty).toBe('certain');
        expect(evaluate(document, row.witness!).decision).toBe('Allow');
        expect(rows.filter((other) => lets(document, other, row.witness!))).toEqual([row]);
      }
    });
  });

  test('what a row says of the way holds of each of its requests', () => {
    check((document, rows) => {
      for (const row of rows) {
        const wrong = SAMPLE.find((request) => lets(document, row, request) && !row.paths.some((path) => isOn(path, request)));
        expect(wrong).toBeUndefined();
      }
    });
  });

  test('what a row says of the principal holds of each of its requests', () => {
    check((document, rows) => {
      for (const row of rows) {
        const wrong = SAMPLE.find((request) => lets(document, row, request) && !row.principal.split(' and ').some((who) => isBy(who, request)));
        expect(wrong && { row: row.principal, wrong }).toBeUndefined();
      }
    });
  });

  test('in any order and said twice it has as many rows', () => {
    check((document, rows) => {
      const twice = { ...document, statements: [...document.statements, ...[...document.statements].reverse()].map((statement, index) => ({ ...statement, index })) };
      expect(compare(document, policyOf(document, whoCan(twice, MILLISECONDS)))).toEqual({ relation: 'equivalent' });
      expect(whoCan(twice, MILLISECONDS)).toHaveLength(rows.length);
    });
  });
});

function isOn(path: string, { context }: PolicyRequest): boolean {
  const block = /^internet, from (.*)$/.exec(path)?.[1];
  return path === 'internet' ? context['aws:SourceIp'] !== undefined
    : block !== undefined ? evaluate(read([{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*', Condition: { IpAddress: { 'aws:SourceIp': block } } }]), { principal: 'anonymous', action: 's3:GetObject', resource: 'arn:aws:s3:::b/x', context }).decision === 'Allow'
      : path === 'any VPC endpoint' ? context['aws:SourceVpce'] !== undefined
        : path.startsWith('VPC endpoint ') ? context['aws:SourceVpce'] === path.slice('VPC endpoint '.length)
          : path === 'from an AWS service itself';
}

function isBy(who: string, { principal, context }: PolicyRequest): boolean {
  const arn = typeof principal === 'object' && 'AWS' in principal ? principal.AWS : undefined;
  const service = typeof principal === 'object' && 'Service' in principal ? principal.Service : undefined;
  const [, organizations] = /^anyone in organization (.*)$/.exec(who) ?? [];
  const [, accounts] = /^anyone in account (.*)$/.exec(who) ?? [];
  const [, name, account] = /^service (\S+) for (?:account (\d+)|any account)$/.exec(who) ?? [];
  return who === 'anyone'
    || (who === 'any AWS account' && principal !== 'anonymous')
    || (who === 'AWS services' && service !== undefined)
    || (name !== undefined && service === name && (account === undefined || context['aws:SourceAccount'] === account))
    || (organizations !== undefined && organizations.split(' or ').includes(String(context['aws:PrincipalOrgID'])))
    || (accounts !== undefined && arn !== undefined && accounts.split(' or ').some((id) => arn.includes(`:${id}:`)))
    || (who === 'principals that fulfill the conditions' && arn !== undefined)
    || (who.startsWith('principals like ') && arn !== undefined)
    || who === arn;
}

const BUCKET = 'arn:aws:s3:::b';
const OBJECTS = 'arn:aws:s3:::b/*';
const ROLE = 'arn:aws:iam::111122223333:role/app';
const allow = (who: unknown, what: unknown, where: unknown = OBJECTS, when?: unknown) => ({ Effect: 'Allow', Principal: who, Action: what, Resource: where, ...when ? { Condition: when } : {} });
const deny = (what: unknown, when?: unknown, where: unknown = [BUCKET, OBJECTS]) => ({ ...allow('*', what, where, when), Effect: 'Deny' });

function told(...statements: unknown[]) {
  return whoCan(read(statements), MILLISECONDS).map(({ principal, actions, objects, conditions, paths }) => [principal, actions.join(' '), objects.join(' '), conditions.join('; '), paths.join('; ')]);
}

const ANYWHERE = 'internet; any VPC endpoint; through an AWS service';

describe('a row says', () => {
  test.each<[string, unknown[], string[][]]>([
    ['anyone', [allow('*', 's3:GetObject')], [['anyone', 's3:GetObject', OBJECTS, '', `${ANYWHERE}; from an AWS service itself`]]],
    ['each role that is named', [allow({ AWS: [ROLE, 'arn:aws:iam::444455556666:role/b'] }, 's3:GetObject')],
      [[ROLE, 's3:GetObject', OBJECTS, '', ANYWHERE], ['arn:aws:iam::444455556666:role/b', 's3:GetObject', OBJECTS, '', ANYWHERE]]],
    ['an account, and not its role besides', [allow({ AWS: ROLE }, 's3:GetObject'), allow({ AWS: '111122223333' }, 's3:Get*')], [['anyone in account 111122223333', 's3:Get*', OBJECTS, '', ANYWHERE]]],
    ['an organization', [allow('*', 's3:GetObject', OBJECTS, { StringEquals: { 'aws:PrincipalOrgID': 'o-aaaaaaaaaa' } })], [['anyone in organization o-aaaaaaaaaa', 's3:GetObject', OBJECTS, '', ANYWHERE]]],
    ['an organization that a Deny demands', [allow('*', 's3:GetObject'), deny('s3:*', { StringNotEquals: { 'aws:PrincipalOrgID': 'o-aaaaaaaaaa' } })],
      [['anyone in organization o-aaaaaaaaaa', 's3:GetObject', OBJECTS, 'aws:PrincipalOrgID is o-aaaaaaaaaa', ANYWHERE]]],
    ['any account, where only the anonymous are denied', [allow('*', 's3:GetObject', OBJECTS, { StringNotEquals: { 'aws:PrincipalAccount': 'anonymous' } })],
      [['any AWS account and AWS services', 's3:GetObject', OBJECTS, 'aws:PrincipalAccount is not anonymous', `${ANYWHERE}; from an AWS service itself`]]],
    ['the account that a service acts for', [allow({ Service: 'logging.s3.amazonaws.com' }, 's3:PutObject', OBJECTS, { StringEquals: { 'aws:SourceAccount': '111122223333' } })],
      [['service logging.s3.amazonaws.com for account 111122223333', 's3:PutObject', OBJECTS, '', 'from an AWS service itself']]],
    ['that a service acts for anyone', [allow({ Service: 'logging.s3.amazonaws.com' }, 's3:PutObject')], [['service logging.s3.amazonaws.com for any account', 's3:PutObject', OBJECTS, '', 'from an AWS service itself']]],
    ['the role that a condition names', [allow('*', 's3:GetObject', OBJECTS, { ArnEquals: { 'aws:PrincipalArn': ROLE } })], [[ROLE, 's3:GetObject', OBJECTS, '', ANYWHERE]]],
    ['the endpoint that a Deny demands, and no other way', [allow({ AWS: ROLE }, 's3:GetObject'), deny('s3:*', { StringNotEquals: { 'aws:SourceVpce': 'vpce-0a' } })],
      [[ROLE, 's3:GetObject', OBJECTS, 'aws:SourceVpce is vpce-0a', 'VPC endpoint vpce-0a']]],
    ['the VPC', [allow({ AWS: ROLE }, 's3:GetObject', OBJECTS, { StringEquals: { 'aws:SourceVpc': 'vpc-0a' } })], [[ROLE, 's3:GetObject', OBJECTS, 'aws:SourceVpc is vpc-0a', 'VPC vpc-0a']]],
    ['the addresses', [allow({ AWS: ROLE }, 's3:GetObject', OBJECTS, { IpAddress: { 'aws:SourceIp': ['203.0.113.0/24', '203.0.113.0/25'] } })],
      [[ROLE, 's3:GetObject', OBJECTS, 'aws:SourceIp is in 203.0.113.0/24 or 203.0.113.0/25', 'internet, from 203.0.113.0/24; through an AWS service']]],
    ['a pattern where it is exactly right', [allow({ AWS: ROLE }, 's3:GetObject*'), deny('s3:PutObject')], [[ROLE, 's3:GetObject*', OBJECTS, '', ANYWHERE]]],
    ['names where a Deny takes some', [allow({ AWS: ROLE }, ['s3:PutObject', 's3:DeleteObject*']), deny('s3:DeleteObject')],
      [[ROLE, 's3:PutObject s3:DeleteObjectAnnotation s3:DeleteObjectTagging s3:DeleteObjectVersion*', OBJECTS, '', ANYWHERE]]],
    ['nothing of what is wholly denied', [allow({ AWS: ROLE }, 's3:GetObject'), deny('s3:*')], []],
    ['which part a Deny takes', [allow({ AWS: ROLE }, 's3:GetObject'), deny('s3:*', undefined, 'arn:aws:s3:::b/secret/*')], [[ROLE, 's3:GetObject', OBJECTS, 'not on arn:aws:s3:::b/secret/*', ANYWHERE]]],
    ['when a part of the actions is allowed', [allow({ AWS: ROLE }, ['s3:GetObject', 's3:DeleteObject']), deny('s3:DeleteObject', { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } })],
      [[ROLE, 's3:GetObject s3:DeleteObject', OBJECTS, 's3:DeleteObject only if aws:MultiFactorAuthPresent is true', ANYWHERE]]],
    ['no condition that the others imply', [allow({ AWS: ROLE }, 's3:GetObject', OBJECTS, { Null: { 'aws:PrincipalArn': 'false' } })], [[ROLE, 's3:GetObject', OBJECTS, '', ANYWHERE]]],
    ['no condition of a Deny that the row cannot break', [
      allow({ AWS: ROLE }, 's3:GetObject'), deny('s3:*', { StringNotEquals: { 'aws:SourceVpce': 'vpce-0a' }, ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/admin' } }),
    ], [[ROLE, 's3:GetObject', OBJECTS, 'aws:SourceVpce is vpce-0a', 'VPC endpoint vpce-0a']]],
    ['both statements in one row where they differ in their actions alone', [allow({ AWS: ROLE }, 's3:GetObject'), allow({ AWS: ROLE }, 's3:PutObject')], [[ROLE, 's3:GetObject s3:PutObject', OBJECTS, '', ANYWHERE]]],
    ['a provider', [allow({ Federated: 'www.amazon.com' }, 's3:GetObject')], [['www.amazon.com', 's3:GetObject', OBJECTS, '', 'internet; any VPC endpoint']]],
  ])('%s', (_, statements, rows) => {
    expect(told(...statements)).toEqual(rows);
  });
});

describe('what is not known is a row with its reason', () => {
  test.each<[string, unknown, Partial<AccessRow>[]]>([
    ['a principal', [allow({ AWS: [ROLE, new UnknownValue('a parameter')] }, 's3:GetObject')], [
      { principal: ROLE, certainty: 'certain' },
      { principal: 'a principal that is not known before deployment (a parameter)', certainty: 'unknown' },
    ]],
    ['a Deny', [allow({ AWS: ROLE }, 's3:GetObject'), { Effect: 'Deny', Principal: { AWS: new UnknownValue('a parameter') }, Action: 's3:*', Resource: '*' }], [{ principal: ROLE, certainty: 'unknown' }]],
    ['a whole statement', [allow({ AWS: ROLE }, 's3:GetObject'), new UnknownValue('a parameter')], [{ principal: ROLE, certainty: 'unknown' }, { principal: 'not known before deployment', certainty: 'unknown' }]],
    ['a statement that S3 refuses', [{ ...allow({ AWS: ROLE }, 's3:GetObject'), Conditions: {} }], [{ principal: ROLE, certainty: 'unknown' }]],
  ])('%s', (_, statements, rows) => {
    const found = whoCan(read(statements), MILLISECONDS);
    expect(found).toMatchObject(rows);
    expect(found).toHaveLength(rows.length);
    expect(found.filter(({ certainty, reason }) => (certainty === 'unknown') !== (reason !== undefined))).toEqual([]);
  });

  test('without time', () => {
    expect(whoCan(read([allow('*', 's3:GetObject')]), 0)).toMatchObject([{ certainty: 'unknown', reason: { code: 'budget' } }]);
  });
});
