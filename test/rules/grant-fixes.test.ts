import { App, aws_s3 as s3, Duration, Stack } from 'aws-cdk-lib';
import { HARDENED, summary } from './hardened-template';
import { PerimeterOptions, PresignedUrls } from '../../src';
import { TemplateFacts } from '../../src/facts/template-facts';
import { denyCustomerProvidedKeys, denyOtherEncryption, denyOtherKeys, denyReencryption } from '../../src/perimeter/encryption';
import { Exempt } from '../../src/perimeter/exemptions';
import { perimeterGuards } from '../../src/perimeter/perimeter';
import { denyStatement, Guard, GuardedBucket } from '../../src/perimeter/statement';
import { denyBelowTls, denyWithoutTls } from '../../src/perimeter/transport';
import { PolicyStatement, readPolicyDocument } from '../../src/policy/policy-document';
import { kindOfDeny } from '../../src/rules/deny-kinds';
import { fixesOf } from '../../src/rules/grant-fixes';
import { Grantee, GranteeKind } from '../../src/rules/grantee';
import { GRANTS_EFFECTIVE } from '../../src/rules/grants';
import { guardOptionsOf } from '../../src/rules/guard-options';
import { template } from '../template/templates';

const BUCKET: GuardedBucket = { bucketArn: 'arn:aws:s3:::records', objectsArn: 'arn:aws:s3:::records/*', account: '111122223333', region: 'eu-west-1' };
const ROLE = 'arn:aws:iam::111122223333:role/Reader';

/** Perimeters that have, together, every option that makes a guard. */
const PERIMETERS: readonly PerimeterOptions[] = [
  {
    network: {
      vpcEndpointIds: ['vpce-0123456789abcdef0'],
      vpcArns: ['arn:aws:ec2:eu-west-1:111122223333:vpc/vpc-0123456789abcdef0'],
      endpointOrganizationIds: ['o-a1b2c3d4e5'],
      endpointOrganizationPaths: ['o-a1b2c3d4e5/r-ab12/*'],
      endpointAccountIds: ['111122223333'],
      ipAllowList: ['203.0.113.0/24'],
      ipDenyList: ['198.51.100.0/24'],
      endpointIpAllowList: ['10.0.0.0/8'],
      endpointIpDenyList: ['10.1.0.0/16'],
      onlyVpcAccessPoints: true,
      controlPlaneRoleArns: [ROLE],
    },
    identity: {
      accountIds: ['444455556666'],
      organizationIds: ['o-a1b2c3d4e5'],
      organizationPaths: ['o-a1b2c3d4e5/r-ab12/*'],
      roleArns: [ROLE],
      readOnlyArns: [ROLE],
      writeOnlyArns: [ROLE],
      appendOnlyArns: [ROLE],
      mfaForDeletes: true,
      mfaForConfigurationChanges: true,
      mfaExemptArns: [ROLE],
      principalTags: { team: ['records'] },
      matchingTags: ['project'],
    },
    request: { presignedUrls: PresignedUrls.forbidden(), signatureVersion4Only: true, prefixRules: [{ prefix: 'finance/', roleArns: [ROLE] }], refererAllowList: ['https://www.example.com/*'], encryptionHeaderRequired: true, deletionProtection: true },
  },
  { request: { presignedUrls: PresignedUrls.maximumAge(Duration.hours(1)), tamperProtection: true }, exemptions: { deployRoleArns: [ROLE] } },
  { network: { ipAllowList: ['203.0.113.0/24'] }, exemptions: { awsServices: false, forwardAccessSessions: false, customResources: false } },
];

const stack = new Stack(new App(), 'Office', { env: { account: '111122223333', region: 'eu-west-1' } });
const made = new s3.Bucket(stack, 'Records');
const GUARDS: readonly Guard[] = [
  ...PERIMETERS.flatMap((options) => perimeterGuards(BUCKET, options, new Exempt(made, options.exemptions ?? {}))),
  denyWithoutTls(BUCKET), denyBelowTls(BUCKET, '1.2'), denyCustomerProvidedKeys(BUCKET), denyOtherEncryption(BUCKET, ['aws:kms']), denyOtherKeys(BUCKET, 'arn:aws:kms:eu-west-1:111122223333:key/1'),
  denyReencryption(BUCKET, 'arn:aws:kms:eu-west-1:111122223333:key/1'),
];

const GRANTEES: Readonly<Record<GranteeKind, Grantee>> = {
  function: { kind: 'function', arn: ROLE, account: '111122223333', constructPath: 'Office/Export/ServiceRole', functions: [{ address: { template: 'Office', logicalId: 'Export' }, type: 'AWS::Lambda::Function', constructPath: 'Office/Export/Resource' }] },
  identity: { kind: 'identity', arn: ROLE, account: '111122223333', constructPath: 'Office/Reader', functions: [] },
  otherAccount: { kind: 'otherAccount', account: '777788889999', functions: [] },
  service: { kind: 'service', service: 'cloudtrail.amazonaws.com', functions: [] },
  accessIdentity: { kind: 'accessIdentity', functions: [] },
  everyone: { kind: 'everyone', functions: [] },
};

