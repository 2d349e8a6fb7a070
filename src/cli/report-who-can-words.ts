import { groupBy } from './report-groups';
import { byType } from './report-reach-groups';
import { VIA_WORDS } from './report-reach-words';
import { counted } from './report-summary';
import { WhoCanReport } from './who-can-report';
import { PolicyRequest } from '../policy/policy-request';
import { RowPath } from '../reach/access/row-paths';
import { ChainRow } from '../reach/who-can';

/** How much a row asks for a look: anyone most, then what is not decided, then others than the own identities. */
export function weightOfRow({ principal, certainty }: ChainRow): 'error' | 'unknown' | undefined {
  return certainty === 'unknown' ? 'unknown' : /^(anyone|any AWS account)( and |$)/.test(principal) ? 'error' : undefined;
}

/** Every network that there is needs no list. */
export function networksInWords(networks: readonly string[]): string {
  return ['internet', 'any VPC endpoint', 'through an AWS service'].every((one) => networks.includes(one)) ? 'anywhere' : networks.join('; ');
}

/**
 * The paths of a row, each in one line: `Worker (AWS::Lambda::Function) through gateway endpoint: Private → Endpoint`. Those that differ in
 * the subnet alone are one line.
 */
export function pathsInWords({ paths }: Pick<ChainRow, 'paths'>): string[] {
  const alike = groupBy(paths, ({ path, ...others }) => JSON.stringify([path.slice(1), others]));
  return alike.map(([, same]) => pathInWords(same));
}

function pathInWords(same: readonly RowPath[]): string {
  const [{ places, via, path, actions, allActions, verdict, unknowns }] = same;
  const names = byType(places).map(({ type, ids }) => `${ids.join(', ')} (${type})`).join(', ');
  // The last hop is the bucket, which heads the list.
  const hops = path.slice(0, -1);
  const way = hops.length === 0 ? '' : `: ${[same.map((one) => one.path[0]).join(' or '), ...hops.slice(1)].join(' → ')}`;
  return [
    `${names} ${via === null ? 'in a way that is not known' : via === 'service' ? 'through the AWS network, from no VPC' : `through ${VIA_WORDS[via]}`}${way}`,
    ...allActions ? [] : [`only ${actions.join(', ')}`],
    ...verdict === 'unknown' ? [`not decided: ${unknowns.join('; ')}`] : [],
  ].join('; ');
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
