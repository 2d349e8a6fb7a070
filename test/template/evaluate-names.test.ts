import { symbol, template } from './templates';
import { TemplateFacts } from '../../src/facts/template-facts';
import { UnknownValue } from '../../src/policy/unknown-value';
import { TemplateEvaluator } from '../../src/template/evaluate-template';

const UNKNOWN: unknown = expect.any(UnknownValue);
const BUCKET = symbol('App', 'Bucket');
const P = { Ref: 'P' };

function bucketNamed(BucketName: unknown, Condition?: string) {
  return { Type: 'AWS::S3::Bucket', Condition, Properties: { BucketName } };
}

describe('a text that spells the name of a bucket by the same expression has its symbol', () => {
  test.each<[what: string, name: unknown, value: unknown, expected: unknown]>([
    ['a parameter', P, P, BUCKET],
    ['a parameter in an ARN', P, { 'Fn::Sub': 'arn:aws:s3:::${P}/*' }, `arn:aws:s3:::${BUCKET}/*`],
    ['a parameter in an ARN that is joined', P, { 'Fn::Join': ['', ['arn:aws:s3:::', P, '/*']] }, `arn:aws:s3:::${BUCKET}/*`],
    ['a parameter by a variable', P, { 'Fn::Sub': ['arn:aws:s3:::${Name}', { Name: P }] }, `arn:aws:s3:::${BUCKET}`],
    ['a text around a parameter', { 'Fn::Sub': '${P}-data' }, { 'Fn::Sub': 'arn:aws:s3:::${P}-data/*' }, `arn:aws:s3:::${BUCKET}/*`],
    ['a text that is put together otherwise', { 'Fn::Join': ['-', [P, 'data']] }, { 'Fn::Sub': 's3://${P}-data/' }, `s3://${BUCKET}/`],
    ['two parameters', { 'Fn::Sub': '${P}-${Q}' }, { 'Fn::Join': ['', [P, '-', { Ref: 'Q' }]] }, BUCKET],
    ['a parameter and the Region', { 'Fn::Sub': '${P}-${AWS::Region}' }, { 'Fn::Sub': '${P}-${AWS::Region}/a' }, `${BUCKET}/a`],
    ['the answer of a custom resource', { 'Fn::GetAtt': ['Custom', 'Name'] }, { 'Fn::Sub': '${Custom.Name}/*' }, `${BUCKET}/*`],
    ['an import from elsewhere', { 'Fn::ImportValue': 'name' }, { 'Fn::Join': ['', [{ 'Fn::ImportValue': 'name' }, '/*']] }, `${BUCKET}/*`],
    ['a mapping under a parameter', { 'Fn::FindInMap': ['Names', P, 'Data'] }, { 'Fn::Sub': ['${N}/*', { N: { 'Fn::FindInMap': ['Names', P, 'Data'] } }] }, `${BUCKET}/*`],
    ['a mapping by Region', { 'Fn::FindInMap': ['Names', { Ref: 'AWS::Region' }, 'Data'] }, { 'Fn::Sub': ['${N}/*', { N: { 'Fn::FindInMap': ['Names', { Ref: 'AWS::Region' }, 'Data'] } }] }, `${BUCKET}/*`],
    ['a dynamic reference', '{{resolve:ssm:/name}}', 'arn:aws:s3:::{{resolve:ssm:/name}}/*', `arn:aws:s3:::${BUCKET}/*`],
    ['a dynamic reference with a version', '{{resolve:ssm:/name:2}}', { 'Fn::Sub': 'arn:aws:s3:::{{resolve:ssm:/name:2}}' }, `arn:aws:s3:::${BUCKET}`],
    ['a text around a secret', 'data-{{resolve:secretsmanager:s:SecretString:name}}', { 'Fn::Sub': 'arn:${AWS::Partition}:s3:::data-{{resolve:secretsmanager:s:SecretString:name}}/*' }, `arn:${symbol('AWS', 'Partition')}:s3:::${BUCKET}/*`],
    ['a dynamic reference that is put together', '{{resolve:ssm:/name}}', { 'Fn::Join': ['', ['{{resolve:ssm', ':/name}}', '/*']] }, `${BUCKET}/*`],
    ['a dynamic reference to a name with a parameter', { 'Fn::Sub': '{{resolve:ssm:/${P}/name}}' }, { 'Fn::Join': ['', ['{{resolve:ssm:/', P, '/name}}/*']] }, `${BUCKET}/*`],
    ['a dynamic reference to a name with the Region', { 'Fn::Sub': '{{resolve:ssm:/${AWS::Region}/name}}' }, { 'Fn::Sub': '{{resolve:ssm:/${AWS::Region}/name}}/*' }, `${BUCKET}/*`],
    ['inside of an object', P, { Resource: [{ 'Fn::Sub': '${P}/*' }] }, { Resource: [`${BUCKET}/*`] }],
  ])('%s', (_, name, value, expected) => {
    const app = template({ Bucket: bucketNamed(name), Custom: { Type: 'Custom::Name' } });
    expect(new TemplateEvaluator([app]).evaluate(value, app)).toEqual(expected);
    expect(new TemplateEvaluator([app]).evaluate({ Ref: 'Bucket' }, app)).toBe(BUCKET);
  });
});

