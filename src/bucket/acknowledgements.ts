import { Validations } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

/** A rule of cdk-nag that a bucket of ours cannot meet, in each pack that has it, and why. */
interface Acknowledgement {
  readonly packs: readonly string[];
  readonly rule: string;
  readonly reason: string;
}

const [AWS_SOLUTIONS, NIST_R4, NIST_R5, HIPAA, PCI] = ['AwsSolutions', 'NIST.800.53.R4', 'NIST.800.53.R5', 'HIPAA.Security', 'PCI.DSS.321'];

const SSE_S3_ONLY = 'S3 does not deliver server access logs to a bucket with KMS encryption, so this one is encrypted with SSE-S3.';
const NO_LOGS_OF_LOGS = 'This bucket receives the access logs of others. Logging its own deliveries would fill it without end.';

const LOG_BUCKET: readonly Acknowledgement[] = [
  { packs: [NIST_R5, HIPAA, PCI], rule: 'S3DefaultEncryptionKMS', reason: SSE_S3_ONLY },
  { packs: [NIST_R4], rule: 'S3BucketDefaultLockEnabled', reason: 'S3 does not deliver server access logs to a bucket with object lock.' },
  { packs: [NIST_R4, NIST_R5, HIPAA, PCI], rule: 'S3BucketReplicationEnabled', reason: 'Access logs are delivered within one Region and account. Replicate the log bucket itself where a second copy is required.' },
  { packs: [NIST_R4, NIST_R5, HIPAA, PCI], rule: 'S3BucketLoggingEnabled', reason: NO_LOGS_OF_LOGS },
  { packs: [AWS_SOLUTIONS], rule: 'S1', reason: NO_LOGS_OF_LOGS },
];

const DSSE_BUCKET: readonly Acknowledgement[] = [
  { packs: [NIST_R5, HIPAA, PCI], rule: 'S3DefaultEncryptionKMS', reason: 'The bucket is encrypted with DSSE-KMS: two layers, with a KMS key. The rule knows only one layer.' },
];

/** Acknowledges what S3 itself forces on a log bucket, so that its users do not have to. */
export function acknowledgeForLogBucket(construct: IConstruct): void {
  acknowledge(construct, LOG_BUCKET);
}

/** Acknowledges the rule that does not know DSSE-KMS. */
export function acknowledgeForDsse(construct: IConstruct): void {
  acknowledge(construct, DSSE_BUCKET);
}

/** With the pack's name in front, which is the form that both CDK and every cdk-nag 3 recognize. */
function acknowledge(construct: IConstruct, acknowledgements: readonly Acknowledgement[]): void {
  Validations.of(construct).acknowledge(...acknowledgements.flatMap(({ packs, rule, reason }) =>
    packs.map((pack) => ({ id: `${pack}::${pack}-${rule}`, reason }))));
}
