import { App, Stack } from 'aws-cdk-lib';
import { Structs } from '../../scripts/generate-structs';
import { AccessLogsBucket, HardenedBucket } from '../../src';
import { INSTEAD_ON_HARDENED_BUCKETS, INSTEAD_ON_LOG_BUCKETS } from '../../src/bucket/instead-of-bucket-props';
import { STRUCTS } from '../../src/input/structs.generated';

/** Of the installed aws-cdk-lib: a newer one that has a new property fails here with its name. */
const BUCKET_PROPS = new Structs().namesOf('aws-cdk-lib.aws_s3.BucketProps');

describe.each([
  ['HardenedBucket', STRUCTS.HardenedBucketProps, INSTEAD_ON_HARDENED_BUCKETS, (given: object) => new HardenedBucket(new Stack(new App(), 'Stack'), 'Bucket', given)],
  ['AccessLogsBucket', STRUCTS.AccessLogsBucketProps, INSTEAD_ON_LOG_BUCKETS, (given: object) => new AccessLogsBucket(new Stack(new App(), 'Stack'), 'Bucket', given)],
] as const)('%s', (name, own, instead, make) => {
  const advice: Readonly<Record<string, string>> = instead;

  test('each property of s3.Bucket is one of its own, or has its row', () => {
    expect([...Object.keys(own), ...Object.keys(instead)].filter((property) => BUCKET_PROPS.includes(property)).sort()).toEqual(BUCKET_PROPS);
    expect(Object.keys(instead).filter((property) => !BUCKET_PROPS.includes(property))).toEqual([]);
  });

  test.each(Object.keys(instead))('fails: %s, and says what to do instead', (property) => {
    expect(() => make({ [property]: true })).toThrow(`[Stack/Bucket] ${property} is not a property of ${name}Props. ${advice[property]}`);
  });

  test('fails: a mistyped one, too', () => {
    expect(() => make({ enforceSsl: true })).toThrow(`enforceSsl is not a property of ${name}Props. Of enforceSSL: ${advice.enforceSSL}`);
  });
});
