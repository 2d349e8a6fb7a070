import { RemovalPolicy } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { checkLogTarget } from './access-logs-target';
import { checkReplication } from './check-replication';
import { HardenedBucketProps } from './hardened-bucket-props';
import { checkServicesCanWrite } from './impossible-services';
import { checkObjectLock } from './object-lock';
import { isAlias, ServerSideEncryption } from './server-side-encryption';
import { TlsVersion } from './tls-version';
import { givenIn } from '../input/given';
import { InputChecks } from '../input/input-checks';
import { checkAlarmTargets } from '../monitoring/alarm-actions';
import { checkRequestAlarms } from '../monitoring/check-request-alarms';
import { checkPerimeter } from '../perimeter/check-perimeter';
import { checkServices } from '../perimeter/services';

/** Throws for properties that can never make a hardened bucket, before anything is made of them. */
export function checkProps(scope: Construct, id: string, props: HardenedBucketProps): void {
  const checks = new InputChecks(scope, id);
  checks.bucketName(props.bucketName);
  checkEncryption(checks, props);
  checks.oneOf('minimumTlsVersion', props.minimumTlsVersion, TlsVersion, 'TlsVersion');
  const parts = Object.values(givenIn(props.perimeter)) as object[];
  if (parts.length > 0 && parts.every((part) => Object.keys(givenIn(part)).length === 0)) {
    checks.refuse('perimeter has parts without an option, so everybody would be inside. Give network, identity or request one, or leave perimeter out');
  }
  checkPerimeter(checks, props.perimeter ?? {}, 'perimeter');
  checkServices(checks, props.services ?? [], 'services');
  checkServicesCanWrite(checks, props.services ?? [], 'services', ['SSE-S3', 'ACLs', ...props.objectLockDefaultRetention ? ['no default retention' as const] : []]);
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

function checkMonitoring(checks: InputChecks, scope: Construct, props: HardenedBucketProps): void {
  const needless = (['requestAlarms', 'alarmTopic', 'alarmActions'] as const).find((name) => props[name]);
  if (props.requestMetrics === false && needless) {
    checks.refuse(`${needless} contradicts requestMetrics: false, without which there is nothing to alarm on. Leave requestMetrics out, or the other`);
  }
  checkAlarmTargets(checks, scope, props);
  checkRequestAlarms(checks, props.requestAlarms ?? {}, 'requestAlarms');
}
