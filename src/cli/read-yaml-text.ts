import { Alias, isAlias, isMap, isScalar, isSeq, Lexer, LineCounter, Node, Pair, parseDocument, Scalar, YAMLMap } from 'yaml';
import { checkDepth, MAXIMUM_DEPTH } from './check-depth';
import { InputProblem } from './input-problem';

/**
 * Reads YAML as CloudFormation does: YAML 1.1 without timestamps, binaries, sets and ordered maps, with its short forms
 * (`!Ref`, `!GetAtt a.b`) written out. Anchors and merges, which the AWS CLI expands before it deploys, are expanded.
 *
 * A number that would be printed otherwise than it is written (`012345670123`, `1.10`, `0x1F`) stays a text: an account
 * id is more common in templates than an octal number.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-formats.html
 * @throws InputProblem with the line
 */
export function readYamlText(text: string): unknown {
  checkFlowDepth(text);
  const lines = new LineCounter();
  // The library only parses: all values stay texts, and finding twins in its way takes the square of their number.
  const document = parseDocument(text, { schema: 'failsafe', resolveKnownTags: false, uniqueKeys: false, prettyErrors: false, logLevel: 'error', lineCounter: lines });
  const [error] = document.errors;
  if (error) {
    throw new InputProblem(PROBLEMS[error.code] ?? `this is no YAML: ${error.message}`, lines.linePos(error.pos[0]).line);
  }
  return new YamlReader(lines).read(document.contents, 0);
}

/** The parser would take minutes to give up on millions of open brackets. */
function checkFlowDepth(text: string): void {
  let depth = 0;
  let offset = 0;
  for (const lexeme of new Lexer().lex(text)) {
    depth += lexeme === '[' || lexeme === '{' ? 1 : lexeme === ']' || lexeme === '}' ? -1 : 0;
    checkDepth(depth, () => text.slice(0, offset).split('\n').length);
    offset += CONTROL_LEXEMES.includes(lexeme) ? 0 : lexeme.length;
  }
}

/** Where a document, a flow collection's end or a scalar is, which the text does not say. */
const CONTROL_LEXEMES = ['\x02', '\x18', '\x1f'];

const PROBLEMS: Readonly<Record<string, string>> = {
  MULTIPLE_DOCS: 'the file holds more than one document',
  RESOURCE_EXHAUSTION: `nested more than ${MAXIMUM_DEPTH} levels deep`,
};

/** Far more than a template holds; aliases of aliases double with every line. */
const MAXIMUM_VALUES = 1_000_000;

const CORE_TAG = 'tag:yaml.org,2002:';

interface Anchored {
  readonly value: unknown;
  /** How many values it holds, and how many levels. */
  readonly values: number;
  readonly levels: number;
}

class YamlReader {
  private readonly anchors = new Map<string, Anchored | 'open'>();
  private values = 0;
  private deepest = 0;

  constructor(private readonly lines: LineCounter) {}

  read(node: Node | null, depth: number): unknown {
    this.count(1, depth, node);
    if (isAlias(node)) {
      return this.aliased(node, depth);
    }
    const anchor = (isScalar(node) || isMap(node) || isSeq(node)) && node.anchor;
    if (!anchor) {
      return this.tagged(node, depth);
    }
    const before = { values: this.values, deepest: this.deepest };
    this.deepest = depth;
    this.anchors.set(anchor, 'open');
    const value = this.tagged(node, depth);
    this.anchors.set(anchor, { value, values: this.values - before.values, levels: this.deepest - depth });
    this.deepest = Math.max(this.deepest, before.deepest);
    return value;
  }

  private aliased(alias: Alias, depth: number): unknown {
    const anchored = this.anchors.get(alias.source);
    if (anchored === undefined || anchored === 'open') {
      throw this.problem(`the alias *${alias.source} ${anchored ? 'stands inside of what it refers to' : 'has no anchor before it'}`, alias);
    }
    this.count(anchored.values, depth + anchored.levels, alias);
    return anchored.value;
  }

  private count(values: number, depth: number, node: Node | null): void {
    checkDepth(depth, () => this.lineOf(node));
    this.deepest = Math.max(this.deepest, depth);
    this.values += values;
    if (this.values > MAXIMUM_VALUES) {
      throw this.problem(`more than ${MAXIMUM_VALUES} values, counting those that aliases repeat`, node);
    }
  }

