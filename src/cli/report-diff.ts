import { code, codeBlock, plain } from './markdown';
import { findingJson } from './report-json';
import { counted } from './report-summary';
import { StackUpdate } from './stack-updates';
import { requestText } from '../policy/request-text';
import { PropertyComparison } from '../rules/compare-buckets';
import { BucketDiff, BucketDifference, DifferingRequest } from '../rules/diff-buckets';
import { Finding } from '../rules/finding';

/** GitHub takes comments of 65,536 characters, of which a title and a link of anyone who posts it may be part. */
const LONGEST = 60_000;

/** What a change does to buckets, and what CloudFormation does to the resources. */
export interface StackDiff extends BucketDiff {
  readonly updates: readonly StackUpdate[];
}

/** A comment for a pull request. */
export function markdownDiff({ differences, unchanged, errors, notes, updates }: StackDiff): string {
  const all = (side: 'gained' | 'lost') => differences.reduce((sum, difference) => sum + difference[side].length, 0);
  const opened = differences.reduce((sum, { requests }) => sum + requests.filter(({ only }) => only === 'after').length, 0);
  const head = [
    `### S3 buckets: ${counted(all('gained'), 'finding')} gained, ${all('lost')} lost${opened > 0 ? `, ${counted(opened, 'request')} let through that ${opened === 1 ? 'was' : 'were'} not` : ''}`,
    ...errors.map(({ template, message }) => `- could not be read: ${code(template)}: ${plain(message)}`),
    ...notes.map(({ template, message }) => `- note: ${template === '' ? '' : `${code(template)}: `}${plain(message)}`),
  ].join('\n');
  const tail = unchanged > 0 ? [`${counted(unchanged, 'bucket')} ${unchanged === 1 ? 'is' : 'are'} as before.`] : [];
  const first = updatesSection(updates);
  const sections = differences.map(section);
  const kept = sections.filter((_, i) => [...first, ...sections.slice(0, i + 1)].join('\n\n').length < LONGEST);
  const left = sections.length - kept.length;
  return [head, ...first, ...kept, ...left > 0 ? [`${counted(left, 'more bucket')} changed: run \`hardened-bucket diff\` for ${left === 1 ? 'it' : 'them'}.`] : [], ...tail].join('\n\n');
}

/** More than that nobody reads. */
const MOST_UPDATES = 50;

const UPDATES: Readonly<Record<StackUpdate['kind'], string>> = {
  replacement: '**Replaced**', unknown: '**May be replaced**', removed: 'Removed', created: 'Created', inPlace: 'Updated in place', unchanged: 'Unchanged',
};

/** One line for a rename, which is on both sides. */
function updatesSection(updates: readonly StackUpdate[]): string[] {
  const why = (because: string) => plain(because.length > 300 ? `${because.slice(0, 300)}…` : because);
  const shown = updates.filter(({ renamedFrom }) => renamedFrom === undefined);
  const lines = shown.slice(0, MOST_UPDATES).map(({ kind, template, logicalId, type, because, renamedTo }) => {
    const where = `${code(logicalId)}${template === '' ? '' : ` in ${code(template)}`} (${code(type)})`;
    return renamedTo === undefined ? `- ${UPDATES[kind]}: ${where}${kind === 'created' || kind === 'removed' ? '' : `: ${why(because)}`}` : `- **Renamed**: ${where}: ${why(because.replace(/^renamed: /, ''))}`;
  });
  const more = shown.length - lines.length;
  return lines.length === 0 ? [] : [['#### What CloudFormation does', ...lines, ...more > 0 ? [`- and ${more} more`] : []].join('\n')];
}

function section({ template, logicalId, constructPath, status, gained, lost, properties, requests, unknown }: BucketDifference): string {
  const name = logicalId === null ? 'On no bucket of the template' : `Bucket ${code(constructPath ?? logicalId)}`;
  const place = [template === '' ? undefined : code(template), constructPath === null || logicalId === null ? undefined : code(logicalId)].filter((part) => part !== undefined).join(', ');
  return [
    `#### ${name}${logicalId === null ? '' : ` (${status})`}`,
    ...place === '' ? [] : [place, ''],
    ...gained.map((finding) => findingLine('Gained', finding, true)),
    ...lost.map((finding) => findingLine('Lost', finding, false)),
    ...properties.map(propertyLine),
    ...requests.map(requestLines),
    ...unknown.map((reason) => `- The policies cannot be compared before deployment: ${plain(reason)}`),
  ].join('\n');
}

function findingLine(what: string, { rule, severity, verdict, message, fix, evidence }: Finding, withFix: boolean): string {
  return [
    `- ${what}: ${verdict === 'unknown' ? 'unknown' : `**${severity}**`}, ${code(`${rule}[${evidence.id}]`)}: ${plain(message)}`,
    ...withFix ? fix.includes('\n') ? ['  Fix:', codeBlock(fix, '  ')] : [`  Fix: ${plain(fix)}`] : [],
  ].join('\n');
}

const CHANGES: Readonly<Record<PropertyComparison['relation'], string>> = {
  less: 'more permissive', more: 'less permissive', equivalent: 'the same', incomparable: 'different', unknown: 'not known before deployment',
};

function propertyLine({ property, relation, first, second, reason }: PropertyComparison): string {
  return `- ${plain(property)}: ${plain(first)} → ${plain(second)}, ${CHANGES[relation]}${reason === undefined ? '' : `: ${plain(reason)}`}`;
}

function requestLines({ only, letThrough, request, statements: { allowing, denying } }: DifferingRequest): string {
  const names = (statements: readonly string[]) => statements.map(code).join(', ');
  const when = only === 'after' ? ['Now', 'before'] : ['Before', 'now'];
  const lets = letThrough === 'byBucketPolicy' ? `the bucket policy allows it by ${names(allowing)}` : 'an identity policy may allow it';
  const stops = denying.length > 0 ? `${names(denying)} ${denying.length === 1 ? 'denies' : 'deny'} it` : 'no statement allows it';
  return [`- ${when[0]} ${lets}; ${when[1]} ${stops}:`, codeBlock(requestText(request), '  ')].join('\n');
}

/** A report for programs. Its keys and their order are public API. */
export function jsonDiff({ differences, unchanged, errors, notes, updates }: StackDiff): string {
  return JSON.stringify({
    differences: differences.map(({ template, logicalId, constructPath, status, gained, lost, properties, requests, unknown }) => ({
      template,
      logicalId,
      constructPath,
      status,
      gained: gained.map(findingJson),
      lost: lost.map(findingJson),
      properties: properties.map(({ property, relation, first, second, reason = null }) => ({ property, change: CHANGES[relation], before: first, after: second, reason })),
      requests: requests.map(({ only, letThrough, request, statements }) => ({ only, letThrough, request, statements })),
      unknown,
    })),
    unchanged,
    errors: errors.map(({ template, message }) => ({ template, message })),
    notes: notes.map(({ template, message }) => ({ template, message })),
    updates: updates.map(({ template, logicalId, type, kind, properties, because, renamedFrom = null, renamedTo = null }) =>
      ({ template, logicalId, type, update: kind, properties, because, renamedFrom, renamedTo })),
  }, null, 2);
}
