import { PARAMETER, specify } from './hardened-template';
import { BUCKET_TAGS_EFFECTIVE } from '../../src/rules/bucket-tags';

const ABAC = 'Bucket.Properties.AbacStatus';
const ARN = { 'Fn::GetAtt': ['Bucket', 'Arn'] };
const FINDING = ['Policy.Statement.<digest>'];

/** One more statement of the policy. */
function statement(more: object) {
  return { 'Policy.Properties.PolicyDocument.Statement.5': { Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: ARN, ...more } };
}
const on = (key: string, operator: string = 'StringEquals') => statement({ Condition: { [operator]: { [key]: 'production' } } });

specify(BUCKET_TAGS_EFFECTIVE, [
  ['a policy that compares no tag of the bucket needs no ABAC', {}, 'notApplicable'],
  ['tags are compared with ABAC', { ...on('aws:ResourceTag/stage'), [ABAC]: 'Enabled' }, 'compliant'],
  ['fails for a tag of the resource', on('aws:ResourceTag/stage'), FINDING],
  ['fails for a tag of the bucket', on('s3:BucketTag/stage'), FINDING],
  ['fails with ABAC off', { ...on('s3:BucketTag/stage'), [ABAC]: 'Disabled' }, FINDING],
  ['fails however the key is spelled', on('AWS:resourcetag/Stage'), FINDING],
  ['fails for a negated operator, which always holds', on('aws:ResourceTag/stage', 'StringNotEquals'), FINDING],
  ['fails for an Allow', statement({ Effect: 'Allow', Principal: { AWS: '111122223333' }, Action: 's3:ListBucket', Condition: { StringEquals: { 'aws:ResourceTag/stage': 'production' } } }), FINDING],
  ['fails for a value that is a tag of the bucket', statement({ Condition: { StringEquals: { 'aws:PrincipalTag/team': '${aws:ResourceTag/team}' } } }), FINDING],
  ['fails for a value with a default', statement({ Condition: { StringEquals: { 'aws:PrincipalTag/team': "${s3:BucketTag/team, 'none'}" } } }), FINDING],
  ['tags of the caller, of the request and of objects need no ABAC', statement({
    Condition: { StringEquals: { 'aws:PrincipalTag/team': 'a', 'aws:RequestTag/team': 'a', 's3:ExistingObjectTag/team': 'a', 's3:RequestObjectTag/team': 'a', 's3:AccessPointTag/team': 'a' } },
  }), 'notApplicable'],
  ['tags of an access point need no ABAC', statement({ Resource: 'arn:aws:s3:eu-west-1:111122223333:accesspoint/a/object/*', Condition: { StringEquals: { 'aws:ResourceTag/stage': 'a' } } }), 'notApplicable'],
  ['ABAC that a parameter turns on is unknown', { ...on('aws:ResourceTag/stage'), [ABAC]: PARAMETER }, 'unknown'],
  ['a policy that a parameter gives is unknown', { 'Policy.Properties.PolicyDocument': PARAMETER }, 'unknown'],
  ['a policy that a parameter gives may compare tags with ABAC', { 'Policy.Properties.PolicyDocument': PARAMETER, [ABAC]: 'Enabled' }, 'compliant'],
  ['a bucket without a policy is free', { Policy: undefined }, 'notApplicable'],
]);
