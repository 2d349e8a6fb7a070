import { awsError, fail, fakeAccount } from './fake-account';
import { AccountReader } from '../../src/account/account-reader';
import { accountBlockReason, CredentialsProblem } from '../../src/account/aws-errors';
import { LIVE_SETTINGS } from '../../src/facts/live-settings';
import { KEY_ARN, liveBucket, value } from '../facts/live-answers';

const readerOf = (account: ReturnType<typeof fakeAccount>, concurrency: number = 4) => new AccountReader(account, { concurrency, level: 'STRICT' });

/** All calls that may be made for a bucket. */
const CALLS = LIVE_SETTINGS.filter(({ onDemand }) => !onDemand);

test.each(CALLS.flatMap(({ call, absent }) => absent.map((code) => [call, code] as const)))('%s: %s says that nothing is configured', async (call, code) => {
  const bucket = await readerOf(fakeAccount({ ...WITH_EVERYTHING, 's3 GetPublicAccessBlock': () => fail(awsError('NoSuchPublicAccessBlockConfiguration')), [call]: () => fail(awsError(code, 404)) })).readBucket('data', 'eu-west-1');
  expect(bucket!.answers[call]).toEqual({ kind: 'absent' });
});

/** Answers after which every call is needed. */
const WITH_EVERYTHING = {
  GetBucketOwnershipControls: () => ({ OwnershipControls: { Rules: [{ ObjectOwnership: 'ObjectWriter' }] } }),
  GetBucketPolicy: () => ({ Policy: '{"Statement":{"Condition":{"StringEquals":{"aws:ResourceTag/a":"b"}}}}' }),
};

test.each(CALLS.map(({ call, permission }) => [call, permission]))('%s denied is unknown, names %s and stops no other call', async (call, permission) => {
  const bucket = await readerOf(fakeAccount({ ...WITH_EVERYTHING, [call]: () => fail(awsError('AccessDenied', 403)) })).readBucket('data', 'eu-west-1');
  expect(bucket!.answers[call]).toEqual({ kind: 'unknown', reason: `${permission} was denied` });
  expect(Object.values(bucket!.answers).filter(({ kind }) => kind === 'unknown')).toHaveLength(1);
});

test.each(CALLS.map(({ call }) => [call]))('a bucket that is gone when %s is asked is no bucket', async (call) => {
  expect(await readerOf(fakeAccount({ ...WITH_EVERYTHING, [call]: () => fail(awsError('NoSuchBucket', 404)) })).readBucket('data', 'eu-west-1')).toBeUndefined();
});

test.each<[string, Error, string]>([
  ['throttling', awsError('SlowDown', 503, { $metadata: { httpStatusCode: 503, attempts: 5 } }), 'GetBucketPolicy failed 5 times (SlowDown: SlowDown happened)'],
  ['a hang', Object.assign(new Error('no answer in 15 s'), { name: 'TimeoutError', $metadata: { attempts: 5 } }), 'GetBucketPolicy failed 5 times (TimeoutError: no answer in 15 s)'],
  ['a token that does not count in the Region', awsError('InvalidToken', 400), 'GetBucketPolicy failed (InvalidToken: InvalidToken happened)'],
  ['a server that has no such call', awsError('NotImplemented', 501), 'GetBucketPolicy is not offered here (NotImplemented)'],
])('%s is unknown with the reason', async (_, error, reason) => {
  expect((await readerOf(fakeAccount({ GetBucketPolicy: () => fail(error) })).readBucket('data', 'eu-west-1'))!.answers.GetBucketPolicy).toEqual({ kind: 'unknown', reason });
});

test.each(['ExpiredToken', 'SignatureDoesNotMatch', 'CredentialsProviderError'])('fails: %s ends the reading, because no other call would say more', async (name) => {
  await expect(readerOf(fakeAccount({ GetBucketPolicy: () => fail(awsError(name, 403)) })).readBucket('data', 'eu-west-1')).rejects.toThrow(CredentialsProblem);
});

test.each<[string, Parameters<typeof fakeAccount>[0]]>([
  ['HeadBucket says it', { HeadBucket: () => ({ BucketRegion: 'us-west-2' }) }],
  ['HeadBucket is denied and says it', { HeadBucket: () => fail(awsError('Forbidden', 403, { $response: { headers: { 'x-amz-bucket-region': 'us-west-2' } } })) }],
  ['HeadBucket redirects', { HeadBucket: () => fail(awsError('PermanentRedirect', 301, { $response: { headers: { 'x-amz-bucket-region': 'us-west-2' } } })) }],
  ['only GetBucketLocation says it', { HeadBucket: () => fail(awsError('Forbidden', 403)), GetBucketLocation: () => ({ LocationConstraint: 'us-west-2' }) }],
])('a bucket is asked in its own Region: %s', async (_, answers) => {
  const account = fakeAccount(answers);
  expect((await readerOf(account).readBucket('data'))!.region).toBe('us-west-2');
  expect(account.made.filter((call) => call.startsWith('GetBucketPolicy'))).toEqual(['GetBucketPolicy data us-west-2']);
});