describe('fails to be known: a text that', () => {
  test.each<[what: string, resources: object, value: unknown]>([
    ['has more of a name around it', { Bucket: bucketNamed(P) }, { 'Fn::Sub': 'arn:aws:s3:::${P}-logs/*' }],
    ['has less of a name', { Bucket: bucketNamed({ 'Fn::Sub': '${P}-data' }) }, { 'Fn::Sub': 'arn:aws:s3:::${P}/*' }],
    ['has another parameter besides', { Bucket: bucketNamed(P) }, { 'Fn::Sub': 'arn:aws:s3:::${P}/${Q}' }],
    ['names two buckets', { Bucket: bucketNamed(P), Other: bucketNamed(P) }, { 'Fn::Sub': 'arn:aws:s3:::${P}/*' }],
    ['names two buckets of which one may be there', { Bucket: bucketNamed(P, 'C'), Other: bucketNamed(P, 'D') }, { 'Fn::Sub': 'arn:aws:s3:::${P}/*' }],
    ['stands where the bucket may not be, and the parameter have a wildcard', { Bucket: bucketNamed(P, 'C') }, { 'Fn::Sub': 'arn:aws:s3:::${P}/*' }],
    ['names a bucket that may have another name', { Bucket: bucketNamed({ 'Fn::If': ['C', P, { Ref: 'AWS::NoValue' }] }) }, P],
    ['is a choice between names', { Bucket: bucketNamed(P) }, { 'Fn::If': ['C', P, 'a'] }],
    ['refers to another version', { Bucket: bucketNamed('{{resolve:ssm:/name:1}}') }, 'arn:aws:s3:::{{resolve:ssm:/name:2}}/*'],
    ['refers to a secret in the same store', { Bucket: bucketNamed('{{resolve:ssm:/name}}') }, 'arn:aws:s3:::{{resolve:ssm-secure:/name}}/*'],
    ['has more around a dynamic reference', { Bucket: bucketNamed('{{resolve:ssm:/name}}') }, 'arn:aws:s3:::{{resolve:ssm:/name}}-logs/*'],
    ['has a dynamic reference that does not end', { Bucket: bucketNamed('{{resolve:ssm:/name') }, '{{resolve:ssm:/name'],
    ['chooses by the name', { Bucket: bucketNamed(P) }, { 'Fn::Select': [P, ['a', 'b']] }],
  ])('%s', (_, resources, value) => {
    const app = template(resources);
    expect(new TemplateEvaluator([app]).evaluate(value, app)).toEqual(UNKNOWN);
  });
});

