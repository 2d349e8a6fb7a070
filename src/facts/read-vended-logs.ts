import { VendedAccessLogsFacts } from './bucket-facts';
import { UnknownValue } from '../policy/unknown-value';
import { alternativesAt } from '../template/alternatives';
import { TemplateEvaluator } from '../template/evaluate-template';
import { EvaluatedResource, isDeployedWith, isNeverDeployedWith } from '../template/evaluated-resource';
import { everyHolds, Known, known, readKnown, someHolds, unknown } from '../template/known';
import { dig, textOf } from '../template/read-json';
import { mayBeSamePlace } from '../template/templates-by-place';

/**
 * The server access logs that CloudWatch Logs delivers to a log group, a stream or a bucket, looked up by the bucket that they are
 * of. A source is logged only where a delivery joins it to a destination.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/sal-cw-enabling.html
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-vended-logs-permissions-V2.html
 */
export class VendedAccessLogs {
  private readonly sources: readonly EvaluatedResource[];
  private readonly deliveries: readonly EvaluatedResource[];
  /** What the destinations deliver to, by the text of their ARN. */
  private readonly destinations: ReadonlyMap<string, unknown>;

  constructor(ofType: (type: string) => readonly EvaluatedResource[], private readonly evaluator: TemplateEvaluator) {
    this.sources = ofType('AWS::Logs::DeliverySource');
    this.deliveries = ofType('AWS::Logs::Delivery');
    this.destinations = new Map(ofType('AWS::Logs::DeliveryDestination').map(({ address, template, properties }) => [
      textOf(evaluator.evaluate({ 'Fn::GetAtt': [address.logicalId, 'Arn'] }, template)), dig(properties, 'DestinationResourceArn'),
    ]));
  }

  /** What is known of the deliveries of this bucket's logs. */
  of(bucket: EvaluatedResource, arn: string): VendedAccessLogsFacts {
    const isOne = (resource: EvaluatedResource) => mayBeSamePlace(resource.template, bucket.template) && !isNeverDeployedWith(resource, bucket);
    const delivered = (isMeant: (delivery: EvaluatedResource) => boolean) => someHolds(this.sources.filter(isOne).map((source) => everyHolds([
      readKnown(dig(source.properties, 'LogType'), (type) => type === 'S3_SERVER_ACCESS_LOGS'),
      this.isOf(source, arn),
      isDeployedWith(source, bucket),
      someHolds(this.deliveries.filter((delivery) => isOne(delivery) && isMeant(delivery)).map((delivery) => everyHolds([
        this.joins(delivery, source), isDeployedWith(delivery, bucket),
      ]))),
    ])));
    return {
      delivered: delivered(() => true),
      toItself: delivered(({ properties }) => {
        const destination = this.destinations.get(textOf(dig(properties, 'DeliveryDestinationArn')));
        return typeof destination === 'string' && behindPartition(destination) === behindPartition(arn);
      }),
    };
  }

  /** A condition may decide between this bucket and others. */
  private isOf({ address, resource, template, properties }: EvaluatedResource, arn: string): Known<boolean> {
    const decided = dig(properties, 'ResourceArn');
    const isThis = (candidate: unknown) => typeof candidate === 'string' && behindPartition(candidate) === behindPartition(arn);
    return !(decided instanceof UnknownValue) ? known(isThis(decided))
      : alternativesAt(resource.Properties, ['ResourceArn'], template, this.evaluator).some((candidate) => isThis(candidate) || candidate instanceof UnknownValue)
        ? unknown(`the bucket of delivery source ${address.logicalId} is decided at deployment`) : known(false);
  }

  private joins({ properties }: EvaluatedResource, source: EvaluatedResource): Known<boolean> {
    const name = textOf(this.evaluator.evaluate({ Ref: source.address.logicalId }, source.template));
    return readKnown(dig(properties, 'DeliverySourceName'), (given) => textOf(given) === name);
  }
}

/** The ARN without its partition: anyone who spells one out means that of the bucket. */
function behindPartition(arn: string): string {
  return arn.replace(/^arn:[^:]*:/, '');
}
