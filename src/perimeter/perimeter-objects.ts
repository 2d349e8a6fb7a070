import { Arn, ArnFormat, Aws, aws_ec2 as ec2, aws_iam as iam, Resource, Stack, Token } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { PerimeterOptions } from './perimeter';
import { InputChecks } from '../input/input-checks';

/** The objects of an option, and the ids or ARNs that they stand for: option of objects → option of texts. */
interface ObjectsOption {
  readonly ids: string;
  readonly idOf: (object: any, bucketStack: Stack) => string;
}

const ROLES = (ids: string): ObjectsOption => ({ ids, idOf: roleArn });

/** Per part of the perimeter, the options that take objects. */
const OBJECTS: { readonly [Part in 'network' | 'identity' | 'exemptions']: Readonly<Record<string, ObjectsOption>> } = {
  network: {
    vpcEndpoints: { ids: 'vpcEndpointIds', idOf: ({ vpcEndpointId }: ec2.IVpcEndpoint) => vpcEndpointId },
    // A VPC that another account shares has the account of its owner, which is not known here.
    vpcs: { ids: 'vpcArns', idOf: ({ vpcId, env }: ec2.IVpc) => `arn:${Aws.PARTITION}:ec2:${env.region}:*:vpc/${vpcId}` },
    controlPlaneRoles: ROLES('controlPlaneRoleArns'),
  },
  identity: {
    roles: ROLES('roleArns'),
    readOnlyRoles: ROLES('readOnlyArns'),
    writeOnlyRoles: ROLES('writeOnlyArns'),
    appendOnlyRoles: ROLES('appendOnlyArns'),
    mfaExemptRoles: ROLES('mfaExemptArns'),
  },
  exemptions: {
    deployRoles: ROLES('deployRoleArns'),
    breakGlassRoles: ROLES('breakGlassRoleArns'),
    replicationRoles: ROLES('replicationRoleArns'),
  },
};

/** Refuses lists without an object. */
export function checkObjects(checks: InputChecks, options: PerimeterOptions, prop: string): void {
  const lists = Object.entries(OBJECTS).flatMap(([part, names]) => Object.keys(names).map((name): [string, unknown] => [`${part}.${name}`, given(options, part)[name]]));
  for (const [name, objects] of [...lists, ...(options.request?.prefixRules ?? []).map(({ roles }, i): [string, unknown] => [`request.prefixRules[${i}].roles`, roles])]) {
    if (Array.isArray(objects) && objects.length === 0) {
      checks.refuse(`${prop}.${name} is an empty list, which is ambiguous. Omit it, or list at least one value`);
    }
  }
}

/** The same perimeter with the ids and ARNs of its objects, joined to those that are listed. */
export function withIds(scope: IConstruct, options: PerimeterOptions): PerimeterOptions {
  const stack = Stack.of(scope);
  const parts = Object.entries(OBJECTS).filter(([part]) => part in options && options[part as keyof PerimeterOptions] !== undefined).map(([part, names]) => {
    const values = { ...given(options, part) };
    for (const [name, { ids, idOf }] of Object.entries(names)) {
      const objects = values[name] as readonly unknown[] | undefined;
      if (objects && objects.length > 0) {
        values[ids] = [...values[ids] as string[] | undefined ?? [], ...objects.map((object) => idOf(object, stack))];
      }
      delete values[name];
    }
    return [part, values];
  });
  const { request } = options;
  const prefixRules = request?.prefixRules?.map(({ prefix, roleArns, roles = [] }) => ({
    prefix,
    roleArns: roles.length > 0 ? [...roleArns ?? [], ...roles.map((role) => roleArn(role, stack))] : roleArns,
  }));
  return { ...options, ...Object.fromEntries(parts), ...prefixRules ? { request: { ...request, prefixRules } } : {} };
}

function given(options: PerimeterOptions, part: string): Record<string, unknown> {
  return (options[part as keyof PerimeterOptions] ?? {}) as Record<string, unknown>;
}

/**
 * The ARN of a role: of another stack by its name, where that is fixed.
 *
 * The policy of a bucket then does not wait for the stack of the role, which may wait for the bucket, for which it has a grant.
 */
function roleArn(role: iam.IRole, bucketStack: Stack): string {
  const resource = Resource.isOwnedResource(role) ? role.node.defaultChild : undefined;
  if (Stack.of(role) !== bucketStack && resource instanceof iam.CfnRole && isFixed(resource.roleName) && isFixed(resource.path ?? '/')) {
    const { account } = role.env;
    return Arn.format({ service: 'iam', region: '', account, resource: 'role', resourceName: `${(resource.path ?? '/').slice(1)}${resource.roleName}`, arnFormat: ArnFormat.SLASH_RESOURCE_NAME }, bucketStack);
  }
  return role.roleArn;
}

function isFixed(text: string | undefined): text is string {
  return text !== undefined && !Token.isUnresolved(text);
}
