import { Evaluation } from './evaluation';
import { findInMappings, valuesInMappings } from './find-in-map';
import { unreadable } from './intrinsic-functions';
import { isSame } from './same-value';
import { hasSymbol } from './symbol';
import { Template } from './template';
import { isAccountId, isTextPart, UnknownText } from './unknown-text';
import { UnknownValue } from '../policy/unknown-value';

export function either(by: Evaluation, argument: unknown, template: Template): unknown {
  const [condition, yes, no] = Array.isArray(argument) ? argument : [];
  if (typeof condition !== 'string' || (argument as unknown[]).length !== 3) {
    return unreadable('Fn::If', argument);
  }
  const holds = by.conditions.holds(condition, template);
  if (holds.known) {
    return by.inside(holds.value ? yes : no, template);
  }
  const branches = [by.inside(yes, template), by.inside(no, template)];
  return isSame(branches[0], branches[1]) ? branches[0] : new UnknownValue(`condition ${condition} is decided at deployment`);
}

export function mapped(by: Evaluation, argument: unknown, template: Template): unknown {
  const [map, top, second, options, ...more] = Array.isArray(argument) ? argument : [];
  if (!Array.isArray(argument) || argument.length < 3 || more.length > 0) {
    return unreadable('Fn::FindInMap', argument);
  }
  const keys = [map, top, second].map((key) => by.inside(key, template));
  const found = findInMappings(template.mappings, keys);
  const hasDefault = Object.hasOwn(Object(options), 'DefaultValue');
  if (!(found instanceof UnknownValue)) {
    return found !== undefined ? by.inside(found, template)
      : hasDefault ? by.inside(options.DefaultValue, template)
        : new UnknownValue(`no mapping has a value for ${keys.join('.')}`);
  }
  const entries = valuesInMappings(template.mappings, keys);
  const values = entries && [...entries, ...hasDefault ? [options.DefaultValue] : []].map((entry) => by.inside(entry, template));
  return values?.length && values.every((value) => !(value instanceof UnknownValue) && isSame(value, values[0])) ? values[0]
    : mappedText(by, keys, values ?? (options === undefined ? [] : undefined), found.reason, template);
}

/** The text that a mapping has under keys of which not all are decided: one of these, if they are known. */
export function mappedText(by: Evaluation, keys: readonly unknown[], values: readonly unknown[] | undefined, reason: string, template: Template): UnknownValue {
  if (!keys.every(isTextPart) || !values?.every(isTextPart)) {
    return new UnknownValue(reason);
  }
  const [spelled, possible] = [keys, values].map((parts) => parts.map((part) => part instanceof UnknownText ? part.text : String(part)));
  return by.holes.at(`mapping of ${template.id}: ${JSON.stringify([spelled, possible])}`, reason, {
    name: spelled.find((key) => !hasSymbol(key)) ?? 'mapping',
    accounts: possible.length > 0 && possible.every(isAccountId) ? [...new Set(possible)] : undefined,
  });
}
