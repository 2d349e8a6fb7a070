import * as fs from 'node:fs';
import * as path from 'node:path';
import * as zlib from 'node:zlib';

const ROOT = path.join(__dirname, '..');
const CDK = path.join(ROOT, 'node_modules', 'aws-cdk-lib');

/** A type as an assembly of jsii describes it. */
interface JsiiType {
  readonly fqn: string;
  readonly name: string;
  readonly namespace?: string;
  readonly kind: 'class' | 'interface' | 'enum';
  readonly datatype?: boolean;
  readonly interfaces?: readonly string[];
  readonly properties?: readonly { readonly name: string; readonly optional?: boolean; readonly type: TypeReference }[];
  readonly methods?: readonly Callable[];
  readonly initializer?: Callable;
}

interface Callable {
  readonly name?: string;
  readonly parameters?: readonly { readonly name: string; readonly optional?: boolean; readonly type: TypeReference }[];
}

interface TypeReference {
  readonly primitive?: string;
  readonly fqn?: string;
  readonly union?: unknown;
  readonly collection?: { readonly kind: 'array' | 'map'; readonly elementtype: TypeReference };
}

/** The place where a struct of this library is given to it: `HardenedBucket.constructor(props)`. */
export interface StructParameter {
  readonly at: string;
  readonly struct: string;
}

/** What the compiled assemblies say of structs: ours, and those of CDK inside ours. */
export class Structs {
  private readonly own = readAssembly(path.join(ROOT, '.jsii'));
  private readonly cdk = readAssembly(path.join(CDK, '.jsii.gz'));

  /** Where structs of this library are given to it. */
  get parameters(): StructParameter[] {
    return Object.values(this.own).flatMap((type) => [...type.methods ?? [], ...type.initializer ? [{ name: 'constructor', ...type.initializer }] : []]
      .flatMap(({ name, parameters = [] }) => parameters
        .filter((parameter) => this.own[parameter.type.fqn ?? '']?.datatype)
        .map((parameter) => ({ at: `${type.name}.${name}(${parameter.name})`, struct: this.own[parameter.type.fqn!].name }))));
  }

  /** Struct → property → kind, as in `src/input/structs.generated.ts`. */
  get table(): Record<string, Record<string, string>> {
    const table: Record<string, Record<string, string>> = {};
    const add = (fqn: string): void => {
      const type = this.type(fqn);
      if (!type?.datatype || table[keyOf(type)]) {
        return;
      }
      const properties = this.propertiesOf(type);
      table[keyOf(type)] = Object.fromEntries(properties
        .map(({ name, optional, type: reference }): [string, string] => [name, `${this.kindOf(reference)}${optional ? '?' : ''}`])
        .sort(([a], [b]) => a < b ? -1 : 1));
      properties.forEach(({ type: reference }) => add(elementOf(reference).fqn ?? ''));
    };
    this.parameters.forEach(({ struct }) => add(`cdk-hardened-bucket.${struct}`));
    return Object.fromEntries(Object.entries(table).sort(([a], [b]) => a < b ? -1 : 1));
  }

  /** The names of the properties of a struct of CDK. */
  namesOf(fqn: string): string[] {
    return this.propertiesOf(this.type(fqn)!).map(({ name }) => name).sort();
  }

  private type(fqn: string): JsiiType | undefined {
    return this.own[fqn] ?? this.cdk[fqn];
  }

  private propertiesOf(type: JsiiType): NonNullable<JsiiType['properties']> {
    return [...(type.interfaces ?? []).flatMap((fqn) => this.propertiesOf(this.type(fqn)!)), ...type.properties ?? []];
  }

  private kindOf({ primitive, collection, fqn }: TypeReference): string {
    if (collection) {
      return `${this.kindOf(collection.elementtype)}${collection.kind === 'array' ? '[]' : '{}'}`;
    }
    const type = this.type(fqn ?? '');
    // The values of an enum are checked where the property is; a union may be anything.
    return type && type.kind !== 'enum' ? keyOf(type) : ['string', 'number', 'boolean'].includes(primitive ?? '') ? primitive! : 'any';
  }
}

function elementOf(reference: TypeReference): TypeReference {
  return reference.collection ? elementOf(reference.collection.elementtype) : reference;
}

/** Ours by their names, those of CDK with their module: `s3.LifecycleRule`. */
function keyOf({ name, namespace, datatype }: JsiiType): string {
  return datatype && namespace ? `${namespace.replace(/^aws_/, '')}.${name}` : name;
}

function readAssembly(file: string): Record<string, JsiiType> {
  const content = fs.readFileSync(file);
  return JSON.parse((file.endsWith('.gz') ? zlib.gunzipSync(content) : content).toString('utf8')).types;
}

/** The module of the structs, as text. */
export function structsModule(): string {
  const { version } = JSON.parse(fs.readFileSync(path.join(CDK, 'package.json'), 'utf8'));
  const structs = Object.entries(new Structs().table).map(([name, properties]) => [
    `  '${name}': {`,
    ...Object.entries(properties).map(([property, kind]) => `    ${property}: '${kind}',`),
    '  },',
  ].join('\n'));
  return [
    '// Made by `npx projen structs` from the compiled assembly. Do not edit.',
    '',
    '/** The version of aws-cdk-lib whose structs are among these. */',
    `export const CDK_VERSION = '${version}';`,
    '',
    '/**',
    ' * The properties of every struct that this library takes: what is a struct itself is named as here, any other object by its class;',
    ' * `[]` is a list, `{}` a map, `?` is optional.',
    ' */',
    '/* eslint-disable quote-props, @stylistic/quote-props */',
    'export const STRUCTS = {',
    ...structs,
    '} as const;',
    '',
  ].join('\n');
}

if (require.main === module) {
  fs.writeFileSync(path.join(ROOT, 'src', 'input', 'structs.generated.ts'), structsModule());
}
