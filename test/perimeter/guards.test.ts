import { Stack } from 'aws-cdk-lib';
import { denyCustomerProvidedKeys, denyOtherEncryption, denyOtherKeys } from '../../src/perimeter/encryption';
import { allowReplication } from '../../src/perimeter/replication';
import { allowLogDelivery } from '../../src/perimeter/services';
import { denyStatement } from '../../src/perimeter/statement';
import { denyBelowTls, denyWithoutTls } from '../../src/perimeter/transport';

const BUCKET = { bucketArn: 'arn:aws:s3:::records', objectsArn: 'arn:aws:s3:::records/*', account: '111122223333', region: 'eu-west-1' };
const EVERYBODY = { Effect: 'Deny', Principal: '*' };
const EVERYTHING = { Action: 's3:*', Resource: ['arn:aws:s3:::records', 'arn:aws:s3:::records/*'] };
const PUTS = { Action: 's3:PutObject', Resource: 'arn:aws:s3:::records/*' };
const KEY = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';

/** The whole statement: a condition more would exempt someone, a condition less would lock someone out. */
test.each([
  ['denyWithoutTls', denyStatement(denyWithoutTls(BUCKET)), {
    Sid: 'DenyRequestsWithoutTls', ...EVERYBODY, ...EVERYTHING, Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  }],
  ['denyBelowTls', denyStatement(denyBelowTls(BUCKET, '1.3')), {
    Sid: 'DenyRequestsBelowMinimumTls', ...EVERYBODY, ...EVERYTHING, Condition: { NumericLessThan: { 's3:TlsVersion': '1.3' } },
  }],
  ['denyCustomerProvidedKeys', denyStatement(denyCustomerProvidedKeys(BUCKET)), {
    Sid: 'DenyCustomerProvidedKeys', ...EVERYBODY, ...PUTS, Condition: { Null: { 's3:x-amz-server-side-encryption-customer-algorithm': 'false' } },
  }],
  ['denyOtherEncryption', denyStatement(denyOtherEncryption(BUCKET, ['aws:kms'])), {
    Sid: 'DenyOtherEncryption', ...EVERYBODY, ...PUTS, Condition: { Null: { 's3:x-amz-server-side-encryption': 'false' }, StringNotEquals: { 's3:x-amz-server-side-encryption': 'aws:kms' } },
  }],
  ['denyOtherKeys', denyStatement(denyOtherKeys(BUCKET, KEY)), {
    Sid: 'DenyOtherKeys', ...EVERYBODY, ...PUTS, Condition: { Null: { 's3:x-amz-server-side-encryption': 'false' }, ArnNotEquals: { 's3:x-amz-server-side-encryption-aws-kms-key-id': KEY } },
  }],
  ['denyOtherEncryption but by CloudTrail', denyStatement(denyOtherEncryption(BUCKET, ['aws:kms'], ['cloudtrail.amazonaws.com'])), {
    Sid: 'DenyOtherEncryption',
    ...EVERYBODY,
    ...PUTS,
    Condition: {
      Null: { 's3:x-amz-server-side-encryption': 'false' }, StringNotEquals: { 's3:x-amz-server-side-encryption': 'aws:kms', 'aws:PrincipalServiceName': 'cloudtrail.amazonaws.com' },
    },
  }],
  ['allowLogDelivery', allowLogDelivery(BUCKET), {
    Sid: 'AllowS3AccessLogDelivery',
    Effect: 'Allow',
    Principal: { Service: 'logging.s3.amazonaws.com' },
    ...PUTS,
    Condition: { StringEquals: { 'aws:SourceAccount': '111122223333' }, ArnLike: { 'aws:SourceArn': { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':s3:::*']] } } },
  }],
  ['allowReplication', allowReplication(BUCKET, '111122223333', 'arn:aws:iam::111122223333:role/replication', ['s3:ReplicateObject']), {
    Effect: 'Allow',
    Principal: { AWS: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::111122223333:root']] } },
    Action: 's3:ReplicateObject',
    Resource: 'arn:aws:s3:::records/*',
    Condition: { ArnEquals: { 'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/replication' } },
  }],
])('%s', (_, statement, expected) => {
  expect(new Stack().resolve(statement.toStatementJson())).toEqual(expected);
});
