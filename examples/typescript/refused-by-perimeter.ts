import { App, aws_lambda as lambda, Stack } from 'aws-cdk-lib';
import { HardenedBucket } from 'cdk-hardened-bucket';

const app = new App();
const stack = new Stack(app, 'RecordsOffice');

// Only what comes through the VPC endpoint of the office may read, write or list.
const records = new HardenedBucket(stack, 'Records', {
  perimeter: { network: { vpcEndpointIds: ['vpce-0123456789abcdef0'] } },
});

// The function runs outside of any VPC, so the perimeter cancels what it is granted: it would fail when it runs.
const exporter = new lambda.Function(stack, 'Export', {
  runtime: lambda.Runtime.NODEJS_22_X,
  handler: 'index.handler',
  code: lambda.Code.fromInline('exports.handler = async () => {};'),
});
records.grantRead(exporter);
