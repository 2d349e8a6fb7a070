import { aws_iam as iam, aws_s3 as s3, aws_sns_subscriptions as subscriptions, Duration, Stack, Validations } from 'aws-cdk-lib';
import { BucketWatch, HardenedBucket, ManagementEvents, ServerSideEncryption, TlsVersion } from 'cdk-hardened-bucket';
import { Construct } from 'constructs';

/** What a records office keeps: its records, which only its own network reaches, and the logs of its load balancer. It watches all buckets. */
export class RecordsOffice extends Stack {
  constructor(scope: Construct, id: string) {
    super(scope, id);

    const records = new HardenedBucket(this, 'Records', {
      encryption: ServerSideEncryption.DSSE,
      minimumTlsVersion: TlsVersion.TLS_1_3,
      noncurrentVersionExpiration: Duration.days(365),
      perimeter: { network: { vpcEndpointIds: ['vpce-0123456789abcdef0'] } },
      requestAlarms: { clientErrorRateThreshold: 5, listRequestsThreshold: 100 },
    });

    // An alarm reaches nobody until someone subscribes.
    records.alarmTopic?.addSubscription(new subscriptions.EmailSubscription('security@example.com'));

    const archivist = new iam.Role(this, 'Archivist', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
    records.grantPut(archivist);

    // A bucket that HardenedBucket cannot be: load balancers deliver their logs to SSE-S3 only.
    // https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
    const loadBalancerLogs = new s3.Bucket(this, 'LoadBalancerLogs', {
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
      encryption: s3.BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      versioned: true,
      serverAccessLogsBucket: records.serverAccessLogsBucket,
      serverAccessLogsPrefix: 'load-balancer-logs/',
    });
    // A rule with all its findings, and one finding of another rule.
    Validations.of(loadBalancerLogs).acknowledge(
      { id: 'HardenedBucket-RawBucket', reason: 'HardenedBucket always encrypts with a KMS key, which load balancer logs do not allow' },
      { id: 'HardenedBucket-KmsEncryption[Algorithm]', reason: 'Application Load Balancers deliver access logs to buckets with SSE-S3 only' },
    );

    // The buckets that others make in this account, by hand too. The organization has a trail.
    const watch = new BucketWatch(this, 'Watch', { managementEvents: ManagementEvents.existingTrail(), excludedBuckets: ['public-assets'] });
    watch.topic.addSubscription(new subscriptions.EmailSubscription('security@example.com'));
  }
}
