package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/assertions"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdk-hardened-bucket/cdk-hardened-bucket-go/hardenedbucket"
)

var template assertions.Template

func TestMain(m *testing.M) {
	// What cdk.json says, too.
	app := awscdk.NewApp(&awscdk.AppProps{Context: &map[string]any{"@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy": true}})
	hardenedbucket.HardenedBucketChecks_AddTo(app, nil)
	// Synthesizes, and with it every check has its say.
	template = assertions.Template_FromStack(NewRecordsOffice(app, "RecordsOffice"), nil)

	code := m.Run()
	jsii.Close()
	os.Exit(code)
}

func TestOnlyTheNetworkOfTheOfficeReachesTheRecords(t *testing.T) {
	template.HasResourceProperties(jsii.String("AWS::S3::BucketPolicy"), map[string]any{"PolicyDocument": statement(map[string]any{
		"Sid":    "DenyOtherNetworks",
		"Effect": "Deny",
		"Condition": assertions.Match_ObjectLike(&map[string]any{
			"StringNotEqualsIfExists": map[string]any{"aws:SourceVpce": "vpce-0123456789abcdef0"},
		}),
	})})
}

func TestSomebodyIsToldOfAnAlarm(t *testing.T) {
	template.ResourceCountIs(jsii.String("AWS::CloudWatch::Alarm"), jsii.Number(8))
	template.HasResourceProperties(jsii.String("AWS::SNS::Subscription"), map[string]any{"Protocol": "email", "Endpoint": "security@example.com"})
}

func TestABucketThatSomebodyMakesByHandIsCheckedTwoMinutesLater(t *testing.T) {
	template.HasResourceProperties(jsii.String("AWS::SQS::Queue"), map[string]any{"DelaySeconds": 120})
}

func TestThePolicyOfTheRecordsLetsNoStrangerIn(t *testing.T) {
	policies := *template.FindResources(jsii.String("AWS::S3::BucketPolicy"), map[string]any{
		"Properties": map[string]any{"PolicyDocument": statement(map[string]any{"Sid": "DenyOtherNetworks"})},
	})
	if len(policies) != 1 {
		t.Fatalf("one policy is expected, not %d", len(policies))
	}
	for _, policy := range policies {
		document := (*policy)["Properties"].(map[string]any)["PolicyDocument"]
		if allowed := analyzerOf(t, document).PublicAccess(nil).AnyoneAllowed; allowed != hardenedbucket.PolicyExposure_PRIVATE {
			t.Errorf("the policy is %s", allowed)
		}
	}
}

func TestAPolicyThatLetsEverybodyReadIsToldFromIt(t *testing.T) {
	document := map[string]any{"Statement": []any{map[string]any{
		"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::records/*",
	}}}
	if allowed := analyzerOf(t, document).PublicAccess(nil).AnyoneAllowed; allowed != hardenedbucket.PolicyExposure_PUBLIC {
		t.Errorf("the policy is %s", allowed)
	}
}

func TestNoRequestOverTheInternetReachesAHardenedBucketAndOneThatIsPublicIsReached(t *testing.T) {
	stack := awscdk.NewStack(awscdk.NewApp(nil), jsii.String("Office"), nil)
	records := hardenedbucket.NewHardenedBucket(stack, jsii.String("Records"), nil)
	site := awss3.NewBucket(stack, jsii.String("Site"), &awss3.BucketProps{
		PublicReadAccess:  jsii.Bool(true),
		BlockPublicAccess: awss3.BlockPublicAccess_BLOCK_ACLS_ONLY(),
	})
	hardenedbucket.Reachability_Of(records, nil).NotFromInternet()

	defer func() {
		if message := fmt.Sprint(recover()); !strings.Contains(message, "anonymous requests over the internet reach") {
			t.Errorf("no request is named: %s", message)
		}
	}()
	hardenedbucket.Reachability_Of(site, nil).NotFromInternet()
}

