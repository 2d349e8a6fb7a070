import { App, aws_ec2 as ec2, aws_lambda as lambda, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { HardenedBucket } from 'cdk-hardened-bucket';
import { Construct } from 'constructs';

/** A web tier that is public, an application tier behind a NAT gateway, and a data tier that reaches S3 and nothing else. */
class ThreeTier extends Stack {
  constructor(scope: Construct, id: string, { leaks }: { leaks: boolean }) {
    super(scope, id);
    const vpc = new ec2.Vpc(this, 'Vpc', {
      maxAzs: 2,
      natGateways: 1,
      subnetConfiguration: [
        { name: 'Web', subnetType: ec2.SubnetType.PUBLIC },
        { name: 'Application', subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS },
        { name: 'Data', subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
      ],
    });
    const endpoint = vpc.addGatewayEndpoint('S3', {
      service: ec2.GatewayVpcEndpointAwsService.S3,
      subnets: [{ subnetGroupName: 'Application' }, { subnetGroupName: 'Data' }],
    });
    const records = new HardenedBucket(this, 'Records', {
      removalPolicy: RemovalPolicy.RETAIN,
      // Only what comes through the endpoint may read, write or list.
      ...leaks ? {} : { perimeter: { network: { vpcEndpoints: [endpoint] } } },
    });

    const web = new ec2.Instance(this, 'Web', {
      vpc,
      vpcSubnets: { subnetGroupName: 'Web' },
      instanceType: ec2.InstanceType.of(ec2.InstanceClass.T4G, ec2.InstanceSize.MICRO),
      machineImage: ec2.MachineImage.latestAmazonLinux2023({ cpuType: ec2.AmazonLinuxCpuType.ARM_64 }),
      associatePublicIpAddress: true,
    });
    const api = this.addFunction('Api', vpc, 'Application');
    const archiver = this.addFunction('Archiver', vpc, 'Data');
    records.grantRead(api);
    records.grantReadWrite(archiver);
    if (leaks) {
      // Meant for a day of debugging: now anyone who takes over the web server reads the records, over the internet.
      records.grantRead(web);
    }
  }

  private addFunction(id: string, vpc: ec2.IVpc, subnetGroupName: string): lambda.Function {
    return new lambda.Function(this, id, {
      vpc,
      vpcSubnets: { subnetGroupName },
      runtime: lambda.Runtime.NODEJS_22_X,
      handler: 'index.handler',
      code: lambda.Code.fromInline('exports.handler = async () => {};'),
    });
  }
}

const app = new App();
new ThreeTier(app, 'Leaking', { leaks: true });
new ThreeTier(app, 'Fixed', { leaks: false });
