import * as fc from 'fast-check';
import { BucketFacts } from '../../src/facts/bucket-facts';
import { TemplateFacts } from '../../src/facts/template-facts';
import { known } from '../../src/template/known';
import { Template } from '../../src/template/template';
import { symbol, template } from '../template/templates';

const PARAMETER = { Ref: 'Parameter' };
const UNKNOWN: unknown = expect.objectContaining({ known: false });
const BUCKET = { Type: 'AWS::S3::Bucket' };

/** The facts of the resource `Bucket` of the first of these templates. */
function bucketOf(...templates: Template[]): BucketFacts {
  return new TemplateFacts(templates).at({ template: templates[0].id, logicalId: 'Bucket' })!;
}

/** A template that gives the bucket's name and ARN away, under these names. */
function sharing(resources: object): Template {
  return template({ Bucket: BUCKET, ...resources }, {
    outputs: {
      Name: { Value: { Ref: 'Bucket' }, Export: { Name: 'name' } },
      KeyArn: { Value: { 'Fn::GetAtt': ['Key', 'Arn'] }, Export: { Name: 'key' } },
      TopicArn: { Value: { Ref: 'Topic' }, Export: { Name: 'topic' } },
    },
  });
}

describe('the bucket policies', () => {
  const policy = (Bucket: unknown, Sid = 'Here') => ({ Type: 'AWS::S3::BucketPolicy', Properties: { Bucket, PolicyDocument: { Statement: { Sid, Effect: 'Deny' } } } });
  const sids = ({ policies }: BucketFacts) => policies.map(({ document }) => document.statements[0].sid);

  test.each([
    ['the one that refers to the bucket', [template({ Bucket: BUCKET, Policy: policy({ Ref: 'Bucket' }) })], ['Here']],
    ['the one that names the bucket', [template({ Bucket: { ...BUCKET, Properties: { BucketName: 'data' } }, Policy: policy('data') })], ['Here']],
    ['the one in another template', [sharing({}), template({ Policy: policy({ 'Fn::ImportValue': 'name' }) }, { id: 'Other' })], ['Here']],
    ['all, where there are two', [template({ Bucket: BUCKET, One: policy({ Ref: 'Bucket' }, 'One'), Two: policy({ Ref: 'Bucket' }, 'Two') })], ['One', 'Two']],
    ['none', [template({ Bucket: BUCKET })], []],
    ['not the one of another bucket', [template({ Bucket: BUCKET, Other: BUCKET, Policy: policy({ Ref: 'Other' }) })], []],
    ['not the one of an equal logical id elsewhere', [template({ Bucket: BUCKET }), template({ Bucket: BUCKET, Policy: policy({ Ref: 'Bucket' }) }, { id: 'Other' })], []],
    ['not one that names no bucket', [template({ Bucket: BUCKET, Policy: { Type: 'AWS::S3::BucketPolicy' } })], []],
  ])('are %s', (_, templates, expected) => {
    expect(sids(bucketOf(...templates))).toEqual(expected);
  });

  test('stand at their own address', () => {
    expect(bucketOf(sharing({}), template({ Policy: policy({ 'Fn::ImportValue': 'name' }) }, { id: 'Other' })).policies[0].address)
      .toEqual({ template: 'Other', logicalId: 'Policy' });
  });

  test('have their texts evaluated', () => {
    const document = { Statement: { Effect: 'Deny', Resource: [{ 'Fn::GetAtt': ['Bucket', 'Arn'] }, PARAMETER] } };
    const facts = bucketOf(template({ Bucket: BUCKET, Policy: { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: { Ref: 'Bucket' }, PolicyDocument: document } } }));
    expect(facts.policies[0].document.statements[0].resources).toEqual([facts.arn, expect.objectContaining({ reason: expect.stringContaining('Parameter') })]);
  });

  test('are kept or deleted with their own stack', () => {
    const kept = (DeletionPolicy?: string) => bucketOf(template({ Bucket: BUCKET, Policy: { ...policy({ Ref: 'Bucket' }), DeletionPolicy } })).policies[0].deletionPolicy;
    expect(kept('Retain')).toEqual(known('Retain'));
    expect(kept()).toEqual(known('Delete'));
  });

  test.each([
    ['has a condition of its own', {}, { Condition: 'IsProduction' }, false],
    ['has another condition', { Condition: 'IsTest' }, { Condition: 'IsProduction' }, false],
    ['has the same condition', { Condition: 'IsProduction' }, { Condition: 'IsProduction' }, true],
    ['has none', { Condition: 'IsProduction' }, {}, true],
  ])('are there with the bucket, or may not be, where the policy %s', (_, ofBucket, ofPolicy, certain) => {
    const facts = bucketOf(template({ Bucket: { ...BUCKET, ...ofBucket }, Policy: { ...policy({ Ref: 'Bucket' }), ...ofPolicy } }));
    expect(facts.policies.map(({ deployed, document }) => [deployed.known, document.unknowns.length])).toEqual([[certain, certain ? 0 : 1]]);
  });

  test('may not be there, where a nested stack around them has a condition', () => {
    const parent = template({ Bucket: BUCKET, Nested: { Type: 'AWS::CloudFormation::Stack', Condition: 'C', Properties: { Parameters: { Name: { Ref: 'Bucket' } } } } });
    const facts = bucketOf(parent, template({ Policy: policy({ Ref: 'Name' }) }, { id: 'Nested', parent: { template: 'App', logicalId: 'Nested' } }));
    expect(facts.policies).toMatchObject([{ deployed: UNKNOWN }]);
  });

  test('are those that share an expression with the bucket for a name', () => {
    const facts = bucketOf(template({ Bucket: { ...BUCKET, Properties: { BucketName: PARAMETER } }, Policy: policy(PARAMETER) }));
    expect(facts.policies).toMatchObject([{ deployed: known(true) }]);
    expect(sids(facts)).toEqual(['Here']);
  });

  test.each([
    ['a parameter may name a bucket without a policy', { Bucket: BUCKET, Policy: policy(PARAMETER) }, 1],
    ['a parameter names no bucket that has a policy of its own', { Bucket: BUCKET, Own: policy({ Ref: 'Bucket' }), Policy: policy(PARAMETER) }, 0],
    ['a condition chooses between this bucket and another', { Bucket: BUCKET, Policy: policy({ 'Fn::If': ['C', { Ref: 'Bucket' }, 'other'] }) }, 1],
    ['a condition chooses between two others', { Bucket: BUCKET, Policy: policy({ 'Fn::If': ['C', 'one', 'other'] }) }, 0],
  ])('may be one whose bucket is decided at deployment: %s', (_, resources, expected) => {
    expect(bucketOf(template(resources)).policies.filter(({ deployed }) => !deployed.known)).toHaveLength(expected);
  });

  test('are read even where nothing can be read', () => {
    const facts = bucketOf(template({ Bucket: BUCKET, Policy: { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: { Ref: 'Bucket' } } } }));
    expect(facts.policies[0].document.problems).toHaveLength(1);
  });
});

