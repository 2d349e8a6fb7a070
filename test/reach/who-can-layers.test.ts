import { TemplateFacts } from '../../src/facts/template-facts';
import { readPolicyDocument } from '../../src/policy/policy-document';
import { readChain } from '../../src/reach/access/read-chain';
import { ConcreteNames } from '../../src/reach/concrete-names';
import { WhoCan } from '../../src/reach/who-can';
import { template } from '../template/templates';

const ACCOUNT = '111122223333';
const OBJECTS = 'arn:aws:s3:::data/*';
const ALL_OFF = { BlockPublicAcls: false, IgnorePublicAcls: false, BlockPublicPolicy: false, RestrictPublicBuckets: false };

function bucket(properties: object = {}) {
  return { Data: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'data', ...properties } } };
}

function policy(...Statement: object[]) {
  return { Policy: { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: { Ref: 'Data' }, PolicyDocument: { Version: '2012-10-17', Statement } } } };
}

function role(...statements: object[]) {
  return { Type: 'AWS::IAM::Role', Properties: { RoleName: 'app', AssumeRolePolicyDocument: {}, Policies: [{ PolicyName: 'p', PolicyDocument: { Version: '2012-10-17', Statement: statements } }] } };
}

const allow = (who: object | '*' | undefined, what: string | string[], where: string | string[] = OBJECTS, when?: object) => ({ Effect: 'Allow', ...who ? { Principal: who } : {}, Action: what, Resource: where, ...when ? { Condition: when } : {} });

const POINT = `arn:aws:s3:us-east-1:${ACCOUNT}:accesspoint/reports`;
const accessPoint = (...Statement: object[]) => ({ Point: { Type: 'AWS::S3::AccessPoint', Properties: { Bucket: { Ref: 'Data' }, Name: 'reports', Policy: { Version: '2012-10-17', Statement } } } });
const delegation = allow('*', '*', ['arn:aws:s3:::data', OBJECTS], { StringEquals: { 's3:DataAccessPointAccount': ACCOUNT } });

const GLOBAL = { 'Fn::Sub': 'arn:aws:s3::${AWS::AccountId}:accesspoint/${Global.Alias}' } as unknown as string;
const IN_GLOBAL = { 'Fn::Sub': 'arn:aws:s3::${AWS::AccountId}:accesspoint/${Global.Alias}/object/*' } as unknown as string;
const toGlobal = allow('*', '*', ['arn:aws:s3:::data', OBJECTS], { StringEquals: { 's3:DataAccessPointArn': GLOBAL } });
const globalPoint = (more: object, ...Statement: object[]) => ({
  Global: { Type: 'AWS::S3::MultiRegionAccessPoint', Properties: { Regions: [{ Bucket: { Ref: 'Data' } }], ...more } },
  GlobalPolicy: { Type: 'AWS::S3::MultiRegionAccessPointPolicy', Properties: { MrapName: { Ref: 'Global' }, Policy: { Version: '2012-10-17', Statement } } },
});

interface Given {
  readonly scp?: object[];
  readonly parameters?: Record<string, object>;
  readonly action?: string;
}

function answerFor(resources: Record<string, object>, { scp = [], parameters = {}, action }: Given = {}) {
  const app = template(resources as never, { id: 'app', account: ACCOUNT, region: 'us-east-1', parameters: parameters as never });
  const read = new TemplateFacts([app], []);
  const names = new ConcreteNames((_, logicalId) => app.resources[logicalId]?.Type, JSON.stringify(resources));
  const serviceControlPolicies = scp.length === 0 ? [] : [{ name: 'SCP', document: readPolicyDocument({ Version: '2012-10-17', Statement: scp }) }];
  return new WhoCan({ ...readChain(read), serviceControlPolicies, resourceControlPolicies: [] }, names).of(read.buckets[0], { milliseconds: 60_000, action }).rows;
}

const rows = (resources: Record<string, object>) => answerFor(resources).map(({ principal, actions, objects, certainty }) => [principal, actions.join(' '), objects.join(' '), certainty]);

