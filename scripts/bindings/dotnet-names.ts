import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './places';

/** A type as jsii's assembly has it. */
interface JsiiType {
  readonly name: string;
  readonly properties?: readonly { readonly name: string }[];
  readonly methods?: readonly { readonly name: string }[];
  readonly members?: readonly { readonly name: string }[];
}

/** The public names of the library that generated .NET sources lack: types, and their properties, methods and enum members. */
export function missingDotnetNames(folder: string): string[] {
  const { types } = JSON.parse(readFileSync(join(ROOT, '.jsii'), 'utf8')) as { types: Record<string, JsiiType> };
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.cs')).map((file) => readFileSync(join(folder, file), 'utf8'));
  return Object.values(types).flatMap((type) => {
    const declared = sources.filter((source) => new RegExp(`\\b(class|interface|enum) I?${type.name}\\b`).test(source)).join('\n');
    if (declared === '') {
      return [type.name];
    }
    const names = [
      ...[...type.properties ?? [], ...type.methods ?? []].map(({ name }) => name[0].toUpperCase() + name.slice(1)),
      ...(type.members ?? []).map(({ name }) => name),
    ];
    return names.filter((name) => !new RegExp(`\\b${name}\\b`).test(declared)).map((name) => `${type.name}.${name}`);
  });
}
