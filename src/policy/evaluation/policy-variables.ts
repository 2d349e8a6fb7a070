import { escape } from './match-text';
import { Context, RoleOfSession } from './request-context';
import { UnknownValue } from '../unknown-value';

/**
 * Replaces policy variables by the values of their keys, and escapes what they contain; undefined if one has no value.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function expand(text: string, variables: Context | undefined): string | UnknownValue | undefined {
  if (!variables) {
    return text;
  }
  let missing = false;
  let undecided: string | undefined;
  const expanded = text.replace(/\$\{([^}]*)\}/g, (_, inside: string) => {
    if (inside === '*' || inside === '?' || inside === '$') {
      return escape(inside);
    }
    const [, key, fallback] = /^\s*([^,]*?)\s*(?:,\s*'(.*)'\s*)?$/s.exec(inside) ?? [undefined, inside];
    const values = variables.get(String(key).toLowerCase());
    const [value] = values ?? [];
    undecided ||= values !== undefined && values.length > 1 ? 'a multivalued key cannot be a policy variable' : value instanceof RoleOfSession ? value.reason : undefined;
    missing ||= value === undefined && fallback === undefined;
    return escape(typeof value === 'string' ? value : fallback ?? '');
  });
  return undecided !== undefined ? new UnknownValue(undecided) : missing ? undefined : expanded;
}
