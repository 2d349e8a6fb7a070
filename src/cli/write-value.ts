import { readYamlText } from './read-yaml-text';
import { TextStyle } from './text-style';
import { intrinsicIn, Json, JsonObject } from '../adopt/json';

/** JSON on several lines, where the text has some, and on one line otherwise. */
export function jsonText(value: Json, { lineBreak, colon, indent }: TextStyle, around: string, onOneLine: boolean): string {
  const comma = onOneLine && colon === ':' ? ',' : ', ';
  const write = (one: Json, at: string): string => {
    if (typeof one !== 'object' || one === null) {
      return JSON.stringify(one);
    }
    const parts = Array.isArray(one) ? one.map((item: Json) => write(item, at + indent)) : Object.entries(one).map(([key, item]) => `${JSON.stringify(key)}${colon}${write(item as Json, at + indent)}`);
    const [open, close] = Array.isArray(one) ? '[]' : '{}';
    return parts.length === 0 ? open + close
      : onOneLine ? `${open}${parts.join(comma)}${close}`
        : `${open}${lineBreak}${parts.map((part) => at + indent + part).join(`,${lineBreak}`)}${lineBreak}${at}${close}`;
  };
  return write(value, around);
}

/** A value of YAML in brackets, on one line. `isJson`: as JSON. */
export function flowText(value: Json, style: TextStyle, isJson: boolean): string {
  if (isJson) {
    return jsonText(value, { ...style, colon: ': ' }, '', true);
  }
  const inline = inlineText(value, style);
  if (inline !== undefined) {
    return inline;
  }
  const short = shortForm(value, style);
  if (short) {
    return `${short.tag} ${flowText(short.argument, { ...style, shortForms: style.shortForms && intrinsicIn(short.argument) === undefined }, false)}`;
  }
  return Array.isArray(value) ? `[${value.map((item: Json) => flowText(item, style, false)).join(', ')}]`
    : `{ ${Object.entries(value as JsonObject).map(([key, item]) => `${keyText(key, style)}: ${flowText(item, style, false)}`).join(', ')} }`;
}

/** The lines of a key with its value in the block style of YAML. */
export function entryLines(key: string, value: Json, style: TextStyle, indent: string): string[] {
  const [first, ...rest] = valueLines(value, style, indent);
  return [`${indent}${key}:${first}`, ...rest];
}

/** The lines of an item of a list in the block style of YAML. */
export function itemLines(value: Json, style: TextStyle, indent: string): string[] {
  const below = `${indent}  `;
  const lines = bodyLines(value, style, below);
  if (lines && !shortForm(value, style)) {
    return [`${indent}- ${lines[0].slice(below.length)}`, ...lines.slice(1)];
  }
  const [first, ...rest] = valueLines(value, style, indent);
  return [`${indent}-${first}`, ...rest];
}

/** What stands behind a colon or a dash, and the lines below that. */
export function valueLines(value: Json, style: TextStyle, indent: string): string[] {
  const inline = inlineText(value, style);
  if (inline !== undefined) {
    return [` ${inline}`];
  }
  const short = shortForm(value, style);
  if (short) {
    const isWrapped = intrinsicIn(short.argument) !== undefined;
    // A value has one tag.
    return [` ${short.tag}`, ...bodyLines(short.argument, isWrapped ? { ...style, shortForms: false } : style, indent + style.indent)!];
  }
  return ['', ...bodyLines(value, style, Array.isArray(value) ? indent + style.listIndent : indent + style.indent)!];
}

/** The lines of a map or list that is not empty. */
export function bodyLines(value: Json, style: TextStyle, indent: string): string[] | undefined {
  if (typeof value !== 'object' || value === null || Object.keys(value).length === 0) {
    return undefined;
  }
  return Array.isArray(value) ? value.flatMap((item: Json) => itemLines(item, style, indent))
    : Object.entries(value).flatMap(([key, item]) => entryLines(keyText(key, style), item as Json, style, indent));
}

/** What fits behind a colon; undefined for what takes lines of its own. */
export function inlineText(value: Json, style: TextStyle): string | undefined {
  if (typeof value === 'string') {
    return scalarText(value, style);
  }
  if (typeof value !== 'object' || value === null) {
    return String(value);
  }
  if (Object.keys(value).length === 0) {
    return Array.isArray(value) ? '[]' : '{}';
  }
  const short = shortForm(value, style);
  return short && typeof short.argument === 'string' ? `${short.tag} ${scalarText(short.argument, style)}` : undefined;
}

export function keyText(key: string, style: TextStyle): string {
  return scalarText(key, style);
}

/** A text without quotes where no reader takes it for anything else. */
function scalarText(text: string, { quote }: TextStyle): string {
  if (PLAIN.test(text) && !text.endsWith(':') && isReadAs(text)) {
    return text;
  }
  // Only what is in double quotes can have escapes.
  return quoted(text, quote);
}

export function quoted(text: string, quote: '"' | "'"): string {
  return quote === "'" && SINGLE_QUOTABLE.test(text) ? `'${text.replaceAll("'", "''")}'`
    : JSON.stringify(text).replace(UNPRINTABLE, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function isReadAs(text: string): boolean {
  return (readYamlText(`- ${text}`) as unknown[])[0] === text;
}

function shortForm(value: Json, { shortForms }: TextStyle): { readonly tag: string; readonly argument: Json } | undefined {
  const name = intrinsicIn(value);
  if (!shortForms || name === undefined) {
    return undefined;
  }
  const argument = (value as JsonObject)[name];
  const short = name.replace(/^Fn::/, '');
  if (!SHORT_FORMS.has(short) || (typeof argument === 'object' ? argument === null || Object.keys(argument).length === 0 : typeof argument !== 'string')) {
    return undefined;
  }
  if (name === 'Fn::GetAtt') {
    const isWritten = Array.isArray(argument) && argument.length === 2 && argument.every((part) => typeof part === 'string') && /^\w+$/.test(argument[0] as string);
    return isWritten ? { tag: '!GetAtt', argument: argument.join('.') } : undefined;
  }
  return { tag: `!${short}`, argument };
}

const SHORT_FORMS: ReadonlySet<string> = new Set(['Ref', 'GetAtt', 'Sub', 'Join', 'If', 'Select', 'Split', 'FindInMap', 'ImportValue', 'Equals', 'And', 'Or', 'Not', 'Base64', 'Cidr', 'GetAZs']);

/** Begins with a letter or a slash: no number, no date, no indicator; nothing that ends a value in brackets, either. */
const PLAIN = /^[A-Za-z/][\w/.:+@=$-]*(?: [\w/.+@=$-]+)*$/;
const UNPRINTABLE = /[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g;
// eslint-disable-next-line no-control-regex
const SINGLE_QUOTABLE = /^[^\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff]*$/;
