import { AclGrant, PolicyFacts } from './bucket-facts';
import { alternativesAt } from '../template/alternatives';
import { TemplateEvaluator } from '../template/evaluate-template';
import { EvaluatedResource, isDeployedWith, isNeverDeployedWith } from '../template/evaluated-resource';
import { everyHolds, Known, known, mapKnown, someHolds, unknown } from '../template/known';
import { dig, textOf } from '../template/read-json';

/** That the logs of one bucket are delivered to another. */
interface Delivery {
  readonly from: EvaluatedResource;
  /** The name of the other. */
  readonly to: string;
  /** A condition decides where the logs go. */
  readonly undecided: boolean;
}

/**
 * Which buckets receive the server access logs of others.
 *
 * One whose own logs come back to the bucket that it receives from is no log bucket: each log that is delivered is logged by
 * the other, without end, which nobody means.
 */
export class LogTargets {
  private readonly byTarget = new Map<string, Delivery[]>();
  private readonly bySource = new Map<EvaluatedResource, Delivery[]>();
  private readonly byName: ReadonlyMap<string, EvaluatedResource>;

  constructor(buckets: readonly EvaluatedResource[], evaluator: TemplateEvaluator) {
    this.byName = new Map(buckets.map((bucket) => [textOf(evaluator.evaluate({ Ref: bucket.address.logicalId }, bucket.template)), bucket]));
    for (const bucket of buckets) {
      const decided = dig(bucket.properties, ...DESTINATION);
      for (const target of new Set(alternativesAt(bucket.resource.Properties, DESTINATION, bucket.template, evaluator))) {
        // A parameter names a bucket of other templates: for one of these they would have a reference.
        if (typeof target === 'string') {
          const delivery = { from: bucket, to: target, undecided: decided !== target };
          this.byTarget.set(target, [...this.byTarget.get(target) ?? [], delivery]);
          this.bySource.set(bucket, [...this.bySource.get(bucket) ?? [], delivery]);
        }
      }
    }
  }

  /** Whether another bucket delivers its logs to this one, and does not get them back. */
  receives(target: EvaluatedResource, name: string): Known<boolean> {
    return someHolds((this.byTarget.get(name) ?? []).filter(({ from }) => from !== target && !isNeverDeployedWith(from, target))
      .map((delivery) => everyHolds([happens(delivery, target), mapKnown(this.reaches(target, delivery.from), (back) => !back)])));
  }

  /** The bucket that these logs go to, if from there they come back. */
  circle(source: EvaluatedResource): Known<string | undefined> {
    const comeBack = (this.bySource.get(source) ?? []).flatMap((delivery) => {
      const target = this.byName.get(delivery.to);
      return target && target !== source ? [
        mapKnown(everyHolds([happens(delivery, target), this.reaches(target, source)]), (back) => back ? target.address.logicalId : undefined),
      ] : [];
    });
    return comeBack.find((one) => !one.known) ?? comeBack.find((one) => one.known && one.value !== undefined) ?? known(undefined);
  }

  /** Whether the logs of a bucket are delivered to another, or to one whose logs are. */
  private reaches(from: EvaluatedResource, to: EvaluatedResource, seen: readonly EvaluatedResource[] = []): Known<boolean> {
    if (from === to) {
      return known(true);
    }
    return seen.includes(from) ? known(false) : someHolds((this.bySource.get(from) ?? []).flatMap((delivery) => {
      const next = this.byName.get(delivery.to);
      return next && !isNeverDeployedWith(from, next) ? [everyHolds([happens(delivery, next), this.reaches(next, to, [...seen, from])])] : [];
    }));
  }
}

function happens({ from, undecided }: Delivery, target: EvaluatedResource): Known<boolean> {
  return undecided ? unknown(`the log bucket of ${from.address.logicalId} is decided at deployment`) : isDeployedWith(from, target);
}

const DESTINATION = ['LoggingConfiguration', 'DestinationBucketName'];

/**
 * Whether a bucket lets S3 deliver access logs, by its policy or by its ACL: what tells a log bucket where nobody knows which
 * buckets deliver to it.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html#grant-log-delivery-permissions-general
 */
export function isMadeForLogs(policies: readonly PolicyFacts[], aclGrants: Known<readonly AclGrant[]>): boolean {
  return policies.some(({ document }) => document.statements.some(({ effect, principals }) => effect === 'Allow' && principals.some(({ type, value }) => type === 'Service' && value === 'logging.s3.amazonaws.com')))
    || (aclGrants.known && aclGrants.value.some(({ grantee, permission }) => grantee.kind === 'logDelivery' && permission === 'WRITE'));
}
