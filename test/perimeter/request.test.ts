import { Duration } from 'aws-cdk-lib';
import { ACCOUNT, describeOptions, request, role, ROUTES, Row, service } from './decisions';
import { PresignedUrls } from '../../src';

const READER = role('Reader');
const presigned = (age: Duration, version = 'AWS4-HMAC-SHA256') => ({ 's3:authType': 'REST-QUERY-STRING', 's3:signatureAge': String(age.toMilliseconds()), 's3:signatureversion': version });
const get = (more: object, key?: string) => request(READER, 's3:GetObject', ROUTES.internet, more as never, key);
const list = (prefix: string | undefined, name = 'Reader') => request(role(name), 's3:ListBucket', ROUTES.internet, prefix === undefined ? {} : { 's3:prefix': prefix });
const SIGNED_IN_THE_HEADER = { 'a request signed in the header': get({}), 'a service': request(service('logging.s3'), 's3:PutObject') };
const SSE = 's3:x-amz-server-side-encryption';

const ROWS: readonly Row[] = [
  {
    option: 'presignedUrls forbidden',
    perimeter: { request: { presignedUrls: PresignedUrls.forbidden() } },
    passes: SIGNED_IN_THE_HEADER,
    denied: {
      'a presigned URL': [get(presigned(Duration.seconds(1))), 'DenyPresignedUrls'],
      'a signed form': [request(READER, 's3:PutObject', ROUTES.internet, { 's3:authType': 'POST' }), 'DenyPresignedUrls'],
    },
  },
  {
    option: 'presignedUrls of a maximum age',
    perimeter: { request: { presignedUrls: PresignedUrls.maximumAge(Duration.minutes(15)) } },
    passes: { ...SIGNED_IN_THE_HEADER, 'a young URL': get(presigned(Duration.minutes(15))) },
    denied: {
      'an old URL': [get(presigned(Duration.minutes(16))), 'DenyOldSignatures'],
      'a URL of Signature Version 2, whose age is always 0': [get(presigned(Duration.seconds(0), 'AWS')), 'DenySignatureVersion2'],
    },
  },
  {
    option: 'signatureVersion4Only',
    perimeter: { request: { signatureVersion4Only: true } },
    passes: { ...SIGNED_IN_THE_HEADER, 'a presigned URL of Signature Version 4': get(presigned(Duration.days(7))) },
    denied: { 'a request of Signature Version 2': [get({ 's3:signatureversion': 'AWS' }), 'DenySignatureVersion2'] },
  },
  {
    option: 'prefixRules',
    perimeter: { request: { prefixRules: [{ prefix: 'finance/', roleArns: [`arn:aws:iam::${ACCOUNT}:role/Finance`] }] } },
    passes: {
      'an object elsewhere': get({}, 'public/a'),
      'an object whose key only begins alike': get({}, 'finances.txt'),
      'an object under the prefix by who is named': request(role('Finance'), 's3:GetObject', ROUTES.internet, {}, 'finance/2026'),
      'any listing by who is named': list(undefined, 'Finance'),
      'a listing of another prefix': list('public/'),
      'a listing of a prefix that only begins alike': list('finances'),
      'a service': request(service('logging.s3'), 's3:PutObject', {}, {}, 'finance/log'),
    },
    denied: {
      'an object under the prefix': [get({}, 'finance/2026'), 'DenyPrefix0'],
      'writing under the prefix': [request(READER, 's3:PutObject', ROUTES.internet, {}, 'finance/x'), 'DenyPrefix0'],
      'a listing of the prefix': [list('finance/'), 'DenyListingPrefix0'],
      'a listing below the prefix': [list('finance/2026/'), 'DenyListingPrefix0'],
      'a listing that shows it': [list('fin'), 'DenyListingPrefix0'],
      'a listing of everything': [list(''), 'DenyListingPrefix0'],
      'a listing without a prefix': [list(undefined), 'DenyListingPrefix0'],
      'a listing of uploads': [request(READER, 's3:ListBucketMultipartUploads'), 'DenyListingPrefix0'],
    },
  },
  {
    option: 'refererAllowList',
    perimeter: { request: { refererAllowList: ['https://www.example.com/*'] } },
    passes: { 'a page of ours': get({ 'aws:Referer': 'https://www.example.com/a' }), 'writing without a referer': request(READER, 's3:PutObject'), 'a service': request(service('cloudfront'), 's3:GetObject') },
    denied: { 'another page': [get({ 'aws:Referer': 'https://evil.example/' }), 'DenyOtherReferers'], 'no referer': [get({}), 'DenyOtherReferers'] },
  },
  {
    option: 'encryptionHeaderRequired',
    perimeter: { request: { encryptionHeaderRequired: true } },
    passes: { reading: get({}) },
    denied: { 'a PUT without the header': [request(READER, 's3:PutObject'), 'DenyPutsWithoutEncryptionHeader'], 'a PUT of another algorithm': [request(READER, 's3:PutObject', ROUTES.internet, { [SSE]: 'AES256' }), 'DenyOtherEncryption'] },
  },
  {
    option: 'tamperProtection',
    perimeter: { request: { tamperProtection: true }, exemptions: { breakGlassRoleArns: [`arn:aws:iam::${ACCOUNT}:role/BreakGlass`] } },
    passes: {
      'a deployment': request(role('cdk-hnb659fds-cfn-exec-role-111122223333-eu-west-1'), 's3:PutBucketPolicy'),
      'a repair': request(role('BreakGlass'), 's3:DeleteBucketPolicy'),
      'data': request(READER, 's3:DeleteObject'),
      'a look at the configuration': request(READER, 's3:GetBucketPolicy'),
    },
    denied: Object.fromEntries(['DeleteBucket', 'DeleteBucketPolicy', 'PutBucketPolicy', 'PutBucketVersioning', 'PutBucketObjectLockConfiguration', 'PutLifecycleConfiguration', 'PutEncryptionConfiguration',
      'PutReplicationConfiguration', 'PutBucketPublicAccessBlock', 'PutBucketOwnershipControls', 'PutBucketLogging'].map((action) => [action, [request(role('Admin'), `s3:${action}`), 'DenyTampering']])),
  },
  {
    option: 'deletionProtection',
    perimeter: { request: { deletionProtection: true }, exemptions: { breakGlassRoleArns: [`arn:aws:iam::${ACCOUNT}:role/BreakGlass`] } },
    passes: { 'a delete marker': request(READER, 's3:DeleteObject'), 'a version by break-glass': request(role('BreakGlass'), 's3:DeleteObjectVersion') },
    denied: { 'a version': [request(role('Admin'), 's3:DeleteObjectVersion'), 'DenyDeletingVersions'], 'a lock': [request(role('Admin'), 's3:BypassGovernanceRetention'), 'DenyDeletingVersions'] },
  },
];

describeOptions(ROWS);
