/** What a condition key may hold, and what a policy may compare it with. */
export interface KeyWords {
  /** The families of operators that fit the key. */
  readonly families: ReadonlyArray<keyof typeof OPERATORS>;
  /** Whether the key has a list of values. */
  readonly multivalued?: true;
  readonly request: readonly string[];
  readonly policy: ReadonlyArray<string | number | boolean>;
  /** What the operators of the key cannot read. */
  readonly refused?: ReadonlyArray<string | number>;
}

export const OPERATORS = {
  String: ['StringEquals', 'StringNotEquals', 'StringEqualsIgnoreCase', 'StringNotEqualsIgnoreCase', 'StringLike', 'StringNotLike'],
  Arn: ['ArnEquals', 'ArnLike', 'ArnNotEquals', 'ArnNotLike'],
  Numeric: ['NumericEquals', 'NumericNotEquals', 'NumericLessThan', 'NumericLessThanEquals', 'NumericGreaterThan', 'NumericGreaterThanEquals'],
  Date: ['DateEquals', 'DateNotEquals', 'DateLessThan', 'DateLessThanEquals', 'DateGreaterThan', 'DateGreaterThanEquals'],
  Bool: ['Bool'],
  Binary: ['BinaryEquals'],
  Ip: ['IpAddress', 'NotIpAddress'],
} as const;

export const REFUSED_OPERATORS = ['StringEqual', 'stringEquals', 'NullIfExists', 'BinaryNotEquals', 'BoolNot', 'ForSomeValues:StringLike', 'IPAddress', 'IfExists', 'StringEqualsIfExistsIfExists'];

const ADDRESSES = ['203.0.113.7', '203.0.113.200', '198.51.100.1', '2001:db8::1', '2001:DB8:0:1::abcd', '2400:cb00::ABCD'];
const RANGES = ['203.0.113.0/24', '203.0.113.7', '203.0.113.99/25', '0.0.0.0/0', '::/0', '2001:db8::/32', '2001:DB8:0:1::/64', '2400:cb00::/32', '2001:db8::1', '2001:DB8::1'];
const NO_RANGES = ['198.51.100.0/33', '203.0.113', '203.0.113.*', '2001:db8::*', '2400:*', '203.0.113.0/24/8', '010.0.0.1', ''];
const ROLES = ['arn:aws:iam::111122223333:role/App', 'arn:aws:iam::111122223333:role/team/Deploy', 'arn:aws:iam::111122223333:user/Alice', 'arn:aws:iam::444455556666:role/x/App'];
const ARNS = [
  ...ROLES, 'arn:aws:iam::111122223333:role/*', 'arn:aws:iam::111122223333:role/team/*', 'arn:aws:iam::111122223333:role/App*', 'arn:aws:iam::111122223333:role/*/App', 'arn:aws:iam::*:role/*Deploy',
  'arn:aws:iam::111122223333:*', 'arn:aws:iam::111122223333:role/D?ploy', 'ARN:AWS:IAM::111122223333:ROLE/APP', 'arn:*:*:*:*:*', 'arn:aws:iam::111122223333:root', 'arn:aws:sts::111122223333:federated-user/Feda',
  'arn:aws:sts::111122223333:assumed-role/App/s1', '${aws:PrincipalArn}', 'arn:aws:iam::${aws:PrincipalAccount}:role/App', 'arn:aws:iam::111122223333:role/?*/Deploy', 'arn:aws:iam::111122223333:role/Deploy',
];
const SOURCES = ['arn:aws:s3:::source', 'arn:aws:cloudtrail:eu-west-1:111122223333:trail/t', 'arn:aws:sns:us-east-1:111122223333:a:b'];
const SERVICES = ['logging.s3.amazonaws.com', 'cloudtrail.amazonaws.com', 's3.amazonaws.com', 's3.eu-west-1.amazonaws.com', 'logs.us-east-1.amazonaws.com', 'ec2.amazonaws.com.cn'];
const MOMENTS = ['2026-11-26T12:00:00Z', '2026-11-26T13:00:00+01:00', '1795694400', '2020-01-01T00:00Z', '1577836800'];
const DATES = [...MOMENTS, '2026-11-26', '2026-11', '2026-11-26T12:00:00.5Z', 1795694400];
const NO_DATES = ['2026-02-30', '2026-11-26T12:00:00', 'yesterday', '2026-11-26 12:00:00Z', '2026-11-26T24:00:00Z', '2026-*', ''];
// No four digits: as a date they would be a year, too.
const NUMBERS = ['0', '9', '10', '10.0', '10.5', '36000', '-1'];
const NUMBER_VALUES = [...NUMBERS, 10, 36000.5];
const NO_NUMBERS = ['ten', '', '1*', '1,5', '${s3:max-keys}'];
const BOOLEANS = ['true', 'false'];
const BOOLEAN_VALUES = [...BOOLEANS, true, false];
const NO_BOOLEANS = ['True', 'yes', '', 1, '${aws:SecureTransport}'];
const NAMES = ['Alice', 'alice', 'Bob', 'été', 'ÉTÉ', '😀', 'a*', 'a', 'ab', ''];
const NAME_VALUES = [...NAMES, '*', '?', 'A*', '?lice', '*e', '${aws:username}', '${aws:PrincipalTag/team}', "${aws:PrincipalTag/team, 'Alice'}", 'a${*}', '${?}', '${$}', '${aws:TagKeys}', '${aws:SourceIp}'];
const BROKEN = ['${aws:username', '${}', '${aws: username}', "${aws:username, 'a}"];
const PREFIXES = ['', 'home/', 'home/Alice/', 'home/Bob/', '$', '*'];
const PREFIX_VALUES = [...PREFIXES, 'home/*', 'home/${aws:username}/', 'home/${aws:username}*', "home/${aws:username, 'Bob'}/", '${$}', '${*}', '?', 'home/${aws:PrincipalArn}/'];
const TAGS = ['Owner', 'owner', 'Project', 'cost-center'];

