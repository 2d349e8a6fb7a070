import { PARAMETER, specify } from './hardened-template';
import { ACLS_DISABLED, BLOCK_PUBLIC_ACCESS, POLICY_NOT_PUBLIC } from '../../src/rules/exposure';

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
  ['fails for an Allow for everybody', { [`${STATEMENTS}.5`]: PUBLIC }, ['Policy.Statement.5']],
  ['fails for each public statement', { [`${STATEMENTS}.5`]: PUBLIC, [`${STATEMENTS}.6`]: PUBLIC }, ['Policy.Statement.5', 'Policy.Statement.6']],
  ['fails for a public statement of a second policy',
    { Second: { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: { Ref: 'Bucket' }, PolicyDocument: { Statement: PUBLIC } } } }, ['Second.Statement.0']],
  ['an Allow for a principal that a parameter names is unknown', { [`${STATEMENTS}.5`]: { ...PUBLIC, Principal: { AWS: PARAMETER } } }, 'unknown'],
  ['an Allow on a condition that a parameter gives is unknown', { [`${STATEMENTS}.5`]: { ...PUBLIC, Condition: { StringEquals: { 'aws:SourceVpce': PARAMETER } } } }, 'unknown'],
  ['an Allow for one address of the app is not public', {
    Address: { Type: 'AWS::EC2::EIP' },
    [`${STATEMENTS}.5`]: { ...PUBLIC, Condition: { IpAddress: { 'aws:SourceIp': { 'Fn::Sub': '${Address}/32' } } } },
  }, 'compliant'],
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
