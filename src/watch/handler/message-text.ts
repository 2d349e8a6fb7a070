import { BucketChange, ReportedRepair, shortened } from './bucket-change';
import { ReportedStatus } from './transition';

/** Without quotes, spaces or line breaks, so that it is a subject of SNS: ASCII, and fewer than 100 characters. @see https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
const SUBJECT_LENGTH = 99;

const HEADLINES: Readonly<Record<ReportedStatus, string>> = {
  NONCOMPLIANT: 'noncompliant',
  COMPLIANT: 'compliant again',
  UNKNOWN: 'not known',
  CLOSED: 'no longer checked',
};

/** The subject of a message: the status, the bucket, and the rule as far as it fits. */
export function messageSubject({ status, bucket, rule, region }: BucketChange): string {
  const text = `S3 bucket ${bucket} (${region}) ${HEADLINES[status]}: ${rule.replace(/^HardenedBucket(?:Watch)?-/, '')}`;
  return shortened(text.replace(/[^\x20-\x7e]/g, '?'), SUBJECT_LENGTH);
}

/** The text of a message, for people. */
export function messageText(change: BucketChange): string {
  const { id, rule, time, account, region, bucket, severity, cause, repairs } = change;
  return [
    summaryOf(change),
    '',
    ...detailsOf(change),
    ...cause ? [`Last change seen: ${cause.event} by ${cause.by}${cause.from ? ` from ${cause.from}` : ''} at ${cause.at}. It is not necessarily what changed this.`, ''] : [],
    ...repairs.flatMap(repairText),
    ...repairs.length > 0 ? [''] : [],
    `Bucket: ${bucket}`,
    `Account: ${account}`,
    `Region: ${region}`,
    `Rule: ${rule} (${severity})`,
    `Time: ${time}`,
    `Console: ${consoleLink(change)}`,
    `Message id: ${id}`,
  ].join('\n');
}

function summaryOf({ status, bucket, account, region, title, previousSince }: BucketChange): string {
  const place = `Bucket ${bucket} in ${region}, account ${account}`;
  switch (status) {
    case 'NONCOMPLIANT': return `${place}, does not comply with a rule. The rule requires that ${title}.`;
    case 'COMPLIANT': return `${place}, complies again: ${title}.${previousSince ? ` It did not, or it was not known, since ${previousSince}.` : ''}`;
    case 'UNKNOWN': return `It is not known whether bucket ${bucket} in ${region}, account ${account}, complies with a rule. The rule requires that ${title}.`;
    case 'CLOSED': return `${place}, is no longer checked. The rule required that ${title}.`;
  }
}

function detailsOf({ findings, reason }: BucketChange): string[] {
  return [
    ...reason === undefined ? [] : [`Reason: ${reason}`, ''],
    ...findings.flatMap(({ id, message, fix, request, statement }) => [
      `Finding ${id}: ${message}`,
      ...statement === undefined ? [] : [`Statement: ${statement}`],
      ...request === undefined ? [] : [`Evidence, a request: ${JSON.stringify(request)}`],
      `Fix: ${fix}`,
      '',
    ]),
  ];
}

function repairText({ id, outcome, changes }: ReportedRepair): string[] {
  const lines = changes.map((change) => `  - ${change}`);
  switch (outcome) {
    case 'planned': return [`Repair ${id} would make these changes. Nothing was changed, because repairs are only planned.`, ...lines];
    case 'applying': return [`Repair ${id} is being made. Another message follows.`, ...lines];
    case 'applied': return [`Repair ${id} was made.`, ...lines];
    case 'refused': return [`Repair ${id} is not made, because it could do harm or cannot be proved harmless.`, ...lines];
    case 'failed': return [`Repair ${id} failed.`, ...lines];
    case 'limit': return [`Repair ${id} is not made again today, because something changes the bucket back each time.`, ...lines];
  }
}

/** The hosts of the console. @see https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/appendix-a---partitional-service-guidance.html */
const CONSOLES: Readonly<Record<string, string>> = { 'aws-cn': 'console.amazonaws.cn', 'aws-us-gov': 'console.amazonaws-us-gov.com' };

/** Where the console shows the permissions of a bucket. */
export function consoleLink({ partition, region, bucket }: Pick<BucketChange, 'partition' | 'region' | 'bucket'>): string {
  return `https://${CONSOLES[partition] ?? 'console.aws.amazon.com'}/s3/buckets/${encodeURIComponent(bucket)}?region=${region}&tab=permissions`;
}

/** The attributes of a message, by which subscriptions filter. Up to ten arrive with raw delivery. */
export function messageAttributes({ id, bucket, rule, severity, status, account, region }: BucketChange): Record<string, { DataType: 'String'; StringValue: string }> {
  return Object.fromEntries(Object.entries({ id, bucket, rule, severity, status, account, region }).map(([name, StringValue]) => [name, { DataType: 'String', StringValue }]));
}
