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
    // A client that asks with HEAD whether an object is there is denied for every new key, unless it may list.
    filter('AccessDenied', compare('errorCode', '=', 'AccessDenied'), compare('eventName', '!=', 'HeadObject')),
    filter('AnonymousRequests', compare('userIdentity.type', '=', 'AWSAccount'), compare('userIdentity.accountId', '=', 'anonymous')),
    ...known ? [filter(
      'UnknownSources',
      either(['Head*', 'List*'].map((name) => compare('eventName', '=', name))),
      // AWS services, which write their name here.
      ...['*.amazonaws.com', 'AWS Internal'].map((name) => compare('sourceIPAddress', '!=', name)),
      either([outsideNetworks(known), outsideEndpoints(known)]),
    )] : [],
  ];
}

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
