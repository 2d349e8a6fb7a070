import { ENDPOINT_KEYS, FORWARDING_KEYS, NETWORK_KEYS } from '../network-keys';
import { absent, fixed, free, KeyTable, remembered, within } from './availability';
import { Caller } from './caller';
import { domainOf, vpcArns } from './key-domains';
import { anyText, LinearPattern, literal, sequence } from './linear-pattern';
import { Vocabulary } from './vocabulary';

/** From where a request comes. */
export interface Route {
  readonly name: 'internet' | 'endpoint' | 'awsService' | 'servicePrincipal';
  readonly keys: KeyTable;
}

/** The ways on which requests of such callers come, as far as the policies can tell them apart. */
export function routesOf(vocabulary: Vocabulary, { type, forwarded }: Caller): Route[] {
  const { keys } = vocabulary;
  const direct: KeyTable = { 'aws:viaawsservice': fixed('false'), ...absent(...FORWARDING_KEYS) };
  const address = (mayBeAbsent: boolean): KeyTable => ({ 'aws:sourceip': free(vocabulary, 'aws:sourceip', mayBeAbsent) });
  const noEndpoint = absent(...ENDPOINT_KEYS);
  if (type === 'Service') {
    return [{ name: 'servicePrincipal', keys: { ...direct, ...address(true), ...noEndpoint } }];
  }
  const routes: Route[] = [{ name: 'internet', keys: { ...direct, ...address(false), ...noEndpoint } }];
  if (NETWORK_KEYS.some((key) => keys.has(key))) {
    const endpoint: KeyTable = {
      ...direct,
      ...absent('aws:sourceip'),
      ...Object.fromEntries(ENDPOINT_KEYS.map((key) => [key, free(vocabulary, key, !['aws:sourcevpc', 'aws:sourcevpce', 'aws:vpcsourceip'].includes(key))])),
    };
    routes.push(...inVpcs(vocabulary).map((vpc): Route => ({ name: 'endpoint', keys: { ...endpoint, ...vpc } })));
  }
  if (forwarded && ['aws:viaawsservice', ...FORWARDING_KEYS, ...NETWORK_KEYS].some((key) => keys.has(key))) {
    routes.push({ name: 'awsService', keys: { 'aws:viaawsservice': fixed('true'), ...address(true), ...noEndpoint } });
  }
  return routes;
}

/**
 * Where policies speak of a VPC both by its id and by its ARN, each VPC that is named and one that is not, since the ARN ends
 * in the id, and one is there whenever the other is.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-sourcevpcarn
 */
function inVpcs(vocabulary: Vocabulary): KeyTable[] {
  const { keys, vpcs } = vocabulary;
  if (!keys.has('aws:sourcevpc') || !keys.has('aws:sourcevpcarn')) {
    return [{}];
  }
  const of = (key: string, name: string, domain: readonly LinearPattern[], except?: readonly LinearPattern[]): KeyTable => ({
    [key]: () => remembered(vocabulary, `of VPC ${name} ${key}`, () => within(key, false, domain, except)),
  });
  const written = (key: string) => [...vocabulary.constants.get(key) ?? []];
  const named = [...vpcs];
  return [
    ...named.map((id): KeyTable => ({
      'aws:sourcevpc': fixed(id),
      ...of('aws:sourcevpcarn', id, [...written('aws:sourcevpcarn').filter((arn) => arn.endsWith(`:vpc/${id}`)).map(literal), ...vpcArns(id)]),
    })),
    {
      ...of('aws:sourcevpc', 'of no name', domainOf('aws:sourcevpc', vocabulary), named.map(literal)),
      ...of('aws:sourcevpcarn', 'of no name', domainOf('aws:sourcevpcarn', vocabulary), named.map((id) => sequence(anyText(0), `:vpc/${id}`))),
    },
  ];
}
