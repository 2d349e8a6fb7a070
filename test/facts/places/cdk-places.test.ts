import { RemovalPolicy, Size, Stack } from 'aws-cdk-lib';
import * as autoscaling from 'aws-cdk-lib/aws-autoscaling';
import * as batch from 'aws-cdk-lib/aws-batch';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as origins from 'aws-cdk-lib/aws-cloudfront-origins';
import * as codebuild from 'aws-cdk-lib/aws-codebuild';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { placesInEach } from './places';
import { PlaceFacts } from '../../../src/facts/places/place-facts';
import { known } from '../../../src/template/known';
import { symbol } from '../../template/templates';

/** What L2 constructs of CDK make, each read without anything that is unknown. */
type Case = readonly [
  what: string, type: string, build: (stack: Stack, vpc: ec2.Vpc) => void,
  expected: { readonly subnets?: readonly string[]; readonly publicAddress?: boolean; readonly role: RegExp | undefined; readonly more?: object },
];

const PRIVATE = ['VpcPrivateSubnet1Subnet', 'VpcPrivateSubnet2Subnet'];
const PUBLIC = ['VpcPublicSubnet1Subnet', 'VpcPublicSubnet2Subnet'];
const INLINE = lambda.Code.fromInline('exports.handler = () => {};');
const HANDLER = { runtime: lambda.Runtime.NODEJS_24_X, handler: 'index.handler', code: INLINE };
const IMAGE = ec2.MachineImage.latestAmazonLinux2023();
const CONTAINER = ecs.ContainerImage.fromRegistry('public.ecr.aws/x/y');
const FARGATE_TASK = (stack: Stack) => {
  const definition = new ecs.FargateTaskDefinition(stack, 'Task');
  definition.addContainer('Main', { image: CONTAINER });
  return definition;
};

