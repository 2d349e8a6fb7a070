import * as fs from 'node:fs';
import * as path from 'node:path';
import * as ts from 'typescript';

/** The files that each file imports, types included. */
export type Imports = ReadonlyMap<string, readonly string[]>;

/** Reads what the files of a folder import from one another, by their paths in it. */
export function importsIn(folder: string): Imports {
  const files = fs.readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts')).map((file) => file.split(path.sep).join('/'));
  return new Map(files.map((file) => {
    const { importedFiles } = ts.preProcessFile(fs.readFileSync(path.join(folder, file), 'utf8'), true, true);
    const modules = importedFiles.map(({ fileName }) => fileName).filter((module) => module.startsWith('.')).map((module) => path.posix.join(path.posix.dirname(file), module));
    const imported = modules.flatMap((module) => [`${module}.ts`, `${module}/index.ts`].filter((candidate) => files.includes(candidate)));
    return [file, [...new Set(imported)]];
  }));
}

/** The circles of imports, one for each import that leads back to a file on the way: `a.ts > b.ts > a.ts`. */
export function circlesOf(imports: Imports): string[] {
  const circles: string[] = [];
  const done = new Set<string>();
  const walk = (file: string, way: readonly string[]): void => {
    if (way.includes(file)) {
      circles.push([...way.slice(way.indexOf(file)), file].join(' > '));
    } else if (!done.has(file)) {
      (imports.get(file) ?? []).forEach((imported) => walk(imported, [...way, file]));
      done.add(file);
    }
  };
  [...imports.keys()].sort().forEach((file) => walk(file, []));
  return circles;
}
