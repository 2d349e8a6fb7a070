import jsii
from aws_cdk import App, Aspects, IAspect, Stack, aws_s3 as s3
from cdk_hardened_bucket import HardenedBucket
from constructs import IConstruct


@jsii.implements(IAspect)
class SaveStorage:
    """Meant well, written for other buckets, and applied to the whole app."""

    def visit(self, node: IConstruct) -> None:
        if isinstance(node, s3.CfnBucket):
            node.versioning_configuration = s3.CfnBucket.VersioningConfigurationProperty(status="Suspended")


app = App()
records = HardenedBucket(Stack(app, "RecordsOffice"), "Records")

# "Just for the migration."
records.node.default_child.add_property_override("PublicAccessBlockConfiguration.BlockPublicPolicy", False)
Aspects.of(app).add(SaveStorage())
app.synth()