const text = (request: readonly string[], policy: readonly string[] = [...request, '*']): KeyWords => ({ families: ['String'], request, policy, refused: BROKEN });
const list = (request: readonly string[], policy: readonly string[] = [...request, '*']): KeyWords => ({ ...text(request, policy), multivalued: true });
const bool: KeyWords = { families: ['Bool', 'String'], request: BOOLEANS, policy: BOOLEAN_VALUES, refused: NO_BOOLEANS };
const date: KeyWords = { families: ['Date'], request: MOMENTS, policy: DATES, refused: NO_DATES };
const number: KeyWords = { families: ['Numeric'], request: NUMBERS, policy: NUMBER_VALUES, refused: NO_NUMBERS };

export const CONDITION_KEYS: Readonly<Record<string, KeyWords>> = {
  'aws:SourceIp': { families: ['Ip', 'Ip', 'String'], request: ADDRESSES, policy: RANGES, refused: NO_RANGES },
  'aws:VpcSourceIp': { families: ['Ip', 'String'], request: ['10.0.0.1', '2001:DB8::1'], policy: [...RANGES, '10.0.0.0/8'], refused: NO_RANGES },
  'aws:SourceVpce': text(['vpce-1a2b3c4d', 'vpce-0'], ['vpce-1a2b3c4d', 'vpce-0', 'vpce-*']),
  'aws:SourceVpc': text(['vpc-1', 'vpc-2'], ['vpc-1', 'vpc-2', 'VPC-1', 'vpc-?']),
  'aws:SourceArn': { families: ['Arn', 'String'], request: SOURCES, policy: [...SOURCES, 'arn:aws:s3:::*', 'arn:aws:*:*:111122223333:*', 'arn:aws:sns:*:b', 'arn:aws:*'] },
  'aws:SourceAccount': text(['111122223333', '444455556666'], ['111122223333', '444455556666', '1111*', '${aws:PrincipalAccount}']),
  'aws:PrincipalArn': { families: ['Arn', 'Arn', 'String'], request: ROLES, policy: ARNS },
  'aws:PrincipalAccount': text(['111122223333'], ['111122223333', '444455556666', 'anonymous', '*']),
  'aws:PrincipalType': text(['User'], ['User', 'AssumedRole', 'Account', 'FederatedUser', 'Anonymous', 'user']),
  'aws:PrincipalOrgID': text(['o-a1b2c3d4e5', 'o-zzzzzzzzzz']),
  'aws:PrincipalOrgPaths': list(['o-a1b2c3d4e5/r-ab12/ou-ab12-1/', 'o-a1b2c3d4e5/r-ab12/'], ['o-a1b2c3d4e5/*', 'o-a1b2c3d4e5/r-ab12/ou-*', 'o-a1b2c3d4e5/r-ab12/']),
  'aws:PrincipalTag/team': text(NAMES, NAME_VALUES),
  'aws:PrincipalTag/blob': { families: ['Binary', 'String'], request: ['QUJD', 'QQ==', 'not base64'], policy: ['QUJD', 'QQ=='], refused: ['Q', 'not base64'] },
  'aws:PrincipalServiceName': text(SERVICES, [...SERVICES, '*.amazonaws.com']),
  'aws:PrincipalServiceNamesList': list(SERVICES, [...SERVICES, '*.amazonaws.com', 's3.*']),
  'aws:PrincipalIsAWSService': bool,
  'aws:ViaAWSService': bool,
  'aws:SecureTransport': bool,
  'aws:MultiFactorAuthPresent': bool,
  'aws:MultiFactorAuthAge': number,
  'aws:CurrentTime': date,
  'aws:EpochTime': { families: ['Date', 'Numeric'], request: ['1795694400', '1577836800'], policy: ['1795694400', '1577836800', 1600000000, '2026-11-26T12:00:00Z'] },
  'aws:TokenIssueTime': date,
  'aws:username': text(NAMES, NAME_VALUES),
  'aws:userid': text(['AIDAEXAMPLE', 'AROAEXAMPLE:s1'], ['AIDAEXAMPLE', 'AROAEXAMPLE:*', 'arOaexample:S1']),
  'aws:Referer': text(['http://example.com/a', 'http://example.org/'], ['http://example.com/*', 'http://example.???/*']),
  'aws:RequestedRegion': text(['eu-west-1', 'us-east-1'], ['eu-west-1', 'eu-*', 'EU-WEST-1']),
  'aws:CalledVia': list(SERVICES.slice(0, 3)),
  'aws:TagKeys': list(TAGS),
  's3:prefix': text(PREFIXES, PREFIX_VALUES),
  's3:max-keys': number,
  's3:x-amz-acl': text(['private', 'public-read'], ['private', 'public-*', 'PUBLIC-READ']),
  's3:x-amz-server-side-encryption': text(['AES256', 'aws:kms', 'aws:kms:dsse'], ['AES256', 'aws:kms', 'aws:kms*']),
  's3:TlsVersion': { families: ['Numeric'], request: ['1.2', '1.3'], policy: ['1.2', 1.2, 1.3, '1.20'] },
  's3:signatureAge': number,
  's3:VersionId': text(['null', 'abc']),
  's3:ExistingObjectTag/class': text(['red', 'Red', '']),
  's3:RequestObjectTagKeys': list(TAGS, [...TAGS, '*', 'O*', '${aws:PrincipalTag/team}']),
};

/** Written otherwise: the same key in another case, or no key at all. */
export const MISSPELLED_KEYS: Record<string, string> = {
  'aws:SourceIp': 'AWS:sourceip',
  'aws:PrincipalArn': 'aws:principalARN',
  's3:prefix': 's3:Prefix',
  'aws:SecureTransport': 'aws:SecureTransports',
  'aws:username': 'aws:user',
  'aws:PrincipalTag/team': 'aws:PrincipalTag/Team',
};
