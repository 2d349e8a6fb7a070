import { Change, PARAMETER, specify } from './hardened-template';
import {
  BUCKET_KEY, CUSTOMER_MANAGED_KEY, ENCRYPTION_ENFORCED, ENCRYPTION_SET, KEY_ROTATION, KMS_ENCRYPTION, LOG_TARGET_ENCRYPTION, SSE_C_BLOCKED, SSE_C_BLOCKED_BY_SETTING,
} from '../../src/rules/encryption';

const ENCRYPTION = 'Bucket.Properties.BucketEncryption';
const RULE = `${ENCRYPTION}.ServerSideEncryptionConfiguration.0`;
const ALGORITHM = `${RULE}.ServerSideEncryptionByDefault.SSEAlgorithm`;
const KEY = `${RULE}.ServerSideEncryptionByDefault.KMSMasterKeyID`;
const STATEMENTS = 'Policy.Properties.PolicyDocument.Statement';
const SSE = 's3:x-amz-server-side-encryption';
const OTHER_KEY = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';

specify(KMS_ENCRYPTION, [
  ['aws:kms is right', {}, 'compliant'],
  ['aws:kms:dsse is right', { [ALGORITHM]: 'aws:kms:dsse' }, 'compliant'],
  ['fails for SSE-S3', { [ALGORITHM]: 'AES256' }, ['Algorithm']],
  ['fails without a configuration, which means SSE-S3', { [ENCRYPTION]: undefined }, ['Algorithm']],
  ['an algorithm that a parameter names is unknown', { [ALGORITHM]: PARAMETER }, 'unknown'],
]);

specify(CUSTOMER_MANAGED_KEY, [
  ['the ARN of a key of the app is right', {}, 'compliant'],
  ['the ARN of a key elsewhere is right', { [KEY]: OTHER_KEY }, 'compliant'],
  ['fails without a key, which means the AWS managed key', { [KEY]: undefined }, ['Key']],
  ['fails for an alias', { [KEY]: 'alias/data' }, ['Key']],
  ['fails for the alias of the AWS managed key', { [KEY]: 'alias/aws/s3' }, ['Key']],
  ['fails for the ARN of an alias', { [KEY]: { 'Fn::Sub': 'arn:aws:kms:${AWS::Region}:${AWS::AccountId}:alias/data' } }, ['Key']],
  ['a bucket without KMS has no key', { [ALGORITHM]: 'AES256' }, 'notApplicable'],
  ['a key that a parameter names is unknown', { [KEY]: PARAMETER }, 'unknown'],
  ['fails for an alias of the app', { Alias: { Type: 'AWS::KMS::Alias', Properties: { AliasName: 'alias/data' } }, [KEY]: { Ref: 'Alias' } }, ['Key']],
]);

specify(KEY_ROTATION, [
  ['a key that rotates is right', {}, 'compliant'],
  ['fails for a key that does not', { 'Key.Properties.EnableKeyRotation': false }, ['KeyRotation']],
  ['fails for a key that was not asked to', { 'Key.Properties': undefined }, ['KeyRotation']],
  ['a bucket without KMS has no key', { [ENCRYPTION]: undefined }, 'notApplicable'],
  ['a rotation that a parameter turns on is unknown', { 'Key.Properties.EnableKeyRotation': PARAMETER }, 'unknown'],
  ['a key elsewhere is unknown', { [KEY]: OTHER_KEY }, 'unknown'],
]);

specify(BUCKET_KEY, [
  ['a bucket key is right', {}, 'compliant'],
  ['fails with the bucket key off', { [`${RULE}.BucketKeyEnabled`]: false }, ['BucketKey']],
  ['fails with the bucket key left out', { [`${RULE}.BucketKeyEnabled`]: undefined }, ['BucketKey']],
  ['a bucket key that a parameter turns on is unknown', { [`${RULE}.BucketKeyEnabled`]: PARAMETER }, 'unknown'],
  ['an algorithm that a parameter names is unknown', { [ALGORITHM]: PARAMETER }, 'unknown'],
  ['DSSE has no bucket key', { [ALGORITHM]: 'aws:kms:dsse', [`${RULE}.BucketKeyEnabled`]: undefined }, 'notApplicable'],
  ['SSE-S3 has no bucket key', { [ALGORITHM]: 'AES256', [`${RULE}.BucketKeyEnabled`]: undefined }, 'notApplicable'],
]);

