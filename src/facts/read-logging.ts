import { BucketFacts, LoggingFacts } from './bucket-facts';
import { UnknownValue } from '../policy/unknown-value';
import { EvaluatedResource } from '../template/evaluated-resource';
import { Known, known, mapKnown, readKnown, unknown } from '../template/known';
import { dig, isPresent, ownValue, textOf } from '../template/read-json';

/** Where S3 itself delivers the access logs of a bucket to, and what is known of the target once it has been read. */
export function readLogging({ resource, properties }: EvaluatedResource, buckets: ReadonlyMap<string, BucketFacts>): Known<LoggingFacts | undefined> {
  const configuration = dig(properties, 'LoggingConfiguration');
  const target = dig(configuration, 'DestinationBucketName');
  // CloudFormation accepts a configuration without a destination for one that logs to the bucket itself.
  if (configuration instanceof UnknownValue || target === undefined) {
    return mapKnown(isPresent(configuration), () => undefined);
  }
  // A parameter or an import is some bucket; a condition may also leave the destination out.
  const written = ownValue(ownValue(resource.Properties, 'LoggingConfiguration'), 'DestinationBucketName');
  const isConfigured = target instanceof UnknownValue && mayBeLeftOut(written) ? unknown(target.reason) : known(true);
  return known(loggingTo(target, isConfigured, textOf(dig(configuration, 'LogFilePrefix')), buckets));
}

/** A branch of a condition, or of one inside of it, is nothing. */
function mayBeLeftOut(written: unknown): boolean {
  const branches = ownValue(written, 'Fn::If');
  return Array.isArray(branches) ? branches.slice(1).some(mayBeLeftOut) : ownValue(written, 'Ref') === 'AWS::NoValue';
}

function loggingTo(target: unknown, isConfigured: Known<boolean>, prefix: string, buckets: ReadonlyMap<string, BucketFacts>): LoggingFacts {
  const targetBucket = readKnown(target, (v) => textOf(v) || undefined);
  return {
    isConfigured,
    prefix,
    targetBucket,
    // A getter, because the target may be read after the bucket that logs to it.
    get target() {
      return targetBucket.known ? buckets.get(targetBucket.value) : undefined;
    },
  };
}
