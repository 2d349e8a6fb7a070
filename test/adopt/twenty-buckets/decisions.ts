import { App, aws_s3 as s3 } from 'aws-cdk-lib';
import { HardenedBucketMixin, HardenedSetting } from '../../../src';

const { ACLS_DISABLED, BLOCK_PUBLIC_ACCESS, ENCRYPTION, ENCRYPTION_ENFORCED, MINIMUM_TLS, TLS_ONLY } = HardenedSetting;

/** What the mixin refuses on these buckets, and the teams leave out for now, each for the reason that synth gave. */
export const LEFT_OUT: Readonly<Record<string, HardenedSetting[]>> = {
  // A website that everyone reads.
  'Web/Docs': [BLOCK_PUBLIC_ACCESS, ENCRYPTION, TLS_ONLY, MINIMUM_TLS],
  // Its replication rule has no key for the copies.
  'Builds/Originals': [ENCRYPTION],
  // CloudFront delivers by ACL.
  'Web/CdnLogs': [ACLS_DISABLED, ENCRYPTION],
  'Platform/Portal/CloudfrontLoggingBucket': [ACLS_DISABLED, ENCRYPTION],
  // SSE-S3 that was chosen.
  'Finance/Invoices': [ENCRYPTION],
  'Platform/PartnerData': [ENCRYPTION],
  'Platform/Portal/S3Bucket': [ENCRYPTION],
  'Platform/BalancerLogs': [ENCRYPTION],
  // The auditor has no permission on a key.
  'Finance/Reports': [ENCRYPTION],
  // The trail asks for SSE-S3 by name, and whether it could use a key is not known.
  'Platform/Trail/S3': [ENCRYPTION, ENCRYPTION_ENFORCED],
};

/** Hardens each bucket of the app, as far as its team decided. */
export function hardenWithMixin(app: App): void {
  for (const bucket of app.node.findAll().filter((construct) => s3.CfnBucket.isCfnBucket(construct))) {
    const excludedSettings = LEFT_OUT[bucket.node.path.replace(/\/Resource$/, '')];
    bucket.with(new HardenedBucketMixin({ excludedSettings }));
  }
}