const BLOCKED = `${RULE}.BlockedEncryptionTypes`;
const SSE_C = `${STATEMENTS}.SseC`;

specify(SSE_C_BLOCKED, [
  ['the setting and the Deny together are right', {}, 'compliant'],
  ['SSE-C may be blocked among others', { [`${BLOCKED}.EncryptionType`]: ['SSE-C', 'OTHER'] }, 'compliant'],
  ['a Deny of all PUTs would do too', { [`${SSE_C}.Condition`]: undefined }, 'compliant'],
  ['the setting may be left out: S3 blocks SSE-C by default, and the Deny in older buckets', { [BLOCKED]: undefined }, 'compliant'],
  ['an empty list leaves the default of S3', { [`${BLOCKED}.EncryptionType`]: [] }, 'compliant'],
  ['without a default encryption the default of S3 holds', { [ENCRYPTION]: undefined }, 'compliant'],
  ['fails for NONE, which turns SSE-C on, whatever the policy denies', { [`${BLOCKED}.EncryptionType`]: ['NONE'] }, ['Setting']],
  ['fails twice for NONE without the Deny', { [`${BLOCKED}.EncryptionType`]: ['NONE'], [SSE_C]: undefined }, ['Setting', 'Policy']],
  ['fails without the Deny', { [SSE_C]: undefined }, ['Policy']],
  ['fails for a Deny where the header is absent', { [`${SSE_C}.Condition.Null.${SSE}-customer-algorithm`]: 'true' }, ['Policy']],
  ['fails for a Deny on another header', { [`${SSE_C}.Condition`]: { Null: { [SSE]: 'false' } } }, ['Policy']],
  ['fails for a Deny on some objects', { [`${SSE_C}.Resource`]: { 'Fn::Sub': '${Bucket.Arn}/a/*' } }, ['Policy']],
  ['fails for a Deny of another action', { [`${SSE_C}.Action`]: 's3:PutObjectAcl' }, ['Policy']],
  ['fails without both, since S3 leaves older buckets of some accounts as they are', { [BLOCKED]: undefined, Policy: undefined }, ['Policy']],
  ['a setting that a parameter gives is unknown', { [BLOCKED]: PARAMETER }, 'unknown'],
  ['a type that a parameter names is unknown', { [`${BLOCKED}.EncryptionType`]: [PARAMETER] }, 'unknown'],
  ['a type that a parameter names beside SSE-C is not NONE, which stands alone', { [`${BLOCKED}.EncryptionType`]: [PARAMETER, 'SSE-C'] }, 'compliant'],
  ['a condition that a parameter gives is unknown', { [`${SSE_C}.Condition.Null.${SSE}-customer-algorithm`]: PARAMETER }, 'unknown'],
]);

specify(SSE_C_BLOCKED_BY_SETTING, [
  ['the setting and the Deny together are right', {}, 'compliant'],
  ['fails without the setting', { [BLOCKED]: undefined }, ['Setting']],
  ['fails for another type', { [`${BLOCKED}.EncryptionType`]: ['OTHER'] }, ['Setting']],
  ['fails without the Deny', { [SSE_C]: undefined }, ['Policy']],
  ['a setting that a parameter gives is unknown', { [BLOCKED]: PARAMETER }, 'unknown'],
]);

const OTHER_ALGORITHM = `${STATEMENTS}.Algorithm.Condition`;
const ANY_KEY = `${STATEMENTS}.Key.Condition`;
const AGAIN = `${STATEMENTS}.Reencryption.Condition`;
const KEY_ID = `${SSE}-aws-kms-key-id`;
const KEY_ARN = { 'Fn::GetAtt': ['Key', 'Arn'] };

/** The bucket with DSSE, and a Deny of other algorithms than these. */
function dsse(...allowed: string[]): Change {
  return { [ALGORITHM]: 'aws:kms:dsse', [`${OTHER_ALGORITHM}.StringNotEquals.${SSE}`]: allowed, [AGAIN]: undefined };
}

