import { symbol } from './templates';
import { GrantFacts } from '../../src/facts/bucket-facts';
import { TemplateFacts } from '../../src/facts/template-facts';
import { known } from '../../src/template/known';
import { templateOf } from '../../src/template/read-template';

const BUCKET = { Type: 'AWS::S3::Bucket' };
const OF_BUCKET = { BucketName: { Ref: 'Bucket' } };
const [PARTITION, NAME] = [symbol('AWS', 'Partition'), symbol('App', 'Bucket')];
const [ARN, OBJECTS] = [`arn:${PARTITION}:s3:::${NAME}`, `arn:${PARTITION}:s3:::${NAME}/*`];
const UNKNOWN: unknown = expect.objectContaining({ known: false });
const VPC = { VpcConfig: { SubnetIds: ['subnet-1'], SecurityGroupIds: ['sg-1'] } };
const DOCUMENT = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: { 'Fn::Sub': '${Bucket.Arn}/*' } }] };

/** The grants on `Bucket` of a template with one function, as they are read from its text. */
function grantsOf(
  properties: object, more: { readonly Globals?: object; readonly resources?: object; readonly type?: string; readonly attributes?: object } = {},
): readonly GrantFacts[] {
  const Function_ = { Type: more.type ?? 'AWS::Serverless::Function', Properties: properties, ...more.attributes };
  const app = templateOf({ Transform: 'AWS::Serverless-2016-10-31', Globals: more.Globals, Resources: { Bucket: BUCKET, Function: Function_, ...more.resources } }, { id: 'App' });
  return new TemplateFacts([app]).at({ template: 'App', logicalId: 'Bucket' })!.grants;
}

describe('a function of SAM is granted what its Policies say', () => {
  test.each<[what: string, policies: unknown, actions: string, resources: string[]]>([
    ['by a template to read', [{ S3ReadPolicy: OF_BUCKET }], 's3:GetObject', [ARN, OBJECTS]],
    ['by a template to write', [{ S3WritePolicy: OF_BUCKET }], 's3:PutObject', [ARN, OBJECTS]],
    ['by a template for both', [{ S3CrudPolicy: OF_BUCKET }], 's3:DeleteObject', [ARN, OBJECTS]],
    ['by a template for all on objects', [{ S3FullAccessPolicy: OF_BUCKET }], 's3:PutObjectTagging', [OBJECTS]],
    ['by a template alone, without a list', { S3ReadPolicy: OF_BUCKET }, 's3:GetObject', [ARN, OBJECTS]],
    ['by a document', [DOCUMENT], 's3:GetObject', [OBJECTS]],
    ['by a document alone', DOCUMENT, 's3:GetObject', [OBJECTS]],
    ['besides others', ['AWSLambdaBasicExecutionRole', { SQSPollerPolicy: { QueueName: 'q' } }, { S3ReadPolicy: OF_BUCKET }], 's3:GetObject', [ARN, OBJECTS]],
  ])('%s', (_, Policies, action, resources) => {
    expect(grantsOf({ Policies })[0]).toMatchObject({
      statement: { actions: expect.arrayContaining([action]) as string[], resources },
      grantee: { name: 'Function', arns: [symbol('App', 'FunctionRole.Arn')] },
      deployed: known(true),
    });
  });

  test('by the Globals, and its own besides', () => {
    const Globals = { Function: { Policies: [{ S3ReadPolicy: OF_BUCKET }] } };
    expect(grantsOf({}, { Globals })).toHaveLength(1);
    expect(grantsOf({ Policies: [DOCUMENT] }, { Globals })).toHaveLength(2);
  });

  test('by a managed policy of the template', () => {
    const resources = { Policy: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: DOCUMENT } } };
    expect(grantsOf({ Policies: [{ Ref: 'Policy' }] }, { resources })).toMatchObject([{ grantee: { name: 'Function', otherPolicies: known([]) } }]);
  });

  test('so is a state machine', () => {
    expect(grantsOf({ Policies: [{ S3ReadPolicy: OF_BUCKET }] }, { type: 'AWS::Serverless::StateMachine' })).toMatchObject([{ grantee: { name: 'Function', outsideVpc: known(false) } }]);
  });

  test.each<[what: string, properties: object]>([
    ['nothing of its Policies, where it names a role', { Role: 'arn:aws:iam::111122223333:role/reader', Policies: [{ S3ReadPolicy: OF_BUCKET }] }],
    ['nothing on a bucket that a parameter names', { Policies: [{ S3ReadPolicy: { BucketName: { Ref: 'Parameter' } } }] }],
    ['nothing on another bucket', { Policies: [{ S3ReadPolicy: { BucketName: 'another' } }] }],
    ['nothing by a template that names none', { Policies: [{ S3ReadPolicy: {} }, {}, 7, null] }],
    ['nothing without any', {}],
  ])('and %s', (_, properties) => {
    expect(grantsOf(properties)).toEqual([]);
  });
});

