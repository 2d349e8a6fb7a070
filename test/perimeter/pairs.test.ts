import { App, Duration, Stack } from 'aws-cdk-lib';
import { ACCOUNT, deniedBy, ENV, PARTNER, policyOf, request, role, ROUTES, STRANGER } from './decisions';
import { HardenedBucket, PerimeterOptions, PresignedUrls } from '../../src';
import { PolicyRequest } from '../../src/policy/policy-request';
import { everyday } from '../everyday';

const READER = `arn:aws:iam::${ACCOUNT}:role/Reader`;

/** One option, what a good request has to have for it, and a request that it denies, made of a good one. */
interface Option {
  readonly perimeter: PerimeterOptions;
  readonly good?: PolicyRequest['context'];
  readonly bad: (good: PolicyRequest) => PolicyRequest;
}

const having = (context: PolicyRequest['context']) => (good: PolicyRequest): PolicyRequest => ({ ...good, context: { ...good.context, ...context } });
const by = (name: string, account = ACCOUNT) => (good: PolicyRequest): PolicyRequest => ({ ...good, ...role(name, account) });
const doing = (action: string, name = 'Reader', resource?: string) => (good: PolicyRequest): PolicyRequest => ({ ...by(name)(good), action, resource: resource ?? good.resource });

const OPTIONS: Readonly<Record<string, Option>> = {
  vpcEndpointIds: { perimeter: { network: { vpcEndpointIds: ['vpce-0123456789abcdef0'] } }, bad: having(ROUTES.otherEndpoint) },
  vpcIds: { perimeter: { network: { vpcIds: ['vpc-0123456789abcdef0'] } }, bad: having(ROUTES.otherEndpoint) },
  endpointOrganizationIds: { perimeter: { network: { endpointOrganizationIds: ['o-a1b2c3d4e5'] } }, bad: having(ROUTES.otherEndpoint) },
  endpointOrganizationPaths: { perimeter: { network: { endpointOrganizationPaths: ['o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/*'] } }, bad: having(ROUTES.otherEndpoint) },
  endpointAccountIds: { perimeter: { network: { endpointAccountIds: [ACCOUNT] } }, bad: having(ROUTES.otherEndpoint) },
  endpointIpAllowList: { perimeter: { network: { vpcArns: [`arn:aws:ec2:eu-west-1:${ACCOUNT}:vpc/vpc-0123456789abcdef0`], endpointIpAllowList: ['10.0.0.0/16'] } }, bad: having({ 'aws:VpcSourceIp': '10.9.0.1' }) },
  endpointIpDenyList: { perimeter: { network: { endpointIpDenyList: ['10.9.0.0/16'] } }, bad: having({ 'aws:VpcSourceIp': '10.9.0.1' }) },
  onlyVpcAccessPoints: { perimeter: { network: { onlyVpcAccessPoints: true } }, good: { 's3:AccessPointNetworkOrigin': 'VPC' }, bad: having({ 's3:AccessPointNetworkOrigin': 'Internet' }) },
  crossAccount: { perimeter: { identity: { crossAccount: false } }, bad: by('Reader', STRANGER) },
  accountIds: { perimeter: { identity: { accountIds: [PARTNER] } }, bad: by('Reader', STRANGER) },
  organizationIds: { perimeter: { identity: { organizationIds: ['o-a1b2c3d4e5'] } }, bad: by('Reader', STRANGER) },
  organizationPaths: { perimeter: { identity: { organizationPaths: ['o-a1b2c3d4e5/r-ab12/*'] } }, bad: by('Reader', STRANGER) },
  // Those of the other options are among them, or their guards would be dead, as synth says.
  roleArns: { perimeter: { identity: { roleArns: ['Reader', 'Writer', 'Appender', 'Other'].map((name) => `arn:aws:iam::${ACCOUNT}:role/${name}`) } }, bad: by('Nobody') },
  readOnlyArns: { perimeter: { identity: { readOnlyArns: [READER] } }, bad: doing('s3:PutObject') },
  writeOnlyArns: { perimeter: { identity: { writeOnlyArns: [`arn:aws:iam::${ACCOUNT}:role/Writer`] } }, bad: doing('s3:GetObject', 'Writer') },
  appendOnlyArns: { perimeter: { identity: { appendOnlyArns: [`arn:aws:iam::${ACCOUNT}:role/Appender`] } }, bad: doing('s3:DeleteObject', 'Appender') },
  mfaForDeletes: { perimeter: { identity: { mfaForDeletes: true } }, bad: doing('s3:DeleteObject') },
  mfaForConfigurationChanges: { perimeter: { identity: { mfaForConfigurationChanges: true } }, bad: doing('s3:PutBucketPolicy', 'Admin', 'arn:aws:s3:::records') },
  principalTags: { perimeter: { identity: { principalTags: { stage: ['prod'] } } }, good: { 'aws:PrincipalTag/stage': 'prod' }, bad: having({ 'aws:PrincipalTag/stage': 'test' }) },
  matchingTags: { perimeter: { identity: { matchingTags: ['project'] } }, good: { 'aws:PrincipalTag/project': 'blue', 's3:ExistingObjectTag/project': 'blue' }, bad: having({ 's3:ExistingObjectTag/project': 'red' }) },
  presignedForbidden: { perimeter: { request: { presignedUrls: PresignedUrls.forbidden() } }, bad: having({ 's3:authType': 'REST-QUERY-STRING' }) },
  presignedAge: { perimeter: { request: { presignedUrls: PresignedUrls.maximumAge(Duration.minutes(5)) } }, bad: having({ 's3:signatureAge': '300001' }) },
  signatureVersion4Only: { perimeter: { request: { signatureVersion4Only: true } }, bad: having({ 's3:signatureversion': 'AWS' }) },
  prefixRules: { perimeter: { request: { prefixRules: [{ prefix: 'a/', roleArns: [READER] }] } }, bad: by('Other') },
  refererAllowList: { perimeter: { request: { refererAllowList: ['https://www.example.com/*'] } }, good: { 'aws:Referer': 'https://www.example.com/' }, bad: having({ 'aws:Referer': 'https://evil.example/' }) },
  encryptionHeaderRequired: { perimeter: { request: { encryptionHeaderRequired: true } }, bad: doing('s3:PutObject') },
  tamperProtection: { perimeter: { request: { tamperProtection: true } }, bad: doing('s3:PutBucketVersioning', 'Admin', 'arn:aws:s3:::records') },
  deletionProtection: { perimeter: { request: { deletionProtection: true } }, bad: doing('s3:DeleteObjectVersion') },
};