test.each<[string, Record<string, object>, string[][]]>([
  ['nobody, without any policy', bucket(), []],
  ['anyone, where Block Public Access is off', { ...bucket({ PublicAccessBlockConfiguration: ALL_OFF }), ...policy(allow('*', 's3:GetObject')) }, [['anyone', 's3:GetObject', OBJECTS, 'certain']]],
  ['the same account alone, where it is on and the policy public', { ...bucket(), ...policy(allow('*', 's3:GetObject'), allow({ AWS: '444455556666' }, 's3:PutObject')) },
    [[`anyone in account ${ACCOUNT}`, 's3:GetObject', OBJECTS, 'certain'], ['AWS services', 's3:GetObject', OBJECTS, 'certain']]],
  ['everyone that an ACL lists keys to', bucket({ AccessControl: 'PublicRead', PublicAccessBlockConfiguration: ALL_OFF, OwnershipControls: { Rules: [{ ObjectOwnership: 'ObjectWriter' }] } }),
    [['anyone', 's3:ListBucket s3:ListBucketVersions s3:ListBucketMultipartUploads', 'arn:aws:s3:::data', 'certain']]],
  ['nobody, where ACLs that are public are ignored', bucket({ AccessControl: 'PublicRead', OwnershipControls: { Rules: [{ ObjectOwnership: 'ObjectWriter' }] } }), []],
  ['whom an access point allows, of what the bucket policy leaves to it', {
    ...bucket(), ...policy(delegation), ...accessPoint(allow({ AWS: '444455556666' }, 's3:GetObject', `${POINT}/object/a/*`)),
  }, [['anyone in account 444455556666', 's3:GetObject', 'arn:aws:s3:::data/a/*', 'certain']]],
  ['nothing that an access point denies', {
    ...bucket(), ...policy(delegation), ...accessPoint(allow({ AWS: '444455556666' }, 's3:*', `${POINT}/object/*`), { ...allow('*', ['s3:Delete*', 's3:Put*', 's3:List*', 's3:Re*', 's3:A*', 's3:B*', 's3:U*', 's3:O*', 's3:I*', 's3:T*'], `${POINT}/object/*`), Effect: 'Deny' }),
  }, [['anyone in account 444455556666', 's3:Get*', OBJECTS, 'certain']]],
  ['nobody by an access point to which nothing is left', { ...bucket(), ...accessPoint(allow({ AWS: '444455556666' }, 's3:GetObject', `${POINT}/object/a/*`)) }, []],
  ['whom a multi-Region access point allows, of what the bucket policy leaves to it', {
    ...bucket(), ...policy(toGlobal), ...globalPoint({}, allow({ AWS: '444455556666' }, 's3:GetObject', IN_GLOBAL)),
  }, [['anyone in account 444455556666', 's3:GetObject', OBJECTS, 'certain']]],
  ['nobody by one to which nothing is left', { ...bucket(), ...globalPoint({}, allow({ AWS: '444455556666' }, 's3:GetObject', IN_GLOBAL)) }, []],
  ['nobody of another account by one that blocks public access', { ...bucket(), ...policy(toGlobal), ...globalPoint({}, allow('*', 's3:GetObject', IN_GLOBAL)) },
    [[`anyone in account ${ACCOUNT}`, 's3:GetObject', OBJECTS, 'certain']]],
  ['anyone who signs by one that does not', { ...bucket(), ...policy(toGlobal), ...globalPoint({ PublicAccessBlockConfiguration: ALL_OFF }, allow('*', 's3:GetObject', IN_GLOBAL)) },
    [['any AWS account', 's3:GetObject', OBJECTS, 'certain']]],
  ['perhaps whom it allows, where it may route to another bucket', {
    ...bucket(), ...policy(toGlobal), ...globalPoint({ Regions: [{ Bucket: { Ref: 'Data' } }, { Bucket: 'other' }] }, allow({ AWS: '444455556666' }, 's3:GetObject', IN_GLOBAL)),
  }, [['anyone in account 444455556666', 's3:GetObject', OBJECTS, 'unknown']]],
  ['nothing that it denies', {
    ...bucket(), ...policy(toGlobal), ...globalPoint({}, allow({ AWS: '444455556666' }, ['s3:GetObject', 's3:PutObject'], IN_GLOBAL), { ...allow('*', 's3:PutObject', IN_GLOBAL), Effect: 'Deny' }),
  }, [['anyone in account 444455556666', 's3:GetObject', OBJECTS, 'certain']]],
  ['a role by its own policy, and not the account that the bucket policy names', { ...bucket(), ...policy(allow({ AWS: ACCOUNT }, 's3:*')), Role: role(allow(undefined, 's3:GetObject', '*')) },
    [[`arn:aws:iam::${ACCOUNT}:role/app`, 's3:GetObject', OBJECTS, 'certain']]],
  ['a role whose boundary is elsewhere as not known', {
    ...bucket(), Role: { ...role(allow(undefined, 's3:GetObject', '*')), Properties: { ...role(allow(undefined, 's3:GetObject', '*')).Properties, PermissionsBoundary: 'arn:aws:iam::111122223333:policy/b' } },
  }, [[`arn:aws:iam::${ACCOUNT}:role/app`, 's3:GetObject', OBJECTS, 'unknown']]],
  ['a session past the boundary of its role', {
    ...bucket(),
    ...policy(allow({ AWS: `arn:aws:sts::${ACCOUNT}:assumed-role/app/s` }, 's3:GetObject'), allow({ AWS: `arn:aws:iam::${ACCOUNT}:role/app` }, 's3:PutObject')),
    Boundary: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: { Version: '2012-10-17', Statement: [allow(undefined, 'sqs:*', '*')] } } },
    Role: { ...role(), Properties: { ...role().Properties, PermissionsBoundary: { Ref: 'Boundary' } } },
  }, [[`arn:aws:sts::${ACCOUNT}:assumed-role/app/s`, 's3:GetObject', OBJECTS, 'certain']]],
])('lists %s', (_, resources, expected) => {
  expect(rows(resources)).toEqual(expected);
});

