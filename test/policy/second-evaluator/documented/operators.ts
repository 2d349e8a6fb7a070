import { ConditionRow, conditions, DocumentedPage, IAM_GUIDE } from './documented-page';

const JOB = { StringEquals: { 'aws:PrincipalTag/job-category': 'iamuser-admin' } };
const HOME = { StringLike: { 's3:prefix': ['', 'home/', 'home/${aws:username}/'] } };
const STORAGE = {
  'StringEqualsIgnoreCase': { 'aws:RequestTag/environment': ['preprod', 'storage'] },
  'ForAnyValue:StringEquals': { 'aws:TagKeys': 'environment' },
};
const TEN_KEYS = { NumericLessThanEquals: { 's3:max-keys': '10' } };
const ISSUED = { DateGreaterThan: { 'aws:TokenIssueTime': '2020-01-01T00:00:01Z' } };
const NO_SSL = { Bool: { 'aws:SecureTransport': 'false' } };
const BINARY = { BinaryEquals: { key: 'QmluYXJ5VmFsdWVJbkJhc2U2NA==' } };
const RANGE = { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } };
const RANGES = { IpAddress: { 'aws:SourceIp': ['203.0.113.0/24', '2001:DB8:1234:5678::/64'] } };
const TOPIC = { ArnEquals: { 'aws:SourceArn': 'arn:aws:sns:us-west-2:123456789012:TOPIC-ID' } };
const FINANCE = 'arn:aws:someservice:*:111122223333:finance/*';
const DOCUMENT = 'arn:aws:someservice:us-east-2:999999999999:store/abc:111122223333:finance/document.txt';
const LOGS = {
  'ForAllValues:ArnLike': {
    'logs:LogGeneratingResourceArns': ['arn:aws::cloudfront:123456789012:distribution/*', 'arn:aws::cloudfront:123456789012:distribution/support*'],
  },
};
const distribution = (name: string, account = '123456789012') => `arn:aws::cloudfront:${account}:distribution/${name}`;
const INSTANCES = { StringLikeIfExists: { 'ec2:InstanceType': ['t1.*', 't2.*', 'm3.*'] } };

/**
 * The tables of the page, and its sentences. Left out are the three rows about `aws:ResourceOrgPaths`, which say the opposite of what the
 * page says of `ForAllValues:StringNotLike` ("None of the values of the context key in the request can match any of the context key values
 * in your policy"; "`ForAllValues` returns true if there are no context keys in the request").
 */
