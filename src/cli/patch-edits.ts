import { OperationProblem, PatchOperation } from './patch-operation';
import { Holder, PatchPlace, Refusal, refuseBarePair } from './patch-place';
import { TextStyle } from './text-style';
import { bodyLines, flowText, inlineText, itemLines, entryLines, jsonText, keyText, quoted, valueLines } from './write-value';
import { behindColon, bodyOf, endOf, indentAt, isFlow, lineEnd, lineStart, WrittenNode } from './written-value';
import { Json } from '../adopt/json';

/** Characters of a text that others take the place of. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** What to write for an operation, in the order of the text. @throws Refusal */
export function editsFor(text: string, style: TextStyle, place: PatchPlace, { op, value }: PatchOperation): Edit[] {
  return new Editor(text, style).edits(place, op, value);
}

class Editor {
  constructor(private readonly text: string, private readonly style: TextStyle) {}

  edits({ holder, node, rest, isBehindTag }: PatchPlace, op: PatchOperation['op'], value: Json): Edit[] {
    const [step, ...below] = rest;
    const wanted = op === 'append' && (rest.length > 0 || node?.kind !== 'sequence' || node.items.length === 0) ? [value] : value;
    if (step !== undefined && node?.kind === 'mapping') {
      const entry = { key: String(step), value: wrapped(below, wanted) };
      return node.pairs.length > 0 ? this.insert(node, entry) : this.replace(holder, node, { [entry.key]: entry.value });
    }
    if (step === undefined && op === 'append' && node?.kind === 'sequence' && node.items.length > 0) {
      return this.append(node, value);
    }
    if (isBehindTag && node) {
      throw new Refusal(`${node.tag} is replaced as a whole, or not at all`, node.start);
    }
    return this.replace(holder, node, wrapped(rest, wanted));
  }

  private insert(map: WrittenNode, { key, value }: { key: string; value: Json }): Edit[] {
    const last = map.pairs[map.pairs.length - 1];
    const lastKey = last[0]!;
    if (isFlow(this.text, map)) {
      const isQuoted = this.text.charAt(lastKey.start) === '"';
      const between = this.text.slice(endOf(this.text, lastKey), last[1]?.start);
      const colon = /^[ \t]*:[ \t]*$/.test(between) && (isQuoted || /[ \t]$/.test(between)) ? between : this.style.isJson ? this.style.colon : ': ';
      return this.extend(map, lastKey, last[1], (indent, isOnOneLine) =>
        (isQuoted ? JSON.stringify(key) : keyText(key, this.style)) + colon + this.inBrackets(value, indent, isOnOneLine, isQuoted));
    }
    const indent = this.indentOf(map);
    const quote = this.text.charAt(lastKey.start);
    const lines = entryLines(quote === '"' || quote === "'" ? quoted(key, quote) : keyText(key, this.style), value, this.style, indent);
    return [this.linesBehind(map, lines.length > 1 && this.hasEmptyLines(map) ? ['', ...lines] : lines)];
  }

  private append(list: WrittenNode, value: Json): Edit[] {
    const last = list.items[list.items.length - 1];
    refuseBarePair(list, last);
    if (isFlow(this.text, list)) {
      const isQuoted = this.text.charAt(last?.start ?? list.start) === '"' || this.style.isJson;
      return this.extend(list, last, last, (indent, isOnOneLine) => this.inBrackets(value, indent, isOnOneLine, isQuoted));
    }
    const dash = bodyOf(this.text, list);
    if (this.text.charAt(dash) !== '-') {
      throw new Refusal('the list is written in a way that no item can be added to', dash);
    }
    return [this.linesBehind(list, itemLines(value, this.style, indentAt(this.text, dash)))];
  }

