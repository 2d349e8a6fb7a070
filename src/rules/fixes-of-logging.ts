import { Fragment } from './fragment';
import { bucket, keyThatAllows, OWN_ACCOUNT, RuleFixes } from './rule-fixes';

/** What lets S3 deliver the access logs of this account to a bucket. */
function delivery(policy: string, log: string): Fragment {
  return {
    [policy]: {
      Type: 'AWS::S3::BucketPolicy',
      Properties: {
        Bucket: { Ref: log },
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [{
            Sid: 'Delivery',
            Effect: 'Allow',
            Principal: { Service: 'logging.s3.amazonaws.com' },
            Action: 's3:PutObject',
            Resource: { 'Fn::Sub': `\${${log}.Arn}/*` },
            Condition: { StringEquals: { 'aws:SourceAccount': OWN_ACCOUNT } },
          }],
        },
      },
    },
  };
}

/** An alarm on a metric of the whole bucket. */
function alarm(MetricName: string): Fragment {
  return {
    [`${MetricName.replace(/^\d/, (digit) => `On${digit}`)}Alarm`]: {
      Type: 'AWS::CloudWatch::Alarm',
      Properties: {
        Namespace: 'AWS/S3',
        MetricName,
        Dimensions: [{ Name: 'BucketName', Value: { Ref: 'Bucket' } }, { Name: 'FilterId', Value: 'EntireBucket' }],
        Statistic: 'Sum',
        Period: 300,
        EvaluationPeriods: 1,
        Threshold: 10,
        ComparisonOperator: 'GreaterThanThreshold',
        TreatMissingData: 'notBreaching',
        AlarmActions: [{ Ref: 'Topic' }],
      },
    },
  };
}

const SSE_S3 = { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }] };

/** How the rules on logging and monitoring are complied with. */
export const FIXES_OF_LOGGING: Readonly<Record<string, RuleFixes>> = {
  'HardenedBucket-AccessLogging': {
    cloudFormation: 'set DestinationBucketName in LoggingConfiguration to a log bucket, or join an AWS::Logs::DeliverySource with the LogType S3_SERVER_ACCESS_LOGS to a destination',
    construct: 'remove what overrides LoggingConfiguration: HardenedBucket logs to its own log bucket, or to serverAccessLogsBucket',
    fragment: bucket({ LoggingConfiguration: { DestinationBucketName: { Ref: 'LogBucket' } } }),
  },
  'HardenedBucket-AccessLogsTarget': {
    cloudFormation: 'set SSEAlgorithm of the log bucket to AES256, leave ObjectLockConfiguration out, keep it in the same Region and account, and allow s3:PutObject to logging.s3.amazonaws.com with StringEquals aws:SourceAccount',
    construct: 'set serverAccessLogsBucket to an AccessLogsBucket, or leave it out',
    fragment: { LogBucket: { Type: 'AWS::S3::Bucket', Properties: { BucketEncryption: SSE_S3 } }, ...delivery('LogBucketPolicy', 'LogBucket') },
    removed: ['LogBucket.Properties.ObjectLockConfiguration'],
  },
  'HardenedBucket-LogDeliveryGrant': {
    cloudFormation: 'add an Allow of s3:PutObject on the objects of the log bucket to Service logging.s3.amazonaws.com to its policy, with StringEquals aws:SourceAccount',
    construct: 'use AccessLogsBucket for the logs, which allows the delivery, or leave serverAccessLogsGrantExists out',
    fragment: delivery('BucketPolicy', 'Bucket'),
  },
  'HardenedBucket-DataEvents': {
    cloudFormation: 'add the ARN of the bucket with a slash behind it to DataResources of the AWS::CloudTrail::Trail, with ReadWriteType All, or record those of all buckets',
    construct: 'add the bucket to the data events of your trail with addS3EventSelector, or make a DataEventsTrail',
    fragment: {
      Trail: {
        Type: 'AWS::CloudTrail::Trail',
        Properties: {
          IsLogging: true,
          S3BucketName: { Ref: 'LogBucket' },
          EventSelectors: [{ ReadWriteType: 'All', DataResources: [{ Type: 'AWS::S3::Object', Values: [{ 'Fn::Sub': '${Bucket.Arn}/' }] }] }],
        },
      },
    },
  },
  'HardenedBucket-RequestMetrics': {
    cloudFormation: 'add a configuration to MetricsConfigurations that has an Id and no filter',
    construct: 'leave requestMetrics out: HardenedBucket turns the metrics of the whole bucket on',
    fragment: bucket({ MetricsConfigurations: [{ Id: 'EntireBucket' }] }),
  },
  'HardenedBucket-RequestAlarms': {
    cloudFormation: 'add an AWS::CloudWatch::Alarm for each of 4xxErrors, 5xxErrors, HeadRequests and ListRequests on the FilterId of the unfiltered metrics configuration, with an action on a topic whose KmsMasterKeyId is a customer managed key',
    construct: 'leave requestAlarmScope out, and give alarmTopic a masterKey that CloudWatch may use, or leave it out: HardenedBucket makes alarms and an encrypted topic',
    fragment: {
      ...bucket({ MetricsConfigurations: [{ Id: 'EntireBucket' }] }),
      TopicKey: keyThatAllows({ Sid: 'Alarms', Effect: 'Allow', Principal: { Service: 'cloudwatch.amazonaws.com' }, Action: ['kms:Decrypt', 'kms:GenerateDataKey*'], Resource: '*' }),
      Topic: { Type: 'AWS::SNS::Topic', Properties: { KmsMasterKeyId: { 'Fn::GetAtt': ['TopicKey', 'Arn'] } } },
      ...alarm('4xxErrors'),
      ...alarm('5xxErrors'),
      ...alarm('HeadRequests'),
      ...alarm('ListRequests'),
    },
  },
};
