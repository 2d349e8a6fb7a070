import { PARAMETER, Row, specify, factsOf, changed, withoutDigest } from './hardened-template';
import { DELEGATION_BOUNDED } from '../../src/rules/access-point-delegation';
import { POLICY_NOT_PUBLIC } from '../../src/rules/exposure';
import { NO_FOREIGN_ADMINISTRATION, NO_WILDCARD_ACTION_FOR_EVERYONE, WITHIN_TRUST_ZONE } from '../../src/rules/identity';
import { GRANTS_REACH_KEY } from '../../src/rules/key-grants';

const ACCOUNT = '444455556666';
const STATEMENT = 'Policy.Properties.PolicyDocument.Statement.5';
const OPEN = { Effect: 'Allow', Principal: '*', Action: '*', Resource: [{ 'Fn::GetAtt': ['Bucket', 'Arn'] }, { 'Fn::Sub': '${Bucket.Arn}/*' }] };
const to = (Condition: object, more: object = {}) => ({ [STATEMENT]: { ...OPEN, ...more, Condition } });
const OWN = { StringEquals: { 's3:DataAccessPointAccount': { Ref: 'AWS::AccountId' } } };

/** Each way to fix the account of the access points: AWS's own text, and what comes to the same. */
const DELEGATIONS: readonly (readonly [string, object])[] = [
  ['the account of the stack', OWN],
  ['an account by its id', { StringEquals: { 's3:DataAccessPointAccount': ACCOUNT } }],
  ['several accounts', { StringEquals: { 's3:DataAccessPointAccount': [ACCOUNT, { Ref: 'AWS::AccountId' }] } }],
  ['an account without wildcards under StringLike', { StringLike: { 's3:DataAccessPointAccount': ACCOUNT } }],
  ['an account whatever the case', { StringEqualsIgnoreCase: { 'S3:dataaccesspointaccount': ACCOUNT } }],
  ['an account among the values of the key', { 'ForAnyValue:StringEquals': { 's3:DataAccessPointAccount': ACCOUNT } }],
  ['all access points of an account by ArnLike', { ArnLike: { 's3:DataAccessPointArn': `arn:aws:s3:*:${ACCOUNT}:accesspoint/*` } }],
  ['all access points of an account by StringLike', { StringLike: { 's3:DataAccessPointArn': `arn:aws:s3:us-east-1:${ACCOUNT}:accesspoint/*` } }],
  ['all access points of the account of the stack', { ArnLike: { 's3:DataAccessPointArn': { 'Fn::Sub': 'arn:${AWS::Partition}:s3:${AWS::Region}:${AWS::AccountId}:accesspoint/*' } } }],
  ['one access point by its ARN', { ArnEquals: { 's3:DataAccessPointArn': `arn:aws:s3:us-east-1:${ACCOUNT}:accesspoint/reports` } }],
  ['one access point by StringEquals', { StringEquals: { 's3:DataAccessPointArn': `arn:aws:s3:us-east-1:${ACCOUNT}:accesspoint/reports` } }],
  ['account and origin', { StringEquals: { 's3:DataAccessPointAccount': ACCOUNT, 's3:AccessPointNetworkOrigin': 'VPC' } }],
];

/** What is written like a delegation and lets in requests that come through no access point, or through anybody's. */
const NO_DELEGATIONS: readonly (readonly [string, object])[] = [
  ['IfExists', { StringEqualsIfExists: { 's3:DataAccessPointAccount': ACCOUNT } }],
  ['ArnLikeIfExists', { ArnLikeIfExists: { 's3:DataAccessPointArn': `arn:aws:s3:*:${ACCOUNT}:accesspoint/*` } }],
  ['a negated operator', { StringNotEquals: { 's3:DataAccessPointAccount': ACCOUNT } }],
  ['ForAllValues', { 'ForAllValues:StringEquals': { 's3:DataAccessPointAccount': ACCOUNT } }],
  ['any account', { StringLike: { 's3:DataAccessPointAccount': '*' } }],
  ['any account among others', { StringLike: { 's3:DataAccessPointAccount': [ACCOUNT, '*'] } }],
  ['half an account', { StringLike: { 's3:DataAccessPointAccount': '4444*' } }],
  ['the account of anyone who calls', { StringEquals: { 's3:DataAccessPointAccount': '${aws:PrincipalAccount}' } }],
  ['access points of any account', { ArnLike: { 's3:DataAccessPointArn': 'arn:aws:s3:*:*:accesspoint/reports' } }],
  ['that the key is there', { Null: { 's3:DataAccessPointAccount': 'false' } }],
  ['the origin alone', { StringEquals: { 's3:AccessPointNetworkOrigin': 'VPC' } }],
];

