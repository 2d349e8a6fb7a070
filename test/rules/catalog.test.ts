import { changed, factsOf, HARDENED, summary } from './hardened-template';
import { ENDPOINT_ELSEWHERE, NETWORK, SERVER, TRUSTS_ENDPOINT } from './workloads';
import { ACKNOWLEDGEMENTS_USED } from '../../src/rules/acknowledgements-used';
import { CATALOG } from '../../src/rules/catalog';
import { RuleContext } from '../../src/rules/rule';
import { placesIn, withValueAt } from '../policy/json-places';

test('the ids are these: they are public API, never changed and never used again', () => {
  expect(CATALOG.map(({ id }) => id).sort()).toEqual([
    'HardenedBucket-AccessLogging',
    'HardenedBucket-AccessLogsTarget',
    'HardenedBucket-AccessPointsBlockPublicAccess',
    'HardenedBucket-AccountRegionalName',
    'HardenedBucket-AcknowledgementsUsed',
    'HardenedBucket-AclGranteesTrusted',
    'HardenedBucket-AclsDisabled',
    'HardenedBucket-BlockPublicAccess',
    'HardenedBucket-BucketKey',
    'HardenedBucket-BucketTagsEffective',
    'HardenedBucket-CorsNotOpen',
    'HardenedBucket-CustomerManagedKey',
    'HardenedBucket-DataEvents',
    'HardenedBucket-DelegationBounded',
    'HardenedBucket-DeliveriesPossible',
    'HardenedBucket-EncryptionEnforced',
    'HardenedBucket-EncryptionSet',
    'HardenedBucket-EndpointNotBypassed',
    'HardenedBucket-EndpointPolicyRestricted',
    'HardenedBucket-EventNotifications',
    'HardenedBucket-GrantedPathsOpen',
    'HardenedBucket-GrantsEffective',
    'HardenedBucket-GrantsNameActions',
    'HardenedBucket-GrantsReachKey',
    'HardenedBucket-IncompleteUploadsAborted',
    'HardenedBucket-KeyRotation',
    'HardenedBucket-KmsEncryption',
    'HardenedBucket-Lifecycle',
    'HardenedBucket-LogDeliveryGrant',
    'HardenedBucket-LogTargetEncryption',
    'HardenedBucket-MinimumTls',
    'HardenedBucket-MultiRegionAccessPointsBlockPublicAccess',
    'HardenedBucket-NetworkRestricted',
    'HardenedBucket-NoAllowWithNotPrincipal',
    'HardenedBucket-NoDeadStatement',
    'HardenedBucket-NoForeignAdministration',
    'HardenedBucket-NoPublicAcl',
    'HardenedBucket-NoWebsite',
    'HardenedBucket-NoWildcardActionForEveryone',
    'HardenedBucket-NobodyLockedOut',
    'HardenedBucket-NoncurrentVersionsExpire',
    'HardenedBucket-ObjectLock',
    'HardenedBucket-OnePolicy',
    'HardenedBucket-PathsDeclared',
    'HardenedBucket-PolicyAccepted',
    'HardenedBucket-PolicyNamesExist',
    'HardenedBucket-PolicyNotPublic',
    'HardenedBucket-PolicySize',
    'HardenedBucket-ProducerEncryption',
    'HardenedBucket-RawBucket',
    'HardenedBucket-Replication',
    'HardenedBucket-RequestAlarms',
    'HardenedBucket-RequestMetrics',
    'HardenedBucket-RetainedOnDelete',
    'HardenedBucket-ServicesAllowed',
    'HardenedBucket-ServicesBoundToSource',
    'HardenedBucket-SseCBlocked',
    'HardenedBucket-TlsOnly',
    'HardenedBucket-UniqueKeys',
    'HardenedBucket-Versioning',
    'HardenedBucket-WithinTrustZone',
  ]);
});

