package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssnssubscriptions"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdk-hardened-bucket/cdk-hardened-bucket-go/hardenedbucket"
)

// NewRecordsOffice makes what a records office keeps: its records, which only its own network reaches, and the logs of its load balancer. It watches all buckets.
func NewRecordsOffice(scope constructs.Construct, id string) awscdk.Stack {
	stack := awscdk.NewStack(scope, jsii.String(id), nil)

	records := hardenedbucket.NewHardenedBucket(stack, jsii.String("Records"), &hardenedbucket.HardenedBucketProps{
		Encryption:                  hardenedbucket.ServerSideEncryption_DSSE,
		MinimumTlsVersion:           hardenedbucket.TlsVersion_TLS_1_3,
		NoncurrentVersionExpiration: awscdk.Duration_Days(jsii.Number(365)),
		Perimeter: &hardenedbucket.PerimeterOptions{
			Network: &hardenedbucket.NetworkPerimeter{VpcEndpointIds: jsii.Strings("vpce-0123456789abcdef0")},
		},
		RequestAlarms: &hardenedbucket.RequestAlarmOptions{
			ClientErrorRateThreshold: jsii.Number(5),
			ListRequestsThreshold:    jsii.Number(100),
		},
	})

	// An alarm reaches nobody until someone subscribes.
	if topic := records.AlarmTopic(); topic != nil {
		topic.AddSubscription(awssnssubscriptions.NewEmailSubscription(jsii.String("security@example.com"), nil))
	}

	archivist := awsiam.NewRole(stack, jsii.String("Archivist"), &awsiam.RoleProps{
		AssumedBy: awsiam.NewServicePrincipal(jsii.String("lambda.amazonaws.com"), nil),
	})
	records.GrantPut(archivist, nil)

	// A bucket that HardenedBucket cannot be: load balancers deliver their logs to SSE-S3 only.
	// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
	loadBalancerLogs := awss3.NewBucket(stack, jsii.String("LoadBalancerLogs"), &awss3.BucketProps{
		BlockPublicAccess:      awss3.BlockPublicAccess_BLOCK_ALL(),
		ObjectOwnership:        awss3.ObjectOwnership_BUCKET_OWNER_ENFORCED,
		Encryption:             awss3.BucketEncryption_S3_MANAGED,
		EnforceSSL:             jsii.Bool(true),
		Versioned:              jsii.Bool(true),
		ServerAccessLogsBucket: records.ServerAccessLogsBucket(),
		ServerAccessLogsPrefix: jsii.String("load-balancer-logs/"),
	})
	// A rule with all its findings, and one finding of another rule.
	awscdk.Validations_Of(loadBalancerLogs).Acknowledge(
		&awscdk.Acknowledgment{
			Id:     jsii.String("HardenedBucket-RawBucket"),
			Reason: jsii.String("HardenedBucket always encrypts with a KMS key, which load balancer logs do not allow"),
		},
		&awscdk.Acknowledgment{
			Id:     jsii.String("HardenedBucket-KmsEncryption[Algorithm]"),
			Reason: jsii.String("Application Load Balancers deliver access logs to buckets with SSE-S3 only"),
		},
	)

	// The buckets that others make in this account, by hand too. The organization has a trail.
	watch := hardenedbucket.NewBucketWatch(stack, jsii.String("Watch"), &hardenedbucket.BucketWatchProps{
		ManagementEvents: hardenedbucket.ManagementEvents_ExistingTrail(),
		ExcludedBuckets:  jsii.Strings("public-assets"),
	})
	watch.Topic().AddSubscription(awssnssubscriptions.NewEmailSubscription(jsii.String("security@example.com"), nil))
	return stack
}
