import { Annotations, aws_kms as kms, aws_s3 as s3, Lazy, RemovalPolicy, Stack, Token } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { AppliedPerimeter } from './applied-perimeter';
import { checkGuards } from './bucket-perimeter';
import { checkImported, checkSpeaksOf, checkVariables } from './check-imported';
import { ExistingBucketPolicy, WrittenPolicy } from './existing-bucket-policy';
import { mergePolicy, statementsIn } from './merge-policy';
import { keepPolicyPromises } from './promises';
import { TlsVersion } from './tls-version';
import { InputChecks } from '../input/input-checks';
import { denyCustomerProvidedKeys, denyOtherEncryption, denyOtherKeys, denyReencryption } from '../perimeter/encryption';
import { PerimeterOptions } from '../perimeter/perimeter';
import { denyStatement, Guard, guardedBucket } from '../perimeter/statement';
import { denyBelowTls, denyWithoutTls } from '../perimeter/transport';
import { readPolicyDocument } from '../policy/policy-document';
import { NOBODY_LOCKED_OUT } from '../rules/identity';
import { mergedPolicyRules } from '../rules/merged-policy';
import { guardKept } from '../rules/perimeter';
import { POLICY_SIZE } from '../rules/policy-size';
import { COMPLIANT, Verdict, violated } from '../rules/rule';
import { CHOOSES_ITS_ENCRYPTION } from '../rules/unwanted-requests';
import { BucketIndex } from '../synth/bucket-index';

/**
 * Properties of an `ImportedBucketPolicy`.
 */
export interface ImportedBucketPolicyProps {
  /** The imported bucket, in the account and Region of the stack, with its name written out. */
  readonly bucket: s3.IBucket;

  /**
   * The policy that is on the bucket today. Every statement of it stays to the letter.
   *
   * Leave it as it was before the guards were added: a guard that it has already is not added again, but stays after its option is gone.
   */
  readonly existingPolicy: ExistingBucketPolicy;

  /**
   * The oldest version of TLS that the bucket answers to. Requests without TLS are denied, too.
   *
   * @default - TLS is left to the existing policy
   */
  readonly minimumTlsVersion?: TlsVersion;

  /**
   * The key that objects are encrypted with: requests that ask for another key or another encryption are denied. A request that does not
   * ask for an encryption passes, so the bucket has to encrypt with this key by default, which cannot be seen from here.
   *
   * @default - encryption is left to the existing policy
   */
  readonly encryptionKey?: kms.IKey;

  /**
   * Who may reach the bucket, from where, and with which requests.
   *
   * @default - anyone who the existing policy, or that of an identity, allows
   */
  readonly perimeter?: PerimeterOptions;
}

/**
 * Adds guards to the policy of an imported bucket, and keeps every statement that the policy has.
 *
 * S3 keeps one policy for a bucket, and to set it is to replace it. So this needs the policy that is there, and proves at synth that the
 * new one allows nothing more, denies only what its guards are to deny, and leaves the account in control of the bucket.
 *
 * CloudFormation refuses to make a policy for a bucket that has one: import it first (`cdk import`), without guards, and add them in the
 * next deployment. From then on the app owns the policy: the next deployment that changes it overwrites what is changed by hand. The
 * resource is retained, so that the bucket keeps its policy, with all guards, when the stack is deleted.
 *
 * @example
 * declare const today: string; // what aws s3api get-bucket-policy --bucket our-legacy-bucket prints
 * new ImportedBucketPolicy(this, 'Guards', {
 *   bucket: s3.Bucket.fromBucketName(this, 'Legacy', 'our-legacy-bucket'),
 *   existingPolicy: ExistingBucketPolicy.fromJson(today),
 *   minimumTlsVersion: TlsVersion.TLS_1_2,
 *   perimeter: { identity: { organizationIds: ['o-a1b2c3d4e5'] } },
 * });
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html
 */
