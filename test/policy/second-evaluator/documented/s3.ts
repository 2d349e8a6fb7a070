import { allow, BOTH, BUCKET, by, deny, DocumentedPage, OBJECT, policy, request, S3_GUIDE } from './documented-page';

const ONE = { AWS: 'arn:aws:iam::111122223333:user/a' };
const DAVE = { AWS: 'arn:aws:iam::123456789012:user/Dave' };
const put = (context: Record<string, string>, resource = OBJECT) => ({ action: 's3:PutObject', resource, context });
const list = (context: Record<string, string>) => ({ action: 's3:ListBucket', resource: BUCKET, context });
const at = (address: string) => request({ context: { 'aws:SourceIp': address } });

const ACL = policy(allow({
  Principal: { AWS: ['arn:aws:iam::111122223333:root', 'arn:aws:iam::444455556666:root'] },
  Action: ['s3:PutObject', 's3:PutObjectAcl'],
  Resource: `${BUCKET}/*`,
  Condition: { StringEquals: { 's3:x-amz-acl': ['public-read'] } },
}));
const PUBLIC = policy(allow({ Action: ['s3:GetObject', 's3:GetObjectVersion'], Resource: [`${BUCKET}/*`] }));
const NETWORK = policy(deny({ Condition: { NotIpAddress: { 'aws:SourceIp': '54.240.143.0/24' } } }), allow());
const MIXED = policy(allow({
  Condition: {
    IpAddress: { 'aws:SourceIp': ['54.240.143.0/24', '2001:DB8:1234:5678::/64'] },
    NotIpAddress: { 'aws:SourceIp': ['54.240.143.128/30', '2001:DB8:1234:5678:ABCD::/80'] },
  },
}));
const REFERER = policy(allow({ Action: ['s3:GetObject', 's3:GetObjectVersion'], Condition: { StringLike: { 'aws:Referer': ['http://www.example.com/*', 'http://example.com/*'] } } }));
const TAX = `${BUCKET}/taxdocuments/*`;
const MFA = policy(
  deny({ Resource: TAX, Condition: { Null: { 'aws:MultiFactorAuthAge': true } } }),
  deny({ Resource: TAX, Condition: { NumericGreaterThan: { 'aws:MultiFactorAuthAge': 3600 } } }),
  allow({ Action: ['s3:GetObject'], Resource: `${BUCKET}/*` }),
);
const tax = (context: Record<string, string>) => request({ resource: `${BUCKET}/taxdocuments/x`, context });
const INVENTORY = policy(allow({
  Principal: { Service: 's3.amazonaws.com' },
  Action: 's3:PutObject',
  Resource: [`${BUCKET}/*`],
  Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::sourcebucket' }, StringEquals: { 'aws:SourceAccount': '123456789012', 's3:x-amz-acl': 'bucket-owner-full-control' } },
}));
const INVENTORIED = { 'aws:SourceArn': 'arn:aws:s3:::sourcebucket', 'aws:SourceAccount': '123456789012', 's3:x-amz-acl': 'bucket-owner-full-control' };
const OAI = 'arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity EH1HDMB1FH2TC';

