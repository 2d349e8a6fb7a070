package com.example.office;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.cdkhardenedbucket.HardenedBucket;
import io.github.cdkhardenedbucket.HardenedBucketChecks;
import io.github.cdkhardenedbucket.HardenedBucketChecksProps;
import io.github.cdkhardenedbucket.HardenedBucketInjector;
import io.github.cdkhardenedbucket.HardenedBucketMixin;
import io.github.cdkhardenedbucket.HardenedBucketRules;
import io.github.cdkhardenedbucket.HardenedSetting;
import io.github.cdkhardenedbucket.PolicyAnalyzer;
import io.github.cdkhardenedbucket.PolicyExposure;
import io.github.cdkhardenedbucket.Reachability;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Mixins;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.assertions.Match;
import software.amazon.awscdk.assertions.Matcher;
import software.amazon.awscdk.assertions.Template;
import software.amazon.awscdk.services.s3.BlockPublicAccess;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.CfnBucket;

class RecordsOfficeTest {
    private static Template template;

    @BeforeAll
    static void synthesize() {
        // What cdk.json says, too.
        final App app = App.Builder.create()
                .context(Map.of("@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy", true))
                .build();
        HardenedBucketChecks.addTo(app);
        // Synthesizes, and with it every check has its say.
        template = Template.fromStack(new RecordsOffice(app, "RecordsOffice"));
    }

    @Test
    void onlyTheNetworkOfTheOfficeReachesTheRecords() {
        template.hasResourceProperties("AWS::S3::BucketPolicy", Map.of("PolicyDocument", statement(Map.of(
                "Sid", "DenyOtherNetworks",
                "Effect", "Deny",
                "Condition", Match.objectLike(Map.of(
                        "StringNotEqualsIfExists", Map.of("aws:SourceVpce", "vpce-0123456789abcdef0")))))));
    }

    @Test
    void somebodyIsToldOfAnAlarm() {
        template.resourceCountIs("AWS::CloudWatch::Alarm", 8);
        template.hasResourceProperties("AWS::SNS::Subscription", Map.of("Protocol", "email", "Endpoint", "security@example.com"));
    }

    @Test
    void aBucketThatSomebodyMakesByHandIsCheckedTwoMinutesLater() {
        template.hasResourceProperties("AWS::SQS::Queue", Map.of("DelaySeconds", 120));
    }

    @Test
    void thePolicyOfTheRecordsLetsNoStrangerIn() throws Exception {
        final Map<String, Map<String, Object>> policies = template.findResources("AWS::S3::BucketPolicy", Map.of(
                "Properties", Map.of("PolicyDocument", statement(Map.of("Sid", "DenyOtherNetworks")))));
        final Map<?, ?> properties = (Map<?, ?>) policies.values().iterator().next().get("Properties");
        final PolicyAnalyzer analyzer = analyzerOf(properties.get("PolicyDocument"));
        assertEquals(PolicyExposure.PRIVATE, analyzer.publicAccess().getAnyoneAllowed());
    }

    @Test
    void aPolicyThatLetsEverybodyReadIsToldFromIt() throws Exception {
        final PolicyAnalyzer analyzer = analyzerOf(Map.of("Statement", List.of(Map.of(
                "Effect", "Allow",
                "Principal", "*",
                "Action", "s3:GetObject",
                "Resource", "arn:aws:s3:::records/*"))));
        assertEquals(PolicyExposure.PUBLIC, analyzer.publicAccess().getAnyoneAllowed());
    }

    @Test
    void noRequestOverTheInternetReachesAHardenedBucketAndOneThatIsPublicIsReached() {
        final Stack stack = new Stack(new App(), "Office");
        final HardenedBucket records = new HardenedBucket(stack, "Records");
        final Bucket site = Bucket.Builder.create(stack, "Site")
                .publicReadAccess(true)
                .blockPublicAccess(BlockPublicAccess.BLOCK_ACLS_ONLY)
                .build();
        Reachability.of(records).notFromInternet();
        final Reachability ofSite = Reachability.of(site);
        final String message = assertThrows(RuntimeException.class, ofSite::notFromInternet).getMessage();
        assertTrue(message.contains("anonymous requests over the internet reach"), message);
    }

    @Test
    void aBucketThatNobodyHardenedIsRefused() {
        // With this the exception has the text of the refusal. So it does with CDK_APP_MODE=inmemory in the environment.
        final App app = App.Builder.create().context(Map.of("@aws-cdk/core:appMode", "inmemory")).build();
        HardenedBucketChecks.addTo(app);
        new Bucket(new Stack(app, "Reporting"), "Exports");
        final String message = assertThrows(RuntimeException.class, app::synth).getMessage();
        assertTrue(message.contains("HardenedBucket-TlsOnly"), message);
    }

    @Test
    void bucketsThatOthersWroteAreHardenedByTheMixin() {
        final App app = App.Builder.create().context(Map.of("@aws-cdk/core:appMode", "inmemory")).build();
        HardenedBucketChecks.addTo(app, HardenedBucketChecksProps.builder().excludedRules(List.of(HardenedBucketRules.VERSIONING)).build());
        final Stack stack = new Stack(app, "Reporting");
        final CfnBucket exports = CfnBucket.Builder.create(stack, "Exports")
                .versioningConfiguration(CfnBucket.VersioningConfigurationProperty.builder().status("Suspended").build())
                .build();
        new Bucket(stack, "Imports");
        exports.with(HardenedBucketMixin.Builder.create().excludedSettings(List.of(HardenedSetting.VERSIONING)).build());
        Mixins.of(app).apply(new HardenedBucketMixin());
        app.synth();
    }

    @Test
    void bucketsThatOthersWriteGetClosedDefaults() {
        final App app = App.Builder.create().context(Map.of("@aws-cdk/core:appMode", "inmemory")).build();
        HardenedBucketInjector.addTo(app);
        final Stack stack = new Stack(app, "Reporting");
        new Bucket(stack, "Exports");
        Template.fromStack(stack).hasResourceProperties("AWS::S3::Bucket",
                Map.of("VersioningConfiguration", Map.of("Status", "Enabled")));
    }

    @Test
    void whatIsFoundInBucketsThatAreThereIsAWarningAtFirst() {
        final App app = App.Builder.create().context(Map.of("@aws-cdk/core:appMode", "inmemory")).build();
        HardenedBucketChecks.addTo(app, HardenedBucketChecksProps.builder().reportOnly(true).build());
        new Bucket(new Stack(app, "Reporting"), "Exports");
        app.synth();
    }

    /** A policy document that has, among others, a statement like this. */
    private static Matcher statement(final Map<String, Object> pattern) {
        return Match.objectLike(Map.of("Statement", Match.arrayWith(List.of(Match.objectLike(pattern)))));
    }

    private static PolicyAnalyzer analyzerOf(final Object document) throws Exception {
        return PolicyAnalyzer.fromJson(new ObjectMapper().writeValueAsString(document));
    }
}
