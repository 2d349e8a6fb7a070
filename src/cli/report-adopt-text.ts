import { AdoptReport } from './adopt-report';
import { addedWords, adoptSummary, SAME_LOGICAL_ID, sharedResources, shortRule } from './report-adopt-words';
import { groupBy } from './report-groups';
import { TextMarks } from './terminal-colors';
import { AdoptedBucket } from '../adopt/adoption';
import { visible } from '../policy/visible-text';
import { Finding } from '../rules/finding';
import { constructNameOf } from '../template/construct-name';

/** A plan to be read in a terminal. Its last lines are the summary, and what was written. */
export function adoptText(report: AdoptReport, { heading, weight, good }: TextMarks): string {
  const { adoption, written } = report;
  const { buckets, errors } = adoption;
  const sections = groupBy(buckets, ({ address }) => address.template).map(([template, own]) => [
    heading(visible(template)),
    ...own.flatMap((bucket) => bucketLines(report, bucket, heading, (text) => weight('warning', text))),
    ...sharedResources(adoption, template).map(({ address, type }) => `  new  ${visible(address.logicalId)} (${type})`),
  ]);
  const isDone = buckets.every(({ added, refused, closed, remaining }) => added.length + refused.length === 0 && (closed === undefined || remaining.length === 0));
  return [
    ...buckets.some(({ fromCdk }) => fromCdk) ? [[SAME_LOGICAL_ID]] : [],
    ...sections,
    ...buckets.length === 0 ? [['there is no bucket here that settings could be added to']] : [],
    ...errors.length === 0 ? [] : [[heading('could not be read'), ...errors.map(({ template, message }) => `  ${visible(template)}: ${visible(message)}`)]],
    [isDone && errors.length === 0 ? good(adoptSummary(adoption)) : weight(errors.length > 0 ? 'error' : 'warning', adoptSummary(adoption)), endLine(report, written)],
  ].map((lines) => lines.join('\n')).join('\n\n');
}

function endLine({ adoption: { operations, buckets } }: AdoptReport, written: AdoptReport['written']): string {
  if (written !== undefined) {
    return written.length === 0 ? 'nothing was written: there is nothing to add' : `written: ${written.map(visible).join(', ')}`;
  }
  const isOfCdk = (id: string) => buckets.some(({ address, fromCdk }) => fromCdk && address.template === id);
  return operations.size === 0 ? 'nothing to add'
    : [...operations.keys()].every(isOfCdk) ? 'nothing was written: these templates are made by CDK. --plan shows what to change in the code'
      : 'nothing was written: add --write to change the templates, or --plan for the code';
}

function bucketLines({ code }: AdoptReport, bucket: AdoptedBucket, heading: (text: string) => string, warn: (text: string) => string): string[] {
  const { address: { logicalId }, constructPath, closed, added, refused, remaining, unproved, lost } = bucket;
  const name = constructNameOf(constructPath);
  const shown = code?.(bucket);
  return [
    `  ${heading(`bucket ${visible(name ?? logicalId)}`)}${name === undefined ? '' : ` (${visible(logicalId)})`}`,
    ...closed === undefined ? [] : [`    ${warn('refused')}  ${visible(closed)}`],
    ...added.map((one) => `    add      ${one.setting.id}: ${one.setting.title}${suffix(addedWords(one))}`),
    ...refused.map(({ setting, rules, reason }) => `    ${warn('refused')}  ${setting.id} (${rules.map(shortRule).join(', ')}): ${visible(reason)}`),
    ...lost.map((request) => `    lost     ${request}`),
    ...unproved.map((message) => `    check    ${visible(message)}`),
    ...remaining.filter(({ rule }) => !refused.some(({ rules }) => rules.includes(rule))).flatMap(leftLines),
    ...closed === undefined && added.length + refused.length + remaining.length === 0 ? ['    nothing to add'] : [],
    ...shown === undefined ? [] : shown.code.split('\n').map((line) => `    | ${visible(line)}`),
  ];
}

function leftLines({ rule, evidence, message, fix }: Finding): string[] {
  return [`    left     ${rule}[${visible(evidence.id)}]: ${visible(message)}`, `             fix: ${visible(fix.split('\n', 1)[0])}`];
}

function suffix(words: string): string {
  return words === '' ? '' : ` (${words})`;
}
