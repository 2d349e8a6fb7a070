import { ACCOUNT, REGION } from './places';

/** A call on a bucket, as CloudTrail has it. */
export interface TrailEvent {
  readonly eventName: string;
  readonly bucket: string;
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-understanding-s3-entries.html */
export function trailEvent({ eventName, bucket }: TrailEvent) {
  const time = new Date();
  return {
    Source: 'aws.s3',
    DetailType: 'AWS API Call via CloudTrail',
    Time: time,
    Resources: [],
    Detail: JSON.stringify({
      eventVersion: '1.11',
      userIdentity: { type: 'IAMUser', arn: `arn:aws:iam::${ACCOUNT}:user/ops`, accountId: ACCOUNT, userName: 'ops' },
      eventTime: time.toISOString().replace(/\.\d+/, ''),
      eventSource: 's3.amazonaws.com',
      eventName,
      awsRegion: REGION,
      sourceIPAddress: '192.0.2.10',
      requestParameters: { bucketName: bucket, Host: `s3.${REGION}.amazonaws.com` },
      readOnly: false,
      eventType: 'AwsApiCall',
      managementEvent: true,
      recipientAccountId: ACCOUNT,
      eventCategory: 'Management',
    }),
  };
}
