import * as fs from 'node:fs';
import * as path from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as yaml from 'js-yaml';
import { BucketConfigRules, BucketConfigRulesProps, BucketWatch, CheckLevel, ManagementEvents } from '../../src';
import { CATALOG } from '../../src/rules/catalog';
import { CONFIG_MANAGED_RULES } from '../../src/watch/config-managed-rules';

const ENV = { account: '111122223333', region: 'eu-west-1' };

function templateOf(props: BucketConfigRulesProps, make?: (stack: Stack) => Partial<BucketConfigRulesProps>): Template {
  const stack = new Stack(new App(), 'Stack', { env: ENV });
  new BucketConfigRules(stack, 'Rules', { ...props, ...make?.(stack) });
  return Template.fromStack(stack);
}

const rulesIn = (template: Template): any[] => Object.values(template.findResources('AWS::Config::ConfigRule')).map(({ Properties }) => Properties);

test('each managed rule that the catalog names has a row, and each row but that of the account is named by the catalog', () => {
  const named = [...new Set(CATALOG.flatMap(({ controls }) => controls.config ?? []))].sort();
  expect(CONFIG_MANAGED_RULES.map(({ name }) => name).filter((name) => !name.startsWith('s3-account-level')).sort()).toEqual(named);
});

test.each(CONFIG_MANAGED_RULES.map((rule) => [rule.name, rule] as const))('%s: periodic ones are about an account or keys, others about resources, and parameters are texts', (_, { trigger, resourceTypes, parameters }) => {
  expect(trigger === 'periodic' ? true : resourceTypes.length > 0).toBe(true);
  expect(Object.values(parameters).every((value) => typeof value === 'string')).toBe(true);
});

test('by default there are the rules of the baseline, and none that needs parameters', () => {
  const identifiers = rulesIn(templateOf({})).map(({ Source }) => Source.SourceIdentifier);
  expect(identifiers).toEqual(expect.arrayContaining(['S3_ACCOUNT_LEVEL_PUBLIC_ACCESS_BLOCKS_PERIODIC', 'S3_BUCKET_LEVEL_PUBLIC_ACCESS_PROHIBITED', 'S3_BUCKET_SSL_REQUESTS_ONLY', 'S3_BUCKET_BLACKLISTED_ACTIONS_PROHIBITED']));
  expect(identifiers).not.toContain('S3_BUCKET_POLICY_GRANTEE_CHECK');
  expect(identifiers).not.toContain('S3_BUCKET_CROSS_REGION_REPLICATION_ENABLED');
  expect(rulesIn(templateOf({ level: CheckLevel.STRICT })).map(({ Source }) => Source.SourceIdentifier)).toContain('S3_BUCKET_CROSS_REGION_REPLICATION_ENABLED');
});

test('parameters are explicit, and the caller adds to them', () => {
  const template = templateOf({ level: CheckLevel.STRICT, parameters: { 's3-bucket-policy-grantee-check': { vpcIds: 'vpc-0123456789abcdef0' }, 's3-bucket-versioning-enabled': { isMfaDeleteEnabled: 'true' } } });
  template.hasResourceProperties('AWS::Config::ConfigRule', { Source: { SourceIdentifier: 'S3_BUCKET_POLICY_GRANTEE_CHECK' }, InputParameters: { vpcIds: 'vpc-0123456789abcdef0' } });
  template.hasResourceProperties('AWS::Config::ConfigRule', { Source: { SourceIdentifier: 'S3_BUCKET_VERSIONING_ENABLED' }, InputParameters: { isMfaDeleteEnabled: 'true' } });
  template.hasResourceProperties('AWS::Config::ConfigRule', {
    Source: { SourceIdentifier: 'S3_ACCOUNT_LEVEL_PUBLIC_ACCESS_BLOCKS_PERIODIC' },
    MaximumExecutionFrequency: 'TwentyFour_Hours',
    Scope: Match.absent(),
    InputParameters: { BlockPublicAcls: 'True', IgnorePublicAcls: 'True', BlockPublicPolicy: 'True', RestrictPublicBuckets: 'True' },
  });
});

test('rules of an organization are made in every account but the excluded ones', () => {
  const template = templateOf({ organization: true, excludedAccounts: ['444455556666'] });
  template.resourceCountIs('AWS::Config::ConfigRule', 0);
  template.allResourcesProperties('AWS::Config::OrganizationConfigRule', { ExcludedAccounts: ['444455556666'], OrganizationConfigRuleName: Match.stringLikeRegexp('^hardened-bucket-[a-z0-9-]{1,48}$') });
  template.hasResourceProperties('AWS::Config::OrganizationConfigRule', {
    OrganizationConfigRuleName: 'hardened-bucket-s3-bucket-ssl-requests-only',
    OrganizationManagedRuleMetadata: { RuleIdentifier: 'S3_BUCKET_SSL_REQUESTS_ONLY', ResourceTypesScope: ['AWS::S3::Bucket'] },
  });
});

