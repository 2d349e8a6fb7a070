import { symbol, template } from './templates';
import { UnknownValue } from '../../src/policy/unknown-value';
import { TemplateEvaluator } from '../../src/template/evaluate-template';
import { hasSymbol, withoutSymbols } from '../../src/template/symbol';
import { Template } from '../../src/template/template';

const BUCKET = symbol('App', 'Bucket');
const PARTITION = symbol('AWS', 'Partition');
const UNKNOWN: unknown = expect.any(UnknownValue);

const APP = template({
  Bucket: { Type: 'AWS::S3::Bucket' },
  Named: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'named' } },
  Composed: { Type: 'AWS::S3::Bucket', Properties: { BucketName: { 'Fn::Join': ['-', ['logs', { Ref: 'AWS::Region' }]] } } },
  Chosen: { Type: 'AWS::S3::Bucket', Properties: { BucketName: { Ref: 'NameParameter' } } },
  Key: { Type: 'AWS::KMS::Key' },
  Alias: { Type: 'AWS::KMS::Alias', Properties: { AliasName: 'alias/data' } },
  ChosenAlias: { Type: 'AWS::KMS::Alias', Properties: { AliasName: { Ref: 'Parameter' } } },
  Topic: { Type: 'AWS::SNS::Topic' },
  Role: { Type: 'AWS::IAM::Role' },
  NamedRole: { Type: 'AWS::IAM::Role', Properties: { RoleName: 'reader', Path: '/service/' } },
  ChosenRole: { Type: 'AWS::IAM::Role', Properties: { RoleName: { Ref: 'NameParameter' }, Path: { Ref: 'Parameter' } } },
  User: { Type: 'AWS::IAM::User' },
  Custom: { Type: 'Custom::Answer' },
  OldCustom: { Type: 'AWS::CloudFormation::CustomResource' },
}, { account: '111122223333', region: 'eu-west-1' });

/** Evaluates a value of the first of these templates. */
function evaluate(value: unknown, ...templates: Template[]): unknown {
  return new TemplateEvaluator(templates.length ? templates : [APP]).evaluate(value, templates[0] ?? APP);
}

describe('values without functions stay as they are', () => {
  test.each([
    ['text'], [''], [0], [1.5], [true], [false], [null], [[]], [{}], [['a', ['b']]], [{ a: { b: [1, 'c', null] } }],
    [{ Ref: 'Bucket', and: 'more' }], [{ Condition: 'IsProduction' }], [{ Fn: 1 }],
  ])('%j', (value) => {
    expect(evaluate(value)).toEqual(value);
  });
});

describe('Ref', () => {
  test.each([
    ['a bucket with a literal name is that name', 'Named', 'named'],
    ['a bucket with a composed name is that name', 'Composed', 'logs-eu-west-1'],
    ['a bucket that AWS names is a symbol', 'Bucket', BUCKET],
    ['a bucket named by a parameter is a symbol', 'Chosen', symbol('App', 'Chosen')],
    ['another resource is a symbol', 'Role', symbol('App', 'Role')],
    ['the account, where it is decided', 'AWS::AccountId', '111122223333'],
    ['the Region, where it is decided', 'AWS::Region', 'eu-west-1'],
    ['the partition is a symbol', 'AWS::Partition', PARTITION],
    ['the name of the stack is a symbol', 'AWS::StackName', symbol('App', 'AWS::StackName')],
    ['the id of the stack is a symbol', 'AWS::StackId', symbol('App', 'AWS::StackId')],
    ['an alias is its name', 'Alias', 'alias/data'],
    ['an alias named by a parameter is unknown', 'ChosenAlias', UNKNOWN],
    ['a custom resource is unknown', 'Custom', UNKNOWN],
    ['a parameter is unknown', 'Parameter', UNKNOWN],
  ])('%s', (_, name, expected) => {
    expect(evaluate({ Ref: name })).toEqual(expected);
  });

  test.each([['AWS::AccountId', 'AccountId'], ['AWS::Region', 'Region']])('%s is a symbol where it is not decided, the same in every template', (name, short) => {
    const [one, other] = [template({}, { id: 'One' }), template({}, { id: 'Other' })];
    const evaluator = new TemplateEvaluator([one, other]);
    expect(evaluator.evaluate({ Ref: name }, one)).toBe(symbol('AWS', short));
    expect(evaluator.evaluate({ Ref: name }, other)).toBe(symbol('AWS', short));
  });

  test.each([['stackName', { stackName: 'one' }, { stackName: 'other' }], ['no names', {}, {}]])('the names of two stacks are two, with %s', (_, one, other) => {
    const templates = [template({}, { id: 'One', ...one }), template({}, { id: 'Other', ...other })];
    const evaluator = new TemplateEvaluator(templates);
    expect(new Set(templates.map((each) => evaluator.evaluate({ Ref: 'AWS::StackName' }, each))).size).toBe(2);
  });

  test('equal logical ids in two templates are two resources', () => {
    const other = { ...APP, id: 'Other' };
    expect(evaluate({ Ref: 'Bucket' }, other, APP)).toBe(symbol('Other', 'Bucket'));
  });
});

