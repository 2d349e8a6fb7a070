import * as fc from 'fast-check';
import { BUCKET, statementsNear, withUnknowns } from './arbitrary-policies';
import { UNKNOWN_OPERATOR } from '../../src/policy/operators';
import { readPolicyDocument } from '../../src/policy/policy-document';
import { UnknownValue } from '../../src/policy/unknown-value';

const UNKNOWN = new UnknownValue('parameter P is given at deployment');

/** A statement without anything wrong. */
const STATEMENT = { Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: `${BUCKET}/*` };

function readStatement(change: object) {
  return readPolicyDocument({ Statement: [{ ...STATEMENT, ...change }] }).statements[0];
}

describe('one stands for many', () => {
  test.each([
    ['an action', { Action: 's3:GetObject' }, { actions: ['s3:GetObject'], notActions: [] }],
    ['several actions', { Action: ['s3:GetObject', 's3:PutObject'] }, { actions: ['s3:GetObject', 's3:PutObject'] }],
    ['excepted actions', { Action: undefined, NotAction: 's3:GetObject' }, { actions: [], notActions: ['s3:GetObject'] }],
    ['a resource', { Resource: BUCKET }, { resources: [BUCKET], notResources: [] }],
    ['excepted resources', { Resource: undefined, NotResource: [BUCKET] }, { resources: [], notResources: [BUCKET] }],
    ['everybody', { Principal: '*' }, { principals: [{ type: 'AWS', value: '*', everyone: true }] }],
    ['everybody with an account', { Principal: { AWS: '*' } }, { principals: [{ type: 'AWS', value: '*' }] }],
    ['principals of two types', { Principal: { AWS: ['111122223333', '444455556666'], Service: 's' } },
      { principals: [{ type: 'AWS', value: '111122223333' }, { type: 'AWS', value: '444455556666' }, { type: 'Service', value: 's' }] }],
    ['excepted principals', { Principal: undefined, NotPrincipal: { AWS: '111122223333' } }, { principals: [], notPrincipals: [{ type: 'AWS', value: '111122223333' }] }],
    ['a condition', { Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
      { conditions: [{ operator: 'Bool', key: 'aws:securetransport', values: ['false'] }] }],
    ['two keys under one operator', { Condition: { StringEquals: { a: ['1', '2'], b: '3' } } },
      { conditions: [{ operator: 'StringEquals', key: 'a', values: ['1', '2'] }, { operator: 'StringEquals', key: 'b', values: ['3'] }] }],
    ['no condition', {}, { conditions: [] }],
  ])('%s', (_, change, expected) => {
    expect(readStatement(change)).toMatchObject({ ...expected, malformed: false });
  });

  test('a single statement needs no list', () => {
    expect(readPolicyDocument({ Statement: STATEMENT })).toEqual(readPolicyDocument({ Statement: [STATEMENT] }));
  });

  test('a document without statements says nothing', () => {
    expect(readPolicyDocument({})).toMatchObject({ version: '2008-10-17', statements: [], problems: [], unknowns: [] });
  });
});

describe('as IAM reads it', () => {
  test.each([
    ['a JSON boolean', false, 'false'],
    ['a JSON number', 1.2, '1.2'],
    ['zero', 0, '0'],
    ['an empty text', '', ''],
  ])('%s is its text', (_, value, text) => {
    expect(readStatement({ Condition: { StringEquals: { key: value } } }).conditions[0].values).toEqual([text]);
  });

  test.each([['aws:SecureTransport'], ['AWS:SECURETRANSPORT'], ['aws:securetransport']])('the case of the key %s does not matter', (key) => {
    expect(readStatement({ Condition: { Bool: { [key]: 'false' } } }).conditions[0].key).toBe('aws:securetransport');
  });

  test('the case of everything else is kept', () => {
    expect(readStatement({ Action: 'S3:getobject', Condition: { StringLike: { k: 'Value' } } }))
      .toMatchObject({ actions: ['S3:getobject'], conditions: [{ operator: 'StringLike', values: ['Value'] }] });
  });

  test.each([['2012-10-17', '2012-10-17'], ['2008-10-17', '2008-10-17'], [undefined, '2008-10-17'], [2012, '2008-10-17']])('the version %j means %s', (Version, version) => {
    expect(readPolicyDocument({ Version, Statement: [] }).version).toBe(version);
  });

  test.each([['Named', 'Named'], ['', undefined], [undefined, undefined], [7, undefined]])('the Sid %j is %j', (Sid, sid) => {
    expect(readStatement({ Sid }).sid).toBe(sid);
  });

  test('a statement keeps its place in the document when others before it cannot be read', () => {
    expect(readPolicyDocument({ Statement: [7, UNKNOWN, STATEMENT] }).statements.map(({ index }) => index)).toEqual([2]);
  });
});

describe('fails to read, and says where', () => {
  test.each([
    ['a document that is a text', '{}', '', '"{}"'],
    ['a document that is nothing', undefined, '', 'undefined'],
    ['a document that is a list', [STATEMENT], '', '['],
    ['a statement that is a text', { Statement: ['Deny'] }, 'Statement[0]', '"Deny"'],
    ['a statement that is a list', { Statement: [STATEMENT, [STATEMENT]] }, 'Statement[1]', '['],
    ['a statement that is null', { Statement: null }, 'Statement[0]', 'null'],
    ['a statement without an effect', { Statement: [{ ...STATEMENT, Effect: undefined }] }, 'Statement[0].Effect', 'undefined'],
    ['an effect in lower case', { Statement: [{ ...STATEMENT, Effect: 'deny' }] }, 'Statement[0].Effect', '"deny"'],
  ])('%s', (_, json, where, value) => {
    expect(readPolicyDocument(json).problems).toEqual([{ where, message: expect.stringContaining(value), refused: true }]);
  });

  test.each([
    ['a principal that is a text', { Principal: '111122223333' }, 'Principal', '"111122223333"'],
    ['a principal that is a list', { Principal: ['*'] }, 'Principal', '["*"]'],
    ['an unheard-of principal type', { Principal: { Aws: '*' } }, 'Principal.Aws', "'Aws'"],
    ['an excepted principal of an unheard-of type', { Principal: undefined, NotPrincipal: { User: 'me' } }, 'NotPrincipal.User', "'User'"],
    ['a principal and an excepted one', { NotPrincipal: { AWS: '111122223333' } }, 'Principal', 'NotPrincipal'],
    ['neither an action nor an excepted one', { Action: undefined }, 'Action', 'NotAction'],
    ['an action and an excepted one', { NotAction: 's3:GetObject' }, 'Action', 'NotAction'],
    ['no action in the list', { Action: [] }, 'Action', 'NotAction'],
    ['neither a resource nor an excepted one', { Resource: undefined }, 'Resource', 'NotResource'],
    ['a principal that is an object', { Principal: { AWS: { Ref: 'Role' } } }, 'Principal.AWS', '{"Ref":"Role"}'],
    ['an action that is an object', { Action: [{ a: 1 }] }, 'Action', '{"a":1}'],
    ['an action that is null', { Action: null }, 'Action', 'null'],
    ['a resource in a list in a list', { Resource: [[BUCKET]] }, 'Resource', `["${BUCKET}"]`],
    ['a condition that is a text', { Condition: 'Bool' }, 'Condition', '"Bool"'],
    ['a condition that is null', { Condition: null }, 'Condition', 'null'],
    ['an operator that holds a text', { Condition: { Bool: 'false' } }, 'Condition.Bool', '"false"'],
    ['a character that the evaluator keeps for itself', { Resource: 'arn:aws:s3:::b/\uE000' }, 'Resource', 'U+E000'],
    ['a negated condition without values', { Condition: { StringNotEquals: { 'aws:PrincipalArn': [] } } }, 'Condition.StringNotEquals.aws:PrincipalArn', 'without values'],
    ['a condition value that is an object', { Condition: { Bool: { 'aws:SecureTransport': {} } } }, 'Condition.Bool.aws:SecureTransport', '{}'],
  ])('%s', (_, change, where, value) => {
    const { problems, statements } = readPolicyDocument({ Statement: [STATEMENT, { ...STATEMENT, ...change }] });
    expect(problems).toEqual([expect.objectContaining({ where: `Statement[1].${where}`, message: expect.stringContaining(value) })]);
    expect(statements.map(({ malformed }) => malformed)).toEqual([false, true]);
  });

  test.each([
    ['a statement element in lower case', { condition: {} }, 'condition', "did you mean 'Condition'?"],
    ['a statement element in the plural', { Conditions: { Bool: { 'aws:SecureTransport': 'true' } } }, 'Conditions', "did you mean 'Condition'?"],
    ['another plural', { Actions: 's3:GetObject' }, 'Actions', "did you mean 'Action'?"],
    ['letters that are swapped', { Condtiion: {} }, 'Condtiion', "did you mean 'Condition'?"],
    ['a hyphen', { 'Not-Action': 's3:GetObject' }, 'Not-Action', "did you mean 'NotAction'?"],
    ['an element like no other', { Comment: 'x' }, 'Comment', 'use Sid, Effect,'],
    ['an action without a prefix', { Action: 'GetObject' }, 'Action', "'GetObject' is not an action"],
    ['a wildcard without a prefix', { Action: ['s3:GetObject', 'Get*'] }, 'Action', "'Get*' is not an action"],
    ['a prefix alone', { Action: 's3:' }, 'Action', "'s3:' is not an action"],
    ['an empty action', { Action: '' }, 'Action', "'' is not an action"],
    ['an empty resource', { Resource: '' }, 'Resource', 'a resource is empty'],
    ['one empty resource of two', { Resource: [BUCKET, ''] }, 'Resource', 'a resource is empty'],
    ['the name of a bucket', { Resource: 'records/*' }, 'Resource', "'records/*' is not an ARN"],
    ['an account id of 11 digits', { Principal: { AWS: '11112222333' } }, 'Principal.AWS', "'11112222333' is not an account id"],
    ['an account id of 13 digits', { Principal: { AWS: ['111122223333', '1111222233334'] } }, 'Principal.AWS', "'1111222233334' is not an account id"],
    ['a group', { Principal: { AWS: 'arn:aws:iam::111122223333:group/Admins' } }, 'Principal.AWS', 'a group is not a principal'],
    ['a role without its type', { Principal: { AWS: 'arn:aws:iam::111122223333:Reader' } }, 'Principal.AWS', 'neither an account id nor the ARN'],
    ['a service that is empty', { Principal: { Service: '' } }, 'Principal.Service', 'a principal is empty'],
    ['an operator in lower case', { Condition: { stringLike: { 'aws:PrincipalArn': '*' } } }, 'Condition.stringLike', "did you mean 'StringLike'?"],
    ['a misspelled operator', { Condition: { StringEqual: { 'aws:PrincipalArn': '*' } } }, 'Condition.StringEqual', "did you mean 'StringEquals'?"],
    ['a misspelled qualifier', { Condition: { 'ForAnyValues:StringLike': { 'aws:TagKeys': '*' } } }, 'Condition.ForAnyValues:StringLike', "did you mean 'ForAnyValue:StringLike'?"],
    ['an operator that does not exist', { Condition: { Matches: { 'aws:PrincipalArn': '*' } } }, 'Condition.Matches', "no operator 'Matches'"],
    ['Null with a suffix', { Condition: { NullIfExists: { 'aws:PrincipalArn': 'true' } } }, 'Condition.NullIfExists', "no operator 'NullIfExists'"],
  ])('what S3 refuses: %s', (_, change, where, value) => {
    const isOperator = where.startsWith('Condition.');
    const { problems, statements } = readPolicyDocument({ Statement: [STATEMENT, { ...STATEMENT, ...change }] });
    expect(problems[0]).toEqual({ where: `Statement[1].${where}`, message: expect.stringContaining(value), refused: true, ...isOperator ? { confined: true } : {} });
    // What is wrong with an operator leaves the rest of the statement as it is.
    expect(statements.map(({ malformed }) => malformed)).toEqual([false, !isOperator]);
  });

  test.each([
    ['version', 'Version'], ['Statements', 'Statement'], ['statement', 'Statement'], ['ID', 'Id'],
  ])('an element of the document: %s', (name, meant) => {
    expect(readPolicyDocument({ Statement: [STATEMENT], [name]: 'x' }).problems).toEqual([{ where: name, message: expect.stringContaining(`did you mean '${meant}'?`), refused: true }]);
  });

  test.each([['2012-10-18'], [2012], ['']])('the version %j', (Version) => {
    expect(readPolicyDocument({ Version, Statement: [] }).problems).toEqual([{ where: 'Version', message: expect.stringContaining(JSON.stringify(Version)), refused: true }]);
  });

  test.each([
    ['a name that AWS chooses, as an action', { Action: '⟦P⟧' }],
    ['as a resource', { Resource: '⟦Stack#Bucket⟧' }],
    ['as an account', { Principal: { AWS: '⟦AWS#AccountId⟧' } }],
    ['a principal that was deleted', { Principal: { AWS: 'AROAEXAMPLEEXAMPLE12' } }],
    ['every action', { Action: '*' }],
    ['every resource', { Resource: '*' }],
    ['an origin access identity', { Principal: { AWS: 'arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1' } }],
  ])('but not %s', (_, change) => {
    expect(readPolicyDocument({ Version: '2012-10-17', Id: 'x', Statement: { Sid: 'S', ...STATEMENT, ...change } }).problems).toEqual([]);
  });

  test('a principal that names nobody, whatever else is wrong', () => {
    const { statements: [{ malformed }] } = readPolicyDocument({ Statement: { ...STATEMENT, Principal: {}, Condition: { Matches: { k: 'x' } } } });
    expect(malformed).toBe(true);
  });

  test('a value too long to quote whole', () => {
    const [{ message }] = readPolicyDocument({ Statement: ['x'.repeat(1000)] }).problems;
    expect(message.length).toBeLessThan(120);
  });

  test('every problem of a statement, not just the first', () => {
    expect(readPolicyDocument({ Statement: { ...STATEMENT, Action: {}, Resource: {} } }).problems.map(({ where }) => where))
      .toEqual(['Statement[0].Action', 'Statement[0].Resource']);
  });
});

describe('what is not known', () => {
  test.each([
    ['the document', UNKNOWN, ''],
    ['the statements', { Statement: UNKNOWN }, 'Statement[0]'],
    ['one statement', { Statement: [STATEMENT, UNKNOWN] }, 'Statement[1]'],
    ['an effect', { Statement: [{ ...STATEMENT, Effect: UNKNOWN }] }, 'Statement[0]'],
  ])('%s is reported apart from the problems', (_, json, where) => {
    expect(readPolicyDocument(json)).toMatchObject({ unknowns: [{ where, message: expect.stringContaining(UNKNOWN.reason) }], problems: [] });
  });

  test.each([
    ['an action', { Action: ['s3:GetObject', UNKNOWN] }, { actions: ['s3:GetObject', UNKNOWN] }],
    ['the resources', { Resource: UNKNOWN }, { resources: [UNKNOWN] }],
    ['the principal', { Principal: UNKNOWN }, { principals: [{ value: UNKNOWN }] }],
    ['the excepted principal', { Principal: undefined, NotPrincipal: UNKNOWN }, { notPrincipals: [{ value: UNKNOWN }] }],
    ['a service', { Principal: { Service: UNKNOWN } }, { principals: [{ type: 'Service', value: UNKNOWN }] }],
    ['a condition value', { Condition: { Bool: { k: UNKNOWN } } }, { conditions: [{ operator: 'Bool', key: 'k', values: [UNKNOWN] }] }],
    ['what an operator holds', { Condition: { Bool: UNKNOWN } }, { conditions: [{ operator: UNKNOWN_OPERATOR, values: [UNKNOWN] }] }],
    ['the condition', { Condition: UNKNOWN }, { conditions: [{ operator: UNKNOWN_OPERATOR, values: [UNKNOWN] }] }],
  ])('%s stays unknown in its place', (_, change, expected) => {
    expect(readStatement(change)).toMatchObject({ ...expected, malformed: false });
  });

  test('is never taken for malformed, wherever it stands', () => {
    fc.assert(fc.property(withUnknowns(statementsNear({ Action: 's3:*', Condition: undefined }, [{ Bool: { 'aws:SecureTransport': 'false' } }])), ({ undecided }) => {
      expect(readPolicyDocument(undecided).problems).toEqual([]);
    }));
  });
});

test('any JSON at all is read without an error', () => {
  const statement = fc.dictionary(fc.constantFrom(...Object.keys(STATEMENT), 'NotPrincipal', 'NotAction', 'NotResource', 'Condition', 'Sid'), fc.jsonValue());
  fc.assert(fc.property(fc.oneof(fc.jsonValue(), fc.record({ Version: fc.jsonValue(), Statement: fc.oneof(statement, fc.array(statement)) })), (json) => {
    expect(() => readPolicyDocument(json)).not.toThrow();
  }), { numRuns: 500 });
});
