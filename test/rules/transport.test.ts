import { Change, PARAMETER, specify, verdictOf } from './hardened-template';
import { MINIMUM_TLS, minimumTls, TLS_ONLY } from '../../src/rules/transport';

const TLS = 'Policy.Properties.PolicyDocument.Statement.Tls';
const MINIMUM = 'Policy.Properties.PolicyDocument.Statement.MinimumTls';
const BUCKET = { 'Fn::GetAtt': ['Bucket', 'Arn'] };
const OBJECTS = { 'Fn::Sub': '${Bucket.Arn}/*' };

/** The bucket under a literal name, and its TLS statement on these resources. */
function named(...resources: string[]): Change {
  return { 'Bucket.Properties.BucketName': 'data', [`${TLS}.Resource`]: resources };
}

specify(TLS_ONLY, [
  ['the usual statement is right', {}, 'compliant'],
  ['IfExists is right, as the key is never absent', { [`${TLS}.Condition`]: { BoolIfExists: { 'aws:SecureTransport': 'false' } } }, 'compliant'],
  ['the value may be a JSON boolean', { [`${TLS}.Condition.Bool.aws:SecureTransport`]: false }, 'compliant'],
  ['the key may be in another case', { [`${TLS}.Condition`]: { Bool: { 'aws:securetransport': 'false' } } }, 'compliant'],
  ['one value that holds among others is enough', { [`${TLS}.Condition.Bool.aws:SecureTransport`]: ['true', 'false'] }, 'compliant'],
  ['a Deny of everything would do too', { [`${TLS}.Condition`]: undefined }, 'compliant'],
  ['one pattern may stand for bucket and objects', { [`${TLS}.Resource`]: { 'Fn::Sub': '${Bucket.Arn}*' } }, 'compliant'],
  ['the resource * is right', { [`${TLS}.Resource`]: '*' }, 'compliant'],
  ['the partition may be spelled out', named('arn:aws:s3:::data', 'arn:aws:s3:::data/*'), 'compliant'],
  ...['aws-cn', 'aws-us-gov', 'aws-iso', 'aws-iso-b', 'aws-iso-e', 'aws-iso-f', 'aws-eusc'].map((partition) =>
    [`the partition may be ${partition}`, named(`arn:${partition}:s3:::data`, `arn:${partition}:s3:::data/*`), 'compliant'] as const),
  ['two statements may share the work', {
    [`${TLS}.Resource`]: BUCKET,
    'Policy.Properties.PolicyDocument.Statement.5': { Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: OBJECTS, Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
  }, 'compliant'],
  ['fails without a bucket policy', { Policy: undefined }, ['PlainHttp']],
  ['fails without the statement', { [TLS]: undefined }, ['PlainHttp']],
  ['fails for an Allow', { [`${TLS}.Effect`]: 'Allow' }, ['PlainHttp']],
  ['fails for another bucket', named('arn:aws:s3:::other', 'arn:aws:s3:::other/*'), ['PlainHttp']],
  ['fails for the bucket alone', { [`${TLS}.Resource`]: BUCKET }, ['PlainHttp']],
  ['fails for the objects alone', { [`${TLS}.Resource`]: OBJECTS }, ['PlainHttp']],
  ['fails for nots3:*', { [`${TLS}.Action`]: 'nots3:*' }, ['PlainHttp']],
  ['fails for some actions', { [`${TLS}.Action`]: ['s3:Get*', 's3:Put*'] }, ['PlainHttp']],
  ['fails for all actions but one', { [`${TLS}.Action`]: undefined, [`${TLS}.NotAction`]: 's3:GetObject' }, ['PlainHttp']],
  ['fails for one account', { [`${TLS}.Principal`]: { AWS: '111122223333' } }, ['PlainHttp']],
  ['everybody but one, of whom AWS does not say who is exempt, is unknown', { [`${TLS}.Principal`]: undefined, [`${TLS}.NotPrincipal`]: { AWS: '111122223333' } }, 'unknown'],
  ['fails with a further condition', { [`${TLS}.Condition.StringNotEquals`]: { 'aws:PrincipalOrgID': 'o-aaaaaaaaaa' } }, ['PlainHttp']],
  ['fails with the opposite condition', { [`${TLS}.Condition.Bool.aws:SecureTransport`]: 'true' }, ['PlainHttp']],
  ['a condition on the text says the same', { [`${TLS}.Condition`]: { StringEquals: { 'aws:SecureTransport': 'false' } } }, 'compliant'],
  ['Denies of the actions by halves say the same', {
    [`${TLS}.Action`]: undefined,
    [`${TLS}.NotAction`]: 's3:Get*',
    'Policy.Properties.PolicyDocument.Statement.5': { Effect: 'Deny', Principal: '*', Action: 's3:Get*', Resource: '*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
  }, 'compliant'],
  ['Denies for services and for everybody else say the same', {
    [`${TLS}.Condition.Bool.aws:PrincipalIsAWSService`]: 'true',
    'Policy.Properties.PolicyDocument.Statement.5': {
      Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: '*', Condition: { Bool: { 'aws:SecureTransport': 'false' }, BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' } },
    },
  }, 'compliant'],
  ['an operator in another case, which IAM does not have, is unknown', { [`${TLS}.Condition`]: { bool: { 'aws:SecureTransport': 'false' } } }, 'unknown'],
  ['ForAllValues says the same of one value', { [`${TLS}.Condition`]: { 'ForAllValues:Bool': { 'aws:SecureTransport': 'false' } } }, 'compliant'],
  ['fails when a second policy, which may be the last to be written, lacks it', {
    Second: { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: { Ref: 'Bucket' }, PolicyDocument: { Statement: [] } } },
  }, ['PlainHttp']],
  ['a condition value that a parameter gives is unknown', { [`${TLS}.Condition.Bool.aws:SecureTransport`]: PARAMETER }, 'unknown'],
  ['a resource that a parameter gives is unknown', { [`${TLS}.Resource`]: [BUCKET, PARAMETER] }, 'unknown'],
  ['a policy document that a parameter gives is unknown', { 'Policy.Properties.PolicyDocument': PARAMETER }, 'unknown'],
  ['fails for a pattern that matches the logical id, and not the name that AWS will choose', { [`${TLS}.Resource`]: 'arn:aws:s3:::*Bucket*' }, ['PlainHttp']],
  ['fails for a pattern as long as the symbol, and not as the name that AWS will choose', {
    [`${TLS}.Resource`]: [`arn:aws:s3:::${'?'.repeat('⟦App#Bucket⟧'.length)}`, { 'Fn::Sub': '${Bucket.Arn}/*' }],
  }, ['PlainHttp']],
]);

specify(MINIMUM_TLS, [
  ['1.2 is right', {}, 'compliant'],
  ['1.3 denies even more', { [`${MINIMUM}.Condition.NumericLessThan.s3:TlsVersion`]: '1.3' }, 'compliant'],
  ['the version may be a JSON number', { [`${MINIMUM}.Condition.NumericLessThan.s3:TlsVersion`]: 1.2 }, 'compliant'],
  ['IfExists denies even more', { [`${MINIMUM}.Condition`]: { NumericLessThanIfExists: { 's3:TlsVersion': '1.2' } } }, 'compliant'],
  ['fails without a bucket policy', { Policy: undefined }, ['OldTls']],
  ['fails without the statement', { [MINIMUM]: undefined }, ['OldTls']],
  ['fails for 1.1, which lets 1.1 in', { [`${MINIMUM}.Condition.NumericLessThan.s3:TlsVersion`]: '1.1' }, ['OldTls']],
  ['what is not a number is unknown', { [`${MINIMUM}.Condition.NumericLessThan.s3:TlsVersion`]: 'TLSv1.2' }, 'unknown'],
  ['fails for a minimum the wrong way round', { [`${MINIMUM}.Condition`]: { NumericGreaterThan: { 's3:TlsVersion': '1.2' } } }, ['OldTls']],
  ['fails for the bucket alone', { [`${MINIMUM}.Resource`]: BUCKET }, ['OldTls']],
  ['fails with a further condition', { [`${MINIMUM}.Condition.Bool`]: { 'aws:ViaAWSService': 'false' } }, ['OldTls']],
  ['a version that a parameter gives is unknown', { [`${MINIMUM}.Condition.NumericLessThan.s3:TlsVersion`]: PARAMETER }, 'unknown'],
  ['what only JavaScript takes for a number is unknown', { [`${MINIMUM}.Condition.NumericLessThan.s3:TlsVersion`]: '0x2' }, 'unknown'],
]);

test(`${MINIMUM_TLS.id} may ask for more than 1.2, and is the same rule then`, () => {
  const stricter = minimumTls('1.3');
  expect(stricter.id).toBe(MINIMUM_TLS.id);
  expect(verdictOf(stricter, {})).toEqual(['OldTls']);
  expect(verdictOf(stricter, { [`${MINIMUM}.Condition.NumericLessThan.s3:TlsVersion`]: '1.3' })).toBe('compliant');
});
