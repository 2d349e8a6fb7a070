import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { REGION, SERVERS } from './places';
import { folderOf } from './programs';
import { freePort, ServerProcess } from './server-process';

/** A server of AWS's API on loopback. */
export interface AwsServer {
  readonly name: AwsServerName;
  readonly url: string;
  readonly process: ServerProcess;
}

export type AwsServerName = 'moto' | 'localstack';

/** Starts moto with an empty account, in memory. */
export async function startMoto(): Promise<AwsServer> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const process = await ServerProcess.start({
    name: 'moto',
    command: [join(folderOf('moto'), 'bin', 'moto_server'), '-H', '127.0.0.1', '-p', String(port)],
    env: { AWS_DEFAULT_REGION: REGION },
    ready: async () => (await fetch(`${url}/moto-api/data.json`)).ok,
  });
  return { name: 'moto', url, process };
}

/** Starts LocalStack with an empty account. It downloads nothing and sends nothing. */
export async function startLocalStack(): Promise<AwsServer> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const data = join(SERVERS, 'data', 'localstack');
  mkdirSync(data, { recursive: true });
  const process = await ServerProcess.start({
    name: 'localstack',
    command: [join(folderOf('localstack'), 'bin', 'python'), '-m', 'localstack.runtime.main'],
    env: {
      DNS_ADDRESS: '0',
      GATEWAY_LISTEN: `127.0.0.1:${port}`,
      SKIP_SSL_CERT_DOWNLOAD: '1',
      DISABLE_EVENTS: '1',
      LOCALSTACK_VOLUME_DIR: data,
      FILESYSTEM_ROOT: data,
      AWS_DEFAULT_REGION: REGION,
    },
    ready: async () => (await fetch(`${url}/_localstack/health`)).ok,
  });
  return { name: 'localstack', url, process };
}
