from aws_cdk import App, Validations
from cdk_hardened_bucket import HardenedBucketChecks

from records_office import RecordsOffice

app = App()
Validations.of(app).add_plugins(HardenedBucketChecks(app))
RecordsOffice(app, "RecordsOffice")
app.synth()
