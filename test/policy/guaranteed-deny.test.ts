import * as fc from 'fast-check';
import { ALL_ACTIONS, BUCKET, requests, statementsNear, withUnknowns } from './arbitrary-policies';
import { isDenied } from './concrete-evaluator';
import { guaranteedDeny, UnwantedRequest } from '../../src/policy/guaranteed-deny';
import { readPolicyDocument } from '../../src/policy/policy-document';
import { UnknownValue } from '../../src/policy/unknown-value';

/** Every request without TLS, of a bucket whose ARN has two spellings. */
const WITHOUT_TLS: UnwantedRequest = {
  actions: ['s3:*'],
  resources: [[BUCKET, 'arn:⟦partition⟧:s3:::data'], [`${BUCKET}/*`, 'arn:⟦partition⟧:s3:::data/*']],
  holds: ({ operator, key, values: [value] }) => operator !== 'Bool' || key !== 'aws:securetransport' ? 'no'
    : value instanceof UnknownValue ? 'unknown' : value === 'false' ? 'yes' : 'no',
};

/** The statement that denies them all. */
const DENY = {
  Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: [BUCKET, `${BUCKET}/*`], Condition: { Bool: { 'aws:SecureTransport': 'false' } },
};
const UNKNOWN = new UnknownValue('parameter P is given at deployment');

function answer(...statements: unknown[]) {
  return guaranteedDeny(readPolicyDocument({ Version: '2012-10-17', Statement: statements }), WITHOUT_TLS);
}

describe("is 'yes'", () => {
  test.each([
    ['for the usual statement', [DENY]],
    ['without any condition, since that denies even more', [{ ...DENY, Condition: undefined }]],
    ['for {"AWS": "*"}, which means everybody too', [{ ...DENY, Principal: { AWS: '*' } }]],
    ['when everybody is one of the principals', [{ ...DENY, Principal: { AWS: ['111122223333', '*'] } }]],
    ['for the action *', [{ ...DENY, Action: '*' }]],
    ['for the action in another case', [{ ...DENY, Action: 'S3:*' }]],
    ['when one of the actions covers', [{ ...DENY, Action: ['s3:GetObject', 's3:*'] }]],
    ['for the resource *', [{ ...DENY, Resource: '*' }]],
    ['for one pattern over bucket and objects', [{ ...DENY, Resource: `${BUCKET}*` }]],
    ['when the ARN is spelled the other way', [{ ...DENY, Resource: ['arn:⟦partition⟧:s3:::data', `${BUCKET}/*`] }]],
    ['for two statements that cover one resource each', [{ ...DENY, Resource: BUCKET }, { ...DENY, Resource: `${BUCKET}/*` }]],
    ['whatever else is allowed', [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }, DENY]],
    ['whatever another statement leaves unknown', [UNKNOWN, { ...DENY, Resource: UNKNOWN }, DENY]],
  ])('%s', (_, statements) => {
    expect(answer(...statements)).toBe('yes');
  });
});

describe("fails to be 'yes', for what only looks like it", () => {
  test.each([
    ['no statement', []],
    ['an Allow', [{ ...DENY, Effect: 'Allow' }]],
    ['another bucket', [{ ...DENY, Resource: ['arn:aws:s3:::other', 'arn:aws:s3:::other/*'] }]],
    ['the bucket in another case', [{ ...DENY, Resource: [BUCKET.toUpperCase(), `${BUCKET.toUpperCase()}/*`] }]],
    ['only the bucket', [{ ...DENY, Resource: BUCKET }]],
    ['only the objects', [{ ...DENY, Resource: `${BUCKET}/*` }]],
    ['only some objects', [{ ...DENY, Resource: [BUCKET, `${BUCKET}/public/*`] }]],
    ['only objects whose key has a character', [{ ...DENY, Resource: [BUCKET, `${BUCKET}/?*`] }]],
    ['a policy variable in the resource', [{ ...DENY, Resource: [BUCKET, `${BUCKET}/\${aws:username}/*`] }]],
    ['excepted resources', [{ ...DENY, Resource: undefined, NotResource: 'arn:aws:s3:::other' }]],
    ['only reads', [{ ...DENY, Action: 's3:Get*' }]],
    ['many actions, not all', [{ ...DENY, Action: ['s3:Get*', 's3:Put*', 's3:List*', 's3:Delete*'] }]],
    ['another service that ends in s3', [{ ...DENY, Action: 'nots3:*' }]],
    ['excepted actions', [{ ...DENY, Action: undefined, NotAction: 's3:GetObject' }]],
    ['one account', [{ ...DENY, Principal: { AWS: '111122223333' } }]],
    ['one service', [{ ...DENY, Principal: { Service: 'logging.s3.amazonaws.com' } }]],
    ['all services', [{ ...DENY, Principal: { Service: '*' } }]],
    ['all canonical users', [{ ...DENY, Principal: { CanonicalUser: '*' } }]],
    ['a wildcard inside a name', [{ ...DENY, Principal: { AWS: 'arn:aws:iam::*:root' } }]],
    ['excepted principals', [{ ...DENY, Principal: undefined, NotPrincipal: { AWS: '111122223333' } }]],
    ['no principal', [{ ...DENY, Principal: undefined }]],
    ['the condition the wrong way round', [{ ...DENY, Condition: { Bool: { 'aws:SecureTransport': 'true' } } }]],
    ['another key', [{ ...DENY, Condition: { Bool: { 'aws:ViaAWSService': 'false' } } }]],
    ['a further condition', [{ ...DENY, Condition: { ...DENY.Condition, StringEquals: { 'aws:PrincipalOrgID': 'o-aaaaaaaaaa' } } }]],
    ['a further key under the same operator', [{ ...DENY, Condition: { Bool: { 'aws:SecureTransport': 'false', 'aws:ViaAWSService': 'false' } } }]],
    ['the condition without a value', [{ ...DENY, Condition: { Bool: { 'aws:SecureTransport': [] } } }]],
    ['two statements with one resource each, one of them an Allow', [{ ...DENY, Resource: BUCKET }, { ...DENY, Effect: 'Allow', Resource: `${BUCKET}/*` }]],
    ['everybody, and somebody excepted', [{ ...DENY, NotPrincipal: { AWS: '111122223333' } }]],
    ['every action, and one excepted', [{ ...DENY, NotAction: 's3:GetObject' }]],
    ['a statement of which a part cannot be read', [{ ...DENY, Action: ['s3:*', { a: 1 }] }]],
  ])('%s', (_, statements) => {
    expect(answer(...statements)).toBe('no');
  });
});

