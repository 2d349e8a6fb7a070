import { aws_s3 as s3, Mixin } from 'aws-cdk-lib';
import { Construct, IConstruct } from 'constructs';
import { bucketOf } from './bucket-policies';
import { HardenedBucketResource } from './harden-bucket';
import { HardenedBucketMixinProps } from './hardened-bucket-mixin-props';
import { HardenedSetting } from './hardened-setting';
import { checkLogTarget } from '../bucket/access-logs-target';
import { AppliedPerimeter } from '../bucket/applied-perimeter';
import { checkGuards } from '../bucket/bucket-perimeter';
import { checkNoAlias } from '../bucket/server-side-encryption';
import { TlsVersion } from '../bucket/tls-version';
import { CONSTRUCT_METADATA_KEY } from '../facts/template-facts';
import { InputChecks } from '../input/input-checks';
import { checkAlarmTargets } from '../monitoring/alarm-actions';
import { checkRequestAlarms } from '../monitoring/check-request-alarms';

/**
 * Hardens buckets that are there already: any `s3.Bucket` or `s3.CfnBucket`, those of third-party constructs included.
 *
 * It adds what a bucket lacks, and neither weakens nor replaces what it has. Where a setting contradicts what the bucket states, such
 * as an ACL in use, synth fails and says why. As a `HardenedBucket` does, each bucket verifies itself at synth. The logical id and
 * the name of a bucket stay, so that CloudFormation updates it in place.
 *
 * Buckets of this library are left alone, and so is a bucket that has the mixin already.
 *
 * @see https://docs.aws.amazon.com/cdk/v2/guide/mixins.html
 *
 * @example
 * const bucket = new s3.Bucket(this, 'Reports');
 * bucket.with(new HardenedBucketMixin());
 */
export class HardenedBucketMixin extends Mixin {
  private readonly props: HardenedBucketMixinProps;

  /**
   * Makes a mixin for any number of buckets.
   *
   * @throws if a property is invalid: the error quotes the value and says what to change
   */
  constructor(props: HardenedBucketMixinProps = {}) {
    super();
    const checks = new InputChecks();
    checks.struct('HardenedBucketMixinProps', props);
    const { excludedSettings = [] } = props;
    checkNoAlias(checks, props.encryptionKey);
    excludedSettings.forEach((setting, i) => checks.oneOf(`excludedSettings[${i}]`, setting, HardenedSetting, 'HardenedSetting'));
    if (excludedSettings.includes(HardenedSetting.REQUEST_METRICS) && !excludedSettings.includes(HardenedSetting.REQUEST_ALARMS)) {
      checks.refuse('excludedSettings has REQUEST_METRICS, without which there is nothing to alarm on. Add HardenedSetting.REQUEST_ALARMS, or remove REQUEST_METRICS');
    }
    checks.wholeDays('abortIncompleteMultipartUploadAfter', props.abortIncompleteMultipartUploadAfter);
    checks.wholeDays('noncurrentVersionExpiration', props.noncurrentVersionExpiration);
    checks.oneOf('minimumTlsVersion', props.minimumTlsVersion, TlsVersion, 'TlsVersion');
    checkRequestAlarms(checks, props.requestAlarms ?? {}, 'requestAlarms');
    checks.throwIfAny();
    this.props = props;
  }

  /** Whether the construct is a bucket that the mixin hardens. Called by CDK. */
  public supports(construct: IConstruct): boolean {
    return s3.CfnBucket.isCfnBucket(construct) && construct.getMetadata(CONSTRUCT_METADATA_KEY) === undefined;
  }

  /**
   * Hardens the bucket. Called by CDK.
   *
   * @throws if the log bucket, the alarms or the perimeter do not fit the bucket
   */
  public applyTo(construct: IConstruct): void {
    if (!s3.CfnBucket.isCfnBucket(construct) || !this.supports(construct)) {
      return;
    }
    const { perimeter, accessLogsBucket, accessLogsGrantExists = false } = this.props;
    const bucket = bucketOf(construct);
    const checks = new InputChecks(bucket as unknown as Construct, 'HardenedBucketMixin');
    if (accessLogsBucket) {
      checkLogTarget(checks, construct, accessLogsBucket, accessLogsGrantExists);
    }
    checkAlarmTargets(checks, construct, this.props);
    const guards = perimeter && checkGuards(checks, bucket, perimeter);
    checks.throwIfAny();
    new HardenedBucketResource(construct, this.props, guards && new AppliedPerimeter(bucket, guards)).harden();
  }
}
