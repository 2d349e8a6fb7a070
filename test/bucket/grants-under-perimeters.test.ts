import { App, aws_ec2 as ec2, aws_iam as iam, aws_lambda as lambda, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { HardenedBucket, PerimeterOptions, PresignedUrls } from '../../src';
import { everyday } from '../everyday';

const ENV = { account: '111122223333', region: 'eu-west-1' };
const PARTNER = '444455556666';
const IMPORTED = `arn:aws:iam::${ENV.account}:role/Imported`;
const ENDPOINT = 'vpce-0123456789abcdef0';

const handler = (stack: Stack, props: Partial<lambda.FunctionProps> = {}) => new lambda.Function(stack, 'Handler', {
  runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.handler', code: lambda.Code.fromInline('exports.handler = () => {};'), ...props,
});
/** Whom something is granted to. */
const GRANTEES = {
  'a role of the app': (stack: Stack) => new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') }),
  'a function in a VPC': (stack: Stack) => handler(stack, { vpc: new ec2.Vpc(stack, 'Vpc') }),
  'a function outside any VPC': (stack: Stack) => handler(stack),
  'an imported role': (stack: Stack) => iam.Role.fromRoleArn(stack, 'Imported', IMPORTED),
  'another account': () => new iam.AccountPrincipal(PARTNER),
  'a role of another account': () => new iam.ArnPrincipal(`arn:aws:iam::${PARTNER}:role/Reader`),
} satisfies Record<string, (stack: Stack) => iam.IGrantable>;
type Grantee = keyof typeof GRANTEES;

/** What is granted, and what the grantee may then do with the bucket and with its key. */
const GRANTS = {
  read: [(bucket: HardenedBucket, to: iam.IGrantable) => bucket.grants.read(to), 's3:GetObject*', 'kms:Decrypt'],
  write: [(bucket: HardenedBucket, to: iam.IGrantable) => bucket.grants.write(to), 's3:PutObject', 'kms:GenerateDataKey*'],
  put: [(bucket: HardenedBucket, to: iam.IGrantable) => bucket.grants.put(to), 's3:PutObject', 'kms:GenerateDataKey*'],
  readWrite: [(bucket: HardenedBucket, to: iam.IGrantable) => bucket.grants.readWrite(to), 's3:DeleteObject*', 'kms:Decrypt'],
} as const;
type Granted = keyof typeof GRANTS;

function grant(what: Granted, whom: Grantee, perimeter: PerimeterOptions): { stack: Stack; synth: () => void } {
  const app = new App();
  const stack = new Stack(app, 'Stack', { env: ENV });
  const grantee = GRANTEES[whom](stack);
  GRANTS[what][0](new HardenedBucket(stack, 'Bucket', { perimeter }), grantee);
  return { stack, synth: () => app.synth() };
}

const EVERYBODY = Object.keys(GRANTEES) as Grantee[];
const OWN: Grantee[] = ['a role of the app', 'a function in a VPC', 'a function outside any VPC', 'an imported role'];
const IN_NETWORK = EVERYBODY.filter((grantee) => grantee !== 'a function outside any VPC');

/** Per perimeter: to whom grants work, and the statement that cancels them for all others. */
const PERIMETERS: readonly [string, PerimeterOptions, Grantee[], string?][] = [
  ['none', {}, EVERYBODY],
  ['endpoints', { network: { vpcEndpointIds: [ENDPOINT] } }, IN_NETWORK, 'DenyOtherNetworks'],
  ['VPCs', { network: { vpcIds: ['vpc-0123456789abcdef0'] } }, IN_NETWORK, 'DenyOtherNetworks'],
  ['addresses', { network: { ipAllowList: ['203.0.113.0/24'] } }, IN_NETWORK, 'DenyOtherNetworks'],
  ['addresses that are denied', { network: { ipDenyList: ['203.0.113.0/24'] } }, EVERYBODY],
  ['endpoints of an organization', { network: { endpointOrganizationIds: ['o-a1b2c3d4e5'] } }, IN_NETWORK, 'DenyOtherNetworks'],
  ['the same account', { identity: { crossAccount: false } }, OWN, 'DenyOtherAccounts'],
  ['the account of the partner', { identity: { accountIds: [PARTNER] } }, EVERYBODY],
  ['an organization', { identity: { organizationIds: ['o-a1b2c3d4e5'] } }, EVERYBODY],
  ['named roles', { identity: { roleArns: [IMPORTED] } }, ['an imported role'], 'DenyOtherRoles'],
  ['other roles than those of the app', { identity: { roleArns: [`arn:aws:iam::${ENV.account}:role/Other`] } }, [], 'DenyOtherRoles'],
  ['MFA', { identity: { mfaForConfigurationChanges: true } }, EVERYBODY],
  ['presigned URLs forbidden', { request: { presignedUrls: PresignedUrls.forbidden() } }, EVERYBODY],
  ['prefixes', { request: { prefixRules: [{ prefix: 'finance/', roleArns: [IMPORTED] }] } }, EVERYBODY],
  ['tamper and deletion protection', { request: { tamperProtection: true } }, EVERYBODY],
];

const cases = (isEffective: boolean) => PERIMETERS.flatMap(([name, perimeter, effective, sid]) =>
  EVERYBODY.filter((grantee) => effective.includes(grantee) === isEffective).map((grantee) => [name, grantee, perimeter, sid] as const));

test.each(everyday(cases(true), 4))('perimeter %s: a grant to %s has an effect, the key included', (_, grantee, perimeter) => {
  for (const what of Object.keys(GRANTS) as Granted[]) {
    const { stack } = grant(what, grantee, perimeter);
    const template = JSON.stringify(Template.fromStack(stack).toJSON());
    expect(template).toContain(GRANTS[what][1]);
    expect(template).toContain(GRANTS[what][2]);
  }
});

test.each(everyday(cases(false), 4))('fails synth: perimeter %s, a grant to %s, and the error names the statement', (_, grantee, perimeter, sid) => {
  const { synth } = grant('read', grantee, perimeter);
  expect(synth).toThrow(new RegExp(`HardenedBucket-GrantsEffective: [^]*s3:GetObject\\*[^]*${sid}[^]*request: [^]*fix: `));
});

test('a function outside any VPC is granted its access where it is exempt by name', () => {
  const app = new App();
  const stack = new Stack(app, 'Stack', { env: ENV });
  const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
  const bucket = new HardenedBucket(stack, 'Bucket', { perimeter: { network: { vpcEndpointIds: [ENDPOINT] }, exemptions: { breakGlassRoleArns: [role.roleArn] } } });
  bucket.grants.read(handler(stack, { role }));
  expect(() => app.synth()).not.toThrow();
});

test('fails synth: writing is granted to whom the perimeter lets read only', () => {
  const app = new App();
  const stack = new Stack(app, 'Stack', { env: ENV });
  const role = GRANTEES['a role of the app'](stack);
  new HardenedBucket(stack, 'Bucket', { perimeter: { identity: { readOnlyArns: [role.roleArn] } } }).grants.write(role);
  expect(() => app.synth()).toThrow(/HardenedBucket-GrantsEffective: [^]*s3:PutObject[^]*DenyWritingToReaders/);
});

test('the key half goes to another account as well', () => {
  const { stack } = grant('read', 'another account', { identity: { accountIds: [PARTNER] } });
  Template.fromStack(stack).hasResourceProperties('AWS::KMS::Key', {
    KeyPolicy: { Statement: Match.arrayWith([Match.objectLike({ Action: ['kms:Decrypt', 'kms:DescribeKey'], Principal: { AWS: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:iam::${PARTNER}:root`]] } } })]) },
  });
});