describe('AWS::NoValue', () => {
  const NOTHING = { Ref: 'AWS::NoValue' };

  test.each([
    ['takes its key along', { a: NOTHING, b: 1 }, { b: 1 }],
    ['takes its place in a list along', ['a', NOTHING, 'b'], ['a', 'b']],
    ['is nothing by itself', NOTHING, undefined],
    ['in both branches of a condition', { a: { 'Fn::If': ['C', NOTHING, NOTHING] } }, {}],
    ['deep inside', { a: [{ b: NOTHING }] }, { a: [{}] }],
  ])('%s', (_, value, expected) => {
    expect(evaluate(value)).toEqual(expected);
  });
});

describe('Fn::GetAtt', () => {
  test.each([
    ['the ARN of a bucket that AWS names', ['Bucket', 'Arn'], `arn:${PARTITION}:s3:::${BUCKET}`],
    ['the ARN of a bucket with a literal name', ['Named', 'Arn'], `arn:${PARTITION}:s3:::named`],
    ['the ARN of a bucket, dotted', 'Named.Arn', `arn:${PARTITION}:s3:::named`],
    ['the ARN of a key', ['Key', 'Arn'], `arn:${PARTITION}:kms:eu-west-1:111122223333:key/${symbol('App', 'Key')}`],
    ['the id of a key is its reference', ['Key', 'KeyId'], symbol('App', 'Key')],
    ['the ARN of a topic is its reference', ['Topic', 'TopicArn'], symbol('App', 'Topic')],
    ['an output of a nested stack that was not given is unknown', ['Elsewhere', 'Outputs.Principal'], UNKNOWN],
    ['the ARN of a role that AWS names', ['Role', 'Arn'], `arn:${PARTITION}:iam::111122223333:role/${symbol('App', 'Role')}`],
    ['the ARN of a role with a literal name and path', ['NamedRole', 'Arn'], `arn:${PARTITION}:iam::111122223333:role/service/reader`],
    ['the ARN of a role whose path is not known is a symbol', ['ChosenRole', 'Arn'], symbol('App', 'ChosenRole.Arn')],
    ['the ARN of a user', ['User', 'Arn'], `arn:${PARTITION}:iam::111122223333:user/${symbol('App', 'User')}`],
    ['another attribute is a symbol', ['Role', 'RoleId'], symbol('App', 'Role.RoleId')],
    ['an attribute with dots is a symbol', 'Role.A.B', symbol('App', 'Role.A.B')],
    ['an attribute of a resource that was left out is a symbol', ['Function', 'Arn'], symbol('App', 'Function.Arn')],
    ['an attribute of a custom resource is unknown', ['Custom', 'Arn'], UNKNOWN],
    ['an attribute of a custom resource of the old form is unknown', ['OldCustom', 'Name'], UNKNOWN],
  ])('%s', (_, argument, expected) => {
    expect(evaluate({ 'Fn::GetAtt': argument })).toEqual(expected);
  });

  test('the ARN of a key holds the account and Region of its own template', () => {
    const keys = template({ Key: { Type: 'AWS::KMS::Key' } });
    expect(evaluate({ 'Fn::GetAtt': ['Key', 'Arn'] }, keys))
      .toBe(`arn:${PARTITION}:kms:${symbol('AWS', 'Region')}:${symbol('AWS', 'AccountId')}:key/${symbol('App', 'Key')}`);
  });
});

