import { DataEvent } from './cloudtrail-events';

/** The body of a Contributor Insights rule on JSON logs. */
export interface RuleBody {
  readonly Contribution: { readonly Keys: readonly string[]; readonly Filters?: readonly Record<string, any>[] };
}

/**
 * What a Contributor Insights rule counts of some events: how often each contributor appears.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/ContributorInsights-RuleSyntax.html
 */
export function contributorsOf({ Contribution: { Keys, Filters = [] } }: RuleBody, events: readonly DataEvent[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const event of events.filter((each) => Filters.every((filter) => matches(filter, each)))) {
    const values = Keys.map((key) => fieldOf(event, key));
    // The page does not say what an event without one of the keys counts for, or one where it is empty: here for nothing.
    if (values.every((value) => value !== undefined && value !== '')) {
      const contributor = values.join(' ');
      counts.set(contributor, (counts.get(contributor) ?? 0) + 1);
    }
  }
  return counts;
}

function matches({ Match, ...operator }: Record<string, any>, event: DataEvent): boolean {
  const value = fieldOf(event, Match);
  const [[name, wanted]] = Object.entries<any>(operator);
  switch (name) {
    case 'In': return wanted.includes(value);
    case 'NotIn':
      // The page does not say what holds for an event without the field, so a rule may not depend on it.
      if (value === undefined) {
        throw new Error(`NotIn on ${Match}, which the event does not have`);
      }
      return !wanted.includes(value);
    case 'IsPresent': return (value !== undefined) === wanted;
    default: throw new Error(`no rule of this library uses ${name}`);
  }
}

/** `$.a.b` of an event. */
export function fieldOf(event: object, path: string): any {
  return path.split('.').slice(1).reduce<any>((value, name) => value?.[name], event);
}
