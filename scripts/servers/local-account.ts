import { Clients, clientsFor } from './clients';
import { FaultProxy } from './fault-proxy';
import { GAPS } from './gaps';
import { AwsServer, startLocalStack, startMoto } from './servers';

export type AccountKind = 'moto' | 'localstack';

/** Services that LocalStack does not have: moto answers them beside it. */
const BESIDE_LOCALSTACK = ['dynamodb', 'securityhub'];

/** An account on a local server, behind the proxy. */
export interface LocalAccount {
  readonly kind: AccountKind;
  readonly proxy: FaultProxy;
  readonly clients: Clients;
  stop(): Promise<void>;
}

export async function startAccount(kind: AccountKind): Promise<LocalAccount> {
  const moto = await startMoto();
  const servers: AwsServer[] = [moto];
  const main = kind === 'moto' ? moto : await startLocalStack();
  if (main !== moto) {
    servers.push(main);
  }
  const proxy = await FaultProxy.start({ target: (service) => BESIDE_LOCALSTACK.includes(service) ? moto : main, gaps: GAPS });
  const clients = clientsFor(proxy.url);
  return {
    kind,
    proxy,
    clients,
    stop: async () => {
      clients.close();
      await proxy.stop();
      await Promise.all(servers.map(({ process }) => process.stop()));
    },
  };
}
