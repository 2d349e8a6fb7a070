/** `*`: any text, or none. */
export const STAR = Symbol('*');
/** `?`: any one character. */
export const ONE = Symbol('?');
/** The path of a role of which only the name is known: nothing, or printable text that ends in `/`. */
export const PATH = Symbol('path');

/** A character (a whole code point), or something that stands for characters. */
export type Token = string | typeof STAR | typeof ONE | typeof PATH;

export const literal = (text: string): Token[] => [...text];

/**
 * `*` is "any combination of zero or more characters", `?` "any single character".
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/security_iam_service-with-iam.html
 */
export function glob(text: string): Token[] {
  return [...text].map((char) => (char === '*' ? STAR : char === '?' ? ONE : char));
}

/** Letter case ignored, as `StringEqualsIgnoreCase` does, and as the names of actions do. */
export function ignoringCase(tokens: readonly Token[]): Token[] {
  return tokens.map((token) => (typeof token === 'string' ? token.toLowerCase() : token));
}

/** Cuts at the first five colons that are written out: the sixth part is all the rest of an ARN. */
export function arnParts(tokens: readonly Token[]): Token[][] {
  const parts: Token[][] = [[]];
  for (const token of tokens) {
    if (token === ':' && parts.length < 6) {
      parts.push([]);
    } else {
      parts[parts.length - 1].push(token);
    }
  }
  return parts;
}
