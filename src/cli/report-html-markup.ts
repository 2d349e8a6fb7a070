import escapeHtml from 'escape-html';
import { visible } from '../policy/visible-text';

/** Text that is HTML already. Only this file makes it. */
export class Markup {
  constructor(readonly text: string) {}
}

type Part = Markup | string | number | null | readonly Part[];

/** HTML from a template literal. Every value is escaped unless it is markup itself; attributes have to stand in quotes. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return new Markup(strings.map((text, i) => i === 0 ? text : `${textOf(parts[i - 1])}${text}`).join(''));
}

/** The content of a `style` element, where nothing is escaped. It takes no text that comes from outside. */
export function styleElement(css: string): Markup {
  return new Markup(`<style>${css}</style>`);
}

/** The content of a `script` element, under the same terms. */
export function scriptElement(js: string): Markup {
  return new Markup(`<script>${js}</script>`);
}

function textOf(part: Part): string {
  if (part === null) {
    return '';
  }
  if (part instanceof Markup) {
    return part.text;
  }
  return typeof part === 'object' ? part.map(textOf).join('') : escapeHtml(visible(String(part)));
}
