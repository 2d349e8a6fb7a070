import { ChainFacts, EndpointPolicy } from './chain-facts';
import { TemplateFacts } from '../../facts/template-facts';

/** What the policies of identities and endpoints in templates add to those of their buckets. */
export function readChain({ identities, network }: TemplateFacts): Pick<ChainFacts, 'identities' | 'endpoints'> {
  return {
    identities: identities.all(),
    endpoints: network.endpoints.flatMap(({ address, id, policy, serviceName }): EndpointPolicy[] =>
      policy && serviceName.known && /\.s3$/.test(serviceName.value) ? [{ address, id, policy }] : []),
  };
}
