import { Annotations, CfnResource, IAspect, Stack, Stage } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { findingsOnAcknowledgements } from './acknowledgements';
import { checkOf, CheckSettings, HardenedBucketChecksProps } from './check-props';
import { descriptionOf, findingsOn, JUDGED_TYPES, OUTDATED, sentence } from './judge-resource';
import { Judging } from './judging';
import { KnownHere } from './known-here';
import { Reported } from './reported';
import { Finding } from '../rules/finding';
import { BucketIndex } from '../synth/bucket-index';

/**
 * An aspect that applies the rules of `HardenedBucketChecks` to one stack or subtree, and reports what it finds as errors and
 * warnings on the bucket.
 *
 * It checks when everything is final: while aspects run, a later aspect's change is not there yet, and references between
 * stacks are not resolved. Errors fail the CDK CLI; `app.synth()` alone only notes them.
 *
 * A finding is acknowledged as for the pack, and reported once, however many aspects and packs see it.
 *
 * @example
 * const stack = new Stack(new App(), 'Payments');
 * Aspects.of(stack).add(new HardenedBucketAspect({ level: CheckLevel.STRICT }));
 */
export class HardenedBucketAspect implements IAspect {
  private readonly settings: CheckSettings;
  private readonly seen = new Set<IConstruct>();
  private readonly resources = new Set<CfnResource>();
  private synth?: Pick<Judging, 'known' | 'judged'> & { readonly done: Set<CfnResource> };

  /**
   * Makes an aspect.
   *
   * @throws if an option names a rule that there is not, a trust zone what is no id or CIDR block, or a file that is not a baseline
   */
  constructor(props: HardenedBucketChecksProps = {}) {
    this.settings = checkOf(props);
  }

  /** Arranges for a bucket to be checked once everything is final. Called by CDK. */
  public visit(node: IConstruct): void {
    if (CfnResource.isCfnResource(node) && JUDGED_TYPES.includes(node.cfnResourceType) && !this.resources.has(node)) {
      this.resources.add(node);
      BucketIndex.prepareValidation(node);
      const reporter = {};
      node.node.addValidation({
        validate: () => {
          this.annotate(node, Reported.by(reporter, node));
          return [];
        },
      });
    }
    this.seen.add(node);
  }

  private annotate(node: CfnResource, reported: Reported): void {
    const { check, baseline } = this.settings;
    if (!this.synth || this.synth.done.has(node)) {
      this.synth = { known: baseline && new KnownHere(baseline), judged: [], done: new Set() };
    }
    const { done } = this.synth;
    const judging = { ...this.synth, check, reported };
    findingsOn(node, BucketIndex.duringValidation(node), judging).forEach((finding) => noteFinding(node, finding));
    done.add(node);
    if (done.size === this.resources.size) {
      this.synth = undefined;
      this.conclude([...done], BucketIndex.duringValidation(node), judging);
    }
  }

  /** Says what only all resources together tell. Stages are validated one after the other, and what is around them before them. */
  private conclude(resources: readonly CfnResource[], index: BucketIndex, judging: Judging): void {
    const stages = new Set(resources.map((node) => Stage.of(node)));
    const inStacks = [...this.seen].filter((construct) => stages.has(Stage.of(construct)) && construct.node.scopes.some(Stack.isStack));
    findingsOnAcknowledgements(inStacks, index, judging).forEach(({ construct, finding }) => noteFinding(construct, finding));
    const whole = [...new Set(resources.map(({ stack }) => stack))].filter((stack) => this.seen.has(stack));
    const outdated = judging.known?.outdated(judging.check, whole);
    if (outdated) {
      note(whole[0], OUTDATED, 'warning', `${sentence(outdated.message)}. Fix: ${outdated.fix}`);
    }
  }
}

function noteFinding(construct: IConstruct, finding: Finding): void {
  note(construct, `${finding.rule}[${finding.evidence.id}]`, finding.severity, `${descriptionOf(finding)} Fix: ${finding.fix}`);
}

function note(construct: IConstruct, id: string, severity: Finding['severity'], said: string): void {
  const text = `${id}: ${said}`;
  if (construct.node.metadata.some(({ data }) => typeof data === 'string' && data.startsWith(text))) {
    // Noted by an earlier synth of the same tree.
    return;
  }
  if (severity === 'error') {
    Annotations.of(construct).addError(text);
  } else {
    Annotations.of(construct).addWarningV2(id, text);
  }
}
