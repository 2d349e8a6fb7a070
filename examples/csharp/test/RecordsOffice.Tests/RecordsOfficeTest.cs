using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using Amazon.CDK;
using Amazon.CDK.Assertions;
using Amazon.CDK.AWS.S3;
using CdkHardenedBucket;
using Xunit;

namespace Office.Tests
{
    public class RecordsOfficeTest
    {
        private readonly Template _template;

        public RecordsOfficeTest()
        {
            // What cdk.json says, too.
            var app = new App(new AppProps { Context = new Dictionary<string, object> { ["@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy"] = true } });
            HardenedBucketChecks.AddTo(app);
            // Synthesizes, and with it every check has its say.
            _template = Template.FromStack(new RecordsOffice(app, "RecordsOffice"));
        }

        [Fact]
        public void OnlyTheNetworkOfTheOfficeReachesTheRecords()
        {
            _template.HasResourceProperties("AWS::S3::BucketPolicy", new Dictionary<string, object>
            {
                ["PolicyDocument"] = Statement(new Dictionary<string, object>
                {
                    ["Sid"] = "DenyOtherNetworks",
                    ["Effect"] = "Deny",
                    ["Condition"] = Match.ObjectLike(new Dictionary<string, object>
                    {
                        ["StringNotEqualsIfExists"] = new Dictionary<string, object> { ["aws:SourceVpce"] = "vpce-0123456789abcdef0" },
                    }),
                }),
            });
        }

        [Fact]
        public void SomebodyIsToldOfAnAlarm()
        {
            _template.ResourceCountIs("AWS::CloudWatch::Alarm", 8);
            _template.HasResourceProperties("AWS::SNS::Subscription", new Dictionary<string, object> { ["Protocol"] = "email", ["Endpoint"] = "security@example.com" });
        }

        [Fact]
        public void ABucketThatSomebodyMakesByHandIsCheckedTwoMinutesLater()
        {
            _template.HasResourceProperties("AWS::SQS::Queue", new Dictionary<string, object> { ["DelaySeconds"] = 120 });
        }

        [Fact]
        public void ThePolicyOfTheRecordsLetsNoStrangerIn()
        {
            var policies = _template.FindResources("AWS::S3::BucketPolicy", new Dictionary<string, object>
            {
                ["Properties"] = new Dictionary<string, object>
                {
                    ["PolicyDocument"] = Statement(new Dictionary<string, object> { ["Sid"] = "DenyOtherNetworks" }),
                },
            });
            var properties = (IDictionary<string, object>)policies.Values.Single()["Properties"];
            Assert.Equal(PolicyExposure.PRIVATE, AnalyzerOf(properties["PolicyDocument"]).PublicAccess().AnyoneAllowed);
        }

        [Fact]
        public void APolicyThatLetsEverybodyReadIsToldFromIt()
        {
            var statement = new Dictionary<string, object>
            {
                ["Effect"] = "Allow", ["Principal"] = "*", ["Action"] = "s3:GetObject", ["Resource"] = "arn:aws:s3:::records/*",
            };
            var document = new Dictionary<string, object> { ["Statement"] = new[] { statement } };
            Assert.Equal(PolicyExposure.PUBLIC, AnalyzerOf(document).PublicAccess().AnyoneAllowed);
        }

        [Fact]
        public void NoRequestOverTheInternetReachesAHardenedBucketAndOneThatIsPublicIsReached()
        {
            var stack = new Stack(new App(), "Office");
            var records = new HardenedBucket(stack, "Records");
            var site = new Bucket(stack, "Site", new BucketProps { PublicReadAccess = true, BlockPublicAccess = BlockPublicAccess.BLOCK_ACLS_ONLY });
            Reachability.Of(records).NotFromInternet();
            var ofSite = Reachability.Of(site);
            var exception = Assert.ThrowsAny<Exception>(() => ofSite.NotFromInternet());
            Assert.Contains("anonymous requests over the internet reach", exception.Message);
        }

        [Fact]
        public void ABucketThatNobodyHardenedIsRefused()
        {
            // With this the exception has the text of the refusal. So it does with CDK_APP_MODE=inmemory in the environment.
            var app = new App(new AppProps { Context = new Dictionary<string, object> { ["@aws-cdk/core:appMode"] = "inmemory" } });
            HardenedBucketChecks.AddTo(app);
            new Bucket(new Stack(app, "Reporting"), "Exports");
            var exception = Assert.ThrowsAny<Exception>(() => app.Synth());
            Assert.Contains("HardenedBucket-TlsOnly", exception.Message);
        }

        [Fact]
        public void BucketsThatOthersWroteAreHardenedByTheMixin()
        {
            var app = new App(new AppProps { Context = new Dictionary<string, object> { ["@aws-cdk/core:appMode"] = "inmemory" } });
            HardenedBucketChecks.AddTo(app, new HardenedBucketChecksProps { ExcludedRules = new[] { HardenedBucketRules.VERSIONING } });
            var stack = new Stack(app, "Reporting");
            var exports = new CfnBucket(stack, "Exports", new CfnBucketProps
            {
                VersioningConfiguration = new CfnBucket.VersioningConfigurationProperty { Status = "Suspended" },
            });
            new Bucket(stack, "Imports");
            exports.With(new HardenedBucketMixin(new HardenedBucketMixinProps { ExcludedSettings = new[] { HardenedSetting.VERSIONING } }));
            Mixins.Of(app).Apply(new HardenedBucketMixin());
            app.Synth();
        }

        [Fact]
        public void BucketsThatOthersWriteGetClosedDefaults()
        {
            var app = new App(new AppProps { Context = new Dictionary<string, object> { ["@aws-cdk/core:appMode"] = "inmemory" } });
            HardenedBucketInjector.AddTo(app);
            var stack = new Stack(app, "Reporting");
            new Bucket(stack, "Exports");
            Template.FromStack(stack).HasResourceProperties("AWS::S3::Bucket", new Dictionary<string, object>
            {
                ["VersioningConfiguration"] = new Dictionary<string, object> { ["Status"] = "Enabled" },
            });
        }

        [Fact]
        public void WhatIsFoundInBucketsThatAreThereIsAWarningAtFirst()
        {
            var app = new App(new AppProps { Context = new Dictionary<string, object> { ["@aws-cdk/core:appMode"] = "inmemory" } });
            HardenedBucketChecks.AddTo(app, new HardenedBucketChecksProps { ReportOnly = true });
            new Bucket(new Stack(app, "Reporting"), "Exports");
            app.Synth();
        }

        /// <summary>A policy document that has, among others, a statement like this.</summary>
        private static Matcher Statement(IDictionary<string, object> pattern)
        {
            return Match.ObjectLike(new Dictionary<string, object> { ["Statement"] = Match.ArrayWith(new object[] { Match.ObjectLike(pattern) }) });
        }

        private static PolicyAnalyzer AnalyzerOf(object document)
        {
            return PolicyAnalyzer.FromJson(JsonSerializer.Serialize(document));
        }
    }
}
