import { askedPolicy, PolicyOwner } from './asked-policy';
import { all, COMPLIANT, forLogBuckets, judge, NOT_APPLICABLE, requireFact, Rule, unknownVerdict, unlessLogBucket, Verdict, violated } from './rule';
import { PUTS_WITH_CUSTOMER_PROVIDED_KEY, putsWithAlgorithmOtherThan, putsWithKeyOtherThan, reencryptionWithKeyOtherThan, REENCRYPTION_WITH_KMS, requireDeny, requireDenyOf } from './unwanted-requests';
import { BucketFacts, EncryptionFacts, PolicyFacts } from '../facts/bucket-facts';
import { SSE } from '../policy/action-classes';
import { hasWildcard } from '../policy/glob';
import { Known, known, mapKnown, someHolds } from '../template/known';

const DEFAULT_ENCRYPTION = 'BucketEncryption.ServerSideEncryptionConfiguration.0';

export const ENCRYPTION_SET: Rule = {
  id: 'HardenedBucket-EncryptionSet',
  title: 'default encryption is configured',
  why: 'S3 encrypts every new object in any case, but only a configured default shows up when it is changed.',
  fix: 'set encryption: s3.BucketEncryption.KMS, or S3_MANAGED for a log bucket',
  example: "new s3.Bucket(this, 'Data', { encryption: s3.BucketEncryption.KMS });",
  level: 'BASELINE',
  severity: 'error',
  controls: { config: ['s3-bucket-server-side-encryption-enabled'] },
  check: ({ encryption: { algorithm } }) => judge(algorithm, (name) => name !== undefined ? COMPLIANT : violated(
    'NotSet', 'does not set default encryption', `${DEFAULT_ENCRYPTION}.ServerSideEncryptionByDefault.SSEAlgorithm`, { coveredBy: KMS_ENCRYPTION.id })),
};

export const KMS_ENCRYPTION: Rule = {
  id: 'HardenedBucket-KmsEncryption',
  title: 'objects are encrypted with a KMS key',
  why: 'With a KMS key, reading an object requires a second permission, and CloudTrail records every use of the key.',
  fix: 'set encryption: s3.BucketEncryption.KMS (or DSSE) with a customer managed key',
  example: "new s3.Bucket(this, 'Data', { encryption: s3.BucketEncryption.KMS });",
  level: 'BASELINE',
  severity: 'error',
  controls: { securityHub: ['S3.17'], config: ['s3-default-encryption-kms'] },
  check: (facts) => unlessLogBucket(facts, () => unlessSseS3IsNeeded(facts, () => judge(facts.encryption.algorithm, (algorithm) => isKms(algorithm) ? COMPLIANT : violated(
    'Algorithm', algorithm === undefined ? 'does not set default encryption to aws:kms or aws:kms:dsse' : `is encrypted with ${algorithm} instead of aws:kms or aws:kms:dsse`, `${DEFAULT_ENCRYPTION}.ServerSideEncryptionByDefault.SSEAlgorithm`)))),
};

/** Some logs, such as those of Application Load Balancers, are not delivered to a bucket with a KMS key: the rule that they arrive comes first. */
function unlessSseS3IsNeeded({ deliveries }: BucketFacts, verdict: () => Verdict): Verdict {
  // Access logs of buckets are another question: those that a bucket delivers to itself can go elsewhere.
  const needing = deliveries.filter(({ row: { type, needs } }) => needs.includes('SSE-S3') && type !== 'AWS::S3::Bucket');
  if (needing.some(({ deployed }) => deployed.known && deployed.value)) {
    return NOT_APPLICABLE;
  }
  const [undecided] = needing.flatMap(({ deployed }) => deployed.known ? [] : [deployed.reason]);
  const asked = verdict();
  return undecided !== undefined && asked.kind === 'violations' ? unknownVerdict(undecided) : asked;
}

export const CUSTOMER_MANAGED_KEY: Rule = {
  id: 'HardenedBucket-CustomerManagedKey',
  title: 'the KMS key is customer managed, and not named by an alias',
  why: 'The policy of the AWS managed key cannot be changed, and an alias may come to mean another key, in the requester\'s account at that.',
  fix: 'set encryptionKey to a kms.Key, not to an alias',
  example: "new s3.Bucket(this, 'Data', {\n  encryption: s3.BucketEncryption.KMS,\n  encryptionKey: new kms.Key(this, 'Key', { enableKeyRotation: true }),\n});",
  level: 'STRICT',
  severity: 'error',
  controls: {},
  check: (facts) => forKmsBuckets(facts, () => judge(facts.encryption.key, (key) => key !== undefined && !/(^|:)alias\//.test(key) ? COMPLIANT : violated(
    'Key', key === undefined ? 'names no key, so S3 uses the AWS managed key' : `names the alias ${key}`, `${DEFAULT_ENCRYPTION}.ServerSideEncryptionByDefault.KMSMasterKeyID`))),
};

