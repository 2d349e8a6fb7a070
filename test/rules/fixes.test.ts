import { App, Aws, CfnDeletionPolicy, Stack } from 'aws-cdk-lib';
import * as cloudtrail from 'aws-cdk-lib/aws-cloudtrail';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as codebuild from 'aws-cdk-lib/aws-codebuild';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as redshift from 'aws-cdk-lib/aws-redshift';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as ts from 'typescript';
import { applied } from './apply-fragment';
import { Change, changed, factsOf, summary } from './hardened-template';
import { ENDPOINT_ELSEWHERE, NETWORK, SERVER, TRUSTS_ENDPOINT } from './workloads';
import { readTemplateText } from '../../src/cli/read-template-text';
import { CATALOG } from '../../src/rules/catalog';
import { fixFor, ruleFixFor } from '../../src/rules/fixes';
import { FIXES_BY_RULE } from '../../src/rules/fixes-by-rule';
import { Fragment, jsonOf, renamed, yamlOf } from '../../src/rules/fragment';
import { l1CodeOf, variableOf } from '../../src/rules/l1-code';
import { RuleContext } from '../../src/rules/rule';

const contextOf = (id: string): RuleContext => ({ trustZone: id === 'HardenedBucket-NetworkRestricted' ? { vpcs: ['vpc-0a1b2c3d'] } : { accounts: ['111122223333'] } });
const STATEMENTS = 'Policy.Properties.PolicyDocument.Statement';
const ENCRYPTION = 'Bucket.Properties.BucketEncryption.ServerSideEncryptionConfiguration.0';
const ARN = { 'Fn::GetAtt': ['Bucket', 'Arn'] };
const OBJECTS = { 'Fn::Sub': '${Bucket.Arn}/*' };
const READER = 'arn:aws:iam::111122223333:role/Reader';
const SWITCHES_OFF = { BlockPublicAcls: false, BlockPublicPolicy: true };
/** One more statement, that of the fix by its id. */
const statement = (Sid: string, more: object): Change => ({ [`${STATEMENTS}.6`]: { Sid, Effect: 'Allow', Principal: { AWS: READER }, Action: 's3:GetObject', Resource: OBJECTS, ...more } });
const NETWORK_GUARD = {
  Sid: 'DenyOtherNetworks', Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: [ARN, OBJECTS], Condition: { StringNotEquals: { 'aws:SourceVpce': 'vpce-0123456789abcdef0' } },
};

interface Broken {
  readonly change: Change;
  /** The bucket of the template that the rule is broken by. */
  readonly bucket?: 'Bucket' | 'Logs';
}

