from aws_cdk import Acknowledgment, Duration, Stack, Validations, aws_iam as iam, aws_s3 as s3, aws_sns_subscriptions as subscriptions
from cdk_hardened_bucket import (
    BucketWatch,
    HardenedBucket,
    ManagementEvents,
    NetworkPerimeter,
    PerimeterOptions,
    RequestAlarmOptions,
    ServerSideEncryption,
    TlsVersion,
)
from constructs import Construct


class RecordsOffice(Stack):
    """What a records office keeps: its records, which only its own network reaches, and the logs of its load balancer. It watches all buckets."""

    def __init__(self, scope: Construct, construct_id: str) -> None:
        super().__init__(scope, construct_id)

        records = HardenedBucket(
            self,
            "Records",
            encryption=ServerSideEncryption.DSSE,
            minimum_tls_version=TlsVersion.TLS_1_3,
            noncurrent_version_expiration=Duration.days(365),
            perimeter=PerimeterOptions(network=NetworkPerimeter(vpc_endpoint_ids=["vpce-0123456789abcdef0"])),
            request_alarms=RequestAlarmOptions(client_error_rate_threshold=5, list_requests_threshold=100),
        )

        # An alarm reaches nobody until someone subscribes.
        if records.alarm_topic:
            records.alarm_topic.add_subscription(subscriptions.EmailSubscription("security@example.com"))

        archivist = iam.Role(self, "Archivist", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
        records.grant_put(archivist)

        # A bucket that HardenedBucket cannot be: load balancers deliver their logs to SSE-S3 only.
        # https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
        load_balancer_logs = s3.Bucket(
            self,
            "LoadBalancerLogs",
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            object_ownership=s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
            encryption=s3.BucketEncryption.S3_MANAGED,
            enforce_ssl=True,
            versioned=True,
            server_access_logs_bucket=records.server_access_logs_bucket,
            server_access_logs_prefix="load-balancer-logs/",
        )
        # A rule with all its findings, and one finding of another rule.
        Validations.of(load_balancer_logs).acknowledge(
            Acknowledgment(id="HardenedBucket-RawBucket", reason="HardenedBucket always encrypts with a KMS key, which load balancer logs do not allow"),
            Acknowledgment(
                id="HardenedBucket-KmsEncryption[Algorithm]", reason="Application Load Balancers deliver access logs to buckets with SSE-S3 only"
            ),
        )

        # The buckets that others make in this account, by hand too. The organization has a trail.
        watch = BucketWatch(self, "Watch", management_events=ManagementEvents.existing_trail(), excluded_buckets=["public-assets"])
        watch.topic.add_subscription(subscriptions.EmailSubscription("security@example.com"))
