import * as fs from 'node:fs';
import * as path from 'node:path';
import { readStart } from './read-text-file';
import { isTemplateName, mayBeTemplate } from './template-marks';

/** Far more than a build leaves there; a virtual environment or a cache has more, and no template. */
const MOST_ENTRIES = 2_000;
const MAXIMUM_SIZE = 1_000_000;

/** Counts the files below a hidden folder that may be templates, and says whether there was more than was looked at. Links are not followed. */
export function countHidden(folder: string): { readonly files: number; readonly more: boolean } {
  const folders = [folder];
  let files = 0;
  let seen = 0;
  for (const each of folders) {
    for (const entry of entriesOf(each)) {
      const place = path.join(each, entry.name);
      if (++seen > MOST_ENTRIES) {
        return { files, more: files > 0 };
      }
      if (entry.isDirectory() && entry.name !== 'node_modules') {
        folders.push(place);
      } else if (entry.isFile() && isTemplateName(entry.name) && isLikeTemplate(place)) {
        files++;
      }
    }
  }
  return { files, more: false };
}

function entriesOf(folder: string): fs.Dirent[] {
  try {
    return fs.readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

function isLikeTemplate(file: string): boolean {
  try {
    return mayBeTemplate(file, readStart(file, MAXIMUM_SIZE));
  } catch {
    return false;
  }
}
