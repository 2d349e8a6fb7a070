import { App, aws_iam as iam, aws_kms as kms, aws_s3 as s3, CfnResource, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as fc from 'fast-check';
import { synthError } from './apps';
import { AccessInsights, BucketPerimeter, BucketRequestAlarms, BucketWatch, ExistingBucketPolicy, HardenedBucketChecks, ImportedBucketPolicy, ImportedBucketPolicyProps, ManagementEvents, PolicyAnalyzer, PolicyRelation, TlsVersion } from '../../src';
import { policy } from '../policy/random-policies';

// CDK's own checks of what it synthesizes cost more than all else, and speak of the existing statements.
process.env.CDK_VALIDATION = 'false';

const ENV = { account: '111122223333', region: 'eu-west-1' };
const ARN = 'arn:aws:s3:::legacy';
const TLS: Partial<ImportedBucketPolicyProps> = { minimumTlsVersion: TlsVersion.TLS_1_2 };
const OWN_ORGANIZATION: Partial<ImportedBucketPolicyProps> = { perimeter: { identity: { organizationIds: ['o-a1b2c3d4e5'] } } };

const LISTS = { Sid: 'PartnerLists', Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::444455556666:root' }, Action: 's3:ListBucket', Resource: ARN };
const READS = { Effect: 'Allow', Principal: { AWS: ['444455556666'] }, Action: ['s3:GetObject'], Resource: [`${ARN}/*`] };
const documentOf = (...Statement: readonly object[]) => ({ Version: '2012-10-17', Statement });

interface Made { readonly app: App; readonly stack: Stack; readonly bucket: s3.IBucket; readonly resource: CfnResource }

function made(existingPolicy: ExistingBucketPolicy, props: Partial<ImportedBucketPolicyProps> = TLS, env: { account?: string; region?: string } = ENV): Made {
  const app = new App({ context: { '@aws-cdk/core:appMode': 'inmemory' } });
  const stack = new Stack(app, 'Stack', { env });
  const bucket = props.bucket ?? s3.Bucket.fromBucketName(stack, 'Legacy', 'legacy');
  const guards = new ImportedBucketPolicy(stack, 'Guards', { existingPolicy, ...props, bucket });
  return { app, stack, bucket, resource: guards.node.findChild('Resource') as CfnResource };
}

const of = (...statements: readonly object[]) => ExistingBucketPolicy.fromObject(documentOf(...statements));

/** The policy as it is in the template, after the proofs. */
function written({ stack }: Made): { Version?: unknown; Id?: unknown; Statement: any } {
  const [resource] = Object.values(Template.fromStack(stack).findResources('AWS::S3::BucketPolicy'));
  return resource.Properties.PolicyDocument;
}

/** The same as CloudFormation sends it. */
function sent(of_: Made): string {
  return JSON.stringify(written(of_), (_, value) => value?.Ref === 'AWS::Partition' ? 'aws' : value?.['Fn::Join'] ? joined(value['Fn::Join'][1]) : value);
}

function joined(parts: readonly any[]): string {
  return parts.map((part) => part?.Ref === 'AWS::Partition' ? 'aws' : part).join('');
}

const sidsIn = ({ Statement }: { Statement: any }) => [Statement].flat().map(({ Sid }: { Sid?: string }) => Sid);

test.each<[string, object]>([
  ['with lists of one and without', documentOf(LISTS, READS)],
  ['by itself, without a list', { Version: '2012-10-17', Statement: LISTS }],
  ['with an Id', { Version: '2012-10-17', Id: 'Legacy', Statement: [LISTS] }],
  ['of the version of 2008', { Version: '2008-10-17', Statement: [LISTS, READS] }],
  ['without a version', { Statement: [LISTS] }],
  ['with an element that is newer than this library', documentOf({ ...LISTS, Purpose: 'listing' })],
  ['with a condition key and an operator that are newer', documentOf({ ...LISTS, Condition: { StringResembles: { 's3:Mood': 'good' } } })],
  ['with numbers, booleans and empty texts', documentOf({ ...LISTS, Sid: '', Condition: { Bool: { 'aws:SecureTransport': true }, NumericLessThan: { 's3:max-keys': 10 } } })],
  ['with an empty list and an empty condition', documentOf({ ...LISTS, Condition: {} }, { ...READS, Condition: { StringEquals: { 'aws:PrincipalOrgID': [] } } })],
  ['with a policy variable', documentOf({ ...READS, Resource: `${ARN}/\${aws:username}/*` })],
  ['twice', documentOf(LISTS, LISTS)],
])('every existing statement stays to the letter: %s', (_, document) => {
  const { Statement: before, ...elements } = document as { Statement: any };
  const { Statement: after, ...others } = written(made(ExistingBucketPolicy.fromObject(document)));
  expect(JSON.stringify(after.slice(0, [before].flat().length))).toBe(JSON.stringify([before].flat()));
  expect(others).toEqual(elements);
  expect(sidsIn({ Statement: after }).slice(-2)).toEqual(['DenyRequestsWithoutTls', 'DenyRequestsBelowMinimumTls']);
});

test('without guards the policy is the existing one to the letter, to be imported, and a warning says that guards are missing', () => {
  const document = { Id: 'Legacy', Statement: LISTS };
  const { stack, ...rest } = made(ExistingBucketPolicy.fromObject(document), {});
  expect(JSON.stringify(written({ stack, ...rest }))).toBe(JSON.stringify(document));
  Annotations.fromStack(stack).hasWarning('/Stack/Guards', Match.stringLikeRegexp('has no guard yet'));
});

test('a bucket without a policy gets one of the guards alone', () => {
  expect(sidsIn(written(made(ExistingBucketPolicy.none())))).toEqual(['DenyRequestsWithoutTls', 'DenyRequestsBelowMinimumTls']);
});

test('the policy is on the bucket by its name, and outlives the stack', () => {
  Template.fromStack(made(of(LISTS)).stack).hasResource('AWS::S3::BucketPolicy', { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain', Properties: { Bucket: 'legacy' } });
});

test('what the AWS CLI prints is read, and so is the document inside', () => {
  const text = JSON.stringify(documentOf(LISTS));
  expect(written(made(ExistingBucketPolicy.fromJson(JSON.stringify({ Policy: text }))))).toEqual(written(made(ExistingBucketPolicy.fromJson(text))));
});

test('what is given is read once: to change the object later changes nothing', () => {
  const document = documentOf({ ...LISTS });
  const existing = ExistingBucketPolicy.fromObject(document);
  (document.Statement[0] as { Effect: string }).Effect = 'Deny';
  expect(written(made(existing)).Statement[0]).toEqual(LISTS);
});

test('the key denies other keys and encryptions, and lets CloudTrail choose its own where the existing policy lets it write', () => {
  const encryptionKey = (stack: Stack) => kms.Key.fromKeyArn(stack, 'Key', `arn:aws:kms:eu-west-1:${ENV.account}:key/11111111-2222-3333-4444-555555555555`);
  const trail = { Effect: 'Allow', Principal: { Service: 'cloudtrail.amazonaws.com' }, Action: 's3:PutObject', Resource: `${ARN}/AWSLogs/*` };
  const [without, with_] = [[LISTS], [trail]].map((statements) => written(made(of(...statements), { encryptionKey: encryptionKey(new Stack(new App(), 'Keys', { env: ENV })) })));
  expect(sidsIn(without).slice(1)).toEqual(['DenyCustomerProvidedKeys', 'DenyOtherEncryption', 'DenyOtherKeys', 'DenyReencryption']);
  expect([without, with_].map((one) => JSON.stringify(one).includes('aws:PrincipalServiceName'))).toEqual([false, true]);
});

test('an id that is taken by another statement is not taken twice', () => {
  const { Statement } = written(made(of({ ...LISTS, Sid: 'DenyRequestsWithoutTls' }, { ...READS, Sid: 'DenyRequestsWithoutTls2' })));
  expect(sidsIn({ Statement })).toEqual(['DenyRequestsWithoutTls', 'DenyRequestsWithoutTls2', 'DenyRequestsWithoutTls3', 'DenyRequestsBelowMinimumTls']);
});

test('a guard that the policy has already, under whichever id and however it is written, is not added again', () => {
  const own = { Sid: 'ours', Effect: 'Deny', Principal: '*', Action: ['s3:*'], Resource: [`${ARN}/*`, ARN], Condition: { Bool: { 'aws:SecureTransport': [false] } } };
  expect(sidsIn(written(made(of(own))))).toEqual(['ours', 'DenyRequestsBelowMinimumTls']);
});

test.each<[string, Partial<ImportedBucketPolicyProps>]>([
  ['TLS', TLS],
  ['an organization', { ...TLS, ...OWN_ORGANIZATION }],
  ['networks and tamper protection', { perimeter: { network: { vpcEndpointIds: ['vpce-0123456789abcdef0'] }, request: { tamperProtection: true } } }],
])('running it on its own output adds nothing: %s', (_, props) => {
  const once = sent(made(of(LISTS, READS), props));
  const partition = (text: string) => text.replace(/\{"Fn::Sub":"([^"]*)"\}/g, (__, sub: string) => JSON.stringify(
    sub.replace('${AWS::Partition}', 'aws').replaceAll('${AWS::AccountId}', ENV.account).replaceAll('${AWS::Region}', ENV.region)));
  expect(JSON.parse(sent(made(ExistingBucketPolicy.fromJson(partition(once)), props)))).toEqual(JSON.parse(partition(once)));
});

const DELETED = { ...LISTS, Principal: { AWS: 'AIDACKCEVSQ6C2EXAMPLE' } };

test.each<[string, () => unknown, RegExp]>([
  ['a text that is not JSON', () => ExistingBucketPolicy.fromJson('NoSuchBucketPolicy'), /cannot be kept: not valid JSON[^]*aws s3api get-bucket-policy/],
  ['an empty text', () => ExistingBucketPolicy.fromJson(''), /not valid JSON/],
  ['a key that stands twice', () => ExistingBucketPolicy.fromJson('{ "Statement": [], "Statement": [] }'), /"Statement" stands twice/],
  ['a text that is a token', () => ExistingBucketPolicy.fromJson(new CfnResource(new Stack(), 'Any', { type: 'Any::Any::Any' }).ref), /it is a token/],
  ['a list', () => ExistingBucketPolicy.fromJson('[]'), /a policy is an object, not \[\]/],
  ['null', () => ExistingBucketPolicy.fromJson('null'), /a policy is an object, not null/],
  ['no statement', () => ExistingBucketPolicy.fromObject({ Version: '2012-10-17' }), /it has no Statement/],
  ['an empty list of statements', () => of(), /it has no Statement/],
  ['a version that there is not', () => ExistingBucketPolicy.fromObject({ Version: '2024-01-01', Statement: [LISTS] }), /its Version is "2024-01-01"/],
  ['a statement that is none', () => ExistingBucketPolicy.fromObject({ Statement: ['Allow'] }), /Statement\[0\]: a statement is an object/],
  ['an effect that there is not', () => of({ ...LISTS, Effect: 'Permit' }), /Statement\[0\]\.Effect: an effect is Allow or Deny/],
  ['the policy of an identity', () => of({ Effect: 'Allow', Action: 's3:*', Resource: '*' }), /the policy of an identity/],
  ['a token inside', () => of({ ...LISTS, Resource: new Stack().partition }), /Statement\[0\]\.Resource is a token/],
  ['a number that is a token', () => of({ ...LISTS, Condition: { NumericLessThan: { 's3:max-keys': new CfnResource(new Stack(), 'Any', { type: 'Any::Any::Any' }).getAtt('N') } } }), /s3:max-keys is a token/],
  ['a function of CloudFormation', () => of({ ...LISTS, Resource: { 'Fn::ImportValue': 'Arn' } }), /Resource\.Fn::ImportValue is a function of CloudFormation/],
  ['a dynamic reference', () => of({ ...LISTS, Resource: `${ARN}/{{resolve:ssm:key}}` }), /dynamic reference/],
  ['a principal that was deleted', () => of(LISTS, DELETED), /statement 1 \(PartnerLists\) names AIDACKCEVSQ6C2EXAMPLE, a principal that was deleted/],
])('fails: an existing policy that cannot be kept: %s', (_, make, message) => {
  expect(make).toThrow(message);
});

const importedAs = (make: (stack: Stack) => s3.IBucket, props: Partial<ImportedBucketPolicyProps> = TLS, existing = of({ ...LISTS, Resource: '*' })) => {
  const stack = new Stack(new App(), 'Stack', { env: ENV });
  return () => new ImportedBucketPolicy(stack, 'Guards', { bucket: make(stack), existingPolicy: existing, ...props });
};
const legacy = (stack: Stack) => s3.Bucket.fromBucketName(stack, 'Legacy', 'legacy');

test.each<[string, () => unknown, RegExp]>([
  ['an unknown policy', importedAs(legacy, { existingPolicy: undefined }), /existingPolicy is missing/],
  ['a policy that is not wrapped', importedAs(legacy, { existingPolicy: documentOf(LISTS) as never }), /existingPolicy is an object\. Use an ExistingBucketPolicy/],
  ['a bucket that the app makes', importedAs((stack) => new s3.Bucket(stack, 'Own')), /bucket 'Stack\/Own' is made in this app[^]*addToResourcePolicy/],
  ['an L1 that the app makes', importedAs((stack) => s3.Bucket.fromCfnBucket(new s3.CfnBucket(stack, 'Own'))), /is made in this app/],
  ['the name of a bucket that the app makes', importedAs((stack) => s3.Bucket.fromBucketName(stack, 'Legacy', new s3.Bucket(stack, 'Own').bucketName)), /the name of bucket 'Stack\/Legacy' is not known/],
  ['a bucket of another account', importedAs((stack) => s3.Bucket.fromBucketAttributes(stack, 'Legacy', { bucketName: 'legacy', account: '444455556666' })), /in account 444455556666, and the stack in 111122223333/],
  ['a bucket of another Region', importedAs((stack) => s3.Bucket.fromBucketAttributes(stack, 'Legacy', { bucketName: 'legacy', region: 'us-east-1' })), /in Region us-east-1/],
  ['the policy of another bucket', importedAs(legacy, TLS, of({ ...LISTS, Resource: 'arn:aws:s3:::other' })), /the policy of bucket 'other', and not of 'legacy'/],
  ['no guard and no policy', importedAs(legacy, {}, ExistingBucketPolicy.none()), /there is no guard/],
  ['a version of TLS that there is not', importedAs(legacy, { minimumTlsVersion: '1.1' as TlsVersion }), /minimumTlsVersion is "1.1"/],
  ['an organization that is none', importedAs(legacy, { perimeter: { identity: { organizationIds: ['acme'] } } }), /'acme'/],
  ['a guard with a policy variable in a policy of 2008', importedAs(legacy, { perimeter: { identity: { matchingTags: ['team'] } } }, ExistingBucketPolicy.fromObject({ Version: '2008-10-17', Statement: [LISTS] })), /Version of existingPolicy is "2008-10-17"/],
])('fails: %s', (_, make, message) => {
  expect(make).toThrow(message);
});

test.each<[string, (make: Made) => void, RegExp]>([
  ['an override widens a guard', ({ resource }) => resource.addPropertyDeletionOverride('PolicyDocument.Statement.1.Condition'), /HardenedBucket-GuardsOnly: [^]*denies what the existing policy does not, and no guard is to[^]*request: /],
  ['an override opens the bucket', ({ resource }) => resource.addPropertyOverride('PolicyDocument.Statement.3', { ...READS, Principal: '*' }), /HardenedBucket-GuardsOnly: [^]*allows what the existing policy does not[^]*request: /],
  ['an override takes a guard away', ({ resource }) => resource.addPropertyOverride('PolicyDocument.Statement.1.Effect', 'Allow'), /HardenedBucket-PerimeterKept: [^]*requests without TLS[^]*request: /],
  ['an override changes an existing statement', ({ resource }) => resource.addPropertyOverride('PolicyDocument.Statement.0.Action', 's3:ListBucketVersions'), /HardenedBucket-ExistingStatementsKept: [^]*without statement 0/],
  ['an override changes the version', ({ resource }) => resource.addPropertyOverride('PolicyDocument.Version', '2008-10-17'), /whose Version is "2008-10-17"/],
  ['an override locks everybody out', ({ resource }) => resource.addPropertyOverride('PolicyDocument.Statement.3', { Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: ARN }), /HardenedBucket-GuardsOnly: [^]*HardenedBucket-NobodyLockedOut/],
  ['an override adds what S3 refuses', ({ resource }) => resource.addPropertyOverride('PolicyDocument.Statement.3', { ...READS, Efect: 'Allow' }), /HardenedBucket-PolicyAccepted: [^]*Efect/],
  ['the app makes a bucket of that name', ({ stack }) => new s3.Bucket(stack, 'Own', { bucketName: 'legacy' }), /HardenedBucket-OnePolicy: [^]*on a bucket that this app makes/],
  ['there is another policy on the bucket', ({ stack, bucket }) => new s3.BucketPolicy(stack, 'Other', { bucket }).document.addStatements(new iam.PolicyStatement({ actions: ['s3:ListBucket'], resources: [bucket.bucketArn], principals: [new iam.AccountPrincipal(ENV.account)] })), /HardenedBucket-OnePolicy: [^]*is one of 2 bucket policies/],
])('fails synth: %s', (_, change, message) => {
  const one = made(of(LISTS));
  change(one);
  expect(synthError(one.app)).toMatch(message);
});

test('fails synth: more than 20 KB together, with what to shorten', () => {
  const many = { ...READS, Principal: { AWS: Array.from({ length: 1_600 }, (_, i) => String(100_000_000_000 + i)) } };
  expect(synthError(made(of(many)).app)).toMatch(/HardenedBucket-PolicySize: [^]*20480/);
});

test('without an account the same is proved', () => {
  expect(synthError(made(of(LISTS, READS), { ...TLS, ...OWN_ORGANIZATION }, {}).app)).toBe('');
});

test('random existing policies keep their statements, allow less, and stay the same when it runs on its own output', () => {
  const onLegacy = policy.map((document) => JSON.stringify(document).replaceAll('arn:aws:s3:::b', ARN)).filter((text) => !text.includes(`${ARN}*`));
  let [proved, refused] = [0, 0];
  fc.assert(fc.property(onLegacy, (text) => {
    const one = made(ExistingBucketPolicy.fromJson(text));
    const error = synthError(one.app);
    if (error !== '') {
      // Anyone who is locked out today cannot deploy a policy either.
      expect(error).toMatch(/HardenedBucket-NobodyLockedOut/);
      expect(error).not.toMatch(/GuardsOnly|StatementsKept|PerimeterKept|PolicyAccepted/);
      refused++;
      return;
    }
    const { Statement: before } = JSON.parse(text);
    expect(written(one).Statement.slice(0, before.length)).toEqual(before);
    const after = sent(one);
    expect([PolicyRelation.LESS, PolicyRelation.EQUIVALENT, PolicyRelation.UNKNOWN]).toContain(PolicyAnalyzer.fromJson(after).compareTo(PolicyAnalyzer.fromJson(text)).relation);
    expect(sent(made(ExistingBucketPolicy.fromJson(after)))).toBe(after);
    proved++;
  }), { numRuns: 40, seed: 7 });
  expect(proved).toBeGreaterThan(20);
  expect(refused + proved).toBeGreaterThanOrEqual(40);
});

test('guards, alarms, insights, the watch and the checks stand on one imported bucket in one stack, without a finding', () => {
  const { app, stack, bucket } = made(of({ ...LISTS, Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } } }), { ...TLS, ...OWN_ORGANIZATION });
  const bucketRequestAlarms = new BucketRequestAlarms(stack, 'Alarms', { bucket, filterId: 'EntireBucket' });
  new AccessInsights(stack, 'Insights', { bucket, bucketRequestAlarms });
  new BucketWatch(stack, 'Watch', { managementEvents: ManagementEvents.newTrail() });
  new HardenedBucketChecks(app);
  expect(synthError(app)).toBe('');
  const template = Template.fromStack(stack);
  template.resourceCountIs('AWS::S3::BucketPolicy', Object.keys(template.findResources('AWS::S3::Bucket')).length + 1);
  Annotations.fromStack(stack).hasNoError('*', '*');
  Annotations.fromStack(stack).hasNoWarning('*', '*');
});

test('BucketPerimeter on an imported bucket names the construct for it', () => {
  const stack = new Stack(new App(), 'Stack', { env: ENV });
  expect(() => new BucketPerimeter(stack, 'Perimeter', { bucket: legacy(stack), network: { vpcEndpointIds: ['vpce-0123456789abcdef0'] } })).toThrow('use ImportedBucketPolicy');
});
