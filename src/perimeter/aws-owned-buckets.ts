/**
 * Buckets of AWS itself that clients in a VPC read through its endpoint for S3.
 *
 * @see https://github.com/aws-samples/data-perimeter-policy-examples/blob/main/service_owned_resources.md
 */
export enum AwsOwnedBuckets {
  /** The layers of container images in Amazon ECR. */
  ECR_LAYERS = 'ecr-layers',

  /** The packages of Amazon Linux 2023. */
  AMAZON_LINUX_2023 = 'amazon-linux-2023',

  /** The packages of Amazon Linux and Amazon Linux 2. */
  AMAZON_LINUX_2 = 'amazon-linux-2',

  /** The packages of Amazon EMR; clusters need those of their Amazon Linux as well. */
  EMR = 'emr',

  /** What the agent of AWS Systems Manager downloads. */
  SYSTEMS_MANAGER = 'systems-manager',

  /** The agent of AWS CodeDeploy. */
  CODE_DEPLOY = 'code-deploy',

  /** The agent of Amazon CloudWatch. */
  CLOUDWATCH_AGENT = 'cloudwatch-agent',
}

/** Their names in a Region. Most are read without credentials, so nothing can be asked of the caller. */
export const AWS_OWNED_BUCKETS: Readonly<Record<AwsOwnedBuckets, (region: string) => readonly string[]>> = {
  [AwsOwnedBuckets.ECR_LAYERS]: (region) => [`prod-${region}-starport-layer-bucket`],
  [AwsOwnedBuckets.AMAZON_LINUX_2023]: (region) => [`al2023-repos-${region}-de612dc2`, `al2023-${region}`],
  [AwsOwnedBuckets.AMAZON_LINUX_2]: (region) => [`amazonlinux-2-repos-${region}`, `amazonlinux.${region}.amazonaws.com`, `packages.${region}.amazonaws.com`, `repo.${region}.amazonaws.com`],
  [AwsOwnedBuckets.EMR]: (region) => [`repo.${region}.emr.amazonaws.com`],
  [AwsOwnedBuckets.SYSTEMS_MANAGER]: (region) => [
    `aws-ssm-${region}`, `amazon-ssm-${region}`, `amazon-ssm-packages-${region}`, `${region}-birdwatcher-prod`, `aws-ssm-distributor-file-${region}`,
    `aws-ssm-document-attachments-${region}`, `patch-baseline-snapshot-${region}`, `aws-patchmanager-macos-${region}`, `aws-windows-downloads-${region}`,
  ],
  [AwsOwnedBuckets.CODE_DEPLOY]: (region) => [`aws-codedeploy-${region}`],
  [AwsOwnedBuckets.CLOUDWATCH_AGENT]: (region) => [`amazoncloudwatch-agent-${region}`, 'amazoncloudwatch-agent'],
};
