import { App, aws_s3 as s3, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { fillProperties } from '../../src/synth/fill-properties';
import { renderApp } from '../../src/synth/render-app';

function filled(make: (stack: Stack) => s3.CfnBucket, after: (resource: s3.CfnBucket) => void = () => undefined) {
  const app = new App();
  const other = new s3.Bucket(new Stack(app, 'Other', { env: { account: '111122223333', region: 'eu-west-1' } }), 'Logs');
  const stack = new Stack(app, 'Stack', { env: { account: '111122223333', region: 'eu-west-1' } });
  const resource = make(stack);
  const seen: unknown[] = [];
  fillProperties(resource, { logs: other.bucketName }, (properties, { logs }) => {
    seen.push(properties);
    return { ...properties, LoggingConfiguration: { DestinationBucketName: logs } };
  });
  after(resource);
  const { Properties } = Object.values(Template.fromStack(stack).findResources('AWS::S3::Bucket'))[0];
  return { app, seen, properties: Properties as Record<string, unknown> };
}

const L1 = (stack: Stack) => new s3.CfnBucket(stack, 'Bucket', { bucketName: 'records' });
const L2 = (stack: Stack) => new s3.Bucket(stack, 'Bucket', { bucketName: 'records' }).node.defaultChild as s3.CfnBucket;
const IMPORTED = { DestinationBucketName: { 'Fn::ImportValue': expect.any(String) } };

describe('the template has what was filled', () => {
  test.each([['an L1', L1], ['an L2', L2]])('%s, with a reference to another stack', (_, make) => {
    expect(filled(make).properties).toEqual({ BucketName: 'records', LoggingConfiguration: IMPORTED });
  });

  test('after properties that are set later', () => {
    const { seen, properties } = filled(L1, (resource) => {
      resource.versioningConfiguration = { status: 'Enabled' };
    });
    expect(properties).toMatchObject({ VersioningConfiguration: { Status: 'Enabled' }, LoggingConfiguration: IMPORTED });
    expect(seen.at(-1)).toEqual({ BucketName: 'records', VersioningConfiguration: { Status: 'Enabled' } });
  });

  test('before raw overrides', () => {
    expect(filled(L1, (resource) => resource.addPropertyOverride('LoggingConfiguration.LogFilePrefix', 'logs/')).properties.LoggingConfiguration).toEqual({ ...IMPORTED, LogFilePrefix: 'logs/' });
    expect(filled(L1, (resource) => resource.addPropertyDeletionOverride('LoggingConfiguration')).properties).toEqual({ BucketName: 'records' });
  });

  test('and the facts are read from the same', () => {
    const { app, properties } = filled(L2);
    const { resources } = renderApp(app).find(({ id }) => id === 'Stack')!;
    expect(Object.values(resources).find(({ Type }) => Type === 'AWS::S3::Bucket')!.Properties).toEqual(properties);
  });
});
