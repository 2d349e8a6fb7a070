import { canonical, KnownSources } from './known-sources';

/** A question to the log of data events, saved in CloudWatch Logs Insights. */
export interface LogQuery {
  readonly id: string;
  /** One command a line. */
  readonly commands: readonly string[];
}

/**
 * What to ask once an alarm has gone off. Here blocks of addresses are compared as blocks.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax.html
 */
export function logQueries(bucketName: string, known: KnownSources | undefined): LogQuery[] {
  const here = `filter eventSource = "s3.amazonaws.com" and requestParameters.bucketName = "${bucketName}"`;
  const who = 'sourceIPAddress, vpcEndpointId, userIdentity.arn, userIdentity.accountId, userIdentity.principalId';
  return [
    {
      id: 'FailedRequestsBySource',
      commands: [
        here,
        'filter ispresent(errorCode)',
        `stats count(*) as requests, count_distinct(requestParameters.key) as keysTried, min(eventTime) as first, max(eventTime) as last by ${who}, eventName, errorCode`,
        'sort requests desc',
        'limit 100',
      ],
    },
    {
      id: 'HeadsAndListsFromUnknownSources',
      commands: [
        here,
        'filter eventName like /^(Head|List)/ and sourceIPAddress not like /amazonaws\\.com$|^AWS Internal$/',
        ...known ? [`filter ${outside(known)}`] : [],
        `stats count(*) as requests, min(eventTime) as first, max(eventTime) as last by ${who}, eventName`,
        'sort requests desc',
        'limit 100',
      ],
    },
    {
      id: 'WhatOneSourceDid',
      commands: [
        'fields eventTime, eventName, requestParameters.key, requestParameters.prefix, errorCode, errorMessage, additionalEventData.bytesTransferredOut, userIdentity.arn, userAgent',
        here,
        // Nobody has this address: RFC 5737. It is there to be replaced.
        'filter sourceIPAddress = "192.0.2.1"',
        'sort eventTime asc',
        'limit 1000',
      ],
    },
    {
      id: 'BytesReadByIdentity',
      commands: [
        here,
        'filter eventName = "GetObject" and not ispresent(errorCode)',
        `stats count(*) as reads, count_distinct(requestParameters.key) as objects, sum(additionalEventData.bytesTransferredOut) as bytes by ${who}`,
        'sort bytes desc',
        'limit 100',
      ],
    },
  ];
}

function outside({ addresses = [], vpcEndpointIds = [] }: KnownSources): string {
  const networks = addresses.map((address) => address.includes('/') ? `not isIpv4InSubnet(sourceIPAddress, "${address}")` : `sourceIPAddress != "${canonical(address)}"`);
  const endpoints = vpcEndpointIds.map((id) => `vpcEndpointId != "${id}"`);
  return `(${['not ispresent(vpcEndpointId)', ...networks].join(' and ')}) or (${['ispresent(vpcEndpointId)', ...endpoints].join(' and ')})`;
}
