import { ChainFacts, EndpointPolicy } from './chain-facts';
import { TemplateFacts } from '../../facts/template-facts';

/** What the policies of identities and endpoints in templates add to those of their buckets. */
export function readChain({ identities, network, places }: TemplateFacts): Pick<ChainFacts, 'identities' | 'elsewhere' | 'endpoints'> {
  const named = identities.elsewhere();
  const run = new Set(places.flatMap(({ role }) => role.known && role.value !== undefined && !identities.of(role.value) ? [role.value] : []));
  return {
    identities: identities.all(),
    elsewhere: [...named, ...[...run].filter((arn) => !named.some((one) => one.arn === arn)).flatMap((arn) => {
      const account = /^arn:[^:]*:iam::(\d{12}|⟦AWS#AccountId⟧):role\//.exec(arn)?.[1];
      return account === undefined ? [] : [{ arn, account, policies: [] }];
    })],
    endpoints: network.endpoints.flatMap(({ address, id, policy, serviceName }): EndpointPolicy[] =>
      policy && serviceName.known && /\.s3$/.test(serviceName.value) ? [{ address, id, policy }] : []),
  };
}
