import { aws_iam as iam, aws_s3 as s3, CfnResource } from 'aws-cdk-lib';

/**
 * Sends a bucket's events to EventBridge by its own property.
 *
 * CDK's `eventBridgeEnabled` deploys a Lambda function to do the same.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-s3-bucket-eventbridgeconfiguration.html
 */
export function sendEventsToEventBridge(bucket: s3.Bucket): void {
  (bucket.node.defaultChild as s3.CfnBucket).notificationConfiguration = { eventBridgeConfiguration: { eventBridgeEnabled: true } };
  keepForeignNotifications(bucket);
}

/**
 * Tells the handler of a bucket's ordinary notifications, if there is one, to keep what it did not make.
 *
 * By default it takes itself for the owner of the whole notification configuration, and would delete the part for
 * EventBridge when notifications are added, changed or removed. To keep it, it has to read it first.
 */
export function keepForeignNotifications(bucket: s3.Bucket): void {
  const notifications = bucket.node.tryFindChild('Notifications');
  const configuration = notifications?.node.tryFindChild('Resource');
  const policy = notifications?.node.tryFindChild('HandlerPolicy');
  if (CfnResource.isCfnResource(configuration!) && policy instanceof iam.Policy && !unmanaged.has(configuration)) {
    unmanaged.add(configuration);
    configuration.addPropertyOverride('Managed', false);
    policy.addStatements(new iam.PolicyStatement({ actions: ['s3:GetBucketNotification'], resources: [bucket.bucketArn] }));
  }
}

/** The policy gets its statement once, however many notifications there are. */
const unmanaged = new WeakSet<CfnResource>();
