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

/** A page with the answers of a command: one file that asks for no other and runs no script. Its policy forbids everything but its own style. */
export function answerPage({ command, headline, style, date, top, main, summary }: AnswerPage): string {
  const minute = date.toISOString().slice(0, 16);
  const hash = `'sha256-${createHash('sha256').update(style).digest('base64')}'`;
  return html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src ${hash}; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${headline} – hardened-bucket</title>
${styleElement(style)}
</head>
<body>
<header>
<p class="maker">hardened-bucket ${command}</p>
<h1>${headline}</h1>
<p class="made">Computed on <time datetime="${minute}Z">${minute.replace('T', ' ')} UTC</time>, before deployment.</p>
${top ?? null}
</header>
<main>
${main}</main>
<footer><p>${summary}. Made by <a href="${PROJECT_ADDRESS}">hardened-bucket</a> ${VERSION}.</p></footer>
</body>
</html>
`.text;
}
