import { aws_s3 as s3 } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { withoutSymbols } from '../facts/evaluate-template';
import { CONSTRUCT_METADATA_KEY } from '../facts/template-facts';
import { Rule } from '../rules/rule';
import { BucketIndex } from '../synth/bucket-index';

/**
 * Makes a bucket verify itself: synth fails when its final resource, or its final policy, no longer keeps one of these
 * rules.
 *
 * Every override, aspect, mixin, property injector and statement added later is seen, because the verification reads
 * what will be written into the template. It cannot be acknowledged away, and what is not known before deployment never
 * fails it.
 */
export function keepPromises(construct: Construct, className: string, resource: s3.CfnBucket, promises: readonly Rule[]): void {
  resource.addMetadata(CONSTRUCT_METADATA_KEY, className);
  BucketIndex.prepareValidation(construct);
  construct.node.addValidation({ validate: () => brokenPromises(className, resource, promises) });
}

function brokenPromises(className: string, resource: s3.CfnBucket, promises: readonly Rule[]): string[] {
  const facts = BucketIndex.duringValidation(resource).of(resource).bucket;
  if (!facts) {
    return [`${className}: its AWS::S3::Bucket was removed from the tree or given another type, so nothing it promises can be checked. Remove the code that does that`];
  }
  return promises.flatMap((rule) => {
    const verdict = rule.check(facts);
    return verdict.kind !== 'violations' ? [] : verdict.violations.map(({ message, path }) => [
      `${rule.id}: ${rule.title}, but this ${className} ${withoutSymbols(message)}`,
      `      at:  ${path}`,
      `      why: ${rule.why}`,
      `      fix: undo what changes it (an override, aspect, mixin, property injector or statement, or a key, topic or log bucket that was passed in). The rule asks: ${rule.fix}`,
    ].join('\n'));
  });
}