const RANGE = policy(allow({ Action: 's3:GetObject', Condition: { IpAddress: { 'aws:SourceIp': '192.0.2.0/24' }, NotIpAddress: { 'aws:SourceIp': '192.0.2.188/32' } } }));
const COPY = policy(
  allow({ Principal: DAVE, Action: 's3:PutObject', Resource: `${BUCKET}/*` }),
  deny({ Principal: DAVE, Action: 's3:PutObject', Resource: `${BUCKET}/*`, Condition: { StringNotLike: { 's3:x-amz-copy-source': 'amzn-s3-demo-bucket/public/*' } } }),
);
const VERSION = policy(
  allow({ Principal: DAVE, Action: 's3:GetObjectVersion', Resource: OBJECT }),
  deny({ Principal: DAVE, Action: 's3:GetObjectVersion', Resource: OBJECT, Condition: { StringNotEquals: { 's3:VersionId': 'AaaHbAQitwiL_h47_44lRO2DDfLlBO5e' } } }),
);
const version = (id: string) => by(DAVE, { action: 's3:GetObjectVersion', context: { 's3:VersionId': id } });
const PREFIX = policy(
  allow({ Principal: DAVE, Action: 's3:ListBucket', Resource: BUCKET, Condition: { StringEquals: { 's3:prefix': 'projects' } } }),
  deny({ Principal: DAVE, Action: 's3:ListBucket', Resource: BUCKET, Condition: { StringNotEquals: { 's3:prefix': 'projects' } } }),
);
const STORAGE = policy(allow({ Principal: DAVE, Action: 's3:PutObject', Condition: { StringEquals: { 's3:x-amz-storage-class': ['STANDARD_IA'] } } }));
const ENDPOINT = (key: string, id: string) => policy(deny({ Resource: BOTH, Condition: { StringNotEquals: { [key]: id } } }), allow());
const KEYS = { 'ForAllValues:StringLike': { 's3:RequestObjectTagKeys': ['Owner', 'CreationDate'] } };
const SOME_KEYS = { 'ForAnyValue:StringLike': { 's3:RequestObjectTagKeys': ['Owner', 'CreationDate'] } };
const tagging = (condition: object) => policy(allow({ Principal: DAVE, Action: ['s3:PutObjectTagging'], Resource: [`${BUCKET}/*`], Condition: condition }));
const tags = (...keys: string[]) => by(DAVE, { action: 's3:PutObjectTagging', context: { 's3:RequestObjectTagKeys': keys } });
const TLS = policy(deny({ Condition: { NumericLessThan: { 's3:TlsVersion': '1.2' } } }), allow());
const AGE = policy(deny({ Condition: { NumericGreaterThan: { 's3:signatureAge': 600000 } } }), allow());

