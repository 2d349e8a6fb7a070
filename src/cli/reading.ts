import * as fs from 'node:fs';
import { InputProblem } from './input-problem';
import { Source } from './source';
import { Note } from '../rules/finding';
import { TemplateError } from '../template/read-template';
import { InputError, TemplateGroup } from '../template/template-group';

/** What was read so far in one run of the command, so that nothing is read twice and one bad file keeps no other from being read. */
export class Reading {
  readonly groups: TemplateGroup[] = [];
  readonly errors: InputError[] = [];
  /** The texts of the templates, by their ids. */
  readonly sources = new Map<string, Source>();
  readonly notes: Note[] = [];
  /** The real paths of the files that are templates. */
  readonly templateFiles = new Set<string>();
  private readonly seen = new Set<string>();

  constructor(readonly parameterValues: Readonly<Record<string, string>>) {}

  /** Gives what was read, or notes why it could not be. */
  attempt<T>(id: string, read: () => T): T | undefined {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof InputProblem || error instanceof TemplateError)) {
        throw error;
      }
      this.fail(id, error.message);
      return undefined;
    }
  }

  fail(id: string, message: string): void {
    if (!this.errors.some(({ template, message: other }) => template === id && message === other)) {
      this.errors.push({ template: id, message });
    }
  }

  /** Says whether a file or folder was not read before, by whichever path. */
  isNew(file: string): boolean {
    return !this.seen.has(realPath(file));
  }

  markRead(file: string): void {
    this.seen.add(realPath(file));
  }
}

/** The one path of a file among all that lead to it. What does not exist has only the path that was given. */
export function realPath(file: string): string {
  try {
    return fs.realpathSync(file);
  } catch {
    return file;
  }
}
