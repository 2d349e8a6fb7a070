import { countOf } from './report-groups';
import { CheckReport } from '../rules/finding';

/** What was found, in one line that is printed whatever was found. */
export function summaryText(report: CheckReport): string {
  const { findings, summary: { templates, buckets, unknown, suppressed, errors } } = report;
  const [failed, warned] = [countOf(findings, 'error'), countOf(findings, 'warning')];
  const unread = unreadCount(report);
  const found = `${counted(failed, 'error')}, ${counted(warned, 'warning')}, ${unknown} unknown, ${suppressed} suppressed in ${counted(buckets, 'bucket')} of ${counted(templates, report.account === undefined ? 'template' : 'Region')}`;
  return [found, ...errors > 0 ? [`${counted(errors, 'input')} could not be read`] : [], ...unread > 0 ? [`${counted(unread, 'part')} not read`] : []].join('; ');
}

/** How much was passed over. */
export function unreadCount({ notes = [] }: CheckReport): number {
  return notes.filter(({ kind }) => kind === 'unread').length;
}

/** Why a report lists no findings: a clean bill is not the same as nothing looked at. */
export function noFindingsText(report: CheckReport): string {
  const { buckets, suppressed, errors } = report.summary;
  if (buckets === 0) {
    return errors === 0 && unreadCount(report) > 0 ? 'no findings, but there is no bucket in what was read'
      : errors === 0 ? 'no findings: there is no bucket in what was checked' : 'no findings, but there is no bucket in what could be read';
  }
  if (errors > 0) {
    return 'no findings in what could be read';
  }
  if (unreadCount(report) > 0) {
    return 'no findings in what was read';
  }
  return suppressed > 0 ? 'no findings besides the suppressed ones' : 'no findings: every rule holds for every bucket';
}

/** A number with its noun, in the plural unless there is one. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
