import { Fragment, FragmentValue, ResourceFragment } from './fragment';

/** The fix of a rule, as data: what each reader is told, and what a template has to say. */
export interface RuleFixes {
  /** In a template, as one imperative. */
  readonly cloudFormation: string;
  /** In CDK code; absent where the fix of the rule says it. */
  readonly cdk?: string;
  /** In the properties of a construct of this library, or that it does so by itself. */
  readonly construct: string;
  /** What is written over the resources of the template; empty where the fix only removes something. */
  readonly fragment: Fragment;
  /** What is removed from them. */
  readonly removed?: readonly string[];
}

/** A bucket that says this, whatever else it says. */
export function bucket(Properties: ResourceFragment['Properties']): Fragment {
  return { Bucket: { Type: 'AWS::S3::Bucket', Properties } };
}

/** A bucket policy with these statements: each takes the place of the one with its id. */
export function bucketPolicy(...Statement: readonly FragmentValue[]): Fragment {
  return { BucketPolicy: { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: { Ref: 'Bucket' }, PolicyDocument: { Version: '2012-10-17', Statement } } } };
}

export const BUCKET_ARN: FragmentValue = { 'Fn::GetAtt': ['Bucket', 'Arn'] };
export const OBJECTS: FragmentValue = { 'Fn::Sub': '${Bucket.Arn}/*' };
export const KEY_ARN: FragmentValue = { 'Fn::GetAtt': ['Key', 'Arn'] };
export const OWN_ACCOUNT: FragmentValue = { Ref: 'AWS::AccountId' };

/** A key of one's own, whose policy says this beside what its account needs. */
export function keyThatAllows(statement: FragmentValue): ResourceFragment {
  return {
    Type: 'AWS::KMS::Key',
    Properties: {
      EnableKeyRotation: true,
      KeyPolicy: {
        Version: '2012-10-17',
        Statement: [
          { Sid: 'Administration', Effect: 'Allow', Principal: { AWS: { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root' } }, Action: 'kms:*', Resource: '*' },
          statement,
        ],
      },
    },
  };
}
