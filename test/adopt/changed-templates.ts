/** A template as JSON: its shape is left open. */
export type TemplateJson = { Resources: Record<string, any>; [section: string]: any };

/** A change that leaves a valid template, or undefined where there is nothing to change. */
type Change = (template: TemplateJson, pick: <T>(from: readonly T[]) => T) => TemplateJson | undefined;

const PARAMETER = 'ChangedValue';
const CONDITION = 'ChangedCondition';

const KEY = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';

/** What people write into buckets. */
const PROPERTIES: Readonly<Record<string, readonly unknown[]>> = {
  AccessControl: ['Private', 'LogDeliveryWrite', 'PublicRead', 'BucketOwnerFullControl'],
  OwnershipControls: ['BucketOwnerEnforced', 'BucketOwnerPreferred', 'ObjectWriter'].map((ObjectOwnership) => ({ Rules: [{ ObjectOwnership }] })),
  PublicAccessBlockConfiguration: [
    { BlockPublicAcls: true }, { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true },
    { BlockPublicAcls: 'true', BlockPublicPolicy: 'false', IgnorePublicAcls: true, RestrictPublicBuckets: false },
  ],
  BucketEncryption: [
    ...[{ SSEAlgorithm: 'AES256' }, { SSEAlgorithm: 'aws:kms' }, { SSEAlgorithm: 'aws:kms:dsse' }, { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: KEY }]
      .flatMap((ServerSideEncryptionByDefault) => [{ ServerSideEncryptionByDefault }, { ServerSideEncryptionByDefault, BucketKeyEnabled: true }])
      .map((rule) => ({ ServerSideEncryptionConfiguration: [rule] })),
  ],
  VersioningConfiguration: [{ Status: 'Enabled' }, { Status: 'Suspended' }],
  LifecycleConfiguration: [
    { Rules: [{ Id: 'Expire', Status: 'Enabled', ExpirationInDays: 90 }] },
    { Rules: [{ Status: 'Enabled', Prefix: 'tmp/', AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 } }] },
    {
      Rules: [
        { Id: 'ExpireNoncurrentVersions', Status: 'Disabled', NoncurrentVersionExpiration: { NoncurrentDays: 30 } },
        { Id: 'Archive', Status: 'Enabled', Transitions: [{ StorageClass: 'GLACIER', TransitionInDays: 30 }] },
      ],
    },
  ],
  LoggingConfiguration: [{ DestinationBucketName: 'example-corp-access-logs' }, { DestinationBucketName: 'example-corp-access-logs', LogFilePrefix: 'logs/' }],
  MetricsConfigurations: [[{ Id: 'EntireBucket' }], [{ Id: 'Photos', Prefix: 'photos/' }]],
  Tags: [[{ Key: 'team', Value: 'web' }]],
  CorsConfiguration: [{ CorsRules: [{ AllowedMethods: ['GET'], AllowedOrigins: ['*'] }] }],
  WebsiteConfiguration: [{ IndexDocument: 'index.html' }],
  NotificationConfiguration: [{ EventBridgeConfiguration: { EventBridgeEnabled: true } }],
  ObjectLockEnabled: [true],
  BucketName: ['example-corp-changed'],
};

