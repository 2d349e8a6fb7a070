import { CfnElement, CfnResource, Stack, Stage } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { isFactElement, logicalIdOf, renderStack } from './render-stack';
import { BucketFacts } from '../facts/bucket-facts';
import { TemplateFacts } from '../facts/template-facts';

/**
 * The facts of every bucket in a construct tree, gathered in one walk.
 *
 * Looking up one bucket's policy, log target and alarms by walking the tree for each bucket would make synth time grow
 * with the square of their number.
 */
export class BucketIndex {
  /** Gathers the buckets of a tree whose stacks are all final: after synth. */
  static of(root: IConstruct): BucketIndex {
    return new BucketIndex(root, true);
  }

  /**
   * Announces that a construct will look itself up during validation, so that the index of its assembly is made once
   * in each synth, and anew in the next.
   *
   * The assembly is the app or stage that CDK validates as a whole. CDK validates its root first.
   */
  static prepareValidation(construct: IConstruct): void {
    const assembly = assemblyOf(construct);
    if (!prepared.has(assembly)) {
      prepared.add(assembly);
      assembly.node.addValidation({
        validate: () => {
          duringValidation.delete(assembly);
          return [];
        },
      });
    }
  }

  /** The index of the construct's own assembly, for use in a validation that `prepareValidation` announced. */
  static duringValidation(construct: IConstruct): BucketIndex {
    const assembly = assemblyOf(construct);
    let index = duringValidation.get(assembly);
    if (!index) {
      index = new BucketIndex(assembly, false);
      duringValidation.set(assembly, index);
    }
    return index;
  }

  private readonly facts: TemplateFacts;

  private constructor(root: IConstruct, otherAssemblies: boolean) {
    const elements = new Map<Stack, CfnElement[]>();
    collect(root, root, otherAssemblies, elements);
    this.facts = new TemplateFacts([...elements].map(([stack, ofStack]) => renderStack(stack, ofStack)));
  }

  /** The facts of this bucket resource, if it is in the tree. */
  of(bucket: CfnResource): BucketFacts | undefined {
    return this.facts.at({ template: bucket.stack.node.path, logicalId: logicalIdOf(bucket) });
  }
}

const prepared = new WeakSet<IConstruct>();
const duringValidation = new WeakMap<IConstruct, BucketIndex>();

function assemblyOf(construct: IConstruct): IConstruct {
  return Stage.of(construct) ?? construct.node.root;
}

/** Other assemblies below are not final while this one is validated, and CDK does not let policies cross into them. */
function collect(node: IConstruct, root: IConstruct, otherAssemblies: boolean, elements: Map<Stack, CfnElement[]>): void {
  if (Stage.isStage(node) && node !== root && !otherAssemblies) {
    return;
  }
  if (CfnElement.isCfnElement(node) && isFactElement(node)) {
    const ofStack = elements.get(node.stack);
    if (ofStack) {
      ofStack.push(node);
    } else {
      elements.set(node.stack, [node]);
    }
  }
  for (const child of node.node.children) {
    collect(child, root, otherAssemblies, elements);
  }
}
