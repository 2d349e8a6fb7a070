import { App, aws_s3 as s3, Stack } from 'aws-cdk-lib';
import { HardenedBucketChecks } from 'cdk-hardened-bucket';

const app = new App();
HardenedBucketChecks.addTo(app);

// A bucket as it is often written: nothing in it is wrong, and much is missing.
new s3.Bucket(new Stack(app, 'Reporting'), 'Exports', {
  blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
  encryption: s3.BucketEncryption.S3_MANAGED,
  versioned: true,
});
