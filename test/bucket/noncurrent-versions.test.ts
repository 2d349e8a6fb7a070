import { App, aws_s3 as s3, Duration, Stack, Token } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { synthError } from './apps';
import { BucketPurpose, HardenedBucket, HardenedBucketProps } from '../../src';

function bucketWith(props: HardenedBucketProps): HardenedBucket {
  return new HardenedBucket(new Stack(new App(), 'Stack'), 'Bucket', props);
}

/** The days after which each rule expires noncurrent versions. */
function daysOf(bucket: HardenedBucket): number[] {
  expect(synthError(bucket.node.root as App)).toBe('');
  const [{ Properties }] = Object.values(Template.fromStack(Stack.of(bucket)).findResources('AWS::S3::Bucket', { Metadata: { 'cdk-hardened-bucket': 'HardenedBucket' } }));
  return Properties.LifecycleConfiguration.Rules.flatMap((rule: any) => rule.NoncurrentVersionExpiration?.NoncurrentDays ?? []);
}

const days = (count: number) => ({ noncurrentVersionExpiration: Duration.days(count) });

test.each<[string, HardenedBucketProps, number[]]>([
  ['by default', {}, [90]],
  ['a rule for the whole bucket takes the place of the default', { lifecycleRules: [days(365)] }, [365]],
  ['an empty prefix is the whole bucket', { lifecycleRules: [{ prefix: '', ...days(365) }] }, [365]],
  ['so are no tags', { lifecycleRules: [{ tagFilters: {}, ...days(365) }] }, [365]],
  ['with versions to keep', { lifecycleRules: [{ noncurrentVersionsToRetain: 3, ...days(30) }] }, [30]],
  ['a rule for the whole bucket takes the place of that of a purpose', { purpose: BucketPurpose.webOrigin(), lifecycleRules: [days(365)] }, [365]],
  ['the same time in both', { ...days(365), lifecycleRules: [days(365)] }, [365]],
  ['the same time twice', { lifecycleRules: [days(365), { expiration: Duration.days(400), ...days(365) }] }, [365, 365]],
  ['a rule for a part is beside the default', { lifecycleRules: [{ prefix: 'drafts/', ...days(7) }] }, [90, 7]],
  ['a rule for a part is beside one for the whole bucket', { lifecycleRules: [{ tagFilters: { kind: 'draft' }, ...days(7) }, days(365)] }, [7, 365]],
  ['one for objects of a size', { lifecycleRules: [{ objectSizeGreaterThan: 1024, ...days(7) }] }, [90, 7]],
  ['a disabled one', { lifecycleRules: [{ enabled: false, ...days(365) }] }, [90, 365]],
  ['a rule without noncurrent versions', { lifecycleRules: [{ expiration: Duration.days(30) }] }, [90]],
  ['a longer rule for a part, with as long a time for the rest', { ...days(400), lifecycleRules: [{ prefix: 'audit/', ...days(400) }] }, [400, 400]],
])('%s', (_, props, expected) => {
  expect(daysOf(bucketWith(props))).toEqual(expected);
});

test.each<[string, HardenedBucketProps, string]>([
  ['two times for the whole bucket', { ...days(30), lifecycleRules: [days(365)] },
    'lifecycleRules[0].noncurrentVersionExpiration is 365 days, and noncurrentVersionExpiration 30 days: both are for the whole bucket, and S3 applies the shorter one. Leave one of them out'],
  ['two rules for the whole bucket', { lifecycleRules: [days(365), { prefix: '', ...days(30) }] }, 'lifecycleRules[1].noncurrentVersionExpiration is 30 days, and that of lifecycleRules[0] 365 days'],
  ['a longer rule for a part', { lifecycleRules: [{ prefix: 'audit/', ...days(365) }] }, 'lifecycleRules[0].noncurrentVersionExpiration is 365 days, but noncurrent versions of the whole bucket expire after 90 days'],
  ['a longer rule for a part than that of a purpose', { purpose: BucketPurpose.webOrigin(), lifecycleRules: [{ prefix: 'audit/', ...days(60) }] }, 'expire after 30 days'],
  ['a longer rule for a part than one for the whole bucket', { lifecycleRules: [{ prefix: 'audit/', ...days(365) }, days(30)] }, 'lifecycleRules[0].noncurrentVersionExpiration is 365 days, but noncurrent versions of the whole bucket expire after 30 days'],
])('fails for %s', (_, props, message) => {
  expect(() => bucketWith(props)).toThrow(message);
});

test('a time that is decided at deployment passes', () => {
  const late = { noncurrentVersionExpiration: Duration.days(Token.asNumber({ Ref: 'Days' })) };
  expect(() => bucketWith({ ...late, lifecycleRules: [{ prefix: 'audit/', ...days(365) }, days(30), late].slice(0, 1) })).not.toThrow();
});

test.each<[string, s3.LifecycleRule, string]>([
  ['for the whole bucket', days(365), 'rule.noncurrentVersionExpiration is 365 days, but noncurrent versions of the whole bucket expire after 90 days, and S3 applies the shorter one. Give the rule in lifecycleRules'],
  ['for a part', { prefix: 'audit/', ...days(365) }, 'rule.noncurrentVersionExpiration is 365 days, but'],
  ['with a mistyped name', { expirationn: Duration.days(1) } as object, 'rule.expirationn is not a property of s3.LifecycleRule. Use rule.expiration'],
])('fails for a rule that is added later and never takes effect: %s', (_, rule, message) => {
  expect(() => bucketWith({}).addLifecycleRule(rule)).toThrow(message);
});

test('a shorter rule that is added later takes effect', () => {
  const bucket = bucketWith({});
  bucket.addLifecycleRule({ prefix: 'drafts/', ...days(7) });
  expect(daysOf(bucket)).toEqual([90, 7]);
});
