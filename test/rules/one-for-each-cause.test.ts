import { Check } from '../../src/rules/check';
import { checkReport } from '../../src/rules/check-report';
import { templateOf } from '../../src/template/read-template';

const SETTINGS = ['BlockPublicAcls', 'BlockPublicPolicy', 'IgnorePublicAcls', 'RestrictPublicBuckets'];

/** The findings of these rules on a template, in short, and what they say. */
function found(resources: object, rules: readonly string[], acknowledged: readonly string[] = []): string[] {
  const template = templateOf({ Resources: resources }, { id: 'a.json' });
  const check = new Check({ only: rules.map((rule) => `HardenedBucket-${rule}`) });
  const path = new Map([['', acknowledged.map((id) => `HardenedBucket-${id}`)]]);
  const withPaths = { ...template, constructPathOf: (logicalId: string) => `Stack/${logicalId}` };
  return checkReport([{ templates: [withPaths], acknowledgements: path }], [], check).findings
    .map(({ rule, evidence, path: at, message }) => `${rule.slice('HardenedBucket-'.length)}[${evidence.id}] ${at}: ${message}`);
}

const bucket = (properties: object, more: object = {}) => ({ Bucket: { Type: 'AWS::S3::Bucket', Properties: properties }, ...more });
const settings = (given: Record<string, boolean>) => bucket({ PublicAccessBlockConfiguration: given });
const EXCEPT = (off: string[]) => Object.fromEntries(SETTINGS.filter((name) => !off.includes(name)).map((name) => [name, true]));

test.each<[law: string, resources: object, messages: string[]]>([
  ['nothing set is one finding, and not off', bucket({}), [
    `BlockPublicAccess[${SETTINGS.join('.')}] PublicAccessBlockConfiguration: The bucket does not set BlockPublicAcls, BlockPublicPolicy, IgnorePublicAcls and RestrictPublicBuckets`,
  ]],
  ['one not set', settings(EXCEPT(['IgnorePublicAcls'])), ['BlockPublicAccess[IgnorePublicAcls] PublicAccessBlockConfiguration.IgnorePublicAcls: The bucket does not set IgnorePublicAcls']],
  ['one off', settings({ ...EXCEPT([]), BlockPublicPolicy: false }), ['BlockPublicAccess[BlockPublicPolicy] PublicAccessBlockConfiguration.BlockPublicPolicy: The bucket has BlockPublicPolicy off']],
  ['all off', settings(Object.fromEntries(SETTINGS.map((name) => [name, false]))), [
    `BlockPublicAccess[${SETTINGS.join('.')}] PublicAccessBlockConfiguration: The bucket has BlockPublicAcls, BlockPublicPolicy, IgnorePublicAcls and RestrictPublicBuckets off`,
  ]],
  ['what is off and what is not set are two causes', settings({ BlockPublicAcls: true, BlockPublicPolicy: false }), [
    'BlockPublicAccess[BlockPublicPolicy] PublicAccessBlockConfiguration.BlockPublicPolicy: The bucket has BlockPublicPolicy off',
    'BlockPublicAccess[IgnorePublicAcls.RestrictPublicBuckets] PublicAccessBlockConfiguration: The bucket does not set IgnorePublicAcls and RestrictPublicBuckets',
  ]],
])('block public access settings: %s', (_, resources, messages) => {
  expect(found(resources, ['BlockPublicAccess'])).toEqual(messages);
});

test('each access point is a cause of its own', () => {
  const accessPoint = { Type: 'AWS::S3::AccessPoint', Properties: { Bucket: { Ref: 'Bucket' }, PublicAccessBlockConfiguration: { BlockPublicAcls: true, BlockPublicPolicy: true } } };
  expect(found(bucket({}, { One: accessPoint, Other: accessPoint }), ['AccessPointsBlockPublicAccess'])).toEqual(['One', 'Other'].map((name) =>
    `AccessPointsBlockPublicAccess[${name}.IgnorePublicAcls.${name}.RestrictPublicBuckets] PublicAccessBlockConfiguration: The bucket has an access point (${name}) with IgnorePublicAcls and RestrictPublicBuckets off`));
});

