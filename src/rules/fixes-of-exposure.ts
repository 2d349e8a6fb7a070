import { bucket, bucketPolicy, OBJECTS, OWN_ACCOUNT, RuleFixes } from './rule-fixes';

const ALL_ON = { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true };
const ACLS_OFF = bucket({ OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] } });
const ACCESS_POINT_SENTENCE = 'remove PublicAccessBlockConfiguration of the access point, or set all four of its settings to true';

/** How the rules on exposure and transport are complied with. */
export const FIXES_OF_EXPOSURE: Readonly<Record<string, RuleFixes>> = {
  'HardenedBucket-BlockPublicAccess': {
    cloudFormation: 'set all four settings of PublicAccessBlockConfiguration to true',
    construct: 'remove the code that overrides PublicAccessBlockConfiguration: HardenedBucket turns all four settings on',
    fragment: bucket({ PublicAccessBlockConfiguration: ALL_ON }),
  },
  'HardenedBucket-PolicyNotPublic': {
    cloudFormation: 'name the principals in Principal, or add StringEquals aws:PrincipalOrgID or aws:PrincipalAccount with fixed values to Condition; a condition on a network alone still allows anyone from there',
    construct: 'name the principals of the statement, or declare them in perimeter.identity',
    fragment: bucketPolicy({ Sid: 'Readers', Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: OBJECTS, Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } } }),
  },
  'HardenedBucket-DelegationBounded': {
    cloudFormation: 'add StringEquals aws:PrincipalOrgID or aws:PrincipalAccount to Condition of the statement that delegates',
    construct: 'set delegateToAccessPoints: true instead of the statement, and restrict access with perimeter.identity',
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
    cloudFormation: 'remove AccessControl, disable ACLs with OwnershipControls, and grant what is needed in the bucket policy',
    construct: 'remove the code that sets AccessControl: HardenedBucket sets no ACL',
    fragment: ACLS_OFF,
    removed: ['Bucket.Properties.AccessControl'],
  },
  'HardenedBucket-AclGranteesTrusted': {
    cloudFormation: 'remove AccessControl, disable ACLs with OwnershipControls, and grant what is needed in the bucket policy',
    construct: 'remove the code that sets AccessControl: HardenedBucket sets no ACL',
    fragment: ACLS_OFF,
    removed: ['Bucket.Properties.AccessControl'],
  },
  'HardenedBucket-AclsDisabled': {
    cloudFormation: 'set ObjectOwnership in OwnershipControls to BucketOwnerEnforced, and remove AccessControl',
    construct: 'remove the code that overrides OwnershipControls: HardenedBucket disables ACLs',
    fragment: ACLS_OFF,
    removed: ['Bucket.Properties.AccessControl'],
  },
  'HardenedBucket-NoWebsite': {
    cloudFormation: 'remove WebsiteConfiguration, and serve the bucket through an AWS::CloudFront::Distribution with an AWS::CloudFront::OriginAccessControl',
    construct: 'remove the code that sets WebsiteConfiguration: HardenedBucket hosts no website',
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
    cloudFormation: 'list the origins that need access in AllowedOrigins instead of "*"',
    construct: 'list the origins that need access in allowedOrigins of cors, and omit corsAnyOrigin',
    fragment: bucket({ CorsConfiguration: { CorsRules: [{ AllowedMethods: ['GET'], AllowedOrigins: ['https://www.example.com'] }] } }),
  },
  'HardenedBucket-AccountRegionalName': {
    cloudFormation: 'replace BucketName with BucketNamePrefix and BucketNamespace: account-regional, which creates a new bucket, or remove BucketName, so that CloudFormation chooses the name',
    construct: 'set bucketNamePrefix instead of bucketName, which creates a new bucket',
    fragment: bucket({ BucketNamePrefix: 'data', BucketNamespace: 'account-regional' }),
    removed: ['Bucket.Properties.BucketName'],
  },
};
