import { CfnCondition, CfnElement, CfnMapping, CfnOutput, CfnParameter, CfnResource, NestedStack, Stack, Token } from 'aws-cdk-lib';
import { isFactResource, isReadOnDemand } from '../facts/resource-types';
import { Template, TemplateOutput, TemplateResource } from '../template/template';

/**
 * Renders what facts are read from in a stack exactly as its template will hold it: raw overrides, aspects, mixins and
 * tags included.
 *
 * Only to be called once the stack is final (in a validation, or after synth): references to other stacks are
 * resolved then, and not before.
 */
export function renderStack(stack: Stack, elements: readonly CfnElement[]): Template {
  const sections: Required<RenderedElement> = { Resources: {}, Outputs: {}, Parameters: {}, Mappings: {}, Conditions: {} };
  for (const element of elements) {
    if (CfnResource.isCfnResource(element) && isReadOnDemand(element.cfnResourceType)) {
      Object.assign(sections.Resources, renderedOnDemand(element));
      continue;
    }
    for (const [section, rendered] of Object.entries(renderElement(element))) {
      Object.assign(sections[section as keyof RenderedElement] ?? {}, rendered);
    }
  }
  return {
    id: stack.node.path,
    stackName: Token.isUnresolved(stack.stackName) ? undefined : stack.stackName,
    account: Token.isUnresolved(stack.account) ? undefined : stack.account,
    region: Token.isUnresolved(stack.region) ? undefined : stack.region,
    resources: sections.Resources,
    outputs: sections.Outputs,
    parameters: sections.Parameters,
    mappings: sections.Mappings,
    conditions: sections.Conditions,
    parent: parentOf(stack),
    leavesOutResources: true,
    fromCdk: true,
    constructPathOf: constructPathsOf(stack, elements),
  };
}

/** Says whether facts depend on this element. */
export function isFactElement(element: CfnElement): boolean {
  return CfnResource.isCfnResource(element) ? isFactResource(element.cfnResourceType)
    : [CfnOutput, CfnParameter, CfnMapping, CfnCondition].some((section) => element instanceof section);
}

/** The logical id of an element in its own template. */
export function logicalIdOf(element: CfnElement): string {
  return element.stack.resolve(element.logicalId);
}

/** Only the CLI makes CDK write the paths into templates. Looked up when someone asks: few stacks have a finding. */
function constructPathsOf(stack: Stack, elements: readonly CfnElement[]): (logicalId: string) => string | undefined {
  const pathsOf = (resources: readonly CfnElement[]) => new Map(resources.map((resource) => [logicalIdOf(resource), resource.node.path]));
  let ofElements: ReadonlyMap<string, string> | undefined;
  let ofAll: ReadonlyMap<string, string> | undefined;
  return (logicalId) => {
    ofElements ??= pathsOf(elements);
    if (!ofElements.has(logicalId)) {
      ofAll ??= pathsOf(stack.node.findAll().filter((node): node is CfnResource => CfnResource.isCfnResource(node) && node.stack === stack));
    }
    return ofElements.get(logicalId) ?? ofAll?.get(logicalId);
  };
}

interface RenderedElement {
  readonly Resources?: Record<string, TemplateResource>;
  readonly Outputs?: Record<string, TemplateOutput>;
  readonly Parameters?: Record<string, unknown>;
  readonly Mappings?: Record<string, unknown>;
  readonly Conditions?: Record<string, unknown>;
}

/**
 * `_toCloudFormation` is CDK's internal way from an element to its template fragment, and has no public twin. It is
 * called here and nowhere else; a test compares what it gives with the template that CDK writes.
 */
function renderElement(element: CfnElement): RenderedElement {
  return element.stack.resolve((element as unknown as { _toCloudFormation(): object })._toCloudFormation());
}

/** Rendering takes time, and of identities, functions and what writes to buckets not every rule wants to know. */
function renderedOnDemand(element: CfnResource): Record<string, TemplateResource> {
  const id = logicalIdOf(element);
  let rendered: TemplateResource | undefined;
  const resource = () => rendered ??= renderElement(element).Resources![id];
  return {
    [id]: {
      Type: element.cfnResourceType,
      get Condition() { return resource().Condition; },
      get Properties() { return resource().Properties; },
      get Metadata() { return resource().Metadata; },
      get DeletionPolicy() { return resource().DeletionPolicy; },
      get UpdateReplacePolicy() { return resource().UpdateReplacePolicy; },
    },
  };
}

function parentOf(stack: Stack): Template['parent'] {
  const resource = stack instanceof NestedStack || stack.nestedStackParent ? stack.nestedStackResource : undefined;
  return resource && { template: Stack.of(resource).node.path, logicalId: logicalIdOf(resource) };
}
