import { Stack, Token, TokenComparison } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { HardenedBucketProps } from './hardened-bucket-props';
import { isInAnotherRegion, replicaKey } from './replication-destination';
import { ReplicationRuleOptions } from './replication-rule-options';
import { isAlias } from './server-side-encryption';
import { InputChecks } from '../input/input-checks';

/** Refuses rules by which S3 could never replicate. */
export function checkReplication(checks: InputChecks, scope: Construct, { replicationRules, requestMetrics }: HardenedBucketProps): void {
  if (replicationRules?.length === 0) {
    checks.refuse('replicationRules is empty. Name a destination in it, or leave replicationRules out');
  }
  replicationRules?.forEach((rule, index) => {
    const prop = `replicationRules[${index}]`;
    const where = `${prop}.destination '${rule.destination.node.path}'`;
    checkKey(checks, rule, prop, where);
    if (!isNamedFor(scope, rule.destination.bucketArn)) {
      checks.refuse(`${where} is in another account or Region, and has no name before it is deployed. Give it a bucketNamePrefix, or a bucketName such as PhysicalName.GENERATE_IF_NEEDED`);
    }
    if (rule.accessControlTransition && Token.compareStrings(rule.destination.env.account, Stack.of(scope).account) === TokenComparison.SAME) {
      checks.refuse(`${prop}.accessControlTransition: true gives the replicas to another account, but ${where} is in the same. Leave accessControlTransition out, or import the destination with its account by s3.Bucket.fromBucketAttributes`);
    }
    checkLatencyThreshold(checks, scope, rule, prop, where, requestMetrics);
  });
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-config-for-kms-objects.html */
function checkKey(checks: InputChecks, rule: ReplicationRuleOptions, prop: string, where: string): void {
  const key = replicaKey(rule);
  if (!key) {
    checks.refuse(`${where} has no KMS key that is known here. The objects of this bucket are encrypted with one, and S3 replicates them only if the rule names a key for the replicas. Pass destinationEncryptionKey: a customer managed key in the Region of the destination`);
    return;
  }
  if (isAlias(key)) {
    checks.refuse(`${prop}.destinationEncryptionKey '${key.node.path}' is an alias, and the permissions of the replication role need the key. Pass the kms.Key itself, or import it with kms.Key.fromKeyArn`);
  }
  if (Token.compareStrings(key.env.region, rule.destination.env.region) === TokenComparison.DIFFERENT) {
    checks.refuse(`${where} is in Region ${rule.destination.env.region}, and the key '${key.node.path}' of its replicas in ${key.env.region}: S3 needs a key in the Region of the destination. Pass destinationEncryptionKey, or import the destination with its region by s3.Bucket.fromBucketAttributes`);
  }
}

function checkLatencyThreshold(
  checks: InputChecks, scope: Construct, { destination, latencyThreshold }: ReplicationRuleOptions, prop: string, where: string, requestMetrics: boolean | undefined): void {
  if (!latencyThreshold) {
    return;
  }
  if (requestMetrics === false) {
    checks.refuse(`${prop}.latencyThreshold contradicts requestMetrics: false, without which there are no alarms. Leave requestMetrics out, or the other`);
  }
  if (isInAnotherRegion(scope, destination)) {
    checks.refuse(`${prop}.latencyThreshold is ${latencyThreshold.toHumanString()}, but ${where} is in Region ${destination.env.region}: S3 publishes the latency there, and an alarm in ${Stack.of(scope).region} would never see it. Leave latencyThreshold out, and make an alarm in ${destination.env.region}`);
  }
  if (latencyThreshold.isUnresolved()) {
    return;
  }
  const seconds = latencyThreshold.toSeconds({ integral: false });
  if (seconds < 1 || !Number.isInteger(seconds)) {
    checks.refuse(`${prop}.latencyThreshold is ${seconds === 0 ? 'zero' : `${latencyThreshold.toMilliseconds()} ms`}. S3 counts whole seconds: use Duration.seconds(1) or more`);
  }
}

/** CDK throws where it does not know a name, from inside the resolution of the whole template. */
function isNamedFor(scope: Construct, arn: string): boolean {
  try {
    Stack.of(scope).resolve(arn);
    return true;
  } catch {
    return false;
  }
}