func TestABucketThatNobodyHardenedIsRefused(t *testing.T) {
	// With this the panic has the text of the refusal. So it does with CDK_APP_MODE=inmemory in the environment.
	app := awscdk.NewApp(&awscdk.AppProps{Context: &map[string]any{"@aws-cdk/core:appMode": "inmemory"}})
	hardenedbucket.HardenedBucketChecks_AddTo(app, nil)
	awss3.NewBucket(awscdk.NewStack(app, jsii.String("Reporting"), nil), jsii.String("Exports"), nil)

	defer func() {
		if message := fmt.Sprint(recover()); !strings.Contains(message, "HardenedBucket-TlsOnly") {
			t.Errorf("no rule is named: %s", message)
		}
	}()
	app.Synth(nil)
}

func TestBucketsThatOthersWroteAreHardenedByTheMixin(t *testing.T) {
	app := awscdk.NewApp(&awscdk.AppProps{Context: &map[string]any{"@aws-cdk/core:appMode": "inmemory"}})
	hardenedbucket.HardenedBucketChecks_AddTo(app, &hardenedbucket.HardenedBucketChecksProps{
		ExcludedRules: &[]*string{hardenedbucket.HardenedBucketRules_VERSIONING()},
	})
	stack := awscdk.NewStack(app, jsii.String("Reporting"), nil)
	exports := awss3.NewCfnBucket(stack, jsii.String("Exports"), &awss3.CfnBucketProps{
		VersioningConfiguration: &awss3.CfnBucket_VersioningConfigurationProperty{Status: jsii.String("Suspended")},
	})
	awss3.NewBucket(stack, jsii.String("Imports"), nil)
	exports.With(hardenedbucket.NewHardenedBucketMixin(&hardenedbucket.HardenedBucketMixinProps{
		ExcludedSettings: &[]hardenedbucket.HardenedSetting{hardenedbucket.HardenedSetting_VERSIONING},
	}))
	awscdk.Mixins_Of(app, nil).Apply(hardenedbucket.NewHardenedBucketMixin(nil))
	app.Synth(nil)
}

func TestBucketsThatOthersWriteGetClosedDefaults(t *testing.T) {
	app := awscdk.NewApp(&awscdk.AppProps{Context: &map[string]any{"@aws-cdk/core:appMode": "inmemory"}})
	hardenedbucket.HardenedBucketInjector_AddTo(app)
	stack := awscdk.NewStack(app, jsii.String("Reporting"), nil)
	awss3.NewBucket(stack, jsii.String("Exports"), nil)
	assertions.Template_FromStack(stack, nil).HasResourceProperties(jsii.String("AWS::S3::Bucket"), map[string]any{
		"VersioningConfiguration": map[string]any{"Status": "Enabled"},
	})
}

func TestWhatIsFoundInBucketsThatAreThereIsAWarningAtFirst(t *testing.T) {
	app := awscdk.NewApp(&awscdk.AppProps{Context: &map[string]any{"@aws-cdk/core:appMode": "inmemory"}})
	hardenedbucket.HardenedBucketChecks_AddTo(app, &hardenedbucket.HardenedBucketChecksProps{
		ReportOnly: jsii.Bool(true),
	})
	awss3.NewBucket(awscdk.NewStack(app, jsii.String("Reporting"), nil), jsii.String("Exports"), nil)
	app.Synth(nil)
}

// statement matches a policy document that has, among others, a statement like this.
func statement(pattern map[string]any) assertions.Matcher {
	return assertions.Match_ObjectLike(&map[string]any{
		"Statement": assertions.Match_ArrayWith(&[]any{assertions.Match_ObjectLike(&pattern)}),
	})
}

func analyzerOf(t *testing.T, document any) hardenedbucket.PolicyAnalyzer {
	t.Helper()
	text, err := json.Marshal(document)
	if err != nil {
		t.Fatal(err)
	}
	return hardenedbucket.PolicyAnalyzer_FromJson(jsii.String(string(text)))
}
