import { App, Aspects, aws_s3 as s3, IAspect, Stack } from 'aws-cdk-lib';
import { HardenedBucket } from 'cdk-hardened-bucket';
import { IConstruct } from 'constructs';

/** Meant well, written for other buckets, and applied to the whole app. */
class SaveStorage implements IAspect {
  visit(node: IConstruct): void {
    if (node instanceof s3.CfnBucket) {
      node.versioningConfiguration = { status: 'Suspended' };
    }
  }
}

const app = new App();
const stack = new Stack(app, 'RecordsOffice');
const records = new HardenedBucket(stack, 'Records');

// "Just for the migration."
(records.node.defaultChild as s3.CfnBucket).addPropertyOverride('PublicAccessBlockConfiguration.BlockPublicPolicy', false);
Aspects.of(app).add(new SaveStorage());
