import { isJson } from './read-template-text';
import { indentAt, isFlow, lineStart, WrittenNode } from './written-value';

/** How a template is written. */
export interface TextStyle {
  readonly isJson: boolean;
  readonly lineBreak: string;
  /** The space that one level is indented by. */
  readonly indent: string;
  /** What items of a list are indented by, below their key. */
  readonly listIndent: string;
  readonly quote: '"' | "'";
  /** `!Ref` for `Ref:`. */
  readonly shortForms: boolean;
  /** Between a key and its value in brackets. */
  readonly colon: string;
}

/** Reads from a text how it is written. What the text does not show is as most templates have it. */
export function styleOf(text: string, document: WrittenNode | null): TextStyle {
  const seen = new Seen(text);
  seen.look(document, '');
  const lineBreak = /\r\n|\n|\r/.exec(text)?.[0] ?? '\n';
  const indent = seen.indent ?? (isJson(text) && !/[\r\n]/.test(text.trim()) ? '' : '  ');
  return {
    isJson: isJson(text),
    lineBreak,
    indent,
    listIndent: seen.listIndent ?? indent,
    quote: seen.double > seen.single ? '"' : "'",
    shortForms: seen.shortForms || !seen.longForms,
    colon: seen.colon ?? (isJson(text) && indent === '' ? ':' : ': '),
  };
}

class Seen {
  indent: string | undefined;
  listIndent: string | undefined;
  colon: string | undefined;
  double = 0;
  single = 0;
  shortForms = false;
  longForms = false;

  constructor(private readonly text: string) {}

  look(node: WrittenNode | null, around: string): void {
    if (!node || node.kind === 'alias') {
      return;
    }
    this.shortForms ||= node.tag !== undefined && /^!\w/.test(node.tag);
    if (node.kind === 'scalar') {
      const first = this.text.charAt(node.start);
      this.double += first === '"' ? 1 : 0;
      this.single += first === "'" ? 1 : 0;
    }
    if (node.kind === 'sequence') {
      node.items.forEach((item) => this.look(item, item ? indentAt(this.text, item.start) : around));
    } else if (node.kind === 'mapping') {
      node.pairs.forEach(([key, value]) => this.lookAtPair(node, key, value, around));
    }
  }

  private lookAtPair(map: WrittenNode, key: WrittenNode | undefined, value: WrittenNode | null, around: string): void {
    if (!key) {
      return;
    }
    const prefix = this.text.slice(lineStart(this.text, key.start), key.start);
    const here = prefix.trim() === '' ? prefix : around;
    if (prefix.trim() === '' && around !== here && here.startsWith(around)) {
      this.indent ??= here.slice(around.length);
    }
    this.longForms ||= /^(?:Ref$|Fn::)/.test(key.text);
    if (value && isFlow(this.text, map)) {
      const between = this.text.slice(key.end, value.start);
      this.colon ??= /^[ \t]*:[ \t]*$/.test(between) ? between : undefined;
    }
    if (value?.kind === 'sequence' && !isFlow(this.text, value) && !isFlow(this.text, map) && value.tag === undefined && value.anchor === undefined) {
      const dash = indentAt(this.text, value.start);
      this.listIndent ??= dash.startsWith(here) ? dash.slice(here.length) : undefined;
    }
    this.look(value, here);
  }
}
