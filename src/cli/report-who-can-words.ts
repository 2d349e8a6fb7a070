import { counted } from './report-summary';
import { WhoCanReport } from './report-who-can-formats';
import { PolicyRequest } from '../policy/policy-request';
import { ChainRow } from '../reach/who-can';

/** How much a row asks for a look: anyone most, then what is not decided, then others than the own identities. */
export function weightOfRow({ principal, certainty }: ChainRow): 'error' | 'unknown' | undefined {
  return certainty === 'unknown' ? 'unknown' : /^(anyone|any AWS account)( and |$)/.test(principal) ? 'error' : undefined;
}

/** Every way that there is needs no list. */
export function pathsInWords(paths: readonly string[]): string {
  return ['internet', 'any VPC endpoint', 'through an AWS service'].every((path) => paths.includes(path)) ? 'anywhere' : paths.join('; ');
}

/** A request in a few words: who does what on what, with the keys that its policies look at. */
export function requestInWords({ principal, action, resource, context }: PolicyRequest): string {
  const who = typeof principal === 'string' ? 'an anonymous caller' : Object.values(principal)[0];
  const keys = Object.entries(context).map(([key, value]) => `${key} = ${typeof value === 'string' ? value : `[${value.join(', ')}]`}`);
  return `${action} on ${resource} by ${who}${keys.length > 0 ? `, ${keys.join(', ')}` : ''}`;
}

export function summaryOf(reports: readonly WhoCanReport[]): string {
  const rows = reports.flatMap((report) => report.rows);
  const unknown = rows.filter(({ certainty }) => certainty === 'unknown').length;
  return `${rows.length} ${rows.length === 1 ? 'entry' : 'entries'}${unknown > 0 ? `, ${unknown} of them not decided,` : ''} for ${counted(reports.length, 'bucket')}`;
}