describe('the access logs', () => {
  const logging = (DestinationBucketName: unknown) => ({ ...BUCKET, Properties: { LoggingConfiguration: { DestinationBucketName } } });

  test.each([
    ['a bucket of the same template', [template({ Bucket: logging({ Ref: 'Logs' }), Logs: BUCKET })], symbol('App', 'Logs')],
    ['a bucket read before it', [template({ ALogs: BUCKET, Bucket: logging({ Ref: 'ALogs' }) })], symbol('App', 'ALogs')],
    ['a bucket by its name', [template({ Bucket: logging('logs'), Logs: { ...BUCKET, Properties: { BucketName: 'logs' } } })], 'logs'],
    ['a bucket of another template', [template({ Bucket: logging({ 'Fn::ImportValue': 'logs' }) }),
      template({ Logs: BUCKET }, { id: 'Logs', outputs: { Name: { Value: { Ref: 'Logs' }, Export: { Name: 'logs' } } } })], symbol('Logs', 'Logs')],
  ])('go to %s, which knows that it receives them', (_, templates, name) => {
    const { logging: target } = bucketOf(...templates);
    expect(target).toMatchObject(known({ targetBucket: known(name), target: { name, isAccessLogTarget: known(true) } }));
  });

  test.each([
    ['nowhere, without a configuration', BUCKET, known(undefined)],
    ['nowhere, by a configuration without a destination', { ...BUCKET, Properties: { LoggingConfiguration: { LogFilePrefix: 'logs/' } } }, known(undefined)],
    ['to a bucket outside these templates', logging('elsewhere'), known({ isConfigured: known(true), prefix: '', targetBucket: known('elsewhere'), target: undefined })],
    ['to a bucket that is not decided', logging(PARAMETER), known({ isConfigured: known(true), prefix: '', targetBucket: UNKNOWN, target: undefined })],
    ['somewhere or nowhere, where the configuration is not decided', { ...BUCKET, Properties: { LoggingConfiguration: PARAMETER } }, UNKNOWN],
  ])('go %s', (_, bucket, expected) => {
    expect(bucketOf(template({ Bucket: bucket })).logging).toEqual(expected);
  });

  test.each([
    ['a condition decides the destination', { 'Fn::If': ['C', { Ref: 'Logs' }, 'other'] }, {}, UNKNOWN],
    ['a condition decides whether the sender is there', { Ref: 'Logs' }, { Condition: 'C' }, UNKNOWN],
    ['a parameter names another', PARAMETER, {}, known(false)],
  ])('may go to a bucket, where %s', (_, destination, sender, expected) => {
    const all = new TemplateFacts([template({ Bucket: { ...logging(destination), ...sender }, Logs: BUCKET })]);
    expect(all.at({ template: 'App', logicalId: 'Logs' })!.isAccessLogTarget).toEqual(expected);
  });

  const named = (BucketName: string, DestinationBucketName: string) => ({ ...BUCKET, Properties: { BucketName, LoggingConfiguration: { DestinationBucketName } } });
  test.each<[string, Record<string, object>, Record<string, boolean>]>([
    ['two buckets that log to each other', { A: logging({ Ref: 'B' }), B: logging({ Ref: 'A' }) }, { A: false, B: false }],
    ['two that do so by their names', { A: named('a', 'b'), B: named('b', 'a') }, { A: false, B: false }],
    ['three in a circle', { A: logging({ Ref: 'B' }), B: logging({ Ref: 'C' }), C: logging({ Ref: 'A' }) }, { A: false, B: false, C: false }],
    ['two that log to each other, and receive from a third', { A: logging({ Ref: 'B' }), B: logging({ Ref: 'A' }), C: logging({ Ref: 'A' }) }, { A: true, B: false, C: false }],
    ['a log bucket that logs to another', { A: logging({ Ref: 'B' }), B: logging({ Ref: 'C' }), C: BUCKET }, { A: false, B: true, C: true }],
    ['a log bucket that logs to itself', { A: logging({ Ref: 'B' }), B: logging({ Ref: 'B' }) }, { A: false, B: true }],
  ])('of %s', (_, resources, expected) => {
    const all = new TemplateFacts([template(resources)]);
    expect(all.buckets.map(({ address, isAccessLogTarget }) => [address.logicalId, isAccessLogTarget])).toEqual(Object.entries(expected).map(([id, value]) => [id, known(value)]));
  });

  test('may be in a circle, where a condition decides it', () => {
    const all = new TemplateFacts([template({ A: logging({ Ref: 'B' }), B: logging({ 'Fn::If': ['C', { Ref: 'A' }, { Ref: 'AWS::NoValue' }] }) })]);
    expect(all.at({ template: 'App', logicalId: 'B' })!.isAccessLogTarget).toEqual(UNKNOWN);
  });

  test('make no target of a bucket that logs to itself', () => {
    expect(bucketOf(template({ Bucket: logging({ Ref: 'Bucket' }) })).isAccessLogTarget).toEqual(known(false));
  });

  test('make no target of a bucket that only sends them, or of any bucket when nobody does', () => {
    expect(bucketOf(template({ Bucket: logging('elsewhere') })).isAccessLogTarget).toEqual(known(false));
    expect(bucketOf(template({ Bucket: BUCKET })).isAccessLogTarget).toEqual(known(false));
  });
});

