import { App, Validations } from 'aws-cdk-lib';
import { HardenedBucketChecks } from 'cdk-hardened-bucket';
import { RecordsOffice } from './records-office';

const app = new App();
Validations.of(app).addPlugins(new HardenedBucketChecks(app));
new RecordsOffice(app, 'RecordsOffice');
