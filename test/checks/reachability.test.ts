import { App, aws_ec2 as ec2, aws_iam as iam, aws_lambda as lambda, aws_s3 as s3, CfnParameter, Stack } from 'aws-cdk-lib';
import { HardenedBucket, Reachability } from '../../src';

/** A public web server and a function without a way to the internet, in a VPC with a gateway endpoint for both. */
class Office extends Stack {
  readonly vpc = new ec2.Vpc(this, 'Vpc', {
    maxAzs: 1,
    natGateways: 0,
    subnetConfiguration: [{ name: 'Web', subnetType: ec2.SubnetType.PUBLIC }, { name: 'Data', subnetType: ec2.SubnetType.PRIVATE_ISOLATED }],
  });
  readonly endpoint = this.vpc.addGatewayEndpoint('S3', { service: ec2.GatewayVpcEndpointAwsService.S3, subnets: [{ subnetGroupName: 'Data' }] });
  readonly records: HardenedBucket;
  readonly web = new ec2.Instance(this, 'Web', {
    vpc: this.vpc,
    vpcSubnets: { subnetGroupName: 'Web' },
    instanceType: new ec2.InstanceType('t4g.micro'),
    machineImage: ec2.MachineImage.latestAmazonLinux2023({ cpuType: ec2.AmazonLinuxCpuType.ARM_64 }),
    associatePublicIpAddress: true,
  });
  readonly archiver = new lambda.Function(this, 'Archiver', {
    vpc: this.vpc, vpcSubnets: { subnetGroupName: 'Data' }, runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.handler', code: lambda.Code.fromInline('exports.handler = async () => {};'),
  });

  constructor(app: App, { leaks = false, restricted = true } = {}) {
    super(app, 'Office');
    this.records = new HardenedBucket(this, 'Records', restricted ? { perimeter: { network: { vpcEndpoints: [this.endpoint] } } } : {});
    this.records.grantReadWrite(this.archiver);
    if (leaks) {
      this.records.grantRead(this.web);
    }
  }
}

const kept = new Office(new App());
const leaking = new Office(new App(), { leaks: true, restricted: false });
// Before anybody asks: CDK lets nobody add to an app that it has synthesized.
const ops = iam.Role.fromRoleArn(kept, 'Ops', 'arn:aws:iam::111122223333:role/ops');
const importedEndpoint = ec2.GatewayVpcEndpoint.fromGatewayVpcEndpointId(kept, 'Vpce', 'vpce-1');
const importedBucket = s3.Bucket.fromBucketName(kept, 'Other', 'other');
const ofKept = Reachability.of(kept.records);
const ofLeaking = Reachability.of(leaking.records);

test.each<[string, () => void]>([
  ['nothing over the internet', () => ofKept.notFromInternet()],
  ['only through the endpoint', () => ofKept.onlyThrough(kept.endpoint)],
  ['only by the role of the function', () => ofKept.onlyBy(kept.archiver.role!)],
  ['not from the web server', () => ofKept.notFrom(kept.web)],
  ['from the function', () => ofKept.reachedFrom(kept.archiver)],
  ['nothing over the internet, though a role may use it', () => ofLeaking.notFromInternet()],
  ['only by both roles', () => ofLeaking.onlyBy(leaking.archiver.role!, leaking.web.role)],
  ['writing, only by the role of the function', () => Reachability.of(leaking.records, { actions: ['s3:PutObject'] }).onlyBy(leaking.archiver.role!)],
  ['writing, not from the web server', () => Reachability.of(leaking.records, { actions: ['s3:PutObject'] }).notFrom(leaking.web)],
])('holds: %s', (_, assert) => {
  expect(assert).not.toThrow();
});