const STATEMENTS = (bucket: string): readonly object[] => [
  { Sid: 'PartnerReads', Effect: 'Allow', Principal: { AWS: '444455556666' }, Action: 's3:GetObject', Resource: { 'Fn::Sub': `\${${bucket}.Arn}/shared/*` } },
  { Effect: 'Allow', Principal: { Service: 'logging.s3.amazonaws.com' }, Action: 's3:PutObject', Resource: { 'Fn::Join': ['', [{ 'Fn::GetAtt': [bucket, 'Arn'] }, '/*']] } },
  { Sid: 'Tls', Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: [{ 'Fn::GetAtt': [bucket, 'Arn'] }, { 'Fn::Sub': `\${${bucket}.Arn}/*` }], Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
  { Sid: 'OnlyFromOffice', Effect: 'Deny', Principal: '*', Action: ['s3:GetObject', 's3:PutObject'], Resource: { 'Fn::Sub': `arn:aws:s3:::\${${bucket}}/*` }, Condition: { NotIpAddress: { 'aws:SourceIp': ['203.0.113.0/24'] } } },
  { Effect: 'Allow', Principal: { AWS: { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root' } }, Action: ['s3:GetObject', 's3:ListBucket'], Resource: [{ 'Fn::GetAtt': [bucket, 'Arn'] }, { 'Fn::Sub': `\${${bucket}.Arn}/*` }] },
];

const idsOf = ({ Resources }: TemplateJson, type: string) => Object.keys(Resources).filter((id) => Resources[id].Type === type);
const copyOf = <T>(value: T): T => structuredClone(value);

/** A change of one bucket. */
const ofBucket = (change: (bucket: any, template: TemplateJson, pick: <T>(from: readonly T[]) => T, id: string) => boolean): Change => (template, pick) => {
  const ids = idsOf(template, 'AWS::S3::Bucket');
  if (ids.length === 0) {
    return undefined;
  }
  const changed = copyOf(template);
  const id = pick(ids);
  return change(changed.Resources[id], changed, pick, id) ? changed : undefined;
};

/** A change of one bucket policy, of a bucket in the same template. */
const ofPolicy = (change: (policy: any, bucket: string, pick: <T>(from: readonly T[]) => T) => boolean): Change => (template, pick) => {
  const ids = idsOf(template, 'AWS::S3::BucketPolicy').filter((id) => template.Resources[template.Resources[id].Properties?.Bucket?.Ref]?.Type === 'AWS::S3::Bucket' && typeof template.Resources[id].Properties.PolicyDocument === 'object');
  if (ids.length === 0) {
    return undefined;
  }
  const changed = copyOf(template);
  const policy = changed.Resources[pick(ids)];
  return change(policy.Properties, policy.Properties.Bucket.Ref, pick) ? changed : undefined;
};

function withChoice(template: TemplateJson): void {
  template.Parameters = { ...template.Parameters, [PARAMETER]: { Type: 'String', Default: 'on' } };
  template.Conditions = { ...template.Conditions, [CONDITION]: { 'Fn::Equals': [{ Ref: PARAMETER }, 'on'] } };
}

const listOf = (value: unknown): any[] => Array.isArray(value) ? value : value === undefined ? [] : [value];

/** Each by what it does. */
export const CHANGES: Readonly<Record<string, Change>> = {
  'a property is set': ofBucket((bucket, _, pick) => {
    const name = pick(Object.keys(PROPERTIES));
    bucket.Properties = { ...bucket.Properties, [name]: copyOf(pick(PROPERTIES[name])) };
    return true;
  }),
  'a property is removed': ofBucket((bucket, _, pick) => {
    const names = Object.keys(bucket.Properties ?? {}).filter((name) => name !== 'BucketName');
    return names.length > 0 && delete bucket.Properties[pick(names)];
  }),
  'all properties are removed': ofBucket((bucket) => delete bucket.Properties),
  'a property is a choice': ofBucket((bucket, template, pick) => {
    const names = Object.keys(bucket.Properties ?? {}).filter((name) => name !== 'BucketName');
    if (names.length === 0) {
      return false;
    }
    withChoice(template);
    const name = pick(names);
    bucket.Properties[name] = { 'Fn::If': [CONDITION, bucket.Properties[name], { Ref: 'AWS::NoValue' }] };
    return true;
  }),
  'a setting inside a property is a parameter': ofBucket((bucket, template, pick) => {
    const places = [['VersioningConfiguration', 'Status'], ['PublicAccessBlockConfiguration', 'BlockPublicPolicy'], ['LoggingConfiguration', 'DestinationBucketName']].filter(([name]) => typeof bucket.Properties?.[name] === 'object' && !('Fn::If' in bucket.Properties[name]));
    if (places.length === 0) {
      return false;
    }
    withChoice(template);
    const [name, setting] = pick(places);
    bucket.Properties[name] = { ...bucket.Properties[name], [setting]: { Ref: PARAMETER } };
    return true;
  }),
  'the bucket has a condition': ofBucket((bucket, template) => {
    if (bucket.Condition !== undefined) {
      return false;
    }
    withChoice(template);
    bucket.Condition = CONDITION;
    return true;
  }),
  'the bucket is retained, or deleted': ofBucket((bucket, _, pick) => Object.assign(bucket, pick([{ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' }, { DeletionPolicy: 'Delete', UpdateReplacePolicy: 'Delete' }, { DeletionPolicy: 'Retain' }])) !== undefined),
  'the bucket waits for another resource': ofBucket((bucket, template, _, id) => {
    const topic = Object.keys(template.Resources).find((name) => template.Resources[name].Type === 'AWS::SNS::Topic' && !JSON.stringify(template.Resources[name]).includes(`"${id}"`));
    bucket.DependsOn = topic ?? bucket.DependsOn;
    return topic !== undefined;
  }),
  'there is another bucket': (template, pick) => {
    const changed = copyOf(template);
    const names = Object.keys(PROPERTIES).filter((name) => name !== 'BucketName');
    const Properties = Object.fromEntries([pick(names), pick(names)].map((name) => [name, copyOf(pick(PROPERTIES[name]))]));
    changed.Resources[`Another${Object.keys(changed.Resources).length}`] = { Type: 'AWS::S3::Bucket', Properties };
    return changed;
  },
  'a bucket gets a policy': (template, pick) => {
    const policed = idsOf(template, 'AWS::S3::BucketPolicy').map((id) => JSON.stringify(template.Resources[id].Properties?.Bucket));
    const free = idsOf(template, 'AWS::S3::Bucket').filter((id) => !policed.some((bucket) => bucket?.includes(id)));
    if (free.length === 0) {
      return undefined;
    }
    const changed = copyOf(template);
    const bucket = pick(free);
    const { Condition } = changed.Resources[bucket];
    changed.Resources[`${bucket}Policy${Object.keys(changed.Resources).length}`] = {
      Type: 'AWS::S3::BucketPolicy', ...Condition ? { Condition } : {}, Properties: { Bucket: { Ref: bucket }, PolicyDocument: { Version: pick(['2012-10-17', '2008-10-17']), Statement: [pick(STATEMENTS(bucket))] } },
    };
    return changed;
  },
  'a policy gets a statement': ofPolicy((policy, bucket, pick) => {
    policy.PolicyDocument.Statement = [...listOf(policy.PolicyDocument.Statement), pick(STATEMENTS(bucket))];
    return true;
  }),
  'a policy loses a statement': ofPolicy((policy, _, pick) => {
    const statements = listOf(policy.PolicyDocument.Statement);
    policy.PolicyDocument.Statement = statements.filter((one) => one !== pick(statements));
    return statements.length > 1 && policy.PolicyDocument.Statement.length > 0;
  }),
  'the statements of a policy are turned around': ofPolicy((policy) => {
    policy.PolicyDocument.Statement = listOf(policy.PolicyDocument.Statement).reverse();
    return policy.PolicyDocument.Statement.length > 1;
  }),
  'a policy is one statement without a list': ofPolicy((policy) => {
    const [first, ...others] = listOf(policy.PolicyDocument.Statement);
    policy.PolicyDocument.Statement = first;
    return first !== undefined && others.length === 0;
  }),
  'a policy has no version': ofPolicy((policy) => policy.PolicyDocument.Version !== undefined && delete policy.PolicyDocument.Version),
};