test('a bucket that is not where it was said to be is asked where it is', async () => {
  const account = fakeAccount({
    HeadBucket: () => ({ BucketRegion: 'us-west-2' }),
    GetBucketVersioning: (_, region) => region === 'us-west-2' ? { Status: 'Enabled' } : fail(awsError('PermanentRedirect', 301)),
  });
  expect(await readerOf(account).readBucket('data', 'eu-west-1')).toMatchObject({ region: 'us-west-2', answers: { GetBucketVersioning: { kind: 'value' } } });
});

test('a bucket that there is not is none', async () => {
  expect(await readerOf(fakeAccount({ HeadBucket: () => fail(awsError('NotFound', 404)) })).readBucket('data')).toBeUndefined();
});

test('the list of buckets is read page by page, and of a Region where it is asked for', async () => {
  const pages: Readonly<Record<string, object>> = {
    first: { Buckets: [{ Name: 'a', BucketRegion: 'eu-west-1' }, { Name: 'b', BucketRegion: 'us-west-2' }], ContinuationToken: 'next' },
    next: { Buckets: [{ Name: 'c' }] },
  };
  const list = async (region?: string) => {
    const names: string[] = [];
    for await (const { name } of readerOf(fakeAccount({ ListBuckets: ({ ContinuationToken = 'first' }) => pages[ContinuationToken as string] })).listBuckets(region)) {
      names.push(name);
    }
    return names;
  };
  expect(await list()).toEqual(['a', 'b', 'c']);
  expect(await list('eu-west-1')).toEqual(['a', 'c']);
});

test('a list that gives the same page again ends', async () => {
  const names: string[] = [];
  for await (const { name } of readerOf(fakeAccount({ ListBuckets: () => ({ Buckets: [{ Name: 'a' }], ContinuationToken: 'same' }) })).listBuckets()) {
    names.push(name);
  }
  expect(names.length).toBeLessThan(3);
});

test('no more calls are under way than allowed', async () => {
  const account = fakeAccount();
  const reader = readerOf(account, 3);
  await Promise.all(Array.from({ length: 20 }, (_, i) => reader.readBucket(`data-${i}`, 'eu-west-1')));
  expect(account.most()).toBe(3);
});

test('all pages of metrics configurations are read', async () => {
  const account = fakeAccount({ ListBucketMetricsConfigurations: ({ ContinuationToken }) => ContinuationToken === undefined ? { MetricsConfigurationList: [{ Id: 'a', Filter: { Prefix: 'a' } }], NextContinuationToken: 'x' } : { MetricsConfigurationList: [{ Id: 'EntireBucket' }] } });
  expect((await readerOf(account).readBucket('data', 'eu-west-1'))!.answers.ListBucketMetricsConfigurations).toEqual(value({ MetricsConfigurationList: [{ Id: 'a', Filter: { Prefix: 'a' } }, { Id: 'EntireBucket' }] }));
});

const KEY = { DescribeKey: () => ({ KeyMetadata: { Arn: KEY_ARN, KeyManager: 'CUSTOMER' } }), GetKeyPolicy: () => ({ Policy: '{}' }), GetKeyRotationStatus: () => ({ KeyRotationEnabled: true }) };

test('an account is read once for all buckets: its settings, each key once, the alarms on S3', async () => {
  const account = fakeAccount({ ...KEY, 's3control GetPublicAccessBlock': () => fail(awsError('NoSuchPublicAccessBlockConfiguration', 404)), 'DescribeAlarms': () => ({ MetricAlarms: [{ AlarmName: 'a', Namespace: 'AWS/S3' }, { AlarmName: 'b', Namespace: 'AWS/EC2' }] }) });
  const read = await readerOf(account).readAccount('eu-west-1', [liveBucket(), liveBucket({}, 'other')]);
  expect(read).toMatchObject({ account: '111122223333', partition: 'aws', publicAccessBlock: { kind: 'absent' }, alarms: value([{ AlarmName: 'a', Namespace: 'AWS/S3' }]) });
  expect(read.keys).toEqual({ [KEY_ARN]: { arn: value(KEY_ARN), manager: value('CUSTOMER'), policy: value({ Policy: '{}' }), rotation: value(true) } });
  expect(account.made.filter((call) => call.startsWith('DescribeKey'))).toHaveLength(1);
});

test.each([['DescribeKey', 'arn', 'kms:DescribeKey'], ['GetKeyPolicy', 'policy', 'kms:GetKeyPolicy'], ['GetKeyRotationStatus', 'rotation', 'kms:GetKeyRotationStatus']])('%s denied is unknown and names the permission', async (call, part, permission) => {
  const { keys } = await readerOf(fakeAccount({ ...KEY, [call]: () => fail(awsError('AccessDeniedException', 400)) })).readAccount('eu-west-1', [liveBucket()]);
  expect(keys[KEY_ARN]).toMatchObject({ [part]: { kind: 'unknown', reason: `${permission} was denied` } });
});

test('a change of the account\'s settings that S3 denies may be managed by the organization', () => {
  expect(accountBlockReason(awsError('AccessDenied', 403), 'PutPublicAccessBlock')).toContain('an S3 policy of AWS Organizations manages the settings of the account');
});
