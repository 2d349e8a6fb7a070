package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdk-hardened-bucket/cdk-hardened-bucket-go/hardenedbucket"
)

func main() {
	defer jsii.Close()

	app := awscdk.NewApp(nil)
	hardenedbucket.HardenedBucketChecks_AddTo(app, nil)

	// A bucket as it is often written: nothing in it is wrong, and much is missing.
	stack := awscdk.NewStack(app, jsii.String("Reporting"), nil)
	awss3.NewBucket(stack, jsii.String("Exports"), &awss3.BucketProps{
		BlockPublicAccess: awss3.BlockPublicAccess_BLOCK_ALL(),
		Encryption:        awss3.BucketEncryption_S3_MANAGED,
		Versioned:         jsii.Bool(true),
	})
	app.Synth(nil)
}
