import type { WatchPrices } from '../src';

/** Where a list price was read. AWS's own pages fill in most of theirs by script, so that other pages had to do. */
export interface PriceSource {
  readonly what: string;
  /** As it is listed. */
  readonly listed: string;
  readonly page: string;
  /** Whether the page is AWS's own. */
  readonly isAws: boolean;
}

/** Every price of the estimate, with a page that says it for us-east-1. */
export const PRICE_SOURCES: Record<keyof WatchPrices, PriceSource> = {
  s3Reads: { what: 'S3, GET and all other requests', listed: '$0.0004 for 1,000', page: 'https://c3x.dev/blog/s3-request-fees-explained', isAws: false },
  sqsRequests: { what: 'SQS, standard queue', listed: '$0.40 for a million requests', page: 'https://cloudburn.io/blog/amazon-sqs-pricing', isAws: false },
  lambdaInvocations: { what: 'Lambda, requests', listed: '$0.20 for a million', page: 'https://aws.amazon.com/lambda/pricing/', isAws: true },
  lambdaGbSecond: { what: 'Lambda on arm64, duration', listed: '$0.0000133334 for a GB-second', page: 'https://cloudchipr.com/blog/aws-lambda-pricing', isAws: false },
  dynamoDbWrites: { what: 'DynamoDB on demand, write request units', listed: '$0.625 for a million', page: 'https://airbyte.com/data-engineering-resources/dynamodb-pricing', isAws: false },
  dynamoDbReads: { what: 'DynamoDB on demand, read request units', listed: '$0.125 for a million', page: 'https://airbyte.com/data-engineering-resources/dynamodb-pricing', isAws: false },
  kmsRequests: { what: 'KMS, requests', listed: '$0.03 for 10,000', page: 'https://www.wring.co/blog/aws-kms-pricing-guide', isAws: false },
  key: { what: 'KMS, a customer managed key', listed: '$1 a month', page: 'https://aws.amazon.com/kms/pricing/', isAws: true },
  alarm: { what: 'CloudWatch, an alarm of standard resolution', listed: '$0.10 a month', page: 'https://c3x.dev/resources/aws/aws_cloudwatch_metric_alarm', isAws: false },
  logGb: { what: 'CloudWatch Logs, ingestion', listed: '$0.50 for a GB', page: 'https://www.factualminds.com/blog/amazon-cloudwatch-pricing-metrics-logs-alarms-dashboards/', isAws: false },
};