const ROWS: readonly ConditionRow[] = [
  ['StringEquals, the value', 'Match', JOB, { 'aws:PrincipalTag/job-category': 'iamuser-admin' }],
  ['StringEquals, another value', 'No match', JOB, { 'aws:PrincipalTag/job-category': 'dev-ops' }],
  ['StringEquals, absent', 'No match', JOB, {}],
  ['StringLike with a variable, the own home', 'Match', HOME, { 'aws:username': 'martha_rivera', 's3:prefix': 'home/martha_rivera/' }],
  ['StringLike with a variable, another user', 'Match', HOME, { 'aws:username': 'nikki_wolf', 's3:prefix': 'home/nikki_wolf/' }],
  ['StringLike with a variable, the home of another', 'No match', HOME, { 'aws:username': 'nikki_wolf', 's3:prefix': 'home/martha_rivera/' }],
  ['StringLike, an empty prefix', 'Match', HOME, { 'aws:username': 'nikki_wolf', 's3:prefix': '' }],
  ['StringLike, a value beside the variable', 'Match', HOME, { 's3:prefix': 'home/' }],
  ['StringLike with a variable, no user name', 'No match', HOME, { 's3:prefix': 'home/martha_rivera/' }],
  ['both tags', 'Match', STORAGE, { 'aws:TagKeys': ['environment'], 'aws:RequestTag/environment': 'preprod' }],
  ['a tag in another case', 'Match', STORAGE, { 'aws:TagKeys': ['environment', 'costcenter'], 'aws:RequestTag/environment': 'PreProd' }],
  ['a tag key in another case', 'No match', STORAGE, { 'aws:TagKeys': ['Environment'], 'aws:RequestTag/Environment': 'preprod' }],
  ['another tag key', 'No match', STORAGE, { 'aws:TagKeys': ['costcenter'], 'aws:RequestTag/environment': 'preprod' }],
  ['no tag keys', 'No match', STORAGE, { 'aws:RequestTag/environment': 'storage' }],
  ['no request tag', 'No match', STORAGE, { 'aws:TagKeys': ['environment'] }],
  ['no tags at all', 'No match', STORAGE, {}],
  ['up to 10', 'Match', TEN_KEYS, { 's3:max-keys': '10' }],
  ['fewer than 10', 'Match', TEN_KEYS, { 's3:max-keys': '9' }],
  ['more than 10', 'No match', TEN_KEYS, { 's3:max-keys': '11' }],
  ['no number of keys', 'No match', TEN_KEYS, {}],
  ['issued after the date', 'Match', ISSUED, { 'aws:TokenIssueTime': '2020-01-01T00:00:02Z' }],
  ['issued at the date', 'No match', ISSUED, { 'aws:TokenIssueTime': '2020-01-01T00:00:01Z' }],
  ['issued after the date, in epoch time', 'Match', ISSUED, { 'aws:TokenIssueTime': '1577836802' }],
  ['issued before the date, in another time zone', 'No match', ISSUED, { 'aws:TokenIssueTime': '2020-01-01T00:30+01:00' }],
  ['never issued', 'No match', ISSUED, {}],
  ['Bool, false', 'Match', NO_SSL, { 'aws:SecureTransport': 'false' }],
  ['Bool, true', 'No match', NO_SSL, { 'aws:SecureTransport': 'true' }],
  ['Bool, absent', 'No match', NO_SSL, {}],
  ['BinaryEquals, the bytes', 'Match', BINARY, { key: 'QmluYXJ5VmFsdWVJbkJhc2U2NA==' }],
  ['BinaryEquals, other bytes', 'No match', BINARY, { key: 'ASIAIOSFODNN7EXAMPLE' }],
  ['BinaryEquals, absent', 'No match', BINARY, {}],
  ['IpAddress, in the range', 'Match', RANGE, { 'aws:SourceIp': '203.0.113.1' }],
  ['IpAddress, the last of the range', 'Match', RANGE, { 'aws:SourceIp': '203.0.113.255' }],
  ['IpAddress, outside', 'No match', RANGE, { 'aws:SourceIp': '198.51.100.1' }],
  ['IpAddress, through a VPC endpoint', 'No match', RANGE, { 'aws:SourceVpce': 'vpce-1a2b3c4d' }],
  ['IpAddress, in the IPv6 range', 'Match', RANGES, { 'aws:SourceIp': '2001:db8:1234:5678:abcd::1' }],
  ['IpAddress, outside of the IPv6 range', 'No match', RANGES, { 'aws:SourceIp': '2001:db8:1234:5679::1' }],
  ['IpAddress without a prefix, the address', 'Match', { IpAddress: { 'aws:SourceIp': '123.45.167.89' } }, { 'aws:SourceIp': '123.45.167.89' }],
  ['IpAddress without a prefix, another address', 'No match', { IpAddress: { 'aws:SourceIp': '123.45.167.89' } }, { 'aws:SourceIp': '123.45.167.90' }],
  ['NotIpAddress, in the range', 'No match', { NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }, { 'aws:SourceIp': '203.0.113.1' }],
  ['NotIpAddress, outside', 'Match', { NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }, { 'aws:SourceIp': '198.51.100.1' }],
  ['ArnEquals, the ARN', 'Match', TOPIC, { 'aws:SourceArn': 'arn:aws:sns:us-west-2:123456789012:TOPIC-ID' }],
  ['ArnEquals, another account', 'No match', TOPIC, { 'aws:SourceArn': 'arn:aws:sns:us-west-2:777788889999:TOPIC-ID' }],
  ['ArnEquals, absent', 'No match', TOPIC, {}],
  ['StringLike, a wildcard across colons', 'Match', { StringLike: { 'aws:SourceArn': FINANCE } }, { 'aws:SourceArn': DOCUMENT }],
  ['ArnLike, a wildcard across colons', 'No match', { ArnLike: { 'aws:SourceArn': FINANCE } }, { 'aws:SourceArn': DOCUMENT }],
  ['ArnEquals, the same as ArnLike', 'Match', { ArnEquals: { 'aws:SourceArn': FINANCE } }, { 'aws:SourceArn': 'arn:aws:someservice:us-east-2:111122223333:finance/a:b' }],
  ['ArnNotLike, the ARN', 'No match', { ArnNotLike: { 'aws:SourceArn': FINANCE } }, { 'aws:SourceArn': 'arn:aws:someservice:us-east-2:111122223333:finance/a' }],
  ['ArnNotEquals, another ARN', 'Match', { ArnNotEquals: { 'aws:SourceArn': FINANCE } }, { 'aws:SourceArn': DOCUMENT }],
  ['ForAllValues:ArnLike, one that matches', 'Match', LOGS, { 'logs:LogGeneratingResourceArns': [distribution('costcenter')] }],
  ['ForAllValues:ArnLike, two that match', 'Match', LOGS, { 'logs:LogGeneratingResourceArns': [distribution('costcenter'), distribution('support2025')] }],
  ['ForAllValues:ArnLike, another account', 'No match', LOGS, { 'logs:LogGeneratingResourceArns': [distribution('costcenter', '777788889999')] }],
  ['ForAllValues:ArnLike, absent', 'Match', LOGS, {}],
  ['StringLikeIfExists, a value', 'Match', INSTANCES, { 'ec2:InstanceType': 't1.micro' }],
  ['StringLikeIfExists, another value', 'No match', INSTANCES, { 'ec2:InstanceType': 'm2.micro' }],
  ['StringLikeIfExists, absent', 'Match', INSTANCES, {}],
  ['a negated operator, absent', 'Match', { StringNotLike: { 's3:prefix': 'home/*' } }, {}],
  ['a negated ARN operator, absent', 'Match', { ArnNotLike: { 'aws:SourceArn': FINANCE } }, {}],
  ['a negated operator with IfExists, absent', 'Match', { StringNotEqualsIfExists: { 'aws:ResourceTag/a': 'b' } }, {}],
  ['Null false, present', 'Match', { Null: { 'aws:TokenIssueTime': 'false' } }, { 'aws:TokenIssueTime': '2020-01-01T00:00:02Z' }],
  ['Null false, absent', 'No match', { Null: { 'aws:TokenIssueTime': 'false' } }, {}],
  ['Null true, absent', 'Match', { Null: { 'aws:TokenIssueTime': 'true' } }, {}],
  ['Null true, present', 'No match', { Null: { 'aws:TokenIssueTime': 'true' } }, { 'aws:TokenIssueTime': '2020-01-01T00:00:02Z' }],
];

