import { CfnResource, IPolicyValidationContext, Stack, PolicyValidationPluginReport, PolicyViolation, Validations } from 'aws-cdk-lib';
import { NagPack } from 'cdk-nag/lib/nag-pack';
import { Construct, IConstruct } from 'constructs';
import { findingsOnAcknowledgements } from './acknowledgements';
import { checkOf, CheckSettings, HardenedBucketChecksProps } from './check-props';
import { descriptionOf, findingsOn, JUDGED_TYPES, OUTDATED, sentence } from './judge-resource';
import { Judging } from './judging';
import { KnownHere } from './known-here';
import { ruleMetadataOf, violatingResourcesOf } from './pack-violation';
import { Reported } from './reported';
import { PACK } from '../rules/acknowledgement';
import { BucketIndex } from '../synth/bucket-index';

/**
 * A cdk-nag pack that fails synth for every bucket in its scope that is not hardened, however it was made.
 *
 * It checks the final resources, raw overrides included, together with the policies that other stacks put on them. Where
 * meaning matters the policy reasoner decides, and shows the request that gets through. What is not known before
 * deployment is a warning.
 *
 * Register it on an app or a stage; it checks that scope and nothing outside of it. A finding that another
 * registration has reported is not reported again.
 *
 * A finding is acknowledged on the bucket or anything around it, all findings of a rule by `HardenedBucket-TlsOnly` or
 * one by `HardenedBucket-BlockPublicAccess[BlockPublicPolicy]`.
 *
 * @example
 * const app = new App();
 * HardenedBucketChecks.addTo(app);
 */
export class HardenedBucketChecks extends NagPack {
  /**
   * Registers the pack on an app or a stage.
   *
   * @param scope the app or stage whose buckets are checked
   * @returns the registered pack
   * @throws if an option names an unknown rule, a trust zone contains an invalid id or CIDR block, or a file is not a baseline
   */
  public static addTo(scope: Construct, props: HardenedBucketChecksProps = {}): HardenedBucketChecks {
    const checks = new HardenedBucketChecks(scope, props);
    Validations.of(scope).addPlugins(checks);
    return checks;
  }

  /** The name of the pack, as it stands before the ids in reports. */
  public readonly name: string = PACK;

  private readonly scope: IConstruct;
  private readonly settings: CheckSettings;
  private judging?: Judging & { readonly index: BucketIndex; readonly violations: PolicyViolation[] };

  /**
   * Makes a pack that checks the buckets of this scope.
   *
   * @param scope the app, stage, stack or construct whose buckets are checked
   * @throws if an option names a rule that there is not, a trust zone what is no id or CIDR block, or a file that is not a baseline
   */
  constructor(scope: IConstruct, props: HardenedBucketChecksProps = {}) {
    super(scope);
    this.packName = PACK;
    this.scope = scope;
    this.settings = checkOf(props);
  }

  /** Checks the scope of this pack. Called by CDK after synthesis. */
  public override validate(_context: IPolicyValidationContext): PolicyValidationPluginReport {
    return this.judge(this.scope, Reported.by(this, this.scope));
  }

  /** Checks every bucket below this construct, whatever other registrations have reported. */
  public override validateScope(scope: IConstruct): PolicyValidationPluginReport {
    return this.judge(scope, Reported.byNobodyElse());
  }

  private judge(scope: IConstruct, reported: Reported): PolicyValidationPluginReport {
    const violations: PolicyViolation[] = [];
    const { check, baseline } = this.settings;
    const judging = { check, known: baseline && new KnownHere(baseline), judged: [], index: BucketIndex.of(scope.node.root), reported, violations };
    this.judging = judging;
    super.validateScope(scope);
    this.judging = undefined;
    violations.push(...this.onAcknowledgements(scope, judging.index, judging), ...this.onBaseline(scope, judging));
    return { success: violations.every(({ severity }) => severity !== 'error'), violations };
  }

  /** Judges one resource, if it is a bucket, or a policy or access point of a bucket that is elsewhere. */
  protected checkResource(node: CfnResource): void {
    if (!this.judging || !JUDGED_TYPES.includes(node.cfnResourceType)) {
      return;
    }
    const { index, violations } = this.judging;
    for (const finding of findingsOn(node, index, this.judging)) {
      violations.push({
        ruleName: `${finding.rule}[${finding.evidence.id}]`,
        description: descriptionOf(finding),
        fix: finding.fix,
        severity: finding.severity,
        violatingResources: violatingResourcesOf(finding, node, index),
        ruleMetadata: ruleMetadataOf(finding),
      });
    }
  }

  /** Acknowledgments around the scope may be for what is elsewhere. */
  private onAcknowledgements(scope: IConstruct, index: BucketIndex, judging: Judging): PolicyViolation[] {
    return findingsOnAcknowledgements(scope.node.findAll(), index, judging)
      .map(({ construct, finding }) => ({
        ruleName: `${finding.rule}[${finding.evidence.id}]`,
        description: descriptionOf(finding),
        fix: finding.fix,
        severity: finding.severity,
        violatingResources: [{ constructPath: construct.node.path, locations: [] }],
        ruleMetadata: ruleMetadataOf(finding),
      }));
  }

  private onBaseline(scope: IConstruct, { check, known }: Judging): PolicyViolation[] {
    // A part of a stack does not have all that the entries of its template are about.
    const stacks = scope === scope.node.root ? undefined : scope.node.findAll().filter(Stack.isStack);
    const outdated = known?.outdated(check, stacks);
    return outdated === undefined ? [] : [{
      ruleName: OUTDATED,
      description: `${sentence(outdated.message)}.`,
      fix: outdated.fix,
      severity: 'warning',
      violatingResources: [{ constructPath: scope.node.path, locations: [] }],
    }];
  }
}
