import { Stack } from 'aws-cdk-lib';
import { allowLogDelivery, denyBelowTls, denyCustomerProvidedKeys, denyOtherEncryption, denyOtherKeys, denyWithoutTls } from '../../src/perimeter/guards';

const BUCKET = { bucketArn: 'arn:aws:s3:::records', objectsArn: 'arn:aws:s3:::records/*' };
const EVERYBODY = { Effect: 'Deny', Principal: { AWS: '*' } };
const EVERYTHING = { Action: 's3:*', Resource: ['arn:aws:s3:::records', 'arn:aws:s3:::records/*'] };
const PUTS = { Action: 's3:PutObject', Resource: 'arn:aws:s3:::records/*' };
const KEY = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';

/** The whole statement: a condition more would exempt somebody, a condition less would lock somebody out. */
test.each([
  ['denyWithoutTls', denyWithoutTls(BUCKET), {
    Sid: 'DenyRequestsWithoutTls', ...EVERYBODY, ...EVERYTHING, Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  }],
  ['denyBelowTls', denyBelowTls(BUCKET, '1.3'), {
    Sid: 'DenyRequestsBelowMinimumTls', ...EVERYBODY, ...EVERYTHING, Condition: { NumericLessThan: { 's3:TlsVersion': '1.3' } },
  }],
  ['denyCustomerProvidedKeys', denyCustomerProvidedKeys(BUCKET), {
    Sid: 'DenyCustomerProvidedKeys', ...EVERYBODY, ...PUTS, Condition: { Null: { 's3:x-amz-server-side-encryption-customer-algorithm': 'false' } },
  }],
  ['denyOtherEncryption', denyOtherEncryption(BUCKET, ['aws:kms']), {
    Sid: 'DenyOtherEncryption', ...EVERYBODY, ...PUTS, Condition: { Null: { 's3:x-amz-server-side-encryption': 'false' }, StringNotEquals: { 's3:x-amz-server-side-encryption': ['aws:kms'] } },
  }],
  ['denyOtherKeys', denyOtherKeys(BUCKET, KEY), {
    Sid: 'DenyOtherKeys', ...EVERYBODY, ...PUTS, Condition: { Null: { 's3:x-amz-server-side-encryption': 'false' }, ArnNotEquals: { 's3:x-amz-server-side-encryption-aws-kms-key-id': KEY } },
  }],
  ['allowLogDelivery', allowLogDelivery(BUCKET, 'aws', '111122223333'), {
    Sid: 'AllowS3AccessLogDelivery',
    Effect: 'Allow',
    Principal: { Service: 'logging.s3.amazonaws.com' },
    ...PUTS,
    Condition: { StringEquals: { 'aws:SourceAccount': '111122223333' }, ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::*' } },
  }],
])('%s', (_, statement, expected) => {
  expect(new Stack().resolve(statement.toStatementJson())).toEqual(expected);
});
