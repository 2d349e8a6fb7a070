import { App, aws_kms as kms, aws_s3 as s3, CfnResource, Duration, PhysicalName, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as cxapi from 'aws-cdk-lib/cx-api';
import { HardenedBucket, HardenedBucketProps, ReplicationRuleOptions } from '../../src';
import { BucketFacts } from '../../src/facts/bucket-facts';
import { actionsOf } from '../../src/policy/action-classes';
import { evaluate } from '../../src/policy/evaluate';
import { PolicyRequest } from '../../src/policy/policy-request';
import { askedPolicy } from '../../src/rules/asked-policy';
import { BucketIndex } from '../../src/synth/bucket-index';

const HOME = { account: '111122223333', region: 'eu-west-1' };
const LOCK = { objectLockDefaultRetention: s3.ObjectLockRetention.governance(Duration.days(30)) };
const KEY_ARN = 'arn:aws:kms:eu-west-1:444455556666:key/1234abcd-12ab-34cd-56ef-1234567890ab';

interface Replicated {
  readonly app: App;
  readonly stack: Stack;
  readonly bucket: HardenedBucket;
  readonly destination: HardenedBucket;
}

/** A bucket and its destination, in one stack or in two. */
function replicated(
  rule: Partial<ReplicationRuleOptions> = {}, props: HardenedBucketProps = {}, elsewhere?: { account: string; region: string }, context?: Record<string, unknown>): Replicated {
  const app = new App({ context });
  const stack = new Stack(app, 'Stack', { env: HOME });
  const destination = new HardenedBucket(elsewhere ? new Stack(app, 'Elsewhere', { env: elsewhere }) : stack, 'Replica', {
    bucketName: elsewhere && PhysicalName.GENERATE_IF_NEEDED, objectLockEnabled: props.objectLockDefaultRetention && true,
  });
  const bucket = new HardenedBucket(stack, 'Bucket', { ...props, replicationRules: [{ destination, ...rule }] });
  return { app, stack, bucket, destination };
}

function hasRule(template: Template, rule: object): void {
  template.hasResourceProperties('AWS::S3::Bucket', { ReplicationConfiguration: { Rules: [Match.objectLike(rule)] } });
}

/** The statements of the role, by what they allow first. */
function permissionsOf(stack: Stack): Record<string, any> {
  const [{ Properties }] = Object.values(Template.fromStack(stack).findResources('AWS::IAM::ManagedPolicy'));
  return Object.fromEntries(Properties.PolicyDocument.Statement.map((statement: any) => [[statement.Action].flat()[0], statement]));
}

const arnOf = (logicalId: string) => ({ 'Fn::GetAtt': [Match.stringLikeRegexp(`^${logicalId}`), 'Arn'] });
const objectsOf = (logicalId: string, keys = '*') => ({ 'Fn::Join': ['', [arnOf(logicalId), `/${keys}`]] });

describe('a rule', () => {
  const REPLICA = { Bucket: arnOf('Replica'), EncryptionConfiguration: { ReplicaKmsKeyID: arnOf('ReplicaKey') } };

  test.each<[string, Partial<ReplicationRuleOptions>, HardenedBucketProps, object]>([
    ['replicates every object with its key, and no delete markers', {}, {}, {
      Id: 'Replicate1',
      Status: 'Enabled',
      Priority: 1,
      Filter: { Prefix: '' },
      SourceSelectionCriteria: { SseKmsEncryptedObjects: { Status: 'Enabled' } },
      DeleteMarkerReplication: { Status: 'Disabled' },
      Destination: { ...REPLICA, Metrics: { Status: 'Enabled' }, ReplicationTime: Match.absent(), Account: Match.absent(), AccessControlTranslation: Match.absent(), StorageClass: Match.absent() },
    }],
    ['prefix', { prefix: 'records/' }, {}, { Filter: { Prefix: 'records/' } }],
    ['storageClass', { storageClass: s3.StorageClass.GLACIER_INSTANT_RETRIEVAL }, {}, { Destination: { ...REPLICA, StorageClass: 'GLACIER_IR' } }],
    ['deleteMarkerReplication', { deleteMarkerReplication: true }, {}, { DeleteMarkerReplication: { Status: 'Enabled' } }],
    ['replicationTimeControl', { replicationTimeControl: true }, {}, {
      Destination: { ReplicationTime: { Status: 'Enabled', Time: { Minutes: 15 } }, Metrics: { Status: 'Enabled', EventThreshold: { Minutes: 15 } } },
    }],
    ['no metrics where nothing watches them', {}, { requestMetrics: false }, { Destination: { Metrics: Match.absent() } }],
    ['replicationTimeControl has metrics in any case', { replicationTimeControl: true }, { requestMetrics: false }, { Destination: { Metrics: { Status: 'Enabled' } } }],
  ])('%s', (_, rule, props, expected) => {
    hasRule(Template.fromStack(replicated(rule, props).stack), expected);
  });

  test('destinationEncryptionKey, for a destination whose key is not known', () => {
    const stack = new Stack(new App(), 'Stack', { env: HOME });
    new HardenedBucket(stack, 'Bucket', {
      replicationRules: [{
        destination: s3.Bucket.fromBucketAttributes(stack, 'Replica', { bucketName: 'the-replica', account: '444455556666', region: 'eu-west-1' }),
        destinationEncryptionKey: kms.Key.fromKeyArn(stack, 'ReplicaKey', KEY_ARN),
      }],
    });
    hasRule(Template.fromStack(stack), { Destination: { Account: '444455556666', EncryptionConfiguration: { ReplicaKmsKeyID: KEY_ARN } } });
    expect(permissionsOf(stack)['kms:Encrypt'].Resource).toBe(KEY_ARN);
  });

  test('is the first to win where several fit', () => {
    const stack = new Stack(new App(), 'Stack');
    const destination = new HardenedBucket(stack, 'Replica');
    new HardenedBucket(stack, 'Bucket', { replicationRules: [{ destination, prefix: 'records/', deleteMarkerReplication: true }, { destination }] });
    Template.fromStack(stack).hasResourceProperties('AWS::S3::Bucket', {
      ReplicationConfiguration: { Rules: [Match.objectLike({ Id: 'Replicate1', Priority: 2 }), Match.objectLike({ Id: 'Replicate2', Priority: 1 })] },
    });
  });
});

describe('the role', () => {
  const forBucket = (logicalId: string) => ({ StringLike: { 'kms:EncryptionContext:aws:s3:arn': [arnOf(logicalId), objectsOf(logicalId)] } });

  test('is what the property says, S3 can take it, and it has no fixed name', () => {
    const { stack, bucket } = replicated();
    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::IAM::Role', {
      RoleName: Match.absent(), AssumeRolePolicyDocument: { Statement: [{ Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: 's3.amazonaws.com' } }] },
    });
    template.hasResourceProperties('AWS::S3::Bucket', { ReplicationConfiguration: { Role: stack.resolve(bucket.replicationRole!.roleArn) } });
    expect(bucket.replicationRoleArn).toBe(bucket.replicationRole!.roleArn);
    expect(new HardenedBucket(stack, 'Other').replicationRole).toBeUndefined();
  });

  test.each<[string, object, Partial<ReplicationRuleOptions>?, HardenedBucketProps?]>([
    ['s3:GetReplicationConfiguration', { Action: ['s3:GetReplicationConfiguration', 's3:ListBucket'], Resource: arnOf('Bucket') }],
    ['s3:GetObjectVersionForReplication', { Action: ['s3:GetObjectVersionForReplication', 's3:GetObjectVersionAcl', 's3:GetObjectVersionTagging', 's3:GetObjectVersionAnnotationForReplication'], Resource: objectsOf('Bucket') }],
    ['s3:GetObjectVersionForReplication', { Resource: objectsOf('Bucket', 'records/*') }, { prefix: 'records/' }],
    ['s3:GetObjectVersionForReplication', { Action: Match.arrayWith(['s3:GetObjectRetention', 's3:GetObjectLegalHold']) }, {}, LOCK],
    ['s3:ReplicateObject', { Action: ['s3:ReplicateObject', 's3:ReplicateDelete', 's3:ReplicateTags', 's3:ReplicateObjectAnnotation'], Resource: objectsOf('Replica') }],
    ['s3:ReplicateObject', { Resource: objectsOf('Replica', 'records/*') }, { prefix: 'records/' }],
    ['kms:Decrypt', { Action: 'kms:Decrypt', Resource: arnOf('BucketKey'), Condition: forBucket('Bucket') }],
    ['kms:Encrypt', { Action: ['kms:Encrypt', 'kms:GenerateDataKey', 'kms:Decrypt'], Resource: arnOf('ReplicaKey'), Condition: forBucket('Replica') }],
  ])('may do %s and no more than %j', (action, expected, rule = {}, props = {}) => {
    const { stack } = replicated(rule, props);
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::ManagedPolicy', {
      PolicyDocument: { Statement: Match.arrayWith([Match.objectLike({ Effect: 'Allow', ...expected })]) },
    });
    expect(Object.keys(permissionsOf(stack))).toHaveLength(5);
    expect(permissionsOf(stack)).toHaveProperty([action]);
  });

  test('is the same whatever the feature flags of the app', () => {
    const resources = (context?: Record<string, unknown>) => Template.fromStack(replicated({}, {}, undefined, context).stack).toJSON().Resources;
    const expected = resources();
    for (const value of [true, false]) {
      expect(resources({ [cxapi.SET_UNIQUE_REPLICATION_ROLE_NAME]: value })).toEqual(expected);
    }
  });
});

