import { ChainCaller, principalOf } from './chain-caller';
import { ConcreteNames } from './concrete-names';
import { Arrival } from './network-path';
import { Sent, ThroughPoint } from './sent-requests';
import { PolicyDocument, readPolicyDocument } from '../policy/policy-document';
import { Route } from '../policy/search/routes';

/** The route on which requests come that arrive so. */
export function routesOf(arrival: Arrival, caller: ChainCaller): (route: Route) => boolean {
  const wanted = caller.kind === 'service' ? ['servicePrincipal'] : arrival.kind === 'endpoint' ? ['endpoint'] : arrival.kind === 'anyhow' ? ['endpoint', 'internet'] : ['internet'];
  return ({ name }) => wanted.includes(name);
}

/**
 * What is sure of such requests, as a policy of one Allow: a request is one of them iff the policy allows it. So the reasoner looks
 * for it as for what any policy allows.
 *
 * @param mentioned the condition keys of the other policies
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-network-properties
 */
export function arrivalPolicy({ arrival, caller, resources, accessPoint, isAny }: Sent, names: ConcreteNames, mentioned: ReadonlySet<string>): PolicyDocument {
  const equals = {
    ...arrival.kind === 'endpoint' ? { 'aws:SourceVpce': names.plain(arrival.endpoint) } : {},
    ...arrival.kind === 'endpoint' && arrival.vpc.known ? { 'aws:SourceVpc': names.plain(arrival.vpc.value) } : {},
    ...accessPoint ? keysOf(accessPoint) : {},
  };
  return documentOf(principalOf(caller), resources, {
    ...Object.keys(equals).length > 0 ? { StringEquals: equals } : {},
    ...arrival.kind === 'endpoint' && arrival.sourceCidrs.known && arrival.sourceCidrs.value.length > 0 && mentioned.has('aws:vpcsourceip')
      ? { IpAddress: { 'aws:VpcSourceIp': arrival.sourceCidrs.value } } : {},
    ...arrival.kind === 'internet' && arrival.sourceIp.known ? { IpAddress: { 'aws:SourceIp': names.plain(arrival.sourceIp.value) } } : {},
    ...caller.kind === 'service' ? { ArnEquals: { 'aws:SourceArn': caller.sourceArn } } : {},
    // Requests of places are on TCP port 443.
    ...!isAny && mentioned.has('aws:securetransport') ? { Bool: { 'aws:SecureTransport': 'true' } } : {},
    // A role that a service assumes has no second factor.
    ...caller.kind === 'role' && mentioned.has('aws:multifactorauthpresent') ? { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } } : {},
    // Requests to the bucket itself never carry the keys of access points.
    ...nothingOf(ACCESS_POINT_KEYS.filter((key) => mentioned.has(key) && (!accessPoint || (key === NETWORK_ORIGIN && accessPoint.origin === undefined)))),
  });
}

/** What a request says of the organization of its caller or of the bucket, which no template shows. */
const OF_ORGANIZATION = ['aws:principalorgid', 'aws:principalorgpaths', 'aws:resourceorgid', 'aws:resourceorgpaths'];

export const NETWORK_ORIGIN = 's3:accesspointnetworkorigin';
export const ACCESS_POINT_KEYS = ['s3:dataaccesspointaccount', 's3:dataaccesspointarn', NETWORK_ORIGIN];

function keysOf({ arn, account, origin }: ThroughPoint): Readonly<Record<string, string>> {
  return { 's3:DataAccessPointArn': arn, 's3:DataAccessPointAccount': account, ...origin === undefined ? {} : { 's3:AccessPointNetworkOrigin': origin } };
}

function nothingOf(keys: readonly string[]): object {
  return keys.length === 0 ? {} : { Null: Object.fromEntries(keys.map((key) => [key, 'true'])) };
}

/**
 * What leaves nothing to luck, as a policy of one Allow: tags and organizations that no template shows are not there, and an address
 * that is chosen at deployment is none that a policy names.
 */
export function withoutLuck({ arrival, caller, resources, isAny }: Sent, mentioned: ReadonlySet<string>, blocks: readonly string[]): SentSurely {
  const tags = isAny ? [] : [...mentioned].filter((key) => key.startsWith('aws:principaltag/') || (caller.kind === 'role' && OF_ORGANIZATION.includes(key)));
  const isLucky = !isAny && caller.kind !== 'service' && blocks.length > 0 && (arrival.kind === 'aws' || (arrival.kind === 'internet' && !arrival.sourceIp.known));
  return {
    document: documentOf(principalOf(caller), resources, {
      ...tags.length > 0 ? { Null: Object.fromEntries(tags.map((key) => [key, 'true'])) } : {},
      ...isLucky ? { NotIpAddress: { 'aws:SourceIp': blocks } } : {},
    }),
    keys: [...tags, ...isLucky ? ['aws:SourceIp'] : []],
  };
}

interface SentSurely {
  readonly document: PolicyDocument;
  /** The keys that it says something of. */
  readonly keys: readonly string[];
}

/** Requests from one of these blocks of addresses, as a policy of one Allow. */
export function sentFrom({ caller, resources }: Sent, blocks: readonly string[]): PolicyDocument {
  return documentOf(principalOf(caller), resources, { IpAddress: { 'aws:SourceIp': blocks } });
}

function documentOf(principal: object | '*', resources: readonly string[], condition: object): PolicyDocument {
  return readPolicyDocument({ Version: '2012-10-17', Statement: { Effect: 'Allow', Principal: principal, Action: 's3:*', Resource: resources, Condition: condition } });
}
