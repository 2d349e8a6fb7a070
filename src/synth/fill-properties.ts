import { CfnResource } from 'aws-cdk-lib';

/** Properties as the template has them. */
type Rendered = Record<string, unknown>;

/**
 * Completes the properties of a resource each time it is rendered: the function is given what the template would say, all that was
 * added later included, and raw overrides still come after it.
 *
 * `renderProperties` is where CDK lets a subclass do so; an instance of any class is changed here. A test compares what it
 * gives with the template that CDK writes. No reference may be added to it: CDK has looked for those of other stacks before.
 */
export function fillProperties(resource: CfnResource, fill: (properties: Rendered) => Rendered): void {
  const rendering = resource as unknown as { renderProperties(properties: Rendered): Rendered | undefined };
  const render = rendering.renderProperties.bind(resource);
  // The properties of CDK have a key for each that is not given.
  Object.defineProperty(resource, 'renderProperties', { value: (properties: Rendered) => fill(JSON.parse(JSON.stringify(render(properties) ?? {})) as Rendered) });
}
