import { CfnResource, IPolicyValidationContext, PolicyValidationPluginReport, PolicyViolation } from 'aws-cdk-lib';
import { NagPack } from 'cdk-nag/lib/nag-pack';
import { IConstruct } from 'constructs';
import { isAcknowledged } from './acknowledgements';
import { withoutSymbols } from '../facts/evaluate-template';
import { CATALOG } from '../rules/catalog';
import { BucketIndex } from '../synth/bucket-index';

/**
 * A cdk-nag pack that fails synth for every bucket in its scope that is not hardened, however it was made.
 *
 * It judges the final resources, raw overrides included, together with the policies that other stacks put on them.
 * Register it on an app or a stage; it judges the construct that it is given and nothing beside it.
 *
 * A finding is acknowledged on the bucket or anything around it, all findings of a rule by `HardenedBucket-TlsOnly` or
 * one by `HardenedBucket-BlockPublicAccess[BlockPublicPolicy]`.
 *
 * @example
 * const app = new App();
 * Validations.of(app).addPlugins(new HardenedBucketChecks(app));
 */
export class HardenedBucketChecks extends NagPack {
  /** The name of the pack, as it stands before the ids in reports. */
  public readonly name: string = PACK;

  private readonly scope: IConstruct;
  private index?: BucketIndex;
  private findings: PolicyViolation[] = [];

  /**
   * Makes a pack that judges the buckets of this scope.
   *
   * @param scope the app, stage, stack or construct whose buckets are judged
   */
  constructor(scope: IConstruct) {
    super(scope);
    this.packName = PACK;
    this.scope = scope;
  }

  /** Judges the scope of this pack. Called by CDK after synthesis. */
  public override validate(_context: IPolicyValidationContext): PolicyValidationPluginReport {
    return this.validateScope(this.scope);
  }

  /** Judges every bucket below this construct. */
  public override validateScope(scope: IConstruct): PolicyValidationPluginReport {
    this.index = BucketIndex.of(scope.node.root);
    this.findings = [];
    super.validateScope(scope);
    return { success: this.findings.length === 0, violations: this.findings };
  }

  /** Judges one resource, if it is a bucket. */
  protected checkResource(node: CfnResource): void {
    const facts = this.index?.of(node);
    if (!facts) {
      return;
    }
    for (const rule of CATALOG.filter(({ level }) => level === 'BASELINE')) {
      const verdict = rule.check(facts);
      for (const { finding, message, path } of verdict.kind === 'violations' ? verdict.violations : []) {
        if (!isAcknowledged(node, PACK, rule.id, finding)) {
          this.findings.push({
            ruleName: `${rule.id}[${finding}]`,
            description: `The bucket ${withoutSymbols(message)}. Rule: ${rule.title}. ${rule.why}`,
            fix: rule.fix,
            severity: 'error',
            violatingResources: [{ constructPath: node.node.path, locations: [`Properties.${path}`] }],
          });
        }
      }
    }
  }
}

const PACK = 'HardenedBucketChecks';