  private tagged(node: Node | null, depth: number): unknown {
    const tag = node?.tag;
    if (!tag || tag.startsWith(CORE_TAG)) {
      return this.untagged(node, tag?.slice(CORE_TAG.length), depth);
    }
    if (!tag.startsWith('!')) {
      throw this.problem(`CloudFormation has no tag ${tag}`, node);
    }
    // Behind a tag a scalar is a text, whatever it looks like.
    const value = isScalar(node) ? textOf(node) : this.untagged(node, undefined, depth + 1);
    const name = tag.slice(1);
    switch (name) {
      case '':
        return value;
      case 'Ref':
      case 'Condition':
        return { [name]: value };
      case 'GetAtt':
        return { 'Fn::GetAtt': typeof value === 'string' && value.includes('.') ? [value.slice(0, value.indexOf('.')), value.slice(value.indexOf('.') + 1)] : value };
      default:
        return { [`Fn::${name}`]: value };
    }
  }

  private untagged(node: Node | null, tag: string | undefined, depth: number): unknown {
    if (tag !== undefined && !CORE_TAGS.has(tag)) {
      throw this.problem(`CloudFormation does not take the tag !!${tag}`, node);
    }
    if (isMap(node)) {
      return this.map(node, depth);
    }
    if (isSeq(node)) {
      return node.items.map((item) => this.read(item as Node | null, depth + 1));
    }
    if (!isScalar(node)) {
      return null;
    }
    return tag === 'str' || (tag === undefined && node.type !== 'PLAIN') ? textOf(node) : plainValue(textOf(node));
  }

  private map(node: YAMLMap, depth: number): Record<string, unknown> {
    const own = new Map<string, unknown>();
    const merged: unknown[] = [];
    for (const pair of node.items as Pair<Node | null, Node | null>[]) {
      const key = this.key(pair.key, node);
      const value = this.read(pair.value, depth + 1);
      if (key === '<<' && isScalar(pair.key) && pair.key.type === 'PLAIN') {
        merged.push(...this.mergedMaps(value, pair.key));
      } else if (own.has(key)) {
        throw this.problem(`the key ${JSON.stringify(key)} stands twice`, pair.key);
      } else {
        own.set(key, value);
      }
    }
    for (const [key, value] of merged.flatMap((map) => Object.entries(map as object))) {
      if (!own.has(key)) {
        own.set(key, value);
      }
    }
    return Object.fromEntries(own);
  }

  /** Keys stay as they are written, because they become the keys of JSON: `On` is no boolean there. */
  private key(node: Node | null, map: YAMLMap): string {
    const key = isScalar(node) && !node.tag ? textOf(node) : isAlias(node) ? this.aliased(node, 0) : undefined;
    if (typeof key !== 'string') {
      throw this.problem('a key has to be a text', node ?? map);
    }
    if (isScalar(node) && node.anchor) {
      this.anchors.set(node.anchor, { value: key, values: 1, levels: 0 });
    }
    return key;
  }

  private mergedMaps(value: unknown, key: Node): unknown[] {
    const maps = Array.isArray(value) ? value : [value];
    if (maps.some((map) => typeof map !== 'object' || map === null || Array.isArray(map))) {
      throw this.problem('<< merges maps and nothing else', key);
    }
    return maps;
  }

  private problem(message: string, node: Node | null): InputProblem {
    return new InputProblem(message, this.lineOf(node));
  }

  private lineOf(node: Node | null): number {
    return this.lines.linePos(node?.range?.[0] ?? 0).line;
  }
}

const CORE_TAGS: ReadonlySet<string> = new Set(['str', 'null', 'bool', 'int', 'float', 'map', 'seq']);

const PLAIN_WORDS: ReadonlyMap<string, boolean | null> = new Map<string, boolean | null>([
  ...inAllCases('yes', 'true', 'on').map((word) => [word, true] as const),
  ...inAllCases('no', 'false', 'off').map((word) => [word, false] as const),
  ...['', '~', ...inAllCases('null')].map((word) => [word, null] as const),
]);

function inAllCases(...words: string[]): string[] {
  return words.flatMap((word) => [word, word[0].toUpperCase() + word.slice(1), word.toUpperCase()]);
}

function plainValue(text: string): unknown {
  const word = PLAIN_WORDS.get(text);
  return word !== undefined ? word : /^-?\d/.test(text) && String(Number(text)) === text ? Number(text) : text;
}

function textOf(node: Scalar): string {
  return String(node.value ?? '');
}