describe('Fn::Join', () => {
  test.each([
    ['texts', [':', ['a', 'b', 'c']], 'a:b:c'],
    ['nothing', [':', []], ''],
    ['numbers', ['', ['a', 1]], 'a1'],
    ['references', ['', [{ 'Fn::GetAtt': ['Bucket', 'Arn'] }, '/*']], `arn:${PARTITION}:s3:::${BUCKET}/*`],
    ['a list that is itself computed', ['-', { 'Fn::Split': [',', 'a,b'] }], 'a-b'],
    ['what is not there', ['-', ['a', { Ref: 'AWS::NoValue' }, 'b']], 'a-b'],
    ['a hole, which leaves nothing known', ['', ['arn:aws:s3:::', { Ref: 'Parameter' }]], UNKNOWN],
    ['a list that is not known', [',', { Ref: 'ListParameter' }], UNKNOWN],
  ])('of %s', (_, argument, expected) => {
    expect(evaluate({ 'Fn::Join': argument })).toEqual(expected);
  });
});

describe('Fn::Sub', () => {
  test.each([
    ['a resource', '${Bucket}/*', `${BUCKET}/*`],
    ['an attribute', '${Named.Arn}/*', `arn:${PARTITION}:s3:::named/*`],
    ['a pseudo parameter', 'logs-${AWS::AccountId}-${AWS::Region}', 'logs-111122223333-eu-west-1'],
    ['its own variables', ['${A}-${B}', { A: 'a', B: { Ref: 'Named' } }], 'a-named'],
    ['a variable that hides a resource', ['${Bucket}', { Bucket: 'mine' }], 'mine'],
    ['a name that is not among its variables', ['${A}-${Named}', { A: 'a' }], 'a-named'],
    ['a number', ['${N}', { N: 7 }], '7'],
    ['an escape, for a policy variable', 'home/${!aws:username}/*', 'home/${aws:username}/*'],
    ['nothing', 'plain $ { }', 'plain $ { }'],
    ['a parameter, which leaves nothing known', '${Bucket}-${NameParameter}', UNKNOWN],
    ['a variable that is not known', ['${A}', { A: { 'Fn::ImportValue': 'elsewhere' } }], UNKNOWN],
  ])('replaces %s', (_, argument, expected) => {
    expect(evaluate({ 'Fn::Sub': argument })).toEqual(expected);
  });
});

