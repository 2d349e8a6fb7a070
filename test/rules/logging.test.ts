import { Change, HARDENED, PARAMETER, specify, summary } from './hardened-template';
import { TemplateFacts } from '../../src/facts/template-facts';
import { ACCESS_LOGGING, ACCESS_LOGS_TARGET, DATA_EVENTS, LOG_DELIVERY_GRANT } from '../../src/rules/logging';
import { Template } from '../../src/template/template';
import { template } from '../template/templates';

const LOGGING = 'Bucket.Properties.LoggingConfiguration';
const DESTINATION = `${LOGGING}.DestinationBucketName`;
const LOGS_ENCRYPTION = 'Logs.Properties.BucketEncryption';
const STATEMENTS = 'LogsPolicy.Properties.PolicyDocument.Statement';
const GRANT = `${STATEMENTS}.Delivery`;
const DENY = { Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: { 'Fn::Sub': '${Logs.Arn}/*' } };

specify(ACCESS_LOGGING, [
  ['a log bucket is right', {}, 'compliant'],
  ['a log bucket elsewhere is right', { [DESTINATION]: 'logs' }, 'compliant'],
  ['fails without a configuration', { [LOGGING]: undefined }, ['NoTarget']],
  ['fails for a configuration without a destination', { [LOGGING]: { LogFilePrefix: 'logs/' } }, ['NoTarget']],
  ['a configuration that a parameter gives is unknown', { [LOGGING]: PARAMETER }, 'unknown'],
  ['fails for a bucket that logs to itself', { [DESTINATION]: { Ref: 'Bucket' } }, ['Itself']],
  ['fails for two buckets that log to each other', { [DESTINATION]: { Ref: 'Other' }, Other: { Type: 'AWS::S3::Bucket', Properties: { LoggingConfiguration: { DestinationBucketName: { Ref: 'Bucket' } } } } }, ['Circle']],
  ['a log bucket that logs elsewhere is right', { [DESTINATION]: { Ref: 'Other' }, Other: { Type: 'AWS::S3::Bucket', Properties: { LoggingConfiguration: { DestinationBucketName: { Ref: 'Logs' } } } } }, 'compliant'],
  ['a destination that a parameter names is some bucket', { [DESTINATION]: PARAMETER }, 'compliant'],
]);

/** The bucket without logging of S3's own, and these resources of CloudWatch Logs besides a source, a delivery and a destination. */
function vended(changes: Record<string, unknown> = {}): Change {
  const type = (name: string) => `AWS::Logs::${name}`;
  return {
    [LOGGING]: undefined,
    Source: { Type: type('DeliverySource'), Properties: { Name: 'records', LogType: 'S3_SERVER_ACCESS_LOGS', ResourceArn: { 'Fn::GetAtt': ['Bucket', 'Arn'] } } },
    Destination: { Type: type('DeliveryDestination'), Properties: { Name: 'group', DestinationResourceArn: 'arn:aws:logs:eu-west-1:111122223333:log-group:records' } },
    Delivery: { Type: type('Delivery'), Properties: { DeliverySourceName: { Ref: 'Source' }, DeliveryDestinationArn: { 'Fn::GetAtt': ['Destination', 'Arn'] } } },
    ...changes,
  };
}
const EITHER = (one: unknown, other: unknown) => ({ 'Fn::If': ['IsProduction', one, other] });
const BUCKET_ARN = { 'Fn::GetAtt': ['Bucket', 'Arn'] };
const OTHER_ARN = 'arn:aws:s3:::another';

