import { UsageError } from './usage';
import { readUserFile } from './user-files';
import { Baseline, BaselineEntry, BaselineProblem, KnownFindings, normalized, readBaseline, unusedText, WRITE_ANEW } from '../rules/baseline';
import { Check, isApplied } from '../rules/check';
import { TemplateGroup } from '../template/template-group';

/** Reads the baseline that the user named. @throws UsageError */
export function baselineIn(file: string): Baseline {
  const text = readUserFile(file);
  try {
    return readBaseline(text, file);
  } catch (error) {
    throw error instanceof BaselineProblem ? new UsageError(error.message) : error;
  }
}

/** Says which entries match nothing any more: of the templates that were read, and of those that are gone from the folders that were given. */
export function outdated(file: string, known: KnownFindings, check: Check, groups: readonly TemplateGroup[], given: readonly string[]): string | undefined {
  const read = new Set(groups.flatMap((group) => group.templates.map(({ id }) => normalized(id))));
  const folders = given.map(normalized).filter((path) => !read.has(path));
  const isIn = (template: string) => (folder: string) => folder === '' ? !template.startsWith('/') && !template.startsWith('..') : template.startsWith(`${folder}/`);
  const entries = known.unused(({ rule, template }: BaselineEntry) => isApplied(check, rule) && (read.has(template) || folders.some(isIn(template))));
  return entries.length === 0 ? undefined : `${unusedText(file, entries)}. ${WRITE_ANEW[0].toUpperCase()}${WRITE_ANEW.slice(1)}`;
}
