/// <reference path="./js-yaml.d.ts" />
import { FAILSAFE_SCHEMA, Kind, loadAll, State, Type, YAMLException } from 'js-yaml';
import { MAXIMUM_DEPTH } from './check-depth';
import { InputProblem } from './input-problem';
import { lineAt } from './line-at';
import { SourceNode } from './source-node';

/** A node of a YAML document, as it is written: nothing is expanded, and a key that stands twice is there twice. */
export class YamlNode implements SourceNode {
  /** The document is built by js-yaml, which takes a key for the text of whatever it is. This is the number of the node, so that no key hides another. */
  readonly [Symbol.toStringTag] = 'YamlNode';

  constructor(
    private readonly nodes: readonly YamlNode[],
    private readonly number: number,
    readonly kind: Kind | 'alias' | 'empty',
    private readonly content: unknown,
    /** A scalar without quotes. */
    readonly plain: boolean,
    /** Written out: `!Ref`, `tag:yaml.org,2002:str`. */
    public tag: string | undefined,
    public anchor: string | undefined,
    readonly start: number,
    readonly end: number,
  ) {}

  toString(): string {
    return String(this.number);
  }

  get text(): string {
    return typeof this.content === 'string' ? this.content : '';
  }

  /** The items of a list; null stands for one that is empty. */
  get items(): readonly (YamlNode | null)[] {
    return (this.content as unknown[]).map((item) => this.nodeOf(item));
  }

  /** The pairs of a map, in the order of the text. */
  get pairs(): readonly (readonly [key: YamlNode | undefined, value: YamlNode | null])[] {
    return Object.entries(this.content as object).map(([number, value]) => [this.nodes[Number(number)], this.nodeOf(value)]);
  }

  /** What an alias refers to; undefined if that is around it. */
  get target(): YamlNode | undefined {
    return this.content instanceof YamlNode ? this.content : undefined;
  }

  /** js-yaml has no node for the map in `[a: 1]`. */
  private nodeOf(value: unknown): YamlNode | null {
    return value === null || value instanceof YamlNode ? value : new YamlNode(this.nodes, -1, 'mapping', value, false, undefined, undefined, this.start, this.end);
  }
}

/** Takes every tag, and leaves all values as they are. */
const SCHEMA = FAILSAFE_SCHEMA.extend({ explicit: (['scalar', 'sequence', 'mapping'] as const).map((kind) => new Type('', { kind, multi: true })) });

/** js-yaml opens more than one node for some values. */
const MAXIMUM_OPEN = 2 * MAXIMUM_DEPTH;

/**
 * Parses YAML as leniently as CloudFormation does: what js-yaml 4 takes is what SnakeYAML and PyYAML take.
 *
 * Most of what CloudFormation accepts beyond the grammar is indentation: collections in brackets and texts in quotes may end, and
 * go on, at any column. The stricter readers (`yaml`, js-yaml 5) refuse these, and a comment right behind a quote.
 *
 * @throws InputProblem with the line
 */
export function parseYaml(text: string): YamlNode | null {
  const parser = new YamlParser(text);
  try {
    loadAll(text, null, { schema: SCHEMA, json: true, maxDepth: MAXIMUM_OPEN, listener: (event, state) => event === 'open' ? parser.open(state) : parser.close(state) });
  } catch (error) {
    throw error instanceof YAMLException ? parser.problem(error) : error;
  }
  return parser.document;
}

class YamlParser {
  document: YamlNode | null = null;
  private readonly nodes: YamlNode[] = [];
  /** Where each open node begins, and how many nodes there were. */
  private readonly opened: { readonly position: number; readonly count: number }[] = [];

  constructor(private readonly text: string) {}

  open({ position }: State): void {
    this.opened.push({ position, count: this.nodes.length });
  }

