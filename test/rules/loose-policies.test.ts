import { TemplateFacts } from '../../src/facts/template-facts';
import { Check } from '../../src/rules/check';
import { template } from '../template/templates';

const SSE = 's3:x-amz-server-side-encryption';
const P = { Ref: 'P' };

/** What rules say of the policies of a template whose buckets are elsewhere: the ids of their findings, `[]` if they are content. */
function findings(rule: string, resources: object, sections: object = {}): string[] {
  const { loosePolicies } = new TemplateFacts([template(resources, { parameters: { P: { Type: 'String' } }, ...sections })]);
  return loosePolicies.flatMap((policy) => new Check({ only: [`HardenedBucket-${rule}`], level: 'STRICT' }).loosePolicy(policy)).map(({ evidence }) => evidence.id);
}

const policy = (Bucket: unknown, Statement: unknown, Condition?: string) => ({ Type: 'AWS::S3::BucketPolicy', Condition, Properties: { Bucket, PolicyDocument: { Version: '2012-10-17', Statement } } });
const both = (arn: string) => [{ 'Fn::Sub': arn }, { 'Fn::Sub': `${arn}/*` }];
const deny = (Resource: unknown, Condition: object, Action = 's3:*') => ({ Effect: 'Deny', Principal: '*', Action, Resource, Condition });
const tls = (Resource: unknown) => deny(Resource, { Bool: { 'aws:SecureTransport': 'false' } });
const OBJECTS = 'arn:aws:s3:::data/*';
const PARTNER = { Effect: 'Allow', Principal: { AWS: '444455556666' }, Action: 's3:GetObject', Resource: OBJECTS };
const KEY = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const ALGORITHM = deny(OBJECTS, { Null: { [SSE]: 'false' }, StringNotEquals: { [SSE]: ['aws:kms', 'aws:kms:dsse'] } }, 's3:PutObject');

test.each<[law: string, rule: string, resources: object, expected: string[]]>([
  ['a Deny on a bucket by its name is one', 'TlsOnly', { Policy: policy('data', tls(both('arn:aws:s3:::data'))) }, []],
  ['a Deny on a bucket by a parameter is one', 'TlsOnly', { Policy: policy(P, tls(both('arn:aws:s3:::${P}'))) }, []],
  ['a Deny in a partition that is decided at deployment is one', 'TlsOnly', { Policy: policy(P, tls(both('arn:${AWS::Partition}:s3:::${P}'))) }, []],
  ['a Deny on a bucket by more than a parameter is one', 'TlsOnly', { Policy: policy({ 'Fn::Sub': 'data-${P}' }, tls(both('arn:aws:s3:::data-${P}'))) }, []],
  ['a Deny on an imported bucket is one', 'TlsOnly', {
    Policy: policy({ 'Fn::ImportValue': 'name' }, tls([{ 'Fn::Join': ['', ['arn:aws:s3:::', { 'Fn::ImportValue': 'name' }]] }, { 'Fn::Join': ['', ['arn:aws:s3:::', { 'Fn::ImportValue': 'name' }, '/*']] }])),
  }, []],
  ['a Deny on a bucket by a dynamic reference is one', 'TlsOnly', { Policy: policy('{{resolve:ssm:/name}}', tls(both('arn:aws:s3:::{{resolve:ssm:/name}}'))) }, []],
  ['fails without a Deny', 'TlsOnly', { Policy: policy('data', PARTNER) }, ['PlainHttp']],
  ['fails without a Deny on a bucket by a parameter', 'TlsOnly', { Policy: policy(P, { ...PARTNER, Resource: { 'Fn::Sub': 'arn:aws:s3:::${P}/*' } }) }, ['PlainHttp']],
  ['fails for a Deny on the objects alone', 'TlsOnly', { Policy: policy(P, tls({ 'Fn::Sub': 'arn:aws:s3:::${P}/*' })) }, ['PlainHttp']],
  ['a Deny on a bucket by another parameter is unknown', 'TlsOnly', { Policy: policy(P, tls(both('arn:aws:s3:::${Q}'))) }, ['Unknown']],
  ['each of two policies on two buckets is asked', 'TlsOnly', { Policy: policy(P, tls(both('arn:aws:s3:::${P}'))), Other: policy({ Ref: 'Q' }, PARTNER) }, ['PlainHttp']],
  ['two policies under conditions may name one bucket', 'TlsOnly', { Policy: policy(P, tls(both('arn:aws:s3:::${P}')), 'IsA'), Other: policy(P, tls(both('arn:aws:s3:::${P}')), 'IsB') }, []],
  ['fails without a Deny of old versions', 'MinimumTls', { Policy: policy('data', tls(both('arn:aws:s3:::data'))) }, ['OldTls']],
  ['a Deny of old versions is one', 'MinimumTls', { Policy: policy(P, deny(both('arn:aws:s3:::${P}'), { NumericLessThan: { 's3:TlsVersion': 1.2 } })) }, []],
  ['a Deny of SSE-C is one, whatever the setting', 'SseCBlocked', { Policy: policy(P, deny({ 'Fn::Sub': 'arn:aws:s3:::${P}/*' }, { Null: { [`${SSE}-customer-algorithm`]: 'false' } }, 's3:PutObject')) }, []],
  ['without one the setting decides, which is elsewhere', 'SseCBlocked', { Policy: policy('data', PARTNER) }, ['Unknown']],
  ['what encryption is to be enforced is decided elsewhere', 'EncryptionEnforced', { Policy: policy('data', PARTNER) }, ['Unknown']],
  ['of which key is decided elsewhere, too', 'EncryptionEnforced', { Policy: policy('data', ALGORITHM) }, ['Unknown']],
  ['a policy that has one key in mind enforces it', 'EncryptionEnforced', {
    Policy: policy('data', [
      ALGORITHM, deny(OBJECTS, { Null: { [SSE]: 'false' }, ArnNotEquals: { [`${SSE}-aws-kms-key-id`]: KEY } }, 's3:PutObject'),
      deny(OBJECTS, { ArnNotEquals: { [`${SSE}-aws-kms-key-id`]: KEY } }, 's3:UpdateObjectEncryption'),
    ]),
  }, []],
  ['of a policy whose bucket is there, its bucket speaks', 'TlsOnly', { Bucket: { Type: 'AWS::S3::Bucket' }, Policy: policy({ Ref: 'Bucket' }, PARTNER) }, []],
])('%s', (_, rule, resources, expected) => {
  expect(findings(rule, resources)).toEqual(expected);
});

test('says which allowed value makes a policy public', () => {
  const parameters = { Who: { Type: 'String', AllowedValues: ['*', '111122223333'] } };
  const { loosePolicies } = new TemplateFacts([template({ Policy: policy('data', { ...PARTNER, Principal: { AWS: { Ref: 'Who' } } }) }, { parameters })]);
  expect(new Check({ only: ['HardenedBucket-PolicyNotPublic'] }).loosePolicy(loosePolicies[0])).toMatchObject([{ verdict: 'unknown', message: expect.stringContaining("if parameter Who is '*', it has a public statement") as string }]);
});
