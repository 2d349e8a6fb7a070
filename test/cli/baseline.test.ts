import { hardenedBucket, workInTemporaryFolders, write } from './command-line';

workInTemporaryFolders();

const settings = (...names: string[]) => JSON.stringify({ Resources: { Data: { Type: 'AWS::S3::Bucket', Properties: { PublicAccessBlockConfiguration: Object.fromEntries(names.map((name) => [name, true])) } } } });

test('of several settings that one finding names, each is known for itself', () => {
  const check = (...args: string[]) => hardenedBucket('check', 'a.json', '--rule', 'BlockPublicAccess', '--format', 'json', '--baseline', 'known.json', ...args);
  write({ 'a.json': settings('BlockPublicAcls', 'BlockPublicPolicy') });
  check('--write-baseline');
  write({ 'a.json': settings('BlockPublicAcls', 'BlockPublicPolicy', 'IgnorePublicAcls') });
  expect(JSON.parse(check().out).findings).toEqual([]);
  write({ 'a.json': settings('BlockPublicPolicy') });
  expect(JSON.parse(check().out).findings).toEqual([expect.objectContaining({ message: 'The bucket does not set BlockPublicAcls' })]);
});

describe('entries that match nothing any more', () => {
  const all = ['BlockPublicAcls', 'BlockPublicPolicy', 'IgnorePublicAcls', 'RestrictPublicBuckets'];
  const check = (...args: string[]) => hardenedBucket('check', '.', '--baseline', '../known.json', ...args);
  beforeEach(() => {
    write({ 'app/a.json': settings(), 'app/b.json': settings() });
    process.chdir('app');
    expect(check('--write-baseline').exitCode).toBe(0);
  });

  test('are none, where nothing has changed', () => {
    expect(check()).toMatchObject({ exitCode: 0, err: '' });
  });

  test('are said, and do not fail', () => {
    write({ 'a.json': settings(...all), 'b.json': settings(...all.slice(1)) });
    expect(check()).toMatchObject({
      exitCode: 0,
      err: "7 findings of baseline '../known.json' no longer exist: HardenedBucket-BlockPublicAccess[BlockPublicAcls] on a.json Data, HardenedBucket-BlockPublicAccess[BlockPublicPolicy] on a.json Data, "
        + 'HardenedBucket-BlockPublicAccess[IgnorePublicAcls] on a.json Data and 4 more. Write the baseline anew with hardened-bucket check cdk.out --baseline FILE --write-baseline, so that these findings are new if they come back',
    });
  });

  test('are not those of rules that are left out, nor of templates that were not read', () => {
    write({ 'a.json': settings(...all) });
    expect(check('--rule', 'TlsOnly').err).toBe('');
    write({ '../other/c.json': settings(...all) });
    expect(hardenedBucket('check', '../other', '--rule', 'BlockPublicAccess', '--baseline', '../known.json')).toMatchObject({ exitCode: 0, err: '' });
  });
});
