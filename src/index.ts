export { AccessLogsBucket, type AccessLogsBucketProps } from './bucket/access-logs-bucket';
export { HardenedBucket } from './bucket/hardened-bucket';
export { type HardenedBucketProps } from './bucket/hardened-bucket-props';
export { ServerSideEncryption } from './bucket/server-side-encryption';
export { TlsVersion } from './bucket/tls-version';
export { HardenedBucketChecks } from './checks/hardened-bucket-checks';
export { PolicyAnalyzer, type PolicyComparison, type PolicyDecision, type PolicyProof, type PolicyTrustZone, type PolicyUnknown, type PublicAccess } from './policy/policy-analyzer';
export { type RequestAlarmOptions } from './monitoring/request-alarms';
