import { UnknownValue } from '../policy/unknown-value';

/**
 * A text that is not known before deployment, but is the same wherever it is spelled the same: what is not known of it
 * stands as holes, `⟦?7⟧`. It never leaves the evaluator.
 */
export class UnknownText extends UnknownValue {
  constructor(readonly text: string, reason: string) {
    super(reason, true);
  }
}

/** The same reason, for something else than the text itself. */
export function withoutText(value: UnknownValue): UnknownValue {
  return value instanceof UnknownText ? new UnknownValue(value.reason, true) : value;
}

/** What is known of a text that is decided at deployment. */
export interface OpenText {
  /** What people know it by. */
  readonly name: string;
  /** The accounts that it may be, where it can be nothing else. */
  readonly accounts?: readonly string[] | 'any';
}

/** Gives every hole its own text. */
export class Holes {
  private readonly texts = new Map<string, string>();
  private readonly known = new Map<string, OpenText>();

  /** A text of which no more is known than this, and that it is always the same for the same origin. */
  at(origin: string, reason: string, open: OpenText): UnknownText {
    const text = this.texts.get(origin) ?? `⟦?${this.texts.size}⟧`;
    this.texts.set(origin, text);
    this.known.set(text, open);
    return new UnknownText(text, reason);
  }

  /** What is known of the text that stands as this hole; undefined for what is no hole. */
  of(hole: string): OpenText | undefined {
    return this.known.get(hole);
  }
}

export function isAccountId(value: unknown): value is string {
  return typeof value === 'string' && /^\d{12}$/.test(value);
}

export type TextPart = string | number | UnknownText;

export function isTextPart(value: unknown): value is TextPart {
  return typeof value === 'string' || typeof value === 'number' || value instanceof UnknownText;
}

/** Puts parts together, with what is not known of them as holes in the whole; `resolve` gives the hole of a dynamic reference. */
export function joinTexts(parts: readonly TextPart[], delimiter: string, resolve?: (reference: string) => UnknownText): string | UnknownValue {
  let text = '';
  for (const [index, part] of parts.entries()) {
    text += (index ? delimiter : '') + (part instanceof UnknownText ? part.text : part);
    // Before the next part: texts that double with every mention would not fit into the memory.
    if (text.length > MAXIMUM_LENGTH) {
      return new UnknownValue(`the text is longer than ${MAXIMUM_LENGTH} characters`);
    }
  }
  let hole = parts.find((part) => part instanceof UnknownText);
  text = resolve === undefined ? text : text.replace(DYNAMIC_REFERENCE, (reference) => {
    const resolved = resolve(reference);
    hole ??= resolved;
    return resolved.text;
  });
  // One that is not closed may be closed by what it is joined with.
  return text.includes('{{resolve:') ? new UnknownText(text, 'a dynamic reference is resolved at deployment')
    : hole instanceof UnknownText ? new UnknownText(text, hole.reason) : text;
}

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html */
const DYNAMIC_REFERENCE = /\{\{resolve:[^{}]{1,2048}\}\}/g;

/** No name, ARN or policy text comes near it. */
const MAXIMUM_LENGTH = 50_000;

/** Parameters and outputs are texts. */
export function textOr(value: unknown, what: string): unknown {
  return isTextPart(value) || typeof value === 'boolean' || value instanceof UnknownValue ? value : new UnknownValue(`${what} is not text`);
}
