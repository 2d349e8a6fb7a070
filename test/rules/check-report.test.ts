import { HARDENED } from './hardened-template';
import { Check } from '../../src/rules/check';
import { checkReport } from '../../src/rules/check-report';
import { template } from '../template/templates';

const group = (id: string, resources: object) => ({ templates: [template(resources, { id })], acknowledgements: new Map() });

test('a template on which a rule breaks down is an error, and all others are judged', () => {
  const check = new Check();
  const judge = check.bucket.bind(check);
  check.bucket = (facts) => {
    if (facts.address.template === 'bad') {
      throw new Error('broken');
    }
    return judge(facts);
  };
  const raw = { Bucket: { Type: 'AWS::S3::Bucket' } };
  const { findings, summary, errors } = checkReport([group('bad', raw), group('good', raw)], [], check);
  expect(errors).toEqual([{ template: 'bad', message: expect.stringContaining('broken') }]);
  expect(summary).toMatchObject({ templates: 2, buckets: 1, errors: 1 });
  expect(new Set(findings.map((finding) => finding.template))).toEqual(new Set(['good']));
});

test('says how many buckets have been judged', () => {
  const progress: number[] = [];
  checkReport([group('one', HARDENED), group('two', HARDENED)], [], new Check(), (buckets) => progress.push(buckets));
  expect(progress).toEqual([0, 1, 2, 3]);
});

test('findings name the construct of their bucket, where CDK notes it', () => {
  const metadata = { 'aws:cdk:path': 'Office/Records/Resource' };
  const policy = { Type: 'AWS::S3::BucketPolicy', Metadata: metadata, Properties: { Bucket: 'elsewhere', PolicyDocument: { Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:*', Resource: 'arn:aws:s3:::elsewhere/*' }] } } };
  const resources = { Records: { Type: 'AWS::S3::Bucket', Metadata: metadata }, Plain: { Type: 'AWS::S3::Bucket' }, Policy: policy };
  const { findings } = checkReport([group('one', resources)], [], new Check());
  expect(new Map(findings.map(({ logicalId, constructPath }) => [logicalId, constructPath]))).toEqual(new Map([['Records', 'Office/Records/Resource'], ['Plain', undefined], [null, undefined]]));
});
