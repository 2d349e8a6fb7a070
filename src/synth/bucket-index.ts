import { CfnElement, CfnResource, Stack, Stage } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { isFactElement, logicalIdOf, renderStack } from './render-stack';
import { beginReport } from './validation-report';
import { AccessPointFacts, BucketFacts, PolicyFacts } from '../facts/bucket-facts';
import { TemplateFacts } from '../facts/template-facts';
import { ResourceAddress } from '../template/template';

/** What is known of a resource: one of these, or nothing. */
export interface ResourceFacts {
  readonly bucket: BucketFacts | undefined;
  readonly loosePolicy: PolicyFacts | undefined;
  readonly looseAccessPoint: AccessPointFacts | undefined;
}

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
          validated.add(assembly);
          duringValidation.delete(assembly);
          beginReport(assembly);
          return [];
        },
      });
    }
  }

  /** Says whether the construct's own assembly is final: it was synthesized, or is validated, which `prepareValidation` announced. */
  static isFinal(construct: IConstruct): boolean {
    const assembly = assemblyOf(construct);
    return validated.has(assembly) || (assembly as unknown as { readonly assembly?: unknown }).assembly !== undefined;
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
  private readonly elements: ReadonlyMap<Stack, readonly CfnElement[]>;

  private constructor(root: IConstruct, otherAssemblies: boolean) {
    const elements = new Map<Stack, CfnElement[]>();
    collect(root, root, otherAssemblies, elements);
    this.elements = elements;
    this.facts = new TemplateFacts([...elements].map(([stack, ofStack]) => renderStack(stack, ofStack)));
  }

  /** What a value with tokens means in the template of this stack, in the words of the facts. */
  evaluate(value: unknown, stack: Stack): unknown {
    return this.facts.evaluate(stack.resolve(value), stack.node.path);
  }

  /** The stack whose template the facts call so. */
  stackAt(template: string): Stack | undefined {
    return [...this.elements.keys()].find(({ node }) => node.path === template);
  }

  /** The resource at an address of the facts. */
  resourceAt({ template, logicalId }: ResourceAddress): CfnResource | undefined {
    const stack = this.stackAt(template);
    const element = this.elements.get(stack!)?.find((candidate) => CfnResource.isCfnResource(candidate) && logicalIdOf(candidate) === logicalId);
    return element && CfnResource.isCfnResource(element) ? element : undefined;
  }

  /** The policies on a bucket of this name that is not in the tree. */
  loosePoliciesOn(bucketName: string): readonly PolicyFacts[] {
    return this.facts.loosePolicies.filter((policy) => policy.bucketName === bucketName);
  }

  /** What is known of this resource, if it is in the tree and is a bucket, or a policy or access point of a bucket that is not. */
  of(resource: CfnResource): ResourceFacts {
    const address = { template: resource.stack.node.path, logicalId: logicalIdOf(resource) };
    return { bucket: this.facts.at(address), loosePolicy: this.facts.loosePolicyAt(address), looseAccessPoint: this.facts.looseAccessPointAt(address) };
  }
}

const prepared = new WeakSet<IConstruct>();
const validated = new WeakSet<IConstruct>();
const duringValidation = new WeakMap<IConstruct, BucketIndex>();

function assemblyOf(construct: IConstruct): IConstruct {
  return Stage.of(construct) ?? construct.node.root;
}

/** Other assemblies below are not final while this one is validated, and CDK does not let policies cross into them. */
function collect(node: IConstruct, root: IConstruct, otherAssemblies: boolean, elements: Map<Stack, CfnElement[]>): void {
  if (Stage.isStage(node) && node !== root && !otherAssemblies) {
    return;
  }
  // A stack without any of them has values all the same.
  if (Stack.isStack(node) && !elements.has(node)) {
    elements.set(node, []);
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
