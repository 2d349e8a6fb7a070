import { CfnResource } from 'aws-cdk-lib';

/** Properties of a resource, as its template has them. */
type Rendered = Readonly<Record<string, unknown>>;

/** What CDK calls, on its way from a resource to its template; none of it is public. */
interface Internals {
  readonly cfnProperties: Record<string, unknown>;
  renderProperties(properties: Record<string, unknown>): Record<string, unknown>;
  _toCloudFormation(): object;
}

/** No property of a resource is called so. */
const VALUES = 'HardenedBucketValues';

/**
 * Fills the properties of a resource each time that it is rendered: after everything that its construct was told, and before raw
 * overrides, whose word is the last.
 *
 * A value with tokens travels among the properties, because CDK looks for references to other stacks there, and nowhere else.
 *
 * @param values what `fill` is given besides the properties, with its tokens resolved
 * @returns what renders the resource now, so that `fill` is called
 */
export function fillProperties<V extends object>(resource: CfnResource, values: V, fill: (properties: Rendered, values: V) => Rendered): () => void {
  const internals = resource as unknown as Internals;
  const prototype = Object.getPrototypeOf(resource) as object;
  const render = internals.renderProperties.bind(internals);
  Object.defineProperty(resource, 'cfnProperties', { configurable: true, get: () => ({ ...Reflect.get(prototype, 'cfnProperties', resource) as object, [VALUES]: values }) });
  internals.renderProperties = ({ [VALUES]: resolved = {}, ...properties }) => {
    // Without what CDK leaves undefined, which is in no template.
    const rendered = JSON.parse(JSON.stringify(render(properties))) as Rendered;
    return { ...fill(rendered, resolved as V) };
  };
  return () => {
    resource.stack.resolve(internals._toCloudFormation());
  };
}
