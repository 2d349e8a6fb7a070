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

  const TO_ACCESS_POINTS = { StringEquals: { 's3:DataAccessPointAccount': '444455556666' } };
  const DECIDED = { code: 'accessPoints', message: 'the access points of account 444455556666 decide who gets in', where: 'Statement[0].Condition' };

  test.each([
    ['what is delegated to the access points of an account is theirs to decide', [allow({ Condition: TO_ACCESS_POINTS })], 'unknown', DECIDED],
    ['fails for what is delegated and public besides', [allow({ Condition: TO_ACCESS_POINTS }), allow({})], 'public', undefined],
    ['what is delegated for an organization is private', [allow({ Condition: { StringEquals: { ...TO_ACCESS_POINTS.StringEquals, 'aws:PrincipalOrgID': 'o-aaaaaaaaaa' } } })], 'private', undefined],
    ['what is delegated and denied to strangers is private', [allow({ Condition: TO_ACCESS_POINTS }), allow({ Effect: 'Deny', Condition: { StringNotEquals: { 'aws:PrincipalOrgID': 'o-aaaaaaaaaa' } } })], 'private', undefined],
    ['fails for a delegation that needs no access point', [allow({ Condition: { StringEqualsIfExists: TO_ACCESS_POINTS.StringEquals } })], 'public', undefined],
  ])('%s', (_, statements, anyoneAllowed, reason) => {
    expect(analyzerOf(...statements).publicAccess()).toMatchObject({ anyoneAllowed, ...reason ? { anyoneAllowedReason: reason, s3Public: 'private' } : {} });
  });

  test('a trust zone is left to the access points of an account inside it, and to no others', () => {
    const analyzer = analyzerOf(allow({ Condition: TO_ACCESS_POINTS }));
    expect(analyzer.within({ accounts: ['444455556666'] })).toMatchObject({ verdict: 'unknown', reason: DECIDED });
    expect(analyzer.within({ accounts: ['111122223333'] }).verdict).toBe('fails');
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

describe('whoCan', () => {
  test('lists who gets in, with the statements that let them and a request', () => {
    const [entry, ...others] = analyzerOf(allow({ Principal: { AWS: '111122223333' } }), allow({ Effect: 'Deny', Condition: { StringNotEquals: { 'aws:SourceVpce': 'vpce-0a' } } })).whoCan();
    expect(others).toEqual([]);
    expect({ ...entry, witness: JSON.parse(entry.witness!) }).toEqual({
      principal: 'anyone in account 111122223333',
      actions: ['s3:GetObject'],
      objects: ['arn:aws:s3:::reports/*'],
      conditions: ['aws:SourceVpce is vpce-0a'],
      paths: ['VPC endpoint vpce-0a'],
      proved: true,
      witness: { principal: { AWS: 'arn:aws:iam::111122223333:role/someone' }, action: 's3:GetObject', resource: 'arn:aws:s3:::reports/x', context: { 'aws:SourceVpce': 'vpce-0a' } },
      reason: undefined,
      statements: [0],
    });
  });
});
