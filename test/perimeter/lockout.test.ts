import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { App, aws_iam as iam, aws_lambda as lambda, aws_s3_deployment as deployment, aws_s3_notifications as notifications, LegacyStackSynthesizer, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { ACCOUNT, BUCKET, deniedBy, ENV, PARTNER, policyOf, policyWith, request, role, ROUTES, service } from './decisions';
import { HardenedBucket, HardenedBucketProps, PerimeterOptions } from '../../src';
import { PolicyRequest } from '../../src/policy/policy-request';

const ENDPOINT: PerimeterOptions = { network: { vpcEndpointIds: ['vpce-0123456789abcdef0'] } };
const SSO = `arn:aws:iam::${ACCOUNT}:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Admin_*`;
const CFN = role('cdk-hnb659fds-cfn-exec-role-111122223333-eu-west-1');

/** What users reported, and the request that has to pass. */
const REPORTED: readonly [string, PerimeterOptions, PolicyRequest][] = [
  ['CloudFormation changes the policy after a VPC restriction', ENDPOINT, request(CFN, 's3:PutBucketPolicy')],
  ['CloudFormation sets the lifecycle after a VPC restriction', ENDPOINT, request(CFN, 's3:PutLifecycleConfiguration')],
  ['CloudFormation deletes the bucket after a VPC restriction', ENDPOINT, request(CFN, 's3:DeleteBucket')],
  ['CI reads the configuration after a VPC restriction', ENDPOINT, request(role('GitHubActions'), 's3:GetBucketPolicy')],
  ['the role that deploys changes the policy under tamper protection', { request: { tamperProtection: true } }, request(CFN, 's3:PutBucketPolicy')],
  ['the role that deploys changes the policy without MFA', { identity: { mfaForConfigurationChanges: true } }, request(CFN, 's3:PutBucketPolicy')],
  ['access logs are delivered to a bucket behind an endpoint', ENDPOINT, request(service('logging.s3', { 'aws:SourceAccount': ACCOUNT }), 's3:PutObject')],
  ['CloudTrail delivers to a bucket of one account', { ...ENDPOINT, identity: { crossAccount: false } }, request(service('cloudtrail', { 'aws:SourceAccount': ACCOUNT, 'aws:SourceArn': `arn:aws:cloudtrail:eu-west-1:${ACCOUNT}:trail/t` }), 's3:PutObject')],
  ['a console user outside of the office repairs the policy', { network: { ipAllowList: ['203.0.113.0/24'] } }, request(role('Console'), 's3:PutBucketPolicy')],
  ['a console user in the office reads objects', { network: { ipAllowList: ['203.0.113.0/24'] } }, request(role('Console'), 's3:GetObject', ROUTES.office)],
  ['an SSO role by its pattern reads from anywhere', { ...ENDPOINT, exemptions: { breakGlassRoleArns: [SSO] } }, request(role('aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Admin_0123456789abcdef'), 's3:GetObject')],
  ['an SSO role by its pattern repairs under tamper protection', { request: { tamperProtection: true }, exemptions: { breakGlassRoleArns: [SSO] } }, request(role('aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Admin_0123456789abcdef'), 's3:DeleteBucketPolicy')],
  ['a partner of another account reads', { identity: { accountIds: [PARTNER] } }, request(role('Partner', PARTNER), 's3:GetObject')],
  ['Athena reads for anyone who runs the query', ENDPOINT, request(role('Analyst'), 's3:GetObject', ROUTES.forwarded)],
  ['a service-linked role reads', { ...ENDPOINT, identity: { roleArns: [`arn:aws:iam::${ACCOUNT}:role/Reader`] } }, request(role('aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig'), 's3:GetObject')],
  ['the root user deletes the policy', { ...ENDPOINT, identity: { crossAccount: false } }, request({ principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` } }, 's3:DeleteBucketPolicy')],
  ['a role that is named keeps control of the configuration', { network: { ...ENDPOINT.network, controlPlaneRoleArns: [`arn:aws:iam::${ACCOUNT}:role/Admin`] } }, request(role('Admin'), 's3:PutBucketPolicy')],
];

test.each(REPORTED)('%s', (_, perimeter, asked) => {
  expect(deniedBy(policyWith(perimeter), asked)).toEqual([]);
});

/** The roles of CDK's custom resources, as the policy exempts them. */
function exemptIn(further: (stack: Stack, bucket: HardenedBucket) => void, props: HardenedBucketProps = {}): string[] {
  const policy = policyWith(ENDPOINT, props, further);
  const { conditions } = policy.statements.find(({ sid }) => sid === 'DenyOtherNetworks')!;
  return conditions.find(({ key }) => key === 'aws:principalarn')!.values.map(String).filter((arn) => !arn.includes('aws-service-role'));
}

const files = fs.mkdtempSync(path.join(os.tmpdir(), 'deployed-'));
fs.writeFileSync(path.join(files, 'index.html'), '<p>');
const handler = (stack: Stack) => new lambda.Function(stack, 'Handler', { runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.handler', code: lambda.Code.fromInline('exports.handler = () => {};') });

const deploy = (stack: Stack, destinationBucket: HardenedBucket) => new deployment.BucketDeployment(stack, 'Deployment', { sources: [deployment.Source.asset(files)], destinationBucket });

test.each<[string, (stack: Stack, bucket: HardenedBucket) => void, HardenedBucketProps]>([
  ['empties the bucket', () => undefined, { removalPolicy: RemovalPolicy.DESTROY, autoDeleteObjects: true }],
  ['deploys files', deploy, {}],
  ['sets up notifications', (stack, bucket) => bucket.addObjectCreatedNotification(new notifications.LambdaDestination(handler(stack))), {}],
])('the custom resource that %s is exempt, and synth proves its grants', (_, further, props) => {
  expect(exemptIn(further, props)).toHaveLength(1);
});

test('the role that was given for the notifications sets them up under tamper protection', () => {
  const app = new App();
  const stack = new Stack(app, 'Stack', { env: ENV });
  const notificationsHandlerRole = iam.Role.fromRoleArn(stack, 'Role', `arn:aws:iam::${ACCOUNT}:role/Notifications`);
  const bucket = new HardenedBucket(stack, 'Bucket', { bucketName: 'records', notificationsHandlerRole, perimeter: { request: { tamperProtection: true } } });
  bucket.addObjectCreatedNotification(new notifications.LambdaDestination(handler(stack)));
  app.synth();
  expect(deniedBy(policyOf(bucket), request(role('Notifications'), 's3:PutBucketNotification'))).toEqual([]);
  expect(deniedBy(policyOf(bucket), request(role('Other'), 's3:PutBucketNotification'))).toEqual(['DenyTampering']);
});

test('without custom resources only service-linked roles are exempt, and an option takes them out', () => {
  expect(exemptIn(() => undefined)).toEqual([]);
  expect(() => policyWith({ ...ENDPOINT, exemptions: { customResources: false } }, {}, deploy)).toThrow('HardenedBucket-GrantsEffective');
});

test('replication passes the perimeters of the source and of the destination', () => {
  const app = new App();
  const stack = new Stack(app, 'Stack', { env: ENV });
  const destination = new HardenedBucket(stack, 'Copy', { bucketName: 'copy', perimeter: ENDPOINT });
  const source = new HardenedBucket(stack, 'Bucket', { bucketName: 'records', perimeter: ENDPOINT, replicationRules: [{ destination }] });
  expect(() => app.synth()).not.toThrow();
  for (const [policy, action, bucket] of [[policyOf(source), 's3:GetObjectVersionForReplication', BUCKET], [policyOf(destination), 's3:ReplicateObject', 'arn:aws:s3:::copy']] as const) {
    const [arn] = policy.statements.find(({ sid }) => sid === 'DenyOtherNetworks')!.conditions.find(({ key }) => key === 'aws:principalarn')!.values.map(String).filter((value) => !value.includes('aws-service-role'));
    expect(deniedBy(policy, { ...request({ principal: { AWS: arn } }, action), resource: `${bucket}/key` })).toEqual([]);
  }
});

describe('fails synth', () => {
  const deny = (bucket: HardenedBucket, conditions: object) => bucket.addToResourcePolicy(new iam.PolicyStatement({
    sid: 'ByHand', effect: iam.Effect.DENY, principals: [new iam.AnyPrincipal()], actions: ['s3:PutBucketPolicy', 's3:DeleteBucketPolicy'], resources: [bucket.bucketArn], conditions: conditions as Record<string, object>,
  }));

  test.each<[string, PerimeterOptions, object, string]>([
    ['a statement by hand locks the role out that deploys', ENDPOINT, { ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${ACCOUNT}:role/cdk-*` } }, 'locks out arn:aws:iam::111122223333:role/cdk-hnb659fds-cfn-exec-role-111122223333-eu-west-1'],
    ['a statement by hand locks a break-glass role out', { ...ENDPOINT, exemptions: { breakGlassRoleArns: [SSO] } }, { ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${ACCOUNT}:role/aws-reserved/*` } }, 'locks out arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Admin_any'],
    ['a statement by hand lets nobody change the policy from the internet', ENDPOINT, { StringNotEquals: { 'aws:SourceVpce': 'vpce-0123456789abcdef0' } }, 'HardenedBucket-NamedKeepControl'],
  ])('%s', (_, perimeter, conditions, message) => {
    expect(() => policyWith(perimeter, {}, (__, bucket) => deny(bucket, conditions))).toThrow(message);
  });

  test.each<[string, PerimeterOptions]>([
    ['request.tamperProtection', { request: { tamperProtection: true } }],
    ['identity.mfaForConfigurationChanges', { identity: { mfaForConfigurationChanges: true } }],
    ['network.controlPlaneRoleArns', { network: { ...ENDPOINT.network, controlPlaneRoleArns: [`arn:aws:iam::${ACCOUNT}:role/Admin`] } }],
  ])('%s where nobody knows who deploys, unless he is named', (option, perimeter) => {
    const make = (more: PerimeterOptions) => new HardenedBucket(new Stack(new App(), 'Stack', { env: ENV, synthesizer: new LegacyStackSynthesizer() }), 'Bucket', { perimeter: { ...perimeter, ...more } });
    expect(() => make({})).toThrow(`perimeter.${option} guards the configuration, and the stack is deployed without a role of CDK's bootstrap`);
    expect(() => make({ exemptions: { deployRoleArns: [`arn:aws:iam::${ACCOUNT}:role/Deploy`] } })).not.toThrow();
  });

  test('an override takes a network out of the guard, with the request that gets through', () => {
    expect(() => policyWith(ENDPOINT, {}, (_, bucket) => {
      const { policy } = bucket;
      const index = policy!.document.toJSON().Statement.findIndex(({ Sid }: { Sid?: string }) => Sid === 'DenyOtherNetworks');
      (policy!.node.defaultChild as iam.CfnPolicy).addPropertyOverride(`PolicyDocument.Statement.${index}.Condition.StringNotEqualsIfExists.aws:SourceVpce`, ['vpce-0123456789abcdef0', 'vpce-0fffffffffffffff0']);
    })).toThrow(/HardenedBucket-PerimeterKept: this HardenedBucket has a bucket policy[^]*request: [^]*vpce-0fffffffffffffff0/);
  });
});