const UNENCRYPTED = 'KmsEncryption[Algorithm] BucketEncryption.ServerSideEncryptionConfiguration.0.ServerSideEncryptionByDefault.SSEAlgorithm: The bucket does not set default encryption to aws:kms or aws:kms:dsse';
const NOT_SET = 'EncryptionSet[NotSet] BucketEncryption.ServerSideEncryptionConfiguration.0.ServerSideEncryptionByDefault.SSEAlgorithm: The bucket does not set default encryption';
const LOGS = { Source: { Type: 'AWS::S3::Bucket', Properties: { BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' } }] }, LoggingConfiguration: { DestinationBucketName: { Ref: 'Bucket' } } } } };

test.each<[law: string, resources: object, rules: string[], acknowledged: string[], messages: string[]]>([
  ['no default encryption is one finding', bucket({}), ['EncryptionSet', 'KmsEncryption'], [], [UNENCRYPTED]],
  ['of the one rule that is applied', bucket({}), ['EncryptionSet'], [], [NOT_SET]],
  ['or that is not acknowledged', bucket({}), ['EncryptionSet', 'KmsEncryption'], ['KmsEncryption'], [NOT_SET]],
  ['or that is asked of a log bucket', bucket({}, LOGS), ['EncryptionSet', 'KmsEncryption'], [], [NOT_SET]],
])('encryption: %s', (_, resources, rules, acknowledged, messages) => {
  expect(found(resources, rules, acknowledged)).toEqual(messages);
});

test('alarms that are all missing are one finding, and one of them can be acknowledged', () => {
  const all = 'The bucket has no alarm on 4xxErrors, 5xxErrors, HeadRequests and ListRequests of the whole bucket';
  expect(found(bucket({}), ['RequestAlarms'])).toEqual([`RequestAlarms[4xxErrors.5xxErrors.HeadRequests.ListRequests] AWS::CloudWatch::Alarm: ${all}`]);
  expect(found(bucket({}), ['RequestAlarms'], ['RequestAlarms[HeadRequests]'])).toEqual([
    'RequestAlarms[4xxErrors.5xxErrors.ListRequests] AWS::CloudWatch::Alarm: The bucket has no alarm on 4xxErrors, 5xxErrors and ListRequests of the whole bucket',
  ]);
});

describe('two policies', () => {
  const deny = (keys: object) => ({ Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: [{ 'Fn::GetAtt': ['Bucket', 'Arn'] }, { 'Fn::Sub': '${Bucket.Arn}/*' }], Condition: keys });
  const TLS = deny({ Bool: { 'aws:SecureTransport': 'false' } });
  const OTHER = deny({ StringEquals: { 'aws:PrincipalAccount': '444455556666' } });
  const policies = (...statements: object[]) => bucket({}, Object.fromEntries(statements.map((Statement, i) => [`P${i + 1}`, { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: { Ref: 'Bucket' }, PolicyDocument: { Statement } } }])));

  test.each<[law: string, resources: object, rules: string[], ids: string[]]>([
    ['what both lack is one finding', policies(OTHER, OTHER), ['TlsOnly', 'OnePolicy'], ['TlsOnly[PlainHttp]', 'OnePolicy[Several]']],
    ['what one lacks comes of there being two', policies(TLS, OTHER), ['TlsOnly', 'OnePolicy'], ['OnePolicy[Several]']],
    ['and is said where nobody asks how many there are', policies(TLS, OTHER), ['TlsOnly'], ['TlsOnly[PlainHttp]']],
  ])('%s', (_, resources, rules, ids) => {
    expect(found(resources, rules).map((text) => text.split(' ')[0])).toEqual(ids);
  });

  test('are both named', () => {
    expect(found(policies(OTHER, OTHER, TLS), ['TlsOnly'])).toEqual(['TlsOnly[PlainHttp] BucketPolicy.PolicyDocument: The bucket has 2 bucket policies (P1, P2) that do not deny requests without TLS on the bucket and all its objects']);
  });
});