const NAMES = Object.keys(OPTIONS);

function joined(one: PerimeterOptions, other: PerimeterOptions): PerimeterOptions {
  return { network: { ...one.network, ...other.network }, identity: { ...one.identity, ...other.identity }, request: { ...one.request, ...other.request } };
}

/** What contradicts itself is refused. */
const CONTRADICT: readonly (readonly string[])[] = [['crossAccount', 'accountIds'], ['crossAccount', 'organizationIds'], ['crossAccount', 'organizationPaths'], ['presignedForbidden', 'presignedAge']];

test.each(everyday(NAMES, 3))('%s with each other option: the good request passes, each bad one is denied, and synth proves it', (first) => {
  const app = new App();
  const stack = new Stack(app, 'Stack', { env: ENV });
  const contradicts = (second: string) => first !== second && CONTRADICT.some((pair) => pair.includes(first) && pair.includes(second));
  const pairs = NAMES.slice(NAMES.indexOf(first)).filter((second) => !contradicts(second)).map((second) => ({
    second,
    bucket: new HardenedBucket(stack, second, { bucketName: `records-${second.toLowerCase()}`, perimeter: joined(OPTIONS[first].perimeter, OPTIONS[second].perimeter), requestMetrics: false }),
  }));
  const problems: string[] = [];
  for (const { second, bucket } of pairs) {
    const good = request(role('Reader'), 's3:GetObject', ROUTES.endpoint, { ...OPTIONS[first].good, ...OPTIONS[second].good });
    const policy = policyOf(bucket);
    const denied = (asked: PolicyRequest) => deniedBy(policy, { ...asked, resource: asked.resource.replace(':::records', `:::records-${second.toLowerCase()}`) });
    problems.push(
      ...denied(good).map((sid) => `${first}, ${second}: the good request is denied by ${sid}`),
      ...[first, second].filter((option) => denied(OPTIONS[option].bad(good)).length === 0).map((option) => `${first}, ${second}: the bad request of ${option} passes`),
      ...bucket.node.validate().map((message) => `${first}, ${second}: ${message}`),
    );
  }
  expect(problems).toEqual([]);
});
