import { alternativesAt } from './alternatives';
import { TemplateEvaluator } from './evaluate-template';
import { EvaluatedResource, isDeployedWith, isNeverDeployedWith } from './evaluated-resource';
import { Known, someHolds, unknown } from './known';
import { dig } from './read-json';

interface LogSource {
  readonly bucket: EvaluatedResource;
  /** A condition decides where its logs go. */
  readonly undecided: boolean;
}

/** Which buckets receive the server access logs of others. */
export class LogTargets {
  private readonly sources = new Map<string, LogSource[]>();

  constructor(buckets: readonly EvaluatedResource[], evaluator: TemplateEvaluator) {
    for (const bucket of buckets) {
      const decided = dig(bucket.properties, ...DESTINATION);
      for (const target of new Set(alternativesAt(bucket.resource.Properties, DESTINATION, bucket.template, evaluator))) {
        // A parameter names a bucket of other templates: for one of these they would have a reference.
        if (typeof target === 'string') {
          this.sources.set(target, [...this.sources.get(target) ?? [], { bucket, undecided: decided !== target }]);
        }
      }
    }
  }

  /** Whether another bucket delivers its logs to this one. */
  receives(target: EvaluatedResource, name: string): Known<boolean> {
    return someHolds((this.sources.get(name) ?? []).filter(({ bucket }) => bucket !== target && !isNeverDeployedWith(bucket, target)).map(({ bucket, undecided }) => undecided
      ? unknown(`the log bucket of ${bucket.address.logicalId} is decided at deployment`)
      : isDeployedWith(bucket, target)));
  }
}

const DESTINATION = ['LoggingConfiguration', 'DestinationBucketName'];
