import * as path from 'node:path';
import { AssemblyFolder, isOutside } from './assembly-folder';
import { readAssembly } from './read-assembly';
import { readEmbeddedTemplates } from './read-embedded-templates';
import { readLooseFiles } from './read-loose-files';
import { readParameters } from './read-parameters';
import { Reading, realPath } from './reading';
import { FoundFile, Search } from './search';
import { Source } from './source';
import { Note } from '../rules/finding';
import { InputError, TemplateGroup } from '../template/template-group';

export interface InputOptions {
  /** Folders whose names begin with a dot are read, too. */
  readonly hidden?: boolean;
  /** A folder has to hold a template. */
  readonly refuseEmpty?: boolean;
  /** What stands on standard input, for the path `-`. */
  readonly standardInput?: () => Buffer;
}

export interface Inputs {
  readonly groups: readonly TemplateGroup[];
  readonly errors: readonly InputError[];
  readonly notes: readonly Note[];
  readonly sources: ReadonlyMap<string, Source>;
}

/**
 * Reads all templates at these paths: files, folders, and what `cdk synth` writes.
 *
 * @throws UsageError if the parameters are of no known form
 */
export function readInputs(paths: readonly string[], parameters: readonly string[], { hidden = false, refuseEmpty = false, standardInput }: InputOptions = {}): Inputs {
  const reading = new Reading(readParameters(parameters));
  const search = new Search(reading, hidden);
  for (const given of paths) {
    if (given !== '-' || !standardInput) {
      search.name(given);
    }
  }
  // First, because a file of an assembly that is also named says less alone.
  for (const assembly of search.assemblies) {
    readAssembly(new AssemblyFolder(assembly), reading);
  }
  readLooseFiles([...search.files.values()], paths.includes('-') ? standardInput : undefined, reading);
  if (refuseEmpty) {
    refuseEmptyFolders(search, reading);
  }
  readEmbeddedTemplates(reading);
  return reading;
}

/** Who names a folder without any template has most likely named the wrong one. */
function refuseEmptyFolders({ named, files }: Search, reading: Reading): void {
  for (const folder of named) {
    const real = realPath(folder.path);
    const isBelow = (file: string) => !isOutside(path.relative(real, file));
    const linked = [...files].filter(([, place]: readonly [string, FoundFile]) => !isOutside(path.relative(folder.path, place.path))).map(([file]) => file);
    const templates = [...reading.templateFiles];
    const failed = reading.errors.some(({ template }) => isBelow(realPath(template)));
    if (!failed && !templates.some((file) => isBelow(file) || linked.includes(file))) {
      reading.fail(folder.id, 'this folder contains no template; use --allow-empty to accept that');
    }
  }
}
