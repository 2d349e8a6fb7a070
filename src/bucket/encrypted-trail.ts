import { Arn, ArnFormat, aws_cloudtrail as cloudtrail, aws_cloudwatch as cloudwatch, aws_iam as iam, aws_logs as logs, aws_sns as sns, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { BucketPurpose } from './bucket-purpose';
import { HardenedBucket } from './hardened-bucket';
import { LOG_SOURCES, LogSource } from './log-source';
import { InputChecks } from '../input/input-checks';

const CLOUDTRAIL = LOG_SOURCES[LogSource.CLOUDTRAIL].access.service;

/** How long events are kept and who is told, as the properties of a construct that makes a trail say it. */
export interface TrailKeeping {
  readonly logRetention?: logs.RetentionDays;
  readonly retention?: Duration;
  readonly removalPolicy?: RemovalPolicy;
  readonly alarmTopic?: sns.ITopic;
  readonly alarmActions?: cloudwatch.IAlarmAction[];
}

/** What a trail records. */
export type RecordedEvents = Pick<cloudtrail.CfnTrailProps, 'advancedEventSelectors' | 'isMultiRegionTrail' | 'includeGlobalServiceEvents'>;

/** Refuses what no trail can keep its events by. */
export function checkTrailKeeping(checks: InputChecks, { retention, removalPolicy }: TrailKeeping): void {
  checks.wholeDays('retention', retention);
  checks.removalPolicy(removalPolicy);
}

/** Makes a trail with an archive and a log group, all encrypted with the key of the archive, that validates its files. */
export function encryptedTrail(scope: Construct, keeping: TrailKeeping, recorded: RecordedEvents): { readonly archive: HardenedBucket; readonly logGroup: logs.LogGroup } {
  const { removalPolicy = RemovalPolicy.RETAIN, retention, logRetention, alarmTopic, alarmActions } = keeping;
  const archive = new HardenedBucket(scope, 'Archive', {
    purpose: BucketPurpose.logArchive({ sources: [LogSource.CLOUDTRAIL], retention }),
    removalPolicy,
    alarmTopic,
    alarmActions,
  });
  allowTrailToUseKey(archive);
  const logGroup = new logs.LogGroup(scope, 'Events', { encryptionKey: archive.encryptionKey, retention: logRetention ?? logs.RetentionDays.THREE_MONTHS, removalPolicy });
  const { role, permissions } = deliveryRole(scope, logGroup);
  const trail = new cloudtrail.CfnTrail(scope, 'Trail', {
    isLogging: true,
    s3BucketName: archive.bucketName,
    kmsKeyId: archive.encryptionKey!.keyArn,
    enableLogFileValidation: true,
    cloudWatchLogsLogGroupArn: logGroup.logGroupArn,
    cloudWatchLogsRoleArn: role.roleArn,
    ...recorded,
  });
  // CloudTrail tries what it may do when the trail is made.
  trail.node.addDependency(archive.policy!, permissions);
  return { archive, logGroup };
}

/**
 * Lets CloudTrail and CloudWatch Logs use the key of an archive.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
 */
function allowTrailToUseKey(archive: HardenedBucket): void {
  const stack = Stack.of(archive);
  const trails = Arn.format({ service: 'cloudtrail', resource: 'trail', resourceName: '*' }, stack);
  const logGroups = logsArn(stack, '*');
  const allow = (sid: string, service: string, actions: string[], conditions: Record<string, Record<string, string>>) => archive.encryptionKey!.addToResourcePolicy(
    new iam.PolicyStatement({ sid, principals: [new iam.ServicePrincipal(service)], actions, resources: ['*'], conditions }));
  allow('AllowCloudTrailToEncrypt', CLOUDTRAIL, ['kms:GenerateDataKey*'], {
    ArnLike: { 'aws:SourceArn': trails }, StringLike: { 'kms:EncryptionContext:aws:cloudtrail:arn': trails },
  });
  allow('AllowCloudTrailToDescribe', CLOUDTRAIL, ['kms:DescribeKey'], { ArnLike: { 'aws:SourceArn': trails } });
  allow('AllowCloudWatchLogs', `logs.${stack.region}.amazonaws.com`, ['kms:Encrypt*', 'kms:Decrypt*', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'], {
    ArnLike: { 'kms:EncryptionContext:aws:logs:arn': logGroups },
  });
}

/** @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-required-policy-for-cloudwatch-logs.html */
function deliveryRole(scope: Construct, logGroup: logs.LogGroup): { readonly role: iam.Role; readonly permissions: iam.ManagedPolicy } {
  const stack = Stack.of(scope);
  const role = new iam.Role(scope, 'DeliveryRole', { assumedBy: new iam.ServicePrincipal(CLOUDTRAIL) });
  // Not an inline policy, which NIST 800-53, HIPAA and PCI DSS have rules against.
  const permissions = new iam.ManagedPolicy(role, 'Permissions', {
    roles: [role],
    statements: [new iam.PolicyStatement({
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [logsArn(stack, `${logGroup.logGroupName}:log-stream:${stack.account}_CloudTrail_${stack.region}*`)],
    })],
  });
  return { role, permissions };
}

function logsArn(stack: Stack, resourceName: string): string {
  return Arn.format({ service: 'logs', resource: 'log-group', resourceName, arnFormat: ArnFormat.COLON_RESOURCE_NAME }, stack);
}