describe.each(CATALOG.map((rule) => [rule.id, rule] as const))('%s', (_, rule) => {
  test('says what it wants, why, and how to get there', () => {
    expect(rule.title).toMatch(/^([a-z]|S3|ACLs|KMS|PUTs|CORS|AWS|CloudTrail).*[^.]$/);
    expect(rule.why).toMatch(/^[A-Z].*\.$/);
    expect(rule.fix).toMatch(/^[a-z].*[^.]$/);
    expect(['BASELINE', 'STRICT']).toContain(rule.level);
  });

  test.each([
    ['securityHub', /^(S3|KMS)\.\d+$/],
    ['cis', /^\d+\.\d+(\.\d+)?$/],
    ['cisV6', /^\d+\.\d+(\.\d+)?$/],
    ['cisV7', /^\d+\.\d+(\.\d+)?$/],
    ['config', /^[a-z0-9-]+$/],
  ] as const)('names the controls of %s by their ids, each once', (of, format) => {
    const ids = rule.controls[of] ?? [];
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => !format.test(id))).toEqual([]);
  });

  test('has nothing to say of a hardened bucket', () => {
    expect(['compliant', 'notApplicable']).toContain(summary(rule.check(factsOf(HARDENED))));
  });

  test('has something to say of a bucket that is less than hardened', () => {
    // It judges construct trees and assemblies: test/checks/acknowledgements-used has its cases.
    expect(rule === ACKNOWLEDGEMENTS_USED || violationsOf(rule.id).length > 0).toBe(true);
  });
});

test('a control of one version of the CIS benchmark has its number in the later ones', () => {
  const numbered = CATALOG.flatMap(({ controls: { cis, cisV6, cisV7 } }) => cis || cisV6 || cisV7 ? [[cis, cisV6, cisV7]] : []);
  expect(numbered).toEqual([
    [['2.1.4'], ['3.1.4'], ['3.1.4']],
    // New in v7: no unrestricted access with "Principal": "*".
    [undefined, undefined, ['2.21']],
    [['2.1.1'], ['3.1.1'], ['3.1.1']],
    [['3.6'], ['4.6'], ['4.6']],
    [['3.8', '3.9'], ['4.8', '4.9'], ['4.8', '4.9']],
  ]);
});

test('no two rules have a title in common', () => {
  expect(new Set(CATALOG.map(({ title }) => title)).size).toBe(CATALOG.length);
});

describe('every violation', () => {
  test('can be acknowledged: its finding is one word', () => {
    expect(VIOLATIONS.filter(({ finding }) => !/^[A-Za-z0-9.]+$/.test(finding))).toEqual([]);
  });

  test('ends a sentence about the bucket, and shows nobody a symbol', () => {
    expect(VIOLATIONS.filter(({ message }) => !/^[a-z].*[^.]$/.test(message) || message.includes('⟦'))).toEqual([]);
  });

  test('says where it stands', () => {
    expect(VIOLATIONS.filter(({ path }) => !/^[A-Z]\S*$/.test(path))).toEqual([]);
  });
});

const OPEN = { Effect: 'Allow', Principal: '*', Action: 's3:*', Resource: '*' };
const TRUSTED: RuleContext = { trustZone: { accounts: ['111122223333'], vpcs: ['vpc-0a1b2c3d'] } };
const ALL_BUT_ONE_SWITCH = { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true };

