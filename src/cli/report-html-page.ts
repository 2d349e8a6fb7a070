import { createHash } from 'node:crypto';
import { VERSION } from './package-version';
import { html, Markup, styleElement } from './report-html-markup';
import { PROJECT_ADDRESS } from './report-rule';

export interface AnswerPage {
  readonly command: string;
  readonly headline: string;
  readonly style: string;
  readonly date: Date;
  /** Below the headline. */
  readonly top?: Markup;
  readonly main: Markup;
  readonly summary: string;
}

/** The head of a page that asks for no other file. Its policy forbids everything but its own style, and its own script where it has one. */
export function pageHead(title: string, style: string, script?: string): Markup {
  const ofScript = script === undefined ? null : html` script-src ${hashOf(script)};`;
  return html`<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src ${hashOf(style)};${ofScript} base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} – hardened-bucket</title>
${styleElement(style)}
</head>`;
}

/** The foot of a page: what it comes to, and what made it. */
export function pageFoot(summary: string): Markup {
  return html`<footer><p>${summary}. Made by <a href="${PROJECT_ADDRESS}">hardened-bucket</a> ${VERSION}.</p></footer>`;
}

/** A moment to the minute, as a `time` element. */
export function pageTime(date: Date): Markup {
  const minute = date.toISOString().slice(0, 16);
  return html`<time datetime="${minute}Z">${minute.replace('T', ' ')} UTC</time>`;
}

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

/** A page with the answers of a command: one file that asks for no other and runs no script. Its policy forbids everything but its own style. */
export function answerPage({ command, headline, style, date, top, main, summary }: AnswerPage): string {
  return html`<!DOCTYPE html>
<html lang="en">
${pageHead(headline, style)}
<body>
<header>
<p class="maker">hardened-bucket ${command}</p>
<h1>${headline}</h1>
<p class="made">Computed on ${pageTime(date)}, before deployment.</p>
${top ?? null}
</header>
<main>
${main}</main>
${pageFoot(summary)}
</body>
</html>
`.text;
}