test.each<[string, () => void, RegExp]>([
  ['a path beside the endpoint', () => ofLeaking.onlyThrough(leaking.endpoint),
    new RegExp(['^Office/Records: this does not hold: Records\\w+ is reached only through VpcS3\\w+', ' {2}Web\\w+ reaches Records\\w+ on a path without VpcS3\\w+',
      ' {4}path: {4}Web\\w+ → .*IGW\\w+ → Records\\w+', ' {4}request: .*s3:GetObject on'].join('\n'))],
  ['someone else', () => ofLeaking.onlyBy(leaking.archiver.role!), /WebInstanceRole\w+ is not ArchiverServiceRole\w+, and gets into Records\w+\n {4}path: {4}Web\w+ → /],
  ['a place that reaches it', () => ofLeaking.notFrom(leaking.web), /Web\w+ reaches Records\w+\n/],
  ['a place that is cut', () => ofKept.reachedFrom(kept.web), /Web\w+ does not reach Records\w+; .*\n {4}path: {4}Web\w+ → .* ✕ \w+\n {4}request: s3:\* on Records\w+ from Web\w+/],
  ['reading and writing, where one passes', () => Reachability.of(leaking.records, { actions: ['s3:GetObject', 's3:PutObject'] }).reachedFrom(leaking.web), /does not reach Records\w+ with s3:PutObject/],
  ['a role of another account that is named by its ARN', () => ofKept.onlyBy(ops),
    /ArchiverServiceRole\w+ is not arn:aws:iam::111122223333:role\/ops, and gets into/],
])('fails: %s', (_, assert, message) => {
  expect(assert).toThrow(message);
});

test.each<[string, () => void, string]>([
  ['an imported bucket', () => Reachability.of(importedBucket), "bucket 'Office/Other' is imported, so its policy is not part of this app. Ask about a bucket that this app makes"],
  ['a place that sends nothing', () => ofKept.notFrom(kept.endpoint), "'Office/Vpc/S3' has nothing that sends requests to S3. Name a function, an instance, a service or another construct that does"],
  ['an imported endpoint', () => ofKept.onlyThrough(importedEndpoint), "'Office/Vpce' is imported, so no path of this app leads through it. Name what this app makes"],
  ['a misspelled action', () => Reachability.of(kept.records, { actions: ['s3:GetObjct'] }).onlyBy(), "actions has 's3:GetObjct', which is not an action of S3; did you mean 's3:GetObject'?"],
  ['an action without paths', () => Reachability.of(kept.records, { actions: ['s3:DeleteObject'] }).onlyThrough(kept.endpoint), "actions has 's3:DeleteObject', which is not s3:GetObject, s3:PutObject, s3:ListBucket"],
])('refuses %s', (_, assert, message) => {
  expect(assert).toThrow(message);
});

test('what is decided at deployment does not hold, unless it may be unknown', () => {
  const stack = new Stack(new App(), 'Office');
  const bucket = new s3.Bucket(stack, 'Records');
  const who = new CfnParameter(stack, 'Who');
  bucket.addToResourcePolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: [bucket.arnForObjects('*')], principals: [new iam.ArnPrincipal(who.valueAsString)] }));
  expect(() => Reachability.of(bucket).onlyBy()).toThrow(/^Office\/Records: it is not known before deployment whether this holds: /);
  expect(() => Reachability.of(bucket, { allowUnknown: true }).onlyBy()).not.toThrow();
});

test('a policy of another stack counts, and a bucket of a CfnBucket is one of the app', () => {
  const app = new App();
  const bucket = new s3.CfnBucket(new Stack(app, 'Store'), 'Raw');
  const role = new iam.Role(new Stack(app, 'Users'), 'Reader', { assumedBy: new iam.AccountRootPrincipal() });
  role.addToPolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: [`${bucket.attrArn}/*`] }));
  const reachability = Reachability.of(s3.Bucket.fromCfnBucket(bucket));
  expect(() => reachability.onlyBy(role)).not.toThrow();
  expect(() => reachability.onlyBy()).toThrow(/Raw is reached by nobody\n  Reader\w+ gets into Raw/);
});
