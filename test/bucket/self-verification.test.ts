import {
  App, AspectPriority, Aspects, aws_iam as iam, aws_kms as kms, aws_s3 as s3, CfnDeletionPolicy, CfnResource, Duration, IAspect, InjectionContext, IPropertyInjector,
  PropertyInjectors, RemovalPolicies, RemovalPolicy, Stack, Token, Validations,
} from 'aws-cdk-lib';
import { IConstruct, IMixin } from 'constructs';
import { PLACES, synthError } from './apps';
import { AccessLogsBucket, HardenedBucket, TlsVersion } from '../../src';

function resourceOf(bucket: s3.Bucket): s3.CfnBucket {
  return bucket.node.defaultChild as s3.CfnBucket;
}

function aspect(visit: (node: IConstruct) => void): IAspect {
  return { visit };
}

function onBuckets(change: (bucket: s3.CfnBucket) => void): IAspect {
  return aspect((node) => {
    if (node instanceof s3.CfnBucket) {
      change(node);
    }
  });
}

class Injector implements IPropertyInjector {
  constructor(readonly constructUniqueId: string, private readonly change: (props: any, context: InjectionContext) => object) {}
  inject(props: any, context: InjectionContext): any {
    return { ...props, ...this.change(props, context) };
  }
}

function otherStack(stack: Stack, id: string): Stack {
  const top = stack.nestedStackParent ?? stack;
  return new Stack(top.node.scope!, id);
}