  /** Adds to a collection in brackets that has something in it. */
  private extend(around: WrittenNode, start: WrittenNode | null, last: WrittenNode | null, write: (indent: string, isOnOneLine: boolean) => string): Edit[] {
    if (!start || !last || last.kind === 'empty') {
      throw new Refusal('what stands last in these brackets is empty', around.start);
    }
    const end = endOf(this.text, last);
    const comma = /^(?:\s|#.*)*,/.exec(this.text.slice(end, around.end))?.[0].length ?? 0;
    const first = around.kind === 'sequence' ? around.items[0]! : around.pairs[0][0]!;
    const isOnOneLine = !/[\r\n]/.test(this.text.slice(bodyOf(this.text, around), first.start));
    if (isOnOneLine) {
      const space = this.style.isJson && this.style.colon === ':' ? '' : ' ';
      return [insertion(end + comma, `${comma > 0 ? '' : ','}${space}${write('', true)}`)];
    }
    const own = this.text.slice(lineStart(this.text, start.start), start.start);
    const indent = own.trim() === '' ? own : indentAt(this.text, first.start);
    const restOfLine = this.text.slice(end + comma, lineEnd(this.text, end + comma));
    const entry = `${this.style.lineBreak}${indent}${write(indent, false)}${comma > 0 ? ',' : ''}`;
    return /^\s*#/.test(restOfLine)
      ? [...comma > 0 ? [] : [insertion(end, ',')], insertion(lineEnd(this.text, end + comma), entry)]
      : [insertion(end + comma, (comma > 0 ? '' : ',') + entry)];
  }

  private replace(holder: Holder | undefined, node: WrittenNode | null, value: Json): Edit[] {
    if (!holder) {
      throw new OperationProblem('a template is not replaced as a whole');
    }
    const isEmpty = !node || node.kind === 'empty';
    if (isEmpty && (node?.tag !== undefined || node?.anchor !== undefined)) {
      throw new Refusal('a tag or an anchor without a value stands here', node.start);
    }
    return holder.kind === 'map' ? this.replaceInMap(holder.map, holder.key, isEmpty ? null : node, value) : this.replaceInList(holder.list, isEmpty ? null : node, value);
  }

  private replaceInMap(map: WrittenNode, key: WrittenNode, node: WrittenNode | null, value: Json): Edit[] {
    const start = behindColon(this.text, key);
    if (start < 0) {
      throw new Refusal('the key has no colon', key.start);
    }
    const indent = indentAt(this.text, key.start);
    if (isFlow(this.text, map)) {
      const isOnOneLine = !/[\r\n]/.test(this.text.slice(bodyOf(this.text, map), key.start));
      const written = this.inBrackets(value, this.style.isJson ? indent.replace(/\S/g, ' ') : '', isOnOneLine, this.text.charAt(key.start) === '"');
      return [node ? { start: node.start, end: endOf(this.text, node), text: written } : insertion(start, ` ${written}`)];
    }
    const inline = this.inlineInPlaceOf(node, value);
    if (node && inline !== undefined && lineStart(this.text, node.start) === lineStart(this.text, key.start)) {
      return [{ start: node.start, end: endOf(this.text, node), text: inline }];
    }
    return this.replaceWithLines(start, node ? endOf(this.text, node) : start, valueLines(value, this.style, indent));
  }

  private replaceInList(list: WrittenNode, node: WrittenNode | null, value: Json): Edit[] {
    if (!node) {
      throw new Refusal('the item of the list is empty', list.start);
    }
    if (isFlow(this.text, list)) {
      const isOnOneLine = !/[\r\n]/.test(this.text.slice(bodyOf(this.text, list), node.start));
      return [{ start: node.start, end: endOf(this.text, node), text: this.inBrackets(value, indentAt(this.text, node.start), isOnOneLine, this.text.charAt(node.start) === '"') }];
    }
    const inline = this.inlineInPlaceOf(node, value);
    if (inline !== undefined) {
      return [{ start: node.start, end: endOf(this.text, node), text: inline }];
    }
    const indent = indentAt(this.text, node.start);
    const [first, ...rest] = valueLines(value, this.style, indent);
    const lines = first === '' ? bodyLines(value, this.style, indent)! : [first, ...rest];
    return this.replaceWithLines(node.start, endOf(this.text, node), [lines[0].trimStart(), ...lines.slice(1)]);
  }

  /** The first line goes where the value was, and what follows below the comment behind that. */
  private replaceWithLines(start: number, end: number, [first, ...rest]: readonly string[]): Edit[] {
    this.refuseRest(end);
    return [{ start, end, text: first }, ...rest.length > 0 ? [insertion(lineEnd(this.text, end), rest.map((line) => this.style.lineBreak + line).join(''))] : []];
  }

  private inlineInPlaceOf(node: WrittenNode | null, value: Json): string | undefined {
    const quote = node?.kind === 'scalar' ? this.text.charAt(node.start) : '';
    return typeof value === 'string' && (quote === '"' || quote === "'") ? quoted(value, quote) : inlineText(value, this.style);
  }

  private inBrackets(value: Json, indent: string, isOnOneLine: boolean, isQuoted: boolean): string {
    return this.style.isJson ? jsonText(value, this.style, indent, isOnOneLine) : flowText(value, this.style, isQuoted);
  }

  private linesBehind(collection: WrittenNode, lines: readonly string[]): Edit {
    const end = endOf(this.text, collection);
    this.refuseRest(end);
    return insertion(lineEnd(this.text, end), lines.map((line) => this.style.lineBreak + line).join(''));
  }

  /** Whether the last two entries of a map have an empty line between them. */
  private hasEmptyLines({ pairs }: WrittenNode): boolean {
    const [before, last] = pairs.slice(-2);
    return last !== undefined && before[1] !== null && /^[ \t]*(?:\r\n|\n|\r)[ \t]*[\r\n]/.test(this.text.slice(lineEnd(this.text, endOf(this.text, before[1])), last[0]!.start));
  }

  private refuseRest(end: number): void {
    if (!/^\s*(?:#.*)?$/.test(this.text.slice(end, lineEnd(this.text, end)))) {
      throw new Refusal('something stands behind this value in its line', end);
    }
  }

  /** A key that begins its line shows it; others stand behind the dash of a list. */
  private indentOf(map: WrittenNode): string {
    const starts = map.pairs.flatMap(([key]) => key ? [key.start] : []);
    const own = starts.find((start) => this.text.slice(lineStart(this.text, start), start).trim() === '');
    const start = own ?? starts[0];
    if (/[?:]\s*$/.test(this.text.slice(lineStart(this.text, start), start))) {
      throw new Refusal('the keys of this map are written with a question mark', start);
    }
    return indentAt(this.text, start);
  }
}

function insertion(at: number, text: string): Edit {
  return { start: at, end: at, text };
}

/** The maps on the way to a value. */
function wrapped(steps: PatchPlace['rest'], value: Json): Json {
  return [...steps].reverse().reduce<Json>((inner, step) => ({ [step]: inner }), value);
}
