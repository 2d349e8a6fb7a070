import { App, aws_cloudfront as cloudfront, aws_cloudfront_origins as origins, aws_cloudtrail as cloudtrail, aws_ec2 as ec2, aws_iam as iam, aws_lambda as lambda, aws_s3_deployment as deployment, Stack } from 'aws-cdk-lib';
import { synthError } from './apps';
import { BucketPurpose, HardenedBucket, HardenedBucketProps, PerimeterOptions } from '../../src';

const ENV = { account: '111122223333', region: 'eu-west-1' };
const ENDPOINT = 'vpce-0123456789abcdef0';
const OTHER_ROLE = `arn:aws:iam::${ENV.account}:role/Other`;
const PARTNER = '444455556666';

/** What the app has beside the bucket, made before it, and what it grants on the bucket. */
interface Case {
  readonly make?: (stack: Stack, vpc?: ec2.IVpc) => iam.IGrantable;
  readonly use: (bucket: HardenedBucket, made: iam.IGrantable) => void;
}

const reader: Case['make'] = (stack) => new iam.Role(stack, 'Reader', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') });
const handler: Case['make'] = (stack, vpc) => new lambda.Function(stack, 'Export', { runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.handler', code: lambda.Code.fromInline('exports.handler = () => {};'), vpc });
const read: Case = { make: reader, use: (bucket, made) => bucket.grants.read(made) };
const write: Case = { make: reader, use: (bucket, made) => bucket.grants.write(made) };
const readBy = (principal: iam.IGrantable): Case => ({ use: (bucket) => bucket.grants.read(principal) });
const act = (action: string, on: 'bucket' | 'objects', conditions?: object): Case => ({
  make: reader,
  use: (bucket, made) => {
    made.grantPrincipal.addToPrincipalPolicy(new iam.PolicyStatement({ actions: [action], resources: [on === 'bucket' ? bucket.bucketArn : bucket.arnForObjects('*')], conditions: conditions as never }));
    bucket.encryptionKey!.grantDecrypt(made);
  },
});
const trail: Case = { use: (bucket) => new cloudtrail.Trail(Stack.of(bucket), 'Trail', { bucket, encryptionKey: bucket.encryptionKey }) };
const served: Case = { use: (bucket) => new cloudfront.Distribution(Stack.of(bucket), 'Site', { defaultBehavior: { origin: origins.S3BucketOrigin.withOriginAccessControl(bucket) } }) };
const deployed: Case = { use: (bucket) => new deployment.BucketDeployment(Stack.of(bucket), 'Deploy', { destinationBucket: bucket, sources: [deployment.Source.data('index.html', '')] }) };

/** Synthesizes an app, and says why it is refused, if it is. */
function refusal({ make, use }: Case, props: (stack: Stack) => HardenedBucketProps, inVpc = false): string {
  const app = new App();
  const stack = new Stack(app, 'Office', { env: ENV });
  const made = make?.(stack, inVpc ? new ec2.Vpc(stack, 'Vpc', { maxAzs: 1 }) : undefined);
  use(new HardenedBucket(stack, 'Records', props(stack)), made!);
  return synthError(app);
}

/** The properties, changed as the fix says, and by nothing else. */
function followed(fix: string, props: HardenedBucketProps, stack: Stack): HardenedBucketProps {
  const perimeter = { ...props.perimeter } as Record<string, any>;
  const change = (path: string, value: (before: any) => unknown) => {
    const steps = path.split(/[.[\]']+/).filter((step) => step !== '');
    const last = steps.pop()!;
    const at = steps.reduce<any>((part, step) => (part[step] = Array.isArray(part[step]) ? [...part[step]] : { ...part[step] }), perimeter);
    at[last] = value(at[last]);
  };
  const [, verb, text, literal, , option] = /^(add|remove) ('([^']+)'|\S+) (to|from) perimeter\.(\S+?)(?:,|$)/.exec(fix) ?? [];
  const [, flag, value] = /^set perimeter\.(\S+): (true|false)/.exec(fix) ?? [];
  if (flag) {
    change(flag, () => value === 'true');
  } else if (option) {
    const named = literal ?? (stack.node.findChild(text.split('/')[1]) as iam.Role);
    change(option, (before: unknown[] = []) => verb === 'add' ? [...before, named] : before.filter((one) => one !== named));
    // An empty list is left out, and a list of accounts takes the place of `crossAccount`.
    change(option, (after: unknown[]) => after.length > 0 ? after : undefined);
    if (/^identity\.(account|organization)/.test(option)) {
      change('identity.crossAccount', () => undefined);
    }
  } else {
    throw new Error(`nobody can follow: ${fix}`);
  }
  return { ...props, perimeter: perimeter as PerimeterOptions };
}

const role = (stack: Stack) => stack.node.findChild('Reader') as iam.Role;

describe('the fix of a cancelled grant, followed to the letter, makes the app synthesize', () => {
  test.each<[string, Case, (stack: Stack) => HardenedBucketProps, RegExp]>([
    ['a role that is none of those named', read, () => ({ perimeter: { identity: { roleArns: [OTHER_ROLE] } } }), /^add Office\/Reader to perimeter\.identity\.roles/],
    ['an imported role that is none of those named', readBy(new iam.ArnPrincipal(`arn:aws:iam::${ENV.account}:role/Imported`)), () => ({ perimeter: { identity: { roleArns: [OTHER_ROLE] } } }), /^add 'arn:aws:iam::111122223333:role\/Imported' to perimeter\.identity\.roleArns/],
    ['a writer that is to read only', write, (stack) => ({ perimeter: { identity: { readOnlyRoles: [role(stack)], readOnlyArns: [OTHER_ROLE] } } }), /^remove Office\/Reader from perimeter\.identity\.readOnlyRoles/],
    ['another account', readBy(new iam.AccountPrincipal(PARTNER)), () => ({ perimeter: { identity: { crossAccount: false } } }), /^add '444455556666' to perimeter\.identity\.accountIds/],
    ['another account, by purpose', readBy(new iam.AccountPrincipal(PARTNER)), () => ({ purpose: BucketPurpose.privateData() }), /^add '444455556666' to perimeter\.identity\.accountIds/],
    ['another endpoint', act('s3:GetObject', 'objects', { StringEquals: { 'aws:SourceVpce': 'vpce-0fedcba9876543210' } }), () => ({ perimeter: { network: { vpcEndpointIds: [ENDPOINT] } } }), /^add 'vpce-0fedcba9876543210' to perimeter\.network\.vpcEndpointIds/],
    ['addresses, beside an endpoint', act('s3:GetObject', 'objects', { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }), () => ({ perimeter: { network: { vpcEndpointIds: [ENDPOINT] }, exemptions: { forwardAccessSessions: false } } }), /^add '203\.0\.113\.0\/24' to perimeter\.network\.ipAllowList/],
    ['another tag', act('s3:GetObject', 'objects', { StringEquals: { 'aws:PrincipalTag/team': 'audit' } }), () => ({ perimeter: { identity: { principalTags: { team: ['records'] } } } }), /^add 'audit' to perimeter\.identity\.principalTags\['team'\]/],
    ['another page', act('s3:GetObject', 'objects', { StringLike: { 'aws:Referer': 'https://blog.example.com/*' } }), () => ({ perimeter: { request: { refererAllowList: ['https://www.example.com/*'] }, exemptions: { forwardAccessSessions: false } } }), /^add 'https:\/\/blog\.example\.com\/\*' to perimeter\.request\.refererAllowList/],
    ['changing a setting', act('s3:PutLifecycleConfiguration', 'bucket'), () => ({ perimeter: { request: { tamperProtection: true } } }), /^add Office\/Reader to perimeter\.exemptions\.breakGlassRoles/],
    ['deleting a version', act('s3:DeleteObjectVersion', 'objects'), () => ({ perimeter: { request: { deletionProtection: true } } }), /^add Office\/Reader to perimeter\.exemptions\.breakGlassRoles/],
    ['a trail, past a guard on roles', trail, () => ({ perimeter: { identity: { roleArns: [OTHER_ROLE] }, exemptions: { awsServices: false } } }), /^set perimeter\.exemptions\.awsServices: true/],
    ['a distribution, past a guard on networks', served, () => ({ perimeter: { network: { vpcEndpointIds: [ENDPOINT] }, exemptions: { awsServices: false } } }), /^set perimeter\.exemptions\.awsServices: true/],
    ['a deployment, past a guard on networks', deployed, () => ({ perimeter: { network: { vpcEndpointIds: [ENDPOINT] }, exemptions: { customResources: false } } }), /^set perimeter\.exemptions\.customResources: true/],
  ])('%s', (_, made, props, expected) => {
    const error = refusal(made, props);
    const fix = /HardenedBucket-GrantsEffective[^]*?fix: (.+)/.exec(error)?.[1] ?? error;
    expect(fix).toMatch(expected);
    const after = refusal(made, (stack) => followed(fix, props(stack), stack));
    expect(after).not.toContain('HardenedBucket-GrantsEffective');
    // A trail writes with SSE-S3, which only an archive accepts: another rule says so, before and after.
    expect(after === '' || made === trail).toBe(true);
  });

  test('a function outside of any VPC: it names the function, the role and the policy, and setting its vpc helps', () => {
    const use: Case = { make: handler, use: (bucket, made) => bucket.grants.read(made) };
    const props = () => ({ perimeter: { network: { vpcEndpointIds: [ENDPOINT] } } });
    const error = refusal(use, props);
    expect(error).toMatch(/: Office\/Export\/ServiceRole, used by functions outside of any VPC only, is granted [^]* by Office\/Export\/ServiceRole\/DefaultPolicy \(/);
    expect(error).toMatch(/fix: run Office\/Export inside a VPC that statement 6 \(DenyOtherNetworks\) of RecordsPolicy\w+ lets through: set its vpc/);
    expect(refusal(use, props, true)).toBe('');
  });

  test('fails outside of any VPC also where the bucket policy itself names the role', () => {
    const use: Case = {
      make: handler,
      use: (bucket, made) => {
        const { role: of } = made as lambda.Function;
        bucket.addToResourcePolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: [bucket.arnForObjects('*')], principals: [new iam.ArnPrincipal(of!.roleArn)] }));
        bucket.encryptionKey!.grantDecrypt(of!);
      },
    };
    const props = () => ({ perimeter: { network: { vpcEndpointIds: [ENDPOINT] } } });
    expect(refusal(use, props))
      .toMatch(/Office\/Export\/ServiceRole, used by functions outside of any VPC only, is granted s3:GetObject by statement \d+ of its own, and/);
    expect(refusal(use, props, true)).toBe('');
  });
});

test.each<[string, Case, RegExp]>([
  ['a trail', trail, /granted s3:PutObject by statement \d+ of its own, for Office\/Trail \(AWS::CloudTrail::Trail\), and/],
  ['a distribution', served, /granted s3:GetObject by statement \d+ of its own, for Office\/Site \(AWS::CloudFront::Distribution\), and/],
  ['a deployment', deployed, /Office\/Custom::CDKBucketDeployment\w+\/ServiceRole, for Office\/Deploy\/CustomResource \(Custom::CDKBucketDeployment\)/],
])('what CDK wrote for %s names the construct, and nobody is told to remove it', (_, made, expected) => {
  const perimeter: PerimeterOptions = { network: { vpcEndpointIds: [ENDPOINT] }, exemptions: { awsServices: false, customResources: false } };
  const error = refusal(made, () => ({ perimeter }));
  expect(error).toMatch(expected);
  expect(error).not.toMatch(/remove the statement/);
});