/** Each way to break a promise: what it does, and the rule whose text synth fails with. */
const WAYS: readonly [string, (stack: Stack) => void, string][] = [
  ['a raw override of one switch', (stack) => {
    resourceOf(new HardenedBucket(stack, 'Bucket')).addPropertyOverride('PublicAccessBlockConfiguration.BlockPublicPolicy', false);
  }, 'HardenedBucket-BlockPublicAccess'],
  ['a raw override that deletes versioning', (stack) => {
    resourceOf(new HardenedBucket(stack, 'Bucket')).addPropertyDeletionOverride('VersioningConfiguration');
  }, 'HardenedBucket-Versioning'],
  ['an override of the L1 property', (stack) => {
    resourceOf(new HardenedBucket(stack, 'Bucket')).ownershipControls = { rules: [{ objectOwnership: 'ObjectWriter' }] };
  }, 'HardenedBucket-AclsDisabled'],
  ['an override that removes the statements of the policy', (stack) => {
    (new HardenedBucket(stack, 'Bucket').policy!.node.defaultChild as s3.CfnBucketPolicy).addPropertyOverride('PolicyDocument.Statement', []);
  }, 'HardenedBucket-TlsOnly'],
  ['an override that narrows the TLS guard', (stack) => {
    (new HardenedBucket(stack, 'Bucket').policy!.node.defaultChild as s3.CfnBucketPolicy)
      .addPropertyOverride('PolicyDocument.Statement.0.Condition.StringNotEquals', { 'aws:PrincipalAccount': '111122223333' });
  }, 'HardenedBucket-TlsOnly'],
  ['an override that puts the policy on another bucket', (stack) => {
    (new HardenedBucket(stack, 'Bucket').policy!.node.defaultChild as s3.CfnBucketPolicy).addPropertyOverride('Bucket', 'another-bucket');
  }, 'HardenedBucket-TlsOnly'],
  ['an override of an alarm', (stack) => {
    const alarm = new HardenedBucket(stack, 'Bucket').node.findAll().find((node) => node.node.path.endsWith('ListRequests/Resource')) as CfnResource;
    alarm.addPropertyOverride('ActionsEnabled', false);
  }, 'HardenedBucket-RequestAlarms'],
  ['an override of an alarm on what is unusual', (stack) => {
    const alarm = new HardenedBucket(stack, 'Bucket', { requestAlarms: { headRequestsAnomalyBand: 2 } }).node.findAll().find((node) => node.node.path.endsWith('HeadRequests/Resource')) as CfnResource;
    alarm.addPropertyOverride('AlarmActions', []);
  }, 'HardenedBucket-RequestAlarms'],
  ['an aspect of the lowest priority number', (stack) => {
    new HardenedBucket(stack, 'Bucket');
    Aspects.of(stack).add(onBuckets((bucket) => { bucket.versioningConfiguration = { status: 'Suspended' }; }), { priority: 0 });
  }, 'HardenedBucket-Versioning'],
  ['an aspect of the default priority', (stack) => {
    new HardenedBucket(stack, 'Bucket');
    Aspects.of(stack).add(onBuckets((bucket) => { bucket.bucketEncryption = undefined; }));
  }, 'HardenedBucket-KmsEncryption'],
  ['an aspect of the highest priority number', (stack) => {
    new HardenedBucket(stack, 'Bucket');
    Aspects.of(stack).add(onBuckets((bucket) => { bucket.loggingConfiguration = undefined; }), { priority: AspectPriority.READONLY + 1_000_000 });
  }, 'HardenedBucket-AccessLogging'],
  ['removal policies set from outside', (stack) => {
    new HardenedBucket(stack, 'Bucket');
    RemovalPolicies.of(stack).destroy();
  }, 'HardenedBucket-RetainedOnDelete'],
  ['an update replace policy that deletes', (stack) => {
    resourceOf(new HardenedBucket(stack, 'Bucket')).cfnOptions.updateReplacePolicy = CfnDeletionPolicy.DELETE;
  }, 'HardenedBucket-RetainedOnDelete'],
  ['a key that is deleted while the bucket stays', (stack) => {
    new HardenedBucket(stack, 'Bucket').encryptionKey!.applyRemovalPolicy(RemovalPolicy.DESTROY);
  }, 'HardenedBucket-RetainedOnDelete'],
  ['a bucket policy that is deleted while the bucket stays', (stack) => {
    new HardenedBucket(stack, 'Bucket').policy!.applyRemovalPolicy(RemovalPolicy.DESTROY);
  }, 'HardenedBucket-RetainedOnDelete'],
  ['a Deny that catches the delivery of access logs', (stack) => {
    const logs = new AccessLogsBucket(stack, 'Logs');
    logs.addToResourcePolicy(new iam.PolicyStatement({
      effect: iam.Effect.DENY,
      principals: [new iam.AnyPrincipal()],
      actions: ['s3:PutObject'],
      resources: [logs.arnForObjects('*')],
      conditions: { StringNotEquals: { 'aws:SourceVpce': 'vpce-0123456789abcdef0' } },
    }));
  }, 'HardenedBucket-LogDeliveryGrant'],
  ['a mixin', (stack) => {
    const suspend: IMixin = {
      supports: (node): node is s3.CfnBucket => node instanceof s3.CfnBucket,
      applyTo: (node) => { (node as s3.CfnBucket).versioningConfiguration = { status: 'Suspended' }; },
    };
    resourceOf(new HardenedBucket(stack, 'Bucket')).with(suspend);
  }, 'HardenedBucket-Versioning'],
  ['an app-wide property injector for s3.Bucket', (stack) => {
    PropertyInjectors.of(stack.node.root).add(new Injector(s3.Bucket.PROPERTY_INJECTION_ID, () => ({ versioned: false })));
    new HardenedBucket(stack, 'Bucket');
  }, 'HardenedBucket-Versioning'],
  ['an app-wide property injector that breaks the log bucket alone', (stack) => {
    PropertyInjectors.of(stack.node.root).add(new Injector(s3.Bucket.PROPERTY_INJECTION_ID, ({ encryption }) =>
      encryption === s3.BucketEncryption.S3_MANAGED ? { encryption: s3.BucketEncryption.KMS } : {}));
    new HardenedBucket(stack, 'Bucket');
  }, 'HardenedBucket-LogTargetEncryption'],
  ['an app-wide property injector that takes the customer managed key away', (stack) => {
    PropertyInjectors.of(stack.node.root).add(new Injector(s3.Bucket.PROPERTY_INJECTION_ID, ({ encryption }) =>
      encryption === s3.BucketEncryption.KMS ? { encryption: s3.BucketEncryption.KMS_MANAGED } : {}));
    new HardenedBucket(stack, 'Bucket');
  }, 'HardenedBucket-CustomerManagedKey'],
  ['an app-wide property injector for keys, on a key of the caller', (stack) => {
    PropertyInjectors.of(stack.node.root).add(new Injector(kms.Key.PROPERTY_INJECTION_ID, () => ({ enableKeyRotation: false })));
    new HardenedBucket(stack, 'Bucket', { encryptionKey: new kms.Key(stack, 'Key', { enableKeyRotation: true }) });
  }, 'HardenedBucket-KeyRotation'],
  ['an override on the key', (stack) => {
    (new HardenedBucket(stack, 'Bucket').encryptionKey!.node.defaultChild as CfnResource).addPropertyOverride('EnableKeyRotation', false);
  }, 'HardenedBucket-KeyRotation'],
  ['a public statement added later', (stack) => {
    const bucket = new HardenedBucket(stack, 'Bucket');
    bucket.addToResourcePolicy(new iam.PolicyStatement({
      principals: [new iam.AnyPrincipal()], actions: ['s3:GetObject'], resources: [bucket.arnForObjects('*')],
    }));
  }, 'HardenedBucket-PolicyNotPublic'],
  ['an override that lowers TLS 1.3 to 1.2', (stack) => {
    (new HardenedBucket(stack, 'Bucket', { minimumTlsVersion: TlsVersion.TLS_1_3 }).policy!.node.defaultChild as s3.CfnBucketPolicy)
      .addPropertyOverride('PolicyDocument.Statement.1.Condition.NumericLessThan', { 's3:TlsVersion': '1.2' });
  }, 'HardenedBucket-MinimumTls'],
  ['a statement for everybody with a referer, which anybody can send', (stack) => {
    const bucket = new HardenedBucket(stack, 'Bucket');
    bucket.addToResourcePolicy(new iam.PolicyStatement({
      principals: [new iam.StarPrincipal()],
      actions: ['s3:GetObject'],
      resources: [bucket.arnForObjects('*')],
      conditions: { StringLike: { 'aws:Referer': 'https://example.com/*' } },
    }));
  }, 'HardenedBucket-PolicyNotPublic'],
  ['a second policy in the same stack', (stack) => {
    const bucket = new HardenedBucket(stack, 'Bucket');
    new s3.BucketPolicy(stack, 'Second', { bucket }).document.addStatements(new iam.PolicyStatement({
      principals: [new iam.AccountPrincipal('111122223333')], actions: ['s3:GetObject'], resources: [bucket.arnForObjects('*')],
    }));
  }, 'HardenedBucket-OnePolicy'],
  ['a policy from another stack', (stack) => {
    const bucket = new HardenedBucket(stack, 'Bucket');
    new s3.CfnBucketPolicy(otherStack(stack, 'Other'), 'Foreign', {
      bucket: bucket.bucketName,
      policyDocument: { Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: `${bucket.bucketArn}/*` }] },
    });
  }, 'HardenedBucket-OnePolicy'],
  ['an override that fixes a global name', (stack) => {
    const resource = resourceOf(new HardenedBucket(stack, 'Bucket', { bucketNamePrefix: 'records' }));
    resource.addPropertyOverride('BucketName', 'records');
    resource.addPropertyDeletionOverride('BucketNamespace');
  }, 'HardenedBucket-AccountRegionalName'],
  ['an override that leaves SSE-C to the default of S3', (stack) => {
    resourceOf(new HardenedBucket(stack, 'Bucket')).addPropertyDeletionOverride('BucketEncryption.ServerSideEncryptionConfiguration.0.BlockedEncryptionTypes');
  }, 'HardenedBucket-SseCBlocked'],
  ['an override that turns SSE-C on in the log bucket', (stack) => {
    resourceOf(new AccessLogsBucket(stack, 'Logs')).addPropertyOverride('BucketEncryption.ServerSideEncryptionConfiguration.0.BlockedEncryptionTypes.EncryptionType', ['NONE']);
  }, 'HardenedBucket-SseCBlocked'],
  ['an override on the log bucket', (stack) => {
    resourceOf(new AccessLogsBucket(stack, 'Logs')).addPropertyOverride('PublicAccessBlockConfiguration.RestrictPublicBuckets', false);
  }, 'HardenedBucket-BlockPublicAccess'],
  ['an aspect that removes the grant for log delivery', (stack) => {
    new AccessLogsBucket(stack, 'Logs');
    Aspects.of(stack).add(aspect((node) => {
      if (node instanceof s3.CfnBucketPolicy) {
        node.addPropertyOverride('PolicyDocument.Statement.4.Principal', { Service: 'logs.amazonaws.com' });
      }
    }));
  }, 'HardenedBucket-LogDeliveryGrant'],
  ['a log bucket of the caller that is encrypted with KMS by an override', (stack) => {
    const logs = new s3.Bucket(stack, 'Logs', { encryption: s3.BucketEncryption.S3_MANAGED });
    new HardenedBucket(stack, 'Bucket', { serverAccessLogsBucket: logs });
    resourceOf(logs).bucketEncryption = { serverSideEncryptionConfiguration: [{ serverSideEncryptionByDefault: { sseAlgorithm: 'aws:kms' } }] };
  }, 'HardenedBucket-AccessLogsTarget'],
  ['an override that turns object lock off', (stack) => {
    resourceOf(new HardenedBucket(stack, 'Bucket', { objectLockEnabled: true })).addPropertyDeletionOverride('ObjectLockEnabled');
  }, 'HardenedBucket-ObjectLock'],
  ['an override that takes the default retention away', (stack) => {
    resourceOf(new HardenedBucket(stack, 'Bucket', { objectLockDefaultRetention: s3.ObjectLockRetention.governance(Duration.days(30)) }))
      .addPropertyDeletionOverride('ObjectLockConfiguration.Rule');
  }, 'HardenedBucket-ObjectLock'],
  ['an override that disables the replication rule', (stack) => {
    resourceOf(new HardenedBucket(stack, 'Bucket', { replicationRules: [{ destination: new HardenedBucket(stack, 'Replica') }] }))
      .addPropertyOverride('ReplicationConfiguration.Rules.0.Status', 'Disabled');
  }, 'HardenedBucket-Replication'],
  ['an aspect that removes the replication', (stack) => {
    new HardenedBucket(stack, 'Bucket', { replicationRules: [{ destination: new HardenedBucket(stack, 'Replica') }] });
    Aspects.of(stack).add(onBuckets((bucket) => { bucket.replicationConfiguration = undefined; }));
  }, 'HardenedBucket-Replication'],
  ['a destination that is not versioned', (stack) => {
    const destination = new s3.Bucket(stack, 'Replica', { encryption: s3.BucketEncryption.KMS });
    new HardenedBucket(stack, 'Bucket', { replicationRules: [{ destination }] });
  }, "/Replica' is not versioned, and S3 replicates to versioned buckets only"],
  ['a destination whose versioning is suspended by an override, in another stack', (stack) => {
    const destination = new HardenedBucket(otherStack(stack, 'Other'), 'Replica');
    new HardenedBucket(stack, 'Bucket', { replicationRules: [{ destination: new HardenedBucket(stack, 'Good') }, { destination }] });
    (destination.node.defaultChild as s3.CfnBucket).versioningConfiguration = { status: 'Suspended' };
  }, "replicationRules[1].destination '"],
  ['a destination made of an L1 that is not versioned', (stack) => {
    const key = new kms.Key(stack, 'Key', { enableKeyRotation: true });
    const destination = s3.Bucket.fromCfnBucket(new s3.CfnBucket(stack, 'Replica'));
    new HardenedBucket(stack, 'Bucket', { replicationRules: [{ destination, destinationEncryptionKey: key }] });
  }, 'is not versioned, and S3 replicates'],
  ['a destination without object lock for a bucket with it', (stack) => {
    new HardenedBucket(stack, 'Bucket', { objectLockEnabled: true, replicationRules: [{ destination: new HardenedBucket(stack, 'Replica') }] });
  }, "/Replica' has object lock off, and this bucket has it on"],
  ['the bucket itself removed from the tree', (stack) => {
    new HardenedBucket(stack, 'Bucket').node.tryRemoveChild('Resource');
  }, 'was removed from the tree'],
];

