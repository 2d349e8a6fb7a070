import { JsonObject } from './json';
import { WHOLE_BUCKET_METRICS } from './settings-of-monitoring';
import { SSE_C_BLOCKED } from '../rules/encryption';
import { FIXES_BY_RULE } from '../rules/fixes-by-rule';
import { Fragment, FragmentValue, renamed, ResourceFragment } from '../rules/fragment';
import { LOG_DELIVERY_GRANT } from '../rules/logging';
import { REQUEST_ALARMS } from '../rules/monitoring';
import { keyThatAllows, OWN_ACCOUNT } from '../rules/rule-fixes';
import { MINIMUM_TLS, TLS_ONLY } from '../rules/transport';

/** What is made once in a template, for all of its buckets: the logical ids, unless taken. */
export const MADE_IDS = { key: 'BucketsKey', logBucket: 'BucketsAccessLogs', logBucketPolicy: 'BucketsAccessLogsPolicy', topic: 'BucketsAlarms', topicKey: 'BucketsAlarmsKey' } as const;

export const RETAINED = { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' } as const;

/** What S3 asks of KMS for those whom it lets in. */
export const THROUGH_S3 = ['kms:Decrypt', 'kms:GenerateDataKey*', 'kms:Encrypt', 'kms:ReEncrypt*', 'kms:DescribeKey'];

/**
 * S3 of the Region, as KMS names it: in China with a domain that no other partition has.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service
 */
const S3_OF_REGION = [{ 'Fn::Sub': 's3.${AWS::Region}.amazonaws.com' }, { 'Fn::Sub': 's3.${AWS::Region}.amazonaws.com.cn' }];

/**
 * A KMS key that everybody of the account may use through S3 who may use S3: as with AWS's own key `aws/s3`, so that nobody of
 * the account who reads today loses that.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#aws-managed-cmk
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
 */
export function madeKey(): JsonObject {
  return withDescription({
    ...keyThatAllows({
      Sid: 'UseThroughS3',
      Effect: 'Allow',
      Principal: { AWS: '*' },
      Action: THROUGH_S3,
      Resource: '*',
      Condition: { StringEquals: { 'kms:CallerAccount': OWN_ACCOUNT, 'kms:ViaService': S3_OF_REGION } },
    }),
    ...RETAINED,
  }, 'Encrypts the objects of the buckets of this stack');
}

/** A log bucket, and the policy that lets S3 deliver the logs of this account to it. Logs are kept for a year. */
export function madeLogBucket(bucketId: string, policyId: string): Readonly<Record<string, JsonObject>> {
  const statements = [TLS_ONLY.id, MINIMUM_TLS.id, SSE_C_BLOCKED.id].map((rule) => FIXES_BY_RULE[rule].fragment)
    .concat(FIXES_BY_RULE[LOG_DELIVERY_GRANT.id].fragment).flatMap(statementsOf);
  return asJson(renamed({
    Bucket: {
      Type: 'AWS::S3::Bucket',
      ...RETAINED,
      Properties: {
        PublicAccessBlockConfiguration: { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true },
        OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
        BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' }, BlockedEncryptionTypes: { EncryptionType: ['SSE-C'] } }] },
        VersioningConfiguration: { Status: 'Enabled' },
        LifecycleConfiguration: {
          Rules: [
            { Id: 'ExpireLogs', ExpirationInDays: 365, NoncurrentVersionExpiration: { NoncurrentDays: 1 }, AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 }, Status: 'Enabled' },
          ],
        },
      },
    },
    BucketPolicy: { Type: 'AWS::S3::BucketPolicy', ...RETAINED, Properties: { Bucket: { Ref: 'Bucket' }, PolicyDocument: { Version: '2012-10-17', Statement: statements } } },
  }, { Bucket: bucketId, BucketPolicy: policyId }));
}

/** A topic for alarms, and its key, which CloudWatch may use. */
export function madeTopic(topicId: string, keyId: string): Readonly<Record<string, JsonObject>> {
  const { Topic, TopicKey } = FIXES_BY_RULE[REQUEST_ALARMS.id].fragment;
  const made = asJson(renamed({ TopicKey, Topic }, { Topic: topicId, TopicKey: keyId }));
  return { ...made, [keyId]: withDescription(made[keyId], 'Encrypts the alarms on the buckets of this stack') };
}

/** The alarms that watch a bucket, by their metrics. */
export function madeAlarms(bucketId: string, topicId: string, filterId: string): readonly { readonly metric: string; readonly resource: JsonObject }[] {
  const { fragment } = FIXES_BY_RULE[REQUEST_ALARMS.id];
  const alarms = Object.fromEntries(Object.entries(fragment).filter(([, { Type }]) => Type === 'AWS::CloudWatch::Alarm'));
  return Object.values(asJson(renamed(alarms, { Bucket: bucketId, Topic: topicId }))).map((resource) => {
    const properties = resource.Properties as JsonObject;
    const dimensions = (properties.Dimensions as readonly JsonObject[])
      .map((dimension) => dimension.Value === WHOLE_BUCKET_METRICS ? { ...dimension, Value: filterId } : dimension);
    return { metric: properties.MetricName as string, resource: { ...resource, Properties: { ...properties, Dimensions: dimensions } } };
  });
}

function statementsOf(fragment: Fragment): readonly FragmentValue[] {
  const { Statement } = fragment.BucketPolicy.Properties!.PolicyDocument as { readonly Statement: readonly FragmentValue[] };
  return Statement;
}

function withDescription(resource: JsonObject | ResourceFragment, Description: string): JsonObject {
  const { Properties, ...rest } = resource;
  return { ...rest, Properties: { Description, ...Properties as JsonObject } } as unknown as JsonObject;
}

function asJson(fragment: Fragment): Readonly<Record<string, JsonObject>> {
  return fragment as unknown as Readonly<Record<string, JsonObject>>;
}