export const KEY_ROTATION: Rule = {
  id: 'HardenedBucket-KeyRotation',
  title: 'the KMS key rotates',
  why: 'Rotation limits how much data one version of the key protects.',
  fix: 'set enableKeyRotation: true on the key',
  example: "new kms.Key(this, 'Key', { enableKeyRotation: true });",
  level: 'STRICT',
  severity: 'error',
  controls: { securityHub: ['KMS.4'], cis: ['3.6'], cisV6: ['4.6'], cisV7: ['4.6'], config: ['cmk-backing-key-rotation-enabled'] },
  check: (facts) => forKmsBuckets(facts, () => requireFact(facts.encryption.keyRotation, 'KeyRotation', 'is encrypted with a key that does not rotate', 'Key.EnableKeyRotation')),
};

export const BUCKET_KEY: Rule = {
  id: 'HardenedBucket-BucketKey',
  title: 'the S3 Bucket Key is on',
  why: 'Without it every object costs a call to KMS, which makes people give up KMS for the bill. DSSE has no bucket key.',
  fix: 'set bucketKeyEnabled: true',
  example: "new s3.Bucket(this, 'Data', {\n  encryption: s3.BucketEncryption.KMS,\n  bucketKeyEnabled: true,\n});",
  level: 'STRICT',
  severity: 'warning',
  controls: {},
  check: (facts) => judge(facts.encryption.algorithm, (algorithm) => algorithm !== 'aws:kms'
    ? NOT_APPLICABLE
    : requireFact(facts.encryption.bucketKey, 'BucketKey', 'does not turn on the S3 Bucket Key', `${DEFAULT_ENCRYPTION}.BucketKeyEnabled`)),
};

export const SSE_C_BLOCKED: Rule = {
  id: 'HardenedBucket-SseCBlocked',
  title: 'encryption with customer-provided keys (SSE-C) is blocked',
  why: 'A principal that can write may re-encrypt the objects with a key that no one else has: ransomware does exactly that. S3 blocks SSE-C in new buckets since April 2026, but not in every older one, and NONE turns it on again.',
  fix: 'replace BlockedEncryptionTypes: NONE with blockedEncryptionTypes: [s3.BlockedEncryptionType.SSE_C], and deny s3:PutObject where s3:x-amz-server-side-encryption-customer-algorithm is present',
  example: "const data = new s3.Bucket(this, 'Data', { blockedEncryptionTypes: [s3.BlockedEncryptionType.SSE_C] });\ndata.addToResourcePolicy(new iam.PolicyStatement({\n  effect: iam.Effect.DENY,\n  actions: ['s3:PutObject'],\n  resources: [data.arnForObjects('*')],\n  principals: [new iam.AnyPrincipal()],\n  conditions: { Null: { 's3:x-amz-server-side-encryption-customer-algorithm': 'false' } },\n}));",
  level: 'STRICT',
  severity: 'error',
  controls: {},
  // Since April 2026 S3 blocks SSE-C in new buckets, and in all buckets of accounts that had no such objects. So a template that sets nothing is
  // right for a new bucket. CloudFormation leaves an older one as it is, where the Deny is what blocks SSE-C. NONE turns it on in any bucket.
  // @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/default-s3-c-encryption-setting-faq.html
  check: (facts) => all([
    judge(turnsSseCOn(facts.encryption), (on) => on ? violated(
      'Setting', 'turns on encryption with customer-provided keys (SSE-C): BlockedEncryptionTypes is NONE', `${DEFAULT_ENCRYPTION}.BlockedEncryptionTypes`) : COMPLIANT),
    customerProvidedKeysDenied(facts),
  ]),
  checkLoosePolicy: (policy, owner) => unlessElsewhere(requireDenyOf(policy, owner, PUTS_WITH_CUSTOMER_PROVIDED_KEY, ...SSE_C_PUTS), 'its encryption, which another template configures, may block SSE-C'),
};

/** The same rule for a bucket that promises to set it, whatever the default of S3 is. */
export const SSE_C_BLOCKED_BY_SETTING: Rule = {
  ...SSE_C_BLOCKED,
  check: (facts) => all([
    requireFact(blocksEncryptionType(facts.encryption, 'SSE-C'), 'Setting', 'does not block the encryption type SSE-C', `${DEFAULT_ENCRYPTION}.BlockedEncryptionTypes`),
    customerProvidedKeysDenied(facts),
  ]),
};

const OTHER_KEY = ['Key', 'requests for another KMS key, or for KMS without a key, which means the AWS managed key'] as const;