describe.each(PLACES)('in %s', (_, place) => {
  test.each(WAYS)('fails synth with the rule: %s', (_name, breakIt, rule) => {
    const { app, stack } = place();
    breakIt(stack);
    expect(synthError(app)).toContain(rule);
  });

  test('an untouched bucket passes', () => {
    const { app, stack } = place();
    new HardenedBucket(stack, 'Bucket');
    expect(synthError(app)).toBe('');
  });
});

test('the message names the bucket, the rule, where, why and the fix', () => {
  const app = new App();
  const bucket = new HardenedBucket(new Stack(app, 'Stack'), 'Bucket');
  resourceOf(bucket).addPropertyOverride('PublicAccessBlockConfiguration.BlockPublicPolicy', false);
  const [, file] = /[\\/]([^\\/]+)$/.exec(__filename)!;
  expect(synthError(app).replace(/at: .*?([^\\/(]+):\d+:\d+\)?$/gm, 'at: $1')).toBe([
    'Validation failed with the following errors:',
    '  [Stack/Bucket] HardenedBucket-BlockPublicAccess: this HardenedBucket has BlockPublicPolicy off',
    '      at:  PublicAccessBlockConfiguration.BlockPublicPolicy',
    `      created at: ${file}`,
    '      why: One setting that is off allows a later ACL or bucket policy to make the bucket public. The settings override both.',
    '      fix: remove what changes it (an override, aspect, mixin, property injector or statement, or a key, topic or log bucket that was passed in)',
  ].join('\n'));
});

