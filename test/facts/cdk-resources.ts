import * as fs from 'node:fs';
import * as path from 'node:path';
import { gunzipSync } from 'node:zlib';

/** A property of a resource of CloudFormation, as CDK knows it: where it stands, and what its documentation says. */
export interface CdkProperty {
  /** In CDK's spelling: `artifacts.location`. */
  readonly path: string;
  readonly name: string;
  readonly documentation: string;
  /** CDK knows nothing of what is inside. */
  readonly isOpaque: boolean;
}

const LIBRARY = path.dirname(require.resolve('aws-cdk-lib/package.json'));

/* eslint-disable @typescript-eslint/no-explicit-any */
const types: Record<string, any> = JSON.parse(gunzipSync(fs.readFileSync(path.join(LIBRARY, '.jsii.gz'))).toString()).types;

/** The properties of every resource type that the installed CDK has a construct for. */
export function cdkResources(): ReadonlyMap<string, readonly CdkProperty[]> {
  const found = new Map<string, CdkProperty[]>();
  for (const type of Object.values(types)) {
    const name = type.docs?.custom?.cloudformationResource;
    const props = type.kind === 'class' && type.base === 'aws-cdk-lib.CfnResource' ? (type.initializer?.parameters ?? []).find((parameter: any) => parameter.name === 'props') : undefined;
    if (name && props) {
      found.set(name, [...found.get(name) ?? [], ...propertiesOf(props.type.fqn, [], [])]);
    }
  }
  return found;
}

/** What CDK writes into templates for a type: the text of its module. */
export function cdkModuleOf(resourceType: string): string {
  const type = Object.values(types).find(({ docs, base }) => docs?.custom?.cloudformationResource === resourceType && base === 'aws-cdk-lib.CfnResource');
  return fs.readFileSync(path.join(LIBRARY, type.locationInModule.filename.replace(/\.ts$/, '.js')), 'utf8');
}

/** No property that names a bucket or a key stands deeper. */
const MAXIMUM_DEPTH = 10;

function propertiesOf(fqn: string, above: readonly string[], seen: readonly string[]): CdkProperty[] {
  const type = types[fqn];
  if (type?.kind !== 'interface' || seen.includes(fqn) || above.length > MAXIMUM_DEPTH) {
    return [];
  }
  return (type.properties ?? []).flatMap((property: any): CdkProperty[] => {
    const at = [...above, property.name];
    const inside = typesIn(property.type);
    return [
      { path: at.join('.'), name: property.name, documentation: `${property.docs?.summary ?? ''} ${property.docs?.remarks ?? ''}`, isOpaque: inside.length === 0 },
      ...inside.flatMap((inner) => propertiesOf(inner, at, [...seen, fqn])),
    ];
  });
}

function typesIn(type: any): string[] {
  return !type ? [] : [...type.fqn && types[type.fqn]?.datatype ? [type.fqn] : [], ...typesIn(type.collection?.elementtype), ...(type.union?.types ?? []).flatMap(typesIn)];
}
