import { App, aws_ec2 as ec2, aws_iam as iam, aws_s3 as s3, CfnElement, CfnOutput, CfnParameter, CfnResource, CustomResource, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { HardenedBucket } from '../../src';
import { isFactResource } from '../../src/facts/resource-types';
import { UnknownValue } from '../../src/policy/unknown-value';
import { BucketIndex } from '../../src/synth/bucket-index';
import { isFactElement, renderStack } from '../../src/synth/render-stack';

function elementsOf(stack: Stack): CfnElement[] {
  return stack.node.findAll().filter((node): node is CfnElement => CfnElement.isCfnElement(node) && node.stack === stack && isFactElement(node));
}

test('what is rendered is what CDK writes into the template', () => {
  const app = new App();
  const first = new Stack(app, 'Stack');
  const made = new HardenedBucket(first, 'Bucket');
  (made.node.defaultChild as CfnResource).addPropertyOverride('Tags', [{ Key: 'a', Value: 'b' }]);
  made.grantRead(new iam.AccountPrincipal('111122223333'));
  new CfnOutput(first, 'Name', { value: made.bucketName, exportName: 'TheName' });
  const second = new Stack(app, 'Other');
  new HardenedBucket(second, 'Bucket', { serverAccessLogsBucket: made.serverAccessLogsBucket });
  app.synth();
  for (const each of [first, second]) {
    const written = Template.fromStack(each).toJSON();
    const rendered = renderStack(each, elementsOf(each));
    expect(rendered.resources).toEqual(Object.fromEntries(Object.entries<{ Type: string }>(written.Resources).filter(([, { Type }]) => isFactResource(Type))));
    expect(rendered.outputs).toEqual(written.Outputs ?? {});
  }
});

test('facts cross stacks, nested stacks and stages', () => {
  const app = new App();
  const stack = new Stack(app, 'Stack');
  const nested = new NestedStack(stack, 'Nested');
  const stage = new Stage(app, 'Stage');
  const buckets = [new HardenedBucket(nested, 'InNested', { serverAccessLogsBucket: new HardenedBucket(stack, 'Bucket').serverAccessLogsBucket }), new HardenedBucket(new Stack(stage, 'Stack'), 'InStage')];
  app.synth();
  const index = BucketIndex.of(app);
  for (const bucket of buckets) {
    const facts = index.of(bucket.node.defaultChild as CfnResource).bucket!;
    expect(facts.policies).toHaveLength(1);
    expect(facts.alarms).toHaveLength(4);
    expect(facts.logging).toMatchObject({ known: true, value: { target: { isAccessLogTarget: { value: true }, construct: { value: 'AccessLogsBucket' } } } });
    expect(facts.encryption.keyRotation).toEqual({ known: true, value: true });
  }
});

test('what a custom resource answers is unknown, also as a principal', () => {
  const stack = new Stack(new App(), 'Stack');
  const bucket = new HardenedBucket(stack, 'Bucket');
  const answer = new CustomResource(stack, 'Answer', { serviceToken: 'arn:aws:lambda:eu-west-1:111122223333:function:answer', resourceType: 'Custom::Answer' });
  bucket.addToResourcePolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: [bucket.arnForObjects('*')], principals: [new iam.ArnPrincipal(answer.getAttString('Arn'))] }));
  (stack.node.root as App).synth();
  const [{ document }] = BucketIndex.of(stack.node.root).of(bucket.node.defaultChild as CfnResource).bucket!.policies;
  const allow = document.statements.find(({ effect }) => effect === 'Allow')!;
  expect(allow.principals).toEqual([{ type: 'AWS', value: expect.any(UnknownValue) }]);
});

test('a bucket of another app has no facts', () => {
  expect(BucketIndex.of(new App()).of(new s3.CfnBucket(new Stack(), 'Bucket')).bucket).toBeUndefined();
});

test('the name of a resource that no fact is read from is a name, not a parameter', () => {
  const stack = new Stack(new App(), 'Stack');
  const endpoint = new ec2.GatewayVpcEndpoint(stack, 'Endpoint', { vpc: new ec2.Vpc(stack, 'Vpc'), service: ec2.GatewayVpcEndpointAwsService.S3 });
  new CfnParameter(stack, 'Given');
  new HardenedBucket(stack, 'Bucket');
  const index = BucketIndex.of(stack.node.root);
  expect(index.evaluate(endpoint.vpcEndpointId, stack)).toMatch(/^⟦Stack#Endpoint/);
  expect(index.evaluate({ Ref: 'Given' }, stack)).toBeInstanceOf(UnknownValue);
});
