import { adoptBuckets } from '../../src/adopt/adopt-buckets';
import { AdoptedBucket, AdoptOptions } from '../../src/adopt/adoption';
import { applied } from '../../src/adopt/template-operation';
import { templateOf } from '../../src/template/read-template';

const KMS = { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: { Ref: 'Key' } } }] };
const AES = { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }] };
const KEY = { Type: 'AWS::KMS::Key', Properties: { EnableKeyRotation: true, KeyPolicy: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root' } }, Action: 'kms:*', Resource: '*' }] } } };

const bucket = (Properties: object = {}, rest: object = {}) => ({ Type: 'AWS::S3::Bucket', ...rest, Properties });
const policy = (Statement: unknown, rest: object = {}, Bucket: unknown = { Ref: 'Data' }) => ({ Type: 'AWS::S3::BucketPolicy', ...rest, Properties: { Bucket, PolicyDocument: { Version: '2012-10-17', Statement } } });
const allow = (Principal: unknown, Action = 's3:GetObject', Resource: unknown = { 'Fn::Sub': '${Data.Arn}/*' }) => ({ Effect: 'Allow', Principal, Action, Resource });

type Options = Partial<AdoptOptions> & { readonly level?: 'BASELINE' | 'STRICT' };

function adoptedIn(templates: Readonly<Record<string, object>>, { level, ...options }: Options = {}) {
  const adoption = adoptBuckets([{ templates: Object.entries(templates).map(([id, template]) => templateOf(template, { id, stackName: id.replace(/\..*/, '') })), acknowledgements: new Map() }], {
    rules: { level }, only: [], without: [], incompleteUploadsDays: 7, noncurrentVersionsDays: 90, ...options,
  });
  expect(adoption.errors).toEqual([]);
  const after = Object.fromEntries(Object.entries(templates).map(([id, template]): [string, any] => [id, applied(template as any, adoption.operations.get(id) ?? [])]));
  // What the operations make of the template is what was judged.
  adoption.after.forEach((template) => expect(after[template.id].Resources).toEqual(template.resources));
  return { adoption, after };
}

function adopted(Resources: object, options: Options = {}, others: object = {}) {
  const { adoption, after } = adoptedIn({ 't.yaml': { ...others, Resources } }, options);
  const data = adoption.buckets.find(({ address }) => address.logicalId === 'Data') as AdoptedBucket;
  return {
    adoption,
    data,
    resources: after['t.yaml'].Resources,
    added: data.added.map(({ setting }) => setting.id),
    refused: Object.fromEntries(data.refused.map(({ setting, reason }) => [setting.id, reason])),
  };
}

describe('a bucket that says nothing', () => {
  test('gets at BASELINE what its rules ask for, and what bounds its cost', () => {
    const { added, refused, data, adoption } = adopted({ Data: bucket() });
    expect(added).toEqual(['block-public-access', 'acls-disabled', 'encryption', 'bucket-key', 'versioning', 'noncurrent-versions', 'access-logging', 'tls-only']);
    expect([refused, data.remaining]).toEqual([{}, []]);
    expect(adoption.made.map(({ address }) => address.logicalId)).toEqual(['BucketsKey', 'BucketsAccessLogs', 'BucketsAccessLogsPolicy', 'DataPolicy']);
    expect(data.added.flatMap(({ updates }) => updates.map(({ kind }) => kind)).filter((kind) => !['inPlace', 'created'].includes(kind))).toEqual([]);
  });

  test('keeps at STRICT the findings only that no setting mends', () => {
    const { refused, data, resources } = adopted({ Data: bucket() }, { level: 'STRICT' });
    expect(refused).toEqual({});
    expect(data.remaining.map(({ rule }) => rule.replace('HardenedBucket-', ''))).toEqual(['ObjectLock', 'Replication', 'EventNotifications']);
    expect(resources.DataPolicy.Properties.PolicyDocument.Statement.map(({ Sid }: any) => Sid)).toEqual([
      'DenyRequestsWithoutTls', 'DenyRequestsBelowMinimumTls', 'DenyOtherEncryption', 'DenyOtherKeys', 'DenyReencryption', 'DenyCustomerProvidedKeys',
    ]);
    expect(resources.Data).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain', Properties: { MetricsConfigurations: [{ Id: 'EntireBucket' }] } });
    expect(resources).toMatchObject({ Data4xxErrorsAlarm: { Properties: { AlarmActions: [{ Ref: 'BucketsAlarms' }] } }, BucketsAlarms: { Properties: { KmsMasterKeyId: { 'Fn::GetAtt': ['BucketsAlarmsKey', 'Arn'] } } } });
  });

  test.each(['BASELINE', 'STRICT'] as const)('gets nothing more the second time at %s, and what was made has no finding', (level) => {
    const { resources } = adopted({ Data: bucket() }, { level });
    const again = adopted(resources, { level });
    expect([...again.adoption.operations]).toEqual([]);
    expect(again.adoption.buckets.find(({ address }) => address.logicalId === 'BucketsAccessLogs')!.remaining).toEqual([]);
  });

  test('is told what it loses: requests that the rules want lost', () => {
    expect(adopted({ Data: bucket() }).data.lost).toEqual([expect.stringMatching(/ does s3:GetObject on Data\/x with aws:SecureTransport false$/)]);
  });
});

test('another bucket later gets the key and the log bucket that are there', () => {
  const { resources } = adopted({ Data: bucket() });
  const { resources: more, adoption } = adopted({ ...resources, Later: bucket() });
  expect(adoption.made.map(({ address }) => address.logicalId)).toEqual(['LaterPolicy']);
  expect(more.Later.Properties).toMatchObject({ LoggingConfiguration: { DestinationBucketName: { Ref: 'BucketsAccessLogs' }, LogFilePrefix: 'Later/' } });
});

test('ids that are taken get a number', () => {
  const { resources } = adopted({ Data: bucket(), BucketsKey: { Type: 'AWS::SQS::Queue' }, DataPolicy: { Type: 'AWS::SQS::Queue' } }, {}, { Parameters: { BucketsAccessLogs: { Type: 'String' } } });
  expect(Object.keys(resources)).toEqual(expect.arrayContaining(['BucketsKey2', 'DataPolicy2', 'BucketsAccessLogs2']));
  expect(resources.DataPolicy).toEqual({ Type: 'AWS::SQS::Queue' });
});

describe('the key', () => {
  test('is used through S3 by everybody of the account who may use S3, as that of AWS', () => {
    const { resources } = adopted({ Data: bucket() });
    expect(resources.BucketsKey).toMatchObject({
      DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain', Properties: { EnableKeyRotation: true, KeyPolicy: { Statement: [{ Sid: 'Administration' }, { Sid: 'UseThroughS3', Principal: { AWS: '*' }, Condition: { StringEquals: { 'kms:CallerAccount': { Ref: 'AWS::AccountId' } } } }] } },
    });
  });

  test.each<[string, Options, unknown]>([
    ['one of the template', { encryptionKey: 'Key' }, { 'Fn::GetAtt': ['Key', 'Arn'] }],
    ['one by its ARN', { encryptionKey: 'arn:aws:kms:eu-west-1:111122223333:key/k' }, 'arn:aws:kms:eu-west-1:111122223333:key/k'],
    ['one of a parameter', { encryptionKey: 'Named' }, { Ref: 'Named' }],
  ])('is %s', (_, options, key) => {
    const { resources } = adopted({ Data: bucket(), Key: KEY }, options, { Parameters: { Named: { Type: 'String' } } });
    expect(resources.Data.Properties.BucketEncryption.ServerSideEncryptionConfiguration[0].ServerSideEncryptionByDefault.KMSMasterKeyID).toEqual(key);
    expect(resources).not.toHaveProperty('BucketsKey');
  });

  test('that is elsewhere cannot be proved: what has to be checked is said', () => {
    const { data, added } = adopted({ Data: bucket(), DataPolicy: policy([allow({ AWS: '444455556666' })]) }, { encryptionKey: 'arn:aws:kms:eu-west-1:111122223333:key/k' });
    expect(added).toContain('encryption');
    expect(data.unproved).toEqual([expect.stringMatching(/make sure that the policy of key arn:aws:kms:eu-west-1:111122223333:key\/k contains/)]);
  });

  test('is named by its ARN where requests are compared with it', () => {
    const { resources } = adopted({ Data: bucket({ BucketEncryption: KMS }), Key: KEY }, { level: 'STRICT' });
    expect(resources.DataPolicy.Properties.PolicyDocument.Statement[3].Condition.ArnNotEquals).toEqual({ 's3:x-amz-server-side-encryption-aws-kms-key-id': { 'Fn::GetAtt': ['Key', 'Arn'] } });
  });

  test('takes the place of SSE-S3 only where that is asked for', () => {
    expect(adopted({ Data: bucket({ BucketEncryption: AES }) }).refused).toEqual({ encryption: expect.stringContaining('AES256') });
    expect(adopted({ Data: bucket({ BucketEncryption: AES }) }, { replacesS3ManagedEncryption: true }).added).toContain('encryption');
  });

  test('of two layers comes with the statements for two layers', () => {
    const dsse = { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms:dsse', KMSMasterKeyID: { 'Fn::GetAtt': ['Key', 'Arn'] } } }] };
    const { data } = adopted({ Data: bucket({ BucketEncryption: dsse }), Key: KEY }, { level: 'STRICT', only: ['encryption-enforced'] });
    expect(data.added.map(({ mends }) => mends)).toEqual([['HardenedBucket-EncryptionEnforced']]);
  });
});

describe('access logs', () => {
  const logs = (statement: object = {}) => ({
    Logs: bucket({ BucketEncryption: AES }),
    LogsPolicy: policy([{ Effect: 'Allow', Principal: { Service: 'logging.s3.amazonaws.com' }, Action: 's3:PutObject', Resource: { 'Fn::Sub': '${Logs.Arn}/*' }, Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } }, ...statement }], {}, { Ref: 'Logs' }),
  });

  test('go to the log bucket that is named, which gets what a log bucket may have', () => {
    const { resources, adoption } = adopted({ Data: bucket(), ...logs() }, { accessLogsBucket: 'Logs', level: 'STRICT' });
    expect(resources.Data.Properties.LoggingConfiguration).toEqual({ DestinationBucketName: { Ref: 'Logs' }, LogFilePrefix: 'Data/' });
    expect(resources.Logs.Properties.BucketEncryption.ServerSideEncryptionConfiguration[0].ServerSideEncryptionByDefault).toEqual({ SSEAlgorithm: 'AES256' });
    expect(resources.Logs.Properties).not.toHaveProperty('LoggingConfiguration');
    expect(adoption.buckets.find(({ address }) => address.logicalId === 'Logs')!.refused).toEqual([]);
  });

  test('do not go where S3 cannot deliver them', () => {
    const { refused, resources } = adopted({ Data: bucket(), ...logs({ Effect: 'Deny' }) }, { accessLogsBucket: 'Logs' });
    expect(refused['access-logging']).toMatch(/delivers its access logs to Logs, which denies the delivery/);
    expect(resources.Data.Properties).not.toHaveProperty('LoggingConfiguration');
  });

  test('go to a bucket elsewhere by its name, of which nothing is proved', () => {
    const { data, resources } = adopted({ Data: bucket() }, { accessLogsBucket: 'our-logs' });
    expect(resources.Data.Properties.LoggingConfiguration.DestinationBucketName).toBe('our-logs');
    expect(data.unproved).toEqual([expect.stringContaining('the target bucket is not in these templates')]);
  });
});

describe('statements', () => {
  const sids = (resource: any) => resource.Properties.PolicyDocument.Statement.map(({ Sid }: any) => Sid);

  test.each<[string, unknown, readonly unknown[]]>([
    ['behind those of the policy that is there', [allow({ AWS: { Ref: 'AWS::AccountId' } })], [undefined, 'DenyRequestsWithoutTls']],
    ['behind one that is not a list', allow({ AWS: { Ref: 'AWS::AccountId' } }), [undefined, 'DenyRequestsWithoutTls']],
    ['with a Sid that is free', [{ Sid: 'DenyRequestsWithoutTls', ...allow({ AWS: { Ref: 'AWS::AccountId' } }) }], ['DenyRequestsWithoutTls', 'DenyRequestsWithoutTls2']],
  ])('stand %s', (_, statements, expected) => {
    const { resources, adoption } = adopted({ Data: bucket(), DataPolicy: policy(statements) });
    expect(sids(resources.DataPolicy)).toEqual(expected);
    expect(resources.DataPolicy.Properties.PolicyDocument.Statement[0]).toEqual([statements].flat()[0]);
    expect(adoption.made.map(({ type }) => type)).toEqual(['AWS::KMS::Key', 'AWS::S3::Bucket', 'AWS::S3::BucketPolicy']);
  });

  test('stand in the policy of another template, which names the bucket in its own way', () => {
    const { after, adoption } = adoptedIn({
      'one.yaml': { Resources: { Data: bucket({ BucketName: 'data' }) } },
      'two.yaml': { Resources: { Policy: policy([allow({ AWS: { Ref: 'AWS::AccountId' } }, 's3:GetObject', 'arn:aws:s3:::data/*')], {}, 'data') } },
    });
    expect(sids(after['two.yaml'].Resources.Policy)).toEqual([undefined, 'DenyRequestsWithoutTls']);
    expect(after['two.yaml'].Resources.Policy.Properties.PolicyDocument.Statement[1].Resource).toEqual([
      { 'Fn::Sub': ['arn:${AWS::Partition}:s3:::${Bucket}', { Bucket: 'data' }] }, { 'Fn::Sub': ['arn:${AWS::Partition}:s3:::${Bucket}/*', { Bucket: 'data' }] },
    ]);
    expect(adoption.buckets[0].added.find(({ setting }) => setting.id === 'tls-only')!.mends).toEqual(['HardenedBucket-TlsOnly']);
  });

  const service = (name: string, resource: unknown, Condition?: object, action = 's3:PutObject') => ({ Effect: 'Allow', Principal: { Service: name }, Action: action, Resource: resource, ...Condition ? { Condition } : {} });
  const below = (path: string) => ({ 'Fn::Sub': `\${Data.Arn}/${path}` });
  const OWN_PATH = below('AWSLogs/${AWS::AccountId}/*');
  const OWN = { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } };
  test.each<[string, readonly unknown[]]>([
    ['a trail in the path of the account', [service('cloudtrail.amazonaws.com', OWN_PATH), service('cloudtrail.amazonaws.com', { 'Fn::GetAtt': ['Data', 'Arn'] }, undefined, 's3:GetBucketAcl')]],
    ['below a prefix', [service('config.amazonaws.com', below('config/AWSLogs/${AWS::AccountId}/Config/*'))]],
    ['beside one that is bound already', [service('delivery.logs.amazonaws.com', OWN_PATH), service('logging.s3.amazonaws.com', below('*'), OWN)]],
    ['beside a service that names no account, which it does not concern', [service('delivery.logs.amazonaws.com', OWN_PATH), service('logdelivery.elasticloadbalancing.amazonaws.com', below('*'), OWN)]],
  ])('bind log services to the account: %s', (_, statements) => {
    const { resources, added, data } = adopted({ Data: bucket(), DataPolicy: policy(statements) }, { without: ['tls-only'] });
    expect(added).toContain('services-bound');
    expect(sids(resources.DataPolicy)).toContain('DenyLogServicesForOtherAccounts');
    expect(data.remaining.map(({ rule }) => rule)).not.toContain('HardenedBucket-ServicesBoundToSource');
    expect(data.lost.join('\n')).toContain('aws:SourceAccount 999988887777');
  });

  test.each<[string, unknown, RegExp]>([
    ['a path for any account', service('cloudtrail.amazonaws.com', below('AWSLogs/*')), /statement 0 of bucket policy P allows services to use .*AWSLogs\/\*, which does not name the account of the bucket/],
    ['a path of another account', service('cloudtrail.amazonaws.com', below('AWSLogs/444455556666/*')), /names account 444455556666/],
    ['a list of accounts', service('config.amazonaws.com', below('*'), { StringEquals: { 'aws:SourceAccount': [{ Ref: 'AWS::AccountId' }, '444455556666'] } }), /names account 444455556666/],
    ['an organization', service('delivery.logs.amazonaws.com', below('*'), { StringEquals: { 'aws:SourceOrgID': 'o-a1b2c3d4e5' } }), /on behalf of an organization/],
    ['a path that a parameter names', service('cloudtrail.amazonaws.com', { 'Fn::Sub': '${Data.Arn}/${Stage}/*' }), /which does not name the account|decided at deployment/],
  ])('do not bind log services that may act for others: %s', (_, statement, reason) => {
    const { added, refused } = adopted({ Data: bucket(), P: policy([statement, service('cloudtrail.amazonaws.com', OWN_PATH)]) }, {}, { Parameters: { Stage: { Type: 'String' } } });
    expect(refused['services-bound']).toMatch(reason);
    expect(added).not.toContain('services-bound');
  });

  test('do not bind a service of which AWS does not document that it names the account', () => {
    const { added, refused } = adopted({ Data: bucket(), P: policy([service('guardduty.amazonaws.com', OWN_PATH)]) });
    expect(refused['services-bound']).toBe('AWS does not document that guardduty.amazonaws.com sends aws:SourceAccount. Add a condition on aws:SourceArn to the statement that allows it');
    expect(added).not.toContain('services-bound');
  });

  test('of a bucket with a condition stand under the same', () => {
    const { resources } = adopted({ Data: bucket({}, { Condition: 'Prod' }) }, { level: 'STRICT' }, { Parameters: { Stage: { Type: 'String' } }, Conditions: { Prod: { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] } } });
    expect([resources.DataPolicy.Condition, resources.Data4xxErrorsAlarm.Condition]).toEqual(['Prod', 'Prod']);
  });
});

