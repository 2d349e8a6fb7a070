import { App, aws_s3 as s3, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { HardenedBucket, HardenedBucketProps } from '../../src';

const { governance, compliance } = s3.ObjectLockRetention;

function retention(Mode: string, Days: number): object {
  return { ObjectLockEnabled: 'Enabled', Rule: { DefaultRetention: { Mode, Days } } };
}

test.each<[string, HardenedBucketProps, object]>([
  ['without a property there is no lock', {}, { ObjectLockEnabled: Match.absent(), ObjectLockConfiguration: Match.absent() }],
  ['a lock without a default retention', { objectLockEnabled: true }, { ObjectLockEnabled: true, ObjectLockConfiguration: Match.absent() }],
  ['a retention turns the lock on', { objectLockDefaultRetention: governance(Duration.days(30)) }, { ObjectLockEnabled: true, ObjectLockConfiguration: retention('GOVERNANCE', 30) }],
  ['compliance', { objectLockEnabled: true, objectLockDefaultRetention: compliance(Duration.days(365)) }, { ObjectLockEnabled: true, ObjectLockConfiguration: retention('COMPLIANCE', 365) }],
  ['governance leaves a bucket that may be deleted once it is empty', { objectLockDefaultRetention: governance(Duration.days(1)), removalPolicy: RemovalPolicy.DESTROY }, { ObjectLockEnabled: true }],
  ['a lock without a default retention leaves a bucket that may be emptied', { objectLockEnabled: true, removalPolicy: RemovalPolicy.DESTROY, autoDeleteObjects: true }, { ObjectLockEnabled: true }],
])('%s', (_, props, expected) => {
  const stack = new Stack(new App(), 'Stack');
  new HardenedBucket(stack, 'Bucket', props);
  Template.fromStack(stack).hasResource('AWS::S3::Bucket', {
    Properties: { VersioningConfiguration: { Status: 'Enabled' }, ...expected }, Metadata: { 'cdk-hardened-bucket': 'HardenedBucket' },
  });
});
