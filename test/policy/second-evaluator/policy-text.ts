import { Context } from './context';
import { glob, literal, Token } from './tokens';

/** One of the two spellings that a request's IPv6 address may have. */
export type Spelling = 0 | 1;

/** A text of a policy, its variables filled in: a pattern; nothing, if a variable has no value; or not known. */
export type PolicyText = readonly Token[] | 'nothing' | 'unknown';

/** How a text of a policy is read. */
export interface Reading {
  readonly context: Context;
  readonly spelling: Spelling;
  /** Whether `*` and `?` are wildcards. */
  readonly wildcards: boolean;
  /**
   * Whether there are policy variables. "If you don't include the `Version` element and set it to an appropriate version date, variables
   * like `${aws:username}` are treated as literal strings in the policy."
   */
  readonly variables: boolean;
}

const VARIABLE = /\$\{([^}]*)\}/g;
const NAME_AND_DEFAULT = /^([^\s,'${}]+)(?:, '([^']*)')?$/;
const ESCAPES: ReadonlySet<string> = new Set(['*', '?', '$']);

/**
 * Whether the variables of a text are not well formed: a missing brace or quote, a space or another symbol in the name, no name at all.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-error-missing-brace-in-variable
 */
export function hasBrokenVariable(text: string): boolean {
  return text.replace(VARIABLE, '').includes('${')
    || [...text.matchAll(VARIABLE)].some(([, inside]) => !ESCAPES.has(inside) && !NAME_AND_DEFAULT.test(inside));
}

export const hasVariable = (text: string) => text.includes('${');

/**
 * Fills in the variables of a text. What a variable puts in is literal: the three escapes "have fixed values that enable you to represent
 * characters that otherwise have special meaning". "When policy variables reference a condition context key that has no value or is not
 * present, the value is effectively null. There is no equal or like value." "You can't use a multivalued condition key as a variable."
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function readText(text: string, { context, spelling, wildcards, variables }: Reading): PolicyText {
  const plain = wildcards ? glob : literal;
  if (!variables) {
    return plain(text);
  }
  if (hasBrokenVariable(text)) {
    return 'unknown';
  }
  const tokens: Token[] = [];
  let missing = false;
  let end = 0;
  for (const { 0: variable, 1: inside, index } of text.matchAll(VARIABLE)) {
    tokens.push(...plain(text.slice(end, index)));
    end = index + variable.length;
    if (ESCAPES.has(inside)) {
      tokens.push(inside);
      continue;
    }
    const [, name, defaultValue] = NAME_AND_DEFAULT.exec(inside) ?? [];
    const values = context.get(name) ?? [];
    if (values.length > 1) {
      return 'unknown';
    }
    if (values.length === 1) {
      tokens.push(...values[0].spellings[spelling]);
    } else if (defaultValue !== undefined) {
      tokens.push(...literal(defaultValue));
    } else {
      missing = true;
    }
  }
  return missing ? 'nothing' : [...tokens, ...plain(text.slice(end))];
}
