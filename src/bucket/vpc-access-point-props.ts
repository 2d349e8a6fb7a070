import { aws_ec2 as ec2, aws_s3 as s3 } from 'aws-cdk-lib';

/**
 * Properties of a `VpcAccessPoint`.
 */
export interface VpcAccessPointProps {
  /** The bucket that the access point leads to. Its policy gets the statements that leave it to VPC access points of the account who gets in. */
  readonly bucket: s3.IBucket;

  /**
   * The VPC that all requests have to come from, through an endpoint for S3.
   *
   * It cannot be changed: CloudFormation replaces the access point.
   */
  readonly vpc: ec2.IVpc;

  /**
   * The name: 3 to 50 lower case letters, digits and hyphens, unique in the account and the Region.
   *
   * Access point names are public in DNS, so they should say nothing that is confidential.
   *
   * @default - made of the path of the construct
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-restrictions-limitations-naming-rules.html
   */
  readonly accessPointName?: string;
}
