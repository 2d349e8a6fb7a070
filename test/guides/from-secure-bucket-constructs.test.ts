import { comparisonOf, Guide, idsOf, notInPlace, rulesBrokenBy, synthesized } from './guide';

const guide = new Guide('guides/from-secure-bucket-constructs.md');

describe.each([['A subclass'], ['A construct around a bucket']])('%s', (kind) => {
  const before = guide.synthesized(`${kind}: before`);
  const after = guide.synthesized(`${kind}: after`);

  test('buckets and policies keep their logical ids, and nothing is replaced or deleted', () => {
    expect(idsOf(after, 'AWS::S3::Bucket')).toEqual(expect.arrayContaining([...idsOf(before, 'AWS::S3::Bucket')]));
    expect(comparisonOf(before, after).destroyed).toEqual([]);
    expect(notInPlace(before, after)).toEqual([]);
  });

  test('what changes in the template is what the page shows', () => {
    expect(guide.block(`${kind}: after`, 'text')).toBe(comparisonOf(before, after).text);
  });

  test('nothing is found after', () => {
    expect(rulesBrokenBy(before)).not.toEqual([]);
    expect(rulesBrokenBy(after)).toEqual([]);
  });

  test('the way back leaves the bucket and its policy', () => {
    expect(notInPlace(after, before).filter((line) => line.startsWith('replacement'))).toEqual([]);
    expect(Object.keys(before.resources).filter((id) => after.resources[id] === undefined)).toEqual([]);
  });
});

test.each([['@gammarers/aws-secure-bucket', 'SecureBucket'], ['@pepperize/cdk-private-bucket', 'PrivateBucket']])('the table says what check finds on the bucket of %s, and its version', (name, construct) => {
  const [, row] = new RegExp(`^\\| \`${construct}\` of \`(${name}.*)$`, 'm').exec(guide.text)!;
  const found = rulesBrokenBy(synthesized(`import { ${construct} } from '${name}';\nnew ${construct}(this, 'Records');`));
  expect([...row.split('|')[3].matchAll(/`(\w+)`/g)].map(([, rule]) => rule)).toEqual(found);
  expect(row).toContain(jest.requireActual(`${name}/package.json`).version);
});

test('without the construct around it, the bucket is a new one, unless it keeps its logical ids', () => {
  const before = guide.synthesized('A construct around a bucket: before');
  const [shorter, withIds] = guide.blocks.filter(({ heading, language }) => heading === 'What makes a new bucket' && language === 'ts').map(({ code }) => synthesized(code));
  const [bucket] = idsOf(before, 'AWS::S3::Bucket');
  expect(notInPlace(before, shorter)).toEqual(['left AWS::S3::Bucket', 'removed AWS::S3::BucketPolicy']);
  expect(shorter.resources[bucket]).toBeUndefined();
  expect(notInPlace(before, withIds)).toEqual([]);
  expect(rulesBrokenBy(withIds)).toEqual([]);
});
