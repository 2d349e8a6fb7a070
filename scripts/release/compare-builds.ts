import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Files that differ between two builds, each with the reason. Nothing else may. */
export const MAY_DIFFER: readonly { readonly file: RegExp; readonly why: string }[] = [
  { file: /^java\/.*\/maven-metadata\.xml(\.md5|\.sha1|\.sha256|\.sha512)?$/, why: 'the index of the local Maven repository says when it was written; it is not published, and Maven Central writes its own' },
];

/** A file that is not the same in both builds. */
export interface Difference {
  readonly file: string;
  readonly what: 'differs' | 'only in the first' | 'only in the second';
  /** The reason, if it may differ. */
  readonly why?: string;
}

/** Compares two folders of the packages of a language, byte by byte. */
export function compareBuilds(first: string, second: string, language: string): { readonly files: number; readonly differences: readonly Difference[] } {
  const [left, right] = [filesOf(first), filesOf(second)];
  const all = [...new Set([...left, ...right])].sort();
  const differences = all.flatMap((file): Difference[] => {
    const what = !right.has(file) ? 'only in the first' : !left.has(file) ? 'only in the second'
      : readFileSync(join(first, file)).equals(readFileSync(join(second, file))) ? undefined : 'differs';
    const why = what === 'differs' ? MAY_DIFFER.find((row) => row.file.test(`${language}/${file}`))?.why : undefined;
    return what === undefined ? [] : [{ file: `${language}/${file}`, what, ...why === undefined ? {} : { why } }];
  });
  return { files: all.length, differences };
}

function filesOf(folder: string): Set<string> {
  return new Set(readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1).replaceAll('\\', '/')));
}
