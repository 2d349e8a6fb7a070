import { IncomingHttpHeaders } from 'node:http';
import { Call } from './call-name';
import { Answer, json, xml } from './faults';

/** A call that a server answers otherwise than AWS, and what is answered instead. */
export interface Gap {
  readonly servers: readonly string[];
  readonly service: string;
  readonly calls: readonly string[];
  /** What the server does. */
  readonly why: string;
  readonly answer: (exchange: Exchange) => Answer | Promise<Answer>;
}

export interface Exchange {
  readonly call: Call;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** Asks the server: the same, or something else. */
  readonly forward: (changed?: { method?: string; url?: string; body?: string }) => Promise<Answer>;
  /** What was kept of calls before. */
  readonly kept: Map<string, string>;
}

const NAMESPACE = 'xmlns="http://s3.amazonaws.com/doc/2006-03-01/"';

/** What new buckets have on S3 since April 2023. @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/create-bucket-faq.html */
const BLOCK_ALL = `<PublicAccessBlockConfiguration ${NAMESPACE}>${['BlockPublicAcls', 'IgnorePublicAcls', 'BlockPublicPolicy', 'RestrictPublicBuckets']
  .map((setting) => `<${setting}>true</${setting}>`).join('')}</PublicAccessBlockConfiguration>`;
const OWNER_ENFORCED = `<OwnershipControls ${NAMESPACE}><Rule><ObjectOwnership>BucketOwnerEnforced</ObjectOwnership></Rule></OwnershipControls>`;

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/default-encryption-faq.html */
const SSE_S3 = `<ServerSideEncryptionConfiguration ${NAMESPACE}><Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>AES256</SSEAlgorithm></ApplyServerSideEncryptionByDefault>`
  + '<BucketKeyEnabled>false</BucketKeyEnabled></Rule></ServerSideEncryptionConfiguration>';

/** Managed rules of AWS Config that moto does not know. */
export const NEW_MANAGED_RULES: readonly string[] = ['S3_MRAP_PUBLIC_ACCESS_BLOCKED'];

