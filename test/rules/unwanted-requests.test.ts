import * as fc from 'fast-check';
import { BucketFacts } from '../../src/facts/bucket-facts';
import { evaluate } from '../../src/policy/evaluate';
import { readPolicyDocument } from '../../src/policy/policy-document';
import {
  PUTS_WITH_CUSTOMER_PROVIDED_KEY, putsWithAlgorithmOtherThan, putsWithKeyOtherThan, reencryptionWithKeyOtherThan, REQUESTS_WITHOUT_TLS, requestsBelowTls, requireDeny,
  UnwantedRequests,
} from '../../src/rules/unwanted-requests';
import { ALL_ACTIONS, BUCKET, requests, statementsNear, withUnknowns } from '../policy/arbitrary-policies';
import { ConcreteRequest, isDenied, JsonStatement } from '../policy/concrete-evaluator';

/** A bucket with this policy. */
function factsWith(document: unknown): BucketFacts {
  const policy = { address: { template: 'App', logicalId: 'Policy' }, document: readPolicyDocument(document) };
  return { arn: BUCKET, policies: [policy] } as unknown as BucketFacts;
}

const SSE = 's3:x-amz-server-side-encryption';
const KEY_ID = `${SSE}-aws-kms-key-id`;
const KEY = 'arn:aws:kms:eu-west-1:111122223333:key/1';
const PUT = [['s3:PutObject', 'object']] as const;

interface Kind {
  readonly name: string;
  readonly unwanted: UnwantedRequests;
  /** The actions and the condition of the statement that denies them. */
  readonly right: { readonly Action: string; readonly Condition: JsonStatement['Condition'] };
  /** Conditions that come near it. */
  readonly conditions: readonly JsonStatement['Condition'][];
  /** Requests of this kind, made without asking the code under test. */
  readonly requests: fc.Arbitrary<ConcreteRequest>;
}

type Keys = Record<string, fc.Arbitrary<string>>;

/** Contexts with some keys that are always there, and others that may be. */
function context(always: Keys, maybe: Keys = {}): fc.Arbitrary<Record<string, string>> {
  const sometimes: Keys = { ...maybe, 'aws:principalorgid': fc.constantFrom('o-aaaaaaaaaa', 'o-bbbbbbbbbb') };
  return fc.tuple(fc.record(always), fc.record(sometimes, { requiredKeys: [] })).map(([some, others]) => ({ ...some, ...others }) as Record<string, string>);
}

const ORG = { StringEquals: { 'aws:PrincipalOrgID': 'o-aaaaaaaaaa' } };
const FOREIGN = { StringNotEquals: { 'aws:PrincipalOrgID': 'o-aaaaaaaaaa' } };

