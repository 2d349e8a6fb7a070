import * as fc from 'fast-check';
import { ACCOUNT, ChainEvaluator, PARTNER, World } from './chain-evaluator';
import { TemplateFacts } from '../../src/facts/template-facts';
import { AccessRow } from '../../src/policy/access/rows';
import { matchesStatement } from '../../src/policy/evaluate';
import { readPolicyDocument } from '../../src/policy/policy-document';
import { PolicyRequest, RequestPrincipal } from '../../src/policy/policy-request';
import { s3Public } from '../../src/policy/s3-public';
import { ChainIdentity } from '../../src/reach/access/chain-facts';
import { ConcreteNames } from '../../src/reach/concrete-names';
import { WhoCan } from '../../src/reach/who-can';
import { known } from '../../src/template/known';
import { template } from '../template/templates';

const RUNS = Number(process.env.WHO_CAN_RUNS ?? 40);
const MILLISECONDS = 60_000;

const APP = `arn:aws:iam::${ACCOUNT}:role/app`;
const JOB = `arn:aws:iam::${ACCOUNT}:role/job`;
const USER = `arn:aws:iam::${ACCOUNT}:user/ann`;
const FRIEND = `arn:aws:iam::${PARTNER}:role/friend`;
const BUCKET = 'arn:aws:s3:::data';

const document = (statements: readonly object[]) => readPolicyDocument({ Version: '2012-10-17', Statement: statements });

function asked({ bucket, identities, scps, rcps, endpoint, blocksPublic, key }: World) {
  const app = template({
    Data: {
      Type: 'AWS::S3::Bucket',
      Properties: {
        BucketName: 'data',
        PublicAccessBlockConfiguration: { BlockPublicPolicy: blocksPublic, RestrictPublicBuckets: blocksPublic, IgnorePublicAcls: true, BlockPublicAcls: true },
        ...key ? { BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: { Ref: 'Key' } } }] } } : {},
      },
    },
    ...key ? { Key: { Type: 'AWS::KMS::Key', Properties: { KeyPolicy: { Version: '2012-10-17', Statement: key } } } } : {},
    Policy: { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: { Ref: 'Data' }, PolicyDocument: { Version: '2012-10-17', Statement: bucket } } },
    ...Object.fromEntries(Object.entries(identities).filter(([arn]) => arn.includes(`:${ACCOUNT}:`)).map(([arn, { policy }], i) => [`Identity${i}`, {
      Type: arn.includes(':user/') ? 'AWS::IAM::User' : 'AWS::IAM::Role',
      Properties: {
        [arn.includes(':user/') ? 'UserName' : 'RoleName']: arn.split('/').pop()!,
        Policies: [{ PolicyName: 'p', PolicyDocument: { Version: '2012-10-17', Statement: policy } }],
      },
    }])),
  }, { id: 'app', account: ACCOUNT, region: 'us-east-1' });
  const [facts] = new TemplateFacts([app], []).buckets;
  const read: ChainIdentity[] = Object.entries(identities).map(([arn, { policy, boundary }], i) => ({
    address: { template: 'app', logicalId: `Identity${i}` },
    arn,
    account: arn.split(':')[4],
    policies: [document(policy)],
    otherPolicies: known([]),
    boundary: known(boundary && document(boundary)),
  }));
  const names = new ConcreteNames((_, logicalId) => app.resources[logicalId]?.Type, JSON.stringify([bucket, identities, scps, rcps, endpoint, key]));
  const whoCan = new WhoCan({
    identities: read,
    endpoints: endpoint ? [{ address: { template: 'app', logicalId: 'Endpoint' }, id: 'vpce-0a', policy: document(endpoint) }] : [],
    serviceControlPolicies: scps.map((scp, i) => ({ name: `SCP ${i}`, document: document(scp) })),
    resourceControlPolicies: rcps.map((rcp, i) => ({ name: `RCP ${i}`, document: document(rcp) })),
  }, names);
  return { whoCan, facts };
}

const matches = (of: { document: AccessRow['sources'][number]['document'] }, statement: AccessRow['grant'], request: PolicyRequest) => matchesStatement({ ...of.document, isIdentityPolicy: false }, statement, request) === 'yes';

function lets({ sources: [source], grant, levels, unless }: AccessRow, request: PolicyRequest): boolean {
  return matches(source, grant, request) && levels.every((level) => level.some((allow) => matches(allow, allow.statement, request)))
    && !unless.some((deny) => matches(deny, deny.statement, request));
}

const principals: readonly RequestPrincipal[] = [
  'anonymous', { AWS: APP }, { AWS: JOB }, { AWS: USER }, { AWS: FRIEND }, { AWS: `arn:aws:iam::${ACCOUNT}:role/other` }, { AWS: `arn:aws:iam::${PARTNER}:role/other` },
  { AWS: `arn:aws:iam::${ACCOUNT}:role/aws-service-role/x.amazonaws.com/AWSServiceRoleForX` }, { AWS: 'arn:aws:iam::999988887777:role/stranger' }, { Service: 'logging.s3.amazonaws.com' },
];
const routes: readonly PolicyRequest['context'][] = [
  { 'aws:SourceIp': '203.0.113.7' }, { 'aws:SourceIp': '198.51.100.7' }, { 'aws:SourceVpce': 'vpce-0a', 'aws:SourceVpc': 'vpc-0a' }, { 'aws:SourceVpce': 'vpce-0b', 'aws:SourceVpc': 'vpc-0b' },
];
const targets = [
  ['s3:GetObject', `${BUCKET}/x`], ['s3:GetObject', `${BUCKET}/secret/x`], ['s3:PutObject', `${BUCKET}/x`], ['s3:GetObjectTagging', `${BUCKET}/secret/x`], ['s3:ListBucket', BUCKET], ['s3:DeleteBucket', BUCKET],
] as const;
const REQUESTS: readonly PolicyRequest[] = principals.flatMap((principal) => routes.filter((route) => typeof principal !== 'object' || !('Service' in principal) || route['aws:SourceIp'] !== undefined)
  .flatMap((route) => ['true', 'false'].flatMap((secure) => targets.map(([action, resource]) => ({ principal, action, resource, context: { ...route, 'aws:SecureTransport': secure, 'aws:ViaAWSService': 'false' } })))));

