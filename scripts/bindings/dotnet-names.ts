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
  const sources = readSources(folder);
  return libraryTypes().flatMap((type) => {
    const declared = sources.filter((source) => new RegExp(`\\b(class|interface|enum) I?${type.name}\\b`).test(source)).join('\n');
    if (declared === '') {
      return [type.name];
    }
    return dotnetNames(type).filter((name) => !new RegExp(`\\b${name}\\b`).test(declared)).map((name) => `${type.name}.${name}`);
  });
}

/** What C# sources take from the types of the library, and those do not have: `new Type { Name = … }` and `Type.Name`. */
export function unknownDotnetNames(sources: readonly string[], types: readonly JsiiType[] = libraryTypes()): string[] {
  return types.flatMap((type) => {
    const used = sources.flatMap((source) => [
      ...[...source.matchAll(new RegExp(`\\bnew ${type.name}\\s*(?=\\{)`, 'g'))].flatMap(({ index, 0: start }) => initialized(source, index + start.length)),
      ...[...source.matchAll(new RegExp(`\\b${type.name}\\.(\\w+)`, 'g'))].map(([, name]) => name),
    ]);
    const known = dotnetNames(type);
    return [...new Set(used)].filter((name) => !known.includes(name)).map((name) => `${type.name}.${name}`);
  });
}

/** The C# sources of a folder. */
export function readSources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.cs')).map((file) => readFileSync(join(folder, file), 'utf8'));
}

function libraryTypes(): JsiiType[] {
  return Object.values((JSON.parse(readFileSync(join(ROOT, '.jsii'), 'utf8')) as { types: Record<string, JsiiType> }).types);
}

function dotnetNames({ properties = [], methods = [], members = [] }: JsiiType): string[] {
  return [...[...properties, ...methods].map(({ name }) => name[0].toUpperCase() + name.slice(1)), ...members.map(({ name }) => name)];
}

/** The names that the initializer beginning at this brace sets, without those of initializers inside it. */
function initialized(source: string, start: number): string[] {
  let depth = 0;
  let own = '';
  for (const character of source.slice(start)) {
    depth += character === '{' ? 1 : character === '}' ? -1 : 0;
    if (depth === 0) {
      break;
    }
    own += depth === 1 ? character : '';
  }
  return [...own.matchAll(/(\w+)\s*=(?!=)/g)].map(([, name]) => name);
}
