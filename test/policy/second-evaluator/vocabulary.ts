/** The words of random policies and requests: few, so that they meet, and each chosen because it is easily misread. */

export const CALLERS = {
  AWS: [
    '111122223333',
    'arn:aws:iam::111122223333:root',
    'arn:aws:iam::111122223333:user/Alice',
    'arn:aws:iam::111122223333:user/team/Bob',
    'arn:aws:iam::111122223333:role/App',
    'arn:aws:iam::111122223333:role/team/Deploy',
    'arn:aws:sts::111122223333:assumed-role/App/s1',
    'arn:aws:sts::111122223333:assumed-role/Deploy/s1',
    'arn:aws:sts::111122223333:assumed-role/Deploy/alice@example.com',
    'arn:aws:sts::111122223333:federated-user/Feda',
    '444455556666',
    'arn:aws:iam::444455556666:user/Alice',
    'arn:aws:sts::444455556666:assumed-role/App/s1',
    'arn:aws-cn:iam::444455556666:role/App',
    'arn:aws-cn:sts::444455556666:assumed-role/App/s1',
  ],
  Service: ['logging.s3.amazonaws.com', 'cloudtrail.amazonaws.com', 'delivery.logs.amazonaws.com', 's3.amazonaws.com', 'ec2.amazonaws.com.cn'],
  Federated: ['arn:aws:iam::111122223333:saml-provider/Corp', 'arn:aws:iam::444455556666:saml-provider/Corp', 'cognito-identity.amazonaws.com', 'graph.facebook.com', 'arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com'],
  CanonicalUser: ['79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be', 'a'.repeat(64)],
} as const;

/** What `Principal` may hold besides the callers themselves. */
export const OTHER_PRINCIPALS = {
  AWS: ['arn:aws:iam::444455556666:root', 'arn:aws:iam::444455556666:role/App', 'arn:aws:iam::111122223333:role/Deploy', 'arn:aws:iam::111122223333:role/App', 'arn:aws:sts::111122223333:assumed-role/App/s2', 'arn:aws:iam::111122223333:user/alice', 'arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity EH1HDMB1FH2TC', 'arn:aws-cn:iam::444455556666:root', '999999999999'],
  Service: ['config.amazonaws.com'],
  Federated: ['accounts.google.com'],
  CanonicalUser: ['b'.repeat(64)],
} as const;

export const WILD_PRINCIPALS = {
  AWS: ['arn:aws:iam::111122223333:user/*', 'arn:aws:sts::111122223333:assumed-role/App/*', 'arn:aws:iam::*:root', '11112222333?'],
  Service: ['*.amazonaws.com'],
  Federated: ['arn:aws:iam::111122223333:saml-provider/*'],
  CanonicalUser: ['*', '79a59*'],
} as const;

export const REFUSED_PRINCIPALS = ['11112222333', 'arn:aws:iam::111122223333:group/Admins', 'arn:aws:iam::1111:user/Alice', 'arn:aws:s3:::records', ''];

export const BUCKET_ACTIONS = ['s3:ListBucket', 's3:GetBucketLocation', 's3:PutBucketPolicy', 's3:DeleteBucket'];
export const OBJECT_ACTIONS = ['s3:GetObject', 's3:PutObject', 's3:DeleteObject', 's3:GetObjectVersion', 's3:PutObjectTagging'];
export const ACTION_PATTERNS = ['s3:*', 's3:*', 's3:*', 's3:*', 's3:*', 's3:*', '*', '*', 's3:Get*', 's3:get*', 'S3:PUTOBJECT', 's3:*Object*', 's3:*Object', 's3:?etObject', 's3:List*', 's3:*Bucket*', 's3:GetObjct', 'ec2:*', 's3:Put*Tagging'];
export const REFUSED_ACTIONS = ['GetObject', '', '**', 's3', 's3:'];

const RECORDS = 'arn:aws:s3:::records';
export const BUCKETS = [RECORDS, 'arn:aws:s3:::records-1', 'arn:aws-cn:s3:::records'];
export const KEYS = ['a.txt', 'b.txt', 'private/x', 'private/y/z', 'Alice/doc', 'Bob/doc', 'red/doc', 'all/doc', 'a:b', 'a*b', 'a?', '$x', '${aws:username}/doc', 'été/日本.txt', '😀', 'arn:aws:iam::111122223333:user/Alice/doc', '203.0.113.7/doc', '2001:db8::1/doc'];
export const RESOURCE_PATTERNS = [
  '*', '*', 'arn:aws:s3:::*', 'arn:aws:s3:::*', `${RECORDS}*`, `${RECORDS}*`, `${RECORDS}/*`, `${RECORDS}/*`, `${RECORDS}/*`, `${RECORDS}/private/*`, `${RECORDS}/?.txt`, `${RECORDS}/*.txt`, `${RECORDS}/?`, `${RECORDS}/Private/*`,
  'arn:*:s3:::records/*', 'arn:aws:s3*', 'arn:aws-cn:s3:::records/*', `${RECORDS}/été/*`,
];
export const VARIABLE_RESOURCES = [
  `${RECORDS}/\${aws:username}/*`, `${RECORDS}/\${AWS:UserName}/doc`, `${RECORDS}/\${aws:PrincipalTag/team, 'all'}/*`, `${RECORDS}/\${aws:PrincipalTag/team}/doc`,
  `${RECORDS}/a\${*}b`, `${RECORDS}/a\${?}`, `${RECORDS}/\${$}x`, `${RECORDS}/\${aws:PrincipalArn}/*`, `${RECORDS}/\${aws:SourceIp}/doc`, `${RECORDS}/\${aws:TagKeys}/doc`,
];
export const REFUSED_RESOURCES = ['records/*', '', `${RECORDS}/\${aws:username`, `${RECORDS}/\${}`];

/** A misspelled element in the place of the right one. */
export const MISSPELLED_ELEMENTS: Record<string, string> = {
  Condition: 'Conditions', Action: 'action', Resource: 'Resources', Principal: 'principal', Effect: 'effect', Sid: 'SID',
};

/** What may be added to a statement, or take the place of what is there. */
export const ODD_ELEMENTS: ReadonlyArray<Record<string, unknown>> = [
  { Action: [] }, { Resource: [] }, { Principal: [] }, { Principal: {} }, { Principal: { AWS: [] } }, { Principal: 'AWS' }, { Principal: '111122223333' }, { Action: 5 }, { Resource: {} }, { Condition: [] },
  { Condition: 'true' }, { Condition: {} }, { Condition: { StringEquals: 'a' } }, { Condition: { StringEquals: { 's3:prefix': null } } }, { Condition: { StringEquals: { 's3:prefix': {} } } },
  { Action: 's3:*', NotAction: 's3:*' }, { Resource: '*', NotResource: '*' }, { Principal: '*', NotPrincipal: { AWS: '111122223333' } }, { Effect: 'allow' }, { Effect: 'Permit' }, { Comment: 'x' },
];
