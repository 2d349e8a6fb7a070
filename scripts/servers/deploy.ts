import { Clients } from './clients';
import { deployBucket, deployBucketPolicy } from './deploy-bucket';
import { SERVICE_DEPLOYERS } from './deploy-services';
import { Deployed, references, resolve } from './resolve';

/** Makes a resource of one type by calls of its service. */
export type Deployer = (properties: Properties, clients: Clients, logicalId: string) => Promise<Deployed>;

/** Properties of a resource, with their references resolved. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Properties = Record<string, any>;

export interface DeployableTemplate {
  readonly Resources: Readonly<Record<string, { readonly Type: string; readonly Properties?: Properties; readonly DependsOn?: string | readonly string[] }>>;
}

const DEPLOYERS: Readonly<Record<string, Deployer>> = {
  'AWS::S3::Bucket': deployBucket,
  'AWS::S3::BucketPolicy': deployBucketPolicy,
  ...SERVICE_DEPLOYERS,
};

/**
 * Makes the resources of a synthesized template without CloudFormation: one after the other, each after what it refers to.
 *
 * @param changes changes the properties of a resource for the test, such as a delay
 * @throws Error if a type has no deployer, or resources refer to each other in a circle
 */
export async function deploy({ Resources }: DeployableTemplate, clients: Clients, changes: Readonly<Record<string, Properties>> = {}): Promise<ReadonlyMap<string, Deployed>> {
  const without = Object.entries(Resources).filter(([, { Type }]) => !(Type in DEPLOYERS));
  if (without.length > 0) {
    throw new Error(`no deployer for ${without.map(([id, { Type }]) => `'${id}' (${Type})`).join(', ')}`);
  }
  const deployed = new Map<string, Deployed>();
  for (const id of inOrder(Resources)) {
    const { Type, Properties: properties = {} } = Resources[id];
    const resolved = resolve({ ...properties, ...changes[Type] }, deployed) as Properties;
    try {
      deployed.set(id, await DEPLOYERS[Type](resolved, clients, id));
    } catch (error) {
      throw new Error(`${Type} '${id}' was not deployed: ${(error as Error).name}: ${(error as Error).message}`);
    }
  }
  return deployed;
}

/** The logical ids, each after those that it needs. */
function inOrder(resources: DeployableTemplate['Resources']): string[] {
  const ordered: string[] = [];
  const visit = (id: string, path: readonly string[]): void => {
    if (path.includes(id)) {
      throw new Error(`resources refer to each other in a circle: ${[...path, id].join(' -> ')}`);
    }
    if (!ordered.includes(id)) {
      const { Properties: properties, DependsOn: dependsOn = [] } = resources[id];
      [...references(properties), ...[dependsOn].flat()].filter((other) => other in resources && other !== id).forEach((other) => visit(other, [...path, id]));
      ordered.push(id);
    }
  };
  Object.keys(resources).forEach((id) => visit(id, []));
  return ordered;
}