describe('a bucket in the namespace of its account and Region', () => {
  const [ACCOUNT, REGION] = [symbol('AWS', 'AccountId'), symbol('AWS', 'Region')];
  const HERE = { account: '111122223333', region: 'eu-west-1' };
  const named = (Properties: object) => ({ Bucket: { Type: 'AWS::S3::Bucket', Properties } });
  const REGIONAL = { BucketNamePrefix: 'data', BucketNamespace: 'account-regional' };

  test.each<[what: string, properties: object, place: object, name: string]>([
    ['has its prefix, the account, the Region and "an"', REGIONAL, HERE, 'data-111122223333-eu-west-1-an'],
    ['has the symbols of an account and a Region that are not decided', REGIONAL, {}, `data-${ACCOUNT}-${REGION}-an`],
    ['has the symbol of a Region that is not decided', REGIONAL, { account: '111122223333' }, `data-111122223333-${REGION}-an`],
    ['may spell the whole name', { BucketName: { 'Fn::Sub': 'data-${AWS::AccountId}-${AWS::Region}-an' }, BucketNamespace: 'account-regional' }, HERE, 'data-111122223333-eu-west-1-an'],
    ['has its symbol, where a parameter gives the prefix', { ...REGIONAL, BucketNamePrefix: P }, HERE, BUCKET],
    ['has its symbol, where a parameter gives the namespace', { ...REGIONAL, BucketNamespace: P }, HERE, BUCKET],
    ['has its symbol, where the prefix is without the namespace', { BucketNamePrefix: 'data' }, HERE, BUCKET],
    ['has its symbol, where the prefix is not text', { ...REGIONAL, BucketNamePrefix: ['data'] }, HERE, BUCKET],
    ['has its symbol, where there is no prefix', { BucketNamespace: 'account-regional' }, HERE, BUCKET],
  ])('%s', (_, properties, place, name) => {
    const app = template(named(properties), place);
    expect(new TemplateEvaluator([app]).evaluate({ Ref: 'Bucket' }, app)).toBe(name);
    expect(new TemplateEvaluator([app]).evaluate({ 'Fn::GetAtt': ['Bucket', 'Arn'] }, app)).toBe(`arn:${symbol('AWS', 'Partition')}:s3:::${name}`);
  });

  test.each<[what: string, resource: unknown]>([
    ['with its account and Region', { 'Fn::Sub': 'arn:aws:s3:::data-${AWS::AccountId}-${AWS::Region}-an/*' }],
    ['as the policy of another template, by its literal name', 'arn:aws:s3:::data-111122223333-eu-west-1-an/*'],
  ])('is found where someone spells its name %s', (_, Resource) => {
    const Policy = { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: 'data-111122223333-eu-west-1-an', PolicyDocument: { Statement: { Effect: 'Deny', Resource } } } };
    const facts = new TemplateFacts([template(named(REGIONAL), HERE), template({ Policy }, { id: 'Other', ...HERE })]).at({ template: 'App', logicalId: 'Bucket' })!;
    expect(facts.policies).toMatchObject([{ document: { statements: [{ resources: [`arn:aws:s3:::${facts.name}/*`] }] } }]);
  });

  test('is found by a prefix that is decided at deployment', () => {
    const app = template(named({ ...REGIONAL, BucketNamePrefix: P }));
    expect(new TemplateEvaluator([app]).evaluate({ 'Fn::Sub': 'arn:aws:s3:::${P}-${AWS::AccountId}-${AWS::Region}-an/*' }, app)).toBe(`arn:aws:s3:::${BUCKET}/*`);
  });

  test('is found as the target of access logs', () => {
    const source = { Type: 'AWS::S3::Bucket', Properties: { LoggingConfiguration: { DestinationBucketName: { 'Fn::Sub': 'data-${AWS::AccountId}-${AWS::Region}-an' } } } };
    const facts = new TemplateFacts([template({ ...named(REGIONAL), Source: source })]);
    expect(facts.at({ template: 'App', logicalId: 'Bucket' })!.isAccessLogTarget).toEqual({ known: true, value: true });
    expect(facts.at({ template: 'App', logicalId: 'Source' })!.logging).toMatchObject({ value: { target: { address: { logicalId: 'Bucket' } } } });
  });
});

describe('a bucket and its policy that share an expression', () => {
  const policy = (Bucket: unknown, Resource: unknown, Condition?: string) =>
    ({ Type: 'AWS::S3::BucketPolicy', Condition, Properties: { Bucket, PolicyDocument: { Statement: { Effect: 'Deny', Resource } } } });
  const ARN = { 'Fn::Sub': 'arn:aws:s3:::${P}/*' };

  test.each<[what: string, resources: object, expected: unknown]>([
    ['and nothing else', { Bucket: bucketNamed(P), Policy: policy(P, ARN) }, `arn:aws:s3:::${BUCKET}/*`],
    ['and a reference', { Bucket: bucketNamed(P), Policy: policy({ Ref: 'Bucket' }, ARN) }, `arn:aws:s3:::${BUCKET}/*`],
    ['and a condition', { Bucket: bucketNamed(P, 'C'), Policy: policy(P, ARN, 'C') }, `arn:aws:s3:::${BUCKET}/*`],
    ['with another bucket', { Bucket: bucketNamed(P), Other: bucketNamed(P), Policy: policy(P, ARN) }, UNKNOWN],
  ])('%s', (_, resources, expected) => {
    const facts = new TemplateFacts([template(resources)]).at({ template: 'App', logicalId: 'Bucket' })!;
    expect(facts.policies).toMatchObject([{ deployed: { known: true, value: true }, document: { statements: [{ resources: [expected] }] } }]);
  });

  test('but not across templates that look it up at different times', () => {
    const facts = new TemplateFacts([template({ Bucket: bucketNamed('{{resolve:ssm:/name}}') }), template({ Policy: policy('{{resolve:ssm:/name}}', '*') }, { id: 'Other' })]);
    expect(facts.at({ template: 'App', logicalId: 'Bucket' })!.policies).toMatchObject([{ deployed: { known: false } }]);
  });

  test('across a nested stack that is passed the name', () => {
    const parent = template({ Nested: { Type: 'AWS::CloudFormation::Stack', Properties: { Parameters: { Name: P } } }, Policy: policy(P, ARN) });
    const nested = template({ Bucket: bucketNamed({ Ref: 'Name' }) }, { id: 'Nested', parent: { template: 'App', logicalId: 'Nested' } });
    const facts = new TemplateFacts([parent, nested]).at({ template: 'Nested', logicalId: 'Bucket' })!;
    expect(facts.policies).toMatchObject([{ document: { statements: [{ resources: [`arn:aws:s3:::${symbol('Nested', 'Bucket')}/*`] }] } }]);
  });
});
