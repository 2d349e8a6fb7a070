import { HARDENED, PARAMETER, specify } from './hardened-template';
import { REQUEST_ALARMS, REQUEST_METRICS } from '../../src/rules/monitoring';

const METRICS = 'Bucket.Properties.MetricsConfigurations';
const FILTERED = { Id: 'Filtered', Prefix: 'a/' };

specify(REQUEST_METRICS, [
  ['a configuration without a filter is right', {}, 'compliant'],
  ['a configuration without a filter beside others is right', { [`${METRICS}.1`]: FILTERED }, 'compliant'],
  ['fails without a configuration', { [METRICS]: undefined }, ['NoConfiguration']],
  ['fails for a configuration with a filter', { [`${METRICS}.0`]: FILTERED }, ['NoConfiguration']],
  ['configurations that a parameter gives are unknown', { [METRICS]: PARAMETER }, 'unknown'],
]);

const WATCHED = { Alarm4xx: '4xxErrors', Alarm5xx: '5xxErrors', AlarmHead: 'HeadRequests', AlarmList: 'ListRequests' };
const ALARM = 'Alarm4xx.Properties';
const FILTER_ID = `${ALARM}.Dimensions.1`;
const { Namespace, MetricName, Dimensions, AlarmActions } = HARDENED.Alarm4xx.Properties;
const TOPIC_KEY = 'Topic.Properties.KmsMasterKeyId';

specify(REQUEST_ALARMS, [
  ['an alarm on each of four metrics, on an encrypted topic, is right', {}, 'compliant'],
  ['an alarm on an expression is right', {
    [ALARM]: { AlarmActions, Metrics: [{ Id: 'rate', Expression: 'e / 2' }, { Id: 'e', MetricStat: { Metric: { Namespace, MetricName, Dimensions } } }] },
  }, 'compliant'],
  ['an action outside these templates is right', { [`${ALARM}.AlarmActions`]: ['arn:aws:sns:eu-west-1:111122223333:ops'] }, 'compliant'],
  ['one alarm that reaches someone is enough', { [`${ALARM}.AlarmActions`]: undefined, Second: HARDENED.Alarm4xx }, 'compliant'],
  ['a second alarm that reaches nobody does no harm', { Second: { ...HARDENED.Alarm4xx, Properties: { Namespace, MetricName, Dimensions } } }, 'compliant'],
  ...Object.entries(WATCHED).map(([alarm, metric]) => [`fails without an alarm on ${metric}`, { [alarm]: undefined }, [metric]] as const),
  ['fails four times without request metrics', { [METRICS]: undefined }, Object.values(WATCHED)],
  ['fails for an alarm on a part of the bucket', { [`${METRICS}.1`]: FILTERED, [`${FILTER_ID}.Value`]: 'Filtered' }, ['4xxErrors']],
  ['fails for an alarm on a configuration that is not there', { [`${FILTER_ID}.Value`]: 'entirebucket' }, ['4xxErrors']],
  ['fails for an alarm on another bucket', { [`${ALARM}.Dimensions.0.Value`]: { Ref: 'Logs' } }, ['4xxErrors']],
  ['fails for an alarm on another metric', { [`${ALARM}.MetricName`]: 'AllRequests' }, ['4xxErrors']],
  ['fails for an alarm without an action', { [`${ALARM}.AlarmActions`]: undefined }, ['4xxErrors']],
  ['fails for an alarm with its actions disabled', { [`${ALARM}.ActionsEnabled`]: false }, ['4xxErrors']],
  ['fails once for a topic without encryption', { [TOPIC_KEY]: undefined }, ['Topic']],
  ['fails once for a topic with the AWS managed key', { [TOPIC_KEY]: 'alias/aws/sns' }, ['Topic']],
  ['fails for a topic with the AWS managed key, by its ARN', { [TOPIC_KEY]: 'arn:aws:kms:eu-west-1:111122223333:alias/aws/sns' }, ['Topic']],
  ['configurations that a parameter gives are unknown', { [METRICS]: PARAMETER }, 'unknown'],
  ['actions that a parameter gives are unknown', { [`${ALARM}.AlarmActions`]: PARAMETER }, 'unknown'],
  ['fails for an alarm without a FilterId, on a metric that S3 does not have', { [FILTER_ID]: undefined }, ['4xxErrors']],
  ['fails for a topic without encryption, known by its attribute',
    { Open: { Type: 'AWS::SNS::Topic' }, [`${ALARM}.AlarmActions`]: [{ 'Fn::GetAtt': ['Open', 'TopicArn'] }] }, ['Topic']],
  ['actions that a parameter enables are unknown', { [`${ALARM}.ActionsEnabled`]: PARAMETER }, 'unknown'],
  ['a topic whose key a parameter names is unknown', { [TOPIC_KEY]: PARAMETER }, 'unknown'],
  ['an alarm on a metric that a parameter names is unknown', { [`${ALARM}.MetricName`]: PARAMETER }, 'unknown'],
  ['an alarm on a bucket that a parameter names is unknown', { [`${ALARM}.Dimensions.0.Value`]: PARAMETER }, 'unknown'],
]);

const METRIC = (name: string, more: object = {}) => ({
  MetricStat: { Metric: { Namespace: 'AWS/S3', MetricName: name, Dimensions: [{ Name: 'BucketName', Value: { Ref: 'Bucket' } }, { Name: 'FilterId', Value: 'EntireBucket' }] }, Period: 300, Stat: 'Sum' }, ...more,
});
const on4xx = (...Metrics: object[]) => ({ 'Alarm4xx.Properties': { Metrics, AlarmActions: [{ Ref: 'Topic' }] } });

specify(REQUEST_ALARMS, [
  ['the metric that is returned is watched', on4xx({ Id: 'm', ...METRIC('4xxErrors') }), 'compliant'],
  ['so is one that the returned expression uses', on4xx({ Id: 'm', ReturnData: false, ...METRIC('4xxErrors') }, { Id: 'e', Expression: 'm * 100' }), 'compliant'],
  ['so is one behind two expressions', on4xx({ Id: 'm', ReturnData: false, ...METRIC('4xxErrors') }, { Id: 'd', Expression: 'm * 2', ReturnData: false }, { Id: 'e', Expression: 'd / 2' }), 'compliant'],
  ['fails for one that no expression uses', on4xx({ Id: 'm', ReturnData: false, ...METRIC('4xxErrors') }, { Id: 'o', ...METRIC('AllRequests') }), ['4xxErrors']],
  ['fails for a metric of another account', on4xx({ Id: 'm', AccountId: '444455556666', ...METRIC('4xxErrors') }), ['4xxErrors']],
  ['fails for a third dimension, which no such metric has', {
    'Alarm4xx.Properties.Dimensions.2': { Name: 'StorageType', Value: 'AllStorageTypes' },
  }, ['4xxErrors']],
]);
