import { PolicyAnalyzer } from '../../src/policy/policy-analyzer';

const OBJECTS = 'arn:aws:s3:::reports/*';

function analyzerOf(...Statement: readonly object[]): PolicyAnalyzer {
  return PolicyAnalyzer.fromJson(JSON.stringify({ Version: '2012-10-17', Statement }));
}

function allow(more: object): object {
  return { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: OBJECTS, ...more };
}

describe('what is public', () => {
  test('a policy that lets anyone read says so with a request that it allows', () => {
    const analyzer = analyzerOf(allow({}));
    const { anyoneAllowed, witness, s3Public, publicStatements } = analyzer.publicAccess();
    expect({ anyoneAllowed, s3Public, publicStatements }).toEqual({ anyoneAllowed: 'public', s3Public: 'public', publicStatements: [0] });
    expect(analyzer.allows(witness!).decision).toBe('Allow');
  });

  test.each([
    ['a number that is none', { Condition: { NumericLessThan: { 's3:max-keys': 'ten' } } }, undefined],
    ['an operator that IAM does not have', { Principal: { AWS: '111122223333' }, Condition: { StringIs: { 'aws:PrincipalTag/team': 'a' } } }, undefined],
    ['a statement that cannot be read', { Effect: 'Maybe' }, { code: 'malformedStatement', where: 'Statement[0].Effect' }],
  ])('a reason for what is unknown names its code and place: %s', (_, statement, expected) => {
    const { s3Public, s3PublicReason } = analyzerOf(allow(statement)).publicAccess();
    expect(s3PublicReason === undefined).toBe(s3Public !== 'unknown');
    expect(s3PublicReason).toEqual(expected === undefined ? undefined : expect.objectContaining(expected));
  });
});
