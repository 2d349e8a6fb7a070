import { commentsOf } from './comments-of';
import { lineAt } from './line-at';
import { parseJson } from './parse-json';
import { parseYaml } from './parse-yaml';
import { Edit, editsFor } from './patch-edits';
import { applyOperation, isSatisfied, OperationProblem, PatchOperation, pathText } from './patch-operation';
import { placeOf, Refusal } from './patch-place';
import { isJson, readTemplateText, templateBody } from './read-template-text';
import { styleOf } from './text-style';
import { WrittenNode } from './written-value';
import { isSameJson, Json } from '../adopt/json';

/** A text with all operations applied, or the first one that cannot be, and why. */
export type Patched =
  | { readonly kind: 'patched'; readonly text: string }
  | { readonly kind: 'refused'; readonly operation: PatchOperation; readonly reason: string; readonly line?: number };

/** A patch that would have changed something else, or would not have changed what it should. */
export class PatchProofError extends Error {}

/**
 * Changes the text of a template, JSON or YAML, and leaves every other character of it as it is, in the style around.
 *
 * All operations are applied, or none. What would change more than is meant (what an alias repeats, what a merge or a macro brings, what
 * a function decides) is refused. The new text is read again: it is the old template with the operations applied and nothing else,
 * and all its comments are there, in order.
 *
 * @throws InputProblem for a text that is no template
 * @throws PatchProofError if the new text says anything else
 */
export function patchTemplateText(text: string, operations: readonly PatchOperation[]): Patched {
  const mark = text.slice(0, text.length - templateBody(text).length);
  let body = templateBody(text);
  for (const operation of operations) {
    const template = read(body);
    try {
      const wanted = applyOperation(template, operation);
      body = isSatisfied(template, operation) ? body : patched(body, operation, wanted);
    } catch (error) {
      if (error instanceof OperationProblem) {
        return { kind: 'refused', operation, reason: error.message };
      }
      if (error instanceof Refusal) {
        return { kind: 'refused', operation, reason: error.message, line: lineAt(body, error.at) };
      }
      throw error;
    }
  }
  return { kind: 'patched', text: mark + body };
}

function patched(body: string, operation: PatchOperation, wanted: Json): string {
  const document = parsed(body);
  const place = placeOf(document, operation.path);
  const edits = editsFor(body, styleOf(body, document), place, operation);
  const comments = isJson(body) ? [] : commentsOf(body, document);
  refuseLostComments(body, isJson(body) ? null : place.node, edits);
  const text = written(body, edits);
  prove(text, operation, wanted, comments);
  return text;
}

function written(body: string, edits: readonly Edit[]): string {
  return [...edits].reverse().reduce((text, { start, end, text: instead }) => text.slice(0, start) + instead + text.slice(end), body);
}

/** Comments in a value that another takes the place of would be gone. */
function refuseLostComments(body: string, place: WrittenNode | null, edits: readonly Edit[]): void {
  const lost = edits.find(({ start, end }) => end > start && place && commentsOf(body.slice(0, end), place, start).length > 0);
  if (lost) {
    throw new Refusal('a comment stands in the value that would be replaced', lost.start);
  }
}

function prove(text: string, { path, op }: PatchOperation, wanted: Json, comments: readonly string[]): void {
  const problem = (what: string, cause?: unknown) => new PatchProofError(`${op} ${pathText(path)}: ${what}; nothing was changed`, { cause });
  let found: Json;
  let document: WrittenNode | null;
  try {
    found = read(text);
    document = parsed(text);
  } catch (error) {
    throw problem(`the new text could not be read: ${(error as Error).message}`, error);
  }
  if (!isSameJson(found, wanted)) {
    throw problem('the new text says something else');
  }
  const kept = isJson(text) ? [] : commentsOf(text, document);
  if (kept.length !== comments.length || kept.some((comment, i) => comment !== comments[i])) {
    throw problem('the new text has other comments');
  }
}

function read(body: string): Json {
  return readTemplateText(body, () => undefined) as Json;
}

function parsed(body: string): WrittenNode | null {
  return isJson(body) ? parseJson(body) : parseYaml(body);
}