const actions = fc.constantFrom<string | string[]>('s3:*', 's3:GetObject', 's3:Get*', ['s3:GetObject', 's3:PutObject'], 's3:ListBucket', ['s3:ListBucket', 's3:GetObject']);
const resources = fc.constantFrom<string | string[]>('*', [BUCKET, `${BUCKET}/*`], `${BUCKET}/*`, `${BUCKET}/secret/*`, BUCKET, 'arn:aws:s3:::da*');
const conditions = fc.constantFrom<object | undefined>(undefined, undefined, undefined, { Bool: { 'aws:SecureTransport': 'true' } }, { StringEquals: { 'aws:SourceVpce': 'vpce-0a' } }, { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } });
const guards = fc.constantFrom<object | undefined>(
  { Bool: { 'aws:SecureTransport': 'false' } }, { StringNotEquals: { 'aws:SourceVpce': 'vpce-0a' } }, { StringNotEquals: { 'aws:SourceVpce': 'vpce-0a' }, ArnNotEquals: { 'aws:PrincipalArn': APP } }, { NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' } },
);
const statement = (Effect: 'Allow' | 'Deny', more: fc.Arbitrary<object>) => fc.record({ Action: actions, Resource: resources, more, when: Effect === 'Allow' ? conditions : guards })
  .map(({ Action, Resource, more: parts, when }) => ({ Effect, Action, Resource, ...parts, ...when ? { Condition: when } : {} }));
const none = fc.constant({});
const everyone = fc.constant({ Principal: '*' });
const principal = fc.constantFrom<object>(
  { Principal: '*' }, { Principal: { AWS: APP } }, { Principal: { AWS: USER } }, { Principal: { AWS: FRIEND } }, { Principal: { AWS: PARTNER } }, { Principal: { AWS: ACCOUNT } },
  { Principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/other` } }, { Principal: { Service: 'logging.s3.amazonaws.com' } },
);
const listOf = (allows: number, denies: number, by: fc.Arbitrary<object>, denied: fc.Arbitrary<object> = by) => fc.tuple(fc.array(statement('Allow', by), { maxLength: allows, minLength: allows > 0 ? 1 : 0 }), fc.array(statement('Deny', denied), { maxLength: denies }))
  .map(([a, d]) => [...a, ...d]);
const keyStatements = fc.subarray<object>([
  { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: 'kms:*', Resource: '*' },
  { Effect: 'Allow', Principal: { AWS: APP }, Action: 'kms:Decrypt', Resource: '*' },
  { Effect: 'Allow', Principal: { AWS: FRIEND }, Action: ['kms:Decrypt', 'kms:GenerateDataKey*'], Resource: '*' },
  { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/other` }, Action: 'kms:*', Resource: '*' },
], { minLength: 1 });
const onKey = fc.constantFrom<object[]>([], [{ Effect: 'Allow', Action: 'kms:Decrypt', Resource: '*' }], [{ Effect: 'Allow', Action: 'kms:*', Resource: '*' }]);
const identity = fc.record({ policy: listOf(2, 1, none), key: onKey, boundary: fc.option(listOf(1, 1, none), { nil: undefined, freq: 2 }) })
  .map(({ policy, key, boundary }) => ({ policy: [...policy, ...key], ...boundary ? { boundary } : {} }));
const some = <T>(of: fc.Arbitrary<T>, most: number) => fc.array(of, { maxLength: most });

const worlds: fc.Arbitrary<World> = fc.record({
  bucket: listOf(3, 1, principal, everyone),
  identities: fc.record({ [APP]: identity, [USER]: identity, [FRIEND]: identity, [JOB]: identity }, { requiredKeys: [] }),
  scps: some(listOf(1, 1, none), 1),
  rcps: some(listOf(0, 1, everyone).filter((statements) => statements.length > 0), 1),
  endpoint: fc.option(listOf(1, 1, everyone), { nil: undefined, freq: 2 }),
  blocksPublic: fc.boolean(),
  key: fc.option(keyStatements, { nil: undefined, freq: 2 }),
});

function check(law: (world: World, rows: readonly AccessRow[], evaluator: ChainEvaluator) => void) {
  fc.assert(fc.property(worlds, (world) => {
    const { whoCan, facts } = asked(world);
    law(world, whoCan.rowsOf(facts, { milliseconds: MILLISECONDS }), new ChainEvaluator(world, (policy) => s3Public(policy).verdict === 'public'));
  }), { numRuns: RUNS });
}

describe('of the chain of any policies', () => {
  test('the rows together allow exactly what it allows', () => {
    check((_, rows, evaluator) => {
      for (const request of REQUESTS) {
        const allowed = evaluator.allows(request);
        const row = rows.find((one) => lets(one, request));
        expect({ request, allowed: row !== undefined, by: row && { ...row, sources: undefined } }).toMatchObject({ allowed });
      }
    });
  });

  test('dropping any row loses a request: its witness', () => {
    check((_, rows, evaluator) => {
      for (const row of rows.filter(({ certainty }) => certainty === 'certain')) {
        expect({ witness: row.witness, allowed: evaluator.allows(row.witness!) }).toMatchObject({ allowed: true });
        expect(rows.filter((other) => lets(other, row.witness!))).toEqual([row]);
      }
    });
  });
});

