import * as fs from 'node:fs';
import * as path from 'node:path';
import { AssemblyFolder, below, isOutside, Place } from './assembly-folder';
import { isAssembly, readAssembly } from './read-assembly';
import { readParameters } from './read-parameters';
import { readTemplateText } from './read-template-text';
import { decodeText, readStart, whyUnreadable } from './read-text-file';
import { Reading, realPath } from './reading';
import { noteRepeatedKeys } from './repeated-key';
import { SourceText } from './source-text';
import { ownValue } from '../facts/read-json';
import { templateOf } from '../facts/read-template';
import { TemplatePath } from '../facts/template';
import { InputError, TemplateGroup } from '../facts/template-group';

/**
 * Reads all templates at these paths: files, folders, and what `cdk synth` writes.
 *
 * @throws UsageError if the parameters are of no known form
 */
export function readInputs(paths: readonly string[], parameters: readonly string[]): { groups: TemplateGroup[]; errors: InputError[]; sources: ReadonlyMap<string, SourceText> } {
  const reading = new Reading(readParameters(parameters));
  const search = new Search(reading);
  for (const given of paths) {
    search.name(given);
  }
  // First, because a file of an assembly that is also named says less alone.
  for (const assembly of search.assemblies) {
    readAssembly(new AssemblyFolder(assembly), reading);
  }
  for (const file of search.files.values()) {
    if (reading.isNew(file.path)) {
      readLooseFile(file, reading);
    }
  }
  return { groups: reading.groups, errors: reading.errors, sources: reading.sources };
}

interface FoundFile extends Place {
  /** On the command line, so that it has to be a template. */
  readonly named: boolean;
}

/** Finds files that may be templates. */
class Search {
  readonly assemblies: Place[] = [];
  /** By their real paths. */
  readonly files = new Map<string, FoundFile>();
  private readonly folders = new Set<string>();

  constructor(private readonly reading: Reading) {}

  name(given: string): void {
    const place = { path: given, id: given.split(path.sep).join('/') };
    const stat = this.stat(place, []);
    if (stat?.isDirectory()) {
      this.walk(place, realPath(given));
    } else if (stat) {
      this.add(place, true);
    }
  }

  private stat(place: Place, tolerated: readonly string[]): fs.Stats | undefined {
    try {
      return fs.statSync(place.path);
    } catch (error) {
      if (!tolerated.includes((error as NodeJS.ErrnoException).code ?? '')) {
        this.reading.fail(place.id, whyUnreadable(error));
      }
      return undefined;
    }
  }

  private add(place: Place, named: boolean): void {
    const real = realPath(place.path);
    const before = this.files.get(real);
    this.files.set(real, { ...before ?? place, named: named || before?.named === true });
  }

  /** @param named the real path of the folder on the command line */
  private walk(folder: Place, named: string): void {
    const real = realPath(folder.path);
    if (this.folders.has(real)) {
      return;
    }
    this.folders.add(real);
    if (isAssembly(folder, this.reading)) {
      this.assemblies.push(folder);
      return;
    }
    for (const name of this.namesIn(folder)) {
      const place = { path: path.join(folder.path, name), id: below(folder.id, name) };
      // Editors leave links to nothing behind.
      const stat = this.stat(place, ['ENOENT', 'ELOOP']);
      if (stat?.isDirectory() && name !== 'node_modules' && !name.startsWith('.')) {
        // A link to what is around the named folder would lead to all that was not named.
        if (isOutside(path.relative(realPath(place.path), named))) {
          this.walk(place, named);
        }
      } else if (stat?.isFile() && /\.(json|ya?ml|template)$/i.test(name)) {
        this.add(place, false);
      }
    }
  }

  private namesIn(folder: Place): string[] {
    try {
      return fs.readdirSync(folder.path).sort();
    } catch (error) {
      this.reading.fail(folder.id, whyUnreadable(error));
      return [];
    }
  }
}

function readLooseFile({ path: file, id, named }: FoundFile, reading: Reading): void {
  reading.attempt(id, () => {
    reading.markRead(file);
    const bytes = readStart(file);
    if (!named && !MARKS.some((mark) => bytes.includes(mark))) {
      return;
    }
    const text = decodeText(bytes);
    const repeatedKeys: TemplatePath[] = [];
    const json = readTemplateText(text, noteRepeatedKeys(repeatedKeys));
    if (named || ownValue(json, 'Resources') !== undefined) {
      reading.sources.set(id, new SourceText(id, text));
      reading.groups.push({ templates: [templateOf(json, { id, parameterValues: reading.parameterValues, repeatedKeys })], acknowledgements: new Map() });
    }
  });
}

/** What a file contains that is to be a template, whether or not it can be parsed. */
const MARKS = ['Resources', 'AWSTemplateFormatVersion'];
