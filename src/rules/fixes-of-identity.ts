import { Fragment, FragmentValue } from './fragment';
import { bucket, bucketPolicy, OBJECTS, OWN_ACCOUNT, RuleFixes } from './rule-fixes';

const READER = 'arn:aws:iam::111122223333:role/Reader';

function allow(Principal: FragmentValue, Action: FragmentValue, Condition?: FragmentValue, Sid: string = 'Readers', Resource: FragmentValue = OBJECTS): Fragment {
  return bucketPolicy({ Sid, Effect: 'Allow', Principal, Action, Resource, ...Condition === undefined ? {} : { Condition } });
}

/** A guard on the actions on data, past which AWS services and one role get. */
const PAST_THE_GUARD = bucketPolicy({
  Sid: 'DenyOtherNetworks',
  Effect: 'Deny',
  Principal: '*',
  Action: ['s3:GetObject*', 's3:PutObject*', 's3:DeleteObject*'],
  Resource: OBJECTS,
  Condition: {
    StringNotEqualsIfExists: { 'aws:SourceVpce': 'vpce-0123456789abcdef0' },
    BoolIfExists: { 'aws:PrincipalIsAWSService': 'false', 'aws:ViaAWSService': 'false' },
    ArnNotLikeIfExists: { 'aws:PrincipalArn': READER },
  },
});

/** How the rules on identity are complied with. */
export const FIXES_OF_IDENTITY: Readonly<Record<string, RuleFixes>> = {
  'HardenedBucket-NoForeignAdministration': {
    cloudFormation: 'list in Action what the other account needs, without s3:DeleteBucketPolicy, s3:PutBucketAcl, s3:PutBucketPolicy, s3:PutEncryptionConfiguration and s3:PutObjectAcl',
    construct: 'grant the other account with grantRead, grantWrite or grantReadWrite, which allow no administration',
    fragment: allow({ AWS: '444455556666' }, ['s3:GetObject', 's3:PutObject']),
  },
  'HardenedBucket-WithinTrustZone': {
    cloudFormation: 'narrow Principal or Condition of the statement to the accounts, organizations or networks that you declared, or declare the intended one',
    construct: 'narrow the grant to the accounts, organizations or networks that you declared, or list them in perimeter.identity or perimeter.network',
    fragment: allow({ AWS: '111122223333' }, 's3:GetObject'),
  },
  'HardenedBucket-ServicesBoundToSource': {
    cloudFormation: 'add StringEquals aws:SourceAccount, and ArnLike aws:SourceArn where the service sends it, to Condition of the statement that allows the service',
    construct: 'allow the service with services, which binds it to the account, in place of the statement',
    fragment: allow({ Service: 'cloudtrail.amazonaws.com' }, 's3:PutObject', { StringEquals: { 'aws:SourceAccount': OWN_ACCOUNT } }, 'Trail'),
  },
  'HardenedBucket-NoAllowWithNotPrincipal': {
    cloudFormation: 'replace NotPrincipal with Principal, and name the intended principals',
    construct: 'grant to the intended principals, with grantRead, grantWrite or grantReadWrite',
    fragment: allow({ AWS: READER }, 's3:GetObject'),
  },
  'HardenedBucket-NoWildcardActionForEveryone': {
    cloudFormation: 'list the actions in Action, or name the principals in Principal',
    construct: 'list the actions of the statement, or name its principals',
    fragment: allow('*', 's3:GetObject', { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } }),
  },
  'HardenedBucket-GrantsNameActions': {
    cloudFormation: 'list the actions that the principal needs in Action, instead of "*" or NotAction',
    construct: 'grant with grantRead, grantWrite or grantReadWrite, which name the actions',
    fragment: allow({ AWS: '111122223333' }, ['s3:GetObject', 's3:PutObject']),
  },
  'HardenedBucket-NobodyLockedOut': {
    cloudFormation: 'deny the actions on data only (s3:GetObject*, s3:PutObject*, s3:DeleteObject*), or exempt the roles that deploy and repair with ArnNotLike aws:PrincipalArn in Condition',
    construct: 'restrict with perimeter, which leaves the actions on the policy alone, in place of the statement',
    fragment: PAST_THE_GUARD,
  },
  'HardenedBucket-GrantsEffective': {
    cloudFormation: 'let the grantee through the Deny that is named: add ArnNotLikeIfExists aws:PrincipalArn for a role, aws:PrincipalAccount for an account, aws:PrincipalServiceName for a service to its Condition, or set VpcConfig of a function; or remove the grant',
    construct: 'let the grantee through with the option of perimeter that has the Deny, such as exemptions.breakGlassRoles or network.vpcIds, or remove the grant',
    fragment: PAST_THE_GUARD,
  },
  'HardenedBucket-ServicesAllowed': {
    cloudFormation: 'allow the service in the bucket policy and in KeyPolicy of its key, with StringEquals aws:SourceAccount of the account of the bucket',
    construct: 'list the service in services',
    fragment: allow({ Service: 'delivery.logs.amazonaws.com' }, 's3:PutObject', { StringEquals: { 'aws:SourceAccount': OWN_ACCOUNT } }, 'Delivery'),
  },
  'HardenedBucket-NoDeadStatement': {
    cloudFormation: 'remove the statement, or correct its Action, Resource or Condition: actions on the bucket have the ARN of the bucket, actions on objects that of bucket/*',
    construct: 'remove the statement, or correct its actions, resources or conditions',
    fragment: allow({ AWS: READER }, 's3:ListBucket', undefined, 'Readers', { 'Fn::GetAtt': ['Bucket', 'Arn'] }),
  },
  'HardenedBucket-BucketTagsEffective': {
    cloudFormation: 'set AbacStatus of the bucket to Enabled after auditing who may tag it, or compare something else',
    construct: 'set abacEnabled: true after auditing who may tag the bucket, or compare something else',
    fragment: bucket({ AbacStatus: 'Enabled' }),
  },
  'HardenedBucket-OnePolicy': {
    cloudFormation: 'move the statements of all AWS::S3::BucketPolicy resources of the bucket into one, and remove the others',
    construct: 'add the statements with addToResourcePolicy(…) of the bucket instead of a second BucketPolicy',
    fragment: {},
    removed: ['SecondBucketPolicy'],
  },
  'HardenedBucket-PolicySize': {
    cloudFormation: 'shorten the largest statements: one StringEquals aws:PrincipalOrgID or ArnLike aws:PrincipalArn with a wildcard instead of many principals, an access point for each of many readers, or an identity policy for principals of the same account',
    construct: 'shorten the largest statements: perimeter.identity.organizationIds instead of many principals, or an access point for each of many readers with delegateToAccessPoints: true',
    fragment: allow('*', 's3:GetObject', { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } }),
  },
  'HardenedBucket-PolicyAccepted': {
    cloudFormation: 'correct the element of the statement that the finding names',
    construct: 'correct the element of the statement that the finding names',
    fragment: allow({ AWS: READER }, 's3:GetObject'),
  },
  'HardenedBucket-PolicyNamesExist': {
    cloudFormation: 'correct the spelling of the action, condition key or value, or use what S3 has instead',
    construct: 'correct the spelling of the action, condition key or value, or use what S3 has instead',
    fragment: allow({ AWS: '111122223333' }, 's3:GetObject', { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } }),
  },
};