describe('whether a function of SAM is in a VPC', () => {
  const Policies = [{ S3ReadPolicy: OF_BUCKET }];
  const outside = (...given: Parameters<typeof grantsOf>) => grantsOf(...given)[0].grantee.outsideVpc;

  test.each<[what: string, is: unknown, expected: unknown]>([
    ['it is, by its own properties', outside({ Policies, ...VPC }), known(false)],
    ['it is, by the Globals', outside({ Policies }, { Globals: { Function: VPC } }), known(false)],
    ['it is, by both', outside({ Policies, VpcConfig: { SecurityGroupIds: ['sg-2'] } }, { Globals: { Function: VPC } }), known(false)],
    ['it is not, by neither', outside({ Policies }, { Globals: { Function: { Timeout: 3 } } }), known(true)],
    ['it is not, where it ignores the Globals', outside({ Policies }, { Globals: { Function: VPC }, attributes: { IgnoreGlobals: '*' } }), known(true)],
    ['it is not, where it ignores this one', outside({ Policies }, { Globals: { Function: VPC }, attributes: { IgnoreGlobals: ['VpcConfig'] } }), known(true)],
    ['nobody knows, where a parameter says', outside({ Policies, VpcConfig: { SubnetIds: { Ref: 'Parameter' } } }), UNKNOWN],
    ['someone else may have its role', outside({ Policies, AssumeRolePolicyDocument: { Statement: { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' } } }), known(false)],
  ])('%s', (_, is, expected) => {
    expect(is).toEqual(expected);
  });
});

test('what else is attached to a function is known, unless a template of policies is not known here', () => {
  const otherPolicies = (...policies: unknown[]) => grantsOf({ Policies: [{ S3ReadPolicy: OF_BUCKET }, ...policies] })[0].grantee.otherPolicies;
  expect(otherPolicies('AmazonS3ReadOnlyAccess', 'arn:aws:iam::aws:policy/Other')).toEqual(known([`arn:${PARTITION}:iam::aws:policy/AmazonS3ReadOnlyAccess`, 'arn:aws:iam::aws:policy/Other']));
  expect(otherPolicies({ NextYearsPolicy: { QueueName: 'q' } })).toEqual(UNKNOWN);
  expect(otherPolicies({ S3ReadPolicy: OF_BUCKET, NextYearsPolicy: {} })).toEqual(UNKNOWN);
});

test.each([
  'SQSPollerPolicy', 'DynamoDBCrudPolicy', 'SNSPublishMessagePolicy', 'LambdaInvokePolicy', 'AthenaQueryPolicy', 'TextractPolicy', 'KMSEncryptPolicy',
])('a function with the policy template %s has no other policy that could open the bucket', (name) => {
  expect(grantsOf({ Policies: [{ S3ReadPolicy: OF_BUCKET }, { [name]: {} }, 'AmazonS3ReadOnlyAccess'] }))
    .toMatchObject([{ grantee: { otherPolicies: known([`arn:${PARTITION}:iam::aws:policy/AmazonS3ReadOnlyAccess`]) } }]);
});