test('a custom rule is on the handler of the watch, when a bucket changes and once a day', () => {
  const template = templateOf({}, (stack) => ({ watch: new BucketWatch(stack, 'Watch', { managementEvents: ManagementEvents.existingTrail() }) }));
  template.hasResourceProperties('AWS::Config::ConfigRule', {
    Scope: { ComplianceResourceTypes: ['AWS::S3::Bucket'] },
    Source: {
      Owner: 'CUSTOM_LAMBDA',
      SourceDetails: [
        { MessageType: 'ConfigurationItemChangeNotification' }, { MessageType: 'OversizedConfigurationItemChangeNotification' }, { MessageType: 'ScheduledNotification', MaximumExecutionFrequency: 'TwentyFour_Hours' },
      ].map(Match.objectLike),
    },
  });
  template.hasResourceProperties('AWS::Lambda::Permission', { Principal: 'config.amazonaws.com', SourceAccount: '111122223333', Action: 'lambda:InvokeFunction' });
  template.hasResourceProperties('AWS::IAM::ManagedPolicy', { PolicyDocument: { Statement: [Match.objectLike({ Action: 'config:PutEvaluations' })] } });
});

test.each<[string, (stack: Stack) => BucketConfigRulesProps, string]>([
  ['a level that is none', () => ({ level: 'HIGH' as CheckLevel }), 'level is "HIGH". Use one of CheckLevel.BASELINE, CheckLevel.STRICT'],
  ['a rule that is none', () => ({ excludedRules: ['s3-bucket-versioning-enable'] }), "excludedRules[0] is 's3-bucket-versioning-enable', and there is no such managed rule here; did you mean s3-bucket-versioning-enabled?"],
  ['parameters of a rule that is none', () => ({ parameters: { 'ec2-imdsv2-check': {} } }), "a key of parameters is 'ec2-imdsv2-check', and there is no such managed rule here"],
  ['an account that is none', () => ({ organization: true, excludedAccounts: ['prod'] }), "excludedAccounts[0] is 'prod'. Use an account id of 12 digits"],
  ['excluded accounts of no organization', () => ({ excludedAccounts: ['111122223333'] }), 'excludedAccounts needs organization: true'],
  ['a watch for an organization', (stack) => ({ organization: true, watch: new BucketWatch(stack, 'Watch', { managementEvents: ManagementEvents.existingTrail() }) }),
    "watch 'Stack/Watch' contradicts organization: true, because its handler reads the buckets of its own account. Deploy a watch into each account"],
  ['an unknown property', () => ({ organisation: true } as BucketConfigRulesProps), 'organisation is not a property of BucketConfigRulesProps. Use organization'],
])('fails: %s', (_, props, message) => {
  expect(() => templateOf({}, props)).toThrow(message);
});

describe('the conformance pack', () => {
  const text = BucketConfigRules.conformancePack(CheckLevel.STRICT);
  const { Resources, ...others } = (yaml as any).load(text) as { Resources: Record<string, any> };

  test('is what AWS Config accepts: rules only, below 51,200 bytes', () => {
    expect(others).toEqual({});
    expect(Buffer.byteLength(text)).toBeLessThan(51_200);
    expect([...new Set(Object.values(Resources).map(({ Type }) => Type))]).toEqual(['AWS::Config::ConfigRule']);
    expect(Object.values(Resources).filter(({ Properties }) => Properties.ConfigRuleName.length > 64 || Properties.Description.length > 256)).toEqual([]);
  });

  test('has the rules that the construct makes', () => {
    const made = rulesIn(templateOf({ level: CheckLevel.STRICT }));
    expect(Object.values(Resources).map(({ Properties: { ConfigRuleName: _, ...rest } }) => rest)).toEqual(made);
  });

  test('in the documentation is up to date (npx projen watch-docs)', () => {
    const file = fs.readFileSync(path.join(__dirname, '../../docs/conformance-pack.yaml'), 'utf8');
    expect(file.replace(/^#.*\n/gm, '')).toBe(text);
  });

  test('fails: a level that is none', () => {
    expect(() => BucketConfigRules.conformancePack('HIGH' as CheckLevel)).toThrow('level is "HIGH"');
  });
});
