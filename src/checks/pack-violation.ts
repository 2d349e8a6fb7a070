import { CfnResource, PolicyViolatingResource } from 'aws-cdk-lib';
import { CATALOG } from '../rules/catalog';
import { Finding, propertyPath } from '../rules/finding';
import { ruleMetadata } from '../rules/rule-metadata';
import { BucketIndex } from '../synth/bucket-index';
import { placedIn } from '../synth/validation-report';
import { resourcePath } from '../template/written-path';

/**
 * What a finding is about, for the validation report of CDK: the bucket, and the policy or other resource that the property is in.
 *
 * CDK adds where each construct was created, and where a property of this path was overridden.
 */
export function violatingResourcesOf({ path, at }: Finding, bucket: CfnResource, index: BucketIndex): PolicyViolatingResource[] {
  const other = at && 'logicalId' in at ? index.resourceAt(at) : undefined;
  const property = propertyPath(path);
  const location = property === null ? [] : [resourcePath(property)];
  return other === undefined || other === bucket ? [placedIn(bucket, location)] : [placedIn(bucket, []), placedIn(other, location)];
}

/** What a reader of the report may want to know of the rule and of the finding. */
export function ruleMetadataOf({ rule: id, verdict, evidence }: Finding): Record<string, string> {
  return {
    ...ruleMetadata(CATALOG.find((rule) => rule.id === id)!, verdict, evidence.id),
    ...evidence.statement ? { statement: String(evidence.statement.index), ...evidence.statement.sid === null ? {} : { sid: evidence.statement.sid } } : {},
    ...evidence.request ? { request: JSON.stringify(evidence.request) } : {},
  };
}
