import { Situation } from './key-theory';
import { ExpandedText } from './value-set';
import { hasBrokenVariable } from '../broken-variables';
import { PolicyText } from '../policy-document';
import { UnknownValue } from '../unknown-value';

/** A policy variable in a text. */
export const VARIABLE = /\$\{[^}]*\}/;

/** The values of a clause with the values of their policy variables put in. */
export interface Expanded {
  readonly values: readonly ExpandedText[];
  /** A value has a variable whose key is open. */
  readonly opaque: true | undefined;
  readonly unknown: boolean;
  /** The values with a wildcard for each open variable. */
  readonly wide: readonly ExpandedText[];
}

/** Puts the values of policy variables into each text. */
export function expandAll(texts: readonly PolicyText[], situation: Situation, withVariables: boolean): Expanded {
  const wide: ExpandedText[] = [];
  const values: ExpandedText[] = [];
  let unknown = false;
  let opaque: true | undefined;
  for (const text of texts) {
    if (text instanceof UnknownValue || (withVariables && hasBrokenVariable(text))) {
      unknown = true;
      continue;
    }
    const expanded = withVariables ? expand(text, situation) : { text, escaped: new Set<number>() };
    if (expanded === 'open') {
      opaque = true;
      wide.push({ text: text.replace(new RegExp(VARIABLE, 'g'), '*'), escaped: new Set() });
    } else if (expanded) {
      values.push(expanded);
      wide.push(expanded);
    }
  }
  return { values, unknown, opaque, wide };
}

/** Puts the values of policy variables in; undefined where one has none, and so the text matches nothing. */
function expand(text: string, { variables, opaqueVariables }: Situation): ExpandedText | 'open' | undefined {
  let result = '';
  let from = 0;
  const escaped = new Set<number>();
  const append = (value: string) => {
    for (const char of value) {
      escaped.add([...result].length);
      result += char;
    }
  };
  for (const found of text.matchAll(/\$\{([^}]*)\}/g)) {
    result += text.slice(from, found.index);
    from = found.index + found[0].length;
    if (['*', '?', '$'].includes(found[1])) {
      append(found[1]);
      continue;
    }
    const [, key, fallback] = /^\s*([^,]*?)\s*(?:,\s*'(.*)'\s*)?$/s.exec(found[1]) ?? [undefined, found[1], undefined];
    const value = variables.get(key!.toLowerCase());
    if (value === undefined && opaqueVariables) {
      return 'open';
    }
    if ((value === undefined || value === null) && fallback === undefined) {
      return undefined;
    }
    append(value ?? fallback!);
  }
  return { text: result + text.slice(from), escaped };
}

