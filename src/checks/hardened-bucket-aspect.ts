import { Annotations, CfnResource, IAspect } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { checkOf, HardenedBucketChecksProps } from './check-props';
import { descriptionOf, findingsOn, JUDGED_TYPES } from './judge-resource';
import { Reported } from './reported';
import { Check } from '../rules/check';
import { BucketIndex } from '../synth/bucket-index';

/**
 * An aspect that applies the rules of `HardenedBucketChecks` to one stack or subtree, and reports what it finds as errors and
 * warnings on the bucket.
 *
 * It judges when everything is final: while aspects run, a later aspect's change is not there yet, and references between
 * stacks are not resolved. Errors fail the CDK CLI; `app.synth()` alone only notes them.
 *
 * A finding is acknowledged as for the pack, and reported once, however many aspects and packs see it.
 *
 * @example
 * const stack = new Stack(new App(), 'Payments');
 * Aspects.of(stack).add(new HardenedBucketAspect({ level: CheckLevel.STRICT }));
 */
export class HardenedBucketAspect implements IAspect {
  private readonly check: Check;
  private readonly visited = new WeakSet<IConstruct>();

  /**
   * Makes an aspect.
   *
   * @throws if an option names a rule that there is not, or a trust zone what is no id or CIDR block
   */
  constructor(props: HardenedBucketChecksProps = {}) {
    this.check = checkOf(props);
  }

  /** Arranges for a bucket to be judged once everything is final. Called by CDK. */
  public visit(node: IConstruct): void {
    if (CfnResource.isCfnResource(node) && JUDGED_TYPES.includes(node.cfnResourceType) && !this.visited.has(node)) {
      this.visited.add(node);
      BucketIndex.prepareValidation(node);
      const reporter = {};
      node.node.addValidation({
        validate: () => {
          this.annotate(node, reporter);
          return [];
        },
      });
    }
  }

  private annotate(node: CfnResource, reporter: object): void {
    for (const finding of findingsOn(node, BucketIndex.duringValidation(node), this.check, Reported.by(reporter, node))) {
      const id = `${finding.rule}[${finding.evidence.id}]`;
      const text = `${id}: ${descriptionOf(finding)} Fix: ${finding.fix}`;
      if (node.node.metadata.some(({ data }) => typeof data === 'string' && data.startsWith(text))) {
        // Noted by an earlier synth of the same tree.
        continue;
      }
      if (finding.severity === 'error') {
        Annotations.of(node).addError(text);
      } else {
        Annotations.of(node).addWarningV2(id, text);
      }
    }
  }
}
