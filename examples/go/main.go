package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdk-hardened-bucket/cdk-hardened-bucket-go/hardenedbucket"
)

func main() {
	defer jsii.Close()

	app := awscdk.NewApp(nil)
	hardenedbucket.HardenedBucketChecks_AddTo(app, nil)
	NewRecordsOffice(app, "RecordsOffice")
	app.Synth(nil)
}