const BLOCKED = { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true };
const UNBLOCKED = { BlockPublicAcls: false, BlockPublicPolicy: false, IgnorePublicAcls: false, RestrictPublicBuckets: false };
const READ = { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: { 'Fn::Sub': 'arn:${AWS::Partition}:s3:${AWS::Region}:${AWS::AccountId}:accesspoint/reports/object/*' } };
const point = (properties: object, Statement: object | null = READ, id = 'Point') => ({
  [id]: { Type: 'AWS::S3::AccessPoint', Properties: { Bucket: { Ref: 'Bucket' }, Name: 'reports', ...properties, ...Statement ? { Policy: { Version: '2012-10-17', Statement } } : {} } },
});
const OPEN_POINT = point({ PublicAccessBlockConfiguration: UNBLOCKED });
const named = (name: string) => ({ ArnLike: { 's3:DataAccessPointArn': { 'Fn::Sub': `arn:\${AWS::Partition}:s3:\${AWS::Region}:\${AWS::AccountId}:accesspoint/${name}` } } });

/** Access points of these templates, and whether they let in anyone. */
const POINTS: readonly (readonly [law: string, change: Record<string, unknown>, isOpen: boolean])[] = [
  ['an access point that blocks by default decides nothing bad', { ...to(OWN), ...point({}) }, false],
  ['an access point that blocks all decides nothing bad, whatever its policy', { ...to(OWN), ...point({ PublicAccessBlockConfiguration: BLOCKED }) }, false],
  ['an access point that refuses public policies has none', { ...to(OWN), ...point({ PublicAccessBlockConfiguration: { ...UNBLOCKED, BlockPublicPolicy: true } }) }, false],
  ['an access point that restricts public policies to its account has no strangers', { ...to(OWN), ...point({ PublicAccessBlockConfiguration: { ...UNBLOCKED, RestrictPublicBuckets: true } }) }, false],
  ['an access point without a policy lets in nobody', { ...to(OWN), ...point({ PublicAccessBlockConfiguration: UNBLOCKED }, null) }, false],
  ['an access point whose policy names an account lets in no stranger', { ...to(OWN), ...point({ PublicAccessBlockConfiguration: UNBLOCKED }, { ...READ, Principal: { AWS: ACCOUNT } }) }, false],
  ['an access point with a VPC origin is never public', { ...to(OWN), ...point({ PublicAccessBlockConfiguration: UNBLOCKED, VpcConfiguration: { VpcId: 'vpc-0a1b2c3d' } }) }, false],
  ['fails for an access point that blocks nothing and lets in anyone', { ...to(OWN), ...OPEN_POINT }, true],
  ['fails for one that the statement names by its ARN', { ...to({ ArnEquals: { 's3:DataAccessPointArn': { 'Fn::GetAtt': ['Point', 'Arn'] } } }), ...OPEN_POINT }, true],
  ['fails for one that the statement names by its name', { ...to(named('reports')), ...OPEN_POINT }, true],
  ['fails for one that the statement names by a pattern', { ...to(named('rep*')), ...OPEN_POINT }, true],
  ['one of another name is not meant', { ...to(named('other')), ...OPEN_POINT }, false],
  ['another one of the templates is not meant', {
    ...to({ ArnEquals: { 's3:DataAccessPointArn': { 'Fn::GetAtt': ['Other', 'Arn'] } } }), ...OPEN_POINT, ...point({ Name: 'other' }, null, 'Other'),
  }, false],
  ['fails for a multi-Region access point that blocks nothing and lets in anyone', {
    ...to(OWN),
    Global: { Type: 'AWS::S3::MultiRegionAccessPoint', Properties: { Regions: [{ Bucket: { Ref: 'Bucket' } }], PublicAccessBlockConfiguration: UNBLOCKED } },
    GlobalPolicy: { Type: 'AWS::S3::MultiRegionAccessPointPolicy', Properties: { MrapName: { Ref: 'Global' }, Policy: { Statement: { ...READ, Resource: '*' } } } },
  }, true],
  ['an open access point of another bucket lets nobody in here', { ...to(OWN), ...point({ Bucket: 'other', PublicAccessBlockConfiguration: UNBLOCKED }) }, false],
];

