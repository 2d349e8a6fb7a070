package com.example.office;

import io.github.cdkhardenedbucket.BucketWatch;
import io.github.cdkhardenedbucket.HardenedBucket;
import io.github.cdkhardenedbucket.ManagementEvents;
import io.github.cdkhardenedbucket.NetworkPerimeter;
import io.github.cdkhardenedbucket.PerimeterOptions;
import io.github.cdkhardenedbucket.RequestAlarmOptions;
import io.github.cdkhardenedbucket.ServerSideEncryption;
import io.github.cdkhardenedbucket.TlsVersion;
import java.util.List;
import software.amazon.awscdk.Acknowledgment;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.Validations;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.s3.BlockPublicAccess;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.BucketEncryption;
import software.amazon.awscdk.services.s3.ObjectOwnership;
import software.amazon.awscdk.services.sns.subscriptions.EmailSubscription;
import software.constructs.Construct;

/** What a records office keeps: its records, which only its own network reaches, and the logs of its load balancer. It watches all buckets. */
public class RecordsOffice extends Stack {
    public RecordsOffice(final Construct scope, final String id) {
        super(scope, id);

        final HardenedBucket records = HardenedBucket.Builder.create(this, "Records")
                .encryption(ServerSideEncryption.DSSE)
                .minimumTlsVersion(TlsVersion.TLS_1_3)
                .noncurrentVersionExpiration(Duration.days(365))
                .perimeter(PerimeterOptions.builder()
                        .network(NetworkPerimeter.builder().vpcEndpointIds(List.of("vpce-0123456789abcdef0")).build())
                        .build())
                .requestAlarms(RequestAlarmOptions.builder().clientErrorRateThreshold(5).listRequestsThreshold(100).build())
                .build();

        // An alarm reaches nobody until someone subscribes.
        if (records.getAlarmTopic() != null) {
            records.getAlarmTopic().addSubscription(new EmailSubscription("security@example.com"));
        }

        final Role archivist = Role.Builder.create(this, "Archivist")
                .assumedBy(new ServicePrincipal("lambda.amazonaws.com"))
                .build();
        records.grantPut(archivist);

        // A bucket that HardenedBucket cannot be: load balancers deliver their logs to SSE-S3 only.
        // https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
        final Bucket loadBalancerLogs = Bucket.Builder.create(this, "LoadBalancerLogs")
                .blockPublicAccess(BlockPublicAccess.BLOCK_ALL)
                .objectOwnership(ObjectOwnership.BUCKET_OWNER_ENFORCED)
                .encryption(BucketEncryption.S3_MANAGED)
                .enforceSsl(true)
                .versioned(true)
                .serverAccessLogsBucket(records.getServerAccessLogsBucket())
                .serverAccessLogsPrefix("load-balancer-logs/")
                .build();
        // A rule with all its findings, and one finding of another rule.
        Validations.of(loadBalancerLogs).acknowledge(
                Acknowledgment.builder()
                        .id("HardenedBucket-RawBucket")
                        .reason("HardenedBucket always encrypts with a KMS key, which load balancer logs do not allow")
                        .build(),
                Acknowledgment.builder()
                        .id("HardenedBucket-KmsEncryption[Algorithm]")
                        .reason("Application Load Balancers deliver access logs to buckets with SSE-S3 only")
                        .build());

        // The buckets that others make in this account, by hand too. The organization has a trail.
        final BucketWatch watch = BucketWatch.Builder.create(this, "Watch")
                .managementEvents(ManagementEvents.existingTrail())
                .excludedBuckets(List.of("public-assets"))
                .build();
        watch.getTopic().addSubscription(new EmailSubscription("security@example.com"));
    }
}
