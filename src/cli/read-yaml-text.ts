import { checkDepth } from './check-depth';
import { InputProblem } from './input-problem';
import { lineAt } from './line-at';
import { CORE_TAG, parseYaml, YamlNode } from './parse-yaml';
import { OnRepeatedKey, refuseRepeatedKey } from './repeated-key';

/**
 * Reads YAML as CloudFormation does: YAML 1.1 without timestamps, binaries, sets and ordered maps, with its short forms
 * (`!Ref`, `!GetAtt a.b`) written out. Anchors and merges, which the AWS CLI expands before it deploys, are expanded. Of a key
 * that stands twice the last counts.
 *
 * A number with a leading zero is what CloudFormation makes of it: octal where all its digits are, and else a floating-point
 * number in the spelling of Java. Another number that would be printed otherwise than it is written (`1.10`, `0x1F`) stays a
 * text.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-formats.html
 * @see https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/745
 * @see https://www.skyarch.net/blog/cloudformation-yaml-%E3%81%AB%E3%81%A4%E3%81%84%E3%81%A6/
 * @throws InputProblem with the line
 */
export function readYamlText(text: string, onRepeatedKey: OnRepeatedKey = refuseRepeatedKey): unknown {
  const document = parseYaml(text);
  return new YamlReader(text, onRepeatedKey).read(document, 0);
}

/** Far more than a template holds; aliases of aliases double with every line. */
const MAXIMUM_VALUES = 1_000_000;

interface Anchored {
  readonly value: unknown;
  /** How many values it holds, and how many levels. */
  readonly values: number;
  readonly levels: number;
}

class YamlReader {
  private readonly anchors = new Map<YamlNode, Anchored>();
  private readonly path: (string | number)[] = [];
  private values = 0;
  private deepest = 0;

  constructor(private readonly text: string, private readonly onRepeatedKey: OnRepeatedKey) {}

  read(node: YamlNode | null, depth: number): unknown {
    this.count(1, depth, node);
    if (node?.kind === 'alias') {
      return this.aliased(node, depth);
    }
    if (node?.anchor === undefined) {
      return this.tagged(node, depth);
    }
    const before = { values: this.values, deepest: this.deepest };
    this.deepest = depth;
    const value = this.tagged(node, depth);
    this.anchors.set(node, { value, values: this.values - before.values, levels: this.deepest - depth });
    this.deepest = Math.max(this.deepest, before.deepest);
    return value;
  }

  private aliased(alias: YamlNode, depth: number): unknown {
    const anchored = alias.target && this.anchors.get(alias.target);
    if (!anchored) {
      throw this.problem(`the alias ${this.text.slice(alias.start).split(/[\s,[\]{}]/, 1)[0]} stands inside of what it refers to`, alias);
    }
    this.count(anchored.values, depth + anchored.levels, alias);
    return anchored.value;
  }

  private count(values: number, depth: number, node: YamlNode | null): void {
    checkDepth(depth, () => this.lineOf(node));
    this.deepest = Math.max(this.deepest, depth);
    this.values += values;
    if (this.values > MAXIMUM_VALUES) {
      throw this.problem(`more than ${MAXIMUM_VALUES} values, counting those that aliases repeat`, node);
    }
  }

  private tagged(node: YamlNode | null, depth: number): unknown {
    const tag = node?.tag;
    if (tag === undefined || tag.startsWith(CORE_TAG)) {
      return this.untagged(node, tag?.slice(CORE_TAG.length), depth);
    }
    if (!tag.startsWith('!')) {
      throw this.problem(`CloudFormation has no tag ${tag}`, node);
    }
    // Behind a tag a scalar is a text, whatever it looks like.
    const value = node!.kind === 'scalar' || node!.kind === 'empty' ? node!.text : this.inside(longForm(tag), () => this.untagged(node, undefined, depth + 1));
    switch (tag) {
      case '!':
        return value;
      case '!GetAtt':
        return { 'Fn::GetAtt': typeof value === 'string' && value.includes('.') ? [value.slice(0, value.indexOf('.')), value.slice(value.indexOf('.') + 1)] : withNames('Fn::GetAtt', value) };
      default:
        return { [longForm(tag)]: withNames(longForm(tag), value) };
    }
  }