/** For each rule that judges buckets, a template that breaks it. */
const BROKEN: Readonly<Record<string, Broken>> = {
  'HardenedBucket-BlockPublicAccess': { change: { 'Bucket.Properties.PublicAccessBlockConfiguration': SWITCHES_OFF } },
  'HardenedBucket-PolicyNotPublic': { change: statement('Readers', { Principal: '*' }) },
  'HardenedBucket-DelegationBounded': { change: statement('AccessPoints', { Principal: '*', Condition: { StringEquals: { 's3:DataAccessPointAccount': { Ref: 'AWS::AccountId' } } } }) },
  'HardenedBucket-NoPublicAcl': { change: { 'Bucket.Properties.AccessControl': 'PublicRead' } },
  'HardenedBucket-AclGranteesTrusted': { change: { 'Bucket.Properties.OwnershipControls': undefined, 'Bucket.Properties.AccessControl': 'AwsExecRead' } },
  'HardenedBucket-AclsDisabled': { change: { 'Bucket.Properties.OwnershipControls': { Rules: [{ ObjectOwnership: 'ObjectWriter' }] }, 'Bucket.Properties.AccessControl': 'Private' } },
  'HardenedBucket-NoWebsite': { change: { 'Bucket.Properties.WebsiteConfiguration': { IndexDocument: 'index.html' } } },
  'HardenedBucket-AccessPointsBlockPublicAccess': { change: { AccessPoint: { Type: 'AWS::S3::AccessPoint', Properties: { Bucket: { Ref: 'Bucket' }, PublicAccessBlockConfiguration: SWITCHES_OFF } } } },
  'HardenedBucket-MultiRegionAccessPointsBlockPublicAccess': {
    change: { AccessPoint: { Type: 'AWS::S3::MultiRegionAccessPoint', Properties: { Regions: [{ Bucket: { Ref: 'Bucket' } }], PublicAccessBlockConfiguration: SWITCHES_OFF } } },
  },
  'HardenedBucket-CorsNotOpen': { change: { 'Bucket.Properties.CorsConfiguration': { CorsRules: [{ AllowedMethods: ['GET'], AllowedOrigins: ['*'] }] } } },
  'HardenedBucket-AccountRegionalName': { change: { 'Bucket.Properties.BucketName': 'records' } },
  'HardenedBucket-TlsOnly': { change: { [`${STATEMENTS}.Tls`]: undefined } },
  'HardenedBucket-MinimumTls': { change: { [`${STATEMENTS}.MinimumTls`]: undefined } },
  'HardenedBucket-EncryptionSet': { change: { 'Bucket.Properties.BucketEncryption': undefined } },
  'HardenedBucket-KmsEncryption': { change: { 'Bucket.Properties.BucketEncryption': undefined, 'Key': undefined } },
  'HardenedBucket-CustomerManagedKey': { change: { [`${ENCRYPTION}.ServerSideEncryptionByDefault.KMSMasterKeyID`]: 'alias/ours' } },
  'HardenedBucket-KeyRotation': { change: { 'Key.Properties': {} } },
  'HardenedBucket-BucketKey': { change: { [`${ENCRYPTION}.BucketKeyEnabled`]: false } },
  'HardenedBucket-SseCBlocked': { change: { [`${ENCRYPTION}.BlockedEncryptionTypes`]: { EncryptionType: ['NONE'] }, [`${STATEMENTS}.SseC`]: undefined } },
  'HardenedBucket-EncryptionEnforced': { change: { [`${STATEMENTS}.Algorithm`]: undefined, [`${STATEMENTS}.Key`]: undefined, [`${STATEMENTS}.Reencryption`]: undefined } },
  'HardenedBucket-GrantsReachKey': { change: statement('Readers', { Principal: { AWS: '444455556666' } }) },
  'HardenedBucket-ProducerEncryption': { change: { Project: { Type: 'AWS::CodeBuild::Project', Properties: { Artifacts: { Type: 'S3', Location: { Ref: 'Bucket' } } } } } },
  'HardenedBucket-DeliveriesPossible': { change: { Cluster: { Type: 'AWS::Redshift::Cluster', Properties: { LoggingProperties: { BucketName: { Ref: 'Bucket' } } } } } },
  'HardenedBucket-LogTargetEncryption': {
    change: { 'Logs.Properties.BucketEncryption.ServerSideEncryptionConfiguration.0.ServerSideEncryptionByDefault': { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: { 'Fn::GetAtt': ['Key', 'Arn'] } } }, bucket: 'Logs',
  },
  'HardenedBucket-NoForeignAdministration': { change: statement('Readers', { Principal: '*', Action: ['s3:GetObject', 's3:PutBucketPolicy'], Resource: [ARN, OBJECTS] }) },
  'HardenedBucket-WithinTrustZone': { change: statement('Readers', { Principal: '*' }) },
  'HardenedBucket-ServicesBoundToSource': { change: statement('Trail', { Principal: { Service: 'cloudtrail.amazonaws.com' }, Action: 's3:PutObject' }) },
  'HardenedBucket-NoAllowWithNotPrincipal': { change: statement('Readers', { Principal: undefined, NotPrincipal: { AWS: READER } }) },
  'HardenedBucket-NoWildcardActionForEveryone': { change: statement('Readers', { Principal: '*', Action: 's3:*', Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } } }) },
  'HardenedBucket-GrantsNameActions': { change: statement('Readers', { Action: 's3:*' }) },
  'HardenedBucket-NobodyLockedOut': { change: { [`${STATEMENTS}.6`]: NETWORK_GUARD } },
  'HardenedBucket-GrantsEffective': { change: { [`${STATEMENTS}.6`]: { Sid: 'Granted', Effect: 'Allow', Principal: { AWS: READER }, Action: 's3:GetObject', Resource: OBJECTS }, [`${STATEMENTS}.7`]: { ...NETWORK_GUARD, Action: 's3:GetObject*', Condition: undefined } } },
  'HardenedBucket-ServicesAllowed': { change: { FlowLog: { Type: 'AWS::EC2::FlowLog', Properties: { LogDestinationType: 's3', LogDestination: ARN } } } },
  'HardenedBucket-NoDeadStatement': { change: statement('Readers', { Action: 's3:ListBucket' }) },
  'HardenedBucket-BucketTagsEffective': { change: statement('Readers', { Condition: { StringEquals: { 'aws:ResourceTag/stage': 'test' } } }) },
  'HardenedBucket-OnePolicy': { change: { SecondBucketPolicy: { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: { Ref: 'Bucket' } } } } },
  'HardenedBucket-PolicySize': { change: statement('Readers', { Principal: { AWS: Array.from({ length: 2000 }, (_, i) => `${111122220000 + i}`) } }) },
  'HardenedBucket-PolicyAccepted': { change: statement('Readers', { Effect: 'allow' }) },
  'HardenedBucket-PolicyNamesExist': { change: statement('Readers', { Condition: { StringEquals: { 'aws:PrincipleOrgID': 'o-a1b2c3d4e5' } } }) },
  'HardenedBucket-NetworkRestricted': { change: {} },
  'HardenedBucket-PathsDeclared': { change: { ...NETWORK, ...SERVER, 'RolePolicy.Properties.PolicyDocument.Statement.0.Resource': '*' } },
  'HardenedBucket-EndpointPolicyRestricted': { change: { ...NETWORK, ...ENDPOINT_ELSEWHERE, [`${STATEMENTS}.6`]: TRUSTS_ENDPOINT } },
  'HardenedBucket-EndpointNotBypassed': { change: { ...NETWORK, ...SERVER, ...ENDPOINT_ELSEWHERE } },
  'HardenedBucket-GrantedPathsOpen': { change: { ...NETWORK, ...SERVER, Nat: undefined, NatRoute: undefined } },
  'HardenedBucket-AccessLogging': { change: { 'Bucket.Properties.LoggingConfiguration': undefined } },
  'HardenedBucket-AccessLogsTarget': {
    change: {
      'Logs.Properties.BucketEncryption.ServerSideEncryptionConfiguration.0.ServerSideEncryptionByDefault.SSEAlgorithm': 'aws:kms',
      'Logs.Properties.ObjectLockConfiguration': { ObjectLockEnabled: 'Enabled', Rule: { DefaultRetention: { Mode: 'GOVERNANCE', Days: 30 } } },
      'LogsPolicy.Properties.PolicyDocument.Statement': [],
    },
  },
  'HardenedBucket-LogDeliveryGrant': { change: { 'LogsPolicy.Properties.PolicyDocument.Statement': [] }, bucket: 'Logs' },
  'HardenedBucket-DataEvents': {
    change: { Trail: { Type: 'AWS::CloudTrail::Trail', Properties: { IsLogging: true, EventSelectors: [{ DataResources: [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3:::other/'] }] }] } } },
  },
  'HardenedBucket-RequestMetrics': { change: { 'Bucket.Properties.MetricsConfigurations': undefined } },
  'HardenedBucket-RequestAlarms': { change: { Alarm4xx: undefined, Alarm5xx: undefined, AlarmHead: undefined, AlarmList: undefined, Topic: undefined } },
  'HardenedBucket-Versioning': { change: { 'Bucket.Properties.VersioningConfiguration': { Status: 'Suspended' } } },
  'HardenedBucket-Lifecycle': { change: { 'Bucket.Properties.LifecycleConfiguration': undefined } },
  'HardenedBucket-IncompleteUploadsAborted': { change: { 'Bucket.Properties.LifecycleConfiguration': { Rules: [{ Id: 'Old', Status: 'Enabled', ExpirationInDays: 9 }] } } },
  'HardenedBucket-NoncurrentVersionsExpire': { change: { 'Bucket.Properties.LifecycleConfiguration': { Rules: [{ Id: 'Old', Status: 'Enabled', ExpirationInDays: 9 }] } } },
  'HardenedBucket-ObjectLock': { change: { 'Bucket.Properties.ObjectLockEnabled': undefined } },
  'HardenedBucket-Replication': { change: { 'Bucket.Properties.ReplicationConfiguration': undefined } },
  'HardenedBucket-EventNotifications': { change: { 'Bucket.Properties.NotificationConfiguration': undefined } },
  'HardenedBucket-RetainedOnDelete': { change: { 'Bucket.DeletionPolicy': 'Delete', 'Policy.DeletionPolicy': undefined, 'Key.DeletionPolicy': 'Delete' } },
};

/** What CDK alone can do, and what is about the text of a template: neither is in a fragment. */
const WITHOUT_FRAGMENT = ['HardenedBucket-RawBucket', 'HardenedBucket-UniqueKeys', 'HardenedBucket-AcknowledgementsUsed'];

test('every rule has its fixes, and no other', () => {
  const ids = CATALOG.map(({ id }) => id);
  expect(ids.filter((id) => FIXES_BY_RULE[id] === undefined)).toEqual([]);
  expect(Object.keys(FIXES_BY_RULE).filter((id) => !ids.includes(id))).toEqual([]);
});

test('every rule has a template that breaks it', () => {
  expect(CATALOG.map(({ id }) => id).filter((id) => BROKEN[id] === undefined)).toEqual(WITHOUT_FRAGMENT);
});

describe.each(CATALOG.map((rule) => [rule.id, rule] as const))('%s', (id, rule) => {
  const { fragment, removed = [], ...sentences } = FIXES_BY_RULE[id];

  test('says what to do as one imperative, to each reader', () => {
    expect([sentences.cloudFormation, sentences.construct, fixFor('cdk', { cdk: rule.fix, ...sentences })].filter((fix) => !/^[a-z][^\n]*[^.]$/.test(fix))).toEqual([]);
  });

  test('speaks of properties of CloudFormation to who wrote a template', () => {
    const cdk = /\b((s3|iam|kms|sns)\.[A-Z]|new [A-Z]|BucketPerimeter|grant[A-Z]|addTo[A-Z]|[a-z]+[A-Z]\w*: (true|false)|perimeter\.)/;
    expect(id === 'HardenedBucket-RawBucket' ? '' : ruleFixFor('cloudFormation', rule)).not.toMatch(cdk);
  });

  if (!WITHOUT_FRAGMENT.includes(id)) {
    test('is complied with once the fragment is in a template that breaks it', () => {
      const { change, bucket = 'Bucket' } = BROKEN[id];
      const names: Record<string, string> = bucket === 'Logs' ? { Bucket: 'Logs', BucketPolicy: 'LogsPolicy' } : { BucketPolicy: 'Policy', LogBucket: 'Logs', LogBucketPolicy: 'LogsPolicy' };
      const broken = changed(change);
      const verdictOn = (resources: object) => summary(rule.check(factsOf(resources, bucket), contextOf(id)));
      expect(verdictOn(broken)).toEqual(expect.arrayContaining([expect.any(String)]));
      expect(['compliant', 'notApplicable']).toContain(verdictOn(applied(renamed(fragment, names), removed, names, broken)));
    });
  }

  test('writes its fragment the same in YAML and in JSON', () => {
    const resources = Object.keys(fragment).length === 0 ? {} : fragment;
    const read = (text: string) => (readTemplateText(text) as { Resources: object }).Resources;
    expect(read(`Resources:\n  ${Object.keys(resources).length === 0 ? '{}' : yamlOf(resources).replace(/\n/g, '\n  ')}\n`)).toEqual(resources);
    expect(JSON.parse(jsonOf(resources))).toEqual(resources);
  });

  test('writes the same with constructs for resources', () => {
    expect(synthesized(fragment)).toMatchObject(joined(fragment) as object);
  });
});

/** The same with `Fn::Join` for `Fn::Sub`, as CDK writes texts with references. */
function joined(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const { 'Fn::Sub': text } = value as { 'Fn::Sub'?: string };
  if (text === undefined) {
    return Array.isArray(value) ? value.map(joined) : Object.fromEntries(Object.entries(value).map(([key, item]) => [key, joined(item)]));
  }
  const parts = text.split(/(\$\{[^}]*\})/).filter((part) => part !== '').map((part) => {
    const name = /^\$\{(.*)\}$/.exec(part)?.[1];
    return name === undefined ? part : name.includes('.') ? { 'Fn::GetAtt': name.split('.') } : { Ref: name };
  });
  return { 'Fn::Join': ['', parts] };
}

/** The resources that the code makes. What it takes for granted is there, and in the template it is by its own name. */
function synthesized(fragment: Fragment): object {
  const stack = new Stack(new App(), 'Stack');
  const code = l1CodeOf(fragment);
  const made = Object.entries(fragment).filter(([, { Properties }]) => Properties !== undefined).map(([id]) => id);
  const declared: Readonly<Record<string, string>> = {
    Bucket: 's3.CfnBucket', LogBucket: 's3.CfnBucket', Key: 'kms.CfnKey', BucketPolicy: 's3.CfnBucketPolicy', Vpc: 'ec2.CfnVPC', RouteTable: 'ec2.CfnRouteTable', Role: 'iam.CfnRole',
  };
  const before = Object.keys(declared).filter((id) => !made.includes(id) && code.includes(variableOf(id)))
    .map((id) => `const ${variableOf(id)} = new ${declared[id]}(this, '${id}', { bucket: 'b', policyDocument: {}, assumeRolePolicyDocument: {}, vpcId: 'vpc-0a1b2c3d' });`);
  const javaScript = ts.transpile(`function make() {\n${before.join('\n')}\n${code}\n}`, { target: ts.ScriptTarget.ES2022 });
  const modules = { Aws, CfnDeletionPolicy, cloudtrail, cloudwatch, codebuild, ec2, iam, kms, redshift, s3, sns };
  (new Function(...Object.keys(modules), `${javaScript}\nreturn make;`)(...Object.values(modules)) as () => void).call(stack);
  // Whether CDK has advice about it is not the question.
  const { Resources = {} } = stack.resolve((stack as unknown as { _toCloudFormation(): object })._toCloudFormation()) as { Resources?: object };
  return Resources;
}
