import { Aspects, aws_s3 as s3, IAspect, InjectionContext, IPropertyInjector, PropertyInjectors } from 'aws-cdk-lib';
import { Construct, IConstruct } from 'constructs';
import { bucketOf } from './bucket-policies';
import { HardenedBucketInjectorProps } from './hardened-bucket-injector-props';
import { HardenedSetting } from './hardened-setting';
import { INJECTIONS, injectedProps } from './injected-bucket-props';
import { keyOfStack, makeUsableThroughS3 } from './key-through-s3';
import { promisesOf } from './mixin-promises';
import { ACCESS_WORKS, keepPromises, markAndKeep } from '../bucket/promises';
import { checkNoAlias } from '../bucket/server-side-encryption';
import { TlsVersion } from '../bucket/tls-version';
import { CONSTRUCT_METADATA_KEY } from '../facts/template-facts';
import { InputChecks } from '../input/input-checks';
import { POLICY_ACCEPTED } from '../rules/policy-accepted';
import { POLICY_SIZE } from '../rules/policy-size';

/**
 * Gives every `s3.Bucket` below a scope hardened defaults, and verifies all of its buckets at synth.
 *
 * What the caller of `new s3.Bucket(…)` gives wins. Where that is less than the default, the bucket is as the caller says, and synth
 * fails with the rule: an injector alone enforces nothing, since anything may change a bucket after it is made. Injectors do not reach
 * `s3.CfnBucket`: such a bucket is verified like the others, and `HardenedBucketMixin` hardens it.
 *
 * It adds no access logs, metrics, alarms or statements about encryption, which are not properties alone: `HardenedBucketMixin` does.
 * Buckets of this library are left alone.
 *
 * @see https://docs.aws.amazon.com/cdk/v2/guide/blueprints.html
 *
 * @example
 * const app = new App();
 * HardenedBucketInjector.addTo(app);
 */
export class HardenedBucketInjector implements IPropertyInjector {
  /**
   * Injects into the buckets of this scope that are made from now on, and verifies all of them.
   *
   * @throws if a property is invalid: the error quotes the value and says what to change
   */
  public static addTo(scope: Construct, props: HardenedBucketInjectorProps = {}): HardenedBucketInjector {
    const injector = new HardenedBucketInjector(props);
    PropertyInjectors.of(scope).add(injector);
    Aspects.of(scope).add(new Verification(injector.settings));
    return injector;
  }

  /** The id of the class that it injects into: `s3.Bucket`. */
  public readonly constructUniqueId: string = s3.Bucket.PROPERTY_INJECTION_ID;

  private readonly settings: ReadonlySet<HardenedSetting>;
  private readonly props: HardenedBucketInjectorProps;

  private constructor(props: HardenedBucketInjectorProps) {
    const checks = new InputChecks();
    checks.struct('HardenedBucketInjectorProps', props);
    const { excludedSettings = [] } = props;
    checkNoAlias(checks, props.encryptionKey);
    excludedSettings.forEach((setting, i) => checks.oneOf(`excludedSettings[${i}]`, setting, HardenedSetting, 'HardenedSetting'));
    checks.throwIfAny();
    this.props = props;
    this.settings = new Set((Object.keys(INJECTIONS) as HardenedSetting[]).filter((setting) => !excludedSettings.includes(setting)));
  }

  /** The properties of a bucket with hardened defaults. Called by CDK. */
  public inject(originalProps: any, context: InjectionContext): any {
    return injectedProps(originalProps ?? {}, this.settings, () => {
      const { encryptionKey } = this.props;
      if (encryptionKey) {
        makeUsableThroughS3(encryptionKey);
      }
      return encryptionKey ?? keyOfStack(context.scope);
    });
  }
}

/** Makes each bucket of a scope verify itself. */
class Verification implements IAspect {
  constructor(private readonly settings: ReadonlySet<HardenedSetting>) {}

  public visit(node: IConstruct): void {
    if (!s3.CfnBucket.isCfnBucket(node) || node.getMetadata(CONSTRUCT_METADATA_KEY) !== undefined || verified.has(node)) {
      return;
    }
    verified.add(node);
    const bucket = bucketOf(node) as s3.Bucket;
    // What is made of a resource stands inside of it.
    const isInjected = bucket.node.scope !== node;
    const promises = {
      subject: isInjected ? 'bucket with HardenedBucketInjector' : 'CfnBucket, which HardenedBucketInjector does not reach and HardenedBucketMixin does,',
      promises: promisesOf(this.settings, new Set(), TlsVersion.TLS_1_2),
      proofs: () => [POLICY_SIZE, POLICY_ACCEPTED, ...ACCESS_WORKS],
    };
    if (isInjected) {
      markAndKeep(bucket, 'HardenedBucketInjector', node, promises);
    } else {
      keepPromises(node, 'HardenedBucketInjector', node, promises);
    }
  }
}

const verified = new WeakSet<IConstruct>();
