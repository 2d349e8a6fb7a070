import { lookup } from 'node:dns';
import { Agent } from 'node:http';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { ConfigServiceClient } from '@aws-sdk/client-config-service';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { IAMClient } from '@aws-sdk/client-iam';
import { KMSClient } from '@aws-sdk/client-kms';
import { S3Client } from '@aws-sdk/client-s3';
import { S3ControlClient } from '@aws-sdk/client-s3-control';
import { SecurityHubClient } from '@aws-sdk/client-securityhub';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { CREDENTIALS, REGION } from './places';

/** The clients of the tests themselves, for a server or the proxy before it. */
export type Clients = ReturnType<typeof clientsFor>;

export function clientsFor(url: string) {
  const httpAgent = new Agent({
    keepAlive: true,
    maxSockets: 50,
    // S3 Control is asked at <account>.localhost.
    lookup: (host, options, callback) => lookup(/(^|\.)localhost$/.test(host) ? '127.0.0.1' : host, options as object, callback as () => void),
  });
  const common = { endpoint: url, region: REGION, credentials: CREDENTIALS, requestHandler: new NodeHttpHandler({ httpAgent, requestTimeout: 60_000 }) };
  return {
    cloudwatch: new CloudWatchClient(common),
    config: new ConfigServiceClient(common),
    dynamodb: new DynamoDBClient(common),
    events: new EventBridgeClient(common),
    iam: new IAMClient(common),
    kms: new KMSClient(common),
    logs: new CloudWatchLogsClient(common),
    s3: new S3Client(common),
    s3control: new S3ControlClient({ ...common, endpoint: url.replace('127.0.0.1', 'localhost') }),
    securityhub: new SecurityHubClient(common),
    sns: new SNSClient(common),
    sqs: new SQSClient(common),
    close: () => httpAgent.destroy(),
  };
}
