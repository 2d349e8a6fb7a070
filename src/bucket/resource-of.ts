import { aws_s3 as s3, CfnResource, Resource } from 'aws-cdk-lib';

/** The resource of a bucket that is made in this app. An imported one has none; one made of a `CfnBucket` stands inside it. */
export function resourceOf(bucket: s3.IBucket): CfnResource | undefined {
  const resource = Resource.isOwnedResource(bucket) ? bucket.node.defaultChild : bucket.node.scope;
  return resource && CfnResource.isCfnResource(resource) ? resource : undefined;
}
