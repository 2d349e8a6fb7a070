import { CloudFrontToS3 } from '@aws-solutions-constructs/aws-cloudfront-s3';
import { SecureBucket } from '@gammarers/aws-secure-bucket';
import {
  App, aws_cloudtrail as cloudtrail, aws_elasticloadbalancingv2 as elb, aws_ec2 as ec2, aws_iam as iam, aws_kms as kms, aws_lambda as lambda, aws_s3 as s3,
  aws_s3_notifications as notifications, aws_sqs as sqs, Duration, NestedStack, RemovalPolicy, Stack,
} from 'aws-cdk-lib';
import { Construct } from 'constructs';

const ENV = { env: { account: '111122223333', region: 'eu-west-1' } };
const PARTNER = '444455556666';

/** What `cdk init` has written into cdk.json since 2023, as far as it concerns buckets. */
const CONTEXT = {
  '@aws-cdk/aws-s3:createDefaultLoggingPolicy': true,
  '@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy': true,
  '@aws-cdk/aws-iam:minimizePolicies': true,
};

/** The web team: written in a hurry, each bucket as its example on the internet. */
class Web extends Stack {
  readonly uploads: s3.Bucket;

  constructor(scope: Construct) {
    super(scope, 'Web', ENV);
    // The browser puts files with presigned URLs.
    this.uploads = new s3.Bucket(this, 'Uploads', {
      cors: [{ allowedMethods: [s3.HttpMethods.PUT, s3.HttpMethods.POST], allowedOrigins: ['https://app.example.com'], allowedHeaders: ['*'], exposedHeaders: ['ETag'] }],
    });
    const queue = new sqs.Queue(this, 'Thumbnails');
    this.uploads.addEventNotification(s3.EventType.OBJECT_CREATED, new notifications.SqsDestination(queue), { suffix: '.jpg' });

    new s3.Bucket(this, 'Docs', {
      websiteIndexDocument: 'index.html',
      publicReadAccess: true,
      blockPublicAccess: new s3.BlockPublicAccess({ blockPublicAcls: true, ignorePublicAcls: true, blockPublicPolicy: false, restrictPublicBuckets: false }),
    });

    // CloudFront's standard logs, as they were delivered before 2024: by ACL.
    new s3.Bucket(this, 'CdnLogs', { objectOwnership: s3.ObjectOwnership.OBJECT_WRITER, accessControl: s3.BucketAccessControl.LOG_DELIVERY_WRITE, lifecycleRules: [{ expiration: Duration.days(30) }] });

    new s3.Bucket(this, 'PreviewAssets', { removalPolicy: RemovalPolicy.DESTROY, autoDeleteObjects: true });
  }
}

/** The finance team: by the book of some years ago. */
class Finance extends Stack {
  readonly ledgers: s3.Bucket;

