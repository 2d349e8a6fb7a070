using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.S3;
using Amazon.CDK.AWS.SNS.Subscriptions;
using CdkHardenedBucket;
using Constructs;

namespace Office
{
    /// <summary>What a records office keeps: its records, which only its own network reaches, and the logs of its load balancer. It watches all buckets.</summary>
    public class RecordsOffice : Stack
    {
        public RecordsOffice(Construct scope, string id) : base(scope, id)
        {
            var records = new HardenedBucket(this, "Records", new HardenedBucketProps
            {
                Encryption = ServerSideEncryption.DSSE,
                MinimumTlsVersion = TlsVersion.TLS_1_3,
                NoncurrentVersionExpiration = Duration.Days(365),
                Perimeter = new PerimeterOptions { Network = new NetworkPerimeter { VpcEndpointIds = new[] { "vpce-0123456789abcdef0" } } },
                RequestAlarms = new RequestAlarmOptions { ClientErrorRateThreshold = 5, ListRequestsThreshold = 100 },
            });

            // An alarm reaches nobody until someone subscribes.
            records.AlarmTopic?.AddSubscription(new EmailSubscription("security@example.com"));

            var archivist = new Role(this, "Archivist", new RoleProps { AssumedBy = new ServicePrincipal("lambda.amazonaws.com") });
            records.GrantPut(archivist);

            // A bucket that HardenedBucket cannot be: load balancers deliver their logs to SSE-S3 only.
            // https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
            var loadBalancerLogs = new Bucket(this, "LoadBalancerLogs", new BucketProps
            {
                BlockPublicAccess = BlockPublicAccess.BLOCK_ALL,
                ObjectOwnership = ObjectOwnership.BUCKET_OWNER_ENFORCED,
                Encryption = BucketEncryption.S3_MANAGED,
                EnforceSSL = true,
                Versioned = true,
                ServerAccessLogsBucket = records.ServerAccessLogsBucket,
                ServerAccessLogsPrefix = "load-balancer-logs/",
            });
            // A rule with all its findings, and one finding of another rule.
            Validations.Of(loadBalancerLogs).Acknowledge(
                new Acknowledgment
                {
                    Id = "HardenedBucket-RawBucket",
                    Reason = "HardenedBucket always encrypts with a KMS key, which load balancer logs do not allow",
                },
                new Acknowledgment
                {
                    Id = "HardenedBucket-KmsEncryption[Algorithm]",
                    Reason = "Application Load Balancers deliver access logs to buckets with SSE-S3 only",
                });

            // The buckets that others make in this account, by hand too. The organization has a trail.
            var watch = new BucketWatch(this, "Watch", new BucketWatchProps
            {
                ManagementEvents = ManagementEvents.ExistingTrail(),
                ExcludedBuckets = new[] { "public-assets" },
            });
            watch.Topic.AddSubscription(new EmailSubscription("security@example.com"));
        }
    }
}
