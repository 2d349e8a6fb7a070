import { ACCOUNT, ANONYMOUS, describeOptions, ofOrganization, PARTNER, request, role, ROUTES, Row, service, STRANGER } from './decisions';

const arn = (name: string, account = ACCOUNT) => `arn:aws:iam::${account}:role/${name}`;
const OWN: Row['passes'] = {
  'a role of the same account': request(role('Reader'), 's3:GetObject'),
  'the deploying role of the same account': request(role('cdk-hnb659fds-cfn-exec-role-111122223333-eu-west-1'), 's3:PutBucketPolicy'),
  'a service that acts for the same account': request(service('cloudtrail', { 'aws:SourceAccount': ACCOUNT }), 's3:PutObject'),
  'a service that names no source': request(service('cloudfront'), 's3:GetObject'),
};
const OUTSIDE: Row['denied'] = {
  'a role of another account': [request(role('Reader', STRANGER), 's3:GetObject'), 'DenyOtherAccounts'],
  'a role of another account, on the policy': [request(role('Reader', STRANGER), 's3:PutBucketPolicy'), 'DenyOtherAccounts'],
  'an anonymous caller': [request(ANONYMOUS, 's3:GetObject'), 'DenyOtherAccounts'],
  'a service that acts for another account': [request(service('cloudtrail', { 'aws:SourceAccount': STRANGER }), 's3:PutObject'), 'DenyServicesForOtherAccounts'],
};
const mfa = { 'aws:MultiFactorAuthPresent': 'true' };
const tagged = (project: string) => ({ 'aws:PrincipalTag/project': project });

