/** The article of the runbook for each alarm, by the id of the alarm: the anchor in docs/runbook.md. */
const ARTICLES = {
  ClientErrors: 'client-errors',
  ServerErrors: 'server-errors',
  HeadRequests: 'head-requests',
  ListRequests: 'list-requests',
  FirstByteLatency: 'first-byte-latency',
  TotalRequestLatency: 'total-request-latency',
  FailedGetsByAddress: 'failed-gets-by-address',
  FailedGetsByIdentity: 'failed-gets-by-identity',
  FailedGetsByRole: 'failed-gets-by-role',
  FailingAddresses: 'failing-addresses',
  DeniedKeys: 'denied-keys',
  SlowScan: 'slow-scan',
  AccessDenied: 'access-denied',
  AnonymousRequests: 'anonymous-requests',
  UnknownSources: 'unknown-sources',
  PossibleIntrusion: 'possible-intrusion',
  ReplicationFailed: 'replication-failed',
  ReplicationLatency: 'replication-latency',
  WatchErrors: 'watch-errors',
  WatchThrottles: 'watch-throttles',
  WatchDeadLetters: 'watch-dead-letters',
  WatchBacklog: 'watch-backlog',
} as const;

/** An alarm that has an article in the runbook. */
export type RunbookArticle = keyof typeof ARTICLES;

export const RUNBOOK = 'https://github.com/cdk-hardened-bucket/cdk-hardened-bucket/blob/main/docs/runbook.md';

/** The description of an alarm: anyone who is woken by it reads nothing else, so it ends in the address of what to do. */
export function describeAlarm(article: RunbookArticle, meaning: string, subject: string): string {
  return `${meaning} (${subject}). Runbook: ${RUNBOOK}#${ARTICLES[article]}`;
}
