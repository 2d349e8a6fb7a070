import { escape } from './match-text';
import { Context, RoleOfSession } from './request-context';
import { hasBrokenVariable } from '../broken-variables';
import { UnknownValue } from '../unknown-value';

/** Keys whose values are addresses. */
export const ADDRESS_KEYS: ReadonlySet<string> = new Set(['aws:sourceip', 'aws:vpcsourceip']);

/** A text with a variable whose value is not known, and a pattern of all that it may be. */
export class UnsureText extends UnknownValue {
  constructor(reason: string, readonly wide: string) {
    super(reason);
  }
}

/**
 * Replaces policy variables by the values of their keys, and escapes what they contain; undefined if one has no value.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function expand(text: string, variables: Context | undefined): string | UnknownValue | undefined {
  if (!variables) {
    return text;
  }
  if (hasBrokenVariable(text)) {
    return new UnknownValue(`'${text}' has a policy variable that is not well formed`);
  }
  let missing = false;
  let undecided: string | undefined;
  let ambiguous = false;
  const expanded = text.replace(/\$\{([^}]*)\}/g, (_, inside: string) => {
    if (inside === '*' || inside === '?' || inside === '$') {
      return escape(inside);
    }
    const [, key, fallback] = /^\s*([^,]*?)\s*(?:,\s*'(.*)'\s*)?$/s.exec(inside) ?? [undefined, inside];
    const values = variables.get(String(key).toLowerCase());
    const [value] = values ?? [];
    if (values !== undefined && values.length > 1) {
      ambiguous = true;
      return '';
    }
    undecided ||= value instanceof RoleOfSession ? value.reason : undefined;
    if (typeof value === 'string' && ADDRESS_KEYS.has(String(key).toLowerCase()) && /[a-f]/i.test(value)) {
      undecided ||= 'in which letter case S3 writes an IPv6 address is not documented';
      return value.replace(/[a-f]/gi, '?');
    }
    missing ||= value === undefined && fallback === undefined;
    return value instanceof RoleOfSession ? `${escape(value.start)}*${escape(value.roleName)}` : escape(value ?? fallback ?? '');
  });
  if (ambiguous) {
    return new UnknownValue('a multivalued key cannot be a policy variable');
  }
  return missing ? undefined : undecided !== undefined ? new UnsureText(undecided, expanded) : expanded;
}