describe('the key', () => {
  const encrypted = (KMSMasterKeyID: unknown) =>
    ({ ...BUCKET, Properties: { BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID } }] } } });
  const key = (EnableKeyRotation?: unknown) => ({ Type: 'AWS::KMS::Key', Properties: { EnableKeyRotation } });

  test.each([
    ['rotates, known by its ARN', template({ Bucket: encrypted({ 'Fn::GetAtt': ['Key', 'Arn'] }), Key: key(true) }), known(true)],
    ['rotates, known by its id', template({ Bucket: encrypted({ Ref: 'Key' }), Key: key('true') }), known(true)],
    ['does not rotate', template({ Bucket: encrypted({ Ref: 'Key' }), Key: key(false) }), known(false)],
    ['does not rotate unless asked to', template({ Bucket: encrypted({ Ref: 'Key' }), Key: key() }), known(false)],
    ['may rotate', template({ Bucket: encrypted({ Ref: 'Key' }), Key: key(PARAMETER) }), UNKNOWN],
    ['is not here', template({ Bucket: encrypted('arn:aws:kms:eu-west-1:111122223333:key/1') }), UNKNOWN],
    ['is the one AWS manages', template({ Bucket: encrypted(undefined) }), UNKNOWN],
  ])('%s', (_, one, expected) => {
    expect(bucketOf(one).encryption.keyRotation).toEqual(expected);
  });

  test('is kept or deleted with its own stack', () => {
    const kept = (DeletionPolicy?: string) => bucketOf(template({ Bucket: encrypted({ Ref: 'Key' }), Key: { ...key(), DeletionPolicy } })).encryption.keyDeletionPolicy;
    expect(kept('Retain')).toEqual(known('Retain'));
    expect(kept()).toEqual(known('Delete'));
    expect(bucketOf(template({ Bucket: encrypted('elsewhere') })).encryption.keyDeletionPolicy).toBeUndefined();
  });

  test('of another template is known', () => {
    const facts = bucketOf(template({ Bucket: encrypted({ 'Fn::ImportValue': 'key' }) }, { id: 'Other' }), sharing({ Key: key(true) }));
    expect(facts.encryption).toMatchObject({ key: known(expect.stringContaining(symbol('App', 'Key'))), keyRotation: known(true) });
  });
});

