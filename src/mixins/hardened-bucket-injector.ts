import { AspectPriority, Aspects, aws_s3 as s3, IAspect, InjectionContext, IPropertyInjector, PropertyInjectors } from 'aws-cdk-lib';
import { Construct, IConstruct } from 'constructs';
import { HardenedSetting } from './hardened-setting';
import { withWayOut } from './promised-rules';
import { isOwnProps } from '../bucket/own-props';
import { keepPromises } from '../bucket/promises';
import { CONSTRUCT_METADATA_KEY } from '../facts/template-facts';
import { VERSIONING } from '../rules/durability';
import { ACLS_DISABLED, BLOCK_PUBLIC_ACCESS, POLICY_NOT_PUBLIC } from '../rules/exposure';
import { Rule } from '../rules/rule';
import { minimumTls, TLS_ONLY } from '../rules/transport';

/**
 * Gives every `s3.Bucket` below a construct closed defaults as it is made, and makes every bucket there verify itself at synth.
 *
 * Defaults are all four settings that block public access, ACLs that are off, versions, and TLS 1.2. What someone wrote wins. Where
 * that leaves a bucket open, synth fails and says so: a property injector alone enforces nothing, so `addTo` adds the verification
 * with it. No injector reaches an L1 such as `s3.CfnBucket`, which gets no defaults, and is verified all the same.
 *
 * Encryption with a KMS key, logging and alarms are not among the defaults, because a bucket does not know yet whether it receives
 * access logs when it is made: `HardenedBucketMixin` adds them. A bucket that cannot have a default is hardened with that mixin, which
 * has `excludedSettings`. `HardenedBucket` and `AccessLogsBucket` are left alone.
 *
 * @see https://docs.aws.amazon.com/cdk/v2/guide/blueprints.html
 *
 * @example
 * const app = new App();
 * HardenedBucketInjector.addTo(app);
 */
export class HardenedBucketInjector implements IPropertyInjector {
  /**
   * Adds the injector, and the verification of every bucket, to an app, stage or stack, before its buckets are made.
   *
   * An injector for `s3.Bucket` that is there already is replaced, as CDK has one for each construct.
   */
  public static addTo(scope: Construct): void {
    PropertyInjectors.of(scope).add(new HardenedBucketInjector());
    Aspects.of(scope).add(new Verification(), { priority: AspectPriority.READONLY });
  }

  /** The construct whose properties are filled. */
  public readonly constructUniqueId: string = s3.Bucket.PROPERTY_INJECTION_ID;

  private constructor() {}

  /** Fills the properties of a bucket. Called by CDK. */
  public inject(originalProps: any, _context: InjectionContext): any {
    const props = (originalProps ?? {}) as s3.BucketProps;
    return isOwnProps(props) ? props : { ...defaultsFor(props), ...definedIn(props) };
  }
}

/** What a bucket gets that says nothing of it. An ACL, a website or public reading say the contrary. */
function defaultsFor({ accessControl, publicReadAccess, websiteIndexDocument, websiteRedirect, enforceSSL = true }: s3.BucketProps): s3.BucketProps {
  const usesAcl = accessControl !== undefined && accessControl !== s3.BucketAccessControl.PRIVATE;
  const isPublic = usesAcl || publicReadAccess === true || websiteIndexDocument !== undefined || websiteRedirect !== undefined;
  return {
    ...isPublic ? {} : { blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL },
    ...usesAcl ? {} : { objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED },
    versioned: true,
    // CDK takes a version only together with enforceSSL.
    ...enforceSSL ? { enforceSSL: true, minimumTLSVersion: 1.2 } : {},
  };
}

function definedIn(props: s3.BucketProps): s3.BucketProps {
  return Object.fromEntries(Object.entries(props).filter(([, value]) => value !== undefined));
}

/** Makes every bucket verify itself that does not already. */
class Verification implements IAspect {
  private readonly seen = new WeakSet<IConstruct>();

  visit(node: IConstruct): void {
    if (s3.CfnBucket.isCfnBucket(node) && node.getMetadata(CONSTRUCT_METADATA_KEY) === undefined && !this.seen.has(node)) {
      this.seen.add(node);
      keepPromises(node, 'HardenedBucketInjector', node, { promises: [], proofs: () => PROMISES });
    }
  }
}

const PROMISES: readonly Rule[] = ([
  [BLOCK_PUBLIC_ACCESS, HardenedSetting.BLOCK_PUBLIC_ACCESS],
  [POLICY_NOT_PUBLIC, HardenedSetting.BLOCK_PUBLIC_ACCESS],
  [ACLS_DISABLED, HardenedSetting.ACLS_DISABLED],
  [VERSIONING, HardenedSetting.VERSIONING],
  [TLS_ONLY, HardenedSetting.TLS_ONLY],
  [minimumTls('1.2'), HardenedSetting.MINIMUM_TLS],
] satisfies [Rule, HardenedSetting][]).map(([rule, setting]) => withWayOut(rule, [setting], (settings) =>
  `or, if that cannot be, harden it by itself: bucket.with(new HardenedBucketMixin({ ${settings} }))`));
