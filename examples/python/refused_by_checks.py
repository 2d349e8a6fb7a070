from aws_cdk import App, Stack, aws_s3 as s3
from cdk_hardened_bucket import HardenedBucketChecks

app = App()
HardenedBucketChecks.add_to(app)

# A bucket as it is often written: nothing in it is wrong, and much is missing.
s3.Bucket(
    Stack(app, "Reporting"),
    "Exports",
    block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
    encryption=s3.BucketEncryption.S3_MANAGED,
    versioned=True,
)
app.synth()