  constructor(scope: Construct) {
    super(scope, 'Finance', ENV);
    const logs = new s3.Bucket(this, 'AccessLogs', { encryption: s3.BucketEncryption.S3_MANAGED, enforceSSL: true, lifecycleRules: [{ expiration: Duration.days(365) }] });
    const invoices = new s3.Bucket(this, 'Invoices', {
      bucketName: 'example-corp-invoices',
      encryption: s3.BucketEncryption.S3_MANAGED,
      versioned: true,
      enforceSSL: true,
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      serverAccessLogsBucket: logs,
      serverAccessLogsPrefix: 'invoices/',
      lifecycleRules: [{ id: 'Archive', transitions: [{ storageClass: s3.StorageClass.GLACIER, transitionAfter: Duration.days(90) }] }],
    });
    const render = new lambda.Function(this, 'Render', { runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.handler', code: lambda.Code.fromInline('exports.handler = async () => {};') });
    invoices.grantReadWrite(render);

    const key = new kms.Key(this, 'LedgerKey', { enableKeyRotation: true, alias: 'ledgers' });
    this.ledgers = new s3.Bucket(this, 'Ledgers', { encryption: s3.BucketEncryption.KMS, encryptionKey: key, versioned: true });
    this.ledgers.grantRead(render);

    new s3.Bucket(this, 'Contracts', { objectLockEnabled: true, objectLockDefaultRetention: s3.ObjectLockRetention.governance(Duration.days(365)), encryption: s3.BucketEncryption.KMS_MANAGED });

    // An auditor of another company reads what lies under one prefix.
    const reports = new s3.Bucket(this, 'Reports', { blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL });
    reports.addToResourcePolicy(new iam.PolicyStatement({
      sid: 'AuditorReads',
      principals: [new iam.AccountPrincipal(PARTNER)],
      actions: ['s3:GetObject'],
      resources: [reports.arnForObjects('annual/*')],
    }));
    reports.addToResourcePolicy(new iam.PolicyStatement({
      sid: 'AuditorLists',
      principals: [new iam.AccountPrincipal(PARTNER)],
      actions: ['s3:ListBucket'],
      resources: [reports.bucketArn],
      conditions: { StringLike: { 's3:prefix': ['annual/*'] } },
    }));
  }
}

/** The platform team: L1, other people's constructs, and what services deliver. */
class Platform extends Stack {
  constructor(scope: Construct) {
    super(scope, 'Platform', ENV);
    const partnerData = new s3.CfnBucket(this, 'PartnerData', {
      bucketEncryption: { serverSideEncryptionConfiguration: [{ serverSideEncryptionByDefault: { sseAlgorithm: 'AES256' } }] },
      versioningConfiguration: { status: 'Enabled' },
      tags: [{ key: 'team', value: 'platform' }],
    });
    new s3.CfnBucketPolicy(this, 'PartnerDataPolicy', {
      bucket: partnerData.ref,
      policyDocument: {
        Version: '2012-10-17',
        Statement: [
          { Sid: 'PartnerPuts', Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${PARTNER}:role/exporter` }, Action: ['s3:PutObject', 's3:PutObjectAcl'], Resource: `${partnerData.attrArn}/incoming/*`, Condition: { StringEquals: { 's3:x-amz-acl': 'bucket-owner-full-control' } } },
          { Effect: 'Deny', Principal: '*', Action: 's3:DeleteObject', Resource: `${partnerData.attrArn}/*`, Condition: { StringNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/admin-*' } } },
        ],
      },
    });

    new SecureBucket(this, 'Vault', { encryption: s3.BucketEncryption.KMS_MANAGED });

    new CloudFrontToS3(this, 'Portal', { insertHttpSecurityHeaders: false });

    new cloudtrail.Trail(this, 'Trail', { isMultiRegionTrail: true });

    const vpc = new ec2.Vpc(this, 'Vpc', { maxAzs: 2, natGateways: 0 });
    const balancer = new elb.ApplicationLoadBalancer(this, 'Balancer', { vpc, internetFacing: true });
    balancer.logAccessLogs(new s3.Bucket(this, 'BalancerLogs', { encryption: s3.BucketEncryption.S3_MANAGED, blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL }), 'balancer');
  }
}

class Artifacts extends NestedStack {
  constructor(scope: Construct) {
    super(scope, 'Artifacts');
    new s3.Bucket(this, 'Builds', { versioned: true, lifecycleRules: [{ noncurrentVersionExpiration: Duration.days(30) }] });
  }
}

/** The build team: a nested stack, and a copy of the ledgers' neighbour in another account. */
class Builds extends Stack {
  constructor(scope: Construct) {
    super(scope, 'Builds', ENV);
    new Artifacts(this);
    const copies = new s3.Bucket(this, 'Copies', { versioned: true });
    new s3.Bucket(this, 'Originals', { versioned: true, replicationRules: [{ destination: copies }] });
  }
}

/** The data team: its policy is on a bucket of another stack, and on one that nobody remembers who made. */
class Analytics extends Stack {
  constructor(scope: Construct, uploads: s3.IBucket) {
    super(scope, 'Analytics', ENV);
    const lake = s3.Bucket.fromBucketName(this, 'Lake', 'example-corp-lake');
    const reader = new iam.Role(this, 'Reader', { assumedBy: new iam.ServicePrincipal('glue.amazonaws.com') });
    lake.grantRead(reader);
    new s3.CfnBucketPolicy(this, 'UploadsPolicy', {
      bucket: uploads.bucketName,
      policyDocument: {
        Version: '2012-10-17',
        Statement: [{ Sid: 'CrawlersRead', Effect: 'Allow', Principal: { AWS: reader.roleArn }, Action: ['s3:GetObject', 's3:ListBucket'], Resource: [uploads.bucketArn, uploads.arnForObjects('*')] }],
      },
    });
  }
}

/**
 * An app as teams have it: buckets written in every way there is, before anybody hardened one.
 *
 * @param change what is done to the app before it is synthesized
 */
export function appOfTeams(outdir: string, change: (app: App) => void = () => undefined): App {
  const app = new App({ outdir, context: CONTEXT, analyticsReporting: false });
  const web = new Web(app);
  new Finance(app);
  new Platform(app);
  new Builds(app);
  new Analytics(app, web.uploads);
  change(app);
  return app;
}
