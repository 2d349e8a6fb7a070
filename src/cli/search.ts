import * as fs from 'node:fs';
import * as path from 'node:path';
import { below, isOutside, Place } from './assembly-folder';
import { countHidden } from './hidden-templates';
import { isAssembly } from './read-assembly';
import { whyUnreadable } from './read-text-file';
import { Reading, realPath } from './reading';
import { counted } from './report-summary';
import { isTemplateName } from './template-marks';

export interface FoundFile extends Place {
  /** On the command line, so that it has to be a template. */
  readonly named: boolean;
}

/** Finds files that may be templates. */
export class Search {
  readonly assemblies: Place[] = [];
  /** By their real paths. */
  readonly files = new Map<string, FoundFile>();
  /** The folders on the command line. */
  readonly named: Place[] = [];
  private readonly folders = new Set<string>();

  /** @param hidden whether folders whose names begin with a dot are read, too */
  constructor(private readonly reading: Reading, private readonly hidden: boolean) {}

  name(given: string): void {
    const place = { path: given, id: given.split(path.sep).join('/') };
    const stat = this.stat(place, []);
    if (stat?.isDirectory()) {
      this.named.push(place);
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
      if (stat?.isDirectory() && name !== 'node_modules' && (this.hidden || !name.startsWith('.'))) {
        // A link to what is around the named folder would lead to all that was not named.
        if (isOutside(path.relative(realPath(place.path), named))) {
          this.walk(place, named);
        }
      } else if (stat?.isDirectory() && name.startsWith('.')) {
        this.noteHidden(place);
      } else if (stat?.isFile() && isTemplateName(name)) {
        this.add(place, false);
      }
    }
  }

  private noteHidden(folder: Place): void {
    const { files, more } = countHidden(folder.path);
    if (files > 0 || more) {
      const text = more ? `at least ${counted(files, 'file')}` : counted(files, 'file');
      this.reading.notes.push({ kind: 'unread', template: folder.id, message: `${text} in this hidden folder may be templates; --hidden reads them` });
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
