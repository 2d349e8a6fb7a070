/**
 * Data events in the shape in which CloudTrail records them.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-understanding-s3-entries.html
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
 */
export interface DataEvent {
  readonly eventTime: string;
  readonly eventName: string;
  readonly sourceIPAddress: string;
  readonly userIdentity: object;
  readonly [field: string]: unknown;
}

export const BUCKET = 'records';
const ACCOUNT = '111122223333';
const PARTNER = '444455556666';

/** Who calls, as CloudTrail tells the account that owns the bucket. */
export const CALLERS = {
  session: (role: string, session = 'i-0123456789abcdef0') => ({
    type: 'AssumedRole',
    principalId: `AROA${role.toUpperCase()}:${session}`,
    arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${role}/${session}`,
    accountId: ACCOUNT,
    accessKeyId: 'ASIAEXAMPLE',
    sessionContext: { sessionIssuer: { type: 'Role', principalId: `AROA${role.toUpperCase()}`, arn: `arn:aws:iam::${ACCOUNT}:role/${role}`, accountId: ACCOUNT, userName: role } },
  }),
  user: (name: string) => ({ type: 'IAMUser', principalId: `AIDA${name.toUpperCase()}`, arn: `arn:aws:iam::${ACCOUNT}:user/${name}`, accountId: ACCOUNT, accessKeyId: 'AKIAEXAMPLE', userName: name }),
  /** The owner of the bucket is not told the ARN. */
  otherAccount: (principalId = 'AIDASTRANGER') => ({ type: 'AWSAccount', principalId, accountId: PARTNER }),
  anonymous: () => ({ type: 'AWSAccount', principalId: '', accountId: 'anonymous' }),
  service: (service: string) => ({ type: 'AWSService', invokedBy: service }),
};

interface EventOptions {
  readonly at: number;
  readonly from: string;
  readonly by?: object;
  readonly key?: string;
  readonly error?: string;
  readonly endpoint?: string;
  readonly bucket?: string;
}

/** A request at a time, in seconds from the start, from an address. */
export function event(eventName: string, { at, from, by = CALLERS.session('Reader'), key, error, endpoint, bucket = BUCKET }: EventOptions): DataEvent {
  return {
    eventVersion: '1.11',
    userIdentity: by,
    eventTime: new Date(START + at * 1000).toISOString().replace(/\.\d+Z$/, 'Z'),
    eventSource: 's3.amazonaws.com',
    eventName,
    awsRegion: 'eu-west-1',
    sourceIPAddress: from,
    userAgent: '[aws-sdk-js/3.0.0]',
    ...error ? { errorCode: error, errorMessage: MESSAGES[error] } : {},
    requestParameters: { bucketName: bucket, Host: `${bucket}.s3.eu-west-1.amazonaws.com`, ...key !== undefined ? { key } : { prefix: '' } },
    responseElements: null,
    additionalEventData: { SignatureVersion: 'SigV4', CipherSuite: 'TLS_AES_128_GCM_SHA256', bytesTransferredIn: 0, AuthenticationMethod: 'AuthHeader', bytesTransferredOut: error ? 0 : 1024 },
    requestID: 'YKEKJP7QX32B4NZB',
    eventID: 'fd80529f-d0af-4f44-8034-743d8d92bdcf',
    readOnly: !/^(Put|Delete|Create|Complete|Abort|Upload)/.test(eventName),
    resources: [
      key === undefined ? { type: 'AWS::S3::Object', ARNPrefix: `arn:aws:s3:::${bucket}/` } : { type: 'AWS::S3::Object', ARN: `arn:aws:s3:::${bucket}/${key}` },
      { accountId: ACCOUNT, type: 'AWS::S3::Bucket', ARN: `arn:aws:s3:::${bucket}` },
    ],
    eventType: 'AwsApiCall',
    managementEvent: false,
    recipientAccountId: ACCOUNT,
    ...endpoint ? { vpcEndpointId: endpoint, vpcEndpointAccountId: ACCOUNT } : {},
    eventCategory: 'Data',
  };
}

/** When the events begin; on the boundary of every period. */
export const START = Date.UTC(2026, 0, 5);

const MESSAGES: Record<string, string> = { AccessDenied: 'Access Denied', NoSuchKey: 'The specified key does not exist.', SlowDown: 'Please reduce your request rate.' };
