import { html, Markup } from './report-html-markup';
import { noteText } from './report-place';
import { CheckReport } from '../rules/finding';

/** What was not judged, or not as it will be deployed. */
export function notesSection({ notes = [] }: CheckReport): Markup | null {
  const section = (title: string, some: typeof notes) => some.length === 0 ? null : html`<section class="notice">
<h2>${title}</h2>
<ul>
${some.map((note) => html`<li>${noteText(note)}</li>
`)}</ul>
</section>`;
  const unread = section('Not read', notes.filter(({ kind }) => kind === 'unread'));
  const undecided = section('Not as it will be deployed', notes.filter(({ kind }) => kind === 'undecided'));
  return unread && undecided ? html`${unread}
${undecided}` : unread ?? undecided;
}