specify(POLICY_NOT_PUBLIC, [
  ...DELEGATIONS.map(([law, condition]): Row => [`what is delegated to access points is not public: ${law}`, to(condition), 'compliant']),
  ...NO_DELEGATIONS.map(([law, condition]): Row => [`fails for what delegates nothing: ${law}`, to(condition), ['Policy.Statement.<digest>', 'AnyoneWrites']]),
  ['an account that a parameter gives is unknown', to({ StringEquals: { 's3:DataAccessPointAccount': PARAMETER } }), 'unknown'],
  ['fails for a public statement beside a delegation', { ...to(OWN), 'Policy.Properties.PolicyDocument.Statement.6': { ...OPEN, Action: 's3:GetObject' } }, ['Policy.Statement.<digest>', 'Anyone']],
  ...POINTS.map(([law, change, isOpen]): Row => [law, change, isOpen ? [law.includes('multi-Region') ? 'Global' : 'Point'] : 'compliant']),
  ['an open access point that the policy does not delegate to is another rule\'s', OPEN_POINT, 'compliant'],
  ['an open access point of an account that the policy does not delegate to decides nothing, unless the accounts may be the same', { ...to(OWN, { Principal: { AWS: ACCOUNT } }), ...OPEN_POINT }, 'compliant'],
  ['a Deny of strangers keeps them out of an open access point', {
    ...to(OWN), ...OPEN_POINT, 'Policy.Properties.PolicyDocument.Statement.6': { ...OPEN, Effect: 'Deny', Action: 's3:*', Condition: { StringNotEquals: { 'aws:PrincipalOrgID': 'o-aaaaaaaaaa' } } },
  }, 'compliant'],
  ['a block that a parameter turns off is unknown', { ...to(OWN), ...point({ PublicAccessBlockConfiguration: { ...UNBLOCKED, BlockPublicPolicy: PARAMETER } }) }, 'unknown'],
  ['a policy that a parameter gives is unknown', { ...to(OWN), ...point({ PublicAccessBlockConfiguration: UNBLOCKED }, { ...READ, Principal: { AWS: PARAMETER } }) }, 'unknown'],
]);

specify(DELEGATION_BOUNDED, [
  ['a policy that delegates nothing has nothing to bound', {}, 'compliant'],
  ...DELEGATIONS.map(([law, condition]): Row => [`warns of ${law}`, to(condition), ['Policy.Statement.<digest>']]),
  ...NO_DELEGATIONS.map(([law, condition]): Row => [`says nothing of what is public: ${law}`, to(condition), 'compliant']),
  ...POINTS.map(([law, change, isOpen]): Row => [`leaves what is an error to the other rule: ${law}`, change, isOpen ? 'compliant' : ['Policy.Statement.<digest>']]),
  ['a delegation for an organization is bounded', to({ StringEquals: { ...OWN.StringEquals, 'aws:PrincipalOrgID': 'o-aaaaaaaaaa' } }), 'compliant'],
  ['a delegation for the principals of an account is bounded', to(OWN, { Principal: { AWS: ACCOUNT } }), 'compliant'],
  ['a delegation beside a Deny of strangers is bounded', {
    ...to(OWN), 'Policy.Properties.PolicyDocument.Statement.6': { ...OPEN, Effect: 'Deny', Action: 's3:*', Condition: { StringNotEquals: { 'aws:PrincipalOrgID': 'o-aaaaaaaaaa' } } },
  }, 'compliant'],
]);

specify(NO_FOREIGN_ADMINISTRATION, [
  ['what is delegated to the same account is no administration', to(OWN), 'compliant'],
  ['fails for what is delegated to nobody', to({ StringEqualsIfExists: OWN.StringEquals }), ['Administration']],
]);