specify(ACCESS_LOGGING, [
  ['a delivery by CloudWatch Logs is right', vended(), 'compliant'],
  ['a delivery besides the log bucket is right', { ...vended(), [LOGGING]: { DestinationBucketName: 'logs' } }, 'compliant'],
  ['a delivery that names its source is right', vended({ 'Delivery.Properties.DeliverySourceName': 'records' }), 'compliant'],
  ['a delivery from a source without a name in the template is right', vended({ 'Source.Properties.Name': PARAMETER }), 'compliant'],
  ['a delivery to a destination elsewhere is right', vended({ 'Destination': undefined, 'Delivery.Properties.DeliveryDestinationArn': 'arn:aws:logs:eu-west-1:111122223333:delivery-destination:group' }), 'compliant'],
  ['a delivery to a destination that a parameter names is right', vended({ 'Destination': undefined, 'Delivery.Properties.DeliveryDestinationArn': PARAMETER }), 'compliant'],
  ['a delivery to a stream is right', vended({ 'Destination.Properties.DestinationResourceArn': 'arn:aws:firehose:eu-west-1:111122223333:deliverystream/records' }), 'compliant'],
  ['a delivery to another bucket is right', vended({ 'Destination.Properties.DestinationResourceArn': { 'Fn::GetAtt': ['Logs', 'Arn'] } }), 'compliant'],
  ['a source that spells the bucket and its partition out is right', vended({ 'Bucket.Properties.BucketName': 'records', 'Source.Properties.ResourceArn': 'arn:aws:s3:::records' }), 'compliant'],
  ['one source among several is enough', vended({ Second: { Type: 'AWS::Logs::DeliverySource', Properties: { Name: 'b', LogType: 'S3_SERVER_ACCESS_LOGS', ResourceArn: OTHER_ARN } } }), 'compliant'],
  ['fails for a source without a delivery', vended({ Delivery: undefined }), ['NoTarget']],
  ['fails for a delivery without a source', vended({ 'Source': undefined, 'Delivery.Properties.DeliverySourceName': 'records' }), ['NoTarget']],
  ['fails for a delivery from another source', vended({ 'Delivery.Properties.DeliverySourceName': 'uploads' }), ['NoTarget']],
  ['fails for a source of another bucket', vended({ 'Source.Properties.ResourceArn': OTHER_ARN }), ['NoTarget']],
  ['fails for a bucket whose name only begins alike', vended({ 'Bucket.Properties.BucketName': 'records', 'Source.Properties.ResourceArn': 'arn:aws:s3:::records-2' }), ['NoTarget']],
  ['fails for other logs', vended({ 'Source.Properties.LogType': 'ACCESS_LOGS' }), ['NoTarget']],
  ['fails for a delivery into the bucket that it logs', vended({ 'Destination.Properties.DestinationResourceArn': BUCKET_ARN }), ['Itself']],
  ['logs that a parameter chooses are unknown', vended({ 'Source.Properties.LogType': PARAMETER }), 'unknown'],
  ['a source of a bucket that a parameter names is unknown', vended({ 'Source.Properties.ResourceArn': PARAMETER }), 'unknown'],
  ['a source of this bucket or another is unknown', vended({ 'Source.Properties.ResourceArn': EITHER(BUCKET_ARN, OTHER_ARN) }), 'unknown'],
  ['fails for a source of one of two other buckets', vended({ 'Source.Properties.ResourceArn': EITHER(OTHER_ARN, 'arn:aws:s3:::third') }), ['NoTarget']],
  ['a delivery from a source that a parameter names is unknown', vended({ 'Delivery.Properties.DeliverySourceName': PARAMETER }), 'unknown'],
  ['a delivery under a condition that a parameter decides is unknown', vended({ 'Delivery.Condition': 'IsProduction' }), 'unknown'],
  ['what is unknown of one does not matter beside a log bucket', { ...vended({ 'Source.Properties.ResourceArn': PARAMETER }), [LOGGING]: { DestinationBucketName: 'logs' } }, 'compliant'],
]);

