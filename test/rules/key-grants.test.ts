import { RegionInfo } from 'aws-cdk-lib/region-info';
import { Change, changed, factsOf, PARAMETER, Row, specify } from './hardened-template';
import { GRANTS_REACH_KEY, missingFromKeyElsewhere } from '../../src/rules/key-grants';
import { LOAD_BALANCER_ACCOUNTS } from '../../src/rules/load-balancer-accounts';

const STATEMENT = 'Policy.Properties.PolicyDocument.Statement.5';
const KEY_POLICY = 'Key.Properties.KeyPolicy';
const ENCRYPTION = 'Bucket.Properties.BucketEncryption.ServerSideEncryptionConfiguration.0';
const KEY_ID = `${ENCRYPTION}.ServerSideEncryptionByDefault.KMSMasterKeyID`;
const OBJECTS = { 'Fn::Sub': '${Bucket.Arn}/*' };
const BUCKET = { 'Fn::GetAtt': ['Bucket', 'Arn'] };
const KEY = { 'Fn::GetAtt': ['Key', 'Arn'] };
const ROLE = { 'Fn::GetAtt': ['Role', 'Arn'] };
const ACCOUNT = { Ref: 'AWS::AccountId' };
const OWN_ROOT = { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root' };
const PARTNER = { AWS: '444455556666' };
const DELIVERY = { Service: 'delivery.logs.amazonaws.com' };
const CLOUDFRONT = { Service: 'cloudfront.amazonaws.com' };
const DISTRIBUTION = { 'Fn::Sub': 'arn:${AWS::Partition}:cloudfront::${AWS::AccountId}:distribution/${Distribution}' };

function allow(Principal: unknown, Action: unknown, Condition?: object, Resource: unknown = OBJECTS): object {
  return { Effect: 'Allow', Principal, Action, Resource, Condition };
}

/** A key policy that lets the account decide, and these statements. */
function keyPolicy(...statements: object[]): object {
  return { Version: '2012-10-17', Statement: [allow({ AWS: OWN_ROOT }, 'kms:*', undefined, '*'), ...statements] };
}

function onKey(Principal: unknown, Action: unknown, Condition?: object): object {
  return allow(Principal, Action, Condition, '*');
}

const WRITE = ['kms:Decrypt', 'kms:GenerateDataKey*'];
const FOUND = ['Policy.Statement.<digest>'];

/** The bucket policy allows this, and the key policy that. */
function halves(law: string, statement: object, onTheKey: object[], verdict: Row[2], change: Change = {}): Row {
  return [law, { [STATEMENT]: statement, [KEY_POLICY]: keyPolicy(...onTheKey), Distribution: { Type: 'AWS::CloudFront::Distribution' }, ...change }, verdict];
}

const own = (more: object = {}) => ({ StringEquals: { 'aws:SourceAccount': ACCOUNT }, ...more });
const forAccounts = (...accounts: unknown[]) => ({ StringEquals: { 'aws:SourceAccount': accounts } });

specify(GRANTS_REACH_KEY, [
  ['a bucket that grants nothing has nothing to prove', {}, 'compliant'],
  ['a bucket with SSE-S3 has no key', { [`${ENCRYPTION}.ServerSideEncryptionByDefault`]: { SSEAlgorithm: 'AES256' }, [STATEMENT]: allow(PARTNER, 's3:GetObject') }, 'notApplicable'],

  halves('fails for a partner without the key', allow(PARTNER, 's3:GetObject'), [], FOUND),
  halves('a partner with the key', allow(PARTNER, 's3:GetObject'), [onKey(PARTNER, 'kms:Decrypt')], 'compliant'),
  halves('a partner whose key half is written as an ARN', allow(PARTNER, 's3:GetObject'), [onKey({ AWS: 'arn:aws:iam::444455556666:root' }, 'kms:Decrypt')], 'compliant'),
  halves('fails for a partner who may encrypt and reads', allow(PARTNER, 's3:GetObject'), [onKey(PARTNER, 'kms:GenerateDataKey*')], FOUND),
  halves('fails for a partner who may decrypt and writes', allow(PARTNER, 's3:PutObject'), [onKey(PARTNER, 'kms:Decrypt')], FOUND),
  halves('a partner who may encrypt and writes', allow(PARTNER, 's3:PutObject'), [onKey(PARTNER, 'kms:GenerateDataKey')], 'compliant'),
  halves('fails for a partner who may encrypt and uploads in parts', allow(PARTNER, ['s3:PutObject', 's3:ListMultipartUploadParts']), [onKey(PARTNER, 'kms:GenerateDataKey')], FOUND),
  halves('listing takes no key', allow(PARTNER, 's3:ListBucket', undefined, BUCKET), [], 'compliant'),
  halves('deleting takes no key', allow(PARTNER, 's3:DeleteObject'), [], 'compliant'),
  halves('fails for each of two partners alone', allow({ AWS: ['444455556666', '555566667777'] }, 's3:GetObject'), [onKey(PARTNER, 'kms:Decrypt')], FOUND),
  halves('fails for a key half of a role where the account is granted', allow(PARTNER, 's3:GetObject'), [onKey({ AWS: 'arn:aws:iam::444455556666:role/Reader' }, 'kms:Decrypt')], FOUND),
  halves('a key half of the account where a role is granted', allow({ AWS: 'arn:aws:iam::444455556666:role/Reader' }, 's3:GetObject'), [onKey(PARTNER, 'kms:Decrypt')], 'compliant'),
  halves('fails for a key half that is denied', allow(PARTNER, 's3:GetObject'), [onKey(PARTNER, 'kms:Decrypt'), { ...onKey('*', 'kms:Decrypt', { StringNotEquals: { 'aws:PrincipalAccount': ACCOUNT } }), Effect: 'Deny' }], FOUND),
  halves('what the bucket policy denies needs no key', allow(PARTNER, 's3:GetObject'), [], 'compliant', {
    'Policy.Properties.PolicyDocument.Statement.6': { Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: [BUCKET, OBJECTS], Condition: { StringNotEquals: { 'aws:PrincipalAccount': ACCOUNT } } },
  }),
  halves('an organization has its half', allow('*', 's3:GetObject', { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } }), [onKey('*', 'kms:Decrypt', { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } })], 'compliant'),
  halves('fails for an organization without its half', allow('*', 's3:GetObject', { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } }), [], FOUND),
  halves('fails for a part of an organization', allow('*', 's3:GetObject', { StringEquals: { 'aws:PrincipalOrgID': ['o-a1b2c3d4e5', 'o-zzzzzzzzzz'] } }), [onKey('*', 'kms:Decrypt', { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } })], FOUND),
  halves('whether a partner is in the organization that the key asks for is unknown', allow(PARTNER, 's3:GetObject'), [onKey('*', 'kms:Decrypt', { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } })], 'unknown'),
  halves('what a parameter grants is unknown', allow(PARTNER, PARAMETER), [], 'unknown'),
  halves('to whom a parameter gives the key is unknown', allow(PARTNER, 's3:GetObject'), [onKey({ AWS: PARAMETER }, 'kms:Decrypt')], 'unknown'),
  halves('the same account has its half by the usual key policy', allow({ AWS: OWN_ROOT }, 's3:GetObject'), [], 'compliant'),
  ['a key without a policy lets its account decide', { [STATEMENT]: allow({ AWS: OWN_ROOT }, 's3:GetObject') }, 'compliant'],
  ['fails for the same account where the key policy does not let it decide', {
    [STATEMENT]: allow({ AWS: OWN_ROOT }, 's3:GetObject'), [KEY_POLICY]: { Statement: onKey({ AWS: { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:role/admin' } }, 'kms:*') },
  }, FOUND],

  halves('a key that is used through S3 alone', allow(PARTNER, 's3:GetObject'), [onKey(PARTNER, 'kms:Decrypt', { StringEquals: { 'kms:ViaService': { 'Fn::Sub': 's3.${AWS::Region}.amazonaws.com' } } })], 'compliant'),
  halves('a key that is used through S3 anywhere', allow(PARTNER, 's3:GetObject'), [onKey(PARTNER, 'kms:Decrypt', { StringLike: { 'kms:ViaService': 's3.*.amazonaws.com' } })], 'compliant'),
  halves('fails for a key that is used through another service', allow(PARTNER, 's3:GetObject'), [onKey(PARTNER, 'kms:Decrypt', { StringEquals: { 'kms:ViaService': { 'Fn::Sub': 'sqs.${AWS::Region}.amazonaws.com' } } })], FOUND),
  halves('a key of a Region that is named, where the Region is not decided, is unknown', allow(PARTNER, 's3:GetObject'), [onKey(PARTNER, 'kms:Decrypt', { StringEquals: { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' } })], 'unknown'),
  halves('a key for callers of the account', allow(PARTNER, 's3:GetObject'), [onKey('*', 'kms:Decrypt', { StringEquals: { 'kms:CallerAccount': '444455556666' } })], 'compliant'),
  halves('fails for a key for callers of another account', allow(PARTNER, 's3:GetObject'), [onKey('*', 'kms:Decrypt', { StringEquals: { 'kms:CallerAccount': '555566667777' } })], FOUND),
  halves('a key with the bucket as its encryption context, and an S3 Bucket Key', allow(PARTNER, 's3:GetObject'), [onKey(PARTNER, 'kms:Decrypt', { StringEquals: { 'kms:EncryptionContext:aws:s3:arn': BUCKET } })], 'compliant'),
  halves('fails for the objects as encryption context with an S3 Bucket Key', allow(PARTNER, 's3:GetObject'), [onKey(PARTNER, 'kms:Decrypt', { StringLike: { 'kms:EncryptionContext:aws:s3:arn': OBJECTS } })], FOUND),
  halves('the objects as encryption context without an S3 Bucket Key', allow(PARTNER, 's3:GetObject'), [onKey(PARTNER, 'kms:Decrypt', { StringLike: { 'kms:EncryptionContext:aws:s3:arn': OBJECTS } })], 'compliant', { [`${ENCRYPTION}.BucketKeyEnabled`]: false }),
  halves('fails for the bucket as encryption context without an S3 Bucket Key', allow(PARTNER, 's3:GetObject'), [onKey(PARTNER, 'kms:Decrypt', { StringEquals: { 'kms:EncryptionContext:aws:s3:arn': BUCKET } })], FOUND, { [`${ENCRYPTION}.BucketKeyEnabled`]: false }),
  halves('either as encryption context, whether or not there is an S3 Bucket Key', allow(PARTNER, 's3:GetObject'), [onKey(PARTNER, 'kms:Decrypt', { StringLike: { 'kms:EncryptionContext:aws:s3:arn': [BUCKET, OBJECTS] } })], 'compliant', { [`${ENCRYPTION}.BucketKeyEnabled`]: PARAMETER }),
  halves('the network that KMS sees is not that of the caller, so a key for it is unknown', allow(PARTNER, 's3:GetObject', { StringEquals: { 'aws:SourceVpce': 'vpce-0123456789abcdef0' } }), [onKey(PARTNER, 'kms:Decrypt', { StringEquals: { 'aws:SourceVpce': 'vpce-0123456789abcdef0' } })], 'unknown'),

  halves('fails for flow logs without the key', allow(DELIVERY, 's3:PutObject', own()), [], FOUND),
  halves('flow logs with the key, as AWS documents it', allow(DELIVERY, 's3:PutObject', own({ ArnLike: { 'aws:SourceArn': { 'Fn::Sub': 'arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:*' } } })), [
    onKey(DELIVERY, ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey'], own({ ArnLike: { 'aws:SourceArn': { 'Fn::Sub': 'arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:*' } } })),
  ], 'compliant'),
  halves('a key half without the source', allow(DELIVERY, 's3:PutObject', own()), [onKey(DELIVERY, WRITE)], 'compliant'),
  halves('fails for flow logs that may not decrypt, because they are uploaded in parts', allow(DELIVERY, 's3:PutObject', own()), [onKey(DELIVERY, 'kms:GenerateDataKey*')], FOUND),
  halves('a key half that narrows the source within the account, where the bucket policy names the account', allow(DELIVERY, 's3:PutObject', own()), [
    onKey(DELIVERY, WRITE, { ArnLike: { 'aws:SourceArn': { 'Fn::Sub': 'arn:${AWS::Partition}:logs:*:${AWS::AccountId}:*' } } }),
  ], 'compliant'),
  halves('a service that may act for anyone is meant for the same account', allow(DELIVERY, 's3:PutObject', { StringEquals: { 's3:x-amz-acl': 'bucket-owner-full-control' } }), [onKey(DELIVERY, WRITE, own())], 'compliant'),
  halves('fails for a service that may act for anyone where the key has another account', allow(DELIVERY, 's3:PutObject'), [onKey(DELIVERY, WRITE, forAccounts('444455556666'))], FOUND),
  halves('both accounts have their half', allow(DELIVERY, 's3:PutObject', forAccounts(ACCOUNT, '444455556666')), [onKey(DELIVERY, WRITE, forAccounts('444455556666', ACCOUNT))], 'compliant'),
  halves('fails for one of two accounts', allow(DELIVERY, 's3:PutObject', forAccounts(ACCOUNT, '444455556666')), [onKey(DELIVERY, WRITE, own())], FOUND),
  halves('fails for one of two accounts that the key names by ARNs', allow(DELIVERY, 's3:PutObject', forAccounts(ACCOUNT, '444455556666')), [onKey(DELIVERY, WRITE, { ArnLike: { 'aws:SourceArn': 'arn:aws:logs:*:444455556666:*' } })], FOUND),
  halves('fails for one of two source ARNs', allow(CLOUDFRONT, 's3:GetObject', { StringEquals: { 'aws:SourceArn': [DISTRIBUTION, 'arn:aws:cloudfront::444455556666:distribution/E2'] } }), [onKey(CLOUDFRONT, 'kms:Decrypt', { StringEquals: { 'aws:SourceArn': DISTRIBUTION } })], FOUND),
  halves('fails for another service', allow(DELIVERY, 's3:PutObject', own()), [onKey({ Service: 'logs.amazonaws.com' }, WRITE, own())], FOUND),
  halves('an inventory of another bucket', allow({ Service: 's3.amazonaws.com' }, 's3:PutObject', { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::source' } }), [onKey({ Service: 's3.amazonaws.com' }, 'kms:GenerateDataKey*', own())], 'compliant'),
  halves('fails for an inventory without the key', allow({ Service: 's3.amazonaws.com' }, 's3:PutObject', { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::source' } }), [], FOUND),
  halves('fails for CloudTrail without the key', allow({ Service: 'cloudtrail.amazonaws.com' }, 's3:PutObject', own()), [], FOUND),
  halves('through which service a service comes is unknown', allow(DELIVERY, 's3:PutObject', own()), [onKey(DELIVERY, WRITE, { StringLike: { 'kms:ViaService': 's3.*.amazonaws.com' } })], 'unknown'),

  halves('a distribution with origin access control', allow(CLOUDFRONT, 's3:GetObject', { StringEquals: { 'aws:SourceArn': DISTRIBUTION } }), [onKey(CLOUDFRONT, 'kms:Decrypt', { StringEquals: { 'aws:SourceArn': DISTRIBUTION } })], 'compliant'),
  halves('a distribution that the key names by a wildcard, as CDK does', allow(CLOUDFRONT, 's3:GetObject', { StringEquals: { 'aws:SourceArn': DISTRIBUTION } }), [
    onKey(CLOUDFRONT, 'kms:Decrypt', { StringLike: { 'aws:SourceArn': { 'Fn::Sub': 'arn:${AWS::Partition}:cloudfront::${AWS::AccountId}:distribution/*' } } }),
  ], 'compliant'),
  halves('fails for a distribution without the key', allow(CLOUDFRONT, 's3:GetObject', { StringEquals: { 'aws:SourceArn': DISTRIBUTION } }), [], FOUND),
  halves('fails for an origin access identity, whatever the key says', allow({ CanonicalUser: { 'Fn::GetAtt': ['Oai', 'S3CanonicalUserId'] } }, 's3:GetObject'), [onKey('*', 'kms:Decrypt')], FOUND, {
    Oai: { Type: 'AWS::CloudFront::CloudFrontOriginAccessIdentity', Properties: {} },
  }),
  halves('fails for an origin access identity by its ARN', allow({ AWS: 'arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1' }, 's3:GetObject'), [onKey('*', 'kms:Decrypt')], FOUND),
  halves('Elastic Load Balancing has no half, because it cannot write here at all', allow({ AWS: '127311923021' }, 's3:PutObject'), [], 'compliant'),
]);

const TRUST = { AssumeRolePolicyDocument: { Statement: { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' } } };

function policyOf(Statement: unknown, Roles: unknown[] = [{ Ref: 'Role' }]) {
  return { Type: 'AWS::IAM::Policy', Properties: { Roles, PolicyDocument: { Version: '2012-10-17', Statement } } };
}

const READ = { Effect: 'Allow', Action: ['s3:GetObject*', 's3:GetBucket*', 's3:List*'], Resource: [BUCKET, OBJECTS] };
const DECRYPT = { Effect: 'Allow', Action: ['kms:Decrypt', 'kms:DescribeKey'], Resource: KEY };
const GRANTED = ['Grant.Statement.<digest>'];

/** A role of the templates may read, by its own policy. */
function identity(law: string, change: Change, verdict: Row[2]): Row {
  return [law, { Role: { Type: 'AWS::IAM::Role', Properties: TRUST }, Grant: policyOf([READ, DECRYPT]), ...change }, verdict];
}

specify(GRANTS_REACH_KEY, [
  identity('a role with both halves', {}, 'compliant'),
  identity('fails for a role without the key', { Grant: policyOf([READ]) }, GRANTED),
  identity('a role with the key in another policy', { Grant: policyOf([READ]), Other: policyOf([DECRYPT]) }, 'compliant'),
  identity('a role with every key', { Grant: policyOf([READ, { ...DECRYPT, Resource: '*' }]) }, 'compliant'),
  identity('a role with every key of the account', { Grant: policyOf([READ, { ...DECRYPT, Resource: { 'Fn::Sub': 'arn:${AWS::Partition}:kms:*:${AWS::AccountId}:key/*' } }]) }, 'compliant'),
  identity('fails for a role with another key', { Grant: policyOf([READ, { ...DECRYPT, Resource: { 'Fn::GetAtt': ['OtherKey', 'Arn'] } }]), OtherKey: { Type: 'AWS::KMS::Key' } }, GRANTED),
  identity('fails for a role that may only describe the key', { Grant: policyOf([READ, { ...DECRYPT, Action: 'kms:DescribeKey' }]) }, GRANTED),
  identity('a role that a parameter gives some key is unknown', { Grant: policyOf([READ, { ...DECRYPT, Resource: PARAMETER }]) }, 'unknown'),
  identity('a role with everything', { Grant: policyOf([READ, { Effect: 'Allow', Action: '*', Resource: '*' }]) }, 'compliant'),
  identity('a role with all but some services', { Grant: policyOf([READ, { Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }]) }, 'compliant'),
  identity('a role that the key policy allows itself', { Grant: policyOf([READ]), [KEY_POLICY]: keyPolicy(onKey({ AWS: ROLE }, 'kms:Decrypt')) }, 'compliant'),
  identity('fails for a role where the key policy does not let the account decide', { [KEY_POLICY]: { Statement: onKey({ AWS: { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:role/admin' } }, 'kms:*') } }, GRANTED),
  identity('a role that uses the key through S3 alone', { Grant: policyOf([READ, { ...DECRYPT, Condition: { StringEquals: { 'kms:ViaService': { 'Fn::Sub': 's3.${AWS::Region}.amazonaws.com' } } } }]) }, 'compliant'),
  identity('a role with a managed policy from elsewhere is unknown', { Grant: policyOf([READ]), Role: { Type: 'AWS::IAM::Role', Properties: { ...TRUST, ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'] } } }, 'unknown'),
  identity('fails for a role with a managed policy that has no keys', {
    Grant: policyOf([READ]), Role: { Type: 'AWS::IAM::Role', Properties: { ...TRUST, ManagedPolicyArns: [{ 'Fn::Sub': 'arn:${AWS::Partition}:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole' }] } },
  }, GRANTED),
  identity('a role from elsewhere without the key here is unknown', { Grant: policyOf([READ], ['reader']) }, 'unknown'),
  identity('a role from elsewhere with both halves', { Grant: policyOf([READ, DECRYPT], ['reader']) }, 'compliant'),
  identity('a key half that may not be deployed is unknown', { Grant: policyOf([READ]), Other: { ...policyOf([DECRYPT]), Condition: 'IsProduction' } }, 'unknown'),
  identity('a role that the bucket policy names, with the key by its own policy', { [STATEMENT]: allow({ AWS: ROLE }, 's3:GetObject'), Grant: policyOf([DECRYPT]) }, 'compliant'),
  identity('fails for a role that the bucket policy names, without the key', { [STATEMENT]: allow({ AWS: ROLE }, 's3:GetObject'), Grant: undefined }, FOUND),
  identity('a role from elsewhere that the bucket policy names is unknown', { [STATEMENT]: allow({ AWS: { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:role/reader' } }, 's3:GetObject') }, 'unknown'),
  identity('a group with both halves', { Grant: { Type: 'AWS::IAM::Policy', Properties: { Groups: ['readers'], PolicyDocument: { Statement: [READ, DECRYPT] } } } }, 'compliant'),
  identity('without a bucket policy, too', { Policy: undefined }, 'compliant'),
  identity('fails without a bucket policy, too', { Policy: undefined, Grant: policyOf([READ]) }, GRANTED),
  identity('the AWS managed key is for everyone in the account', { [KEY_ID]: undefined, Grant: policyOf([READ]) }, 'compliant'),
  identity('the AWS managed key by its alias is for everyone in the account', { [KEY_ID]: 'alias/aws/s3', Grant: policyOf([READ]) }, 'compliant'),
  ['fails for a service with the AWS managed key', { [KEY_ID]: undefined, [STATEMENT]: allow(DELIVERY, 's3:PutObject', own()) }, FOUND],
  ['fails for a partner with the AWS managed key', { [KEY_ID]: undefined, [STATEMENT]: allow(PARTNER, 's3:GetObject') }, FOUND],
  ['fails for a partner with a key that the bucket names by its alias', { [KEY_ID]: 'alias/data', Alias: { Type: 'AWS::KMS::Alias', Properties: { AliasName: 'alias/data', TargetKeyId: { Ref: 'Key' } } }, [STATEMENT]: allow(PARTNER, 's3:GetObject') }, FOUND],
  ['a replica of a multi-Region key has a policy of its own', {
    [KEY_ID]: { 'Fn::GetAtt': ['Replica', 'Arn'] }, Replica: { Type: 'AWS::KMS::ReplicaKey', Properties: { KeyPolicy: keyPolicy(onKey(PARTNER, 'kms:Decrypt')) } }, [STATEMENT]: allow(PARTNER, 's3:GetObject'),
  }, 'compliant'],
]);

const ELSEWHERE = 'arn:aws:kms:eu-west-1:111122223333:key/00000000-0000-0000-0000-000000000000';

specify(GRANTS_REACH_KEY, [
  ['a key elsewhere is unknown', { [KEY_ID]: ELSEWHERE, [STATEMENT]: allow(PARTNER, 's3:GetObject') }, 'unknown'],
  ['a key that a parameter names is unknown', { [KEY_ID]: PARAMETER, [STATEMENT]: allow(PARTNER, 's3:GetObject') }, 'unknown'],
  ['a key elsewhere of which no grant needs anything', { [KEY_ID]: ELSEWHERE }, 'compliant'],
  identity('a role with its half on a key elsewhere, whose policy lets the account decide as it usually does', { [KEY_ID]: ELSEWHERE, Grant: policyOf([READ, { ...DECRYPT, Resource: ELSEWHERE }]) }, 'compliant'),
  identity('a role with its half on a key that the same parameter names', { [KEY_ID]: PARAMETER, Grant: policyOf([READ, { ...DECRYPT, Resource: PARAMETER }]) }, 'compliant'),
  identity('a role with its half on a key that the same import names', { [KEY_ID]: { 'Fn::ImportValue': 'key' }, Grant: policyOf([READ, { ...DECRYPT, Resource: [{ 'Fn::ImportValue': 'key' }] }]) }, 'compliant'),
  identity('a role with its half on a key that another parameter names is unknown', { [KEY_ID]: PARAMETER, Grant: policyOf([READ, { ...DECRYPT, Resource: { Ref: 'Other' } }]) }, 'unknown'),
  ['fails for an origin access identity, whatever the key elsewhere says', { [KEY_ID]: ELSEWHERE, [STATEMENT]: allow({ AWS: 'arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1' }, 's3:GetObject') }, FOUND],
]);

describe('what the policy of a key elsewhere has to contain', () => {
  test.each<[string, Change, object[]]>([
    ['nothing, where no grant needs it', {}, []],
    ['the half of each grant', {
      [STATEMENT]: allow(DELIVERY, 's3:PutObject', own({ StringLike: { 's3:x-amz-acl': '*' } })),
      'Policy.Properties.PolicyDocument.Statement.6': allow(PARTNER, 's3:GetObject'),
    }, [
      { Effect: 'Allow', Principal: DELIVERY, Action: ['kms:GenerateDataKey*', 'kms:Decrypt'], Resource: '*', Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } } },
      { Effect: 'Allow', Principal: PARTNER, Action: 'kms:Decrypt', Resource: '*' },
    ]],
  ])('%s', (_, change, expected) => {
    expect(missingFromKeyElsewhere(factsOf(changed({ [KEY_ID]: ELSEWHERE, ...change })))).toEqual(expected);
  });

  test('is in the reason why it is unknown', () => {
    const verdict = GRANTS_REACH_KEY.check(factsOf(changed({ [KEY_ID]: ELSEWHERE, [STATEMENT]: allow(PARTNER, 's3:GetObject') })));
    expect(verdict).toEqual({ kind: 'unknown', reason: `the key is not in these templates, so make sure that the policy of key ${ELSEWHERE} contains {"Effect":"Allow","Principal":{"AWS":"444455556666"},"Action":"kms:Decrypt","Resource":"*"}` });
  });
});

describe('a finding', () => {
  const found = (change: Change) => GRANTS_REACH_KEY.check(factsOf(changed(change)));

  test('names the grant and what is missing, shows a request and the statement to add', () => {
    const change = { [STATEMENT]: { Sid: 'Exchange', ...allow({ AWS: ROLE }, ['s3:GetObject', 's3:PutObject']) }, Role: { Type: 'AWS::IAM::Role', Properties: TRUST } };
    expect(found(change)).toMatchObject({
      violations: [{
        message: expect.stringMatching(/^allows arn:.*:role\/.*Role.*, but key Key does not allow it kms:Decrypt and kms:GenerateDataKey\*$/),
        fix: 'add to the policy of key Key (in CDK with key.addToResourcePolicy(iam.PolicyStatement.fromJson(…))): {"Effect":"Allow","Principal":{"AWS":{"Fn::Sub":"arn:${AWS::Partition}:iam::${AWS::AccountId}:role/${Role}"}},"Action":["kms:Decrypt","kms:GenerateDataKey*"],"Resource":"*"}',
        path: 'BucketPolicy.PolicyDocument.Statement.5',
        statement: { index: 5, sid: 'Exchange' },
        request: { action: 's3:GetObject' },
      }],
    });
  });

  test('says where the grant stands', () => {
    expect(found({ [STATEMENT]: { Sid: 'Exchange', ...allow(PARTNER, ['s3:GetObject', 's3:PutObject']) } })).toMatchObject({
      violations: [{ message: expect.stringContaining('allows 444455556666 to call s3:GetObject and s3:PutObject (statement 5 (Exchange) of bucket policy Policy), but key Key') }],
    });
  });

  test('of an origin access identity says to use origin access control', () => {
    expect(found({ [STATEMENT]: allow({ AWS: 'arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1' }, 's3:GetObject') })).toMatchObject({
      violations: [{ message: expect.stringContaining('origin access identity'), fix: expect.stringMatching(/^use origin access control: S3BucketOrigin\.withOriginAccessControl\(bucket\)/) }],
    });
  });

  test('of the AWS managed key says to use another key', () => {
    expect(found({ [KEY_ID]: undefined, [STATEMENT]: allow(PARTNER, 's3:GetObject') })).toMatchObject({ violations: [{ fix: expect.stringMatching(/^encrypt the bucket with a customer managed key, /) }] });
  });
});

test('the accounts of Elastic Load Balancing are those that CDK knows', () => {
  expect([...LOAD_BALANCER_ACCOUNTS].sort()).toEqual([...new Set(RegionInfo.regions.flatMap(({ elbv2Account = [] }) => elbv2Account))].sort());
});

const throughPoint = (Principal: unknown, Action: unknown, onTheKey: object[], Resource = '${Point}/object/*'): Change => ({
  [KEY_POLICY]: keyPolicy(...onTheKey),
  Point: {
    Type: 'AWS::S3::AccessPoint',
    Properties: { Bucket: { Ref: 'Bucket' }, Policy: { Statement: allow(Principal, Action, undefined, { 'Fn::Sub': `arn:aws:s3:us-east-1:\${AWS::AccountId}:accesspoint/${Resource.replace('${Point}', 'reports')}` }) } },
  },
});

specify(GRANTS_REACH_KEY, [
  ['whom the policy of an access point lets read can decrypt', throughPoint(PARTNER, 's3:GetObject', [onKey(PARTNER, 'kms:Decrypt')]), 'compliant'],
  ['fails for whom the policy of an access point lets read and the key does not', throughPoint(PARTNER, 's3:GetObject', []), ['Point.Statement.<digest>']],
  ['fails for whom the policy of an access point lets write and the key only read', throughPoint(PARTNER, 's3:PutObject', [onKey(PARTNER, 'kms:Decrypt')]), ['Point.Statement.<digest>']],
  ['whom the policy of an access point lets list needs no key', throughPoint(PARTNER, 's3:ListBucket', [], '${Point}'), 'compliant'],
]);
