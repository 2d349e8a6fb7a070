import { CfnElement, CfnResource, Resource, Stack, Stage } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { renderStack } from './render-stack';
import { Template } from '../template/template';

/**
 * Renders every stack of an app with all that is in it, in the words of templates. Synthesizes the app if that was not done yet: only
 * then aspects have run and references to other stacks are resolved.
 */
export function renderApp(construct: IConstruct): Template[] {
  const { root } = construct.node;
  if (Stage.isStage(root)) {
    root.synth();
  }
  const stacks = root.node.findAll().filter((node): node is Stack => Stack.isStack(node));
  const elements = new Map(stacks.map((stack): [Stack, CfnElement[]] => [stack, []]));
  for (const node of root.node.findAll()) {
    if (CfnElement.isCfnElement(node)) {
      elements.get(node.stack)?.push(node);
    }
  }
  return stacks.map((stack) => renderStack(stack, elements.get(stack)!));
}

/** The resource of a construct of this app: itself, its default child, or what is behind a bucket that was made of one. An imported one has none. */
export function ownResource(construct: IConstruct): CfnResource | undefined {
  const found = CfnResource.isCfnResource(construct) || !Resource.isResource(construct) ? construct
    : Resource.isOwnedResource(construct) ? construct.node.defaultChild : construct.node.scope;
  const resource = found && !CfnResource.isCfnResource(found) ? found.node.defaultChild : found;
  return resource && CfnResource.isCfnResource(resource) ? resource : undefined;
}