describe('Fn::Select and Fn::Split', () => {
  test.each([
    ['an item', { 'Fn::Select': [1, ['a', 'b']] }, 'b'],
    ['an item by an index in a text', { 'Fn::Select': ['0', ['a', 'b']] }, 'a'],
    ['an item that is computed', { 'Fn::Select': [0, [{ Ref: 'Named' }]] }, 'named'],
    ['an item beyond the end', { 'Fn::Select': [2, ['a', 'b']] }, UNKNOWN],
    ['an item of a list that is not known', { 'Fn::Select': [0, { Ref: 'ListParameter' }] }, UNKNOWN],
    ['an item that is not known', { 'Fn::Select': [0, [{ Ref: 'Parameter' }]] }, UNKNOWN],
    ['an item at an index that is not known', { 'Fn::Select': [{ Ref: 'Index' }, ['a', 'b']] }, UNKNOWN],
    ['the parts of a text', { 'Fn::Split': [',', 'a,b,c'] }, ['a', 'b', 'c']],
    ['a text without the delimiter', { 'Fn::Split': ['|', 'a,b'] }, ['a,b']],
    ['a text made of a choice that is not known', { 'Fn::Join': ['', [{ 'Fn::Select': [{ Ref: 'NameParameter' }, ['a', 'b']] }]] }, UNKNOWN],
    ['a text made of the only part of a text that is not known', { 'Fn::Join': ['', { 'Fn::Split': [',', { Ref: 'NameParameter' }] }] }, UNKNOWN],
    ['the parts of a text that is not known', { 'Fn::Split': [',', { Ref: 'Parameter' }] }, UNKNOWN],
    ['the name out of an ARN', { 'Fn::Select': [5, { 'Fn::Split': [':', { 'Fn::GetAtt': ['Bucket', 'Arn'] }] }] }, BUCKET],
    ['the parts of a symbol around what may be inside it', { 'Fn::Select': [0, { 'Fn::Split': ['-', { Ref: 'AWS::StackName' }] }] }, UNKNOWN],
    ['the parts of an ARN that AWS chooses', { 'Fn::Split': [':', { 'Fn::GetAtt': ['Role', 'Arn'] }] }, UNKNOWN],
    ['ARNs that CDK joined', { 'Fn::Split': ['||', { 'Fn::Join': ['||', [{ 'Fn::GetAtt': ['Endpoint', 'Arn'] }, 'b']] }] }, [symbol('App', 'Endpoint.Arn'), 'b']],
    ['an item behind one that may not be there', { 'Fn::Select': [1, [{ 'Fn::If': ['C', 'a', { Ref: 'AWS::NoValue' }] }, 'b', 'c']] }, UNKNOWN],
    ['the parts around a symbol, which stays whole', { 'Fn::Split': ['#', { 'Fn::Join': ['#', ['a', { Ref: 'Bucket' }, 'b']] }] }, ['a', BUCKET, 'b']],
  ])('%s', (_, value, expected) => {
    expect(evaluate(value)).toEqual(expected);
  });
});

describe('Fn::If', () => {
  test.each([
    ['equal branches', ['C', 'a', 'a'], 'a'],
    ['branches that come to the same', ['C', { Ref: 'Named' }, 'named'], 'named'],
    ['equal objects', ['C', { a: [1] }, { a: [1] }], { a: [1] }],
    ['different branches', ['C', 'a', 'b'], UNKNOWN],
    ['a value or none', ['C', 'a', { Ref: 'AWS::NoValue' }], UNKNOWN],
    ['branches that are both unknown', ['C', { Ref: 'P' }, { Ref: 'Q' }], UNKNOWN],
  ])('of %s', (_, argument, expected) => {
    expect(evaluate({ 'Fn::If': argument })).toEqual(expected);
  });
});

describe('functions of known values', () => {
  test.each([
    ['the length of a list', { 'Fn::Length': ['a', { Ref: 'Named' }] }, 2],
    ['the length of a list that is computed', { 'Fn::Length': { 'Fn::Split': [',', 'a,b,c'] } }, 3],
    ['the length of a list of which an item may not be there', { 'Fn::Length': [{ 'Fn::If': ['C', 'a', { Ref: 'AWS::NoValue' }] }] }, UNKNOWN],
    ['the length of a text', { 'Fn::Length': 'abc' }, UNKNOWN],
    ['an object as JSON', { 'Fn::ToJsonString': { a: [{ Ref: 'Named' }, 1] } }, '{"a":["named",1]}'],
    ['an object with a symbol as JSON', { 'Fn::ToJsonString': [{ Ref: 'Bucket' }] }, `["${BUCKET}"]`],
    ['an object of which a part is not known as JSON', { 'Fn::ToJsonString': { a: { Ref: 'Parameter' } } }, UNKNOWN],
    ['a text as JSON', { 'Fn::ToJsonString': 'a' }, UNKNOWN],
    ['a text in base64', { 'Fn::Base64': 'Grüße' }, 'R3LDvMOfZQ=='],
    ['a text with a symbol in base64', { 'Fn::Base64': { Ref: 'Bucket' } }, UNKNOWN],
    ['a text that is not known in base64', { 'Fn::Base64': { Ref: 'Parameter' } }, UNKNOWN],
  ])('%s', (_, value, expected) => {
    expect(evaluate(value)).toEqual(expected);
  });
});

