import { App, aws_iam as iam, aws_s3 as s3, Stack } from 'aws-cdk-lib';
import { hardenedBucket, workInTemporaryFolders, write } from './command-line';
import { AccessLogsBucket, HardenedBucket } from '../../src';
import { HARDENED } from '../rules/hardened-template';

workInTemporaryFolders();

const RAW = { Type: 'AWS::S3::Bucket' };
const VERSIONED = { ...RAW, Properties: { VersioningConfiguration: { Status: 'Enabled' } } };
const RETAINED = { ...RAW, DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' };
const ALLOW = { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::444455556666:root' }, Action: 's3:GetObject', Resource: { 'Fn::Sub': '${Bucket.Arn}/*' } };

function withPolicy(...Statement: object[]) {
  return { Resources: { Bucket: RAW, Policy: { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: { Ref: 'Bucket' }, PolicyDocument: { Statement } } } } };
}

const FILES = {
  'raw.json': { Resources: { Bucket: RAW } },
  'raw.yaml': 'Resources:\n  Other: {Type: AWS::S3::Bucket}\n',
  'versioned.json': { Resources: { Bucket: VERSIONED } },
  'retained.json': { Resources: { Bucket: RETAINED } },
  'parameter.json': { Parameters: { Status: { Type: 'String' } }, Resources: { Bucket: { ...RAW, Properties: { VersioningConfiguration: { Status: { Ref: 'Status' } } } } } },
  'values.json': { Status: 'Enabled' },
  'allowing.json': withPolicy(ALLOW),
  'denying.json': withPolicy({ ...ALLOW, Effect: 'Deny', Principal: '*' }),
  'both.json': { Resources: { One: RAW, Two: VERSIONED } },
  'in/one.json': { Resources: { Bucket: RAW } },
  'in/two.json': { Resources: { Bucket: VERSIONED } },
  'a#b.json': { Resources: { Bucket: RAW } },
  'none.json': { Resources: { Topic: { Type: 'AWS::SNS::Topic' } } },
  'broken.json': '{"Resources":',
  'package.json': { name: 'x' },
  'whole.json': { Resources: HARDENED },
};

function compare(...args: string[]) {
  write(FILES);
  const { exitCode, out, err } = hardenedBucket('compare', ...args, '--format', 'json');
  expect(err).toBe('');
  return { exitCode, ...JSON.parse(out) };
}

describe('the exit code', () => {
  test.each<[law: string, args: string[], exitCode: number, relation: string]>([
    ['the same', ['raw.json', 'raw.json'], 0, 'equivalent'],
    ['the same in another file by another name', ['raw.json', 'raw.yaml'], 0, 'equivalent'],
    ['the first permits less', ['versioned.json', 'raw.json'], 0, 'less'],
    ['the first permits more', ['raw.json', 'versioned.json'], 1, 'more'],
    ['each permits something', ['retained.json', 'versioned.json'], 1, 'incomparable'],
    ['it is decided at deployment', ['parameter.json', 'versioned.json'], 3, 'unknown'],
    ['a parameter decides it', ['parameter.json', 'versioned.json', '--parameters', 'Status=Enabled'], 0, 'equivalent'],
    ['a parameter decides it otherwise', ['parameter.json', 'versioned.json', '--parameters', 'Status=Suspended'], 1, 'more'],
    ['a file of parameters decides it', ['parameter.json', 'versioned.json', '--parameters', 'values.json'], 0, 'equivalent'],
    ['a bucket that is chosen', ['both.json#One', 'raw.json'], 0, 'equivalent'],
    ['another bucket that is chosen', ['both.json#Two', 'both.json#One'], 0, 'less'],
    ['a bucket that need not be chosen', ['raw.json#Bucket', 'raw.yaml#Other'], 0, 'equivalent'],
    ['a file with a # in its name', ['a#b.json#Bucket', 'raw.json'], 0, 'equivalent'],
    ['a policy that allows more', ['allowing.json', 'raw.json'], 1, 'more'],
    ['a policy that denies more', ['denying.json', 'raw.json'], 0, 'less'],
    ['a raw bucket against the model', ['raw.json', '--model', 'hardened'], 1, 'more'],
    ['a raw bucket against the log bucket, which lets logs in', ['raw.json', '--model', 'access-logs'], 1, 'incomparable'],
  ])('%s', (_, args, exitCode, relation) => {
    expect(compare(...args)).toMatchObject({ exitCode, relation });
  });
});

describe('JSON', () => {
  test('has these keys', () => {
    const { exitCode, ...json } = compare('versioned.json', 'raw.json');
    expect(exitCode).toBe(0);
    expect(Object.keys(json)).toEqual(['relation', 'properties', 'policy']);
    expect(json.properties).toContainEqual({ property: 'versioning', first: 'on', second: 'off', relation: 'less', reason: null });
    expect(json.policy).toEqual({
      allowed: { relation: 'equivalent', onlyFirst: null, onlySecond: null, reason: null },
      notDenied: { relation: 'equivalent', onlyFirst: null, onlySecond: null, reason: null },
    });
  });

  test('a Deny that only one has comes with the request that it stops', () => {
    const { policy } = compare('raw.json', 'denying.json');
    expect(policy).toMatchObject({ allowed: { relation: 'equivalent' }, notDenied: { relation: 'more', onlyFirst: { action: 's3:GetObject' }, onlySecond: null } });
  });

  test('what is unknown says why', () => {
    const { properties } = compare('parameter.json', 'versioned.json');
    expect(properties).toContainEqual({ property: 'versioning', first: 'unknown', second: 'on', relation: 'unknown', reason: 'parameter Status is given at deployment' });
  });
});

describe('in words', () => {
  test.each([
    [['raw.json', 'raw.yaml'], /^equivalent: neither bucket is more permissive$/],
    [['raw.json', 'versioned.json'], /^more: [^\n]*\n {2}versioning: more \(off, against on\)$/],
    [['parameter.json', 'versioned.json'], /^unknown: [^\n]*\n {2}versioning: unknown \(unknown, against on\): parameter Status is given at deployment$/],
    [['allowing.json', 'raw.json'], /what the policy allows: more\n {2}only the first lets through\n +principal: +AWS arn:aws:iam::444455556666:[^]*s3:GetObject/],
  ])('%j', (args, text) => {
    write(FILES);
    const { out, err } = hardenedBucket('compare', ...args);
    expect(err).toBe('');
    expect(out).toMatch(text);
    expect(out).not.toContain('undefined');
  });
});

describe('a model', () => {
  function synth(fill: (stack: Stack) => void): string {
    process.env.CDK_VALIDATION = 'false';
    const app = new App({ outdir: 'cdk.out' });
    fill(new Stack(app, 'Stack', { env: { account: '444455556666', region: 'eu-west-1' } }));
    app.synth();
    delete process.env.CDK_VALIDATION;
    return 'cdk.out';
  }
  const idOf = (stack: Stack, bucket: s3.Bucket) => stack.getLogicalId(bucket.node.defaultChild as s3.CfnBucket);

  test('hardened is what a HardenedBucket is, by whichever name and in whichever account', () => {
    let id = '';
    const folder = synth((stack) => {
      id = idOf(stack, new HardenedBucket(stack, 'Data', { bucketName: 'my-data' }));
    });
    const { relation, properties } = compare(`${folder}#${id}`, '--model', 'hardened');
    expect({ relation, differing: properties.filter((property: { relation: string }) => property.relation !== 'equivalent') }).toEqual({ relation: 'equivalent', differing: [] });
  });

  test('access-logs is what an AccessLogsBucket is', () => {
    const folder = synth((stack) => {
      new AccessLogsBucket(stack, 'Logs');
    });
    expect(compare(folder, '--model', 'access-logs')).toMatchObject({ exitCode: 0, relation: 'equivalent' });
  });

  test('fails to be met by a HardenedBucket that allows more, and says by which request', () => {
    let id = '';
    const folder = synth((stack) => {
      const bucket = new HardenedBucket(stack, 'Data');
      bucket.grantRead(new iam.AccountPrincipal('777788889999'));
      id = idOf(stack, bucket);
    });
    const { exitCode, relation, policy } = compare(`${folder}#${id}`, '--model', 'hardened');
    expect({ exitCode, relation, notDenied: policy.notDenied.relation }).toEqual({ exitCode: 1, relation: 'more', notDenied: 'equivalent' });
    expect(policy.allowed.onlyFirst.principal.AWS).toMatch(/^arn:aws:iam::777788889999:/);
  });

  test('is permitted less by a template with object lock and replication', () => {
    expect(compare('whole.json#Bucket', '--model', 'hardened')).toMatchObject({ exitCode: 0, relation: 'less' });
  });
});

/** Wrong usage: 2, nothing on standard output, and what is wrong on standard error. */
describe('fails with 2 and says why', () => {
  test.each<[law: string, args: string[], expected: string]>([
    ['nothing to compare', [], 'compare accepts two buckets'],
    ['one bucket', ['raw.json'], 'not 1'],
    ['three buckets', ['raw.json', 'raw.json', 'raw.json'], 'not 3'],
    ['a model and two buckets', ['raw.json', 'raw.json', '--model', 'hardened'], 'one bucket (FILE or FILE#LogicalId) with --model NAME, not 2'],
    ['a model that there is not', ['raw.json', '--model', 'raw'], '"raw" is not a model: use hardened (a HardenedBucket'],
    ['a model in another case', ['raw.json', '--model', 'Hardened'], '"Hardened" is not a model'],
    ['a model by a name of Object.prototype', ['raw.json', '--model', 'constructor'], '"constructor" is not a model'],
    ['a model without a name', ['raw.json', '--model', ''], '"" is not a model'],
    ['a bucket that there is not', ['raw.json#Nobody', 'raw.json'], 'raw.json: there is no bucket "Nobody"; it has Bucket'],
    ['a resource that is no bucket', ['allowing.json#Policy', 'raw.json'], 'there is no bucket "Policy"'],
    ['an empty id', ['raw.json#', 'raw.json'], 'there is no bucket ""'],
    ['several buckets to choose from', ['both.json', 'raw.json'], 'both.json: it has 2 buckets; choose one with both.json#LogicalId: One, Two'],
    ['several buckets of the same id', ['in#Bucket', 'raw.json'], 'in: it has 2 buckets "Bucket"'],
    ['no bucket', ['none.json', 'raw.json'], 'none.json: there is no bucket in it'],
    ['no file of that name', ['missing.json', 'raw.json'], 'missing.json: there is no such file'],
    ['no file of that name behind it', ['raw.json', 'missing.json#Bucket'], 'missing.json: there is no such file'],
    ['a broken file', ['broken.json', 'raw.json'], 'broken.json: line 1: not valid JSON'],
    ['no template', ['package.json', 'raw.json'], 'package.json: not a CloudFormation template'],
    ['another format', ['raw.json', 'raw.json', '--format', 'sarif'], '"sarif" is not text or json'],
    ['an option of another command', ['raw.json', 'raw.json', '--level', 'strict'], '--level'],
    ['no parameter', ['raw.json', 'raw.json', '--parameters', 'Stage'], '"Stage" is neither KEY=VALUE nor a file'],
  ])('%s', (_, args, expected) => {
    write(FILES);
    const { exitCode, out, err } = hardenedBucket('compare', ...args);
    expect({ exitCode, out }).toEqual({ exitCode: 2, out: '' });
    expect(err).toMatch(/^hardened-bucket: /);
    expect(err).toContain(expected);
  });
});
