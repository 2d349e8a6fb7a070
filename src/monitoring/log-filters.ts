import { SourceTexts } from './known-sources';

/** A count of events, where it does not matter who they are by. */
export interface LogFilter {
  readonly id: LogFilterId;
  /** In the syntax of metric filters on JSON. */
  readonly pattern: string;
}

export type LogFilterId = 'AccessDenied' | 'AnonymousRequests' | 'UnknownSources';

/**
 * The counts on the data events of one bucket.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntaxForMetricFilters.html
 */
export function logFilters(bucketName: string, known?: SourceTexts): LogFilter[] {
  const here = [compare('eventSource', '=', 's3.amazonaws.com'), compare('requestParameters.bucketName', '=', bucketName)];
  const filter = (id: LogFilterId, ...terms: string[]): LogFilter => ({ id, pattern: `{ ${[...here, ...terms].join(' && ')} }` });
  return [
    // Who may not list is denied for every key that is not there: clients that ask with HEAD before they write, and CloudFront.
    filter('AccessDenied', compare('errorCode', '=', 'AccessDenied'), compare('eventName', '!=', 'Head*'), compare('userIdentity.type', '!=', 'AWSService')),
    // A preflight request of a browser is never signed.
    filter('AnonymousRequests', either(ANONYMOUS.map((id) => compare('userIdentity.accountId', '=', id))), compare('eventName', '!=', 'PreflightRequest')),
    ...known ? [filter(
      'UnknownSources',
      either(['Head*', 'List*'].map((name) => compare('eventName', '=', name))),
      // AWS services, which write their name here.
      ...['*.amazonaws.com', 'AWS Internal'].map((name) => compare('sourceIPAddress', '!=', name)),
      either([outsideNetworks(known), outsideEndpoints(known)]),
    )] : [],
  ];
}

/** How CloudTrail has written, over the years, that nobody signed a request. */
const ANONYMOUS = ['anonymous', 'ANONYMOUS_PRINCIPAL'];

function outsideNetworks({ addresses, beginnings }: SourceTexts): string {
  return both(['($.vpcEndpointId NOT EXISTS)', ...[...addresses, ...beginnings.map((beginning) => `${beginning}*`)].map((text) => compare('sourceIPAddress', '!=', text))]);
}

function outsideEndpoints({ vpcEndpointIds }: SourceTexts): string {
  return both([compare('vpcEndpointId', '=', 'vpce-*'), ...vpcEndpointIds.map((id) => compare('vpcEndpointId', '!=', id))]);
}

function compare(field: string, operator: '=' | '!=', text: string): string {
  return `($.${field} ${operator} "${text}")`;
}

function either(terms: readonly string[]): string {
  return `(${terms.join(' || ')})`;
}

function both(terms: readonly string[]): string {
  return `(${terms.join(' && ')})`;
}
