import { IncomingMessage } from 'node:http';

/** A call of AWS's API as its documentation names it, told from the request of the SDK. */
export interface Call {
  /** As the signature names it: `s3`, `sns`, `monitoring`; S3 Control is `s3control`. */
  readonly service: string;
  readonly name: string;
  /** The bucket in the path of a request to S3. */
  readonly bucket?: string;
  /** The id of a configuration of which a bucket has many. */
  readonly id?: string;
}

/** The settings of a bucket, by the query that addresses them. */
const SETTINGS: Readonly<Record<string, string>> = {
  'abac': 'BucketAbac',
  'accelerate': 'BucketAccelerateConfiguration',
  'acl': 'BucketAcl',
  'analytics': 'BucketAnalyticsConfiguration',
  'cors': 'BucketCors',
  'encryption': 'BucketEncryption',
  'intelligent-tiering': 'BucketIntelligentTieringConfiguration',
  'inventory': 'BucketInventoryConfiguration',
  'lifecycle': 'BucketLifecycleConfiguration',
  'location': 'BucketLocation',
  'logging': 'BucketLogging',
  'metrics': 'BucketMetricsConfiguration',
  'notification': 'BucketNotificationConfiguration',
  'object-lock': 'ObjectLockConfiguration',
  'ownershipControls': 'BucketOwnershipControls',
  'policy': 'BucketPolicy',
  'policyStatus': 'BucketPolicyStatus',
  'publicAccessBlock': 'PublicAccessBlock',
  'replication': 'BucketReplication',
  'requestPayment': 'BucketRequestPayment',
  'tagging': 'BucketTagging',
  'versioning': 'BucketVersioning',
  'website': 'BucketWebsite',
};

/** Settings of which a bucket has many: without an id they are listed. */
const LISTED = ['analytics', 'intelligent-tiering', 'inventory', 'metrics'];

const VERBS: Readonly<Record<string, string>> = { GET: 'Get', PUT: 'Put', DELETE: 'Delete', HEAD: 'Head', POST: 'Post' };

/** Calls of services that say it by method and path. */
const BY_PATH: readonly (readonly [service: string, request: RegExp, name: string])[] = [
  ['s3control', /^GET \/v20180820\/configuration\/publicAccessBlock$/, 'GetPublicAccessBlock'],
  ['s3control', /^PUT \/v20180820\/configuration\/publicAccessBlock$/, 'PutPublicAccessBlock'],
  ['s3control', /^DELETE \/v20180820\/configuration\/publicAccessBlock$/, 'DeletePublicAccessBlock'],
  ['s3control', /^GET \/v20180820\/accesspoint$/, 'ListAccessPoints'],
  ['s3control', /^GET \/v20180820\/accesspoint\/[^/]+$/, 'GetAccessPoint'],
  ['s3control', /^GET \/v20180820\/accesspoint\/[^/]+\/policy$/, 'GetAccessPointPolicy'],
  ['securityhub', /^POST \/findings\/import$/, 'BatchImportFindings'],
  ['securityhub', /^PATCH \/findings\/batchupdate$/, 'BatchUpdateFindings'],
  ['securityhub', /^POST \/findings$/, 'GetFindings'],
];

/** The call that a request makes; `Unknown` with its method and path where none is known. */
export function callOf(request: IncomingMessage, body: Buffer): Call {
  const service = request.headers.authorization?.match(/Credential=[^/]*\/\d+\/[^/]+\/([^/]+)\//)?.[1] ?? 'unsigned';
  const url = new URL(request.url!, 'http://localhost');
  const target = request.headers['x-amz-target'];
  if (typeof target === 'string') {
    return { service, name: target.split('.').at(-1)! };
  }
  if (service === 's3') {
    return url.pathname.startsWith('/v20180820/') ? byPath('s3control', request.method!, url) : s3Call(request.method!, url);
  }
  const action = new URLSearchParams(body.toString('utf8')).get('Action');
  return action === null ? byPath(service, request.method!, url) : { service, name: action };
}

function byPath(service: string, method: string, { pathname }: URL): Call {
  const row = BY_PATH.find(([of, request]) => of === service && request.test(`${method} ${pathname}`));
  return { service, name: row?.[2] ?? `Unknown ${method} ${pathname}` };
}

function s3Call(method: string, { pathname, searchParams }: URL): Call {
  const [, bucket, ...key] = decodeURIComponent(pathname).split('/');
  if (!bucket) {
    return { service: 's3', name: 'ListBuckets' };
  }
  if (key.join('/') !== '') {
    return { service: 's3', name: `${VERBS[method]}Object`, bucket };
  }
  const setting = Object.keys(SETTINGS).find((name) => searchParams.has(name));
  const id = searchParams.get('id') ?? undefined;
  if (setting !== undefined) {
    const listed = LISTED.includes(setting) && method === 'GET' && id === undefined;
    return { service: 's3', name: listed ? `List${SETTINGS[setting]}s` : `${VERBS[method]}${SETTINGS[setting]}`, bucket, id };
  }
  return { service: 's3', name: { PUT: 'CreateBucket', GET: 'ListObjects', DELETE: 'DeleteBucket', HEAD: 'HeadBucket' }[method] ?? `Unknown ${method}`, bucket };
}