specify(ENCRYPTION_ENFORCED, [
  ['a Deny of other algorithms and one of other keys are right', {}, 'compliant'],
  ['fewer algorithms allowed is more denied', { [`${OTHER_ALGORITHM}.StringNotEquals.${SSE}`]: 'aws:kms' }, 'compliant'],
  ['a PUT without the header may be denied as well', { [`${OTHER_ALGORITHM}.Null`]: undefined, [`${ANY_KEY}.Null`]: undefined }, 'compliant'],
  ['IfExists is the same on a negated operator', { [ANY_KEY]: { Null: { [SSE]: 'false' }, ArnNotEqualsIfExists: { [KEY_ID]: KEY_ARN } } }, 'compliant'],
  ['the key may be compared as a pattern', { [ANY_KEY]: { Null: { [SSE]: 'false' }, ArnNotLike: { [KEY_ID]: KEY_ARN } } }, 'compliant'],
  ['the key may be compared as a text', { [ANY_KEY]: { Null: { [SSE]: 'false' }, StringNotEquals: { [KEY_ID]: KEY_ARN } } }, 'compliant'],
  ['the AWS managed key needs no Deny of other keys', { [KEY]: undefined, [`${STATEMENTS}.Key`]: undefined }, 'compliant'],
  ['DSSE is right when it is all that is allowed', dsse('aws:kms:dsse'), 'compliant'],
  ['fails for DSSE when plain KMS is allowed', dsse('aws:kms', 'aws:kms:dsse'), ['Algorithm']],
  ['fails when SSE-S3 is allowed', { [`${OTHER_ALGORITHM}.StringNotEquals.${SSE}`]: ['aws:kms', 'AES256'] }, ['Algorithm']],
  ['fails where the header is absent, when it ought to be present', { [`${OTHER_ALGORITHM}.Null.${SSE}`]: 'true' }, ['Algorithm']],
  ['fails for a positive operator', { [OTHER_ALGORITHM]: { Null: { [SSE]: 'false' }, StringEquals: { [SSE]: 'AES256' } } }, ['Algorithm']],
  ['fails when a second key is allowed', { [`${ANY_KEY}.ArnNotEquals.${KEY_ID}`]: [KEY_ARN, OTHER_KEY] }, ['Key']],
  ['fails for another key', { [`${ANY_KEY}.ArnNotEquals.${KEY_ID}`]: OTHER_KEY }, ['Key']],
  ['fails for a Deny where a key is named, since none means the AWS managed key', { [ANY_KEY]: { Null: { [KEY_ID]: 'false' }, ArnNotEquals: { [KEY_ID]: KEY_ARN } } }, ['Key']],
  ['negated operators without values, which AWS does not define, are unknown', {
    [`${OTHER_ALGORITHM}.StringNotEquals.${SSE}`]: [], [`${ANY_KEY}.ArnNotEquals.${KEY_ID}`]: [],
  }, 'unknown'],
  ['CloudTrail may be let through, whose digests have SSE-S3', {
    [`${OTHER_ALGORITHM}.StringNotEquals.aws:PrincipalServiceName`]: 'cloudtrail.amazonaws.com',
    [`${ANY_KEY}.StringNotEquals`]: { 'aws:PrincipalServiceName': 'cloudtrail.amazonaws.com' },
  }, 'compliant'],
  ['fails when another service is let through', {
    [`${OTHER_ALGORITHM}.StringNotEquals.aws:PrincipalServiceName`]: 'config.amazonaws.com',
  }, ['Algorithm']],
  ['fails twice without a policy', { Policy: undefined }, ['Algorithm', 'Key']],
  ['fails when an object may be encrypted again with another key', { [`${STATEMENTS}.Reencryption`]: undefined }, ['Key']],
  ['fails for a Deny that asks for the algorithm as well, which the request may not have', { [`${AGAIN}.Null`]: { [SSE]: 'false' } }, ['Key']],
  ['fails for one second key to encrypt again with', { [`${AGAIN}.ArnNotEquals.${KEY_ID}`]: [KEY_ARN, OTHER_KEY] }, ['Key']],
  ['encrypting again may be denied where a key is named, as each request does', { [AGAIN]: { Null: { [KEY_ID]: 'false' }, StringNotEquals: { [KEY_ID]: KEY_ARN } } }, 'compliant'],
  ['encrypting again may be denied altogether', { [AGAIN]: undefined }, 'compliant'],
  ['the AWS managed key needs no Deny of encrypting again', { [KEY]: undefined, [`${STATEMENTS}.Key`]: undefined, [`${STATEMENTS}.Reencryption`]: undefined }, 'compliant'],
  ['fails for DSSE when an object may be encrypted again with one layer', { ...dsse('aws:kms:dsse'), [AGAIN]: { ArnNotEquals: { [KEY_ID]: KEY_ARN } } }, ['Algorithm']],
  ['replicas may have another key', { [`${STATEMENTS}.6`]: { Effect: 'Allow', Principal: { AWS: '444455556666' }, Action: 's3:ReplicateObject', Resource: '*' } }, 'compliant'],
  ['a bucket without KMS has no key', { [ALGORITHM]: 'AES256' }, 'notApplicable'],
  ['a key that a parameter names is unknown', { [KEY]: PARAMETER }, 'unknown'],
  ['an allowed key that a parameter names is unknown', { [`${ANY_KEY}.ArnNotEquals.${KEY_ID}`]: PARAMETER }, 'unknown'],
  ['an allowed algorithm that a parameter names is unknown', { [`${OTHER_ALGORITHM}.StringNotEquals.${SSE}`]: ['aws:kms', PARAMETER] }, 'unknown'],
  ['a header that a parameter asks for is unknown', { [`${OTHER_ALGORITHM}.Null.${SSE}`]: PARAMETER }, 'unknown'],
  ['a key may be named by its id in one place and by its ARN in the other', { [KEY]: { Ref: 'Key' } }, 'compliant'],
]);

