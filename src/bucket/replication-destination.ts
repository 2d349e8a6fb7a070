import { aws_iam as iam, aws_kms as kms, aws_s3 as s3, Stack, Stage, Token, TokenComparison } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { ReplicationRuleOptions } from './replication-rule-options';
import { resourceOf } from './resource-of';
import { allowReplication } from '../perimeter/replication';
import { guardedBucket } from '../perimeter/statement';
import { actionsOf } from '../policy/action-classes';
import { OBJECT_LOCK, VERSIONING } from '../rules/durability';
import { BucketIndex } from '../synth/bucket-index';

/** The key that encrypts the replicas, where it is known. */
export function replicaKey({ destination, destinationEncryptionKey }: ReplicationRuleOptions): kms.IKey | undefined {
  return destinationEncryptionKey ?? destination.encryptionKey;
}

export function isInAnotherAccount(scope: Construct, destination: s3.IBucket): boolean {
  return Token.compareStrings(destination.env.account, Stack.of(scope).account) === TokenComparison.DIFFERENT;
}

export function isInAnotherRegion(scope: Construct, destination: s3.IBucket): boolean {
  return Token.compareStrings(destination.env.region, Stack.of(scope).region) === TokenComparison.DIFFERENT;
}

/**
 * Whether the replicas change their owner. Within one account there is nothing to change, and S3 refuses to.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-change-owner.html
 */
export function changesOwner(scope: Construct, { destination, accessControlTransition }: ReplicationRuleOptions): boolean {
  return isInAnotherAccount(scope, destination) && (accessControlTransition ?? true);
}

/**
 * What the role may do with the objects of a destination: whatever replicates, annotations included.
 *
 * One page of AWS says that `s3:ReplicateObject` covers annotations, another that a Deny of `s3:ReplicateObjectAnnotation`
 * stops them, so the role has both.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-example-walkthroughs.html#replication-annotations
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/annotations-overview.html#annotations-replication
 */
export function replicaActions(scope: Construct, rule: ReplicationRuleOptions): string[] {
  return [...REPLICATING, ...(changesOwner(scope, rule) ? ['s3:ObjectOwnerOverrideToBucketOwner'] : [])];
}

const REPLICATING: readonly string[] = [
  ...new Set(['s3:ReplicateObject', 's3:ReplicateDelete', 's3:ReplicateTags', ...actionsOf('replication').filter((name) => name.startsWith('s3:Replicate'))]),
];

/**
 * What the role may do with the objects of the source: whatever reads for replication, the ACL, the tags, and the locks.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/setting-repl-config-perm-overview.html
 */
export function sourceActions(locksObjects: boolean): string[] {
  return [
    ...new Set(['s3:GetObjectVersionForReplication', 's3:GetObjectVersionAcl', 's3:GetObjectVersionTagging', ...actionsOf('object read').filter((name) => name.endsWith('ForReplication'))]),
    ...(locksObjects ? ['s3:GetObjectRetention', 's3:GetObjectLegalHold'] : []),
  ];
}

/**
 * What the role may do with the key of the replicas.
 *
 * Decrypt, too: with an S3 Bucket Key S3 decrypts that key before it uses it.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-config-for-kms-objects.html#bk-replication
 */
export const REPLICA_KEY_ACTIONS: readonly string[] = ['kms:Encrypt', 'kms:GenerateDataKey', 'kms:Decrypt'];

/** Binds the use of a key to one bucket. With an S3 Bucket Key the context is the ARN of the bucket, else that of the object. */
export function onlyForBucket(bucket: s3.IBucket): Record<string, object> {
  return { StringLike: { 'kms:EncryptionContext:aws:s3:arn': [bucket.bucketArn, bucket.arnForObjects('*')] } };
}

/**
 * Prepares a destination of this app that is in another account or Region: it lets the role in, and is deployed first.
 *
 * Within one account the permissions of the role are enough, and references order the stacks of one Region.
 */
export function prepareDestination(source: s3.Bucket, role: iam.IRole, rule: ReplicationRuleOptions): void {
  const { destination } = rule;
  const { account } = Stack.of(source);
  if (isInAnotherAccount(source, destination)) {
    // An imported bucket or key takes no statement: its owner has to add it.
    destination.addToResourcePolicy(allowReplication(guardedBucket(destination), account, role.roleArn, replicaActions(source, rule)));
    const statement = new iam.PolicyStatement({
      principals: [new iam.AccountPrincipal(account)],
      actions: [...REPLICA_KEY_ACTIONS],
      resources: ['*'],
      // Not for the bucket alone, as the permissions of the role are: the bucket refers to the key, so that would be a cycle.
      conditions: { ArnEquals: { 'aws:PrincipalArn': role.roleArn } },
    });
    // The same key may be there twice: imported for this stack, and as the destination made it.
    new Set([replicaKey(rule), destination.encryptionKey]).forEach((key) => key?.addToResourcePolicy(statement, true));
  }
  const resource = resourceOf(destination);
  if (resource && (isInAnotherAccount(source, destination) || isInAnotherRegion(source, destination)) && Stage.of(destination) === Stage.of(source)) {
    (source.node.defaultChild as s3.CfnBucket).addResourceDependency(resource);
  }
}

/**
 * Makes synth fail when a destination of this app cannot receive the replicas: S3 would refuse the rule, or each object.
 *
 * Like the promises of the bucket, it reads what will be written into the template. An imported destination, one of
 * another stage and what is decided at deployment never fail it.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-requirements.html
 */
export function verifyDestinations(source: s3.Bucket, rules: readonly ReplicationRuleOptions[], locksObjects: boolean): void {
  const needs = [
    { rule: VERSIONING, message: 'is not versioned, and S3 replicates to versioned buckets only. Set versioned: true on it' },
    ...(locksObjects ? [{ rule: OBJECT_LOCK, message: 'has object lock off, and this bucket has it on: S3 replicates locked objects to buckets with object lock only. Set objectLockEnabled: true on it' }] : []),
  ];
  BucketIndex.prepareValidation(source);
  source.node.addValidation({
    validate: () => rules.flatMap(({ destination }, index) => {
      const resource = resourceOf(destination);
      const facts = resource && BucketIndex.duringValidation(source).of(resource).bucket;
      return needs
        .filter(({ rule }) => facts && rule.check(facts).kind === 'violations')
        .map(({ message }) => `replicationRules[${index}].destination '${destination.node.path}' ${message}`);
    }),
  });
}
