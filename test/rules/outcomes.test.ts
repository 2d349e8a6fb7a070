import { changed, Change, HARDENED, withoutDigest } from './hardened-template';
import { TemplateFacts } from '../../src/facts/template-facts';
import { Check } from '../../src/rules/check';
import { template } from '../template/templates';

/** What a rule says of the bucket, whatever is decided at deployment: its findings, `[]` if it is content. */
function findings(rule: string, change: Change, sections: object = {}): string[] {
  const facts = new TemplateFacts([template(changed(change), sections)]).at({ template: 'App', logicalId: 'Bucket' });
  return facts ? new Check({ only: [`HardenedBucket-${rule}`] }).bucket(facts).map(({ evidence }) => withoutDigest(evidence.id)) : ['no bucket'];
}

const STATEMENTS = 'Policy.Properties.PolicyDocument.Statement';
const ALGORITHM = 'Bucket.Properties.BucketEncryption.ServerSideEncryptionConfiguration.0.ServerSideEncryptionByDefault.SSEAlgorithm';
const IS_PRODUCTION = { conditions: { IsProduction: { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] }, IsTest: { 'Fn::Not': [{ Condition: 'IsProduction' }] } } };
const either = (yes: unknown, no: unknown = { Ref: 'AWS::NoValue' }) => ({ 'Fn::If': ['IsProduction', yes, no] });
const PARTNER = { Effect: 'Allow', Principal: { AWS: '444455556666' }, Action: 's3:GetObject', Resource: { 'Fn::Sub': '${Bucket.Arn}/*' } };
const PUBLIC = { ...PARTNER, Principal: '*' };
const listed = (...AllowedValues: string[]) => ({ parameters: { Algorithm: { Type: 'String', AllowedValues } } });

test.each<[string, string, Change, object, string[]]>([
  ['a statement that may be there takes nothing from a Deny', 'TlsOnly', { [`${STATEMENTS}.5`]: either(PARTNER) }, IS_PRODUCTION, []],
  ['nor does it lock anybody out', 'NobodyLockedOut', { [`${STATEMENTS}.5`]: either(PARTNER) }, IS_PRODUCTION, []],
  ['fails where the Deny is there in one outcome alone, but that is not known', 'TlsOnly', { [`${STATEMENTS}.Tls.Effect`]: either('Deny', 'Allow') }, IS_PRODUCTION, ['Unknown']],
  ['fails for a statement that is public in each outcome', 'PolicyNotPublic', { [`${STATEMENTS}.5`]: either(PUBLIC, { ...PUBLIC, Action: 's3:PutObject' }) }, IS_PRODUCTION, ['Policy.Statement.<digest>', 'Anyone']],
  ['a statement that is public in one outcome is unknown', 'PolicyNotPublic', { [`${STATEMENTS}.5`]: either(PUBLIC) }, IS_PRODUCTION, ['Unknown']],
  ['either algorithm is right', 'KmsEncryption', { [ALGORITHM]: either('aws:kms', 'aws:kms:dsse') }, IS_PRODUCTION, []],
  ['one of two algorithms is unknown', 'KmsEncryption', { [ALGORITHM]: either('aws:kms', 'AES256') }, IS_PRODUCTION, ['Unknown']],
  ['but either sets one', 'EncryptionSet', { [ALGORITHM]: either('aws:kms', 'AES256') }, IS_PRODUCTION, []],
  ['fails where no algorithm of a list is right', 'KmsEncryption', { [ALGORITHM]: { Ref: 'Algorithm' } }, listed('AES256', 'aws:fsx'), ['Algorithm']],
  ['every algorithm of a list is right', 'KmsEncryption', { [ALGORITHM]: { Ref: 'Algorithm' } }, listed('aws:kms', 'aws:kms:dsse'), []],
  ['some algorithms of a list are unknown', 'KmsEncryption', { [ALGORITHM]: { Ref: 'Algorithm' } }, listed('aws:kms', 'AES256'), ['Unknown']],
  ['two policies that exclude each other are one', 'OnePolicy', { 'Policy.Condition': 'IsProduction', 'Other': { ...HARDENED.Policy, Condition: 'IsTest' } }, IS_PRODUCTION, []],
  ['and both deny plain HTTP', 'TlsOnly', { 'Policy.Condition': 'IsProduction', 'Other': { ...HARDENED.Policy, Condition: 'IsTest' } }, IS_PRODUCTION, []],
  ['a bucket judges only outcomes in which it is there', 'Versioning', { 'Bucket.Condition': 'IsProduction', 'Bucket.Properties.VersioningConfiguration.Status': either('Enabled', 'Suspended') }, IS_PRODUCTION, []],
  ['an access point that is never there together with the bucket is none of its own', 'AccessPointsBlockPublicAccess', {
    'Bucket.Condition': 'IsProduction',
    'Point': { Type: 'AWS::S3::AccessPoint', Condition: 'IsTest', Properties: { Bucket: { Ref: 'Bucket' }, PublicAccessBlockConfiguration: { BlockPublicAcls: false } } },
  }, IS_PRODUCTION, []],
  ['a condition that nobody declares leaves things unknown', 'KmsEncryption', { [ALGORITHM]: either('aws:kms', 'AES256') }, {}, ['Unknown']],
])('%s', (_, rule, change, sections, expected) => {
  expect(findings(rule, change, sections)).toEqual(expected);
});

