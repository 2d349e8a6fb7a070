/**
 * What AWS charges in a Region for what a watch uses, in US dollars.
 *
 * @see https://aws.amazon.com/pricing/
 */
export interface WatchPrices {
  /** A million read requests to S3, at the price of GET. */
  readonly s3Reads: number;
  /** A million requests of SQS. */
  readonly sqsRequests: number;
  /** A million invocations of Lambda. */
  readonly lambdaInvocations: number;
  /** A GB-second of Lambda on arm64. */
  readonly lambdaGbSecond: number;
  /** A million write requests of DynamoDB on demand. */
  readonly dynamoDbWrites: number;
  /** A million read requests of DynamoDB on demand. */
  readonly dynamoDbReads: number;
  /** A million requests to KMS. */
  readonly kmsRequests: number;
  /** A customer managed key for a month. */
  readonly key: number;
  /** An alarm for a month. */
  readonly alarm: number;
  /** A GB of logs that CloudWatch ingests. */
  readonly logGb: number;
}

/** When the list prices below were written down. Prices change: AWS's pages have those of today. */
export const PRICES_DATE = '2026-11-27';

/**
 * The list prices in us-east-1, without free tiers and discounts.
 *
 * @see https://aws.amazon.com/s3/pricing/
 * @see https://aws.amazon.com/sqs/pricing/
 * @see https://aws.amazon.com/lambda/pricing/
 * @see https://aws.amazon.com/dynamodb/pricing/on-demand/
 * @see https://aws.amazon.com/kms/pricing/
 * @see https://aws.amazon.com/cloudwatch/pricing/
 */
export const LIST_PRICES: WatchPrices = {
  s3Reads: 0.4,
  sqsRequests: 0.4,
  lambdaInvocations: 0.2,
  lambdaGbSecond: 0.0000133334,
  dynamoDbWrites: 0.625,
  dynamoDbReads: 0.125,
  kmsRequests: 3,
  key: 1,
  alarm: 0.1,
  logGb: 0.5,
};