  close(state: State): void {
    const { position, count } = this.opened.pop()!;
    const node = this.node(state, position, count);
    state.result = node;
    if (state.anchor !== null) {
      state.anchorMap[state.anchor] = node;
    }
    if (state.tag === `${CORE_TAG}merge`) {
      // js-yaml would merge the nodes themselves.
      throw new InputProblem('CloudFormation does not take the tag !!merge', lineAt(this.text, node.start));
    }
    if (this.opened.length === 0 && (this.document === null || node.kind !== 'empty')) {
      if (this.document !== null) {
        throw new InputProblem('the file holds more than one document', lineAt(this.text, this.text.lastIndexOf('---', node.start)));
      }
      this.document = node;
    }
  }

  private node({ result, kind, tag, anchor, position: end }: State, opened: number, count: number): YamlNode {
    const isPlain = tag === '?';
    const written = tag === null || isPlain ? undefined : tag;
    if (result instanceof YamlNode && Number(String(result)) >= count) {
      // A map was looked for, and its first key found to be the node itself.
      result.tag ??= written;
      result.anchor ??= anchor ?? undefined;
      return result;
    }
    const isAlias = kind === null && result !== null;
    const node = new YamlNode(this.nodes, this.nodes.length, isAlias ? 'alias' : kind ?? 'empty', result, isPlain, written, anchor ?? undefined, skipSpace(this.text, opened), end);
    this.nodes.push(node);
    return node;
  }

  problem({ reason, mark }: YAMLException): InputProblem {
    const at = mark?.position ?? 0;
    const starts = this.opened.map(({ position }) => skipSpace(this.text, position));
    const row = PROBLEMS.find(([pattern]) => pattern.test(reason));
    const innermost = starts[starts.length - 1] ?? at;
    if (row) {
      const [pattern, message, where] = row;
      return new InputProblem(reason.replace(pattern, message), lineAt(this.text, where === 'node' ? innermost : at));
    }
    const line = lineAt(this.text, at);
    const bracket = starts.reverse().find((start) => /[[{]/.test(this.text.charAt(start)) && start < at);
    const opened = bracket === undefined || lineAt(this.text, bracket) === line ? '' : `; the ${this.text.charAt(bracket)} in line ${lineAt(this.text, bracket)} is open`;
    return new InputProblem(`not valid YAML: ${this.indentationReason(reason, at) ?? reason}${opened}`, line);
  }

  /** js-yaml calls it an indentation whatever it is that follows a value. */
  private indentationReason(reason: string, at: number): string | undefined {
    const [line] = this.text.slice(at).split(/[\r\n]/, 1);
    const before = /[^\r\n]*$/.exec(this.text.slice(0, at))![0];
    return reason.startsWith('bad indentation') && before.trim() !== ''
      ? `${JSON.stringify(line.length > 60 ? `${line.slice(0, 60)}…` : line)} cannot stand here; a value that has a colon and a space, or begins with @, % or \`, needs quotes` : undefined;
  }
}

/** What js-yaml says and what it means, and where: where it gave up, or where the node begins. */
const PROBLEMS: readonly (readonly [RegExp, string, 'here' | 'node'])[] = [
  [/^nesting exceeded.*$/, `nested more than ${MAXIMUM_DEPTH} levels deep`, 'here'],
  [/^unexpected end of the .* within a (?:single|double) quoted scalar$/, 'not valid YAML: a text in quotes does not end', 'node'],
  [/^unidentified alias "(.*)"$/, 'the alias *$1 has no anchor before it', 'node'],
  [/^name of an alias node must.*$/, 'not valid YAML: a value that begins with * needs quotes', 'node'],
  [/^tab characters must not.*$/, 'not valid YAML: a tab in the indentation, which is written with spaces', 'here'],
];

export const CORE_TAG = 'tag:yaml.org,2002:';

/** Where the next node begins behind space, comments, tags and anchors. */
function skipSpace(text: string, from: number): number {
  SPACE.lastIndex = from;
  SPACE.test(text);
  return SPACE.lastIndex;
}

const SPACE = /(?:\s|#.*)*/y;
