import { bucket, bucketPolicy, OBJECTS, OWN_ACCOUNT, RuleFixes } from './rule-fixes';

const ALL_ON = { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true };
const ACLS_OFF = bucket({ OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] } });
const ACCESS_POINT_SENTENCE = 'remove PublicAccessBlockConfiguration of the access point, or set all four of its settings to true';

/** How the rules on exposure and transport are complied with. */
export const FIXES_OF_EXPOSURE: Readonly<Record<string, RuleFixes>> = {
  'HardenedBucket-BlockPublicAccess': {
    cloudFormation: 'set all four settings of PublicAccessBlockConfiguration to true',
    construct: 'remove what overrides PublicAccessBlockConfiguration: HardenedBucket turns all four settings on',
    fragment: bucket({ PublicAccessBlockConfiguration: ALL_ON }),
  },
  'HardenedBucket-PolicyNotPublic': {
    cloudFormation: 'name the principals in Principal, or add StringEquals aws:PrincipalOrgID or aws:PrincipalAccount with fixed values to Condition; a condition on a network alone still allows anyone from there',
    construct: 'name the principals of the statement, or declare them in perimeter.identity',
    fragment: bucketPolicy({ Sid: 'Readers', Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: OBJECTS, Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } } }),
  },
  'HardenedBucket-DelegationBounded': {
    cloudFormation: 'add StringEquals aws:PrincipalOrgID or aws:PrincipalAccount to Condition of the statement that delegates',
    construct: 'set delegateToAccessPoints: true in place of the statement, and say who may come in with perimeter.identity',
    fragment: bucketPolicy({
      Sid: 'AccessPoints',
      Effect: 'Allow',
      Principal: '*',
      Action: 's3:GetObject',
      Resource: OBJECTS,
      Condition: { StringEquals: { 's3:DataAccessPointAccount': OWN_ACCOUNT, 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } },
    }),
  },
  'HardenedBucket-NoPublicAcl': {
    cloudFormation: 'remove AccessControl, turn ACLs off with OwnershipControls, and grant what is needed in the bucket policy',
    construct: 'remove what sets AccessControl: HardenedBucket has no ACL',
    fragment: ACLS_OFF,
    removed: ['Bucket.Properties.AccessControl'],
  },
  'HardenedBucket-AclGranteesTrusted': {
    cloudFormation: 'remove AccessControl, turn ACLs off with OwnershipControls, and grant what is needed in the bucket policy',
    construct: 'remove what sets AccessControl: HardenedBucket has no ACL',
    fragment: ACLS_OFF,
    removed: ['Bucket.Properties.AccessControl'],
  },
  'HardenedBucket-AclsDisabled': {
    cloudFormation: 'set ObjectOwnership in OwnershipControls to BucketOwnerEnforced, and remove AccessControl',
    construct: 'remove what overrides OwnershipControls: HardenedBucket turns ACLs off',
    fragment: ACLS_OFF,
    removed: ['Bucket.Properties.AccessControl'],
  },
  'HardenedBucket-NoWebsite': {
    cloudFormation: 'remove WebsiteConfiguration, and serve the bucket through an AWS::CloudFront::Distribution with an AWS::CloudFront::OriginAccessControl',
    construct: 'remove what sets WebsiteConfiguration: HardenedBucket hosts no website',
    fragment: {},
    removed: ['Bucket.Properties.WebsiteConfiguration'],
  },
  'HardenedBucket-AccessPointsBlockPublicAccess': {
    cloudFormation: ACCESS_POINT_SENTENCE,
    construct: 'add the access point with VpcAccessPoint, which blocks public access',
    fragment: { AccessPoint: { Type: 'AWS::S3::AccessPoint', Properties: { Bucket: { Ref: 'Bucket' }, PublicAccessBlockConfiguration: ALL_ON } } },
  },
  'HardenedBucket-MultiRegionAccessPointsBlockPublicAccess': {
    cloudFormation: ACCESS_POINT_SENTENCE,
    construct: ACCESS_POINT_SENTENCE,
    fragment: { AccessPoint: { Type: 'AWS::S3::MultiRegionAccessPoint', Properties: { Regions: [{ Bucket: { Ref: 'Bucket' } }], PublicAccessBlockConfiguration: ALL_ON } } },
  },
  'HardenedBucket-CorsNotOpen': {
    cloudFormation: 'list the origins that need it in AllowedOrigins instead of "*"',
    construct: 'list the origins that need it in allowedOrigins of cors, and leave corsAnyOrigin out',
    fragment: bucket({ CorsConfiguration: { CorsRules: [{ AllowedMethods: ['GET'], AllowedOrigins: ['https://www.example.com'] }] } }),
  },
  'HardenedBucket-AccountRegionalName': {
    cloudFormation: 'replace BucketName with BucketNamePrefix and BucketNamespace: account-regional, which makes a new bucket, or remove BucketName, so that CloudFormation chooses the name',
    construct: 'set bucketNamePrefix instead of bucketName, which makes a new bucket',
    fragment: bucket({ BucketNamePrefix: 'data', BucketNamespace: 'account-regional' }),
    removed: ['Bucket.Properties.BucketName'],
  },
};