describe(`${ACCESS_LOGGING.id}, of a delivery in another template`, () => {
  const { Bucket: { Properties: { LoggingConfiguration, ...properties }, ...bucket } } = HARDENED;
  const resource = (type: string, Properties: object) => ({ Type: `AWS::Logs::${type}`, Properties });
  const deliveries = {
    Source: resource('DeliverySource', { Name: 'records', LogType: 'S3_SERVER_ACCESS_LOGS', ResourceArn: 'arn:aws:s3:::records' }),
    Delivery: resource('Delivery', { DeliverySourceName: 'records', DeliveryDestinationArn: 'arn:aws:logs:eu-west-1:111122223333:delivery-destination:group' }),
  };

  test.each([
    ['the same Region and account are right', { region: 'eu-west-1', account: '111122223333' }, { region: 'eu-west-1', account: '111122223333' }, 'compliant'],
    ['a Region that is decided for one alone may be the same', { region: 'eu-west-1' }, {}, 'compliant'],
    ['fails for another Region', { region: 'eu-west-1' }, { region: 'us-east-1' }, ['NoTarget']],
    ['fails for another account', { account: '111122223333' }, { account: '444455556666' }, ['NoTarget']],
  ])('%s', (_, here: Partial<Template>, there: Partial<Template>, expected) => {
    const facts = new TemplateFacts([template({ Bucket: { ...bucket, Properties: { ...properties, BucketName: 'records' } } }, here), template(deliveries, { id: 'Logging', ...there })]);
    expect(summary(ACCESS_LOGGING.check(facts.at({ template: 'App', logicalId: 'Bucket' })!))).toEqual(expected);
  });
});

specify(ACCESS_LOGGING, [
  ['a bucket that receives logs needs no logs of its own', { 'Logs.Metadata': undefined }, 'notApplicable'],
  ['an AccessLogsBucket needs no logs of its own', { [LOGGING]: undefined }, 'notApplicable'],
], 'Logs');