export const GAPS: readonly Gap[] = [
  {
    servers: ['moto'],
    service: 's3',
    calls: ['CreateBucket'],
    why: 'gives a new bucket neither Block Public Access settings nor disabled ACLs',
    answer: async ({ call: { bucket }, headers, forward, kept }) => {
      const created = await forward();
      if (created.status === 200) {
        [...kept.keys()].filter((key) => key.startsWith(`${bucket}/`)).forEach((key) => kept.delete(key));
        await forward({ method: 'PUT', url: `/${bucket}?publicAccessBlock`, body: BLOCK_ALL });
        if (headers['x-amz-object-ownership'] === undefined) {
          await forward({ method: 'PUT', url: `/${bucket}?ownershipControls`, body: OWNER_ENFORCED });
        }
      }
      return created;
    },
  },
  {
    servers: ['moto'],
    service: 's3',
    calls: ['PutBucketEncryption', 'GetBucketEncryption', 'DeleteBucketEncryption'],
    why: 'says of a bucket without default encryption that it has none, where S3 says AES256, and drops BlockedEncryptionTypes',
    answer: async (exchange) => {
      const answer = await remember(exchange);
      return exchange.call.name === 'GetBucketEncryption' && String(answer.body).includes('ServerSideEncryptionConfigurationNotFoundError') ? xml(200, SSE_S3) : answer;
    },
  },
  {
    servers: ['localstack'],
    service: 's3',
    calls: ['PutBucketEncryption', 'GetBucketEncryption', 'DeleteBucketEncryption'],
    why: 'refuses DSSE-KMS with a key',
    answer: async (exchange) => {
      const answer = await exchange.forward();
      if (exchange.call.name === 'PutBucketEncryption' && answer.status !== 200 && exchange.body.includes('aws:kms:dsse')) {
        exchange.kept.set(keyOf(exchange.call), exchange.body);
        return xml(200, '');
      }
      if (exchange.call.name !== 'GetBucketEncryption') {
        exchange.kept.delete(keyOf(exchange.call));
        return answer;
      }
      const kept = exchange.kept.get(keyOf(exchange.call));
      return kept === undefined ? answer : xml(200, kept);
    },
  },
  {
    servers: ['moto'],
    service: 's3',
    calls: ['PutBucketLogging', 'GetBucketLogging'],
    why: 'drops the key format of server access logs',
    answer: remember,
  },
  {
    servers: ['moto'],
    service: 's3',
    calls: ['PutBucketNotificationConfiguration', 'GetBucketNotificationConfiguration'],
    why: 'drops the delivery of events to EventBridge',
    answer: remember,
  },
  {
    servers: ['moto'],
    service: 's3',
    calls: ['PutBucketMetricsConfiguration', 'GetBucketMetricsConfiguration', 'DeleteBucketMetricsConfiguration', 'ListBucketMetricsConfigurations'],
    why: 'accepts configurations of request metrics and stores none',
    answer: metrics,
  },
  {
    servers: ['moto'],
    service: 's3',
    calls: ['ListBuckets'],
    why: 'ignores the size of a page of ListBuckets',
    answer: listBuckets,
  },
  {
    servers: ['localstack'],
    service: 's3',
    calls: ['GetBucketPolicyStatus'],
    why: 'does not answer GetBucketPolicyStatus',
    answer: async ({ call: { bucket }, forward }) => {
      const policy = await forward({ method: 'GET', url: `/${bucket}?policy` });
      return policy.status !== 200 ? policy : xml(200, `<PolicyStatus ${NAMESPACE}><IsPublic>${looksPublic(String(policy.body))}</IsPublic></PolicyStatus>`);
    },
  },
  {
    servers: ['localstack'],
    service: 's3',
    calls: ['GetBucketAbac'],
    why: 'does not answer GetBucketAbac',
    answer: () => xml(200, `<AbacStatus ${NAMESPACE}><Status>Disabled</Status></AbacStatus>`),
  },
  {
    servers: ['moto'],
    service: 'dynamodb',
    calls: ['TransactWriteItems', 'UpdateItem', 'Query', 'Scan'],
    why: 'puts the table back as it was when a transaction fails, and with it undoes what others have written in the meantime',
    answer: inTurn,
  },
  {
    servers: ['moto', 'localstack'],
    service: 'kms',
    calls: ['DescribeKey'],
    why: 'says of the AWS managed key of S3 that a customer manages it',
    answer: async ({ body, forward }) => {
      const answer = await forward();
      return body.includes('alias/aws/s3') && answer.status === 200 ? { ...answer, body: String(answer.body).replace(/"KeyManager":\s*"CUSTOMER"/, '"KeyManager":"AWS"') } : answer;
    },
  },
  {
    servers: ['moto', 'localstack'],
    service: 'config',
    calls: ['PutEvaluations'],
    why: 'accepts evaluations in test mode only, in which it checks that there are some, and a token',
    answer: async ({ body, forward }) => forward({ body: JSON.stringify({ ...JSON.parse(body) as object, TestMode: true }) }),
  },
  {
    servers: ['moto', 'localstack'],
    service: 'config',
    calls: ['PutConfigRule'],
    why: 'accepts a rule of a Lambda function only if it has the function, which runs beside it here, and does not know the newest managed rules',
    answer: async ({ body, forward }) => body.includes('"CUSTOM_LAMBDA"') || NEW_MANAGED_RULES.some((name) => body.includes(`"${name}"`)) ? json(200, {}) : forward(),
  },
];

/** The last call of each server that takes one at a time. */
const turns = new WeakMap<Exchange['kept'], Promise<unknown>>();

async function inTurn({ kept, forward }: Exchange): Promise<Answer> {
  const answer = (turns.get(kept) ?? Promise.resolve()).then(async () => forward());
  turns.set(kept, answer.catch(() => undefined));
  return answer;
}

