import { FragmentValue } from './fragment';
import { BUCKET_ARN, bucketPolicy, OBJECTS, RuleFixes } from './rule-fixes';

/** A guard on every action of S3, for everyone. */
function denyAll(Sid: string, Condition: FragmentValue): FragmentValue {
  return { Sid, Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: [BUCKET_ARN, OBJECTS], Condition };
}

/** What a network of yours asks for: the actions on data only, so that nobody is locked out of the configuration. */
const OTHER_NETWORKS: FragmentValue = {
  Sid: 'DenyOtherNetworks',
  Effect: 'Deny',
  Principal: '*',
  Action: [
    's3:GetObject*', 's3:PutObject*', 's3:DeleteObject*', 's3:ListBucket*', 's3:ListObject*', 's3:UpdateObject*',
    's3:RestoreObject', 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts',
  ],
  Resource: [BUCKET_ARN, OBJECTS],
  Condition: {
    StringNotEquals: { 'aws:SourceVpc': 'vpc-0a1b2c3d' },
    BoolIfExists: { 'aws:PrincipalIsAWSService': 'false', 'aws:ViaAWSService': 'false' },
  },
};

/** How the rules on transport and networks are complied with. */
export const FIXES_OF_TRANSPORT: Readonly<Record<string, RuleFixes>> = {
  'HardenedBucket-TlsOnly': {
    cloudFormation: 'add a Deny of s3:* to Principal "*" on the bucket and its objects to the bucket policy, with Bool aws:SecureTransport "false" as its only condition',
    construct: 'remove what changes the statement DenyRequestsWithoutTls: HardenedBucket adds it',
    fragment: bucketPolicy(denyAll('DenyRequestsWithoutTls', { Bool: { 'aws:SecureTransport': 'false' } })),
  },
  'HardenedBucket-MinimumTls': {
    cloudFormation: 'add a Deny of s3:* to Principal "*" on the bucket and its objects to the bucket policy, with NumericLessThan s3:TlsVersion "1.2" as its only condition',
    cdk: 'set enforceSSL: true and minimumTLSVersion: 1.2',
    construct: 'remove what changes the statement DenyRequestsBelowMinimumTls: HardenedBucket adds it; minimumTlsVersion says the version',
    fragment: bucketPolicy(denyAll('DenyRequestsBelowMinimumTls', { NumericLessThan: { 's3:TlsVersion': '1.2' } })),
  },
  'HardenedBucket-NetworkRestricted': {
    cloudFormation: 'add a Deny of every action that reads, writes, lists or deletes objects to the bucket policy, with StringNotEquals aws:SourceVpc, aws:SourceVpce or NotIpAddress aws:SourceIp with your networks, and BoolIfExists aws:PrincipalIsAWSService and aws:ViaAWSService "false"',
    cdk: "put a perimeter around the bucket: new BucketPerimeter(this, 'Perimeter', { bucket, network: { … } }) with your vpcIds, vpcEndpointIds or ipAllowList",
    construct: 'list your networks in perimeter.network: vpcIds, vpcEndpointIds or ipAllowList',
    fragment: bucketPolicy(OTHER_NETWORKS),
  },
};
