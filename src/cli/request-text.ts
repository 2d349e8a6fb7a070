import { visible } from './visible-text';
import { PolicyRequest } from '../policy/policy-request';

/** A request as pairs of a label and a value. What belongs to the label above has none of its own. */
export function requestRows({ principal, action, resource, context }: PolicyRequest): [label: string, value: string][] {
  return [
    ['principal', typeof principal === 'string' ? principal : Object.entries(principal).map(([type, value]) => `${type} ${value}`).join('')],
    ['action', action],
    ['resource', resource],
    ...Object.entries(context).map(([key, value], i): [string, string] => [i === 0 ? 'context' : '', `${key} = ${typeof value === 'string' ? value : `[${value.join(', ')}]`}`]),
  ];
}

/** A request as the command prints it. */
export function requestText(request: PolicyRequest): string {
  return requestRows(request).map(([label, value]) => `  ${(label && `${label}:`).padEnd(10)} ${visible(value)}`).join('\n');
}