specify(NO_WILDCARD_ACTION_FOR_EVERYONE, [
  ['a wildcard of actions is what AWS delegates with', to(OWN), 'compliant'],
  ['fails for a wildcard that is delegated to nobody', to({ StringEqualsIfExists: OWN.StringEquals }), ['Policy.Statement.<digest>']],
]);

specify(GRANTS_REACH_KEY, [
  ['a delegation is no grant: whom the access points let in needs the half on the key', to(OWN), 'compliant'],
]);

test.each([
  ['the account of the stack', OWN, 'the access points of its own account decide who gets in'],
  ['another account', { StringEquals: { 's3:DataAccessPointAccount': ACCOUNT } }, `the access points of account ${ACCOUNT} decide who gets in`],
  ['two accounts', { StringEquals: { 's3:DataAccessPointAccount': [ACCOUNT, '111122223333'] } }, `the access points of accounts ${ACCOUNT} and 111122223333 decide who gets in`],
  ['one access point of the templates', { ArnEquals: { 's3:DataAccessPointArn': { 'Fn::GetAtt': ['Point', 'Arn'] } } }, 'access point <Point.Arn> decides who gets in'],
])('the warning says whose access points decide: %s', (_, condition, expected) => {
  const verdict = DELEGATION_BOUNDED.check(factsOf(changed({ ...to(condition), ...point({}) })));
  expect(verdict).toMatchObject({ violations: [{ message: expect.stringContaining(expected) }] });
});

describe('a trust zone', () => {
  const zone = (condition: object, ...accounts: string[]) => WITHIN_TRUST_ZONE.check(factsOf(changed(to(condition))), { trustZone: { accounts } });
  test.each([
    ['is unknown where access points of the same account decide', zone(OWN, '111122223333'), 'unknown'],
    ['is unknown where access points of an account inside decide', zone({ StringEquals: { 's3:DataAccessPointAccount': ACCOUNT } }, ACCOUNT), 'unknown'],
    ['fails where access points of an account outside decide', zone({ StringEquals: { 's3:DataAccessPointAccount': ACCOUNT } }, '111122223333'), 'violations'],
    ['fails where nothing is delegated', zone({ StringEqualsIfExists: { 's3:DataAccessPointAccount': ACCOUNT } }, ACCOUNT), 'violations'],
  ])('%s', (_, verdict, kind) => {
    expect(verdict.kind).toBe(kind);
  });
});

describe('a verdict that is stricter than S3\'s', () => {
  const of = (condition: object) => {
    const verdict = POLICY_NOT_PUBLIC.check(factsOf(changed(to(condition, { Action: 's3:PutObject' }))));
    return verdict.kind === 'violations' ? verdict.violations : [];
  };
  test.each([
    ['a fixed VPC endpoint', { StringEquals: { 'aws:SourceVpce': 'vpce-0123456789abcdef0' } }, 'aws:SourceVpce'],
    ['a fixed VPC', { StringEquals: { 'aws:SourceVpc': 'vpc-0123456789abcdef0' } }, 'aws:SourceVpc'],
    ['a fixed address', { IpAddress: { 'aws:SourceIp': '203.0.113.7/32' } }, 'aws:SourceIp'],
    ['a fixed key', { StringEquals: { 's3:x-amz-server-side-encryption-aws-kms-key-id': 'arn:aws:kms:us-east-1:111122223333:key/k' } }, 's3:x-amz-server-side-encryption-aws-kms-key-id'],
  ])('says so, and claims no control: %s', (_, condition, key) => {
    expect(of(condition)).toMatchObject([{ finding: 'AnyoneWrites', message: expect.stringMatching(new RegExp(`S3 does not call this public: statement 5 fixes ${key}`)), controls: {} }]);
  });

  test.each([
    ['nothing is fixed', { Bool: { 'aws:SecureTransport': 'true' } }],
    ['a fixed address is too wide', { IpAddress: { 'aws:SourceIp': '0.0.0.0/1' } }],
  ])('is S3\'s own, with its controls, where %s', (_, condition) => {
    const violations = of(condition);
    expect(violations.map(({ finding }) => withoutDigest(finding))).toEqual(['Policy.Statement.<digest>', 'AnyoneWrites']);
    expect(violations.filter(({ message }) => message.includes('S3 does not call'))).toEqual([]);
    expect(violations[1].controls).toMatchObject({ securityHub: ['S3.3'] });
  });
});
