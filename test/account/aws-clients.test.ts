import * as http from 'node:http';
import { AddressInfo } from 'node:net';
import { AccountReader } from '../../src/account/account-reader';
import { createClients } from '../../src/account/aws-clients';

/** How the server answers one request; `undefined` for not at all. */
type Reply = { readonly status: number; readonly body: string; readonly headers?: Record<string, string> } | undefined;

interface FakeServer {
  readonly url: string;
  /** The requests that came, as `host path?query`. */
  readonly requests: string[];
}

const closing: (() => void)[] = [];

afterEach(() => {
  closing.splice(0).forEach((close) => close());
});

const xml = (code: string) => `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${code}</Message></Error>`;
const IDENTITY = '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>arn:aws:iam::111122223333:user/me</Arn><UserId>me</UserId><Account>111122223333</Account></GetCallerIdentityResult></GetCallerIdentityResponse>';
const SWITCHES = ['BlockPublicAcls', 'BlockPublicPolicy', 'IgnorePublicAcls', 'RestrictPublicBuckets'].map((name) => `<${name}>true</${name}>`).join('');

/** A server on this machine that answers as AWS does; `faulty` before it, if it has an answer. */
async function serve(faulty: (request: string, times: number) => Reply | 'usual'): Promise<FakeServer> {
  const requests: string[] = [];
  const server = http.createServer((request, response) => {
    const path = request.url!;
    requests.push(`${request.headers.host!.replace(/:\d+$/, '')} ${path}`);
    const chosen = faulty(path, requests.filter((one) => one.endsWith(` ${path}`)).length);
    const reply = chosen === 'usual' ? usual(path) : chosen;
    request.resume();
    if (reply) {
      response.writeHead(reply.status, { 'content-type': 'application/xml', ...reply.headers }).end(reply.body);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests };
}

function usual(path: string): Reply {
  return path === '/' ? { status: 200, body: IDENTITY }
    : path.includes('publicAccessBlock') ? { status: 200, body: `<PublicAccessBlockConfiguration>${SWITCHES}</PublicAccessBlockConfiguration>` }
      : path.includes('?policy') ? { status: 200, body: '{"Version":"2012-10-17","Statement":[]}' }
        : path.includes('ownershipControls') ? { status: 200, body: '<OwnershipControls><Rule><ObjectOwnership>BucketOwnerEnforced</ObjectOwnership></Rule></OwnershipControls>' }
          : path.includes('website') ? { status: 404, body: xml('NoSuchWebsiteConfiguration') } : { status: 200, body: '<Answer/>' };
}

async function readWith(faulty: Parameters<typeof serve>[0], requestTimeout: number = 2_000) {
  process.env.AWS_ACCESS_KEY_ID = 'AKIAIOSFODNN7EXAMPLE';
  process.env.AWS_SECRET_ACCESS_KEY = 'secret';
  const server = await serve(faulty);
  const clients = createClients({ region: 'eu-west-1', endpointUrl: server.url, requestTimeout, maxAttempts: 3 });
  closing.push(() => clients.destroy());
  return { server, reader: new AccountReader(clients, { concurrency: 8 }) };
}

test('a bucket is read, in the path of the endpoint', async () => {
  const { server, reader } = await readWith(() => 'usual');
  const bucket = await reader.readBucket('data', 'eu-west-1');
  expect(bucket!.answers).toMatchObject({
    GetPublicAccessBlock: { kind: 'value', value: { PublicAccessBlockConfiguration: { BlockPublicAcls: true } } },
    GetBucketPolicy: { kind: 'value', value: { Policy: '{"Version":"2012-10-17","Statement":[]}' } },
    GetBucketWebsite: { kind: 'absent' },
  });
  expect(server.requests).toContain('127.0.0.1 /data/?policy=');
});

test('throttling is waited for: the third attempt counts', async () => {
  const { server, reader } = await readWith((path, times) => path.includes('?policy') && times < 3 ? { status: 503, body: xml('SlowDown') } : 'usual');
  expect((await reader.readBucket('data', 'eu-west-1'))!.answers.GetBucketPolicy.kind).toBe('value');
  expect(server.requests.filter((one) => one.includes('?policy'))).toHaveLength(3);
});

test.each<[string, Reply, string, number]>([
  ['a denial', { status: 403, body: xml('AccessDenied') }, 's3:GetBucketPolicy was denied', 1],
  ['an error of the server', { status: 500, body: xml('InternalError') }, 'GetBucketPolicy failed 3 times (InternalError)', 3],
  ['a hang', undefined, 'GetBucketPolicy failed 3 times (TimeoutError', 3],
])('%s leaves the policy unknown, and the rest known', async (_, reply, reason, times) => {
  const { server, reader } = await readWith((path) => path.includes('?policy') ? reply : 'usual', 500);
  const { answers } = (await reader.readBucket('data', 'eu-west-1'))!;
  expect(answers.GetBucketPolicy).toEqual({ kind: 'unknown', reason: expect.stringContaining(reason) });
  expect(Object.values(answers).filter(({ kind }) => kind === 'unknown')).toHaveLength(1);
  expect(server.requests.filter((one) => one.includes('?policy'))).toHaveLength(times);
});

test('a bucket that is gone in the middle is none', async () => {
  const { reader } = await readWith((path) => path.includes('versioning') ? { status: 404, body: xml('NoSuchBucket') } : 'usual');
  expect(await reader.readBucket('data', 'eu-west-1')).toBeUndefined();
});

test('a bucket is read where S3 says it is, though it says so with a redirect', async () => {
  const { reader } = await readWith((path) => path === '/data/' || path === '/data' ? { status: 301, body: '', headers: { 'x-amz-bucket-region': 'us-west-2' } } : 'usual');
  expect((await reader.readBucket('data'))!.region).toBe('us-west-2');
});

test('S3 Control is asked at the host of the account', async () => {
  const { server, reader } = await readWith(() => 'usual');
  expect((await reader.readAccount('eu-west-1', [])).publicAccessBlock).toMatchObject({ kind: 'value', value: { PublicAccessBlockConfiguration: { RestrictPublicBuckets: true } } });
  expect(server.requests).toContain('111122223333.localhost /v20180820/configuration/publicAccessBlock');
});

test('fails: a call that is not bundled', async () => {
  await expect(createClients({ region: 'eu-west-1' }).send('s3', 'DeleteBucket', {}, 'eu-west-1')).rejects.toThrow("there is no call 'DeleteBucket' of s3 here");
});