export const S3_PAGES: readonly DocumentedPage[] = [
  {
    page: `${S3_GUIDE}/example-bucket-policies.html`,
    examples: [
      ['one of two accounts with the ACL', 'Allow', ACL, by(ONE, put({ 's3:x-amz-acl': 'public-read' }))],
      ['one of two accounts with another ACL', 'ImplicitDeny', ACL, by(ONE, put({ 's3:x-amz-acl': 'private' }))],
      ['a third account', 'ImplicitDeny', ACL, by({ AWS: '999999999999' }, put({ 's3:x-amz-acl': 'public-read' }))],
      ['read by anyone', 'Allow', PUBLIC, request()],
      ['written by anyone', 'ImplicitDeny', PUBLIC, request({ action: 's3:PutObject' })],
      ['from the network', 'Allow', NETWORK, at('54.240.143.7')],
      ['from another network', 'ExplicitDeny', NETWORK, at('54.240.144.7')],
      ['IPv4 in the range', 'Allow', MIXED, at('54.240.143.1')],
      ['IPv6 in the range', 'Allow', MIXED, at('2001:DB8:1234:5678::1')],
      ['IPv4 excepted', 'ImplicitDeny', MIXED, at('54.240.143.129')],
      ['IPv6 excepted', 'ImplicitDeny', MIXED, at('2001:DB8:1234:5678:ABCD::1')],
      ['from the website', 'Allow', REFERER, request({ context: { 'aws:referer': 'http://example.com/page' } })],
      ['from another website', 'ImplicitDeny', REFERER, request({ context: { 'aws:referer': 'http://example.org/page' } })],
      ['without MFA', 'ExplicitDeny', MFA, tax({})],
      ['with MFA, an hour ago', 'Allow', MFA, tax({ 'aws:MultiFactorAuthAge': '3600' })],
      ['with MFA, longer ago', 'ExplicitDeny', MFA, tax({ 'aws:MultiFactorAuthAge': '3601' })],
      ['without MFA, elsewhere', 'Allow', MFA, request()],
      ['inventory', 'Allow', INVENTORY, by({ Service: 's3.amazonaws.com' }, put(INVENTORIED))],
      ['inventory of another account', 'ImplicitDeny', INVENTORY, by({ Service: 's3.amazonaws.com' }, put({ ...INVENTORIED, 'aws:SourceAccount': '999999999999' }))],
      ['an origin access identity, anybody else', 'ImplicitDeny', policy(allow({ Principal: { AWS: OAI }, Action: 's3:GetObject' })), by(ONE)],
      ['old TLS', 'ExplicitDeny', TLS, request({ context: { 's3:TlsVersion': '1.1' } })],
      ['new TLS', 'Allow', TLS, request({ context: { 's3:TlsVersion': '1.3' } })],
    ],
  },
  {
    page: `${S3_GUIDE}/amazon-s3-policy-keys.html`,
    examples: [
      ['in the range', 'Allow', RANGE, at('192.0.2.1')],
      ['the one excepted', 'ImplicitDeny', RANGE, at('192.0.2.188')],
      ['copied from the prefix', 'Allow', COPY, by(DAVE, put({ 's3:x-amz-copy-source': 'amzn-s3-demo-bucket/public/PublicHappyFace1.jpg' }))],
      ['copied from elsewhere', 'ExplicitDeny', COPY, by(DAVE, put({ 's3:x-amz-copy-source': 'amzn-s3-demo-bucket/private/x' }))],
      ['not copied', 'ExplicitDeny', COPY, by(DAVE, put({}))],
      ['the version', 'Allow', VERSION, version('AaaHbAQitwiL_h47_44lRO2DDfLlBO5e')],
      ['another version', 'ExplicitDeny', VERSION, version('1')],
      ['the prefix', 'Allow', PREFIX, by(DAVE, list({ 's3:prefix': 'projects' }))],
      ['another prefix', 'ExplicitDeny', PREFIX, by(DAVE, list({ 's3:prefix': 'projects/' }))],
      ['no prefix', 'ExplicitDeny', PREFIX, by(DAVE, list({}))],
      ['the storage class', 'Allow', STORAGE, by(DAVE, put({ 's3:x-amz-storage-class': 'STANDARD_IA' }))],
      ['no storage class', 'ImplicitDeny', STORAGE, by(DAVE, put({}))],
    ],
  },
  {
    page: `${S3_GUIDE}/example-bucket-policies-vpc-endpoint.html`,
    examples: [
      ['through the endpoint', 'Allow', ENDPOINT('aws:SourceVpce', 'vpce-1a2b3c4d'), request({ context: { 'aws:SourceVpce': 'vpce-1a2b3c4d' } })],
      ['through another', 'ExplicitDeny', ENDPOINT('aws:SourceVpce', 'vpce-1a2b3c4d'), request({ context: { 'aws:SourceVpce': 'vpce-0' } })],
      ['from the console', 'ExplicitDeny', ENDPOINT('aws:SourceVpce', 'vpce-1a2b3c4d'), by(ONE)],
      ['from the VPC', 'Allow', ENDPOINT('aws:SourceVpc', 'vpc-111bbb22'), request({ context: { 'aws:SourceVpc': 'vpc-111bbb22' } })],
    ],
  },
  {
    page: `${S3_GUIDE}/tagging-and-policies.html`,
    examples: [
      ['a public object', 'Allow', policy(allow({ Condition: { StringEquals: { 's3:ExistingObjectTag/security': 'public' } } })), request({ context: { 's3:ExistingObjectTag/security': 'public' } })],
      ['an object without tags', 'ImplicitDeny', policy(allow({ Condition: { StringEquals: { 's3:ExistingObjectTag/security': 'public' } } })), request()],
      ['only allowed tag keys', 'Allow', tagging(KEYS), tags('Owner')],
      ['another tag key', 'ImplicitDeny', tagging(KEYS), tags('Owner', 'Color')],
      ['no tags', 'Allow', tagging(KEYS), by(DAVE, { action: 's3:PutObjectTagging' })],
      ['no tags, at least one required', 'ImplicitDeny', tagging({ ...KEYS, ...SOME_KEYS }), by(DAVE, { action: 's3:PutObjectTagging' })],
      ['one tag, at least one required', 'Allow', tagging({ ...KEYS, ...SOME_KEYS }), tags('CreationDate')],
      ['the project', 'Allow', tagging({ StringEquals: { 's3:RequestObjectTag/Project': 'X' } }), by(DAVE, { action: 's3:PutObjectTagging', context: { 's3:RequestObjectTag/Project': 'X' } })],
    ],
  },
  {
    page: 'https://docs.aws.amazon.com/AmazonS3/latest/API/bucket-policy-s3-sigv4-conditions.html',
    examples: [
      ['a signature older than ten minutes', 'ExplicitDeny', AGE, request({ context: { 's3:signatureAge': '600001' } })],
      ['a younger one', 'Allow', AGE, request({ context: { 's3:signatureAge': '600000' } })],
    ],
  },
];
