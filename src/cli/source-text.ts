import { lineStarts, placeIn } from './line-at';
import { parseJson } from './parse-json';
import { parseYaml } from './parse-yaml';
import { isJson, templateBody } from './read-template-text';
import { longForm } from './read-yaml-text';
import { Source } from './source';
import { SourceNode } from './source-node';
import { SourceRegion } from '../rules/finding';
import { TemplatePath } from '../template/template';

/**
 * The text that a template was read from, in which its values can be found again.
 *
 * It is parsed once more for that, and only when someone asks: to keep the place of every value of every template would take more
 * memory than the templates.
 */
export class SourceText implements Source {
  private readonly body: string;
  private parsed: { readonly document: SourceNode | null; readonly lines: readonly number[] } | undefined;

  constructor(private readonly file: string, text: string) {
    this.body = templateBody(text);
  }

  /** The key that the path leads to, without quotes, or the first line of the item of a list; of the last that is there. */
  region(path: TemplatePath): SourceRegion {
    const { document, lines } = this.parsed ??= { document: isJson(this.body) ? parseJson(this.body) : parseYaml(this.body), lines: lineStarts(this.body) };
    const [start, end] = this.range(document, path);
    const [from, to] = [placeIn(lines, start), placeIn(lines, end)];
    return { file: this.file, line: from.line, column: from.column, endLine: to.line, endColumn: to.column };
  }

  lines(): readonly string[] {
    return this.body.split(/\r\n|\n|\r/);
  }

  /** Forgets where the values are. */
  forget(): void {
    this.parsed = undefined;
  }

  private range(document: SourceNode | null, path: TemplatePath): readonly [start: number, end: number] {
    let range: readonly [number, number] = [document?.start ?? 0, document?.start ?? 0];
    let node = document;
    let isInTag = false;
    for (const step of path) {
      const value: SourceNode | null = node?.kind === 'alias' ? node.target ?? null : node;
      if (!isInTag && value?.tag?.startsWith('!') && longForm(value.tag) === step) {
        isInTag = true;
        node = value;
        continue;
      }
      const found: Found | undefined = value === null ? undefined : typeof step === 'number' ? itemOf(value, step) : pairOf(value, step);
      if (!found) {
        break;
      }
      range = found.key ? this.keyRange(found.key) : found.value ? this.lineRange(found.value) : range;
      node = found.value;
      isInTag = false;
    }
    return range;
  }

  private keyRange({ start, end }: SourceNode): readonly [number, number] {
    const written = this.body.slice(start, end).trimEnd();
    const before = /^(?:[&!]\S*\s+)*/.exec(written)![0].length;
    const quote = /^['"]/.test(written.slice(before)) ? 1 : 0;
    return [start + before + quote, start + written.length - quote];
  }

  private lineRange({ start, end }: SourceNode): readonly [number, number] {
    return [start, start + this.body.slice(start, Math.max(end, start + 1)).split(/[\r\n]/, 1)[0].trimEnd().length];
  }
}

interface Found {
  readonly key?: SourceNode;
  readonly value: SourceNode | null;
}

function itemOf({ kind, items }: SourceNode, index: number): Found | undefined {
  return kind === 'sequence' && index < items.length ? { value: items[index] } : undefined;
}

/** Of equal keys the last counts, and a key of the map itself before one that is merged into it. */
function pairOf(node: SourceNode, name: string): Found | undefined {
  if (node.kind !== 'mapping') {
    return undefined;
  }
  const { pairs } = node;
  const own = pairs.filter(([key]) => textOf(key) === name).pop();
  if (own) {
    return { key: own[0], value: own[1] };
  }
  const merged = pairs.filter(([key]) => textOf(key) === '<<').flatMap(([, value]) => value?.kind === 'sequence' ? value.items : [value]).map((one) => one?.kind === 'alias' ? one.target : one);
  return merged.map((one) => one ? pairOf(one, name) : undefined).find((found) => found !== undefined);
}

function textOf(key: SourceNode | undefined): string | undefined {
  return (key?.kind === 'alias' ? key.target : key)?.text;
}