describe("is 'unknown' while a value decided at deployment could make it a 'yes'", () => {
  test.each([
    ['the whole document', UNKNOWN],
    ['the statements', { Statement: UNKNOWN }],
    ['one statement', { Statement: [UNKNOWN] }],
    ['the effect', { Statement: [{ ...DENY, Effect: UNKNOWN }] }],
    ['the principal', { Statement: [{ ...DENY, Principal: UNKNOWN }] }],
    ['the principal of an account', { Statement: [{ ...DENY, Principal: { AWS: UNKNOWN } }] }],
    ['the action', { Statement: [{ ...DENY, Action: UNKNOWN }] }],
    ['all resources', { Statement: [{ ...DENY, Resource: UNKNOWN }] }],
    ['one resource', { Statement: [{ ...DENY, Resource: [BUCKET, UNKNOWN] }] }],
    ['the condition', { Statement: [{ ...DENY, Condition: UNKNOWN }] }],
    ['what the operator holds', { Statement: [{ ...DENY, Condition: { Bool: UNKNOWN } }] }],
    ['the value of the condition', { Statement: [{ ...DENY, Condition: { Bool: { 'aws:SecureTransport': UNKNOWN } } }] }],
    ['the second of two resources', { Statement: [{ ...DENY, Resource: BUCKET }, { ...DENY, Resource: UNKNOWN }] }],
  ])('%s', (_, document) => {
    expect(guaranteedDeny(readPolicyDocument(document), WITHOUT_TLS)).toBe('unknown');
  });

  test.each([
    ['the resource of an Allow', [{ ...DENY, Effect: 'Allow', Resource: UNKNOWN }]],
    ['the resource of a Deny for one account', [{ ...DENY, Principal: { AWS: '111122223333' }, Resource: UNKNOWN }]],
    ['the name of a service', [{ ...DENY, Principal: { Service: UNKNOWN } }]],
    ['excepted actions', [{ ...DENY, Action: undefined, NotAction: UNKNOWN }]],
    ['the action, next to a condition that does not hold', [{ ...DENY, Action: UNKNOWN, Condition: { Bool: { 'aws:SecureTransport': 'true' } } }]],
  ])("and 'no' when no value could: %s", (_, statements) => {
    expect(answer(...statements)).toBe('no');
  });
});

describe('laws', () => {
  const statements = statementsNear(DENY, [
    undefined,
    { Bool: { 'aws:SecureTransport': 'true' } },
    { BoolIfExists: { 'aws:SecureTransport': 'false' } },
    { Bool: { 'AWS:securetransport': 'false' } },
    { Bool: { 'aws:SecureTransport': 'false' }, StringEquals: { 'aws:PrincipalOrgID': 'o-aaaaaaaaaa' } },
    { Bool: { 'aws:SecureTransport': 'false' }, StringNotEquals: { 'aws:PrincipalOrgID': 'o-aaaaaaaaaa' } },
  ]);
  const documents = fc.array(statements, { maxLength: 4 });
  const withoutTls = requests(ALL_ACTIONS, fc.record({ 'aws:principalorgid': fc.constantFrom('o-aaaaaaaaaa', 'o-bbbbbbbbbb') }, { requiredKeys: [] })
    .map((context) => ({ ...context, 'aws:securetransport': 'false' })));

  test("after a 'yes' no request escapes the Deny statements", () => {
    let guaranteed = 0;
    fc.assert(fc.property(documents, fc.array(withoutTls, { minLength: 20, maxLength: 20 }), (document, sample) => {
      if (answer(...document) === 'yes') {
        guaranteed++;
        expect(sample.filter((request) => !isDenied(document, request))).toEqual([]);
      }
    }), { numRuns: 2000 });
    expect(guaranteed).toBeGreaterThan(100);
  });

  test('more statements never make less of it', () => {
    fc.assert(fc.property(documents, documents, (document, more) => {
      fc.pre(answer(...document) === 'yes');
      expect(answer(...document, ...more)).toBe('yes');
    }));
  });

  test('the order of statements does not matter', () => {
    fc.assert(fc.property(documents, (document) => {
      expect(answer(...[...document].reverse())).toBe(answer(...document));
    }));
  });

  test("what is decided at deployment overturns neither a 'yes' nor a 'no'", () => {
    fc.assert(fc.property(withUnknowns(statements), ({ decided, undecided }) => {
      const early = guaranteedDeny(readPolicyDocument(undecided), WITHOUT_TLS);
      fc.pre(early !== 'unknown');
      expect(guaranteedDeny(readPolicyDocument(decided), WITHOUT_TLS)).toBe(early);
    }), { numRuns: 500 });
  });
});