const statementOf = (json: object): PolicyStatement => readPolicyDocument({ Version: '2012-10-17', Statement: json }).statements[0];
const denyOf = (guard: Guard) => statementOf(stack.resolve(denyStatement(guard).toStatementJson()) as object);
const grantOf = (more: object = {}) => statementOf({ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::records/*', ...more });

describe('every guard that the library writes', () => {
  test.each(GUARDS.map((guard): [string, Guard] => [guard.sid, guard]))('%s has a row of options, and is known by its conditions', (_, guard) => {
    expect(guardOptionsOf(guard.sid)?.kind).toBe(kindOfDeny(denyOf(guard)));
  });

  test.each(GUARDS.flatMap((guard) => Object.values(GRANTEES).map((grantee): [string, string, Guard, Grantee] => [guard.sid, grantee.kind, guard, grantee])))('%s has a fix for %s, in each language', (sid, kind, guard, grantee) => {
    const fixes = fixesOf({ grant: grantOf(), place: 'statement 7 of its own', grantee, deny: denyOf(guard), policy: { template: 'Office', logicalId: 'Policy' } });
    for (const fix of [fixes.cloudFormation, fixes.cdk, fixes.construct]) {
      expect(fix).toMatch(/^(add|remove|set|run|use|name|leave) .+, or remove the grant \(statement 7 of its own\)$/);
      expect(fix).not.toContain('undefined');
    }
    expect(fixes.cloudFormation).not.toMatch(/perimeter|roleArn of|withOrigin|new /);
    // Nothing but networks is a matter of where a function runs.
    expect([fixes.cdk, fixes.construct].some((fix) => fix!.includes('inside a VPC'))).toBe(kind === 'function' && guardOptionsOf(sid)!.kind === 'network');
  });
});

const ARN = { 'Fn::GetAtt': ['Bucket', 'Arn'] };
const OBJECTS = { 'Fn::Sub': '${Bucket.Arn}/*' };
const READER = { 'Fn::GetAtt': ['Reader', 'Arn'] };
const ROLES = (Service: string) => ({ Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: { Statement: { Effect: 'Allow', Principal: { Service }, Action: 'sts:AssumeRole' } } } });
const deny = (Condition?: object) => ({ Sid: 'Guard', Effect: 'Deny', Principal: '*', Action: 's3:GetObject', Resource: [ARN, OBJECTS], Condition });
const allow = (Principal: unknown, Condition?: object) => ({ Sid: 'Grant', Effect: 'Allow', Principal, Action: 's3:GetObject', Resource: OBJECTS, Condition });

/** A template as someone wrote it without CDK, with these two statements. */
function plain(denied: object, allowed: object): Record<string, any> {
  const { Bucket, Policy, Key } = JSON.parse(JSON.stringify(HARDENED));
  const { Metadata, ...bucket } = Bucket;
  Policy.Properties.PolicyDocument.Statement.push(denied, allowed);
  return { Bucket: bucket, Policy, Key, Reader: ROLES('ec2.amazonaws.com') };
}

const verdictOn = (resources: object) => GRANTS_EFFECTIVE.check(new TemplateFacts([{ ...template(resources), account: '111122223333' }]).at({ template: 'App', logicalId: 'Bucket' })!);

/** Does to the template what the text says, and nothing else. */
function follow(fix: string, resources: Record<string, any>): void {
  const document = resources.Policy.Properties.PolicyDocument;
  const statementIn = (text: string) => document.Statement[Number(/statement (\d+)/.exec(text)![1])];
  const [, listed, operator, key, rest] = /^add (.+) to (\w+|ForAllValues:\w+) (\S+) in the Condition of (.+)/.exec(fix) ?? [];
  const [, added, of] = /^add (\{.+\}) to the Condition of (.+)/.exec(fix) ?? [];
  const [, removed, from, by, where] = /^remove (.+) from (\w+) (\S+) in the Condition of (.+)/.exec(fix) ?? [];
  const [, demands, place] = /^remove (.+) from the Condition of (.+?):/.exec(fix) ?? [];
  if (listed) {
    const condition = statementIn(rest).Condition[operator];
    condition[key] = [condition[key], JSON.parse(listed)].flat();
  } else if (added) {
    const [[name, keys]] = Object.entries<Record<string, unknown>>(JSON.parse(added));
    const statement = statementIn(of);
    statement.Condition = { ...statement.Condition, [name]: { ...statement.Condition?.[name], ...keys } };
  } else if (removed) {
    const condition = statementIn(where).Condition[from];
    condition[by] = [condition[by]].flat().filter((value: unknown) => JSON.stringify(value) !== removed);
  } else if (demands) {
    for (const [name, of_] of demands.split(' and ').map((one) => one.split(' '))) {
      delete statementIn(place).Condition[name][of_];
    }
  } else {
    throw new Error(`nobody can follow: ${fix}`);
  }
}

const SERVICE = { Service: 'cloudtrail.amazonaws.com' };
const OTHER = { AWS: 'arn:aws:iam::444455556666:root' };

describe('a fix in CloudFormation, followed to the letter, makes the grant effective', () => {
  test.each<[string, object, object]>([
    ['a role, past a list of roles', deny({ ArnNotLike: { 'aws:PrincipalArn': ROLE } }), allow({ AWS: READER })],
    ['a role, past a Deny for everybody', deny(), allow({ AWS: READER })],
    ['a role, past a limit on it', deny({ ArnLike: { 'aws:PrincipalArn': [READER, ROLE] } }), allow({ AWS: READER })],
    ['a role, past a network that it does not come from', deny({ StringNotEquals: { 'aws:SourceVpce': 'vpce-0123456789abcdef0' } }), allow({ AWS: READER }, { StringEquals: { 'aws:SourceVpce': 'vpce-0fedcba9876543210' } })],
    ['a role, past a network of another kind', deny({ StringNotEquals: { 'aws:SourceVpce': 'vpce-0123456789abcdef0' } }), allow({ AWS: READER }, { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } })],
    ['a role, past a list of addresses', deny({ IpAddress: { 'aws:SourceIp': ['203.0.113.0/24', '198.51.100.0/24'] } }), allow({ AWS: READER }, { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } })],
    ['another account, past a list of accounts', deny({ StringNotEquals: { 'aws:PrincipalAccount': '111122223333' } }), allow(OTHER)],
    ['another account, past a list of organizations', deny({ StringNotEqualsIfExists: { 'aws:PrincipalAccount': '111122223333', 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } }), allow(OTHER, { StringEquals: { 'aws:PrincipalOrgID': 'o-zzzzzzzzzz' } })],
    ['another account, past a list of roles', deny({ ArnNotLike: { 'aws:PrincipalArn': ROLE } }), allow(OTHER)],
    ['a tag, past a list of tags', deny({ StringNotEquals: { 'aws:PrincipalTag/team': 'records' } }), allow({ AWS: READER }, { StringEquals: { 'aws:PrincipalTag/team': 'audit' } })],
    ['a page, past a list of pages', deny({ StringNotLike: { 'aws:Referer': 'https://www.example.com/*' } }), allow({ AWS: READER }, { StringLike: { 'aws:Referer': 'https://blog.example.com/*' } })],
    ['a service, past a network', deny({ StringNotEqualsIfExists: { 'aws:SourceVpce': 'vpce-0123456789abcdef0' } }), allow(SERVICE)],
    ['a service, past a list of roles', deny({ ArnNotLikeIfExists: { 'aws:PrincipalArn': ROLE } }), allow(SERVICE)],
    ['a service, past a list of sources', deny({ StringNotEquals: { 'aws:SourceAccount': '111122223333' } }), allow(SERVICE, { StringEquals: { 'aws:SourceAccount': '444455556666' } })],
    ['a service for one of two accounts', deny({ StringNotEquals: { 'aws:SourceAccount': '111122223333' } }), allow(SERVICE, { StringEquals: { 'aws:SourceAccount': ['111122223333', '444455556666'] } })],
    ['a role without MFA', deny({ BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } }), allow({ AWS: READER }, { Bool: { 'aws:MultiFactorAuthPresent': 'false' } })],
    ['a presigned URL', deny({ StringEquals: { 's3:authType': 'REST-QUERY-STRING' } }), allow({ AWS: READER }, { StringEquals: { 's3:authType': 'REST-QUERY-STRING' } })],
    ['a request without TLS', deny({ Bool: { 'aws:SecureTransport': 'false' } }), allow({ AWS: READER }, { Bool: { 'aws:SecureTransport': 'false' } })],
    ['a condition of any other kind', deny({ StringNotEquals: { 'aws:RequestedRegion': 'eu-west-1' } }), allow({ AWS: READER }, { StringEquals: { 'aws:RequestedRegion': 'us-east-1' } })],
  ])('%s', (_, denied, allowed) => {
    const resources = plain(denied, allowed);
    const before = verdictOn(resources);
    const [violation] = before.kind === 'violations' ? before.violations : [];
    expect(violation?.finding).toBe('Policy.Statement.Grant');
    follow(violation.fixes!.cloudFormation, resources);
    expect(summary(verdictOn(resources))).toBe('compliant');
  });

  test('everyone has neither account nor role, so the grantees have to be named', () => {
    expect(verdictOn(plain(deny(), allow('*')))).toMatchObject({ violations: [{ fixes: { cloudFormation: expect.stringMatching(/^name the principals of statement 7 \(Grant\) of its own instead of everyone, and make an exception for them in statement 6 \(Guard\) of Policy/) } }] });
  });
});
