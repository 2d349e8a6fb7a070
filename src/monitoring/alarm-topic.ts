import { aws_iam as iam, aws_kms as kms, aws_sns as sns, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';

const CLOUDWATCH = 'cloudwatch.amazonaws.com';

/**
 * The topic that a stack's bucket alarms go to, encrypted with a key that CloudWatch may use.
 *
 * `alias/aws/sns` would not do: its policy cannot be changed and does not let CloudWatch publish, so every alarm would
 * be lost silently. A rule of EventBridge that targets the topic gets what it needs of both from CDK; without such a rule
 * EventBridge may not publish, since that permission takes no condition on whose rules.
 *
 * @see https://repost.aws/knowledge-center/cloudwatch-configure-alarm-sns
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html#eb-sns-permissions
 */
export class AlarmTopic extends Construct {
  /**
   * The topic of this construct's stack, made on first use. Its id does not depend on who asks first.
   *
   * Its key is deleted with it if everyone who asks is to leave nothing behind.
   */
  static of(scope: Construct, isShortLived: boolean): sns.ITopic {
    const stack = Stack.of(scope);
    const made = (stack.node.tryFindChild(ID) as AlarmTopic | undefined) ?? new AlarmTopic(stack, ID);
    made.isShortLived &&= isShortLived;
    made.topic.masterKey!.applyRemovalPolicy(made.isShortLived ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN);
    return made.topic;
  }

  readonly topic: sns.Topic;
  private isShortLived = true;

  private constructor(scope: Construct, id: string) {
    super(scope, id);
    const account = Stack.of(this).account;
    const masterKey = new kms.Key(this, 'Key', {
      description: `Encrypts the alarms of the hardened buckets in ${Stack.of(this).stackName}`,
      enableKeyRotation: true,
    });
    masterKey.addToResourcePolicy(new iam.PolicyStatement({
      sid: 'AllowCloudWatchAlarms',
      principals: [new iam.ServicePrincipal(CLOUDWATCH)],
      actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
      resources: ['*'],
      conditions: { StringEquals: { 'aws:SourceAccount': account } },
    }));
    this.topic = new sns.Topic(this, 'Topic', { masterKey, enforceSSL: true });
    this.topic.addToResourcePolicy(new iam.PolicyStatement({
      sid: 'AllowCloudWatchAlarms',
      principals: [new iam.ServicePrincipal(CLOUDWATCH)],
      actions: ['sns:Publish'],
      resources: [this.topic.topicArn],
      conditions: { StringEquals: { 'aws:SourceAccount': account } },
    }));
  }
}

const ID = 'HardenedBucketAlarms';