describe('refused, with the reason', () => {
  const twoPolicies = { Data: bucket(), One: policy([allow({ AWS: { Ref: 'AWS::AccountId' } })]), Two: policy([allow({ AWS: { Ref: 'AWS::AccountId' } })]) };
  test.each<[string, object, string, RegExp, Options?]>([
    ['a KMS key for readers of another account', { Data: bucket(), P: policy([allow({ AWS: '444455556666' })]) }, 'encryption', /key BucketsKey does not allow it kms:Decrypt/],
    ['a KMS key where logs of Redshift are delivered', { Data: bucket(), Cluster: { Type: 'AWS::Redshift::Cluster', Properties: { ClusterType: 'single-node', DBName: 'dev', MasterUsername: 'admin', NodeType: 'ra3.large', LoggingProperties: { BucketName: { Ref: 'Data' } } } } }, 'encryption', /Redshift/],
    ['a KMS key where a rule replicates what is encrypted without', { Data: bucket({ ReplicationConfiguration: { Role: 'r', Rules: [{ Status: 'Enabled', Destination: { Bucket: 'arn:aws:s3:::copy' } }] } }) }, 'encryption', /SseKmsEncryptedObjects/],
    ['blocking public access under a public policy', { Data: bucket(), P: policy([allow('*')]) }, 'block-public-access', /has a public statement in bucket policy P.*Blocking public access would remove that access/],
    ['blocking public access for a website', { Data: bucket({ WebsiteConfiguration: { IndexDocument: 'i' } }) }, 'block-public-access', /website/],
    ['TLS for a website', { Data: bucket({ WebsiteConfiguration: { IndexDocument: 'i' } }) }, 'tls-only', /does not support TLS/],
    ['turning ACLs off while one is in use', { Data: bucket({ AccessControl: 'PublicRead' }) }, 'acls-disabled', /'PublicRead' is in use/],
    ['statements in one of two policies', twoPolicies, 'tls-only', /it has 2 bucket policies \(One, Two\).*Merge them/],
    ['statements in a text', { Data: bucket(), P: { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: { Ref: 'Data' }, PolicyDocument: '{"Statement":[]}' } } }, 'tls-only', /is a text/],
    ['statements in a document that a condition decides', { Data: bucket(), P: { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: { Ref: 'Data' }, PolicyDocument: { 'Fn::If': ['Prod', { Statement: [] }, { Statement: [] }] } } } }, 'tls-only', /decided at deployment/],
    ['retention where the template says Delete', { Data: bucket({}, { DeletionPolicy: 'Delete', UpdateReplacePolicy: 'Retain' }) }, 'retained', /DeletionPolicy of Data is Delete in writing/, { level: 'STRICT', without: ['tls-only', 'minimum-tls', 'encryption-enforced', 'sse-c-denied'] }],
    ['versions that are suspended', { Data: bucket({ VersioningConfiguration: { Status: 'Suspended' } }) }, 'versioning', /Suspended/],
    ['what the text of the template does not allow', { Data: bucket() }, 'versioning', /^line 3: an alias$/, { whyNotPatched: (_, operations) => JSON.stringify(operations).includes('VersioningConfiguration') ? 'line 3: an alias' : undefined }],
  ])('%s', (_, resources, setting, reason, options = {}) => {
    const { refused, added, data } = adopted(resources, options, { Parameters: { Stage: { Type: 'String' } }, Conditions: { Prod: { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] } } });
    expect(refused[setting]).toMatch(reason);
    expect(added).not.toContain(setting);
    expect(data.added.length).toBeGreaterThan(0);
  });

  test('of two attributes the one that the template sets', () => {
    const { refused, resources } = adopted({ Data: bucket({}, { DeletionPolicy: 'Delete' }) }, { level: 'STRICT' });
    expect(refused.retained).toMatch(/^DeletionPolicy of Data is Delete in writing/);
    expect(resources.Data).toMatchObject({ DeletionPolicy: 'Delete', UpdateReplacePolicy: 'Retain' });
  });

  test('one bucket that cannot be encrypted keeps no other from it', () => {
    const { adoption } = adopted({ Data: bucket(), P: policy([allow({ AWS: '444455556666' })]), ...Object.fromEntries(Array.from({ length: 5 }, (_, i) => [`B${i}`, bucket()])) });
    expect(adoption.buckets.filter(({ added }) => added.some(({ setting }) => setting.id === 'encryption')).map(({ address }) => address.logicalId)).toEqual(['B0', 'B1', 'B2', 'B3', 'B4']);
  });

  test('what would be more resources than CloudFormation accepts', () => {
    const queues = Object.fromEntries(Array.from({ length: 480 }, (_, i) => [`Q${i}`, { Type: 'AWS::SQS::Queue' }]));
    const { adoption, resources } = adopted({ ...queues, Data: bucket(), ...Object.fromEntries(Array.from({ length: 5 }, (_, i) => [`B${i}`, bucket()])) }, { level: 'STRICT', only: ['request-metrics', 'request-alarms'] });
    expect(Object.keys(resources)).toHaveLength(500);
    expect(adoption.buckets.map(({ refused }) => refused.length)).toEqual([0, 0, 0, 1, 1, 1]);
    expect(adoption.buckets[5].refused[0].reason).toBe('t.yaml would have 504 resources, and CloudFormation accepts 500');
  });

  test.each<[string, object, string, RegExp]>([
    ['what a loop makes', { Transform: 'AWS::LanguageExtensions', Resources: { 'Fn::ForEach::Buckets': ['Name', ['A', 'B'], { 'Data${Name}': bucket() }] } }, 'DataA', /Fn::ForEach makes it/],
    ['what Fn::Transform makes', { Resources: { Data: { 'Type': 'AWS::S3::Bucket', 'Fn::Transform': { Name: 'AWS::Include', Parameters: { Location: 's3://a/b' } } } } }, 'Data', /Fn::Transform makes it/],
    ['what a macro may rewrite', { Transform: 'OurMacro', Resources: { Data: bucket() } }, 'Data', /macro OurMacro may rewrite/],
    ['properties that a macro makes', { Resources: { Data: bucket({ 'Fn::Transform': { Name: 'Ours' } }) } }, 'Data', /made by Fn::Transform/],
  ])('as a whole: %s', (_, template, logicalId, reason) => {
    const { adoption } = adoptedIn({ 't.yaml': template });
    const found = adoption.buckets.find(({ address }) => address.logicalId === logicalId)!;
    expect(found.closed).toMatch(reason);
    expect([found.added, [...adoption.operations]]).toEqual([[], []]);
  });
});

