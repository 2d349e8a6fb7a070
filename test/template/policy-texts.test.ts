import { symbol, template } from './templates';
import { TemplateFacts } from '../../src/facts/template-facts';
import { UnknownValue } from '../../src/policy/unknown-value';

const UNKNOWN: unknown = expect.any(UnknownValue);
const STATEMENT = { Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: 'arn:aws:s3:::a/*' };

/** What is read of a bucket's policy that is given like this. */
function documentOf(PolicyDocument: unknown) {
  const resources = { Bucket: { Type: 'AWS::S3::Bucket' }, Policy: { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: { Ref: 'Bucket' }, PolicyDocument } } };
  return new TemplateFacts([template(resources)]).at({ template: 'App', logicalId: 'Bucket' })!.policies[0].document;
}

describe('a policy is read', () => {
  test.each<[what: string, document: unknown, resource: unknown]>([
    ['from an object', { Statement: STATEMENT }, STATEMENT.Resource],
    ['from a JSON text', JSON.stringify({ Statement: STATEMENT }), STATEMENT.Resource],
    ['from a JSON text with a reference', { 'Fn::Sub': '{"Statement":{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"arn:aws:s3:::${Bucket}/*"}}' }, `arn:aws:s3:::${symbol('App', 'Bucket')}/*`],
    ['from an object as JSON', { 'Fn::ToJsonString': { Statement: STATEMENT } }, STATEMENT.Resource],
    ['from an object as JSON of which a part is not known', { 'Fn::ToJsonString': { Statement: { ...STATEMENT, Resource: { Ref: 'P' } } } }, UNKNOWN],
    ['with policy variables', JSON.stringify({ Statement: { ...STATEMENT, Resource: '${aws:username}' } }), '${aws:username}'],
  ])('%s', (_, document, resource) => {
    expect(documentOf(document)).toMatchObject({ statements: [{ resources: [resource] }], unknowns: [], problems: [] });
  });

  test.each<[what: string, document: unknown]>([
    ['a JSON text of which a part is not known', { 'Fn::Sub': '{"Statement":{"Effect":"Deny","Resource":"${P}"}}' }],
    ['a JSON text that spells a symbol by escapes', '{"Statement":{"Effect":"Deny","Resource":"\\u27E6App#Bucket⟧"}}'],
    ['a list as JSON of which a part is not known', { 'Fn::ToJsonString': [{ Ref: 'P' }] }],
  ])('fails to be known: %s', (_, document) => {
    expect(documentOf(document)).toMatchObject({ statements: [], unknowns: [{}] });
  });

  test.each<[what: string, document: unknown]>([
    ['a text that is not JSON', 'Statement: []'],
    ['a text of JSON in JSON', JSON.stringify(JSON.stringify({ Statement: STATEMENT }))],
    ['a text of nothing but brackets', '['.repeat(40_000)],
  ])('fails to be read: %s', (_, document) => {
    expect(documentOf(document)).toMatchObject({ statements: [], problems: [{}] });
  });
});
