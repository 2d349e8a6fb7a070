import { DataEvent, START } from './cloudtrail-events';
import { contributorsOf, RuleBody } from './contributor-insights';
import { filterPattern } from './filter-pattern';

interface Resource { readonly Type: string; readonly Properties: Record<string, any> }

/**
 * Which alarms of a template go off, at any time, on the events of some hours: by their logical ids.
 *
 * Everything is read from the template: the rules, the filters, the alarms' periods and thresholds, the composite rule.
 */
export function alarmsThatGoOff(template: Record<string, Resource>, events: readonly DataEvent[], alarmsByOthers: readonly string[] = []): string[] {
  const singles = Object.entries(template).filter(([, { Type }]) => Type === 'AWS::CloudWatch::Alarm');
  const on = [...singles.filter(([, { Properties }]) => goesOff(Properties, template, events)).map(([id]) => id), ...alarmsByOthers];
  const composites = Object.entries(template).filter(([, { Type }]) => Type === 'AWS::CloudWatch::CompositeAlarm');
  return [...on, ...composites.filter(([, { Properties }]) => compositeGoesOff(Properties.AlarmRule, on)).map(([id]) => id)];
}

/** M of the last N periods, at the end of any period; a period without data does not breach. */
function goesOff(alarm: Record<string, any>, template: Record<string, Resource>, events: readonly DataEvent[]): boolean {
  const series = seriesOf(alarm, template);
  if (!series) {
    return false;
  }
  expect(alarm).toMatchObject({ ComparisonOperator: 'GreaterThanThreshold', TreatMissingData: 'notBreaching' });
  const periods: DataEvent[][] = [];
  for (const event of events) {
    const index = Math.floor((timeOf(event) - START) / (series.period * 1000));
    (periods[index] ??= []).push(event);
  }
  const breaches = Array.from(periods, (inPeriod = []) => series.value(inPeriod) > alarm.Threshold);
  return breaches.some((_, end) => breaches.slice(Math.max(0, end + 1 - alarm.EvaluationPeriods), end + 1).filter(Boolean).length >= alarm.DatapointsToAlarm);
}

interface Series { readonly period: number; readonly value: (events: readonly DataEvent[]) => number }

/** What an alarm watches; nothing, if it is not made of data events. */
function seriesOf(alarm: Record<string, any>, template: Record<string, Resource>): Series | undefined {
  if (alarm.Namespace === 'HardenedBucket') {
    const [filter] = Object.values(template).filter(({ Type, Properties }) => Type === 'AWS::Logs::MetricFilter' && Properties.MetricTransformations[0].MetricName === alarm.MetricName);
    const matches = filterPattern(textOf(filter.Properties.FilterPattern));
    return { period: alarm.Period, value: (events) => events.filter(matches).length };
  }
  const parts = alarm.Metrics?.[0].Expression?.['Fn::Join']?.[1];
  if (!parts?.[0].startsWith('INSIGHT_RULE_METRIC')) {
    return undefined;
  }
  const body = JSON.parse(textOf(template[parts[1]['Fn::GetAtt'][0]].Properties.RuleBody)) as RuleBody;
  const statistic = /"(\w+)"\)$/.exec(parts[2])![1];
  return {
    period: alarm.Metrics[0].Period,
    value: (events) => {
      const counts = [...contributorsOf(body, events).values()];
      return statistic === 'UniqueContributors' ? counts.length : Math.max(0, ...counts);
    },
  };
}

/** A text of the template, in which all that is not known yet is the name of the log group. */
export function textOf(value: any): string {
  return typeof value === 'string' ? value : value['Fn::Join'][1].map((part: any) => typeof part === 'string' ? part : 'log-group').join('');
}

function compositeGoesOff(rule: any, on: readonly string[]): boolean {
  const text = rule['Fn::Join'][1].map((part: any) => typeof part === 'string' ? part : part['Fn::GetAtt'][0]).join('');
  const script = text.replace(/ALARM\("(\w+)"\)/g, (_: string, id: string) => String(on.includes(id))).replace(/ OR /g, ' || ').replace(/ AND /g, ' && ');
  expect(script).toMatch(/^(true|false|\|\||&&|[() ])+$/);
  // Nothing is left in it but truth values and what joins them.
  return new Function(`return ${script}`)() as boolean;
}

function timeOf({ eventTime }: DataEvent): number {
  return Date.parse(eventTime);
}
