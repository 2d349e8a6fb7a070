import { App } from 'aws-cdk-lib';
import { HardenedBucketChecks } from 'cdk-hardened-bucket';
import { RecordsOffice } from './records-office';

const app = new App();
HardenedBucketChecks.addTo(app);
new RecordsOffice(app, 'RecordsOffice');
