import { UsageError } from './usage';
import { readUserFile } from './user-files';
import { Baseline, BaselineEntry, BaselineProblem, KnownFindings, readBaseline, unusedText, WRITE_ANEW } from '../rules/baseline';
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

/** Says which entries match nothing any more: of the templates that were read, and of those that are gone from their folders. */
export function outdated(file: string, known: KnownFindings, check: Check, groups: readonly TemplateGroup[]): string | undefined {
  const folderOf = (template: string) => template.slice(0, Math.max(0, template.lastIndexOf('/')));
  const templates = groups.flatMap((group) => group.templates.map(({ id }) => id));
  const read = new Set([...templates, ...templates.map(folderOf)]);
  const mayBeFound = ({ rule, template }: BaselineEntry) => isApplied(check, rule) && (read.has(template) || read.has(folderOf(template)));
  const entries = known.unused(mayBeFound);
  return entries.length === 0 ? undefined : `${unusedText(file, entries)}. ${WRITE_ANEW[0].toUpperCase()}${WRITE_ANEW.slice(1)}`;
}
