import { changed, factsOf, PARAMETER, specify } from './hardened-template';
import {
  ACCESS_POINTS_BLOCK_PUBLIC_ACCESS, ACCOUNT_REGIONAL_NAME, ACLS_DISABLED, BLOCK_PUBLIC_ACCESS, CORS_NOT_OPEN, MULTI_REGION_ACCESS_POINTS_BLOCK_PUBLIC_ACCESS,
  NO_PUBLIC_ACL, NO_WEBSITE, POLICY_NOT_PUBLIC,
} from '../../src/rules/exposure';

const SWITCHES = 'Bucket.Properties.PublicAccessBlockConfiguration';
const SWITCH_NAMES = ['BlockPublicAcls', 'BlockPublicPolicy', 'IgnorePublicAcls', 'RestrictPublicBuckets'];

specify(BLOCK_PUBLIC_ACCESS, [
  ['all four switches on is right', {}, 'compliant'],
  ['on may be a text', { [`${SWITCHES}.BlockPublicAcls`]: 'true' }, 'compliant'],
  ...SWITCH_NAMES.map((name) => [`fails with ${name} off`, { [`${SWITCHES}.${name}`]: false }, [name]] as const),
  ...SWITCH_NAMES.map((name) => [`fails with ${name} left out, which means off`, { [`${SWITCHES}.${name}`]: undefined }, [name]] as const),
  ['fails four times with no switches', { [SWITCHES]: undefined }, SWITCH_NAMES],
  ['a switch that a parameter turns is unknown', { [`${SWITCHES}.BlockPublicAcls`]: PARAMETER }, 'unknown'],
  ['fails for the switch that is off, whatever another may be', { [`${SWITCHES}.BlockPublicAcls`]: PARAMETER, [`${SWITCHES}.IgnorePublicAcls`]: false }, ['IgnorePublicAcls']],
]);

const STATEMENTS = 'Policy.Properties.PolicyDocument.Statement';
const PUBLIC = { Sid: 'Open', Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: { 'Fn::Sub': '${Bucket.Arn}/*' } };

