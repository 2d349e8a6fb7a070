import { FORWARDING_KEYS, NETWORK_KEYS } from '../network-keys';
import { AccessSearch } from './access-search';
import { Candidate, anyCaller } from './candidate';
import { Route } from '../search/routes';

/** The ways on which requests of a candidate get in, in words. */
export function pathsOf(search: AccessSearch, candidate: Candidate): string[] {
  const comes = (name: Route['name'], ...conditions: Parameters<typeof anyCaller>[1][number][]) => search.find(candidate, {
    by: (_, route) => route.name === name, ...conditions.length === 0 ? {} : { match: [anyCaller(candidate.grant.document, conditions)] },
  }).kind !== 'none';
  const named = (key: string) => [...search.vocabulary.constants.get(key) ?? []];
  /** Those of these values through which all come that come on this way; undefined if others come, too. */
  const only = (name: Route['name'], key: string, values: readonly string[], [is, isNot]: readonly [string, string]) =>
    values.length === 0 || comes(name, { operator: isNot, key, values }) ? undefined
      : values.reduce<readonly string[]>((left, value) => {
        const others = left.filter((other) => other !== value);
        return comes(name, { operator: is, key, values: [value] }, ...others.length === 0 ? [] : [{ operator: isNot, key, values: others }]) ? left : others;
      }, values);
  const paths: string[] = [];
  if (comes('internet')) {
    const blocks = only('internet', 'aws:sourceip', named('aws:sourceip').filter((text) => /^[0-9a-f.:/]+$/i.test(text)), ['IpAddress', 'NotIpAddress']);
    paths.push(...blocks?.map((block) => `internet, from ${block}`) ?? ['internet']);
  }
  if (!tellsEndpoints(search) ? paths.length > 0 : comes('endpoint')) {
    const endpoints = only('endpoint', 'aws:sourcevpce', named('aws:sourcevpce'), ['StringEquals', 'StringNotEquals']);
    const vpcs = endpoints ? undefined : only('endpoint', 'aws:sourcevpc', named('aws:sourcevpc'), ['StringEquals', 'StringNotEquals']);
    paths.push(...endpoints?.map((endpoint) => `VPC endpoint ${endpoint}`) ?? vpcs?.map((vpc) => `VPC ${vpc}`) ?? ['any VPC endpoint']);
  }
  if (tellsForwarding(search) ? comes('awsService') : search.find(candidate, { by: ({ forwarded }) => forwarded }).kind !== 'none') {
    paths.push('through an AWS service');
  }
  if (comes('servicePrincipal')) {
    paths.push('from an AWS service itself');
  }
  return paths;
}

/** Where policies speak of no network, requests through endpoints are not told from others. */
function tellsEndpoints({ vocabulary: { keys } }: AccessSearch): boolean {
  return NETWORK_KEYS.some((key) => keys.has(key));
}

function tellsForwarding(search: AccessSearch): boolean {
  return tellsEndpoints(search) || ['aws:viaawsservice', ...FORWARDING_KEYS].some((key) => search.vocabulary.keys.has(key));
}