const ROLE_ARN = `arn:aws:iam::${ACCOUNT}:role/app`;
const OPS = `arn:aws:iam::${ACCOUNT}:role/ops`;
const COMPANY = 'arn:aws:iam::111122223333:policy/company';
const withPolicies = (policies: unknown[], more: object = {}, ...statements: object[]) => (
  { ...role(...statements), Properties: { ...role(...statements).Properties, ManagedPolicyArns: policies, ...more } });
const deny = (what: string, where: string | string[], when?: object) => ({ ...allow('*', what, where, when), Effect: 'Deny' });
const EVERYTHING = ['arn:aws:s3:::data', OBJECTS];
const NOT_HERE = `role Role: managed policy ${COMPANY} is not in the templates`;
const SSE_KMS = bucket({ BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: { Ref: 'Key' } } }] } });
const key = (...Statement: object[]) => ({ Key: { Type: 'AWS::KMS::Key', Properties: { KeyPolicy: { Version: '2012-10-17', Statement } } } });
const boundary = (...Statement: object[]) => ({ Boundary: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: { Version: '2012-10-17', Statement } } } });

describe('what a policy that is not in the templates may allow is one row that is not decided', () => {
  test.each<{ name: string; resources: Record<string, object>; expected: string[][] } & Given>([
    { name: 'of a managed policy', resources: { ...bucket(), Role: withPolicies([COMPANY]) }, expected: [[ROLE_ARN, 's3:*', NOT_HERE]] },
    { name: 'besides what is certain', resources: { ...bucket(), Role: withPolicies([COMPANY], {}, allow(undefined, 's3:GetObject', '*')) }, expected: [[ROLE_ARN, 's3:GetObject', ''], [ROLE_ARN, 's3:*', NOT_HERE]] },
    { name: 'none, where nothing more is left', resources: { ...bucket(), Role: withPolicies([COMPANY], {}, allow(undefined, 's3:*', '*')) }, expected: [[ROLE_ARN, 's3:*', '']] },
    { name: 'none, of a policy that is known', resources: { ...bucket(), Role: withPolicies(['arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole']) }, expected: [] },
    { name: 'none, where the bucket policy denies it', resources: { ...bucket(), ...policy(deny('s3:*', EVERYTHING, { ArnEquals: { 'aws:PrincipalArn': ROLE_ARN } })), Role: withPolicies([COMPANY]) }, expected: [] },
    { name: 'of what the bucket policy leaves', resources: { ...bucket(), ...policy(deny('s3:*', OBJECTS)), Role: withPolicies([COMPANY], {}) }, expected: [[ROLE_ARN, 's3:*', NOT_HERE]] },
    { name: 'none, where its permissions boundary does not let it', resources: { ...bucket(), ...boundary(allow(undefined, 'sqs:*', '*')), Role: withPolicies([COMPANY], { PermissionsBoundary: { Ref: 'Boundary' } }) }, expected: [] },
    { name: 'none, where a service control policy does not', resources: { ...bucket(), Role: withPolicies([COMPANY]) }, scp: [allow(undefined, 'sqs:*', '*')], expected: [] },
    { name: 'none, where its own policy denies it', resources: { ...bucket(), Role: withPolicies([COMPANY], {}, { Effect: 'Deny', Action: 's3:*', Resource: '*' }) }, expected: [] },
    {
      name: 'with the key, where the key policy leaves it to the account',
      resources: { ...SSE_KMS, ...key({ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: 'kms:*', Resource: '*' }), Role: withPolicies([COMPANY]) },
      action: 's3:GetObject',
      expected: [[ROLE_ARN, 's3:*', NOT_HERE]],
    },
    {
      name: 'none of reading, where the key policy is for others',
      resources: { ...SSE_KMS, ...key({ Effect: 'Allow', Principal: { AWS: OPS }, Action: 'kms:*', Resource: '*' }), Role: withPolicies([COMPANY]) },
      action: 's3:GetObject',
      expected: [],
    },
    {
      name: 'of a role that the bucket policy names',
      resources: { ...bucket(), ...policy(allow({ AWS: OPS }, 's3:GetObject')) },
      expected: [[OPS, 's3:GetObject', ''], [OPS, 's3:*', `role ${OPS}: its policies are not in the templates`]],
    },
    { name: 'none of a role of another account', resources: { ...bucket(), ...policy(allow({ AWS: 'arn:aws:iam::444455556666:role/ops' }, 's3:GetObject')) }, expected: [['arn:aws:iam::444455556666:role/ops', 's3:GetObject', '']] },
    {
      name: 'of a role that is not in the templates and has a policy of them',
      resources: { ...bucket(), Attached: { Type: 'AWS::IAM::Policy', Properties: { PolicyName: 'p', Roles: ['ops'], PolicyDocument: { Version: '2012-10-17', Statement: [allow(undefined, 's3:GetObject', '*')] } } } },
      expected: [[OPS, 's3:GetObject', ''], [OPS, 's3:*', `role ${OPS}: its other policies are not in the templates`]],
    },
    {
      name: 'of a policy that may be attached to it, by a parameter',
      resources: { ...bucket(), Role: role(allow(undefined, 's3:GetObject', '*')), Attached: { Type: 'AWS::IAM::Policy', Properties: { PolicyName: 'p', Roles: { Ref: 'Names' }, PolicyDocument: { Version: '2012-10-17', Statement: [allow(undefined, 's3:*', '*')] } } } },
      parameters: { Names: { Type: 'CommaDelimitedList' } },
      expected: [[ROLE_ARN, 's3:*', 'role Role: a policy document is an object, not a value that is not known (whom Attached is attached to is decided at deployment)']],
    },
    {
      name: 'of a role that a function runs as',
      resources: { ...bucket(), Worker: { Type: 'AWS::Lambda::Function', Properties: { Role: OPS } } },
      expected: [[OPS, 's3:*', `role ${OPS}: its policies are not in the templates`]],
    },
  ])('$name', ({ resources, expected, ...given }) => {
    const found = answerFor(resources, given);
    expect(found.map(({ principal, actions, reason }) => [principal, actions.join(' '), reason ?? ''])).toEqual(expected);
    expect(found.filter(({ certainty, witness, reason }) => (certainty === 'unknown') !== (reason !== null) || (certainty === 'unknown' && witness !== null))).toEqual([]);
  });
});
