import { comparisonOf, Guide, notInPlace, rulesBrokenBy, synthesized } from './guide';

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
