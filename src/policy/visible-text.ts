/** Control characters, marks that turn the direction of text, invisible characters, other line breaks, and halves of a pair. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/**
 * Spells out what a terminal would obey and a reader would not see.
 *
 * Names and policies come from templates that strangers may have written: none of them may clear the screen, or look like another finding.
 */
export function visible(text: string): string {
  return text.replace(INVISIBLE, (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`);
}
