import * as path from 'node:path';
import { aws_iam as iam, aws_kms as kms, aws_lambda as lambda, aws_logs as logs, CfnResource, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { WATCH_SETTINGS, WatchSettings } from './watch-environment';
import { HANDLER_TIMEOUT, WatchQueues } from './watch-queues';
import { acknowledge } from '../bucket/acknowledgements';

/** The bundle of the handler: one file, without CDK. It is the same from `src` and from `lib`. */
const BUNDLE = path.join(__dirname, '..', '..', 'assets', 'watch', 'handler', 'watch.lambda');

/** What AWS Config needs beside the concurrency of the queue, for its own invocations. */
const CONCURRENCY_OF_CONFIG = 5;

/** All environment variables together. @see https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const MOST_BYTES = 4096;

export interface HandlerProps {
  readonly role: iam.Role;
  readonly key: kms.Key;
  readonly logGroup: logs.LogGroup;
  readonly queues: WatchQueues;
  readonly settings: WatchSettings;
  readonly maxConcurrency: number;
  readonly reserveConcurrency: boolean;
}

/** Makes the function that checks buckets, and lets it have the messages of the queue. */
export function watchHandler(scope: Construct, { role, key, logGroup, queues, settings, maxConcurrency, reserveConcurrency }: HandlerProps): lambda.Function {
  const handler = new lambda.Function(scope, 'Handler', {
    description: 'Checks buckets whose settings have changed, and reports what does not comply',
    // Not the latest of CDK, which would change under a deployed function.
    runtime: lambda.Runtime.NODEJS_24_X,
    architecture: lambda.Architecture.ARM_64,
    code: lambda.Code.fromAsset(BUNDLE),
    handler: 'index.handler',
    role,
    timeout: HANDLER_TIMEOUT,
    memorySize: 512,
    reservedConcurrentExecutions: reserveConcurrency ? maxConcurrency + CONCURRENCY_OF_CONFIG : undefined,
    environment: { [WATCH_SETTINGS]: Stack.of(scope).toJsonString(settings) },
    environmentEncryption: key,
    logGroup,
    loggingFormat: lambda.LoggingFormat.JSON,
  });
  const resource = handler.node.defaultChild as lambda.CfnFunction;
  // By the property, since the method of CDK adds an inline policy. Only AWS Config invokes the function by itself.
  resource.deadLetterConfig = { targetArn: queues.deadLetters.queueArn };
  const messages = handler.addEventSourceMapping('Messages', {
    eventSourceArn: queues.queue.queueArn,
    batchSize: 10,
    maxConcurrency,
    // One bad message does not bring the others of its batch back.
    reportBatchItemFailures: true,
  });
  acknowledge(messages.node.defaultChild as CfnResource, DEAD_LETTERS_OF_QUEUE);
  acknowledge(resource, OF_HANDLER);
  scope.node.addValidation({ validate: () => settingsProblems(settings) });
  return handler;
}

/** What is long is what callers list; an ARN of this stack is some 120 characters. */
function settingsProblems({ excludedBuckets, excludedRules, repairs, ...others }: WatchSettings): string[] {
  const bytes = Buffer.byteLength(JSON.stringify({ excludedBuckets, excludedRules })) + repairs.length * 160 + JSON.stringify(others.repairOptions).length + 800;
  return bytes <= MOST_BYTES ? [] : [`the settings of the handler have about ${bytes} bytes, and Lambda accepts ${MOST_BYTES}. Exclude fewer buckets (there are ${excludedBuckets.length}) or rules`];
}

const DEAD_LETTERS_OF_QUEUE = [{
  reason: 'What fails five times goes to the dead-letter queue of the queue itself: a mapping of SQS has no destination.',
  cdkNag: [{ packs: ['Serverless'], rule: 'LambdaEventSourceMappingDestination' }],
}];

const OF_HANDLER = [
  {
    reason: 'The function calls AWS APIs only and listens to nothing. In a VPC it would need an endpoint for each of seven services.',
    cdkNag: [{ packs: ['NIST.800.53.R4', 'NIST.800.53.R5', 'HIPAA.Security', 'PCI.DSS.321'], rule: 'LambdaInsideVPC' }],
    checkov: ['CKV_AWS_117'],
    cfnGuard: ['LAMBDA_INSIDE_VPC'],
    cfnNag: ['W89'],
  },
  {
    reason: 'Its log says what it decided of each bucket. Traces would need permissions on every resource.',
    cdkNag: [{ packs: ['Serverless'], rule: 'LambdaTracing' }],
    checkov: ['CKV_AWS_50'],
  },
];
