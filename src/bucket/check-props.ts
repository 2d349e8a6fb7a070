import { RemovalPolicy } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { checkLogTarget } from './access-logs-target';
import { deploymentProblem } from './applied-perimeter';
import { checkNaming } from './bucket-name';
import { checkCors } from './check-cors';
import { checkReplication } from './check-replication';
import { checkAcceleration, checkLifecycle, checkTiers } from './check-storage';
import { checkDelegation } from './delegate-to-access-points';
import { HardenedBucketProps } from './hardened-bucket-props';
import { checkServicesCanWrite, checkServicesNameOrganizations } from './impossible-services';
import { checkInventories } from './inventories';
import { checkNoncurrentVersions } from './noncurrent-versions';
import { checkObjectLock } from './object-lock';
import { checkNoAlias, ServerSideEncryption } from './server-side-encryption';
import { TlsVersion } from './tls-version';
import { givenIn } from '../input/given';
import { InputChecks } from '../input/input-checks';
import { checkAlarmTargets } from '../monitoring/alarm-actions';
import { checkRequestAlarms } from '../monitoring/check-request-alarms';
import { RequestAlarmScope } from '../monitoring/request-alarm-scope';
import { checkPerimeter } from '../perimeter/check-perimeter';
import { PerimeterOptions } from '../perimeter/perimeter';
import { checkObjects } from '../perimeter/perimeter-objects';
import { checkServices } from '../perimeter/services';

/**
 * Refuses properties that can never make a hardened bucket, before anything is made of them.
 *
 * @param props with what the purpose sets
 * @param given as the caller gave them, whose lists have the places that an error names
 */
export function checkProps(checks: InputChecks, scope: Construct, props: HardenedBucketProps, given: HardenedBucketProps): void {
  checkNaming(checks, scope, props);
  checkEncryption(checks, props);
  checks.oneOf('minimumTlsVersion', props.minimumTlsVersion, TlsVersion, 'TlsVersion');
  checkPerimeterOf(checks, scope, props.perimeter ?? {}, given.perimeter ?? {});
  checkServices(checks, given.services ?? [], 'services');
  checkServicesNameOrganizations(checks, given.services ?? [], 'services');
  checkServicesCanWrite(checks, props.services ?? [], 'services', ['SSE-S3', 'ACLs', ...props.objectLockDefaultRetention ? ['no default retention' as const] : []]);
  checkDelegation(checks, props);
  checkLifecycle(checks, props, given);
  checkNoncurrentVersions(checks, props, given);
  checkCors(checks, props.cors, props.corsAnyOrigin ?? false);
  checkInventories(checks, scope, props.inventories);
  checkTiers(checks, props);
  checkAcceleration(checks, props);
  checks.removalPolicy(props.removalPolicy);
  if (props.autoDeleteObjects && props.removalPolicy !== RemovalPolicy.DESTROY) {
    checks.refuse(`autoDeleteObjects: true contradicts removalPolicy ${props.removalPolicy ? `'${props.removalPolicy}'` : '\'retain\', which is the default'}. Set removalPolicy: RemovalPolicy.DESTROY, or leave autoDeleteObjects out`);
  }
  checkObjectLock(checks, props);
  checkReplication(checks, scope, props);
  checkLogging(checks, scope, props);
  checkMonitoring(checks, scope, props);
}

/** @param given without what the purpose sets, and with objects in place of their ids */
function checkPerimeterOf(checks: InputChecks, scope: Construct, perimeter: PerimeterOptions, given: PerimeterOptions): void {
  checkObjects(checks, given, 'perimeter');
  const parts = Object.entries(givenIn(perimeter)).map(([part, options]) => ({ ...givenIn(options as object), ...givenIn(given[part as keyof PerimeterOptions] as object) }));
  if (parts.length > 0 && parts.every((options) => Object.keys(options).length === 0)) {
    checks.refuse('perimeter has parts without an option, so everybody would be inside. Give network, identity or request one, or leave perimeter out');
  }
  checkPerimeter(checks, perimeter, 'perimeter');
  const problem = deploymentProblem(scope, perimeter);
  if (problem) {
    checks.refuse(`perimeter.${problem}`);
  }
}

function checkEncryption(checks: InputChecks, { encryption, encryptionKey, bucketKeyEnabled }: HardenedBucketProps): void {
  checks.oneOf('encryption', encryption, ServerSideEncryption, 'ServerSideEncryption');
  if (encryption === ServerSideEncryption.DSSE && bucketKeyEnabled) {
    checks.refuse('bucketKeyEnabled: true contradicts encryption DSSE, which has no S3 Bucket Key. Leave bucketKeyEnabled out, or use ServerSideEncryption.KMS');
  }
  checkNoAlias(checks, encryptionKey);
}

function checkLogging(checks: InputChecks, scope: Construct, { serverAccessLogsBucket, serverAccessLogsGrantExists = false }: HardenedBucketProps): void {
  if (serverAccessLogsBucket) {
    checkLogTarget(checks, scope, serverAccessLogsBucket, serverAccessLogsGrantExists);
  } else if (serverAccessLogsGrantExists) {
    checks.refuse('serverAccessLogsGrantExists: true speaks of an imported serverAccessLogsBucket, but there is none. Pass serverAccessLogsBucket too, or leave serverAccessLogsGrantExists out');
  }
}

function checkMonitoring(checks: InputChecks, scope: Construct, props: HardenedBucketProps): void {
  const needless = (['requestAlarms', 'alarmTopic', 'alarmActions'] as const).find((name) => props[name]);
  if (props.requestMetrics === false && needless) {
    checks.refuse(`${needless} contradicts requestMetrics: false, without which there is nothing to alarm on. Leave requestMetrics out, or the other`);
  }
  checks.oneOf('requestAlarmScope', props.requestAlarmScope, RequestAlarmScope, 'RequestAlarmScope');
  checkAlarmScope(checks, props);
  checkAlarmTargets(checks, scope, props);
  checkRequestAlarms(checks, props.requestAlarms ?? {}, 'requestAlarms');
}

function checkAlarmScope(checks: InputChecks, props: HardenedBucketProps): void {
  const { requestAlarmScope, requestAlarms = {}, replicationRules, requestMetrics } = props;
  if (requestAlarmScope !== undefined && requestMetrics === false) {
    checks.refuse(`requestAlarmScope '${requestAlarmScope}' contradicts requestMetrics: false, without which there is nothing to alarm on. Leave requestMetrics out, or the other`);
  }
  if (requestAlarmScope === RequestAlarmScope.NONE) {
    const needless = props.requestAlarms ? 'requestAlarms' : replicationRules ? undefined : (['alarmTopic', 'alarmActions'] as const).find((name) => props[name]);
    if (needless) {
      checks.refuse(`${needless} contradicts requestAlarmScope 'none', which makes no alarms. Use RequestAlarmScope.BUCKET or STACK, or leave ${needless} out`);
    }
  }
  const band = (['headRequestsAnomalyBand', 'listRequestsAnomalyBand'] as const).find((name) => requestAlarms[name] !== undefined);
  if (requestAlarmScope === RequestAlarmScope.STACK && band) {
    checks.refuse(`requestAlarms.${band} contradicts requestAlarmScope 'stack': CloudWatch learns what is usual for one metric, and shared alarms have several. Use RequestAlarmScope.BUCKET, or a threshold`);
  }
}