test('only what is asked for is added, and not what is left out', () => {
  expect(adopted({ Data: bucket() }, { only: ['versioning', 'tls-only'] }).added).toEqual(['versioning', 'tls-only']);
  expect(adopted({ Data: bucket() }, { without: ['encryption', 'bucket-key', 'access-logging'] }).added).toEqual(['block-public-access', 'acls-disabled', 'versioning', 'noncurrent-versions', 'tls-only']);
});

test('what is acknowledged is left as it is', () => {
  const template = { Resources: { Data: { ...bucket(), Metadata: { 'aws:cdk:path': 'Stack/Data/Resource' } } } };
  const adoption = adoptBuckets([{ templates: [templateOf(template, { id: 't.json' })], acknowledgements: new Map([['Stack/Data', ['HardenedBucket-Versioning']]]) }], { rules: {}, only: [], without: [], incompleteUploadsDays: 7, noncurrentVersionsDays: 90 });
  const ids = adoption.buckets[0].added.map(({ setting }) => setting.id);
  expect(ids).toContain('tls-only');
  expect(ids).not.toContain('versioning');
});

test('buckets of this library are left out', () => {
  const template = { Resources: { Data: { ...bucket(), Metadata: { 'aws:cdk:path': 'Stack/Data/Resource', 'cdk-hardened-bucket': 'HardenedBucket' } } } };
  expect(adoptedIn({ 't.json': template }).adoption.buckets).toEqual([]);
});
