import { SourceNode } from './source-node';

/** A value with what YAML may write before it. */
export interface WrittenNode extends SourceNode {
  readonly anchor?: string | undefined;
  readonly pairs: readonly (readonly [key: WrittenNode | undefined, value: WrittenNode | null])[];
  readonly items: readonly (WrittenNode | null)[];
  readonly target?: WrittenNode | undefined;
}

/** Where a value itself begins, behind its tag and its anchor. */
export function bodyOf(text: string, { start }: SourceNode): number {
  PREFIX.lastIndex = start;
  PREFIX.test(text);
  return PREFIX.lastIndex;
}

/** Whether a collection stands in brackets. */
export function isFlow(text: string, node: SourceNode): boolean {
  return (node.kind === 'mapping' || node.kind === 'sequence') && '[{'.includes(text.charAt(bodyOf(text, node)));
}

/** Where a value ends, without the space and the comments behind it, which the parser counts to it. */
export function endOf(text: string, node: WrittenNode): number {
  if (node.kind === 'empty') {
    return node.start;
  }
  if (node.kind === 'scalar' && '|>'.includes(text.charAt(bodyOf(text, node)))) {
    return endOfBlockScalar(text, node);
  }
  if (node.kind === 'scalar' || node.kind === 'alias' || isFlow(text, node)) {
    return node.start + text.slice(node.start, node.end).trimEnd().length;
  }
  const last = node.kind === 'sequence' ? node.items[node.items.length - 1] : node.pairs[node.pairs.length - 1]?.[1];
  const isThere = last && last.kind !== 'empty';
  return isThere ? endOf(text, last) : endOfLastToken(text, node);
}

/** Behind the colon of a key. */
export function behindColon(text: string, key: WrittenNode): number {
  COLON.lastIndex = endOf(text, key);
  return COLON.test(text) ? COLON.lastIndex : -1;
}

export function lineStart(text: string, at: number): number {
  let start = at;
  // A text has one kind of line break: to look for the last of another would go through all of it.
  while (start > 0 && text[start - 1] !== '\n' && text[start - 1] !== '\r') {
    start--;
  }
  return start;
}

/** Where the line ends, before its line break. */
export function lineEnd(text: string, at: number): number {
  LINE_END.lastIndex = at;
  return LINE_END.exec(text)?.index ?? text.length;
}

/** The space that a value of this line is indented by, where it begins with dashes as many spaces. */
export function indentAt(text: string, at: number): string {
  return text.slice(lineStart(text, at), at).replace(/\S/g, ' ');
}

/** With `|+` the empty lines behind a text are part of it. */
function endOfBlockScalar(text: string, node: WrittenNode): number {
  const written = text.slice(node.start, lineStart(text, node.end) || node.end);
  const whole = node.end >= text.length && !/[\r\n]\s*$/.test(text.slice(node.start, node.end)) ? text.slice(node.start, node.end) : written;
  const header = text.slice(bodyOf(text, node), lineEnd(text, bodyOf(text, node)));
  return node.start + (/^[|>][0-9]*\+/.test(header) ? whole.replace(/(?:\r\n|\n|\r)$/, '') : whole.trimEnd()).length;
}

/** For a collection that ends with an empty value: behind its last colon or dash. */
function endOfLastToken(text: string, { start, end }: WrittenNode): number {
  const lines = text.slice(start, end).split(/(?<=\n|\r(?!\n))/);
  while (lines.length > 1 && /^\s*(?:#.*)?\s*$/.test(lines[lines.length - 1])) {
    lines.pop();
  }
  const before = lines.slice(0, -1).join('').length;
  const last = lines[lines.length - 1];
  return start + before + last.replace(/(?:^|\s)#.*/, '').trimEnd().length;
}

const PREFIX = /(?:[&!]\S*(?:\s|#.*)*)*/y;
const COLON = /\s*:/y;
const LINE_END = /\r\n|\r|\n/g;
