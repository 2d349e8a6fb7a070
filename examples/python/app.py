from aws_cdk import App
from cdk_hardened_bucket import HardenedBucketChecks

from records_office import RecordsOffice

app = App()
HardenedBucketChecks.add_to(app)
RecordsOffice(app, "RecordsOffice")
app.synth()