/** What the rules say, with a trust zone declared, of the hardened template without one of its parts, with a second policy, with ACLs, with a policy that is too long or cancels a grant, with a public statement, with a grant without its key, a producer and a service that cannot write, with KMS on its log bucket, and of raw buckets. */
const VIOLATIONS = [
  changed({ 'Policy.Properties.PolicyDocument.Statement.5': OPEN, 'Policy.Properties.PolicyDocument.Statement.6': { ...OPEN, Principal: undefined, NotPrincipal: { AWS: '111122223333' } } }),
  changed({ 'Policy.Properties.PolicyDocument.Statement.5': { ...OPEN, Effect: 'Deny' } }),
  changed({ 'Bucket.Properties.OwnershipControls': { Rules: [{ ObjectOwnership: 'ObjectWriter' }] }, 'Bucket.Properties.AccessControl': 'PublicRead' }),
  changed({ 'Policy.Properties.PolicyDocument.Statement.5': { ...OPEN, Conditions: {}, Action: 's3:GetObjekt', Condition: { StringEquals: { 'aws:PrincipleOrgID': 'o-aaaaaaaaaa' } } } }),
  changed({
    'Role': { Type: 'AWS::IAM::Role' },
    'Grant': { Type: 'AWS::IAM::Policy', Properties: { Roles: [{ Ref: 'Role' }], PolicyDocument: { Statement: { Effect: 'Allow', Action: 's3:GetObject', Resource: { 'Fn::Sub': '${Bucket.Arn}/*' } } } } },
    'Policy.Properties.PolicyDocument.Statement.5': { ...OPEN, Effect: 'Deny', Action: 's3:Get*' },
  }),
  changed({
    'Bucket.Properties.AccessControl': 'PublicRead',
    'Bucket.Properties.BucketName': 'records',
    'Bucket.Properties.WebsiteConfiguration': { IndexDocument: 'index.html' },
    'Bucket.Properties.CorsConfiguration': { CorsRules: [{ AllowedMethods: ['GET'], AllowedOrigins: ['*'] }] },
    'Point': { Type: 'AWS::S3::AccessPoint', Properties: { Bucket: { Ref: 'Bucket' }, PublicAccessBlockConfiguration: ALL_BUT_ONE_SWITCH } },
    'Global': { Type: 'AWS::S3::MultiRegionAccessPoint', Properties: { Regions: [{ Bucket: { Ref: 'Bucket' } }], PublicAccessBlockConfiguration: ALL_BUT_ONE_SWITCH } },
    'Trail': { Type: 'AWS::CloudTrail::Trail', Properties: { IsLogging: true, EventSelectors: [{ DataResources: [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3:::other/'] }] }] } },
  }),
  changed({
    'Policy.Properties.PolicyDocument.Statement.5': { Effect: 'Allow', Principal: { AWS: '444455556666' }, Action: 's3:GetObject', Resource: { 'Fn::Sub': '${Bucket.Arn}/*' } },
    'Project': { Type: 'AWS::CodeBuild::Project', Properties: { Artifacts: { Type: 'S3', Location: { Ref: 'Bucket' } } } },
    'FlowLog': { Type: 'AWS::EC2::FlowLog', Properties: { LogDestinationType: 's3', LogDestination: { 'Fn::GetAtt': ['Bucket', 'Arn'] } } },
    'Cluster': { Type: 'AWS::Redshift::Cluster', Properties: { LoggingProperties: { BucketName: { Ref: 'Bucket' } } } },
  }),
  // Workloads: past an endpoint, without a path, with all buckets allowed, and an endpoint that the bucket policy trusts.
  changed({ ...NETWORK, ...SERVER, ...ENDPOINT_ELSEWHERE }),
  changed({ ...NETWORK, ...SERVER, Nat: undefined, NatRoute: undefined }),
  changed({ ...NETWORK, ...SERVER, 'RolePolicy.Properties.PolicyDocument.Statement.0.Resource': '*' }),
  changed({ ...NETWORK, ...ENDPOINT_ELSEWHERE, 'Policy.Properties.PolicyDocument.Statement.5': TRUSTS_ENDPOINT }),
  ...placesIn(HARDENED).filter((place) => place[1] !== 'Type').map((place) => withValueAt(HARDENED, place, undefined) as object),
  changed({ Second: HARDENED.Policy }),
  changed({ 'Policy.Properties.PolicyDocument.Statement.5': { ...OPEN, Condition: { StringEquals: { 's3:DataAccessPointAccount': { Ref: 'AWS::AccountId' } } } } }),
  changed({ 'Policy.Properties.PolicyDocument.Statement.Tls.Condition.StringEquals': { 'aws:ResourceTag/stage': 'test' } }),
  changed({ 'Policy.Properties.PolicyDocument.Statement.5': { ...OPEN, Effect: 'Deny', Resource: 'x'.repeat(20_480) } }),
  changed({ 'Policy.Properties.PolicyDocument.Statement.5': { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: '*' } }),
  changed({ 'Logs.Properties.BucketEncryption.ServerSideEncryptionConfiguration.0.ServerSideEncryptionByDefault.SSEAlgorithm': 'aws:kms' }),
  { Bucket: { Type: 'AWS::S3::Bucket' }, Logs: { Type: 'AWS::S3::Bucket' } },
].flatMap((resources) => ['Bucket', 'Logs'].flatMap((bucket) => {
  const facts = factsOf(resources, bucket);
  return CATALOG.flatMap((rule) => {
    const verdict = facts ? rule.check(facts, TRUSTED) : undefined;
    return verdict?.kind === 'violations' ? verdict.violations.map((violation) => ({ rule: rule.id, ...violation })) : [];
  });
})).concat(CATALOG.flatMap((rule) => {
  const verdict = rule.checkTemplate?.({ id: 'App', resources: {}, outputs: {}, fromCdk: false, repeatedKeys: [['Resources', 'Fn::ForEach::Buckets', 2, 'My Bucket']] });
  return verdict?.kind === 'violations' ? verdict.violations.map((violation) => ({ rule: rule.id, ...violation })) : [];
}));

function violationsOf(id: string) {
  return VIOLATIONS.filter(({ rule }) => rule === id);
}
