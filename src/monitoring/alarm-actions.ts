import { Annotations, aws_cloudwatch as cloudwatch, aws_cloudwatch_actions as actions, aws_sns as sns, Reference, Stack, Token, TokenComparison, Tokenization } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { AlarmTopic } from './alarm-topic';
import { InputChecks, refuse } from '../input/input-checks';

/** Whom alarms tell. */
export interface AlarmTargets {
  readonly alarmTopic?: sns.ITopic;
  readonly alarmActions?: cloudwatch.IAlarmAction[];
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */
const MOST_ACTIONS = 5;

/** Refuses targets that no alarm of this stack could tell. */
export function checkAlarmTargets(checks: InputChecks, scope: Construct, { alarmTopic, alarmActions }: AlarmTargets): void {
  if (alarmActions?.length === 0) {
    checks.refuse('alarmActions is empty. Name an action in it, such as new SnsAction(topic), or leave alarmActions out');
  }
  const count = (alarmTopic ? 1 : 0) + (alarmActions?.length ?? 0);
  if (count > MOST_ACTIONS) {
    checks.refuse(`alarmActions has ${alarmActions?.length} actions${alarmTopic ? ', besides alarmTopic' : ''}, and CloudWatch accepts ${MOST_ACTIONS} for an alarm. Leave some out`);
  }
  const region = Stack.of(scope).region;
  if (alarmTopic && Token.compareStrings(alarmTopic.env.region, region) === TokenComparison.DIFFERENT) {
    checks.refuse(`alarmTopic '${alarmTopic.node.path}' is in Region ${alarmTopic.env.region}, and the alarms in ${region}: CloudWatch notifies topics of its own Region only. Use a topic in ${region}, or leave alarmTopic out`);
  }
}

/**
 * The topic that is told: the caller's, else the stack's unless the caller has actions of its own.
 *
 * @param isShortLived whether what alarms is to leave nothing behind
 */
export function topicOf(scope: Construct, { alarmTopic, alarmActions }: AlarmTargets, isShortLived = false): sns.ITopic | undefined {
  return alarmTopic ?? (alarmActions ? undefined : AlarmTopic.of(scope, isShortLived));
}

const FIX = 'Give it a masterKey that CloudWatch may use, or leave alarmTopic out';

/**
 * Fails synth for a topic of this app that CloudWatch cannot write to, and warns of one without encryption, whose alarms arrive;
 * what an imported one is encrypted with cannot be seen.
 */
export function validateTopic(scope: Construct, topic: sns.ITopic | undefined): void {
  const resource = topic?.node.defaultChild;
  if (resource instanceof sns.CfnTopic) {
    scope.node.addValidation({
      validate: () => {
        const warning = `alarmTopic '${topic!.node.path}' is not encrypted. ${FIX}`;
        if (!resource.kmsMasterKeyId && !scope.node.metadata.some(({ data }) => typeof data === 'string' && data.startsWith(warning))) {
          Annotations.of(scope).addWarningV2('cdk-hardened-bucket:alarmTopicEncryption', warning);
        }
        return /alias\/aws\/sns$/.test(resource.kmsMasterKeyId ?? '') ? [`alarmTopic '${topic!.node.path}' is encrypted with alias/aws/sns, which CloudWatch may not use. ${FIX}`] : [];
      },
    });
  }
}

/** What each alarm does when it goes off: it tells the topic, then takes the actions of the caller. */
export function actionsOf({ alarmTopic, alarmActions = [] }: AlarmTargets): cloudwatch.IAlarmAction[] {
  return [
    ...(alarmTopic ? [new actions.SnsAction(alarmTopic)] : []),
    ...alarmActions.map((action, index) => new ActionOfOwnRegion(action, `alarmActions[${index}]`)),
  ];
}

/**
 * An action that is looked at when it is bound, because it does not say before what it acts on.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
 */
class ActionOfOwnRegion implements cloudwatch.IAlarmAction {
  constructor(private readonly action: cloudwatch.IAlarmAction, private readonly prop: string) {}

  bind(scope: Construct, alarm: cloudwatch.IAlarm): cloudwatch.AlarmActionConfig {
    const config = this.action.bind(scope, alarm);
    const region = Stack.of(alarm).region;
    const { target, where } = placeOf(config.alarmActionArn);
    if (where && Token.compareStrings(where, region) === TokenComparison.DIFFERENT) {
      const owner = alarm.node.scope!;
      refuse(owner.node.scope!, owner.node.id, `${this.prop} acts on '${target}' in Region ${where}, and the alarms are in ${region}: CloudWatch acts in its own Region only. Use an action in ${region}`);
    }
    return config;
  }
}

/** What an ARN is of, and in which Region: by its text, or by the construct that it will be the ARN of. */
function placeOf(arn: string): { readonly target: string; readonly where?: string } {
  const fragments = Tokenization.reverseString(arn);
  const reference = fragments.length === 1 ? fragments.firstToken : undefined;
  return Reference.isReference(reference)
    ? { target: reference.target.node.path, where: Stack.of(reference.target).region }
    : { target: arn, where: arn.split(':')[3] || undefined };
}
