import { CfnResource, Validations } from 'aws-cdk-lib';

/**
 * What scanners ask of every bucket and this one cannot meet, by their ids, and why.
 *
 * cdk-nag reads acknowledgements of constructs. The others read templates, and look into the `Metadata` of the resource.
 */
interface Acknowledgement {
  readonly reason: string;
  /** A rule of cdk-nag, in each pack that has it. */
  readonly cdkNag: readonly { readonly packs: readonly string[]; readonly rule: string }[];
  /** @see https://www.checkov.io/2.Basics/Suppressing%20and%20Skipping%20Policies.html */
  readonly checkov?: readonly string[];
  /** @see https://github.com/aws-cloudformation/aws-guard-rules-registry */
  readonly cfnGuard?: readonly string[];
  /** @see https://github.com/stelligent/cfn_nag#per-resource-rule-suppression */
  readonly cfnNag?: readonly string[];
}

const [AWS_SOLUTIONS, NIST_R4, NIST_R5, HIPAA, PCI] = ['AwsSolutions', 'NIST.800.53.R4', 'NIST.800.53.R5', 'HIPAA.Security', 'PCI.DSS.321'];

export const LOG_BUCKET: readonly Acknowledgement[] = [
  {
    reason: 'S3 does not deliver server access logs to a bucket with KMS encryption, so this one is encrypted with SSE-S3.',
    cdkNag: [{ packs: [NIST_R5, HIPAA, PCI], rule: 'S3DefaultEncryptionKMS' }],
    cfnGuard: ['S3_DEFAULT_ENCRYPTION_KMS'],
  },
  {
    reason: 'S3 does not deliver server access logs to a bucket with object lock.',
    cdkNag: [{ packs: [NIST_R4], rule: 'S3BucketDefaultLockEnabled' }],
    cfnGuard: ['S3_BUCKET_DEFAULT_LOCK_ENABLED'],
  },
  {
    reason: 'Access logs are delivered within one Region and account. Replicate the log bucket itself where a second copy is required.',
    cdkNag: [{ packs: [NIST_R4, NIST_R5, HIPAA, PCI], rule: 'S3BucketReplicationEnabled' }],
    cfnGuard: ['S3_BUCKET_REPLICATION_ENABLED'],
  },
  {
    reason: 'This bucket receives the access logs of others. Logging its own deliveries would fill it without end.',
    cdkNag: [{ packs: [NIST_R4, NIST_R5, HIPAA, PCI], rule: 'S3BucketLoggingEnabled' }, { packs: [AWS_SOLUTIONS], rule: 'S1' }],
    checkov: ['CKV_AWS_18'],
    cfnGuard: ['S3_BUCKET_LOGGING_ENABLED'],
    cfnNag: ['W35'],
  },
];

export const DSSE_BUCKET: readonly Acknowledgement[] = [
  {
    reason: 'The bucket is encrypted with DSSE-KMS: two layers, with a KMS key. The rule knows only one layer.',
    cdkNag: [{ packs: [NIST_R5, HIPAA, PCI], rule: 'S3DefaultEncryptionKMS' }],
    checkov: ['CKV_AWS_19'],
    cfnGuard: ['S3_DEFAULT_ENCRYPTION_KMS', 'S3_BUCKET_SERVER_SIDE_ENCRYPTION_ENABLED'],
  },
];

/** Acknowledges what S3 itself forces on a bucket, or what a rule does not know, so that its users do not have to. */
export function acknowledge(resource: CfnResource, acknowledgements: readonly Acknowledgement[]): void {
  // With the pack's name in front, which is the form that both CDK and every cdk-nag 3 recognize.
  Validations.of(resource.node.scope!).acknowledge(...acknowledgements.flatMap(({ cdkNag, reason }) =>
    cdkNag.flatMap(({ packs, rule }) => packs.map((pack) => ({ id: `${pack}::${pack}-${rule}`, reason })))));
  const of = (scanner: 'checkov' | 'cfnGuard' | 'cfnNag') => acknowledgements.flatMap((each) => (each[scanner] ?? []).map((id) => ({ id, reason: each.reason })));
  const metadata = {
    checkov: { skip: of('checkov').map(({ id, reason }) => ({ id, comment: reason })) },
    guard: { SuppressedRules: of('cfnGuard').map(({ id }) => id) },
    cfn_nag: { rules_to_suppress: of('cfnNag') },
  };
  Object.entries(metadata).filter(([, lists]) => Object.values(lists)[0].length > 0).forEach(([scanner, lists]) => resource.addMetadata(scanner, lists));
}