describe('Fn::FindInMap', () => {
  const mapped = template({}, {
    region: 'eu-west-1',
    mappings: {
      Names: { 'eu-west-1': { Data: 'data-eu', Zones: ['a', 'b'], Secret: '{{resolve:ssm:secret}}' }, 'eu-north-1': { Data: 'data-north', Zones: ['c'] } },
      Same: { 'eu-west-1': { Status: 'Enabled', Zones: ['a'], Only: 'x' }, 'eu-north-1': { Status: 'Enabled', Zones: ['a'] }, 'cn-north-1': { Status: 'Enabled', Zones: ['b'] } },
      Part: { 'eu-west-1': { 'Status': 'Enabled', 'Fn::Transform': { Name: 'AWS::Include' } } },
      Included: { 'Fn::Transform': { Name: 'AWS::Include' } },
    },
  });
  const REGION = { Ref: 'AWS::Region' };

  test.each([
    ['a value', ['Names', 'eu-west-1', 'Data'], 'data-eu'],
    ['a value under a key that is computed', ['Names', REGION, 'Data'], 'data-eu'],
    ['a list', ['Names', REGION, 'Zones'], ['a', 'b']],
    ['a value although there is a default', ['Names', REGION, 'Data', { DefaultValue: 'x' }], 'data-eu'],
    ['the default where a key is missing', ['Names', 'us-east-1', 'Data', { DefaultValue: REGION }], 'eu-west-1'],
    ['nothing where a key is missing', ['Names', 'us-east-1', 'Data'], new UnknownValue('no mapping has a value for Names.us-east-1.Data')],
    ['nothing under a name that every JavaScript object has', ['Names', 'constructor', 'name'], UNKNOWN],
    ['nothing under a key that is not known', ['Names', { Ref: 'Parameter' }, 'Data'], UNKNOWN],
    ['nothing under a key that is not known, whatever the default', ['Names', { Ref: 'Parameter' }, 'Data', { DefaultValue: 'x' }], UNKNOWN],
    ['what all entries agree on, under a key that is not known', ['Same', { Ref: 'Parameter' }, 'Status'], 'Enabled'],
    ['what all entries agree on that have it', ['Same', { Ref: 'Parameter' }, 'Only'], 'x'],
    ['what all entries and the default agree on', ['Same', { Ref: 'Parameter' }, 'Status', { DefaultValue: 'Enabled' }], 'Enabled'],
    ['nothing where the default does not agree', ['Same', { Ref: 'Parameter' }, 'Status', { DefaultValue: 'Suspended' }], UNKNOWN],
    ['nothing where lists do not agree', ['Same', { Ref: 'Parameter' }, 'Zones'], UNKNOWN],
    ['nothing where a macro may add a name', ['Part', 'eu-west-1', { Ref: 'Parameter' }], UNKNOWN],
    ['nothing where a macro may add an entry', ['Part', { Ref: 'Parameter' }, 'Status'], UNKNOWN],
    ['nothing in whichever mapping', [{ Ref: 'Parameter' }, 'eu-west-1', 'Status'], UNKNOWN],
    ['nothing under a name that no entry has', ['Same', { Ref: 'Parameter' }, 'Missing'], UNKNOWN],
    ['nothing in a mapping that is included at deployment', ['Included', 'a', 'b', { DefaultValue: 'x' }], UNKNOWN],
    ['a dynamic reference, which is unknown', ['Names', REGION, 'Secret'], UNKNOWN],
    ['nothing with too few arguments', ['Names', REGION], UNKNOWN],
  ])('finds %s', (_, argument, expected) => {
    expect(evaluate({ 'Fn::FindInMap': argument }, mapped)).toEqual(expected);
  });

  test('finds nothing under a key that AWS chooses', () => {
    expect(evaluate({ 'Fn::FindInMap': ['Names', REGION, 'Data', { DefaultValue: 'x' }] }, { ...mapped, region: undefined })).toEqual(UNKNOWN);
  });

  test('finds what all Regions agree on', () => {
    expect(evaluate({ 'Fn::FindInMap': ['Same', REGION, 'Status'] }, { ...mapped, region: undefined })).toBe('Enabled');
  });
});

