import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import { comparisonOf, Guide, idsOf, notInPlace, rulesBrokenBy, synthesized } from './guide';
import { STRUCTS } from '../../src/input/structs.generated';
import { refusalOf } from '../samples';

const [handMade, terraform] = ['guides/from-hand-made-buckets.md', 'guides/from-terraform.md'].map((page) => new Guide(page));

/** What identifies a resource of a type in an account. */
const identifierOf = (() => {
  const types = loadAwsServiceSpecSync().all('resource');
  return (type: string) => types.find(({ cloudFormationType }) => cloudFormationType === type)!.primaryIdentifier;
})();

describe.each<[string, Guide, Record<'described' | 'imported' | 'hardened', string>]>([
  ['by hand', handMade, { described: '1. Describe it as it is', imported: '2. Import it', hardened: '3. Harden it' }],
  ['by Terraform', terraform, { described: '1. Describe it in CDK as it is', imported: '3. Import it', hardened: '4. Harden it' }],
])('a bucket made %s', (_, guide, headings) => {
  const described = guide.synthesized(headings.described);
  const hardened = guide.synthesized(headings.hardened);
  const mapping: Record<string, Record<string, string>> = JSON.parse(guide.block(headings.imported, 'json'));

  test('the mapping names all resources of the described stack by what identifies them, and nothing else', () => {
    expect(Object.keys(mapping).sort()).toEqual(Object.keys(described.resources).sort());
    for (const [id, identifier] of Object.entries(mapping)) {
      expect(Object.keys(identifier)).toEqual(identifierOf(described.resources[id].Type));
      expect(Object.values(identifier)).toEqual([described.resources[idsOf(described, 'AWS::S3::Bucket')[0]].Properties!.BucketName]);
    }
  });

  test('each of them has the DeletionPolicy that an import needs', () => {
    expect(Object.values(described.resources).map(({ DeletionPolicy }) => DeletionPolicy)).toEqual(Object.keys(mapping).map(() => 'Retain'));
  });

  test('hardening keeps the imported resources, and replaces and deletes nothing', () => {
    expect(Object.keys(hardened.resources)).toEqual(expect.arrayContaining(Object.keys(mapping)));
    expect(notInPlace(described, hardened)).toEqual([]);
    expect(comparisonOf(described, hardened).destroyed).toEqual([]);
  });

  test('what hardening changes is what the page shows', () => {
    expect(guide.block(headings.hardened, 'text')).toBe(comparisonOf(described, hardened).text);
  });

  test('the rules find nothing any more', () => {
    expect(rulesBrokenBy(described)).toContain('AccessLogging');
    expect(rulesBrokenBy(hardened)).toEqual([]);
  });

  test('the way back to the described stack leaves bucket and policy', () => {
    expect(notInPlace(hardened, described).filter((line) => line.startsWith('replacement'))).toEqual([]);
    expect(Object.keys(mapping).filter((id) => described.resources[id] === undefined)).toEqual([]);
  });
});

test('without the half of the key for the partner, synth fails', () => {
  const code = handMade.block('3. Harden it', 'ts');
  expect(refusalOf(code)).toBe('');
  expect(refusalOf(code.split('\n').filter((line) => !line.includes('grantDecrypt')).join('\n'))).toMatch(/HardenedBucket-GrantsReachKey: .*444455556666/);
});

test('what is imported in one deployment is retained, and its name is written out, which bucketNamePrefix does not do', () => {
  const [bucket] = Object.values(handMade.synthesized('In one deployment').resources).filter(({ Properties }) => Properties?.BucketName === 'example-corp-records');
  expect(bucket).toMatchObject({ Type: 'AWS::S3::Bucket', DeletionPolicy: 'Retain' });
  const prefixed = Object.values(synthesized("new HardenedBucket(this, 'Records', { bucketNamePrefix: 'records' });").resources).filter(({ Properties }) => Properties?.BucketNamePrefix !== undefined);
  expect(prefixed).toHaveLength(1);
  expect(prefixed[0].Properties).not.toHaveProperty('BucketName');
});

test('the key of Terraform stays the key of the bucket', () => {
  const [described, hardened] = ['1. Describe it in CDK as it is', '4. Harden it'].map((heading) => terraform.synthesized(heading).resources.Records091F6ECA.Properties!);
  const keyOf = ({ BucketEncryption: { ServerSideEncryptionConfiguration: [rule] } }: Record<string, any>) => rule.ServerSideEncryptionByDefault.KMSMasterKeyID;
  expect(keyOf(hardened)).toEqual(keyOf(described));
  expect(terraform.block('1. Describe it in CDK as it is', 'hcl')).toContain(keyOf(described));
});

test('each property of the table is one of HardenedBucket', () => {
  const table = terraform.text.split('\n').filter((line) => line.startsWith('| ')).slice(1).map((line) => line.split('|')[3]);
  const named = table.flatMap((cell) => [...cell.matchAll(/`(\w+)`/g)].map(([, name]) => name));
  const methods = ['addToResourcePolicy', 'grantReadWrite', 'AccessLogsBucket'];
  expect(named.filter((name) => !(name in STRUCTS.HardenedBucketProps) && !methods.includes(name))).toEqual([]);
  expect(table.length).toBeGreaterThan(20);
});
