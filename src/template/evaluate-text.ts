import { aroundItems } from './any-item';
import { attributeOf, referenceTo } from './evaluate-reference';
import { Evaluation } from './evaluation';
import { firstUnknown, unreadable } from './intrinsic-functions';
import { isPlain } from './plain-symbol';
import { ownValue } from './read-json';
import { splitAroundSymbols } from './symbol';
import { Template } from './template';
import { isTextPart, joinTexts, TextPart, UnknownText } from './unknown-text';
import { UnknownValue } from '../policy/unknown-value';

export function joinedText(by: Evaluation, parts: readonly TextPart[], delimiter: string, template: Template): string | UnknownValue {
  // The same in another template may be another value: it is deployed at another time.
  return joinTexts(parts, delimiter, (reference) => by.holes.at(`${reference} in ${template.id}`, 'a dynamic reference is resolved at deployment', {
    name: reference.slice('{{'.length, -'}}'.length).replace(/⟦[^⟧]*⟧/g, '…'),
  }));
}

export function join(by: Evaluation, argument: unknown, template: Template): unknown {
  const [separator, list] = Array.isArray(argument) ? argument : [];
  const [delimiter, items] = [by.inside(separator, template), by.inside(list, template)];
  if (typeof delimiter !== 'string' || !Array.isArray(items)) {
    return firstUnknown([delimiter, items]) ?? unreadable('Fn::Join', argument);
  }
  return compose(by, items, delimiter, 'Fn::Join', argument, template);
}

/** Puts the parts of a text together, unless one is not known at all, or none. */
export function compose(by: Evaluation, parts: readonly unknown[], delimiter: string, name: string, argument: unknown, template: Template): unknown {
  const unknown = parts.find((part) => part instanceof UnknownValue && !(part instanceof UnknownText));
  return unknown ?? (parts.every(isTextPart) ? joinedText(by, parts, delimiter, template) : unreadable(name, argument));
}

export function substitute(by: Evaluation, argument: unknown, template: Template): unknown {
  const [text, variables] = Array.isArray(argument) ? argument : [argument, {}];
  if (typeof text !== 'string' || text.includes('⟦')) {
    return unreadable('Fn::Sub', argument);
  }
  // Every second part is what stands between braces.
  const parts = text.split(template.anyItems ? AROUND_ITEMS : /(\$\{[^}]*\})/).flatMap((part, index): unknown => {
    const name = part.slice('${'.length, -'}'.length);
    const variable = ownValue(variables, name);
    return index % 2 === 0 ? aroundItems(by, part, template)
      : name.startsWith('!') ? `\${${name.slice(1)}}`
        : variable !== undefined ? by.inside(variable, template)
          : name.includes('.') ? attributeOf(by, name, template) : referenceTo(by, name, template);
  });
  return compose(by, parts, '', 'Fn::Sub', argument, template);
}

export function split(by: Evaluation, argument: unknown, template: Template): unknown {
  const [delimiter, source] = Array.isArray(argument) ? argument : [];
  const text = by.inside(source, template);
  if (typeof text !== 'string' || typeof delimiter !== 'string') {
    return firstUnknown([text]) ?? unreadable('Fn::Split', argument);
  }
  return splitAroundSymbols(text, delimiter, (found) => isPlain(by, found)) ?? new UnknownValue('Fn::Split depends on a text that AWS chooses at deployment');
}

/** What stands between braces, in the logical id of which an item of a loop may stand in braces, too. */
const AROUND_ITEMS = /(\$\{(?:[^{}$&]|[$&](?!\{)|[$&]\{[^{}]*\})*\})/;
