import { aws_cloudwatch as cloudwatch, aws_logs as logs, Stack } from 'aws-cdk-lib';
import { Construct, IConstruct } from 'constructs';

const INSIGHTS = new WeakMap<IConstruct, Map<string, string>>();

/** The paths of the insights of an app, by the name of the bucket: two into one would count each event twice. */
export function insightsIn(scope: Construct): Map<string, string> {
  const root = scope.node.root;
  INSIGHTS.set(root, INSIGHTS.get(root) ?? new Map());
  return INSIGHTS.get(root)!;
}

const LAST_RULES = new WeakMap<Stack, cloudwatch.CfnInsightRule>();

/**
 * CloudWatch accepts one rule a second.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html
 */
export function makeAfterOthers(stack: Stack, rule: cloudwatch.CfnInsightRule): void {
  const last = LAST_RULES.get(stack);
  if (last) {
    rule.node.addDependency(last);
  }
  LAST_RULES.set(stack, rule);
}

/** What a log group takes. @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html */
const MOST_FILTERS = 100;

const FILTERS = new WeakMap<logs.ILogGroup, number>();

/**
 * Counts the filters of a log group.
 *
 * @throws if it would have more than CloudWatch Logs takes
 */
export function reserveFilters(scope: Construct, logGroup: logs.ILogGroup, count: number): void {
  const filters = (FILTERS.get(logGroup) ?? 0) + count;
  if (filters > MOST_FILTERS) {
    throw new Error(`[${scope.node.path}] log group '${logGroup.node.path}' would have ${filters} metric filters, and CloudWatch Logs accepts ${MOST_FILTERS}. Record some of the buckets by another DataEventsTrail`);
  }
  FILTERS.set(logGroup, filters);
}