export const ENCRYPTION_ENFORCED: Rule = {
  id: 'HardenedBucket-EncryptionEnforced',
  title: 'requests for another encryption or another key are denied',
  why: 'The default encryption applies only to a PUT that requests none; a header overrides it, down to the AWS managed key. UpdateObjectEncryption encrypts an object again, where it is, with any KMS key.',
  fix: 'deny s3:PutObject where the encryption header is present with another algorithm, or without the bucket\'s key, and s3:UpdateObjectEncryption where s3:x-amz-server-side-encryption-aws-kms-key-id is another key',
  example: "new HardenedBucket(this, 'Data'); // denies requests for another algorithm or key",
  level: 'STRICT',
  severity: 'error',
  controls: {},
  check: (facts) => forKmsBuckets(facts, (algorithm) => all([
    requireDeny(facts, algorithm === 'aws:kms:dsse'
      ? [putsWithAlgorithmOtherThan([algorithm]), REENCRYPTION_WITH_KMS] : putsWithAlgorithmOtherThan(['aws:kms', 'aws:kms:dsse']), 'Algorithm', 'requests for another encryption algorithm'),
    judge(facts.encryption.key, (key) => key === undefined ? COMPLIANT : requireDeny(facts, [
      putsWithKeyOtherThan(key), reencryptionWithKeyOtherThan(key),
    ], ...OTHER_KEY)),
  ])),
  checkLoosePolicy: (policy, owner) => {
    const verdict = requireDenyOf(policy, owner, putsWithAlgorithmOtherThan(['aws:kms', 'aws:kms:dsse']), 'Algorithm', 'requests for another encryption algorithm');
    return verdict.kind === 'compliant' ? anotherKeyDenied(policy, owner) : unlessElsewhere(verdict, 'another template configures whether the bucket is encrypted with KMS');
  },
};

/** The rule for buckets that must not use KMS: S3 cannot deliver access logs to one. */
export const LOG_TARGET_ENCRYPTION: Rule = {
  id: 'HardenedBucket-LogTargetEncryption',
  title: 'a bucket that receives access logs is encrypted with SSE-S3',
  why: 'S3 does not deliver server access logs to a bucket whose default encryption is KMS, and says nothing about it.',
  fix: 'set encryption: s3.BucketEncryption.S3_MANAGED on the log bucket; if a property injector changes it, make the injector leave this bucket alone',
  example: "new AccessLogsBucket(this, 'Logs');",
  level: 'STRICT',
  severity: 'error',
  controls: {},
  check: (facts) => forLogBuckets(facts, () => judge(facts.encryption.algorithm, (algorithm) => isSseS3(algorithm) ? COMPLIANT : violated(
    'Algorithm', `receives access logs and is encrypted with ${algorithm} instead of AES256`, `${DEFAULT_ENCRYPTION}.ServerSideEncryptionByDefault.SSEAlgorithm`))),
};

const SSE_C_PUTS = ['Policy', 'PUTs with a customer-provided key (SSE-C)'] as const;

function customerProvidedKeysDenied(facts: BucketFacts): Verdict {
  return requireDeny(facts, PUTS_WITH_CUSTOMER_PROVIDED_KEY, ...SSE_C_PUTS);
}

/** What the policy of a bucket elsewhere does not deny, the bucket may still have settings for. */
function unlessElsewhere(verdict: Verdict, reason: string): Verdict {
  return verdict.kind === 'violations' ? unknownVerdict(`it ${verdict.violations[0].message}, but ${reason}`) : verdict;
}

/** The key of a bucket elsewhere is not known: the policy may have one in mind. */
function anotherKeyDenied(policy: PolicyFacts, owner: PolicyOwner): Verdict {
  const asked = askedPolicy(policy, owner);
  const keys = policy.document.statements.flatMap(({ conditions }) => conditions).filter(({ key }) => key === SSE.kmsKey).flatMap(({ values }) => values).filter((value) => typeof value === 'string');
  return [...new Set(keys)].filter((key) => !hasWildcard(asked.standIn(key)))
    .map((key) => requireDenyOf(policy, owner, [putsWithKeyOtherThan(key), reencryptionWithKeyOtherThan(key)], ...OTHER_KEY))
    .find(({ kind }) => kind === 'compliant') ?? unknownVerdict('another template configures which key the bucket is encrypted with');
}

/** Whether this type is listed among those that are blocked; `NONE` blocks nothing. */
export function blocksEncryptionType({ blockedEncryptionTypes }: EncryptionFacts, name: 'SSE-C' | 'NONE'): Known<boolean> {
  return blockedEncryptionTypes.known ? someHolds(blockedEncryptionTypes.value.map((type) => mapKnown(type, (value) => value === name))) : blockedEncryptionTypes;
}

/** S3 accepts NONE alone: what is not known of a list with SSE-C in it is not that. */
function turnsSseCOn(encryption: EncryptionFacts): Known<boolean> {
  const [none, sseC] = [blocksEncryptionType(encryption, 'NONE'), blocksEncryptionType(encryption, 'SSE-C')];
  return !none.known && sseC.known && sseC.value ? known(false) : none;
}

/** What makes sense only for a bucket with KMS; that it has none is for another rule to say. */
function forKmsBuckets(facts: BucketFacts, check: (algorithm: string) => Verdict): Verdict {
  return unlessLogBucket(facts, () => judge(facts.encryption.algorithm, (algorithm) => algorithm !== undefined && isKms(algorithm) ? check(algorithm) : NOT_APPLICABLE));
}

/** Whether S3 encrypts with its own keys, as it does where nothing is configured. */
export function isSseS3(algorithm: string | undefined): boolean {
  return algorithm === undefined || algorithm === 'AES256';
}

function isKms(algorithm: string | undefined): boolean {
  return algorithm === 'aws:kms' || algorithm === 'aws:kms:dsse';
}
