import {
  AspectPriority, Aspects, aws_iam as iam, aws_s3 as s3, CfnDeletionPolicy, CustomResource, CustomResourceProvider, IAspect, Reference, RemovalPolicy, Stack, Stage, Tokenization,
} from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { AUTO_DELETE_HANDLER } from '../perimeter/exemptions';

/** The id under which aws-cdk-lib puts the custom resource that empties a bucket. */
const EMPTYING = 'AutoDeleteObjectsCustomResource';

/**
 * Does for a log bucket what depends on who logs to it, which is known once the app is complete.
 *
 * Each bucket of its stack is made after its policy, so that no delivery is denied. The log bucket that a stack makes by itself is
 * deleted and emptied if every bucket that logs to it is.
 */
export class LogBucketAspect implements IAspect {
  /** In front of what users add, whose word is the last. */
  static watch(logBucket: s3.Bucket): LogBucketAspect {
    const aspect = new LogBucketAspect(logBucket);
    Aspects.of(logBucket).add(aspect, { priority: AspectPriority.MUTATING });
    return aspect;
  }

  /** Whether the log bucket goes with the buckets that log to it, if these are to leave nothing behind. */
  followsSources = false;

  /** Whether it does go with them; decided at synth. */
  isShortLived = false;

  private constructor(private readonly logBucket: s3.Bucket) {}

  visit(node: IConstruct): void {
    if (node !== this.logBucket || !this.logBucket.policy) {
      return;
    }
    const stack = Stack.of(node);
    const neighbors = sourcesIn(stack, this.logBucket);
    const policy = neighbors.length === 0 ? '' : JSON.stringify(stack.resolve(this.logBucket.policy.document));
    for (const source of neighbors) {
      // A policy whose statements name the source already waits for it.
      if (source.stack === stack && !policy.includes(`"${stack.getLogicalId(source)}"`)) {
        source.node.addDependency(this.logBucket.policy);
      }
    }
    if (this.followsSources && !this.isShortLived && neighbors.length > 0 && neighbors.every(leavesNothing)
      && sourcesIn(Stage.of(node) ?? node.node.root, this.logBucket).every(leavesNothing)) {
      this.isShortLived = true;
      emptyAndDelete(this.logBucket);
    }
  }
}

/** The buckets below a construct that log to this one. */
function sourcesIn(scope: IConstruct, target: s3.Bucket): s3.CfnBucket[] {
  return scope.node.findAll().filter((node): node is s3.CfnBucket => s3.CfnBucket.isCfnBucket(node) && logsTo(node, target));
}

function logsTo({ loggingConfiguration }: s3.CfnBucket, target: s3.Bucket): boolean {
  const name = (loggingConfiguration as s3.CfnBucket.LoggingConfigurationProperty | undefined)?.destinationBucketName;
  const reference = name === undefined ? undefined : Tokenization.reverseString(name).firstToken;
  return name !== undefined && (name === target.bucketName || (Reference.isReference(reference) && reference.target === target.node.defaultChild));
}

function leavesNothing(source: s3.CfnBucket): boolean {
  return source.cfnOptions.deletionPolicy === CfnDeletionPolicy.DELETE && source.node.scope?.node.tryFindChild(EMPTYING) !== undefined;
}

/**
 * What `autoDeleteObjects` does, with the function that empties the buckets of the stack already. It closes the bucket before it
 * empties it, so that no log arrives after that.
 */
function emptyAndDelete(bucket: s3.Bucket): void {
  const resource = bucket.node.defaultChild as s3.CfnBucket;
  const provider = Stack.of(bucket).node.findChild(AUTO_DELETE_HANDLER) as CustomResourceProvider;
  bucket.applyRemovalPolicy(RemovalPolicy.DESTROY);
  bucket.policy!.applyRemovalPolicy(RemovalPolicy.DESTROY);
  bucket.addToResourcePolicy(new iam.PolicyStatement({
    sid: 'AllowEmptying',
    principals: [new iam.ArnPrincipal(provider.roleArn)],
    actions: ['s3:PutBucketPolicy', 's3:GetBucket*', 's3:List*', 's3:DeleteObject*'],
    resources: [bucket.bucketArn, bucket.arnForObjects('*')],
  }));
  new CustomResource(bucket, EMPTYING, { resourceType: 'Custom::S3AutoDeleteObjects', serviceToken: provider.serviceToken, properties: { BucketName: bucket.bucketName } })
    .node.addDependency(bucket.policy!);
  // By the tag the function knows a bucket that it may empty. An aspect cannot add an aspect, as Tags.of would.
  resource.tags.setTag('aws-cdk:auto-delete-objects', 'true');
}
