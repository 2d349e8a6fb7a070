import { RemovalPolicy, Stack, Token, TokenComparison } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { checkLogTarget } from './access-logs-target';
import { checkReplication } from './check-replication';
import { HardenedBucketProps } from './hardened-bucket-props';
import { checkObjectLock } from './object-lock';
import { isAlias, ServerSideEncryption } from './server-side-encryption';
import { TlsVersion } from './tls-version';
import { InputChecks } from '../input/input-checks';
import { REQUEST_ALARM_DEFAULTS, RequestAlarmOptions } from '../monitoring/request-alarms';
import { checkPerimeter } from '../perimeter/check-perimeter';
import { checkServices } from '../perimeter/services';

/** Throws for properties that can never make a hardened bucket, before anything is made of them. */
export function checkProps(scope: Construct, id: string, props: HardenedBucketProps): void {
  const checks = new InputChecks(scope, id);
  checks.bucketName(props.bucketName);
  checkEncryption(checks, props);
  checks.oneOf('minimumTlsVersion', props.minimumTlsVersion, TlsVersion, 'TlsVersion');
  checkPerimeter(checks, props.perimeter ?? {}, 'perimeter');
  checkServices(checks, props.services ?? [], 'services');
  checks.wholeDays('noncurrentVersionExpiration', props.noncurrentVersionExpiration);
  checks.wholeDays('abortIncompleteMultipartUploadAfter', props.abortIncompleteMultipartUploadAfter);
  checkLifecycleRules(checks, props);
  checks.removalPolicy(props.removalPolicy);
  if (props.autoDeleteObjects && props.removalPolicy !== RemovalPolicy.DESTROY) {
    checks.refuse(`autoDeleteObjects: true contradicts removalPolicy ${props.removalPolicy ? `'${props.removalPolicy}'` : '\'retain\', which is the default'}. Set removalPolicy: RemovalPolicy.DESTROY, or leave autoDeleteObjects out`);
  }
  checkObjectLock(checks, props);
  checkReplication(checks, scope, props);
  checkLogging(checks, scope, id, props);
  checkMonitoring(checks, scope, props);
}

function checkEncryption(checks: InputChecks, { encryption, encryptionKey, bucketKeyEnabled }: HardenedBucketProps): void {
  checks.oneOf('encryption', encryption, ServerSideEncryption, 'ServerSideEncryption');
  if (encryption === ServerSideEncryption.DSSE && bucketKeyEnabled) {
    checks.refuse('bucketKeyEnabled: true contradicts encryption DSSE, which has no S3 Bucket Key. Leave bucketKeyEnabled out, or use ServerSideEncryption.KMS');
  }
  if (encryptionKey && isAlias(encryptionKey)) {
    checks.refuse(`encryptionKey '${encryptionKey.node.path}' is an alias. An alias may come to mean another key, and its ARN never equals the key ARN that the bucket policy compares with. Pass the kms.Key itself, or import it with kms.Key.fromKeyArn`);
  }
}

function checkLifecycleRules(checks: InputChecks, { lifecycleRules = [] }: HardenedBucketProps): void {
  lifecycleRules.forEach((rule, index) => {
    checks.wholeDays(`lifecycleRules[${index}].expiration`, rule.expiration);
    checks.wholeDays(`lifecycleRules[${index}].noncurrentVersionExpiration`, rule.noncurrentVersionExpiration);
    checks.wholeDays(`lifecycleRules[${index}].abortIncompleteMultipartUploadAfter`, rule.abortIncompleteMultipartUploadAfter);
  });
}

function checkLogging(checks: InputChecks, scope: Construct, id: string, { accessLogsBucket, accessLogsGrantExists = false }: HardenedBucketProps): void {
  if (accessLogsBucket) {
    checkLogTarget(scope, id, accessLogsBucket, accessLogsGrantExists);
  } else if (accessLogsGrantExists) {
    checks.refuse('accessLogsGrantExists: true speaks of an imported accessLogsBucket, but there is none. Pass accessLogsBucket too, or leave accessLogsGrantExists out');
  }
}

function checkMonitoring(checks: InputChecks, scope: Construct, { requestMetrics, requestAlarms, alarmTopic }: HardenedBucketProps): void {
  if (requestMetrics === false && (requestAlarms || alarmTopic)) {
    checks.refuse(`${requestAlarms ? 'requestAlarms' : 'alarmTopic'} contradicts requestMetrics: false, without which there is nothing to alarm on. Leave requestMetrics out, or the other`);
  }
  const region = Stack.of(scope).region;
  if (alarmTopic && Token.compareStrings(alarmTopic.env.region, region) === TokenComparison.DIFFERENT) {
    checks.refuse(`alarmTopic '${alarmTopic.node.path}' is in Region ${alarmTopic.env.region}, and the alarms in ${region}: CloudWatch notifies topics of its own Region only. Use a topic in ${region}, or leave alarmTopic out`);
  }
  if (requestAlarms) {
    checkAlarms(checks, requestAlarms);
  }
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */
function checkAlarms(checks: InputChecks, alarms: RequestAlarmOptions): void {
  checks.number('requestAlarms.clientErrorRateThreshold', alarms.clientErrorRateThreshold, { above: 0, to: 100 });
  checks.number('requestAlarms.serverErrorRateThreshold', alarms.serverErrorRateThreshold, { above: 0, to: 100 });
  checks.number('requestAlarms.minimumRequests', alarms.minimumRequests, { from: 1, whole: true });
  checks.number('requestAlarms.headRequestsThreshold', alarms.headRequestsThreshold, { from: 0 });
  checks.number('requestAlarms.listRequestsThreshold', alarms.listRequestsThreshold, { from: 0 });
  checks.number('requestAlarms.evaluationPeriods', alarms.evaluationPeriods, { from: 1, whole: true });
  checks.number('requestAlarms.datapointsToAlarm', alarms.datapointsToAlarm, {
    from: 1, to: alarms.evaluationPeriods ?? REQUEST_ALARM_DEFAULTS.evaluationPeriods, whole: true,
  });
  const seconds = alarms.period?.toSeconds();
  if (seconds !== undefined && (seconds < 60 || seconds % 60 !== 0)) {
    checks.refuse(`requestAlarms.period is ${alarms.period!.toHumanString()}. S3 publishes its metrics once a minute: use a multiple of Duration.minutes(1)`);
  }
}