const CASES: readonly Case[] = [
  ['an instance', 'AWS::EC2::Instance', (stack, vpc) => new ec2.Instance(stack, 'P', { vpc, instanceType: new ec2.InstanceType('t3.micro'), machineImage: IMAGE }),
    { subnets: [PRIVATE[0]], role: /^PInstanceRole/ }],
  ['an instance in a public subnet with a public address', 'AWS::EC2::Instance', (stack, vpc) => new ec2.Instance(stack, 'P', {
    vpc, instanceType: new ec2.InstanceType('t3.micro'), machineImage: IMAGE, vpcSubnets: { subnetType: ec2.SubnetType.PUBLIC }, associatePublicIpAddress: true,
  }), { subnets: [PUBLIC[0]], publicAddress: true, role: /^PInstanceRole/ }],
  ['an Auto Scaling group', 'AWS::AutoScaling::AutoScalingGroup', (stack, vpc) => new autoscaling.AutoScalingGroup(stack, 'P', {
    vpc,
    launchTemplate: new ec2.LaunchTemplate(stack, 'Launch', {
      instanceType: new ec2.InstanceType('t3.micro'),
      machineImage: IMAGE,
      securityGroup: new ec2.SecurityGroup(stack, 'Group', { vpc }),
      role: new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') }),
    }),
  }), { subnets: PRIVATE, role: /^Role/ }],
  ['a function in a VPC', 'AWS::Lambda::Function', (stack, vpc) => new lambda.Function(stack, 'P', { ...HANDLER, vpc }), { subnets: PRIVATE, publicAddress: false, role: /^PServiceRole/ }],
  ['a function outside of VPCs', 'AWS::Lambda::Function', (stack) => new lambda.Function(stack, 'P', HANDLER), { role: /^PServiceRole/ }],
  ['a service on Fargate', 'AWS::ECS::Service', (stack, vpc) => new ecs.FargateService(stack, 'P', { cluster: new ecs.Cluster(stack, 'Cluster', { vpc }), taskDefinition: FARGATE_TASK(stack), assignPublicIp: true }),
    { subnets: PUBLIC, publicAddress: true, role: /^TaskTaskRole/ }],
  ['a task that a rule runs', 'AWS::Events::Rule', (stack, vpc) => new events.Rule(stack, 'P', {
    schedule: events.Schedule.cron({}), targets: [new targets.EcsTask({ cluster: new ecs.Cluster(stack, 'Cluster', { vpc }), taskDefinition: FARGATE_TASK(stack) })],
  }), { subnets: PRIVATE, publicAddress: false, role: /^TaskTaskRole/, more: { part: 'Targets.0' } }],
  ['a job on Fargate', 'AWS::Batch::JobDefinition', (stack, vpc) => {
    new batch.FargateComputeEnvironment(stack, 'Compute', { vpc });
    new batch.EcsJobDefinition(stack, 'P', {
      container: new batch.EcsFargateContainerDefinition(stack, 'Container', {
        image: CONTAINER, cpu: 1, memory: Size.gibibytes(2), jobRole: new iam.Role(stack, 'JobRole', { assumedBy: new iam.ServicePrincipal('ecs-tasks.amazonaws.com') }),
      }),
    });
  }, { subnets: PRIVATE, publicAddress: false, role: /^JobRole/ }],
  ['a project in a VPC', 'AWS::CodeBuild::Project', (stack, vpc) => new codebuild.Project(stack, 'P', { vpc, buildSpec: codebuild.BuildSpec.fromObject({ version: '0.2' }) }),
    { subnets: PRIVATE, publicAddress: false, role: /^PRole/ }],
  ['a distribution with origin access control', 'AWS::CloudFront::Distribution', (stack) => new cloudfront.Distribution(stack, 'P', {
    defaultBehavior: { origin: origins.S3BucketOrigin.withOriginAccessControl(new s3.Bucket(stack, 'Data', { removalPolicy: RemovalPolicy.DESTROY })) },
  }), { role: undefined, more: { servicePrincipal: 'cloudfront.amazonaws.com', onlyTo: known([expect.stringContaining('#Data')]), sourceArn: expect.stringMatching(/:cloudfront::⟦AWS#AccountId⟧:distribution\/⟦App#P/) } }],
  ['a distribution with an origin access identity', 'AWS::CloudFront::Distribution', (stack) => new cloudfront.Distribution(stack, 'P', {
    defaultBehavior: { origin: origins.S3BucketOrigin.withOriginAccessIdentity(new s3.Bucket(stack, 'Data')) },
  }), { role: undefined, more: { originAccessIdentity: known({ arn: expect.stringContaining('⟦App#POrigin1S3Origin'), canonicalUser: expect.stringContaining('.S3CanonicalUserId⟧') }) } }],
  ['a state machine that calls S3', 'AWS::StepFunctions::StateMachine', (stack) => new sfn.StateMachine(stack, 'P', {
    definitionBody: sfn.DefinitionBody.fromChainable(new tasks.CallAwsService(stack, 'Get', { service: 's3', action: 'getObject', parameters: {}, iamResources: ['*'] })),
  }), { role: /^PRole/ }],
];

const FOUND = placesInEach(CASES.map(([, , build]) => (stack) => build(stack, new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 }))));

const READ = CASES.map(([what, type, , expected], i) => [what, type, expected, FOUND[i]] as const);

test.each(READ)('%s that CDK makes is read as a whole', (_, type, { subnets, publicAddress, role, more }, found) => {
  const places = found.filter((place) => place.type === type && !/^Vpc|CustomVpcRestrict/.test(place.address.logicalId));
  expect(places).toHaveLength(1);
  const [place] = places;
  expect(place).toMatchObject({ outsideVpc: known(subnets === undefined), ...more });
  expect(subnetsOf(place)).toEqual(subnets ?? []);
  expect(groupsOf(place).every((group) => /^⟦App#.*\.GroupId⟧$/.test(group))).toBe(true);
  expect(groupsOf(place)).toHaveLength(subnets?.length ?? 0);
  expect(publicAddressesOf(place)).toEqual((subnets ?? []).map(() => publicAddress === undefined ? undefined : known(publicAddress)));
  expect(place.role.known && place.role.value).toEqual(role === undefined ? undefined : expect.stringContaining(`role/${symbol('App', '')}`.replace('⟧', '')));
  expect(role === undefined || role.test(/#([^#⟧]*)⟧$/.exec(String(place.role.known && place.role.value))![1])).toBe(true);
});

function interfacesOf({ interfaces }: PlaceFacts) {
  expect(interfaces).toMatchObject({ known: true });
  return interfaces.known ? interfaces.value : [];
}

/** The logical ids of its subnets, without the hash of CDK. */
function subnetsOf(place: PlaceFacts): string[] {
  return interfacesOf(place).map(({ subnet }) => subnet.known ? /#(.*?)(?:[0-9A-F]{8})?⟧/.exec(subnet.value)![1] : subnet.reason);
}

function groupsOf(place: PlaceFacts): string[] {
  return interfacesOf(place).flatMap(({ securityGroups }) => securityGroups.known
    ? securityGroups.value.map((group) => group.known ? group.value : group.reason)
    : [securityGroups.reason]);
}

function publicAddressesOf(place: PlaceFacts): unknown[] {
  return interfacesOf(place).map(({ publicAddress }) => publicAddress);
}
