import { aws_iam as iam, aws_s3 as s3, Duration, PhysicalName, Stack } from 'aws-cdk-lib';
import { changesOwner, isInAnotherAccount, isInAnotherRegion, onlyForBucket, prepareDestination, replicaActions, replicaKey, REPLICA_KEY_ACTIONS, sourceActions, verifyDestinations } from './replication-destination';
import { ReplicationRuleOptions } from './replication-rule-options';
import { AlarmTargets } from '../monitoring/alarm-actions';
import { ReplicationAlarms } from '../monitoring/replication-alarms';
import { noteReplicator } from '../perimeter/replication';

/** What of the source bucket matters to its replication. */
export interface ReplicationSource {
  readonly locksObjects: boolean;
  /** Whom the bucket's alarms tell; absent without alarms. */
  readonly alarmTargets: AlarmTargets | undefined;
}

/**
 * Replicates a bucket, on the L1 and with a role of its own.
 *
 * CDK's role has a fixed name unless a feature flag of the app is set, so a second replicated bucket would not deploy. It may
 * not decrypt the S3 Bucket Key of the destination, nor read the locks of objects, and may use every key there is once the
 * destination is in another Region or account.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/setting-repl-config-perm-overview.html
 */
export function replicate(bucket: s3.Bucket, rules: readonly ReplicationRuleOptions[], { locksObjects, alarmTargets }: ReplicationSource): iam.IRole {
  const role = new iam.Role(bucket, 'ReplicationRole', {
    assumedBy: new iam.ServicePrincipal('s3.amazonaws.com'),
    // The policy of a destination in another account can name it before it is there.
    roleName: PhysicalName.GENERATE_IF_NEEDED,
  });
  // Not an inline policy, which NIST 800-53, HIPAA and PCI DSS have rules against.
  new iam.ManagedPolicy(role, 'Permissions', { roles: [role], statements: permissions(bucket, rules, locksObjects) });

  (bucket.node.defaultChild as s3.CfnBucket).replicationConfiguration = {
    role: role.roleArn,
    rules: rules.map((rule, index) => renderRule(bucket, rule, ruleId(index), rules.length - index, alarmTargets !== undefined)),
  };
  for (const rule of rules) {
    prepareDestination(bucket, role, rule);
    // A stack cannot name a role of one that waits for it, unless the role has a name of its own.
    if (Stack.of(rule.destination) === Stack.of(bucket) || isInAnotherAccount(bucket, rule.destination) || isInAnotherRegion(bucket, rule.destination)) {
      noteReplicator(rule.destination, role.roleArn);
    }
  }
  verifyDestinations(bucket, rules, locksObjects);
  if (alarmTargets) {
    new ReplicationAlarms(bucket, 'ReplicationAlarms', bucket, rules.map((rule, index) => ({
      ruleId: ruleId(index),
      destination: rule.destination,
      latencyThreshold: isInAnotherRegion(bucket, rule.destination) ? undefined : rule.latencyThreshold ?? defaultLatencyThreshold(rule),
    })), alarmTargets);
  }
  return role;
}

/** Fixed, because the metrics are found by it: S3 would choose a new one at random. */
function ruleId(index: number): string {
  return `Replicate${index + 1}`;
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-troubleshoot.html#troubleshoot-replication-tips */
function defaultLatencyThreshold({ replicationTimeControl }: ReplicationRuleOptions): Duration {
  return replicationTimeControl ? Duration.minutes(15) : Duration.hours(6);
}

function renderRule(bucket: s3.Bucket, rule: ReplicationRuleOptions, id: string, priority: number, watched: boolean): s3.CfnBucket.ReplicationRuleProperty {
  const { destination, prefix = '', storageClass, deleteMarkerReplication, replicationTimeControl } = rule;
  return {
    id,
    status: 'Enabled',
    priority,
    filter: { prefix },
    deleteMarkerReplication: { status: deleteMarkerReplication ? 'Enabled' : 'Disabled' },
    // Without this S3 leaves out every object with a KMS key, and says nothing about it.
    sourceSelectionCriteria: { sseKmsEncryptedObjects: { status: 'Enabled' } },
    destination: {
      bucket: destination.bucketArn,
      account: isInAnotherAccount(bucket, destination) ? destination.env.account : undefined,
      accessControlTranslation: changesOwner(bucket, rule) ? { owner: 'Destination' } : undefined,
      encryptionConfiguration: { replicaKmsKeyId: replicaKey(rule)!.keyArn },
      storageClass: storageClass?.toString(),
      replicationTime: replicationTimeControl ? { status: 'Enabled', time: RTC } : undefined,
      metrics: replicationTimeControl ? { status: 'Enabled', eventThreshold: RTC } : watched ? { status: 'Enabled' } : undefined,
    },
  };
}

/** The only time that S3 RTC knows. */
const RTC = { minutes: 15 };

function permissions(bucket: s3.Bucket, rules: readonly ReplicationRuleOptions[], locksObjects: boolean): iam.PolicyStatement[] {
  const objects = (of: s3.IBucket, { prefix = '' }: ReplicationRuleOptions) => of.arnForObjects(`${prefix}*`);
  return [
    new iam.PolicyStatement({ actions: ['s3:GetReplicationConfiguration', 's3:ListBucket'], resources: [bucket.bucketArn] }),
    new iam.PolicyStatement({ actions: sourceActions(locksObjects), resources: [...new Set(rules.map((rule) => objects(bucket, rule)))] }),
    // Without a key, because a property injector took it away, the verification of the bucket says so.
    ...(bucket.encryptionKey ? [new iam.PolicyStatement({ actions: ['kms:Decrypt'], resources: [bucket.encryptionKey.keyArn], conditions: onlyForBucket(bucket) })] : []),
    ...rules.flatMap((rule) => [
      new iam.PolicyStatement({ actions: replicaActions(bucket, rule), resources: [objects(rule.destination, rule)] }),
      new iam.PolicyStatement({ actions: [...REPLICA_KEY_ACTIONS], resources: [replicaKey(rule)!.keyArn], conditions: onlyForBucket(rule.destination) }),
    ]),
  ];
}
