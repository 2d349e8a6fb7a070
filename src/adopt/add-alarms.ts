import { Subject } from './adopt-setting';
import { Draft, propertiesOf } from './draft';
import { isList, isObject } from './json';
import { madeAlarms } from './made-resources';
import { METRICS_FILTERS } from './settings-of-monitoring';
import { REQUEST_ALARMS } from '../rules/monitoring';

/** Adds an alarm for each metric of a bucket that has none. */
export function addAlarms({ facts: { address }, findings }: Subject, draft: Draft): string | undefined {
  const { template, logicalId } = address;
  const resource = draft.resource(address);
  const metrics = propertiesOf(resource)?.MetricsConfigurations;
  const whole = isList(metrics) ? metrics.filter(isObject).find((one) => typeof one.Id === 'string' && METRICS_FILTERS.every((name) => one[name] === undefined)) : undefined;
  if (whole === undefined) {
    return 'MetricsConfigurations has no configuration of the whole bucket in writing that alarms could be on';
  }
  const found = findings.filter(({ rule, verdict }) => rule === REQUEST_ALARMS.id && verdict === 'violation');
  const [other] = found.filter(({ inList }) => inList === undefined);
  const lacking = found.flatMap(({ inList }) => inList ? [inList.item] : []);
  if (lacking.length > 0) {
    const topic = draft.topic(template);
    for (const { metric, resource: alarm } of madeAlarms(logicalId, topic, whole.Id as string).filter((one) => lacking.includes(one.metric))) {
      draft.once(template, `${logicalId}${metric}Alarm`, (id) => ({ [id]: resource.Condition === undefined ? alarm : { Type: alarm.Type, Condition: resource.Condition, ...alarm } }));
    }
  }
  return other && `${other.message}: ${other.fix}`;
}
