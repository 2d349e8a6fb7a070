import { SourceRegion } from '../rules/finding';
import { TemplatePath } from '../template/template';

/** Where the values of a template are written. */
export interface Source {
  /** Where the path leads to, or what is nearest around that. */
  region(path: TemplatePath): SourceRegion;
  /** Forgets what would only have to be found again. */
  forget(): void;
  /** The lines of the whole text. */
  lines?(): readonly string[];
}

/** A template that is a part of what is written in a source. */
export function partOf(source: Source, pathThere: (path: TemplatePath) => TemplatePath): Source {
  return { region: (path) => source.region(pathThere(path)), forget: () => source.forget() };
}