export const OPERATOR_PAGES: readonly DocumentedPage[] = [
  conditions(`${IAM_GUIDE}/reference_policies_elements_condition_operators.html`, ROWS),
  conditions(`${IAM_GUIDE}/reference_policies_elements_condition.html`, [
    ['the name', 'Match', { StringEquals: { 'aws:username': 'johndoe' } }, { 'aws:username': 'johndoe' }],
    ['the name in another case', 'No match', { StringEquals: { 'aws:username': 'johndoe' } }, { 'aws:username': 'JohnDoe' }],
    ['the name in another case, ignored', 'Match', { StringEqualsIgnoreCase: { 'aws:username': 'johndoe' } }, { 'aws:username': 'JohnDoe' }],
    ['a key in another case', 'Match', { IpAddress: { 'aws:SourceIP': '203.0.113.0/24' } }, { 'AWS:SourceIp': '203.0.113.9' }],
    ['after the date', 'Match', { DateGreaterThan: { 'aws:CurrentTime': '2013-12-15T12:00:00Z' } }, { 'aws:CurrentTime': '2013-12-15T12:00:01Z' }],
    ['before the date', 'No match', { DateGreaterThan: { 'aws:CurrentTime': '2013-12-15T12:00:00Z' } }, { 'aws:CurrentTime': '2013-08-16T12:00:00Z' }],
  ]),
];