export class ImportedBucketPolicy extends Construct {
  /**
   * Makes the policy.
   *
   * @throws if the bucket is made in this app or is elsewhere, the existing policy is that of another bucket, or an option is invalid: the error quotes the value and says what to change
   */
  constructor(scope: Construct, id: string, props: ImportedBucketPolicyProps) {
    super(scope, id);
    const checks = new InputChecks(scope, id);
    checks.struct('ImportedBucketPolicyProps', props);
    const { bucket, existingPolicy: { _written: existing }, minimumTlsVersion, encryptionKey } = props;
    checks.oneOf('minimumTlsVersion', minimumTlsVersion, TlsVersion, 'TlsVersion');
    checkImported(checks, this, bucket);
    checkSpeaksOf(checks, existing, bucket);
    const perimeter = new AppliedPerimeter(bucket, checkGuards(checks, bucket, props.perimeter ?? {}));
    const guarded = guardedBucket(bucket);
    const guards = [
      ...minimumTlsVersion ? [denyWithoutTls(guarded), denyBelowTls(guarded, minimumTlsVersion)] : [],
      ...encryptionKey ? encryptionGuards(bucket, encryptionKey, exemptServicesIn(existing)) : [],
      ...perimeter.guards,
    ];
    checkVariables(checks, existing, guards);
    if (guards.length === 0 && statementsIn(existing).length === 0) {
      checks.refuse('the bucket has no policy, and there is no guard. Give minimumTlsVersion, encryptionKey or perimeter, or leave the ImportedBucketPolicy out');
    }
    checks.throwIfAny();

    const resource = new s3.CfnBucketPolicy(this, 'Resource', {
      bucket: bucket.bucketName,
      policyDocument: Lazy.uncachedAny({
        produce: (context) => mergePolicy(
          existing, context.resolve(guards.map((guard) => denyStatement(guard).toStatementJson())) as WrittenPolicy[], pseudoParametersOf(this, existing)),
      }),
    });
    // Without the policy the bucket would stand there without any guard, and without what the policy allows.
    resource.applyRemovalPolicy(RemovalPolicy.RETAIN);
    if (guards.length === 0) {
      Annotations.of(this).addWarningV2('HardenedBucket-ImportedWithoutGuards', 'the policy of the bucket has no guard yet. When it is imported into the stack, give minimumTlsVersion, encryptionKey or perimeter');
    }
    keepPolicyPromises(this, 'ImportedBucketPolicy', resource, (evaluate) => {
      const evaluated = guards.map((guard) => ({ ...guard, statement: evaluate(denyStatement(guard).toStatementJson()) }));
      return [
        ...mergedPolicyRules({ existing, guards: evaluated.map(({ statement }) => statement) }),
        POLICY_SIZE,
        ...evaluated.map(guardKept),
        NOBODY_LOCKED_OUT,
        ...perimeter.proofsOfPolicy(evaluate),
      ];
    }, (index) => misplaced(index, resource));
  }
}

/** What is wrong with where the policy stands: S3 keeps one for a bucket. */
function misplaced(index: BucketIndex, resource: s3.CfnBucketPolicy): Verdict {
  const { loosePolicy } = index.of(resource);
  if (!loosePolicy) {
    return violated('MadeHere', 'is on a bucket that this app makes, or its AWS::S3::BucketPolicy was removed from the tree', 'BucketPolicy');
  }
  const { address: { template, logicalId }, bucketName } = loosePolicy;
  const others = index.loosePoliciesOn(bucketName).map(({ address }) => address).filter((other) => other.logicalId !== logicalId || other.template !== template);
  return others.length === 0 ? COMPLIANT : violated(
    'Several', `is one of ${others.length + 1} bucket policies of ${bucketName} that overwrite each other: the others are ${others.map((other) => `${other.logicalId} in ${other.template}`).join(', ')}`, 'BucketPolicy');
}

function encryptionGuards(bucket: s3.IBucket, { keyArn }: kms.IKey, exemptServices: readonly string[]): Guard[] {
  const guarded = guardedBucket(bucket);
  return [
    denyCustomerProvidedKeys(guarded),
    denyOtherEncryption(guarded, ['aws:kms', 'aws:kms:dsse'], exemptServices),
    denyOtherKeys(guarded, keyArn, exemptServices),
    denyReencryption(guarded, keyArn),
  ];
}

/** Who chooses its encryption itself, where the existing policy lets it write: its logs would be lost. */
function exemptServicesIn(existing: WrittenPolicy): readonly string[] {
  const allowed = readPolicyDocument(existing).statements.filter(({ effect }) => effect === 'Allow').flatMap(({ principals }) => principals);
  return allowed.some(({ type, value }) => type === 'Service' && value === CHOOSES_ITS_ENCRYPTION) ? [CHOOSES_ITS_ENCRYPTION] : [];
}

/** What the existing policy has in the place of pseudo parameters, where it was made by this construct. */
function pseudoParametersOf(scope: Construct, existing: WrittenPolicy): Readonly<Record<string, string | undefined>> {
  const { account, region } = Stack.of(scope);
  const decided = (text: string) => Token.isUnresolved(text) ? undefined : text;
  return {
    'AWS::AccountId': decided(account),
    'AWS::Region': decided(region),
    'AWS::Partition': /"arn:(aws[a-z-]*):s3:::/.exec(JSON.stringify(existing))?.[1],
  };
}