specify(ACCESS_LOGS_TARGET, [
  ['a target with SSE-S3 and a grant bound to the account is right', {}, 'compliant'],
  ['a target without a configuration of encryption has SSE-S3', { [LOGS_ENCRYPTION]: undefined }, 'compliant'],
  ['fails for a target with KMS', { [`${LOGS_ENCRYPTION}.ServerSideEncryptionConfiguration.0.ServerSideEncryptionByDefault.SSEAlgorithm`]: 'aws:kms' }, ['Encryption']],
  ['fails for a target without a policy', { LogsPolicy: undefined }, ['NoGrant']],
  ['fails for a grant to every account', { [`${GRANT}.Condition`]: undefined }, ['AnySource']],
  ['fails for each reason', { [LOGS_ENCRYPTION]: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' } }] }, LogsPolicy: undefined },
    ['Encryption', 'NoGrant']],
  ['fails for a target that locks every object', { 'Logs.Properties.ObjectLockConfiguration': { Rule: { DefaultRetention: { Mode: 'GOVERNANCE', Days: 1 } } } }, ['ObjectLock']],
  ['a target that holds every object by default is unknown, since AWS does not say', { 'Logs.Properties.ObjectLockConfiguration': { Rule: { DefaultRetention: { Mode: 'GOVERNANCE', DefaultEventHold: { Days: 1 } } } } }, 'unknown'],
  ['fails for a grant on another prefix', { [`${LOGGING}.LogFilePrefix`]: 'a/', [`${GRANT}.Resource`]: { 'Fn::Sub': '${Logs.Arn}/b/*' } }, ['NoGrant']],
  ['a grant on this prefix is right', { [`${LOGGING}.LogFilePrefix`]: 'a/', [`${GRANT}.Resource`]: { 'Fn::Sub': '${Logs.Arn}/a/*' } }, 'compliant'],
  ['a grant for this bucket is right', { [`${GRANT}.Condition.ArnLike`]: { 'aws:SourceArn': { 'Fn::GetAtt': ['Bucket', 'Arn'] } } }, 'compliant'],
  ['fails for a grant for another bucket', { [`${GRANT}.Condition.ArnLike`]: { 'aws:SourceArn': 'arn:aws:s3:::another' } }, ['NoGrant']],
  ['a target elsewhere is unknown', { [DESTINATION]: 'logs' }, 'unknown'],
  ['a target that a parameter names is unknown', { [DESTINATION]: PARAMETER }, 'unknown'],
  ['a target with an encryption that a parameter gives is unknown', { [LOGS_ENCRYPTION]: PARAMETER }, 'unknown'],
  ['a target with a policy that a parameter gives is unknown', { 'LogsPolicy.Properties.PolicyDocument': PARAMETER }, 'unknown'],
  ['a bucket without logs is free', { [LOGGING]: undefined }, 'notApplicable'],
]);

specify(ACCESS_LOGS_TARGET, [['a log bucket is free', { 'Logs.Properties.LoggingConfiguration': { DestinationBucketName: 'more-logs' } }, 'notApplicable']], 'Logs');

describe(`${ACCESS_LOGS_TARGET.id}, of a target in another template`, () => {
  const { Logs, LogsPolicy, Key, ...app } = HARDENED;

  test.each([
    ['the same Region and account are right', {}, {}, 'compliant'],
    ['the same Region and account are right, where they are decided', { region: 'eu-west-1', account: '111122223333' }, { region: 'eu-west-1', account: '111122223333' }, 'compliant'],
    ['a Region that is decided for one alone may be the same', { region: 'eu-west-1' }, {}, 'compliant'],
    ['fails for another Region', { region: 'eu-west-1' }, { region: 'us-east-1' }, ['Region']],
    ['fails for another account', { account: '111122223333' }, { account: '444455556666' }, ['Account']],
    ['fails for another Region and account', { region: 'eu-west-1', account: '111122223333' }, { region: 'us-east-1', account: '444455556666' }, ['Region', 'Account']],
  ])('%s', (_, here: Partial<Template>, there: Partial<Template>, expected) => {
    const logs = template({ Logs, LogsPolicy }, { id: 'Logs', stackName: 'logs', outputs: { Name: { Value: { Ref: 'Logs' } } }, ...there });
    const output = {
      StackName: 'logs', OutputName: 'Name', ...there.region && { Region: there.region }, ...there.account && { RoleArn: `arn:aws:iam::${there.account}:role/reader` },
    };
    const bucket = { ...app.Bucket.Properties, LoggingConfiguration: { DestinationBucketName: { 'Fn::GetStackOutput': output } } };
    const facts = new TemplateFacts([template({ Key, Bucket: { ...app.Bucket, Properties: bucket } }, here), logs]);
    expect(summary(ACCESS_LOGS_TARGET.check(facts.at({ template: 'App', logicalId: 'Bucket' })!))).toEqual(expected);
  });
});

specify(LOG_DELIVERY_GRANT, [
  ['a grant to the logging service on behalf of one account is right', {}, 'compliant'],
  ['a grant of more actions is right', { [`${GRANT}.Action`]: 's3:*' }, 'compliant'],
  ['a grant to several services is right', { [`${GRANT}.Principal.Service`]: ['delivery.logs.amazonaws.com', 'logging.s3.amazonaws.com'] }, 'compliant'],
  ['a grant bound more tightly is right', { [`${GRANT}.Condition.ArnLike`]: { 'aws:SourceArn': 'arn:aws:s3:::*' } }, 'compliant'],
  ['the partition of the grant may be spelled out', { 'Logs.Properties.BucketName': 'logs', [`${GRANT}.Resource`]: 'arn:aws:s3:::logs/*' }, 'compliant'],
  ['fails without a policy', { LogsPolicy: undefined }, ['NoGrant']],
  ['fails for a Deny of these very deliveries', { [`${GRANT}.Effect`]: 'Deny' }, ['Denied']],
  ['fails for another service', { [`${GRANT}.Principal.Service`]: 'delivery.logs.amazonaws.com' }, ['NoGrant']],
  ['fails for another action', { [`${GRANT}.Action`]: 's3:GetObject' }, ['NoGrant']],
  ['fails for the bucket without its objects', { [`${GRANT}.Resource`]: { 'Fn::GetAtt': ['Logs', 'Arn'] } }, ['NoGrant']],
  ['fails for the objects of another bucket', { [`${GRANT}.Resource`]: { 'Fn::Sub': '${Bucket.Arn}/*' } }, ['NoGrant']],
  ['a Deny of plain HTTP does no harm, since S3 delivers over TLS', { [`${STATEMENTS}.1`]: { ...DENY, Condition: { Bool: { 'aws:SecureTransport': 'false' } } } }, 'compliant'],
  ['fails for a Deny that catches the delivery', { [`${STATEMENTS}.1`]: DENY }, ['Denied']],
  ['fails for a Deny of every network but one, which the delivery does not come from', {
    [`${STATEMENTS}.1`]: { ...DENY, Condition: { StringNotEquals: { 'aws:SourceVpce': 'vpce-1a2b3c4d' } } },
  }, ['Denied']],
  ['a grant that cannot be read is unknown', { [`${GRANT}.Condition`]: 'none' }, 'unknown'],
  ['a grant bound by another operator that says the same is right', { [`${GRANT}.Condition`]: { StringLike: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } } }, 'compliant'],
  ['a grant on one prefix is right', { [`${GRANT}.Resource`]: { 'Fn::Sub': '${Logs.Arn}/a/*' } }, 'compliant'],
  ['a grant of all actions but some is right', { [`${GRANT}.Action`]: undefined, [`${GRANT}.NotAction`]: 's3:DeleteObject' }, 'compliant'],
  ['fails for a grant that asks for an ACL, which the delivery does not send', { [`${GRANT}.Condition.StringEquals.s3:x-amz-acl`]: 'bucket-owner-full-control' }, ['NoGrant']],
  ['a grant bound to an account that may be the own one is unknown', { [`${GRANT}.Condition.StringEquals.aws:SourceAccount`]: '111122223333' }, 'unknown'],
  ['the ACL of old buckets is a grant', {
    'LogsPolicy': undefined, 'Logs.Properties.AccessControl': 'LogDeliveryWrite', 'Logs.Properties.OwnershipControls': { Rules: [{ ObjectOwnership: 'BucketOwnerPreferred' }] },
  }, 'compliant'],
  ['fails for a grant to every account', { [`${GRANT}.Condition`]: undefined }, ['AnySource']],
  ['fails for a grant bound by another key', { [`${GRANT}.Condition`]: { StringEquals: { 'aws:PrincipalServiceName': 'logging.s3.amazonaws.com' } } }, ['AnySource']],
  ['fails for a second grant, to every account', {
    [`${STATEMENTS}.1`]: { Effect: 'Allow', Principal: { Service: 'logging.s3.amazonaws.com' }, Action: 's3:PutObject', Resource: { 'Fn::Sub': '${Logs.Arn}/*' } },
  }, ['AnySource']],
  ['fails for a grant bound by a pattern', { [`${GRANT}.Condition`]: { StringLike: { 'aws:SourceAccount': '*' } } }, ['AnySource']],
  ['fails for a grant bound only if the key is there', { [`${GRANT}.Condition`]: { StringEqualsIfExists: { 'aws:SourceAccount': '111122223333' } } }, ['AnySource']],
  ['fails for a grant bound by the source alone, whose ARN names no account', { [`${GRANT}.Condition`]: { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::*' } } }, ['AnySource']],
  ['a policy that a parameter gives is unknown', { 'LogsPolicy.Properties.PolicyDocument': PARAMETER }, 'unknown'],
  ['a bucket without logs is free', { 'Logs.Metadata': undefined, [LOGGING]: undefined }, 'notApplicable'],
  ['a grant on everything covers the objects', { [`${GRANT}.Resource`]: '*' }, 'compliant'],
  ['a grant on a pattern covers the objects', { [`${GRANT}.Resource`]: { 'Fn::Sub': '${Logs.Arn}*' } }, 'compliant'],
  ['a Deny of other accounts catches no delivery from this one, also where the account is not decided', {
    [`${STATEMENTS}.1`]: { ...DENY, Condition: { StringNotEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } } },
  }, 'compliant'],
  ['fails for a Deny that spells the partition out', { 'Logs.Properties.BucketName': 'logs', [`${STATEMENTS}.1`]: { ...DENY, Resource: 'arn:aws:s3:::logs/*' } }, ['Denied']],
  ['a Deny on a condition that a parameter gives is unknown', { [`${STATEMENTS}.1`]: { ...DENY, Condition: { StringEquals: { 'aws:SourceAccount': PARAMETER } } } }, 'unknown'],
  ['a grant to a service that a parameter names is unknown', { [`${GRANT}.Principal.Service`]: PARAMETER }, 'unknown'],
  ['a grant on a resource that a parameter names is unknown', { [`${GRANT}.Resource`]: PARAMETER }, 'unknown'],
  ['a Deny on an account, where that of the delivery is not decided, is unknown', {
    [`${STATEMENTS}.1`]: { ...DENY, Condition: { StringNotEquals: { 'aws:SourceAccount': '111122223333' } } },
  }, 'unknown'],
  ['a grant bound to an account that a parameter names is unknown', { [`${GRANT}.Condition.StringEquals.aws:SourceAccount`]: PARAMETER }, 'unknown'],
  ['a grant on a condition that a parameter gives is unknown', { [`${GRANT}.Condition`]: PARAMETER }, 'unknown'],
], 'Logs');

/** A trail that records these. */
function trail(selectors: object) {
  return { Trail: { Type: 'AWS::CloudTrail::Trail', Properties: { IsLogging: true, ...selectors } } };
}
const basic = (Values: unknown, more: object = {}) => trail({ EventSelectors: [{ DataResources: [{ Type: 'AWS::S3::Object', Values }], ...more }] });
const advanced = (...more: object[]) => trail({
  AdvancedEventSelectors: [{ FieldSelectors: [{ Field: 'eventCategory', Equals: ['Data'] }, { Field: 'resources.type', Equals: ['AWS::S3::Object'] }, ...more] }],
});

specify(DATA_EVENTS, [
  ['without a trail it is for the account to say', {}, 'notApplicable'],
  ['a trail of management events alone says nothing of buckets', trail({}), 'notApplicable'],
  ['a trail that is off records nothing', trail({ IsLogging: false, EventSelectors: [{ DataResources: [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3'] }] }] }), 'notApplicable'],
  ['all buckets are right', basic(['arn:aws:s3']), 'compliant'],
  ['all buckets of a partition are right', basic([{ 'Fn::Sub': 'arn:${AWS::Partition}:s3:::' }]), 'compliant'],
  ['this bucket is right', basic([{ 'Fn::Sub': '${Bucket.Arn}/' }]), 'compliant'],
  ['advanced selectors for all buckets are right', advanced(), 'compliant'],
  ['advanced selectors for this bucket are right', advanced({ Field: 'resources.ARN', StartsWith: [{ 'Fn::Sub': '${Bucket.Arn}/' }] }), 'compliant'],
  ['buckets that begin alike are right', { 'Bucket.Properties.BucketName': 'my-data', ...basic(['arn:aws:s3:::my-']) }, 'compliant'],
  ['all but the log bucket are right', advanced({ Field: 'resources.ARN', NotStartsWith: [{ 'Fn::Sub': '${Logs.Arn}/' }] }), 'compliant'],
  ['fails for all but this bucket', advanced({ Field: 'resources.ARN', NotStartsWith: [{ 'Fn::Sub': '${Bucket.Arn}/' }] }), ['NotRecorded']],
  ['fails for another bucket', basic(['arn:aws:s3:::other/']), ['NotRecorded']],
  ['fails for some of its objects', basic([{ 'Fn::Sub': '${Bucket.Arn}/a/' }]), ['NotRecorded']],
  ['fails for writes alone', basic(['arn:aws:s3'], { ReadWriteType: 'WriteOnly' }), ['NotRecorded']],
  ['fails for reads alone', advanced({ Field: 'readOnly', Equals: ['true'] }), ['NotRecorded']],
  ['fails for one kind of call', advanced({ Field: 'eventName', Equals: ['PutObject'] }), ['NotRecorded']],
  ['its own archive is nothing for a trail to record', trail({ S3BucketName: { Ref: 'Bucket' }, EventSelectors: [{ DataResources: [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3:::other/'] }] }] }), 'notApplicable'],
  ['selectors that a parameter gives are unknown', basic(PARAMETER), 'unknown'],
]);
