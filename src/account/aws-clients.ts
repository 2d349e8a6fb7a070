import * as http from 'node:http';
import * as https from 'node:https';
import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { DescribeKeyCommand, GetKeyPolicyCommand, GetKeyRotationStatusCommand, KMSClient } from '@aws-sdk/client-kms';
import { S3Client } from '@aws-sdk/client-s3';
import { DeletePublicAccessBlockCommand, GetPublicAccessBlockCommand, PutPublicAccessBlockCommand, S3ControlClient } from '@aws-sdk/client-s3-control';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { fromNodeProviderChain, fromTemporaryCredentials } from '@aws-sdk/credential-providers';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { AwsPort, AwsService } from './account-reader';
import { localLookup } from './local-lookup';
import { S3_COMMANDS } from './s3-commands';

export interface ClientOptions {
  /** The Region where nothing else is said; that of the environment or the profile, or else us-east-1, unless given. */
  readonly region?: string;
  readonly profile?: string;
  /** Another place than AWS, such as a server for tests: buckets stand in the path then. */
  readonly endpointUrl?: string;
  /** The role that is assumed with the credentials of the environment or the profile. */
  readonly roleArn?: string;
  /** How often a call is made before it fails. @default 5 */
  readonly maxAttempts?: number;
  /** How long one attempt may take, in milliseconds. @default 15000 */
  readonly requestTimeout?: number;
  /** How many connections there are to each host. @default 50 */
  readonly maxSockets?: number;
}

/** The clients of AWS: one for each service and Region, made when it is needed. */
export interface AwsClients extends AwsPort {
  destroy(): void;
}

/** The commands of each service by name: only these are bundled. */
const COMMANDS = {
  s3: S3_COMMANDS,
  s3control: { GetPublicAccessBlock: GetPublicAccessBlockCommand, PutPublicAccessBlock: PutPublicAccessBlockCommand, DeletePublicAccessBlock: DeletePublicAccessBlockCommand },
  kms: { DescribeKey: DescribeKeyCommand, GetKeyPolicy: GetKeyPolicyCommand, GetKeyRotationStatus: GetKeyRotationStatusCommand },
  cloudwatch: { DescribeAlarms: DescribeAlarmsCommand },
  sts: { GetCallerIdentity: GetCallerIdentityCommand },
} as const satisfies Record<AwsService, object>;

/** Makes the clients that an account is read with, and repaired. Nothing is sent before the first call. */
export function createClients(options: ClientOptions = {}): AwsClients {
  const { region, profile, endpointUrl, roleArn, maxAttempts = 5, requestTimeout = 15_000, maxSockets = 50 } = options;
  const lookup = endpointUrl === undefined ? undefined : localLookup(endpointUrl);
  const requestHandler = new NodeHttpHandler({
    connectionTimeout: Math.min(5_000, requestTimeout),
    requestTimeout,
    // Without it a server that hangs is only warned of.
    throwOnRequestTimeout: true,
    httpAgent: new http.Agent({ keepAlive: true, maxSockets, ...lookup ? { lookup } : {} }),
    httpsAgent: new https.Agent({ keepAlive: true, maxSockets, ...lookup ? { lookup } : {} }),
  });
  const own = fromNodeProviderChain({ ...profile === undefined ? {} : { profile } });
  const common = { requestHandler, maxAttempts, retryMode: 'adaptive', ...profile === undefined ? {} : { profile } };
  const credentials = roleArn === undefined ? own : fromTemporaryCredentials({
    masterCredentials: own,
    params: { RoleArn: roleArn, RoleSessionName: 'hardened-bucket' },
    clientConfig: { ...common, ...region === undefined ? {} : { region }, ...endpointUrl === undefined ? {} : { endpoint: endpointUrl } },
  });
  const configured = (place: string | undefined, endpoint = endpointUrl) => (
    { ...common, credentials, ...place === undefined ? {} : { region: place }, ...endpoint === undefined ? {} : { endpoint } });
  const make: Readonly<Record<AwsService, (place: string | undefined) => Client>> = {
    s3: (place) => new S3Client({ ...configured(place), ...endpointUrl === undefined ? {} : { forcePathStyle: true } }) as Client,
    // S3 Control puts the account before the host, which an address cannot have.
    s3control: (place) => new S3ControlClient(configured(place, endpointUrl?.replace(/\/\/127\.0\.0\.1(?=[:/]|$)/, '//localhost'))) as Client,
    kms: (place) => new KMSClient(configured(place)) as Client,
    cloudwatch: (place) => new CloudWatchClient(configured(place)) as Client,
    sts: (place) => new STSClient(configured(place)) as Client,
  };
  const made = new Map<string, Client>();
  const clientOf = (service: AwsService, place: string | undefined) => {
    const key = `${service} ${place ?? ''}`;
    const client = made.get(key) ?? make[service](place);
    made.set(key, client);
    return client;
  };
  return {
    // S3 lists all buckets wherever it is asked, and a Region is the one thing that nobody has to have configured for that.
    region: () => clientOf('sts', region).config.region().catch(() => DEFAULT_REGION),
    send: async (service, call, input, place) => {
      const commands: Readonly<Record<string, new (input: never) => object>> = COMMANDS[service];
      if (!Object.hasOwn(commands, call)) {
        throw new Error(`there is no call '${call}' of ${service} here`);
      }
      return clientOf(service, place).send(new commands[call](input as never));
    },
    destroy: () => {
      made.forEach((client) => client.destroy());
      requestHandler.destroy();
    },
  };
}

const DEFAULT_REGION = 'us-east-1';

/** What all clients of the SDK have. */
interface Client {
  readonly config: { region(): Promise<string> };
  send(command: object): Promise<unknown>;
  destroy(): void;
}