describe('the alarms', () => {
  const dimensions = (bucket: unknown, filter: unknown = 'EntireBucket') => [{ Name: 'BucketName', Value: bucket }, { Name: 'FilterId', Value: filter }];
  const metric = (MetricName: string, bucket: unknown = { Ref: 'Bucket' }) => ({ Namespace: 'AWS/S3', MetricName, Dimensions: dimensions(bucket) });
  const alarm = (properties: object) => ({ Type: 'AWS::CloudWatch::Alarm', Properties: properties });
  const alarms = (resources: object) => bucketOf(template({ Bucket: BUCKET, ...resources })).alarms;

  const onBucket = (name: string) => ({ ofBucket: known(true), name: known(name), filterId: known('EntireBucket') });

  test('on one metric', () => {
    expect(alarms({ Alarm: alarm(metric('4xxErrors')) })).toEqual([
      { address: { template: 'App', logicalId: 'Alarm' }, deployed: known(true), metrics: [onBucket('4xxErrors')], actions: known([]) },
    ]);
  });

  test('on an expression over several metrics', () => {
    const Metrics = [
      { Id: 'rate', Expression: 'errors / all' },
      { Id: 'errors', MetricStat: { Metric: metric('4xxErrors') } },
      { Id: 'all', MetricStat: { Metric: metric('AllRequests') } },
    ];
    expect(alarms({ Alarm: alarm({ Metrics }) })).toMatchObject([{ metrics: [onBucket('4xxErrors'), onBucket('AllRequests')] }]);
  });

  test.each([
    ['another bucket', metric('4xxErrors', 'other')],
    ['no bucket', { Namespace: 'AWS/S3', MetricName: '4xxErrors' }],
    ['a metric of another service', { ...metric('4xxErrors'), Namespace: 'AWS/Lambda' }],
    ['an expression without metrics', { Metrics: [{ Id: 'e', Expression: '1' }] }],
    ['dimensions that are no list', { ...metric('4xxErrors'), Dimensions: { BucketName: { Ref: 'Bucket' } } }],
  ])('leave out the one on %s', (_, properties) => {
    expect(alarms({ Alarm: alarm(properties) })).toEqual([]);
  });

  test('of another template count', () => {
    const facts = bucketOf(sharing({}), template({ Alarm: alarm(metric('5xxErrors', { 'Fn::ImportValue': 'name' })) }, { id: 'Other' }));
    expect(facts.alarms).toMatchObject([{ address: { template: 'Other' }, metrics: [onBucket('5xxErrors')] }]);
  });

  const topic = (KmsMasterKeyId?: unknown) => ({ Type: 'AWS::SNS::Topic', Properties: { KmsMasterKeyId } });
  const actionsOf = (properties: object, Topic: object = topic('key')) => alarms({ Topic, Alarm: alarm({ ...metric('4xxErrors'), ...properties }) })[0].actions;

  test.each([
    ['an encrypted topic', { AlarmActions: [{ Ref: 'Topic' }] }, topic('key'), known([{ action: known(symbol('App', 'Topic')), topicKey: known('key') }])],
    ['a topic without encryption', { AlarmActions: [{ Ref: 'Topic' }] }, topic(), known([{ action: known(symbol('App', 'Topic')), topicKey: known(undefined) }])],
    ['a topic with an undecided key', { AlarmActions: [{ Ref: 'Topic' }] }, topic(PARAMETER), known([{ action: known(symbol('App', 'Topic')), topicKey: UNKNOWN }])],
    ['something outside these templates', { AlarmActions: ['arn:aws:sns:eu-west-1:111122223333:ops'] }, topic(),
      known([{ action: known('arn:aws:sns:eu-west-1:111122223333:ops'), topicKey: undefined }])],
    ['something undecided', { AlarmActions: [PARAMETER] }, topic(), known([{ action: UNKNOWN, topicKey: undefined }])],
    ['a topic that is known by its attribute, which is the same ARN', { AlarmActions: [{ 'Fn::GetAtt': ['Topic', 'TopicArn'] }] }, topic('key'),
      known([{ action: known(symbol('App', 'Topic')), topicKey: known('key') }])],
    ['a topic that may not be deployed', { AlarmActions: [{ Ref: 'Topic' }] }, { ...topic('key'), Condition: 'C' }, known([{ action: known(symbol('App', 'Topic')), topicKey: UNKNOWN }])],
    ['someone or nobody, where a parameter enables the actions', { AlarmActions: [{ Ref: 'Topic' }], ActionsEnabled: PARAMETER }, topic(), UNKNOWN],
    ['an undecided list', { AlarmActions: PARAMETER }, topic(), UNKNOWN],
    ['nobody', {}, topic(), known([])],
    ['nobody, because actions are disabled', { AlarmActions: [{ Ref: 'Topic' }], ActionsEnabled: false }, topic(), known([])],
    ['nobody, because actions are disabled by a text', { AlarmActions: [{ Ref: 'Topic' }], ActionsEnabled: 'false' }, topic(), known([])],
    ['someone, since actions are enabled', { AlarmActions: ['arn'], ActionsEnabled: true }, topic(), known([expect.anything()])],
  ])('tell %s', (_, properties, resource, expected) => {
    expect(actionsOf(properties, resource)).toEqual(expected);
  });

  test('tell a topic of another template', () => {
    const facts = bucketOf(
      template({ Bucket: BUCKET, Alarm: alarm({ ...metric('4xxErrors'), AlarmActions: [{ 'Fn::ImportValue': 'topic' }] }) }, { id: 'Other' }),
      sharing({ Topic: topic('key') }),
    );
    expect(facts.alarms[0].actions).toEqual(known([{ action: known(symbol('App', 'Topic')), topicKey: known('key') }]));
  });

  test('on an expression over two buckets count for each by its own metrics', () => {
    const Metrics = [{ Id: 'a', MetricStat: { Metric: metric('4xxErrors') } }, { Id: 'b', MetricStat: { Metric: metric('HeadRequests', { Ref: 'Other' }) } }];
    expect(alarms({ Other: BUCKET, Alarm: alarm({ Metrics }) })).toMatchObject([{ metrics: [onBucket('4xxErrors')] }]);
  });

  test.each([
    ['of an undecided namespace', { ...metric('4xxErrors'), Namespace: PARAMETER }, { ofBucket: UNKNOWN }],
    ['of an undecided name', { ...metric('4xxErrors'), MetricName: PARAMETER }, { name: UNKNOWN }],
    ['of an undecided bucket', metric('4xxErrors', PARAMETER), { ofBucket: UNKNOWN }],
    ['of an undecided filter', { ...metric('4xxErrors'), Dimensions: dimensions({ Ref: 'Bucket' }, PARAMETER) }, { filterId: UNKNOWN }],
    ['with undecided dimensions', { ...metric('4xxErrors'), Dimensions: PARAMETER }, { ofBucket: UNKNOWN, filterId: UNKNOWN }],
  ])('may be on a metric %s', (_, properties, expected) => {
    expect(alarms({ Alarm: alarm(properties) })).toMatchObject([{ metrics: [expected] }]);
  });

  test('may not be deployed', () => {
    expect(alarms({ Alarm: { ...alarm(metric('4xxErrors')), Condition: 'C' } })).toMatchObject([{ deployed: UNKNOWN }]);
  });

  test('leave out the one in another Region, where the metric is not', () => {
    const named = template({ Bucket: { ...BUCKET, Properties: { BucketName: 'data' } } }, { region: 'eu-west-1' });
    const elsewhere = template({ Alarm: alarm(metric('4xxErrors', 'data')) }, { id: 'Other', region: 'us-east-1' });
    expect(bucketOf(named, elsewhere).alarms).toEqual([]);
    expect(bucketOf(named, { ...elsewhere, region: 'eu-west-1' }).alarms).toHaveLength(1);
  });
});

