import { allow, BUCKET, by, deny, DocumentedPage, IAM_GUIDE, OBJECT, policy, request } from './documented-page';

const on = (key: string, parts: object = {}) => request({ resource: `${BUCKET}/${key}`, ...parts });
const resource = (value: unknown) => policy(allow({ Resource: value }));
const action = (value: unknown) => policy(allow({ Action: value }));
const condition = (value: unknown) => policy(allow({ Condition: value }));
const USER = { AWS: 'arn:aws:iam::111122223333:user/David' };
const TEAM = `${BUCKET}/\${aws:PrincipalTag/team}/*`;
const TEAM_BUCKET = "arn:aws:s3:::amzn-s3-demo-bucket-${aws:PrincipalTag/team, 'company-wide'}/*";
const TEAMS = policy(deny({ Condition: { StringNotEquals: { 's3:ExistingObjectTag/Team': '${aws:PrincipalTag/Team}' } } }), allow());
const team = (value: string) => ({ context: { 'aws:PrincipalTag/team': value } });
const tested = (value: string) => on(value, { action: 's3:GetObject' });

/** "The wildcards in the ARN apply to all of the following objects", and not to the others. */
const TESTED = resource(`${BUCKET}/*/test/*`);

export const ELEMENT_PAGES: readonly DocumentedPage[] = [
  {
    page: `${IAM_GUIDE}/reference_policies_elements_resource.html`,
    examples: [
      ...['1/test/object.jpg', '1/2/test/object.jpg', '1/2/test/3/object.jpg', '1/2/3/test/4/object.jpg', '1///test///object.jpg', '1/test/.jpg', '/test/object.jpg', '1/test/']
        .map((key) => [`*/test/* matches ${key}`, 'Allow', TESTED, tested(key)] as const),
      ...['1-test/object.jpg', 'test/object.jpg', '1/2/test.jpg'].map((key) => [`*/test/* does not match ${key}`, 'ImplicitDeny', TESTED, tested(key)] as const),
      ['all items of a bucket', 'Allow', resource(`${BUCKET}/*`), request()],
      ['all items of a bucket, the bucket', 'ImplicitDeny', resource(`${BUCKET}/*`), request({ action: 's3:ListBucket', resource: BUCKET })],
      ['a last * goes beyond a colon', 'Allow', resource('arn:aws:s3*'), request()],
      ['a * in the midst of a segment does not', 'ImplicitDeny', resource('arn:aws:s3:*demo-bucket/photos/1.jpg'), request()],
      ['? is any single character', 'Allow', resource('arn:aws:s3:::amzn-s?-demo-bucket/*'), request()],
      ['? is not none', 'ImplicitDeny', resource('arn:aws:s3:::amzn-s3?-demo-bucket/*'), request()],
      ['names are case-sensitive', 'ImplicitDeny', resource(`${BUCKET}/Photos/*`), request()],
      ['all resources', 'Allow', resource('*'), request()],
    ],
  },
  {
    page: `${IAM_GUIDE}/reference_policies_elements_action.html`,
    examples: [
      ['an action', 'Allow', action('s3:GetObject'), request()],
      ['case-insensitive', 'Allow', action('S3:getobject'), request()],
      ['several', 'Allow', action(['sqs:SendMessage', 'ec2:StartInstances', 's3:GetObject']), request()],
      ['of other services', 'ImplicitDeny', action(['sqs:SendMessage', 'iam:*AccessKey*']), request()],
      ['a wildcard within the name', 'Allow', action('s3:*Object*'), request()],
      ['all actions', 'Allow', action('*'), request()],
    ],
  },
  {
    page: `${IAM_GUIDE}/reference_policies_elements_notaction.html`,
    examples: [
      ['all but deleting a bucket', 'Allow', policy(allow({ Action: undefined, NotAction: 's3:DeleteBucket', Resource: 'arn:aws:s3:::*' })), request()],
      ['deleting a bucket', 'ImplicitDeny', policy(allow({ Action: undefined, NotAction: 's3:DeleteBucket', Resource: 'arn:aws:s3:::*' })), request({ action: 's3:DeleteBucket', resource: BUCKET })],
      ['denied but IAM without MFA', 'ExplicitDeny', policy(deny({ Action: undefined, NotAction: 'iam:*', Resource: '*', Condition: { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } } })), by(USER)],
    ],
  },
  {
    page: `${IAM_GUIDE}/reference_policies_elements_notresource.html`,
    examples: [
      ['outside of the folder', 'ExplicitDeny', policy(deny({ Resource: undefined, NotResource: [`${BUCKET}/Payroll`, `${BUCKET}/Payroll/*`] })), on('x')],
      ['in the folder', 'ImplicitDeny', policy(deny({ Resource: undefined, NotResource: [`${BUCKET}/Payroll`, `${BUCKET}/Payroll/*`] })), on('Payroll/x')],
    ],
  },
  {
    page: `${IAM_GUIDE}/reference_policies_variables.html`,
    examples: [
      ['a variable of a tag, the own folder', 'Allow', resource(TEAM), on('yellow/x', team('yellow'))],
      ['a variable of a tag, another folder', 'ImplicitDeny', resource(TEAM), on('red/x', team('yellow'))],
      ['a variable of a tag, no tag', 'ImplicitDeny', resource(TEAM), on('yellow/x')],
      ['key names are case-insensitive', 'Allow', resource(`${BUCKET}/\${AWS:principaltag/TEAM}/*`), on('yellow/x', team('yellow'))],
      ['an earlier version: "treated as literal strings"', 'ImplicitDeny', { ...resource(TEAM), Version: '2008-10-17' }, on('yellow/x', team('yellow'))],
      ['an earlier version, the literal string', 'Allow', { ...resource(TEAM), Version: '2008-10-17' }, on('${aws:PrincipalTag/team}/x', team('yellow'))],
      ['no version', 'ImplicitDeny', { Statement: resource(TEAM).Statement }, on('yellow/x', team('yellow'))],
      ['a default, with the tag', 'Allow', resource(TEAM_BUCKET), request({ resource: 'arn:aws:s3:::amzn-s3-demo-bucket-yellow/x', ...team('yellow') })],
      ['a default, without', 'Allow', resource(TEAM_BUCKET), request({ resource: 'arn:aws:s3:::amzn-s3-demo-bucket-company-wide/x' })],
      ['a default, of no use with the tag', 'ImplicitDeny', resource(TEAM_BUCKET), request({ resource: 'arn:aws:s3:::amzn-s3-demo-bucket-company-wide/x', ...team('yellow') })],
      ['tags are the same', 'Allow', TEAMS, request({ context: { 'aws:PrincipalTag/Team': 'a', 's3:ExistingObjectTag/Team': 'a' } })],
      ['tags differ', 'ExplicitDeny', TEAMS, request({ context: { 'aws:PrincipalTag/Team': 'a', 's3:ExistingObjectTag/Team': 'b' } })],
      ['"access is explicitly denied when the tag is not set"', 'ExplicitDeny', TEAMS, request({ context: { 's3:ExistingObjectTag/Team': 'a' } })],
      ['"operators like StringLike do not match" a null value', 'ImplicitDeny', condition({ StringLike: { 's3:prefix': '*${aws:username}*' } }), request({ context: { 's3:prefix': 'x' } })],
      ['NotResource with a null value "will not match any resource"', 'ExplicitDeny', policy(deny({ Resource: undefined, NotResource: TEAM })), on('yellow/x')],
      ['${*} is an asterisk', 'Allow', resource(`${BUCKET}/\${*}`), on('*')],
      ['${*} is no wildcard', 'ImplicitDeny', resource(`${BUCKET}/\${*}`), on('x')],
      ['${?} is a question mark', 'ImplicitDeny', condition({ StringLike: { 's3:prefix': 'a${?}' } }), request({ context: { 's3:prefix': 'ab' } })],
      ['${$} is a dollar sign', 'Allow', condition({ StringEquals: { 's3:prefix': '${$}a' } }), request({ context: { 's3:prefix': '$a' } })],
      ['"you can\'t use a multivalued key as a variable"', 'unknown', condition({ StringEquals: { 's3:prefix': '${aws:TagKeys}' } }), request({ context: { 's3:prefix': 'a', 'aws:TagKeys': ['a', 'b'] } })],
    ],
  },
  {
    page: `${IAM_GUIDE}/access-analyzer-reference-policy-checks.html`,
    examples: [
      ['Invalid action: "does not affect the permissions"', 'ImplicitDeny', action('s3:GetObjct'), request()],
      ['Invalid ARN prefix', 'unknown', resource('amzn-s3-demo-bucket/*'), request()],
      ['Invalid condition operator', 'unknown', condition({ StringIs: { 's3:prefix': 'a' } }), request()],
      ['Invalid effect', 'unknown', policy(allow({ Effect: 'allow' })), request()],
      ['Missing effect', 'unknown', policy({ Principal: '*', Action: 's3:*', Resource: '*' }), request()],
      ['Invalid policy element', 'unknown', policy(allow({ condition: {} })), request()],
      ['Invalid principal format', 'unknown', policy(allow({ Principal: '123456789012' })), request()],
      ['Invalid principal key', 'unknown', policy(allow({ Principal: { aws: '*' } })), request()],
      ['Invalid variable for operator', 'unknown', condition({ NumericEquals: { 's3:max-keys': '${s3:max-keys}' } }), request({ context: { 's3:max-keys': '10' } })],
      ['Invalid version', 'unknown', { ...action('*'), Version: '2012-10-18' }, request()],
      ['Missing action', 'unknown', action(undefined), request()],
      ['Missing principal', 'unknown', policy(allow({ Principal: undefined }), allow({ Principal: { AWS: '999988887777' } })), request()],
      ['Missing resource', 'unknown', resource(undefined), request()],
      ['Missing statement', 'unknown', { Version: '2012-10-17', Statements: [] }, request()],
      ['Null with if exists', 'unknown', condition({ NullIfExists: { 's3:prefix': 'true' } }), request()],
      ['Null with qualifier ForAllValues: "always returns true"', 'Allow', condition({ 'ForAllValues:Null': { 's3:prefix': 'true' } }), request({ context: { 's3:prefix': 'a' } })],
      ['Null with qualifier ForAnyValue: "always returns false"', 'ImplicitDeny', condition({ 'ForAnyValue:Null': { 's3:prefix': 'true' } }), request()],
      ['Unsupported element combination', 'unknown', policy(allow({ NotAction: 's3:Put*' })), request()],
      ['Missing brace in variable', 'unknown', resource(`${BUCKET}/\${aws:username/*`), request()],
      ['Missing quote in variable', 'unknown', resource(`${BUCKET}/\${aws:username, 'a}/*`), request()],
      ['Unsupported space in variable', 'unknown', resource(`${BUCKET}/\${aws: username}/*`), request()],
      ['Empty variable', 'unknown', resource(`${BUCKET}/\${}/*`), request()],
      ['an explicit deny beside what is refused', 'ExplicitDeny', policy(allow({ Effect: 'allow' }), deny({ Resource: OBJECT })), request()],
      ['Empty array condition ForAllValues: "matches only if the key is missing", missing', 'Allow', condition({ 'ForAllValues:StringEquals': { 'aws:TagKeys': [] } }), request()],
      ['Empty array condition ForAllValues, present', 'ImplicitDeny', condition({ 'ForAllValues:StringEquals': { 'aws:TagKeys': [] } }), request({ context: { 'aws:TagKeys': ['a'] } })],
      ['Empty array condition ForAnyValue: "never matches"', 'ImplicitDeny', condition({ 'ForAnyValue:StringEquals': { 'aws:TagKeys': [] } }), request({ context: { 'aws:TagKeys': ['a'] } })],
      ['Empty array condition IfExists: "matches only if the key is missing"', 'Allow', condition({ StringEqualsIfExists: { 's3:prefix': [] } }), request()],
      ['Improve IP range: "non-zero bits after the masked bits are ignored"', 'Allow', condition({ IpAddress: { 'aws:SourceIp': '203.0.113.99/24' } }), request({ context: { 'aws:SourceIp': '203.0.113.1' } })],
    ],
  },
];