describe('which value or condition breaks a rule', () => {
  const WHO = { parameters: { Who: { Type: 'String', AllowedValues: ['*', '111122223333', 444455556666] }, Stage: { Type: 'String', AllowedValues: ['prod', 'test'] }, Open: { Type: 'String', AllowedValues: [true, false] } } };
  const reads = (AWS: unknown) => ({ ...PARTNER, Principal: { AWS } });
  test.each<[string, string, Change, object, string]>([
    ['one of the allowed values of a parameter', 'PolicyNotPublic', { [`${STATEMENTS}.5`]: reads({ Ref: 'Who' }) }, WHO, "if parameter Who is '*', it has a public statement in bucket policy Policy"],
    ['a condition', 'PolicyNotPublic', { [`${STATEMENTS}.5`]: either(PUBLIC) }, IS_PRODUCTION, 'if condition IsProduction holds, it has a public statement in bucket policy Policy'],
    ['that a condition does not hold', 'KmsEncryption', { [ALGORITHM]: either('aws:kms', 'AES256') }, IS_PRODUCTION, 'if condition IsProduction does not hold, it is encrypted with AES256'],
    ['a value of which a condition is made', 'KmsEncryption', { [ALGORITHM]: either('aws:kms', 'AES256') }, { ...IS_PRODUCTION, ...WHO }, "if parameter Stage is 'test', it is encrypted with AES256"],
    ['a switch', 'BlockPublicAccess', { 'Bucket.Properties.PublicAccessBlockConfiguration.BlockPublicAcls': { Ref: 'Open' } }, WHO, "if parameter Open is 'false', it has BlockPublicAcls off"],
    ['one of several values', 'KmsEncryption', { [ALGORITHM]: { Ref: 'Algorithm' } }, listed('aws:kms', 'AES256', 'aws:fsx'), "if parameter Algorithm is 'AES256' or if parameter Algorithm is 'aws:fsx', it is encrypted with AES256"],
    ['two values together', 'PolicyNotPublic', { [`${STATEMENTS}.5`]: { 'Fn::If': ['IsProduction', reads({ Ref: 'Who' }), PARTNER] } }, { ...IS_PRODUCTION, ...WHO }, "if parameter Who is '*' and parameter Stage is 'prod', it has a public statement in bucket policy Policy"],
  ])('is said: %s', (_, rule, change, sections, expected) => {
    const facts = new TemplateFacts([template(changed(change), sections)]).at({ template: 'App', logicalId: 'Bucket' })!;
    const [finding, ...others] = new Check({ only: [`HardenedBucket-${rule}`] }).bucket(facts);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ verdict: 'unknown', message: expect.stringContaining(`: ${expected}`) as string });
  });
});

test('more outcomes than anybody would write are too many, and leave things unknown', () => {
  const names = Array.from({ length: 8 }, (_, i) => `C${i}`);
  const conditions = Object.fromEntries(names.map((name) => [name, { 'Fn::Equals': [{ Ref: name }, 'a'] }]));
  const nested = names.reduce<unknown>((value, name) => ({ 'Fn::If': [name, value, 'aws:kms:dsse'] }), 'aws:kms');
  expect(findings('KmsEncryption', { [ALGORITHM]: nested }, { conditions })).toEqual(['Unknown']);
});