test.each(['HardenedBucket-Versioning', 'HardenedBucketChecks::HardenedBucket-Versioning', 'Annotation::HardenedBucket-Versioning'])(
  'cannot be acknowledged away: %s', (id) => {
    const app = new App();
    const bucket = new HardenedBucket(new Stack(app, 'Stack'), 'Bucket');
    resourceOf(bucket).versioningConfiguration = undefined;
    for (const scope of [resourceOf(bucket), bucket, bucket.stack, app]) {
      Validations.of(scope).acknowledge({ id, reason: 'not today' });
    }
    expect(synthError(app)).toContain('HardenedBucket-Versioning');
  });

describe('what is not known before deployment never fails', () => {
  test.each<[string, (stack: Stack) => void]>([
    ['an imported key', (stack) => {
      new HardenedBucket(stack, 'Bucket', { encryptionKey: kms.Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab') });
    }],
    ['a key whose ARN is a token', (stack) => {
      new HardenedBucket(stack, 'Bucket', { encryptionKey: kms.Key.fromKeyArn(stack, 'Key', Token.asString({ 'Fn::ImportValue': 'TheKeyArn' })) });
    }],
    ['an imported log target', (stack) => {
      new HardenedBucket(stack, 'Bucket', { serverAccessLogsBucket: s3.Bucket.fromBucketName(stack, 'Logs', 'central-logs'), serverAccessLogsGrantExists: true });
    }],
    ['a log target whose name is a token', (stack) => {
      new HardenedBucket(stack, 'Bucket', {
        serverAccessLogsBucket: s3.Bucket.fromBucketName(stack, 'Logs', Token.asString({ 'Fn::ImportValue': 'TheLogs' })), serverAccessLogsGrantExists: true,
      });
    }],
    ['an imported destination', (stack) => {
      new HardenedBucket(stack, 'Bucket', {
        objectLockEnabled: true,
        replicationRules: [{
          destination: s3.Bucket.fromBucketName(stack, 'Replica', 'replica'),
          destinationEncryptionKey: kms.Key.fromKeyArn(stack, 'ReplicaKey', Token.asString({ 'Fn::ImportValue': 'TheReplicaKey' })),
        }],
      });
    }],
    ['an override with a value decided at deployment', (stack) => {
      resourceOf(new HardenedBucket(stack, 'Bucket')).addPropertyOverride('VersioningConfiguration.Status', { 'Fn::ImportValue': 'Status' });
    }],
    ['a statement whose principal is decided at deployment', (stack) => {
      const bucket = new HardenedBucket(stack, 'Bucket');
      bucket.addToResourcePolicy(new iam.PolicyStatement({
        principals: [new iam.ArnPrincipal(Token.asString({ 'Fn::ImportValue': 'Reader' }))], actions: ['s3:GetObject'], resources: [bucket.arnForObjects('*')],
      }));
    }],
  ])('%s', (_, make) => {
    const app = new App();
    make(new Stack(app, 'Stack'));
    expect(synthError(app)).toBe('');
  });
});

test('a relaxed removal policy is no broken promise', () => {
  const app = new App();
  new HardenedBucket(new Stack(app, 'Stack'), 'Bucket', { removalPolicy: RemovalPolicy.DESTROY, autoDeleteObjects: true });
  expect(synthError(app)).toBe('');
});

test('a second synth sees what changed after the first', () => {
  const app = new App();
  const bucket = new HardenedBucket(new Stack(app, 'Stack'), 'Bucket');
  app.synth();
  resourceOf(bucket).versioningConfiguration = undefined;
  expect(() => app.synth({ force: true })).toThrow('HardenedBucket-Versioning');
});

test('an encryption key replaced by a property injector is refused, because the grants would miss the KMS half', () => {
  const app = new App();
  const stack = new Stack(app, 'Stack');
  const key = new kms.Key(stack, 'Key', { enableKeyRotation: true });
  PropertyInjectors.of(app).add(new Injector(s3.Bucket.PROPERTY_INJECTION_ID, () => ({ encryptionKey: undefined })));
  expect(() => new HardenedBucket(stack, 'Bucket', { encryptionKey: key }))
    .toThrow("[Stack/Bucket] encryptionKey 'Stack/Key' was replaced by 'Stack/Bucket/Key'");
});

test('what an injector makes s3.Bucket throw stays readable', () => {
  const app = new App();
  PropertyInjectors.of(app).add(new Injector(s3.Bucket.PROPERTY_INJECTION_ID, () => ({ bucketName: 'No_Good' })));
  expect(() => new HardenedBucket(new Stack(app, 'Stack'), 'Bucket')).toThrow(/Invalid S3 bucket name \(value: No_Good\)/);
});
