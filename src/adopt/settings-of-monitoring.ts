import { BucketSetting, filled, KEPT, refused } from './bucket-setting';
import { isList, isObject, Json } from './json';
import { ACCESS_LOGGING } from '../rules/logging';
import { REQUEST_METRICS } from '../rules/monitoring';

export const SET_ACCESS_LOGGING: BucketSetting = {
  id: 'access-logging',
  title: 'Deliver access logs',
  rules: [ACCESS_LOGGING.id],
  property: 'LoggingConfiguration',
  fill: ({ LoggingConfiguration: logging }, { logging: wanted }) => {
    if (wanted === undefined) {
      return KEPT;
    }
    if (logging === undefined) {
      return filled(wanted);
    }
    if (!isObject(logging)) {
      return refused('LoggingConfiguration is decided at deployment. Set DestinationBucketName there');
    }
    // Without a destination S3 delivers to the bucket itself, and logs that without end.
    return logging.DestinationBucketName === undefined ? filled({ ...wanted, ...logging }) : KEPT;
  },
};

/** The id of the metrics configuration of a whole bucket, as the console names it. */
export const WHOLE_BUCKET_METRICS = 'EntireBucket';

/** What narrows a metrics configuration to some objects, so that LIST requests are not counted. */
export const METRICS_FILTERS = ['Prefix', 'TagFilters', 'AccessPointArn'];

export const SET_REQUEST_METRICS: BucketSetting = {
  id: 'request-metrics',
  title: 'Count requests',
  rules: [REQUEST_METRICS.id],
  property: 'MetricsConfigurations',
  fill: ({ MetricsConfigurations: metrics = [] }) => {
    if (!isList(metrics)) {
      return refused('MetricsConfigurations is decided at deployment. Add a configuration without a filter there');
    }
    const isWhole = (one: Json) => isObject(one) && METRICS_FILTERS.every((name) => one[name] === undefined);
    if (metrics.some(isWhole)) {
      return KEPT;
    }
    return metrics.some((one) => isObject(one) && one.Id === WHOLE_BUCKET_METRICS)
      ? refused(`the metrics configuration '${WHOLE_BUCKET_METRICS}' has a filter, so that it counts no LIST requests. Give it another Id, or remove the filter`)
      : filled([...metrics, { Id: WHOLE_BUCKET_METRICS }]);
  },
};
