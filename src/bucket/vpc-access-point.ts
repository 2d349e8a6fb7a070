import { ArnFormat, aws_iam as iam, aws_s3 as s3, Lazy, Names, Resource, Token } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { delegateToVpcAccessPoints } from './delegate-to-access-points';
import { isInAnotherAccount } from './replication-destination';
import { VpcAccessPointProps } from './vpc-access-point-props';
import { InputChecks } from '../input/input-checks';

/**
 * An S3 access point that answers to one VPC, with public access blocked and a policy of its own.
 *
 * S3 rejects every request that does not come from the VPC, whatever a policy says. The bucket leaves it to the VPC access points of
 * the account who gets in, and still denies what its perimeter denies; grants carry the half on the KMS key of the bucket. With
 * `perimeter.network.onlyVpcAccessPoints` there is no other way to the data.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-vpc.html
 * @example
 * const bucket = new HardenedBucket(this, 'Records');
 * const accessPoint = new VpcAccessPoint(this, 'Reports', { bucket, vpc: new ec2.Vpc(this, 'Vpc') });
 * accessPoint.grantRead(new iam.Role(this, 'Reader', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') }));
 */
export class VpcAccessPoint extends Resource implements iam.IResourceWithPolicyV2 {
  /** The ARN, which clients may use in place of the name of the bucket. */
  public readonly accessPointArn: string;

  /** The alias, which clients that know no ARNs may use in place of the name of the bucket. S3 chooses it. */
  public readonly accessPointAlias: string;

  /** The name. */
  public readonly accessPointName: string;

  /** The bucket that it leads to. */
  public readonly bucket: s3.IBucket;

  private readonly document = new iam.PolicyDocument();

  /**
   * Makes an access point for a VPC.
   *
   * @throws if a property is invalid: the error quotes the value and says what to change
   */
  constructor(scope: Construct, id: string, props: VpcAccessPointProps) {
    const checks = new InputChecks(scope, id);
    checks.struct('VpcAccessPointProps', props);
    checkName(checks, props.accessPointName);
    checks.throwIfAny();
    super(scope, id);
    this.bucket = props.bucket;
    // Its policy names it, so CloudFormation cannot choose the name.
    this.accessPointName = props.accessPointName ?? Names.uniqueResourceName(this, { maxLength: 50, separator: '-' }).toLowerCase();
    const resource = new s3.CfnAccessPoint(this, 'Resource', {
      bucket: props.bucket.bucketName,
      bucketAccountId: isInAnotherAccount(this, props.bucket) ? props.bucket.env.account : undefined,
      name: this.accessPointName,
      vpcConfiguration: { vpcId: props.vpc.vpcId },
      publicAccessBlockConfiguration: { blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true },
      policy: Lazy.any({ produce: () => this.document.isEmpty ? undefined : this.document }),
    });
    // Built from its name: a policy that waited for the access point could not be part of it, nor be of a role that it names.
    this.accessPointArn = this.stack.formatArn({ service: 's3', resource: 'accesspoint', resourceName: this.accessPointName, arnFormat: ArnFormat.SLASH_RESOURCE_NAME });
    this.accessPointAlias = resource.attrAlias;
    delegateToVpcAccessPoints(this, props.bucket);
  }

  /** The ARN of objects behind the access point, as its policy speaks of them. */
  public arnForObjects(keyPattern: string): string {
    return `${this.accessPointArn}/object/${keyPattern}`;
  }

  /** Adds a statement to the policy of the access point. It has effect for requests from the VPC, and no others. */
  public addToResourcePolicy(statement: iam.PolicyStatement): iam.AddToResourcePolicyResult {
    this.document.addStatements(statement);
    return { statementAdded: true, policyDependable: this };
  }

  /**
   * Lets someone list and read objects through the access point, and decrypt them with the key of the bucket.
   *
   * @param objectsKeyPattern which objects; without it all
   */
  public grantRead(grantee: iam.IGrantable, objectsKeyPattern: string = '*'): iam.Grant {
    return this.grantOn(grantee, READ, objectsKeyPattern);
  }

  /**
   * Lets someone write and delete objects through the access point, and encrypt them with the key of the bucket.
   *
   * @param objectsKeyPattern which objects; without it all
   */
  public grantWrite(grantee: iam.IGrantable, objectsKeyPattern: string = '*'): iam.Grant {
    return this.grantOn(grantee, WRITE, objectsKeyPattern);
  }

  /**
   * Lets someone list, read, write and delete objects through the access point, and use the key of the bucket for them.
   *
   * @param objectsKeyPattern which objects; without it all
   */
  public grantReadWrite(grantee: iam.IGrantable, objectsKeyPattern: string = '*'): iam.Grant {
    return this.grantRead(grantee, objectsKeyPattern).combine(this.grantWrite(grantee, objectsKeyPattern));
  }

  private grantOn(grantee: iam.IGrantable, { onObjects, onAccessPoint, onKey }: Access, keyPattern: string): iam.Grant {
    const grant = (actions: readonly string[], arn: string) => iam.Grant.addToPrincipalAndResource({ grantee, actions: [...actions], resourceArns: [arn], resource: this });
    const granted = grant(onObjects, this.arnForObjects(keyPattern)).combine(grant(onAccessPoint, this.accessPointArn));
    return this.bucket.encryptionKey ? granted.combine(this.bucket.encryptionKey.grant(grantee, ...onKey)) : granted;
  }
}

/** What someone may do with objects, with the access point, and with the key. */
interface Access {
  readonly onObjects: readonly string[];
  readonly onAccessPoint: readonly string[];
  readonly onKey: readonly string[];
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-service-api-support.html */
const READ: Access = {
  onObjects: ['s3:GetObject', 's3:GetObjectAttributes', 's3:GetObjectTagging', 's3:GetObjectVersion', 's3:GetObjectVersionAttributes', 's3:GetObjectVersionTagging'],
  onAccessPoint: ['s3:ListBucket', 's3:ListBucketVersions'],
  onKey: ['kms:Decrypt'],
};

/** An upload in parts decrypts the parts before it assembles them. */
const WRITE: Access = {
  onObjects: ['s3:AbortMultipartUpload', 's3:DeleteObject', 's3:ListMultipartUploadParts', 's3:PutObject', 's3:PutObjectTagging'],
  onAccessPoint: ['s3:ListBucketMultipartUploads'],
  onKey: ['kms:Decrypt', 'kms:GenerateDataKey*'],
};

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-restrictions-limitations-naming-rules.html */
function checkName(checks: InputChecks, name: string | undefined): void {
  if (name !== undefined && !Token.isUnresolved(name) && !(/^[a-z0-9][a-z0-9-]{1,48}[a-z0-9]$/.test(name) && !/(^xn--|-s3alias$|--ol-s3$|--xa-s3$)/.test(name))) {
    checks.refuse(`accessPointName is '${name}'. Use 3 to 50 lower case letters, digits and hyphens, with a letter or digit at both ends, without xn-- at the beginning and -s3alias, --ol-s3 or --xa-s3 at the end, or leave it out`);
  }
}