  private untagged(node: YamlNode | null, tag: string | undefined, depth: number): unknown {
    if (tag !== undefined && !CORE_TAGS.has(tag)) {
      throw this.problem(`CloudFormation does not take the tag !!${tag}`, node);
    }
    switch (node?.kind) {
      case 'mapping': return this.map(node, depth);
      case 'sequence': return node.items.map((item, i) => this.inside(i, () => this.read(item, depth + 1)));
      case 'scalar': return tag === 'str' || (tag === undefined && !node.plain) ? node.text : plainValue(node.text);
      default: return tag === 'str' ? '' : null;
    }
  }

  private map(node: YamlNode, depth: number): Record<string, unknown> {
    const own = new Map<string, unknown>();
    const merged: unknown[] = [];
    for (const [keyNode, valueNode] of node.pairs) {
      const key = this.key(keyNode, node);
      const value = withNames(key, this.inside(key, () => this.read(valueNode, depth + 1)));
      if (key === '<<' && keyNode!.plain) {
        merged.push(...this.mergedMaps(value, keyNode!));
      } else {
        if (own.has(key)) {
          this.onRepeatedKey([...this.path, key], () => this.lineOf(keyNode ?? null));
        }
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
  private key(node: YamlNode | undefined, map: YamlNode): string {
    const scalar = node?.kind === 'alias' ? node.target : node;
    if (scalar?.kind !== 'scalar' || scalar.tag?.startsWith('!')) {
      throw this.problem('a key has to be a text', node ?? map);
    }
    if (scalar.anchor !== undefined) {
      this.anchors.set(scalar, { value: scalar.text, values: 1, levels: 0 });
    }
    return scalar.text;
  }

  private inside<T>(step: string | number, read: () => T): T {
    this.path.push(step);
    const value = read();
    this.path.pop();
    return value;
  }

  private mergedMaps(value: unknown, key: YamlNode): unknown[] {
    const maps = Array.isArray(value) ? value : [value];
    if (maps.some((map) => typeof map !== 'object' || map === null || Array.isArray(map))) {
      throw this.problem('<< merges maps and nothing else', key);
    }
    return maps;
  }

  private problem(message: string, node: YamlNode | null): InputProblem {
    return new InputProblem(message, this.lineOf(node));
  }

  private lineOf(node: YamlNode | null): number {
    return lineAt(this.text, node?.start ?? 0);
  }
}

/** What a short form stands for: `!Ref` for `Ref`, and `!Sub` for `Fn::Sub`. */
export function longForm(tag: string): string {
  const name = tag.slice(1);
  return name === 'Ref' || name === 'Condition' ? name : `Fn::${name}`;
}

/** Where CloudFormation accepts a name, a number is one. */
function withNames(key: string, value: unknown): unknown {
  const named = (one: unknown) => typeof one === 'number' ? String(one) : one;
  switch (key) {
    case 'Ref': case 'Condition': return named(value);
    case 'Fn::GetAtt': return Array.isArray(value) ? value.map(named) : value;
    case 'Fn::If': return Array.isArray(value) && value.length > 0 ? [named(value[0]), ...value.slice(1)] : value;
    default: return value;
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
  if (word !== undefined) {
    return word;
  }
  if (LEADING_ZERO.test(text)) {
    const digits = text.replace(/[^0-9]/g, '');
    return /[89]/.test(digits) ? (text.startsWith('-') ? '-' : '') + inJava(Number(digits)) : Number(`${text.startsWith('-') ? '-' : ''}${parseInt(digits, 8)}`);
  }
  return /^-?\d/.test(text) && String(Number(text)) === text ? Number(text) : text;
}

/** YAML 1.1 takes these for octal numbers, and SnakeYAML for floating-point numbers where they are none. */
const LEADING_ZERO = /^[-+]?0[0-9_]*[0-9][0-9_]*$/;

/** A floating-point number as Java prints it: `8.0`, and `1.2345678901E10` from ten million on. */
function inJava(number: number): string {
  if (number < 1e7) {
    return `${number}.0`;
  }
  const [digits, exponent] = number.toExponential().split('e+');
  return `${digits.includes('.') ? digits : `${digits}.0`}E${exponent}`;
}
