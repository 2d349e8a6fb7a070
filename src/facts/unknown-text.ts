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

/** Gives every hole its own text. */
export class Holes {
  private readonly texts = new Map<string, string>();

  /** A text of which nothing is known but that it is always the same for the same origin. */
  at(origin: string, reason: string): UnknownText {
    const text = this.texts.get(origin) ?? `⟦?${this.texts.size}⟧`;
    this.texts.set(origin, text);
    return new UnknownText(text, reason);
  }
}

export type TextPart = string | number | UnknownText;

export function isTextPart(value: unknown): value is TextPart {
  return typeof value === 'string' || typeof value === 'number' || value instanceof UnknownText;
}

/** Puts parts together, with what is not known of them as holes in the whole. */
export function joinTexts(parts: readonly TextPart[], delimiter: string): string | UnknownValue {
  let text = '';
  for (const [index, part] of parts.entries()) {
    text += (index ? delimiter : '') + (part instanceof UnknownText ? part.text : part);
    // Before the next part: texts that double with every mention would not fit into the memory.
    if (text.length > MAXIMUM_LENGTH) {
      return new UnknownValue(`the text is longer than ${MAXIMUM_LENGTH} characters`);
    }
  }
  const hole = parts.find((part) => part instanceof UnknownText);
  return text.includes('{{resolve:') ? new UnknownValue('a dynamic reference is resolved at deployment')
    : hole instanceof UnknownText ? new UnknownText(text, hole.reason) : text;
}

/** No name, ARN or policy text comes near it. */
const MAXIMUM_LENGTH = 50_000;