function keyOf({ bucket, name, id = '' }: Call): string {
  return `${bucket}/${name.replace(/^(Get|Put|Delete)/, '')}/${id}`;
}

/** Lets the server judge what is put, and gives it back as it was put. */
async function remember({ call, body, forward, kept }: Exchange): Promise<Answer> {
  const answer = await forward();
  const key = keyOf(call);
  if (call.name.startsWith('Get')) {
    return answer.status < 300 || answer.status === 404 ? keptOr(kept.get(key), answer) : answer;
  }
  if (answer.status < 300) {
    kept.delete(key);
    if (call.name.startsWith('Put')) {
      kept.set(key, body);
    }
  }
  return answer;
}

/** A bucket that is gone has nothing kept. */
function keptOr(body: string | undefined, answer: Answer): Answer {
  return body === undefined || String(answer.body).includes('NoSuchBucket') ? answer : xml(200, body);
}

async function metrics({ call, body, forward, kept }: Exchange): Promise<Answer> {
  const there = await forward({ method: 'GET', url: `/${call.bucket}?location` });
  if (there.status !== 200) {
    return there;
  }
  const prefix = `${call.bucket}/BucketMetricsConfiguration/`;
  switch (call.name) {
    case 'PutBucketMetricsConfiguration':
      kept.set(prefix + call.id, body);
      return xml(200, '');
    case 'DeleteBucketMetricsConfiguration':
      return kept.delete(prefix + call.id) ? { status: 204, headers: {}, body: '' } : noSuchConfiguration();
    case 'GetBucketMetricsConfiguration':
      return kept.has(prefix + call.id) ? xml(200, kept.get(prefix + call.id)!) : noSuchConfiguration();
    default: {
      const configurations = [...kept].filter(([key]) => key.startsWith(prefix)).map(([, text]) => text.replace(/^<\?xml[^>]*>\s*/, ''));
      return xml(200, `<ListMetricsConfigurationsResult ${NAMESPACE}>${configurations.join('')}<IsTruncated>false</IsTruncated></ListMetricsConfigurationsResult>`);
    }
  }
}

function noSuchConfiguration(): Answer {
  return xml(404, '<Error><Code>NoSuchConfiguration</Code><Message>The specified configuration does not exist.</Message></Error>');
}

/** A page of all buckets, in the order of their names. The token is the last name of the page before. */
async function listBuckets({ url, forward }: Exchange): Promise<Answer> {
  const all = await forward({ method: 'GET', url: '/', body: '' });
  if (all.status !== 200) {
    return all;
  }
  const text = String(all.body);
  const size = Number(url.searchParams.get('max-buckets') ?? 10_000);
  const after = url.searchParams.get('continuation-token') ?? '';
  const prefix = url.searchParams.get('prefix') ?? '';
  const name = (bucket: string): string => /<Name>([^<]*)</.exec(bucket)![1];
  const buckets = (text.match(/<Bucket>.*?<\/Bucket>/gs) ?? []).filter((bucket) => name(bucket) > after && name(bucket).startsWith(prefix))
    .sort((a, b) => name(a) < name(b) ? -1 : 1);
  const page = buckets.slice(0, size);
  const more = buckets.length > size ? `<ContinuationToken>${name(page.at(-1)!)}</ContinuationToken>` : '';
  const owner = /<Owner>.*?<\/Owner>/s.exec(text)?.[0] ?? '';
  return xml(200, `<ListAllMyBucketsResult ${NAMESPACE}>${owner}<Buckets>${page.join('')}</Buckets>${more}</ListAllMyBucketsResult>`);
}

/** Near enough for a fake: nobody may judge by it. */
function looksPublic(policy: string): boolean {
  const { Statement: statements } = JSON.parse(policy) as { Statement: { Effect: string; Principal?: unknown; Condition?: unknown }[] };
  return [statements].flat().some(({ Effect, Principal, Condition }) => Effect === 'Allow' && JSON.stringify(Principal ?? '').includes('"*"') && Condition === undefined);
}
