import { App, aws_s3 as s3, CfnResource, Stack } from 'aws-cdk-lib';
import { HardenedBucket, HardenedBucketProps, PerimeterOptions } from '../../src';
import { evaluate } from '../../src/policy/evaluate';
import { PolicyDocument } from '../../src/policy/policy-document';
import { PolicyRequest } from '../../src/policy/policy-request';
import { grantOf } from '../../src/policy/questions/undenied';
import { askedPolicy } from '../../src/rules/asked-policy';
import { BucketIndex } from '../../src/synth/bucket-index';

export const ACCOUNT = '111122223333';
export const PARTNER = '444455556666';
export const STRANGER = '999988887777';
export const BUCKET = 'arn:aws:s3:::records';
export const ENV = { account: ACCOUNT, region: 'eu-west-1' };

/** The final policy of a bucket with this perimeter, its names written out. */
export function policyWith(
  perimeter: PerimeterOptions, props: HardenedBucketProps = {}, further: (stack: Stack, bucket: HardenedBucket) => void = () => undefined,
): PolicyDocument {
  const app = new App();
  const stack = new Stack(app, 'Stack', { env: ENV });
  const bucket = new HardenedBucket(stack, 'Bucket', { bucketName: 'records', ...props, perimeter });
  further(stack, bucket);
  app.synth();
  return policyOf(bucket);
}

/** The final policy of a bucket in an app that was synthesized. */
export function policyOf(bucket: s3.Bucket): PolicyDocument {
  const facts = BucketIndex.of(bucket.node.root).of(bucket.node.defaultChild as CfnResource).bucket!;
  return askedPolicy(facts.policies[0], facts).document;
}

/** The ids of the statements that deny a request; none, if an identity policy that allows everything would do. */
export function deniedBy(policy: PolicyDocument, asked: PolicyRequest): (string | undefined)[] {
  const everything = grantOf({ Principal: '*', Action: '*', Resource: '*' }).statements;
  const { decision, statements } = evaluate({ ...policy, statements: [...policy.statements, ...everything] }, asked);
  return decision === 'Allow' ? [] : statements.map(({ sid }) => sid);
}

type Context = PolicyRequest['context'];

const ALWAYS = { 'aws:SecureTransport': 'true', 's3:TlsVersion': '1.3', 's3:authType': 'REST-HEADER', 's3:signatureversion': 'AWS4-HMAC-SHA256', 's3:signatureAge': '1000' };
const DIRECT = { 'aws:ViaAWSService': 'false', 'aws:PrincipalIsAWSService': 'false' };

/** Where requests come from. */
export const ROUTES = {
  internet: { ...DIRECT, 'aws:SourceIp': '198.51.100.7' },
  office: { ...DIRECT, 'aws:SourceIp': '203.0.113.7' },
  officeIpv6: { ...DIRECT, 'aws:SourceIp': '2001:db8::7' },
  endpoint: {
    ...DIRECT,
    'aws:SourceVpce': 'vpce-0123456789abcdef0',
    'aws:SourceVpc': 'vpc-0123456789abcdef0',
    'aws:SourceVpcArn': `arn:aws:ec2:eu-west-1:${ACCOUNT}:vpc/vpc-0123456789abcdef0`,
    'aws:VpcSourceIp': '10.0.1.2',
    'aws:VpceAccount': ACCOUNT,
    'aws:VpceOrgID': 'o-a1b2c3d4e5',
    'aws:VpceOrgPaths': ['o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/'],
  },
  otherEndpoint: {
    ...DIRECT,
    'aws:SourceVpce': 'vpce-0fffffffffffffff0',
    'aws:SourceVpc': 'vpc-0fffffffffffffff0',
    'aws:SourceVpcArn': `arn:aws:ec2:eu-west-1:${STRANGER}:vpc/vpc-0fffffffffffffff0`,
    'aws:VpcSourceIp': '10.9.9.9',
    'aws:VpceAccount': STRANGER,
    'aws:VpceOrgID': 'o-zzzzzzzzzz',
    'aws:VpceOrgPaths': ['o-zzzzzzzzzz/r-zz99/'],
  },
  /** A VPC of the same id in another Region. */
  otherRegion: {
    ...DIRECT,
    'aws:SourceVpce': 'vpce-0eeeeeeeeeeeeeee0',
    'aws:SourceVpc': 'vpc-0123456789abcdef0',
    'aws:SourceVpcArn': `arn:aws:ec2:us-east-1:${STRANGER}:vpc/vpc-0123456789abcdef0`,
    'aws:VpcSourceIp': '10.0.1.2',
  },
  /** A service with the credentials of the caller. */
  forwarded: { 'aws:ViaAWSService': 'true', 'aws:PrincipalIsAWSService': 'false', 'aws:CalledVia': ['athena.amazonaws.com'] },
} satisfies Record<string, Context>;

/** Who sends requests. */
export const role = (name: string, account = ACCOUNT) => ({ principal: { AWS: `arn:aws:iam::${account}:role/${name}` } as const });
export const ofOrganization = (name: string, organization: string, path: string) => ({
  ...role(name, STRANGER), context: { 'aws:PrincipalOrgID': organization, 'aws:PrincipalOrgPaths': [path] },
});
export const service = (name: string, source?: Context) => ({ principal: { Service: `${name}.amazonaws.com` } as const, context: { ...source, 'aws:PrincipalIsAWSService': 'true', 'aws:ViaAWSService': 'false' } });
export const ANONYMOUS = { principal: 'anonymous' } as const;

/** A request: who, what, from where, and what else is in it. */
export function request(
  who: { readonly principal: PolicyRequest['principal']; readonly context?: Context }, action: string, route: Context = ROUTES.internet, more: Context = {}, key?: string,
): PolicyRequest {
  const onBucket = /Bucket|Configuration$/.test(action) && action !== 's3:ListBucketObjects';
  // A service principal comes from the network of its service.
  const from = typeof who.principal === 'object' && 'Service' in who.principal ? {} : route;
  return { principal: who.principal, action, resource: onBucket ? BUCKET : `${BUCKET}/${key ?? 'a/key'}`, context: { ...ALWAYS, ...from, ...who.context, ...more } };
}

/** An option alone: what still passes, and what is denied by which statement. */
export interface Row {
  readonly option: string;
  readonly perimeter: PerimeterOptions;
  readonly passes: Readonly<Record<string, PolicyRequest>>;
  readonly denied: Readonly<Record<string, readonly [PolicyRequest, sid: string]>>;
}

/** Judges what is said of each option by the evaluator. */
export function describeOptions(rows: readonly Row[]): void {
  describe.each(rows.map((row) => [row.option, row] as const))('%s', (_, { perimeter, passes, denied }) => {
    const policy = policyWith(perimeter);

    test.each(Object.entries(passes))('lets pass: %s', (__, asked) => {
      expect(deniedBy(policy, asked)).toEqual([]);
    });

    test.each(Object.entries(denied))('denies: %s', (__, [asked, sid]) => {
      expect(deniedBy(policy, asked)).toContain(sid);
    });
  });
}