const KINDS: readonly Kind[] = [
  {
    name: 'requests without TLS',
    unwanted: REQUESTS_WITHOUT_TLS,
    right: { Action: 's3:*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
    conditions: [
      undefined, ORG, { BoolIfExists: { 'AWS:securetransport': 'false' } }, { Bool: { 'aws:SecureTransport': ['true', 'false'] } }, { Bool: { 'aws:SecureTransport': 'true' } },
      { StringEquals: { 'aws:SecureTransport': 'false' } }, { Null: { 'aws:SecureTransport': 'true' } }, { Bool: { 'aws:SecureTransport': 'false' }, ...FOREIGN },
      { Bool: { 'aws:SecureTransport': 'false', 'aws:ViaAWSService': 'false' } },
    ],
    requests: requests(ALL_ACTIONS, context({ 'aws:securetransport': fc.constant('false'), 'aws:viaawsservice': fc.constant('true') })),
  },
  {
    name: 'requests over an old TLS',
    unwanted: requestsBelowTls('1.2'),
    right: { Action: 's3:*', Condition: { NumericLessThan: { 's3:TlsVersion': '1.2' } } },
    conditions: [
      undefined, { NumericLessThan: { 's3:TlsVersion': '1.1' } }, { NumericLessThan: { 's3:TlsVersion': ['1', '1.3'] } }, { NumericLessThanIfExists: { 'S3:TLSVersion': '1.2' } },
      { Bool: { 'aws:SecureTransport': 'false' } }, { NumericLessThan: { 's3:TlsVersion': '1.2' }, ...ORG }, { 'ForAllValues:NumericLessThan': { 's3:TlsVersion': '1.0' } },
    ],
    requests: requests(ALL_ACTIONS, context({ 'aws:securetransport': fc.constant('true'), 's3:tlsversion': fc.constantFrom('1.0', '1.1', '1') })),
  },
  {
    name: 'PUTs with a customer-provided key',
    unwanted: PUTS_WITH_CUSTOMER_PROVIDED_KEY,
    right: { Action: 's3:PutObject', Condition: { Null: { [`${SSE}-customer-algorithm`]: 'false' } } },
    conditions: [
      undefined, { Null: { [`${SSE}-customer-algorithm`]: 'true' } }, { Null: { [`${SSE}-customer-algorithm`]: ['true', 'false'] } }, { Null: { [SSE]: 'false' } },
      { StringEquals: { [`${SSE}-customer-algorithm`]: 'AES128' } }, { Null: { [`${SSE}-customer-algorithm`]: 'false' }, ...FOREIGN },
    ],
    requests: requests(PUT, context({ [`${SSE}-customer-algorithm`]: fc.constant('AES256') })),
  },
  {
    name: 'PUTs with another algorithm',
    unwanted: putsWithAlgorithmOtherThan(['aws:kms', 'aws:kms:dsse']),
    right: { Action: 's3:PutObject', Condition: { Null: { [SSE]: 'false' }, StringNotEquals: { [SSE]: ['aws:kms', 'aws:kms:dsse'] } } },
    conditions: [
      undefined, { StringNotEquals: { [SSE]: 'aws:kms' } }, { StringNotEqualsIfExists: { [SSE]: ['aws:kms', 'aws:kms:dsse'] } }, { StringNotEquals: { [SSE]: ['aws:kms', 'AES256'] } },
      { Null: { [SSE]: 'true' }, StringNotEquals: { [SSE]: 'aws:kms' } }, { Null: { [SSE]: 'false' } }, { StringNotLike: { [SSE]: 'aws:*' } }, { StringEquals: { [SSE]: 'AES256' } },
      { Null: { [SSE]: 'false' }, ...ORG },
    ],
    requests: requests(PUT, context({ [SSE]: fc.constantFrom('AES256', 'aws:fsx', 'AWS:KMS', '') }, { [KEY_ID]: fc.constant(KEY) })),
  },
  {
    name: 'PUTs with another key, or none',
    unwanted: putsWithKeyOtherThan(KEY),
    right: { Action: 's3:PutObject', Condition: { Null: { [SSE]: 'false' }, ArnNotEquals: { [KEY_ID]: KEY } } },
    conditions: [
      undefined, { ArnNotLike: { [KEY_ID]: KEY } }, { StringNotEqualsIfExists: { [KEY_ID]: KEY } }, { ArnNotEquals: { [KEY_ID]: [KEY, 'arn:aws:kms:eu-west-1:111122223333:key/2'] } },
      { ArnNotEquals: { [KEY_ID]: 'arn:aws:kms:*:*:*' } }, { Null: { [KEY_ID]: 'false' }, ArnNotEquals: { [KEY_ID]: KEY } }, { StringNotEquals: { [KEY_ID]: KEY.toUpperCase() } },
      { Null: { [SSE]: 'false' } }, { StringEquals: { [SSE]: 'aws:kms' }, ArnNotEquals: { [KEY_ID]: KEY } }, { Null: { [SSE]: 'false' }, ArnNotEquals: { [KEY_ID]: KEY }, ...FOREIGN },
    ],
    requests: requests(PUT, context({ [SSE]: fc.constantFrom('aws:kms', 'aws:kms:dsse', 'AES256') }, { [KEY_ID]: fc.constantFrom('arn:aws:kms:eu-west-1:111122223333:key/2', 'alias/aws/s3') })),
  },
  {
    name: 'encrypting an object again with another key',
    unwanted: reencryptionWithKeyOtherThan(KEY),
    right: { Action: 's3:UpdateObjectEncryption', Condition: { ArnNotEquals: { [KEY_ID]: KEY } } },
    conditions: [
      undefined, { StringNotEqualsIfExists: { [KEY_ID]: KEY } }, { Null: { [KEY_ID]: 'false' }, ArnNotEquals: { [KEY_ID]: KEY } }, { Null: { [SSE]: 'false' }, ArnNotEquals: { [KEY_ID]: KEY } },
      { ArnNotEquals: { [KEY_ID]: [KEY, 'arn:aws:kms:eu-west-1:111122223333:key/2'] } }, { StringEquals: { [SSE]: 'aws:kms' } }, { ArnNotEquals: { [KEY_ID]: KEY }, ...FOREIGN },
    ],
    requests: requests([['s3:UpdateObjectEncryption', 'object']], context({ [KEY_ID]: fc.constantFrom('arn:aws:kms:eu-west-1:111122223333:key/2', 'arn:aws:kms:eu-west-1:999988887777:key/1') }, { [SSE]: fc.constant('aws:kms') })),
  },
];

describe.each(KINDS)('$name', ({ unwanted, right, conditions, requests: sampled }) => {
  const statements = statementsNear(right, conditions);
  const verdict = (document: unknown) => requireDeny(factsWith(document), unwanted, 'Finding', 'these');

  test('after "compliant" none of them escapes the Deny statements', () => {
    let guaranteed = 0;
    fc.assert(fc.property(fc.array(statements, { maxLength: 3 }), fc.array(sampled, { minLength: 20, maxLength: 20 }), (document, sample) => {
      if (verdict({ Statement: document }).kind === 'compliant') {
        guaranteed++;
        expect(sample.filter((request) => !isDenied(document, request))).toEqual([]);
      }
    }), { numRuns: 1000 });
    expect(guaranteed).toBeGreaterThan(50);
  });

  test('what gets through is no more denied by the Deny statements than the reasoner says', () => {
    fc.assert(fc.property(fc.array(statements, { maxLength: 3 }), (document) => {
      const answer = verdict({ Statement: document });
      if (answer.kind === 'violations' && answer.violations[0].request) {
        expect(evaluate(readPolicyDocument({ Statement: document }), answer.violations[0].request).decision).not.toBe('ExplicitDeny');
      }
    }), { numRuns: 300 });
  });

  test('what is decided at deployment overturns no "compliant"', () => {
    fc.assert(fc.property(withUnknowns(statements), ({ decided, undecided }) => {
      fc.pre(verdict(undecided).kind === 'compliant');
      expect(verdict(decided).kind).toBe('compliant');
    }), { numRuns: 200 });
  });
});
