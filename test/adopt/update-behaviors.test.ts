import { TemplateSide, updateBehaviorsOf } from '../../src/adopt/update-behaviors';
import { templateOf } from '../../src/template/read-template';

const side = (resources: object, rest: object = {}): TemplateSide => templateOf({ Resources: resources, ...rest }, { id: 'a' });
const bucket = (properties: object = {}, attributes: object = {}) => ({ Type: 'AWS::S3::Bucket', ...attributes, Properties: properties });
const policy = (of: unknown) => ({ Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: of, PolicyDocument: { Statement: [] } } });
const kinds = (before: TemplateSide, after: TemplateSide) => Object.fromEntries([...updateBehaviorsOf(before, after)].map(([id, { kind }]) => [id, kind]));
const A = { Ref: 'A' };

test.each<[string, TemplateSide, TemplateSide, Record<string, string>]>([
  ['the policy of a bucket that is replaced is replaced, too', side({ A: bucket({ BucketName: 'a' }), P: policy(A) }), side({ A: bucket({ BucketName: 'b' }), P: policy(A) }), { A: 'replacement', P: 'replacement' }],
  ['the policy of a bucket that is updated in place stays', side({ A: bucket(), P: policy(A) }), side({ A: bucket({ Tags: [] }), P: policy(A) }), { A: 'inPlace', P: 'unchanged' }],
  ['a name that is the bucket, through a text', side({ A: bucket({ BucketName: 'a' }), P: policy({ 'Fn::Sub': '${A}' }) }), side({ A: bucket({ BucketName: 'b' }), P: policy({ 'Fn::Sub': '${A}' }) }), { A: 'replacement', P: 'replacement' }],
  ['a policy that moves to another bucket', side({ A: bucket(), B: bucket(), P: policy(A) }), side({ A: bucket(), B: bucket(), P: policy({ Ref: 'B' }) }), { A: 'unchanged', B: 'unchanged', P: 'replacement' }],
  ['a bucket that is renamed, and its policy', side({ A: bucket(), P: policy(A) }), side({ B: bucket(), P: policy({ Ref: 'B' }) }), { A: 'removed', B: 'created', P: 'replacement' }],
  ['a parameter with another default', side({ A: bucket({ BucketName: { Ref: 'N' } }) }, { Parameters: { N: { Type: 'String', Default: 'a' } } }), side({ A: bucket({ BucketName: { Ref: 'N' } }) }, { Parameters: { N: { Type: 'String', Default: 'b' } } }), { A: 'unknown' }],
  ['a parameter with another description', side({ A: bucket({ BucketName: { Ref: 'N' } }) }, { Parameters: { N: { Type: 'String' } } }), side({ A: bucket({ BucketName: { Ref: 'N' } }) }, { Parameters: { N: { Type: 'String', Description: 'b' } } }), { A: 'unchanged' }],
  ['a condition that is another one', side({ A: bucket({}, { Condition: 'C' }) }, { Conditions: { C: { 'Fn::Equals': ['a', 'a'] } } }), side({ A: bucket({}, { Condition: 'C' }) }, { Conditions: { C: { 'Fn::Equals': ['a', 'b'] } } }), { A: 'unknown' }],
  ['a condition of a condition', side({ A: bucket({}, { Condition: 'C' }) }, { Conditions: { C: { Condition: 'D' }, D: { 'Fn::Equals': ['a', 'a'] } } }), side({ A: bucket({}, { Condition: 'C' }) }, { Conditions: { C: { Condition: 'D' }, D: { 'Fn::Equals': ['a', 'b'] } } }), { A: 'unknown' }],
  ['a condition in a choice', side({ A: bucket({ BucketName: { 'Fn::If': ['C', 'a', 'b'] } }) }, { Conditions: { C: { 'Fn::Equals': ['a', 'a'] } } }), side({ A: bucket({ BucketName: { 'Fn::If': ['C', 'a', 'b'] } }) }, { Conditions: { C: { 'Fn::Equals': ['a', 'b'] } } }), { A: 'unknown' }],
  ['a mapping', side({ A: bucket({ BucketName: { 'Fn::FindInMap': ['M', 'a', 'b'] } }) }, { Mappings: { M: { a: { b: 'c' } } } }), side({ A: bucket({ BucketName: { 'Fn::FindInMap': ['M', 'a', 'b'] } }) }, { Mappings: { M: { a: { b: 'd' } } } }), { A: 'unknown' }],
  ['an output of a nested stack that is updated', side({ A: bucket({ BucketName: { 'Fn::GetAtt': ['S', 'Outputs.N'] } }), S: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: 'a' } } }), side({ A: bucket({ BucketName: { 'Fn::GetAtt': ['S', 'Outputs.N'] } }), S: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: 'b' } } }), { A: 'unknown', S: 'inPlace' }],
  ['a key that is updated, and the bucket that uses it', side({ A: bucket({ BucketEncryption: { 'Fn::GetAtt': ['K', 'Arn'] } }), K: { Type: 'AWS::KMS::Key', Properties: {} } }), side({ A: bucket({ BucketEncryption: { 'Fn::GetAtt': ['K', 'Arn'] } }), K: { Type: 'AWS::KMS::Key', Properties: { EnableKeyRotation: true } } }), { A: 'unchanged', K: 'inPlace' }],
  ['references in a circle', side({ A: bucket({ BucketName: { Ref: 'B' } }), B: bucket({ BucketName: A }) }), side({ A: bucket({ BucketName: { Ref: 'B' } }), B: bucket({ BucketName: A }) }), { A: 'unchanged', B: 'unchanged' }],
])('%s', (_, before, after, expected) => expect(kinds(before, after)).toEqual(expected));

describe('renames', () => {
  const renames = (before: TemplateSide, after: TemplateSide) => [...updateBehaviorsOf(before, after).values()].filter(({ renamedTo }) => renamedTo).map(({ logicalId, renamedTo }) => `${logicalId} → ${renamedTo}`);

  test.each<[string, TemplateSide, TemplateSide, string[]]>([
    ['one bucket goes and one comes', side({ A: bucket() }), side({ B: bucket({ Tags: [] }) }), ['A → B']],
    ['a bucket goes and a topic comes', side({ A: bucket() }), side({ B: { Type: 'AWS::SNS::Topic' } }), []],
    ['two go and one comes that is like the second', side({ A: bucket(), B: bucket({ Tags: [] }) }), side({ C: bucket({ Tags: [] }) }), ['B → C']],
    ['two go and one comes that is like neither', side({ A: bucket(), B: bucket({ Tags: [] }) }), side({ C: bucket({ BucketName: 'c' }) }), []],
    ['two go and two come, one of them the same', side({ A: bucket(), B: bucket({ Tags: [] }) }), side({ D: bucket(), C: bucket({ BucketName: 'c' }) }), ['A → D', 'B → C']],
  ])('%s', (_, before, after, expected) => expect(renames(before, after).sort()).toEqual(expected));

  test('both sides of one say it, and what becomes of the old resource', () => {
    const [deleted, retained] = [{}, { DeletionPolicy: 'Retain' }].map((attributes) => updateBehaviorsOf(side({ A: bucket({}, attributes) }), side({ B: bucket({}, attributes) })));
    expect(deleted.get('A')).toMatchObject({ kind: 'removed', renamedTo: 'B', because: 'renamed: logical id A → B. CloudFormation creates B and deletes A' });
    expect(deleted.get('B')).toMatchObject({ kind: 'created', renamedFrom: 'A' });
    expect(retained.get('A')!.because).toBe('renamed: logical id A → B. CloudFormation creates B and leaves A behind');
  });
});