const ROWS: readonly Row[] = [
  { option: 'crossAccount: false', perimeter: { identity: { crossAccount: false } }, passes: OWN, denied: { ...OUTSIDE, 'a partner': [request(role('Reader', PARTNER), 's3:GetObject'), 'DenyOtherAccounts'] } },
  {
    option: 'accountIds',
    perimeter: { identity: { accountIds: [PARTNER] } },
    passes: {
      ...OWN,
      'a role of the partner': request(role('Reader', PARTNER), 's3:GetObject'),
      'a service that acts for the partner': request(service('cloudtrail', { 'aws:SourceAccount': PARTNER }), 's3:PutObject'),
    },
    denied: OUTSIDE,
  },
  {
    option: 'organizationIds',
    perimeter: { identity: { organizationIds: ['o-a1b2c3d4e5'] } },
    passes: {
      ...OWN,
      'a role of the organization': request(ofOrganization('Reader', 'o-a1b2c3d4e5', 'o-a1b2c3d4e5/r-ab12/'), 's3:GetObject'),
      'a service that acts for the organization': request(service('cloudtrail', { 'aws:SourceAccount': STRANGER, 'aws:SourceOrgID': 'o-a1b2c3d4e5' }), 's3:PutObject'),
    },
    denied: { ...OUTSIDE, 'a role of another organization': [request(ofOrganization('Reader', 'o-zzzzzzzzzz', 'o-zzzzzzzzzz/r-zz99/'), 's3:GetObject'), 'DenyOtherAccounts'] },
  },
  {
    option: 'organizationPaths',
    perimeter: { identity: { organizationPaths: ['o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/*'] } },
    passes: { ...OWN, 'a role of the unit': request(ofOrganization('Reader', 'o-a1b2c3d4e5', 'o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/'), 's3:GetObject') },
    denied: { ...OUTSIDE, 'a role of another unit': [request(ofOrganization('Reader', 'o-a1b2c3d4e5', 'o-a1b2c3d4e5/r-ab12/ou-ab12-22222222/'), 's3:GetObject'), 'DenyOtherAccounts'] },
  },
  {
    option: 'accounts and organizations, either of which is enough',
    perimeter: { identity: { accountIds: [PARTNER], organizationIds: ['o-a1b2c3d4e5'] } },
    passes: { ...OWN, 'the partner': request(role('Reader', PARTNER), 's3:GetObject'), 'the organization': request(ofOrganization('Reader', 'o-a1b2c3d4e5', 'o-a1b2c3d4e5/r-ab12/'), 's3:GetObject') },
    denied: OUTSIDE,
  },
  {
    option: 'sourceAccountIds, which lets in no caller',
    perimeter: { identity: { crossAccount: false, sourceAccountIds: [PARTNER] } },
    passes: { ...OWN, 'a service that acts for the account': request(service('cloudtrail', { 'aws:SourceAccount': PARTNER }), 's3:PutObject') },
    denied: { ...OUTSIDE, 'a role of the account': [request(role('Reader', PARTNER), 's3:GetObject'), 'DenyOtherAccounts'] },
  },
  {
    option: 'sourceOrganizationIds, which lets in no caller',
    perimeter: { identity: { crossAccount: false, sourceOrganizationIds: ['o-a1b2c3d4e5'] } },
    passes: { ...OWN, 'a service that acts for the organization': request(service('cloudtrail', { 'aws:SourceAccount': STRANGER, 'aws:SourceOrgID': 'o-a1b2c3d4e5' }), 's3:PutObject') },
    denied: {
      ...OUTSIDE,
      'a service that acts for another organization': [request(service('cloudtrail', { 'aws:SourceAccount': STRANGER, 'aws:SourceOrgID': 'o-zzzzzzzzzz' }), 's3:PutObject'), 'DenyServicesForOtherAccounts'],
      'a role of the organization': [request(ofOrganization('Reader', 'o-a1b2c3d4e5', 'o-a1b2c3d4e5/r-ab12/'), 's3:GetObject'), 'DenyOtherAccounts'],
    },
  },
  {
    option: 'sourceOrganizationPaths beside accountIds',
    perimeter: { identity: { accountIds: [PARTNER], sourceOrganizationPaths: ['o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/*'] } },
    passes: {
      ...OWN,
      'a role of the partner': request(role('Reader', PARTNER), 's3:GetObject'),
      'a service that acts for the partner': request(service('cloudtrail', { 'aws:SourceAccount': PARTNER }), 's3:PutObject'),
      'a service that acts for the unit': request(service('cloudtrail', { 'aws:SourceAccount': STRANGER, 'aws:SourceOrgPaths': ['o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/'] }), 's3:PutObject'),
    },
    denied: {
      ...OUTSIDE,
      'a service that acts for another unit': [request(service('cloudtrail', { 'aws:SourceAccount': STRANGER, 'aws:SourceOrgPaths': ['o-a1b2c3d4e5/r-ab12/ou-ab12-22222222/'] }), 's3:PutObject'), 'DenyServicesForOtherAccounts'],
    },
  },
  {
    option: 'sourceOrganizationIds alone, where all callers are let in',
    perimeter: { identity: { sourceOrganizationIds: ['o-a1b2c3d4e5'] } },
    passes: { ...OWN, 'a role of another account': request(role('Reader', STRANGER), 's3:GetObject') },
    denied: { 'a service that acts for another account': [request(service('cloudtrail', { 'aws:SourceAccount': STRANGER }), 's3:PutObject'), 'DenyServicesForOtherAccounts'] },
  },
  {
    option: 'roleArns',
    perimeter: { identity: { roleArns: [arn('Reader'), arn('team/*')] } },
    passes: {
      'a named role': request(role('Reader'), 's3:GetObject'),
      'a session of a named role': request({ principal: { AWS: `arn:aws:sts::${ACCOUNT}:assumed-role/Reader/session` }, context: { 'aws:PrincipalArn': `arn:aws:iam::${ACCOUNT}:role/Reader` } }, 's3:GetObject'),
      'a role of a named path': request(role('team/Analyst'), 's3:PutObject'),
      'the configuration by any role': request(role('Other'), 's3:PutBucketPolicy'),
      'a service': request(service('logging.s3'), 's3:PutObject'),
    },
    denied: {
      'another role': [request(role('Other'), 's3:GetObject'), 'DenyOtherRoles'],
      'another role, listing': [request(role('Other'), 's3:ListBucket'), 'DenyOtherRoles'],
      'another role by a forward access session': [request(role('Other'), 's3:GetObject', ROUTES.forwarded), 'DenyOtherRoles'],
      'the root user': [request({ principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` } }, 's3:GetObject'), 'DenyOtherRoles'],
      'an anonymous caller': [request(ANONYMOUS, 's3:GetObject'), 'DenyOtherRoles'],
    },
  },
  {
    option: 'readOnlyArns',
    perimeter: { identity: { readOnlyArns: [arn('Reader')] } },
    passes: {
      'reading': request(role('Reader'), 's3:GetObject'),
      'listing': request(role('Reader'), 's3:ListBucket'),
      'writing by another role': request(role('Writer'), 's3:PutObject'),
    },
    denied: {
      writing: [request(role('Reader'), 's3:PutObject'), 'DenyWritingToReaders'],
      deleting: [request(role('Reader'), 's3:DeleteObjectVersion'), 'DenyWritingToReaders'],
      configuring: [request(role('Reader'), 's3:PutBucketPolicy'), 'DenyWritingToReaders'],
    },
  },
  {
    option: 'writeOnlyArns',
    perimeter: { identity: { writeOnlyArns: [arn('Writer')] } },
    passes: {
      'writing': request(role('Writer'), 's3:PutObject'),
      'aborting an upload': request(role('Writer'), 's3:AbortMultipartUpload'),
      'deleting': request(role('Writer'), 's3:DeleteObject'),
      'reading by another role': request(role('Reader'), 's3:GetObject'),
    },
    denied: {
      reading: [request(role('Writer'), 's3:GetObject'), 'DenyReadingToWriters'],
      listing: [request(role('Writer'), 's3:ListBucket'), 'DenyReadingToWriters'],
    },
  },
  {
    option: 'appendOnlyArns',
    perimeter: { identity: { appendOnlyArns: [arn('Appender')] } },
    passes: {
      'adding an object that is not there': request(role('Appender'), 's3:PutObject', ROUTES.internet, { 's3:if-none-match': '*', 's3:ObjectCreationOperation': 'true' }),
      'a part of an upload': request(role('Appender'), 's3:PutObject', ROUTES.internet, { 's3:ObjectCreationOperation': 'false' }),
      'reading': request(role('Appender'), 's3:GetObject'),
      'replacing by another role': request(role('Writer'), 's3:PutObject', ROUTES.internet, { 's3:ObjectCreationOperation': 'true' }),
    },
    denied: {
      'replacing an object': [request(role('Appender'), 's3:PutObject', ROUTES.internet, { 's3:ObjectCreationOperation': 'true' }), 'DenyReplacingToAppenders'],
      'deleting an object': [request(role('Appender'), 's3:DeleteObject'), 'DenyDeletingToAppenders'],
      'configuring': [request(role('Appender'), 's3:PutLifecycleConfiguration'), 'DenyDeletingToAppenders'],
    },
  },
  {
    option: 'mfaForDeletes',
    perimeter: { identity: { mfaForDeletes: true, mfaExemptArns: [arn('Cleaner')] } },
    passes: {
      'deleting with MFA': request(role('Reader'), 's3:DeleteObject', ROUTES.internet, mfa),
      'deleting by a machine that is exempt': request(role('Cleaner'), 's3:DeleteObjectVersion'),
      'reading without MFA': request(role('Reader'), 's3:GetObject'),
      'configuring without MFA': request(role('Reader'), 's3:PutBucketPolicy'),
    },
    denied: {
      'deleting with long-term credentials': [request({ principal: { AWS: `arn:aws:iam::${ACCOUNT}:user/anna` } }, 's3:DeleteObject'), 'DenyDeletingWithoutMfa'],
      'deleting with a session without MFA': [request(role('Reader'), 's3:DeleteObjectVersion', ROUTES.internet, { 'aws:MultiFactorAuthPresent': 'false' }), 'DenyDeletingWithoutMfa'],
    },
  },
  {
    option: 'mfaForConfigurationChanges',
    perimeter: { identity: { mfaForConfigurationChanges: true } },
    passes: {
      'the role that deploys': request(role('cdk-hnb659fds-cfn-exec-role-111122223333-eu-west-1'), 's3:PutBucketPolicy'),
      'a change with MFA': request(role('Admin'), 's3:PutBucketVersioning', ROUTES.internet, mfa),
      'deleting objects without MFA': request(role('Reader'), 's3:DeleteObject'),
    },
    denied: {
      'a change of the policy': [request(role('Admin'), 's3:PutBucketPolicy'), 'DenyConfiguringWithoutMfa'],
      'a change of the lifecycle': [request(role('Admin'), 's3:PutLifecycleConfiguration'), 'DenyConfiguringWithoutMfa'],
      'deleting the bucket': [request(role('Admin'), 's3:DeleteBucket'), 'DenyConfiguringWithoutMfa'],
    },
  },
  {
    option: 'principalTags',
    perimeter: { identity: { principalTags: { project: ['blue', 'green'], stage: ['prod'] } } },
    passes: { 'both tags right': request(role('Reader'), 's3:GetObject', ROUTES.internet, { ...tagged('green'), 'aws:PrincipalTag/stage': 'prod' }) },
    denied: {
      'one tag wrong': [request(role('Reader'), 's3:GetObject', ROUTES.internet, { ...tagged('red'), 'aws:PrincipalTag/stage': 'prod' }), 'DenyOtherProject'],
      'one tag missing': [request(role('Reader'), 's3:PutObject', ROUTES.internet, tagged('blue')), 'DenyOtherStage'],
    },
  },
  {
    option: 'matchingTags',
    perimeter: { identity: { matchingTags: ['project'] } },
    passes: {
      'reading an object of the own project': request(role('Reader'), 's3:GetObject', ROUTES.internet, { ...tagged('blue'), 's3:ExistingObjectTag/project': 'blue' }),
      'an object with the own tag': request(role('Writer'), 's3:PutObject', ROUTES.internet, { ...tagged('blue'), 's3:RequestObjectTag/project': 'blue' }),
      'a part of an upload, which has no tags': request(role('Writer'), 's3:PutObject', ROUTES.internet, tagged('blue')),
    },
    denied: {
      'reading an object of another project': [request(role('Reader'), 's3:GetObject', ROUTES.internet, { ...tagged('blue'), 's3:ExistingObjectTag/project': 'red' }), 'DenyReadingOtherProject'],
      'reading an object without a tag': [request(role('Reader'), 's3:GetObject', ROUTES.internet, tagged('blue')), 'DenyReadingOtherProject'],
      'a caller without a tag': [request(role('Reader'), 's3:GetObject', ROUTES.internet, { 's3:ExistingObjectTag/project': 'blue' }), 'DenyReadingOtherProject'],
      'making the object of another project his own': [
        request(role('Reader'), 's3:PutObjectTagging', ROUTES.internet, { ...tagged('blue'), 's3:ExistingObjectTag/project': 'red', 's3:RequestObjectTag/project': 'blue' }), 'DenyRetaggingOtherProject',
      ],
      'an object with the tag of another project': [request(role('Writer'), 's3:PutObject', ROUTES.internet, { ...tagged('blue'), 's3:RequestObjectTag/project': 'red' }), 'DenyTaggingOtherProject'],
    },
  },
];

describeOptions(ROWS);
