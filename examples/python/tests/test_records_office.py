import json

import pytest
from aws_cdk import App, Mixins, Stack, aws_s3 as s3
from aws_cdk.assertions import Match, Template
from cdk_hardened_bucket import (
    HardenedBucket,
    HardenedBucketChecks,
    HardenedBucketInjector,
    HardenedBucketMixin,
    HardenedBucketRules,
    HardenedSetting,
    PolicyAnalyzer,
    PolicyExposure,
    Reachability,
)

from records_office import RecordsOffice


@pytest.fixture(scope="module")
def template() -> Template:
    # What cdk.json says, too.
    app = App(context={"@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy": True})
    HardenedBucketChecks.add_to(app)
    # Synthesizes, and with it every check has its say.
    return Template.from_stack(RecordsOffice(app, "RecordsOffice"))


def test_only_the_network_of_the_office_reaches_the_records(template: Template) -> None:
    denied = Match.object_like({
        "Sid": "DenyOtherNetworks",
        "Effect": "Deny",
        "Condition": Match.object_like({"StringNotEqualsIfExists": {"aws:SourceVpce": "vpce-0123456789abcdef0"}}),
    })
    template.has_resource_properties("AWS::S3::BucketPolicy", {"PolicyDocument": {"Statement": Match.array_with([denied])}})


def test_somebody_is_told_of_an_alarm(template: Template) -> None:
    template.resource_count_is("AWS::CloudWatch::Alarm", 8)
    template.has_resource_properties("AWS::SNS::Subscription", {"Protocol": "email", "Endpoint": "security@example.com"})


def test_a_bucket_that_somebody_makes_by_hand_is_checked_two_minutes_later(template: Template) -> None:
    template.has_resource_properties("AWS::SQS::Queue", {"DelaySeconds": 120})


def test_the_policy_of_the_records_lets_no_stranger_in(template: Template) -> None:
    policies = template.find_resources("AWS::S3::BucketPolicy", {
        "Properties": {"PolicyDocument": {"Statement": Match.array_with([Match.object_like({"Sid": "DenyOtherNetworks"})])}},
    })
    (policy,) = policies.values()
    analyzer = PolicyAnalyzer.from_json(json.dumps(policy["Properties"]["PolicyDocument"]))
    assert analyzer.public_access().anyone_allowed == PolicyExposure.PRIVATE


def test_a_policy_that_lets_everybody_read_is_told_from_it() -> None:
    statement = {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::records/*"}
    analyzer = PolicyAnalyzer.from_json(json.dumps({"Statement": [statement]}))
    assert analyzer.public_access().anyone_allowed == PolicyExposure.PUBLIC


def test_no_request_over_the_internet_reaches_a_hardened_bucket_and_one_that_is_public_is_reached() -> None:
    stack = Stack(App(), "Office")
    records = HardenedBucket(stack, "Records")
    site = s3.Bucket(stack, "Site", public_read_access=True, block_public_access=s3.BlockPublicAccess.BLOCK_ACLS_ONLY)
    Reachability.of(records).not_from_internet()
    with pytest.raises(RuntimeError, match="anonymous requests over the internet reach"):
        Reachability.of(site).not_from_internet()


def test_a_bucket_that_nobody_hardened_is_refused() -> None:
    # With this the exception has the text of the refusal. So it does with CDK_APP_MODE=inmemory in the environment.
    app = App(context={"@aws-cdk/core:appMode": "inmemory"})
    HardenedBucketChecks.add_to(app)
    s3.Bucket(Stack(app, "Reporting"), "Exports")
    with pytest.raises(RuntimeError, match="HardenedBucket-TlsOnly"):
        app.synth()


def test_buckets_that_others_wrote_are_hardened_by_the_mixin() -> None:
    app = App(context={"@aws-cdk/core:appMode": "inmemory"})
    HardenedBucketChecks.add_to(app, excluded_rules=[HardenedBucketRules.VERSIONING])
    stack = Stack(app, "Reporting")
    exports = s3.CfnBucket(stack, "Exports", versioning_configuration=s3.CfnBucket.VersioningConfigurationProperty(status="Suspended"))
    s3.Bucket(stack, "Imports")
    exports.with_(HardenedBucketMixin(excluded_settings=[HardenedSetting.VERSIONING]))
    Mixins.of(app).apply(HardenedBucketMixin())
    app.synth()


def test_buckets_that_others_write_get_closed_defaults() -> None:
    app = App(context={"@aws-cdk/core:appMode": "inmemory"})
    HardenedBucketInjector.add_to(app)
    stack = Stack(app, "Reporting")
    s3.Bucket(stack, "Exports")
    Template.from_stack(stack).has_resource_properties("AWS::S3::Bucket", {"VersioningConfiguration": {"Status": "Enabled"}})


def test_what_is_found_in_buckets_that_are_there_is_a_warning_at_first() -> None:
    app = App(context={"@aws-cdk/core:appMode": "inmemory"})
    HardenedBucketChecks.add_to(app, report_only=True)
    s3.Bucket(Stack(app, "Reporting"), "Exports")
    app.synth()