describe('a destination in another Region', () => {
  const { app, stack, destination } = replicated({}, {}, { ...HOME, region: 'us-east-1' });
  const template = Template.fromStack(stack);

  test('is deployed first', () => {
    expect(stack.dependencies.map(({ node }) => node.path)).toEqual(['Elsewhere']);
    expect(() => app.synth()).not.toThrow();
  });

  test('keeps its owner, and its policy as it is', () => {
    hasRule(template, { Destination: { Account: Match.absent(), AccessControlTranslation: Match.absent() } });
    expect(Object.values(Template.fromStack(destination.stack).findResources('AWS::S3::BucketPolicy'))
      .flatMap(({ Properties }) => Properties.PolicyDocument.Statement).filter(({ Action }) => [Action].flat().includes('s3:ReplicateObject'))).toEqual([]);
  });

  test('lends the role its own key and no other', () => {
    expect(permissionsOf(stack)['kms:Encrypt'].Resource).not.toBe('*');
  });
});

describe('a destination in another account', () => {
  const OTHER = { account: '444455556666', region: 'us-east-1' };
  const { stack, destination } = replicated({}, {}, OTHER);
  const there = Template.fromStack(destination.stack);
  const [{ Properties: { RoleName: roleName } }] = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Role', { Properties: { RoleName: Match.stringLikeRegexp('replicationrole') } }));
  const theRole = {
    Principal: { AWS: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::111122223333:root']] } },
    Condition: { ArnEquals: { 'aws:PrincipalArn': { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:iam::111122223333:role/${roleName}`]] } } },
  };

  test('owns the replicas, and is deployed first', () => {
    hasRule(Template.fromStack(stack), { Destination: { Account: '444455556666', AccessControlTranslation: { Owner: 'Destination' } } });
    expect(permissionsOf(stack)['s3:ReplicateObject'].Action).toContain('s3:ObjectOwnerOverrideToBucketOwner');
    expect(stack.dependencies.map(({ node }) => node.path)).toEqual(['Elsewhere']);
  });

  test('lets exactly the role in, by a name that needs no role to exist', () => {
    there.hasResourceProperties('AWS::S3::BucketPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([Match.objectLike({
          Effect: 'Allow', Action: ['s3:ReplicateObject', 's3:ReplicateDelete', 's3:ReplicateTags', 's3:ReplicateObjectAnnotation', 's3:ObjectOwnerOverrideToBucketOwner'], ...theRole,
        })]),
      },
    });
  });

  test('lets exactly the role use its key', () => {
    there.hasResourceProperties('AWS::KMS::Key', {
      KeyPolicy: { Statement: Match.arrayWith([Match.objectLike({ Effect: 'Allow', Action: ['kms:Encrypt', 'kms:GenerateDataKey', 'kms:Decrypt'], ...theRole })]) },
    });
  });

  test.each<[string, (stack: Stack, elsewhere: Stack) => kms.IKey]>([
    ['imported by its ARN', (at) => kms.Key.fromKeyArn(at, 'ReplicaKey', KEY_ARN)],
    ['another of the same account', (_, elsewhere) => new kms.Key(elsewhere, 'Another', { enableKeyRotation: true })],
  ])('lets the role use the key of the destination, and the one that is named, if it can: %s', (_, keyOf) => {
    const app = new App();
    const at = new Stack(app, 'Stack', { env: HOME });
    const elsewhere = new Stack(app, 'Elsewhere', { env: { ...HOME, account: '444455556666' } });
    const replica = new HardenedBucket(elsewhere, 'Replica', { bucketName: 'the-replica', requestMetrics: false });
    new HardenedBucket(at, 'Bucket', { replicationRules: [{ destination: replica, destinationEncryptionKey: keyOf(at, elsewhere) }] });
    Template.fromStack(elsewhere).allResourcesProperties('AWS::KMS::Key', {
      KeyPolicy: { Statement: Match.arrayWith([Match.objectLike({ Action: ['kms:Encrypt', 'kms:GenerateDataKey', 'kms:Decrypt'] })]) },
    });
  });

  test('accessControlTransition: false leaves the owner', () => {
    const kept = replicated({ accessControlTransition: false }, {}, OTHER).stack;
    hasRule(Template.fromStack(kept), { Destination: { Account: '444455556666', AccessControlTranslation: Match.absent() } });
    expect(permissionsOf(kept)['s3:ReplicateObject'].Action).not.toContain('s3:ObjectOwnerOverrideToBucketOwner');
  });
});

test('the role may do whatever replicates, but what is for a batch job', () => {
  const stack = replicated({}, {}, { account: '444455556666', region: 'eu-west-1' }).stack;
  const missing = actionsOf('replication').filter((action) => !permissionsOf(stack)['s3:ReplicateObject'].Action.includes(action));
  expect(missing).toEqual(['s3:InitiateReplication']);
});

describe('no policy denies what S3 does as the role', () => {
  const [SOURCE, DESTINATION] = ['source', 'destination'] as const;
  const ENCRYPTED = { 's3:x-amz-server-side-encryption': 'aws:kms', 's3:x-amz-server-side-encryption-aws-kms-key-id': KEY_ARN };

  const REQUESTS: readonly [string, typeof SOURCE | typeof DESTINATION, boolean, Record<string, string>][] = [
    ['s3:GetReplicationConfiguration', SOURCE, false, {}],
    ['s3:ListBucket', SOURCE, false, {}],
    ...['s3:GetObjectVersionForReplication', 's3:GetObjectVersionAnnotationForReplication', 's3:GetObjectVersionAcl', 's3:GetObjectVersionTagging', 's3:GetObjectRetention', 's3:GetObjectLegalHold']
      .map((action): [string, typeof SOURCE, boolean, Record<string, string>] => [action, SOURCE, true, {}]),
    ['s3:ReplicateObject', DESTINATION, true, ENCRYPTED],
    ['s3:ReplicateObject', DESTINATION, true, { 's3:x-amz-server-side-encryption': 'aws:kms' }],
    ['s3:ReplicateDelete', DESTINATION, true, {}],
    ['s3:ReplicateTags', DESTINATION, true, {}],
    ['s3:ReplicateObjectAnnotation', DESTINATION, true, {}],
    ['s3:ObjectOwnerOverrideToBucketOwner', DESTINATION, true, {}],
  ];

  function decide(facts: BucketFacts, request: Omit<PolicyRequest, 'resource'>, onObject: boolean): string[] {
    return facts.policies.map((policy) => {
      const { document, bucket } = askedPolicy(policy, facts);
      const context = { 'aws:SecureTransport': 'true', 's3:TlsVersion': '1.3', ...request.context };
      return evaluate(document, { ...request, context, resource: onObject ? `${bucket}/records/1` : bucket }).decision;
    });
  }

  describe.each<[string, { account: string; region: string } | undefined, string]>([
    ['in one stack', undefined, 'ImplicitDeny'],
    ['in another Region', { ...HOME, region: 'us-east-1' }, 'ImplicitDeny'],
    ['in another account', { account: '444455556666', region: 'eu-west-1' }, 'Allow'],
  ])('%s', (_, elsewhere, atDestination) => {
    const { app, stack, bucket, destination } = replicated({ deleteMarkerReplication: true, replicationTimeControl: true }, LOCK, elsewhere);
    app.synth();
    const index = BucketIndex.of(app);
    const factsOf = (of: HardenedBucket) => index.of(of.node.defaultChild as CfnResource).bucket!;
    const roleName = (stack.node.findChild('Bucket').node.findChild('ReplicationRole').node.defaultChild as CfnResource & { roleName?: string }).roleName;
    const name = (roleName && stack.resolve(roleName)) ?? 'ReplicationRole';
    const AWS = `arn:aws:sts::111122223333:assumed-role/${name}/s3-replication`;

    // Where a policy neither allows nor denies, the permissions of the role decide, within one account.
    test.each(REQUESTS)('%s on the %s', (action, where, onObject, context) => {
      const facts = factsOf(where === SOURCE ? bucket : destination);
      expect(decide(facts, { principal: { AWS }, action, context: { ...context, 'aws:PrincipalArn': `arn:aws:iam::111122223333:role/${name}` } }, onObject)).toEqual([where === SOURCE ? 'ImplicitDeny' : atDestination]);
    });
  });

  test('but the same key on an ordinary PUT is denied', () => {
    const { app, destination } = replicated();
    app.synth();
    const facts = BucketIndex.of(app).of(destination.node.defaultChild as CfnResource).bucket!;
    const principal = { AWS: 'arn:aws:sts::111122223333:assumed-role/ReplicationRole/someone' };
    expect(decide(facts, { principal, action: 's3:PutObject', context: ENCRYPTED }, true)).toEqual(['ExplicitDeny']);
  });
});
