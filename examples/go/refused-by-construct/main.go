package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdk-hardened-bucket/cdk-hardened-bucket-go/hardenedbucket"
)

// saveStorage is meant well, written for other buckets, and applied to the whole app.
type saveStorage struct{}

func (saveStorage) Visit(node constructs.IConstruct) {
	if bucket, ok := node.(awss3.CfnBucket); ok {
		bucket.SetVersioningConfiguration(&awss3.CfnBucket_VersioningConfigurationProperty{Status: jsii.String("Suspended")})
	}
}

func main() {
	defer jsii.Close()

	app := awscdk.NewApp(nil)
	records := hardenedbucket.NewHardenedBucket(awscdk.NewStack(app, jsii.String("RecordsOffice"), nil), jsii.String("Records"), nil)

	// "Just for the migration."
	records.Node().DefaultChild().(awss3.CfnBucket).
		AddPropertyOverride(jsii.String("PublicAccessBlockConfiguration.BlockPublicPolicy"), false)
	awscdk.Aspects_Of(app).Add(&saveStorage{}, nil)
	app.Synth(nil)
}
