import { comparisonOf, findingsOf, Guide, idsOf, notInPlace, rulesBrokenBy, synthesized } from './guide';

const guide = new Guide('existing-buckets.md');

test.each(['new s3.Bucket', 'new s3.CfnBucket'])('the sentence on ids holds of %s, or does not', (made) => {
  const [before, after] = [`${made}(this, 'Records');`, "new HardenedBucket(this, 'Records');"].map(synthesized);
  expect(notInPlace(before, after)).toEqual(made === 'new s3.Bucket' ? [] : ['removed AWS::S3::Bucket']);
});

describe('from CfnBucket', () => {
  const before = guide.synthesized('Before');
  const after = guide.synthesized('After');

  test('both logical ids are kept, and nothing is replaced or deleted', () => {
    expect(Object.keys(after.resources)).toEqual(expect.arrayContaining(['Records', 'RecordsPolicy']));
    expect(notInPlace(before, after)).toEqual([]);
    expect(comparisonOf(before, after).destroyed).toEqual([]);
  });

  test('what changes in the template is what the page shows', () => {
    expect(guide.block('After', 'text')).toBe(comparisonOf(before, after).text);
  });

  test('without them, the bucket would be deleted and another one made', () => {
    const without = synthesized(guide.block('After', 'ts').split('\n').filter((line) => !line.includes('overrideLogicalId')).join('\n'));
    expect(without.resources).toHaveProperty('Records091F6ECA');
    expect(notInPlace(before, without)).toContain('removed AWS::S3::Bucket');
  });

  test('the rules find nothing any more', () => {
    expect(rulesBrokenBy(before)).not.toEqual([]);
    expect(rulesBrokenBy(after)).toEqual([]);
  });
});

describe('with the mixin', () => {
  const code = guide.block('With the mixin', 'ts');
  const before = synthesized(code.split('\n').filter((line) => !line.includes('Mixin')).join('\n'));
  const after = guide.synthesized('With the mixin');

  test('no bucket is replaced, and the rules find nothing but what is left out', () => {
    expect(notInPlace(before, after)).toEqual([]);
    expect(rulesBrokenBy(before)).not.toEqual([]);
    expect(rulesBrokenBy(after)).toEqual(['Versioning']);
  });

  test('without the exception synth fails', () => {
    expect(() => synthesized(code.split('\n').filter((line) => !line.includes('excludedSettings')).join('\n'))).toThrow('Suspended');
  });
});

describe('imported buckets', () => {
  const imported = guide.synthesized('1. Import the policy');
  const guarded = guide.synthesized('2. Add the guards');
  const policyIn = ({ resources }: typeof imported) => resources[policies[0]].Properties!.PolicyDocument;
  const policies = idsOf(imported, 'AWS::S3::BucketPolicy');

  test('the mapping names all that the first step has, by what identifies it', () => {
    expect(Object.keys(imported.resources).filter((id) => imported.resources[id].Type !== 'AWS::CDK::Metadata')).toEqual(policies);
    expect(JSON.parse(guide.block('1. Import the policy', 'json'))).toEqual({ [policies[0]]: { Bucket: imported.resources[policies[0]].Properties!.Bucket } });
    expect(imported.resources[policies[0]].DeletionPolicy).toBe('Retain');
  });

  test('the guards are added in place, behind the statements that were imported', () => {
    expect(notInPlace(imported, guarded)).toEqual([]);
    expect(guide.block('2. Add the guards', 'text')).toBe(comparisonOf(imported, guarded).text);
    const [before, after] = [imported, guarded].map(policyIn);
    expect(after.Statement.slice(0, before.Statement.length)).toEqual(before.Statement);
    expect(after.Statement.length).toBeGreaterThan(before.Statement.length + 2);
  });

  test('the rules find nothing any more', () => {
    expect(findingsOf(imported).map(({ rule }) => rule)).toEqual(['HardenedBucket-TlsOnly']);
    expect(findingsOf(guarded)).toEqual([]);
  });
});