test('neither the order of resources nor that of templates matters', () => {
  const resources = Object.entries({
    Bucket: { ...BUCKET, Properties: { LoggingConfiguration: { DestinationBucketName: { Ref: 'Logs' } } } },
    Logs: BUCKET,
    Policy: { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: { Ref: 'Bucket' }, PolicyDocument: { Statement: [] } } },
    Alarm: { Type: 'AWS::CloudWatch::Alarm', Properties: { Namespace: 'AWS/S3', MetricName: '4xxErrors', Dimensions: [{ Name: 'BucketName', Value: { Ref: 'Bucket' } }] } },
  });
  const other = template({ Policy: { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: { 'Fn::ImportValue': 'name' } } } }, { id: 'Other' });
  const facts = (order: typeof resources, otherFirst: boolean) => {
    const app = template(Object.fromEntries(order), { outputs: { Name: { Value: { Ref: 'Logs' }, Export: { Name: 'name' } } } });
    const all = new TemplateFacts(otherFirst ? [other, app] : [app, other]);
    // Without the functions among the facts, which are equal to nothing, and what is around the bucket, which has the bucket in it.
    return ['Bucket', 'Logs'].map((logicalId) => JSON.stringify(all.at({ template: 'App', logicalId }), (key, value: unknown) => key === 'surroundings' ? undefined : value));
  };
  fc.assert(fc.property(fc.shuffledSubarray(resources, { minLength: resources.length }), fc.boolean(), (order, otherFirst) => {
    expect(facts(order, otherFirst)).toEqual(facts(resources, false));
  }));
});