const LOGS_ALGORITHM = 'Logs.Properties.BucketEncryption.ServerSideEncryptionConfiguration.0.ServerSideEncryptionByDefault.SSEAlgorithm';

specify(LOG_TARGET_ENCRYPTION, [
  ['SSE-S3 is right', {}, 'compliant'],
  ['SSE-S3 is right for whatever bucket receives logs', { 'Logs.Metadata': undefined }, 'compliant'],
  ['SSE-S3 is right for an AccessLogsBucket that receives none yet', { 'Bucket.Properties.LoggingConfiguration': undefined }, 'compliant'],
  ['fails for KMS', { [LOGS_ALGORITHM]: 'aws:kms' }, ['Algorithm']],
  ['no configuration is right, since S3 then encrypts with SSE-S3', { 'Logs.Properties': undefined }, 'compliant'],
  ['an algorithm that a parameter names is unknown', { [LOGS_ALGORITHM]: PARAMETER }, 'unknown'],
  ['a bucket without logs is free', { 'Logs.Metadata': undefined, 'Bucket.Properties.LoggingConfiguration': undefined }, 'notApplicable'],
], 'Logs');

specify(KMS_ENCRYPTION, [
  ['a bucket that receives logs only under a condition is unknown', {
    'Logs.Metadata': undefined,
    'Bucket.Properties.LoggingConfiguration': { 'Fn::If': ['IsProduction', { DestinationBucketName: { Ref: 'Logs' } }, { Ref: 'AWS::NoValue' }] },
  }, 'unknown'],
], 'Logs');

for (const rule of [KMS_ENCRYPTION, CUSTOMER_MANAGED_KEY, KEY_ROTATION, ENCRYPTION_ENFORCED]) {
  specify(rule, [
    ['a bucket that receives logs cannot use KMS', { 'Logs.Metadata': undefined }, 'notApplicable'],
    ['an AccessLogsBucket cannot use KMS', { 'Bucket.Properties.LoggingConfiguration': undefined }, 'notApplicable'],
  ], 'Logs');
}

specify(ENCRYPTION_SET, [
  ['KMS is right', {}, 'compliant'],
  ['DSSE is right', { [ALGORITHM]: 'aws:kms:dsse' }, 'compliant'],
  ['SSE-S3 is right, if it is said', { [ALGORITHM]: 'AES256' }, 'compliant'],
  ['fails where nothing is said', { 'Bucket.Properties.BucketEncryption': undefined }, ['NotSet']],
  ['an algorithm that a parameter names is unknown', { [ALGORITHM]: PARAMETER }, 'unknown'],
]);
