import { visible } from '../policy/visible-text';

/**
 * Markdown out of texts that strangers may have written: what they wrote is shown as it is, and is never markup, a mention, a
 * reference or a link. GitHub looks for some of these also behind a backslash, so they are spelled as entities.
 *
 * @see https://github.github.com/gfm/
 */
export function plain(text: string): string {
  return visible(text.replace(/\s+/g, ' ').trim())
    .replace(/[\\`*_[\]|~$]/g, (character) => `\\${character}`)
    .replace(/[<>&@#]|:(?=\/\/|[\w+-]+:)/g, (character) => `&#${character.charCodeAt(0)};`)
    .replace(/\b(www)\./gi, '$1&#46;');
}

/** A text in a line, in a typewriter's letters. */
export function code(text: string): string {
  const line = visible(text.replace(/\s+/g, ' '));
  const fence = fenceFor(line, 1);
  const space = /^`|`$|^ .* $/.test(line) ? ' ' : '';
  return `${fence}${space}${line}${space}${fence}`;
}

/** A text of several lines, in a typewriter's letters. */
export function codeBlock(text: string, indent: string): string {
  const lines = text.split('\n').map(visible);
  const fence = fenceFor(text, 3);
  return [fence, ...lines, fence].map((line) => indent + line).join('\n');
}

/** Longer than each run of backticks in the text. */
function fenceFor(text: string, least: number): string {
  const longest = Math.max(least - 1, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  return '`'.repeat(longest + 1);
}