describe('what only the deployment decides is unknown', () => {
  test.each([['Fn::GetAZs'], ['Fn::Cidr'], ['Fn::Transform'], ['Fn::Invented']])('%s', (name) => {
    expect(evaluate({ [name]: ['a'] })).toEqual(UNKNOWN);
  });
});

describe('a dynamic reference is unknown', () => {
  test.each([
    ['by itself', '{{resolve:ssm:/principal}}'],
    ['inside a text', { 'Fn::Sub': 'arn:aws:iam::{{resolve:ssm:/account}}:root' }],
    ['put together', { 'Fn::Join': ['', ['{{resolve', ':ssm:/principal}}']] }],
    ['by the name of a variable', { 'Fn::Sub': ['${A}', { A: '{{resolve:secretsmanager:secret}}' }] }],
  ])('%s', (_, value) => {
    expect(evaluate(value)).toEqual(UNKNOWN);
  });
});

describe('an object that a macro will rewrite is unknown', () => {
  test.each(['Fn::Transform', 'Fn::ForEach::Statements'])('%s', (macro) => {
    expect(evaluate({ [macro]: { Name: 'AWS::Include' }, Effect: 'Deny' })).toEqual(UNKNOWN);
  });
});

describe('values of other templates', () => {
  const data = template({ Bucket: { Type: 'AWS::S3::Bucket' } }, {
    id: 'Data',
    stackName: 'data-stack',
    outputs: {
      Exported: { Value: { 'Fn::GetAtt': ['Bucket', 'Arn'] }, Export: { Name: 'data-arn' } },
      Composed: { Value: { Ref: 'Bucket' }, Export: { Name: { 'Fn::Sub': '${AWS::Region}-name' } } },
      Later: { Value: 'x', Export: { Name: { Ref: 'NameParameter' } } },
      Again: { Value: { 'Fn::ImportValue': 'data-arn' }, Export: { Name: 'arn-again' } },
      Plain: { Value: { Ref: 'Bucket' } },
    },
    region: 'eu-west-1',
  });
  const ARN = `arn:${PARTITION}:s3:::${symbol('Data', 'Bucket')}`;

  test.each([
    ['an import', { 'Fn::ImportValue': 'data-arn' }, ARN],
    ['an import of a composed name', { 'Fn::ImportValue': { 'Fn::Sub': '${AWS::Region}-name' } }, symbol('Data', 'Bucket')],
    ['an import of an import', { 'Fn::ImportValue': 'arn-again' }, ARN],
    ['an import inside a text', { 'Fn::Join': ['', [{ 'Fn::ImportValue': 'data-arn' }, '/*']] }, `${ARN}/*`],
    ['an import that is made elsewhere', { 'Fn::ImportValue': 'elsewhere' }, UNKNOWN],
    ['an import of a name that is not known', { 'Fn::ImportValue': { Ref: 'NameParameter' } }, UNKNOWN],
    ['a stack output', { 'Fn::GetStackOutput': { StackName: 'data-stack', OutputName: 'Plain' } }, symbol('Data', 'Bucket')],
    ['a stack output that is not there', { 'Fn::GetStackOutput': { StackName: 'data-stack', OutputName: 'Other' } }, UNKNOWN],
    ['an output of a stack that is not there', { 'Fn::GetStackOutput': { StackName: 'other', OutputName: 'Plain' } }, UNKNOWN],
  ])('%s', (_, value, expected) => {
    expect(evaluate(value, APP, data)).toEqual(expected);
    expect(new TemplateEvaluator([data, APP]).evaluate(value, APP)).toEqual(expected);
  });
});

