import { PolicyRequest } from './policy-request';
import { visible } from './visible-text';

/** A request as pairs of a label and a value. What belongs to the label above has none of its own. */
export function requestRows({ principal, action, resource, context }: PolicyRequest): [label: string, value: string][] {
  return [
    ['principal', typeof principal === 'string' ? principal : Object.entries(principal).map(([type, value]) => `${type} ${value}`).join('')],
    ['action', action],
    ['resource', resource],
    ...Object.entries(context).map(([key, value], i): [string, string] => [i === 0 ? 'context' : '', `${key} = ${typeof value === 'string' ? value : `[${value.join(', ')}]`}`]),
  ];
}

/** A request in one line, for messages. */
export function requestLine({ principal, action, resource, context }: PolicyRequest): string {
  const who = typeof principal === 'string' ? 'an anonymous caller' : Object.values(principal)[0];
  const keys = Object.entries(context).map(([key, value]) => `${key} ${typeof value === 'string' ? value : `[${value.join(', ')}]`}`);
  return visible(`${who} does ${action} on ${resource}${keys.length > 0 ? ` with ${keys.join(', ')}` : ''}`);
}

/** A request as the command prints it. */
export function requestText(request: PolicyRequest): string {
  return requestRows(request).map(([label, value]) => `  ${(label && `${label}:`).padEnd(10)} ${visible(value)}`).join('\n');
}
