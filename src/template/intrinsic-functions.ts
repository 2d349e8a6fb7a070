import { isRecord } from './read-json';
import { hasSymbol } from './symbol';
import { isTextPart, UnknownText, withoutText } from './unknown-text';
import { UnknownValue } from '../policy/unknown-value';

/** What intrinsic functions make of arguments that are evaluated already. */

export function selectItem(index: unknown, items: unknown): unknown {
  if (index instanceof UnknownText || !isTextPart(index) || !/^\d+$/.test(String(index)) || !Array.isArray(items)) {
    return firstUnknown([index, items]) ?? unreadable('Fn::Select', index);
  }
  // An item that is not known may not be there, and then those behind it move up.
  return firstUnknown(items.slice(0, Number(index))) ?? items[Number(index)] ?? unreadable('Fn::Select', index);
}

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-length.html */
export function lengthOf(list: unknown): unknown {
  // An item that is not known may not be there.
  return Array.isArray(list) ? firstUnknown(list) ?? list.length : firstUnknown([list]) ?? unreadable('Fn::Length', list);
}

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-ToJsonString.html */
export function toJsonText(value: unknown): unknown {
  if (!Array.isArray(value) && !isRecord(value)) {
    return firstUnknown([value]) ?? unreadable('Fn::ToJsonString', value);
  }
  const length = lengthAsJson(value);
  return typeof length === 'number' && length > MAXIMUM_JSON ? new UnknownValue(`the text is longer than ${MAXIMUM_JSON} characters`)
    : typeof length === 'number' ? JSON.stringify(value) : length;
}

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-base64.html */
export function toBase64(text: unknown): unknown {
  return typeof text !== 'string' ? firstUnknown([text]) ?? unreadable('Fn::Base64', text)
    : hasSymbol(text) ? new UnknownValue('Fn::Base64 of a text that AWS chooses at deployment')
      : btoa(Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join(''));
}

export function unreadable(name: string, argument: unknown): UnknownValue {
  return new UnknownValue(`${name} cannot be read${typeof argument === 'string' ? `: ${argument}` : ''}`);
}

/** What is not known makes what is done with it unknown. */
export function firstUnknown(values: readonly unknown[]): UnknownValue | undefined {
  const unknown = values.find((value) => value instanceof UnknownValue);
  return unknown instanceof UnknownValue ? withoutText(unknown) : undefined;
}

/** About how long a value is as JSON, or what keeps it from being known: told before it is written, because a text that is mentioned often makes much of little. */
function lengthAsJson(value: unknown): number | UnknownValue {
  if (value instanceof UnknownValue) {
    return withoutText(value);
  }
  if (typeof value !== 'object' || value === null) {
    return String(value).length;
  }
  let length = 0;
  for (const [key, item] of Object.entries(value)) {
    const added = lengthAsJson(item);
    if (added instanceof UnknownValue) {
      return added;
    }
    length += key.length + added;
    if (length > MAXIMUM_JSON) {
      break;
    }
  }
  return length;
}

const MAXIMUM_JSON = 50_000;
