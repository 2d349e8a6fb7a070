import { MOST_VALUES, SourceTexts } from './known-sources';

/** What a contributor rule counts: who they are is in its keys, which events count in its filters. */
export interface ContributorRule {
  readonly id: ContributorRuleId;
  readonly keys: readonly string[];
  readonly filters: readonly Filter[];
}

export type ContributorRuleId =
  'FailedGetsByAddress' | 'FailedGetsByIdentity' | 'FailedGetsByRole' | 'FailedGetsFromOutside' | 'DeniedKeys' | 'AccessDeniedByAction' | 'HeadsAndListsByAddress' | 'HeadsAndListsByEndpoint';

/** All filters of a rule have to match. CloudWatch accepts four, of ten values each. */
type Filter = { readonly Match: string } & ({ readonly In: readonly string[] } | { readonly NotIn: readonly string[] } | { readonly IsPresent: boolean });

const ADDRESS = '$.sourceIPAddress';
const ENDPOINT = '$.vpcEndpointId';
/** CloudTrail tells the ARN of a caller of another account to that account only. The principal id of a role names the session. */
const IDENTITY = ['$.userIdentity.accountId', '$.userIdentity.principalId'];
/** The role behind a session, for callers of the same account. */
const ROLE = '$.userIdentity.sessionContext.sessionIssuer.arn';
const ACTION = '$.eventName';
const KEY = '$.requestParameters.key';
const ERROR = '$.errorCode';

/** Reads of an object, of what it holds or of what is known about it. */
const GETS: Filter = { Match: ACTION, In: ['GetObject', 'GetObjectAcl', 'GetObjectAttributes', 'GetObjectTagging'] };

/** Requests that look around without reading. CloudTrail writes ListObjects for both versions of the call. */
const HEADS_AND_LISTS: Filter = { Match: ACTION, In: ['HeadBucket', 'HeadObject', 'ListMultipartUploads', 'ListObjects', 'ListObjectsV2', 'ListObjectVersions'] };

/** What a guess ends in. Errors of S3 itself, such as SlowDown, are a bad day and no probe. */
const FAILED: Filter = { Match: ERROR, In: ['AccessDenied', 'NoSuchKey', 'NoSuchVersion'] };

/** CloudFront with origin access control may not list, so it is denied whatever its users mistype. */
const NO_SERVICE: Filter = { Match: '$.userIdentity.type', NotIn: ['AWSService'] };

const DENIED: Filter = { Match: ERROR, In: ['AccessDenied'] };

/**
 * The rules on the data events of one bucket.
 *
 * HEAD is in none that looks at errors: a client that asks whether an object is there before it writes it fails with 403 or
 * 404 on every new key. What tells the two apart is where they come from.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/ContributorInsights-RuleSyntax.html
 */
export function contributorRules(bucketName: string, known?: SourceTexts): ContributorRule[] {
  const here: Filter = { Match: '$.requestParameters.bucketName', In: [bucketName] };
  return [
    { id: 'FailedGetsByAddress', keys: [ADDRESS], filters: [here, GETS, FAILED, NO_SERVICE] },
    { id: 'FailedGetsByIdentity', keys: IDENTITY, filters: [here, GETS, FAILED, NO_SERVICE] },
    { id: 'FailedGetsByRole', keys: [ROLE], filters: [here, GETS, FAILED, { Match: ROLE, IsPresent: true }] },
    // A fleet in a VPC that has lost a permission has as many addresses as machines.
    { id: 'FailedGetsFromOutside', keys: [ADDRESS], filters: [here, GETS, FAILED, { Match: ENDPOINT, IsPresent: false }] },
    { id: 'DeniedKeys', keys: [KEY], filters: [here, GETS, DENIED, NO_SERVICE] },
    { id: 'AccessDeniedByAction', keys: [ACTION], filters: [here, DENIED] },
    { id: 'HeadsAndListsByAddress', keys: [ADDRESS, ACTION], filters: [here, HEADS_AND_LISTS, ...known ? [{ Match: ENDPOINT, IsPresent: false }, ...notIn(ADDRESS, known.addresses)] : []] },
    ...known ? [{ id: 'HeadsAndListsByEndpoint' as const, keys: [ENDPOINT, ADDRESS], filters: [here, HEADS_AND_LISTS, { Match: ENDPOINT, IsPresent: true }, ...notIn(ENDPOINT, known.vpcEndpointIds)] }] : [],
  ];
}

/** What is left out of the names of contributors. A filter knows no beginnings to leave out: clients in known blocks are named, though not alarmed on. */
function notIn(field: string, values: readonly string[]): Filter[] {
  return values.length === 0 ? [] : [{ Match: field, NotIn: values.slice(0, MOST_VALUES) }];
}

/** The rule as CloudWatch accepts it, over the events of one log group. */
export function ruleBody({ keys, filters }: ContributorRule, logGroupName: string): object {
  return {
    Schema: { Name: 'CloudWatchLogRule', Version: 1 },
    LogGroupNames: [logGroupName],
    LogFormat: 'JSON',
    Contribution: { Keys: keys, Filters: filters },
    AggregateOn: 'Count',
  };
}