specify(POLICY_NOT_PUBLIC, [
  ['a policy that only denies is not public', {}, 'compliant'],
  ['no policy is not public', { Policy: undefined }, 'compliant'],
  ['an Allow for one account is not public', { [`${STATEMENTS}.5`]: { ...PUBLIC, Principal: { AWS: '111122223333' } } }, 'compliant'],
  ['an Allow for an organization is not public', { [`${STATEMENTS}.5`]: { ...PUBLIC, Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-aaaaaaaaaa' } } } }, 'compliant'],
  ['fails for an Allow for everybody', { [`${STATEMENTS}.5`]: PUBLIC }, ['Policy.Statement.Open', 'Anyone']],
  ['fails for writing by everybody, told from reading', { [`${STATEMENTS}.5`]: { ...PUBLIC, Action: 's3:PutObject' } }, ['Policy.Statement.Open', 'AnyoneWrites']],
  ['fails for deleting by everybody', { [`${STATEMENTS}.5`]: { ...PUBLIC, Action: 's3:DeleteObject*' } }, ['Policy.Statement.Open', 'AnyoneWrites']],
  ['fails for changing the policy by everybody', { [`${STATEMENTS}.5`]: { ...PUBLIC, Action: 's3:PutBucketPolicy', Resource: { 'Fn::GetAtt': ['Bucket', 'Arn'] } } }, ['Policy.Statement.Open', 'AnyoneWrites']],
  ['fails once where everybody reads and writes', { [`${STATEMENTS}.5`]: { ...PUBLIC, Action: 's3:*' } }, ['Policy.Statement.Open', 'AnyoneWrites']],
  ['fails for listing by everybody', { [`${STATEMENTS}.5`]: { ...PUBLIC, Action: 's3:ListBucket', Resource: { 'Fn::GetAtt': ['Bucket', 'Arn'] } } }, ['Policy.Statement.Open', 'Anyone']],
  ['fails for each public statement', { [`${STATEMENTS}.5`]: PUBLIC, [`${STATEMENTS}.6`]: PUBLIC }, ['Policy.Statement.Open', 'Policy.Statement.Open-2', 'Anyone']],
  ['fails for a public statement of a second policy',
    { Second: { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: { Ref: 'Bucket' }, PolicyDocument: { Statement: PUBLIC } } } }, ['Second.Statement.Open', 'Anyone']],
  ['an Allow for a principal that a parameter names is unknown', { [`${STATEMENTS}.5`]: { ...PUBLIC, Principal: { AWS: PARAMETER } } }, 'unknown'],
  ['an Allow on a condition that a parameter gives is unknown', { [`${STATEMENTS}.5`]: { ...PUBLIC, Condition: { StringEquals: { 'aws:SourceVpce': PARAMETER } } } }, 'unknown'],
  ['fails for an Allow for one address of the app, from which anyone may call: for Block Public Access it is not public', {
    Address: { Type: 'AWS::EC2::EIP' },
    [`${STATEMENTS}.5`]: { ...PUBLIC, Condition: { IpAddress: { 'aws:SourceIp': { 'Fn::Sub': '${Address}/32' } } } },
  }, ['Anyone']],
  ['fails for an Allow for anyone who has the tag, and for S3 too', { [`${STATEMENTS}.5`]: { ...PUBLIC, Condition: { StringEquals: { 'aws:PrincipalTag/team': 'a' } } } }, ['Policy.Statement.Open', 'Anyone']],
  ['fails for S3 alone where a Deny takes back what an Allow gives to everybody', {
    [`${STATEMENTS}.5`]: PUBLIC, [`${STATEMENTS}.6`]: { ...PUBLIC, Sid: 'Strangers', Effect: 'Deny', Condition: { StringNotEquals: { 'aws:PrincipalOrgID': 'o-aaaaaaaaaa' } } },
  }, ['Policy.Statement.Open']],
  ['a policy that cannot be read is unknown', { [`${STATEMENTS}.5`]: { ...PUBLIC, Principal: 'everybody' } }, 'unknown'],
]);

const OWNERSHIP = 'Bucket.Properties.OwnershipControls';
const ACL = 'Bucket.Properties.AccessControl';

specify(ACLS_DISABLED, [
  ['BucketOwnerEnforced is right', {}, 'compliant'],
  ['the canned ACLs that BucketOwnerEnforced takes are right: Private', { [ACL]: 'Private' }, 'compliant'],
  ['the canned ACLs that BucketOwnerEnforced takes are right: BucketOwnerFullControl', { [ACL]: 'BucketOwnerFullControl' }, 'compliant'],
  ['fails for another ownership', { [`${OWNERSHIP}.Rules.0.ObjectOwnership`]: 'ObjectWriter' }, ['ObjectOwnership']],
  ['fails without ownership controls', { [OWNERSHIP]: undefined }, ['ObjectOwnership']],
  ['fails for a public canned ACL', { [ACL]: 'PublicRead' }, ['AccessControl']],
  ['fails for the canned ACL of old log buckets', { [ACL]: 'LogDeliveryWrite' }, ['AccessControl']],
  ['fails for both', { [OWNERSHIP]: undefined, [ACL]: 'PublicRead' }, ['ObjectOwnership', 'AccessControl']],
  ['an ownership that a parameter names is unknown', { [`${OWNERSHIP}.Rules.0.ObjectOwnership`]: PARAMETER }, 'unknown'],
  ['a canned ACL that a parameter names is unknown', { [ACL]: PARAMETER }, 'unknown'],
]);

specify(NO_PUBLIC_ACL, [
  ['no canned ACL is right', {}, 'compliant'],
  ['a private canned ACL is right', { [ACL]: 'Private' }, 'compliant'],
  ...['PublicRead', 'PublicReadWrite', 'AuthenticatedRead'].map((acl) => [`fails for ${acl}`, { [ACL]: acl }, ['CannedAcl']] as const),
  ['a canned ACL that a parameter names is unknown', { [ACL]: PARAMETER }, 'unknown'],
]);

const WEBSITE = 'Bucket.Properties.WebsiteConfiguration';
specify(NO_WEBSITE, [
  ['no website is right', {}, 'compliant'],
  ['fails for a website', { [WEBSITE]: { IndexDocument: 'index.html' } }, ['Website']],
  ['fails for a website that only redirects', { [WEBSITE]: { RedirectAllRequestsTo: { HostName: 'example.com' } } }, ['Website']],
  ['a website under a condition is unknown', { [WEBSITE]: { 'Fn::If': ['Condition', { IndexDocument: 'index.html' }, { Ref: 'AWS::NoValue' }] } }, 'unknown'],
]);

for (const [rule, type, properties] of [
  [ACCESS_POINTS_BLOCK_PUBLIC_ACCESS, 'AWS::S3::AccessPoint', { Bucket: { Ref: 'Bucket' } }],
  [MULTI_REGION_ACCESS_POINTS_BLOCK_PUBLIC_ACCESS, 'AWS::S3::MultiRegionAccessPoint', { Regions: [{ Bucket: { Ref: 'Bucket' } }] }],
] as const) {
  const point = (block: unknown) => ({ Point: { Type: type, Properties: { ...properties, PublicAccessBlockConfiguration: block } } });
  specify(rule, [
    ['a bucket without one has nothing to block', {}, 'notApplicable'],
    ['one of another bucket says nothing of this one', { Point: { Type: type, Properties: { Bucket: 'other', Regions: [{ Bucket: 'other' }] } } }, 'notApplicable'],
    ['the default is right', point(undefined), 'compliant'],
    ['all four switches on are right', point({ BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true }), 'compliant'],
    ['fails for a switch that is left out while others are set', point({ BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true }), ['Point.RestrictPublicBuckets']],
    ['fails for a switch that is off', point({ BlockPublicAcls: true, BlockPublicPolicy: false, IgnorePublicAcls: true, RestrictPublicBuckets: true }), ['Point.BlockPublicPolicy']],
    ['a switch that a parameter turns is unknown', point({ BlockPublicAcls: true, BlockPublicPolicy: PARAMETER, IgnorePublicAcls: true, RestrictPublicBuckets: true }), 'unknown'],
  ]);
}

const CORS = 'Bucket.Properties.CorsConfiguration';
const corsRule = (...AllowedOrigins: unknown[]) => ({ [CORS]: { CorsRules: [{ AllowedMethods: ['GET'], AllowedOrigins }] } });
specify(CORS_NOT_OPEN, [
  ['no CORS is right', {}, 'compliant'],
  ['named origins are right', corsRule('https://www.example.com', 'https://*.example.com'), 'compliant'],
  ['fails for every origin', corsRule('*'), ['Rule0']],
  ['fails for every origin among others', corsRule('https://www.example.com', '*'), ['Rule0']],
  ['fails for every origin with a scheme', corsRule('https://*'), ['Rule0']],
  ['an origin that a parameter names is unknown', corsRule(PARAMETER), 'unknown'],
]);

const NAME = 'Bucket.Properties.BucketName';
const PREFIX = 'Bucket.Properties.BucketNamePrefix';
const NAMESPACE = 'Bucket.Properties.BucketNamespace';

specify(ACCOUNT_REGIONAL_NAME, [
  ['a name that CloudFormation chooses is nothing to keep', {}, 'notApplicable'],
  ['a prefix in the account regional namespace is nothing that others can take', { [PREFIX]: 'records', [NAMESPACE]: 'account-regional' }, 'notApplicable'],
  ['a whole name in the account regional namespace is right', { [NAME]: { 'Fn::Sub': 'records-${AWS::AccountId}-${AWS::Region}-an' }, [NAMESPACE]: 'account-regional' }, 'compliant'],
  ['a name whose suffix S3 reserves is right', { [NAME]: 'records-111122223333-eu-west-1-an' }, 'compliant'],
  ['a name with a GUID is nothing that others can guess', { [NAME]: 'records-a1b2c3d4-5678-90ab-cdef-0123456789ab' }, 'notApplicable'],
  ['a name that CDK generates, with a hash, is nothing that others can guess', { [NAME]: 'stackrecordsbucket0f3a9c1d2e4b' }, 'notApplicable'],
  ['fails for a name that ends with an account', { [NAME]: 'records-111122223333' }, ['GlobalName']],
  ['fails for a name that ends with a date', { [NAME]: 'records-202611011200' }, ['GlobalName']],
  ['fails for a name that ends with letters', { [NAME]: 'feedfacecafe' }, ['GlobalName']],
  ['fails for a fixed name', { [NAME]: 'records' }, ['GlobalName']],
  ['fails for a fixed name with the account in it', { [NAME]: { 'Fn::Sub': 'records-${AWS::AccountId}-${AWS::Region}' } }, ['GlobalName']],
  ['fails for a fixed name that says so', { [NAME]: 'records', [NAMESPACE]: 'global' }, ['GlobalName']],
  ['fails for a name that a parameter gives', { [NAME]: PARAMETER }, ['GlobalName']],
  ['a name under a condition is unknown', { [NAME]: { 'Fn::If': ['IsProduction', 'records', { Ref: 'AWS::NoValue' }] } }, 'unknown'],
  ['a namespace that a parameter gives is unknown', { [NAME]: 'records', [NAMESPACE]: PARAMETER }, 'unknown'],
]);

test.each<[what: string, statement: object, controls: string[]]>([
  ['reading', PUBLIC, ['S3.2']],
  ['writing', { ...PUBLIC, Action: 's3:PutObject' }, ['S3.3']],
  ['both', { ...PUBLIC, Action: ['s3:GetObject', 's3:PutObject'] }, ['S3.2', 'S3.3']],
])('what anyone may do is told by the controls of Security Hub: %s', (_, statement, controls) => {
  const verdict = POLICY_NOT_PUBLIC.check(factsOf(changed({ [`${STATEMENTS}.5`]: statement })));
  expect(verdict).toMatchObject({ violations: [{ finding: 'Policy.Statement.Open' }, { controls: { securityHub: controls } }] });
});

test.each<[acl: string, controls: string[]]>([
  ['PublicRead', ['S3.2']], ['AuthenticatedRead', ['S3.2']], ['PublicReadWrite', ['S3.2', 'S3.3']],
])('the canned ACL %s is told by the controls of Security Hub', (acl, controls) => {
  expect(NO_PUBLIC_ACL.check(factsOf(changed({ [ACL]: acl })))).toMatchObject({ violations: [{ controls: { securityHub: controls } }] });
});
