import { AdoptReport } from './adopt-report';
import { code, codeBlock, plain } from './markdown';
import { addedWords, adoptSummary, SAME_LOGICAL_ID, sharedResources, shortRule } from './report-adopt-words';
import { groupBy } from './report-groups';
import { AdoptedBucket } from '../adopt/adoption';
import { constructNameOf } from '../template/construct-name';

/** A plan for an issue: a check list for each bucket, with the code. */
export function adoptMarkdown(report: AdoptReport): string {
  const { adoption, code: codeOf } = report;
  const { buckets, errors } = adoption;
  return [
    '## S3 buckets to harden',
    ...buckets.some(({ fromCdk }) => fromCdk) ? [`${plain(SAME_LOGICAL_ID)} What follows is for buckets that have to stay as they are written.`] : [],
    `${adoptSummary(adoption)}. No bucket is replaced, and nothing that a template says is taken away.`,
    ...errors.length === 0 ? [] : [errors.map(({ template, message }) => `- could not be read: ${code(template)}: ${plain(message)}`).join('\n')],
    ...groupBy(buckets, ({ address }) => address.template).flatMap(([template, own]) => {
      const before = new Map(own.flatMap((bucket) => [...codeOf?.(bucket)?.before ?? []]));
      const language = own.map((bucket) => codeOf?.(bucket)?.language).find((one) => one !== undefined) ?? '';
      const news = sharedResources(adoption, template);
      return [
        `### ${code(template)}`,
        ...news.length === 0 ? [] : [`New: ${news.map(({ address, type }) => `${code(address.logicalId)} (${code(type)})`).join(', ')}.`],
        ...before.size === 0 ? [] : [`Once, for all buckets:\n\n${block([...before.values()].join('\n\n'), language)}`],
        ...own.map((bucket) => section(report, bucket)),
      ];
    }),
  ].join('\n\n');
}

function section({ code: codeOf }: AdoptReport, bucket: AdoptedBucket): string {
  const { address: { logicalId }, constructPath, closed, added, refused, remaining, unproved, lost } = bucket;
  const name = constructNameOf(constructPath);
  const shown = codeOf?.(bucket);
  const lines = [
    ...closed === undefined ? [] : [`- [ ] Not changed: ${plain(closed)}`],
    ...added.map((one) => `- [ ] ${plain(one.setting.title)} (${[code(one.setting.id), plain(addedWords(one))].filter((part) => part !== '').join('; ')})`),
    ...refused.map(({ setting, rules, reason }) => `- [ ] Refused: ${code(setting.id)} for ${rules.map((rule) => code(shortRule(rule))).join(', ')}: ${plain(reason)}`),
    ...remaining.filter(({ rule }) => !refused.some(({ rules }) => rules.includes(rule)))
      .map(({ rule, message, fix }) => `- [ ] By hand: ${code(shortRule(rule))}: ${plain(message)}. Fix: ${plain(fix.split('\n', 1)[0])}`),
    ...unproved.map((message) => `- [ ] To be checked: ${plain(message)}`),
    ...lost.map((request) => `- No longer possible, for example: ${plain(request)}`),
  ];
  return [
    `#### ${code(name ?? logicalId)}${name === undefined ? '' : ` (${code(logicalId)})`}`,
    lines.length === 0 ? 'Nothing to add.' : lines.join('\n'),
    ...shown === undefined ? [] : [block(shown.code, shown.language)],
  ].join('\n\n');
}

function block(text: string, language: string): string {
  return codeBlock(text, '').replace(/^(`+)/, (fence) => `${fence}${language}`);
}