describe('names that are unique in one account and Region alone', () => {
  const regions = ['eu-west-1', 'us-east-1'];
  const accounts = ['111122223333', '444455556666'];
  const data = regions.flatMap((region) => accounts.map((account) => template({ Bucket: { Type: 'AWS::S3::Bucket' } },
    { id: `${account}-${region}`, stackName: 'data', region, account, outputs: { Name: { Value: { Ref: 'Bucket' }, Export: { Name: 'name' } } } })));
  const here = template({}, { region: 'eu-west-1', account: '111122223333' });
  const output = (more: object) => ({ 'Fn::GetStackOutput': { StackName: 'data', OutputName: 'Name', ...more } });
  const role = (account: string) => ({ 'Fn::Sub': `arn:\${AWS::Partition}:iam::${account}:role/reader` });

  test.each([
    ['an import', { 'Fn::ImportValue': 'name' }, symbol('111122223333-eu-west-1', 'Bucket')],
    ['a stack output', output({}), symbol('111122223333-eu-west-1', 'Bucket')],
    ['a stack output of another Region', output({ Region: 'us-east-1' }), symbol('111122223333-us-east-1', 'Bucket')],
    ['a stack output of its own Region, by reference', output({ Region: { Ref: 'AWS::Region' } }), symbol('111122223333-eu-west-1', 'Bucket')],
    ['a stack output of another account', output({ RoleArn: role('444455556666') }), symbol('444455556666-eu-west-1', 'Bucket')],
    ['a stack output of a Region without such a stack', output({ Region: 'eu-north-1' }), UNKNOWN],
    ['a stack output of a Region that is not known', output({ Region: { Ref: 'Parameter' } }), UNKNOWN],
    ['a stack output read by a role that is not known', output({ RoleArn: { Ref: 'Parameter' } }), UNKNOWN],
  ])('%s', (_, value, expected) => {
    expect(evaluate(value, here, ...data)).toEqual(expected);
  });

  test('an import into a place that is not decided could be any', () => {
    expect(evaluate({ 'Fn::ImportValue': 'name' }, template({}), ...data)).toEqual(UNKNOWN);
  });
});

describe('nested stacks', () => {
  const parent = template({
    Bucket: { Type: 'AWS::S3::Bucket' },
    Nested: { Type: 'AWS::CloudFormation::Stack', Properties: { Parameters: { Name: { Ref: 'Bucket' }, Late: { Ref: 'Parameter' } } } },
  }, { id: 'Parent' });
  const nested = template({ Inner: { Type: 'AWS::S3::Bucket' } }, {
    id: 'Nested',
    parent: { template: 'Parent', logicalId: 'Nested' },
    outputs: { InnerName: { Value: { Ref: 'Inner' } }, Returned: { Value: { Ref: 'Name' } } },
  });

  test.each([
    ['a parameter that the parent gives', 'Name', symbol('Parent', 'Bucket')],
    ['a parameter that the parent does not know either', 'Late', UNKNOWN],
    ['a parameter that the parent leaves out', 'Other', UNKNOWN],
  ])('%s', (_, name, expected) => {
    expect(evaluate({ Ref: name }, nested, parent)).toEqual(expected);
  });

  test.each([
    ['an output', 'Outputs.InnerName', symbol('Nested', 'Inner')],
    ['an output that comes back to the parent', 'Outputs.Returned', symbol('Parent', 'Bucket')],
    ['an output that is not there', 'Outputs.Other', UNKNOWN],
  ])('%s', (_, attribute, expected) => {
    expect(evaluate({ 'Fn::GetAtt': ['Nested', attribute] }, parent, nested)).toEqual(expected);
  });

  test('a parameter is unknown where the parent was not given', () => {
    expect(evaluate({ Ref: 'Name' }, nested)).toEqual(UNKNOWN);
  });
});

describe('symbols, for people', () => {
  test.each([
    [`arn:${PARTITION}:s3:::${BUCKET}/*`, 'arn:<AWS::Partition>:s3:::<Bucket>/*', true],
    [symbol('App/Data', 'Role.Arn'), '<Role.Arn>', true],
    ['arn:aws:s3:::data', 'arn:aws:s3:::data', false],
  ])('%s reads %s', (text, expected, symbolic) => {
    expect(withoutSymbols(text)).toBe(expected);
    expect(hasSymbol(text)).toBe(symbolic);
  });
});
