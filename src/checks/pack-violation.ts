import { CfnResource, PolicyViolatingResource, Stage } from 'aws-cdk-lib';
import { resourcePath } from '../facts/written-path';
import { CATALOG } from '../rules/catalog';
import { Finding, propertyPath } from '../rules/finding';
import { BucketIndex } from '../synth/bucket-index';

/**
 * What a finding is about, for the validation report of CDK: the bucket, and the policy or other resource that the property is in.
 *
 * CDK adds where each construct was created, and where a property of this path was overridden.
 */
export function violatingResourcesOf({ path, at }: Finding, bucket: CfnResource, index: BucketIndex): PolicyViolatingResource[] {
  const other = at && 'logicalId' in at ? index.resourceAt(at) : undefined;
  const property = propertyPath(path);
  const location = property === null ? [] : [resourcePath(property)];
  return other === undefined || other === bucket ? [placed(bucket, location)] : [placed(bucket, []), placed(other, location)];
}

function placed(resource: CfnResource, locations: string[]): PolicyViolatingResource {
  const { stack } = resource;
  const folder = Stage.of(resource)?.outdir;
  return {
    constructPath: resource.node.path,
    resourceLogicalId: stack.resolve(resource.logicalId),
    templatePath: folder === undefined ? stack.templateFile : `${folder}/${stack.templateFile}`,
    locations,
  };
}

/** What a reader of the report may want to know of the rule and of the finding. */
export function ruleMetadataOf({ rule: id, verdict, evidence }: Finding): Record<string, string> {
  const { title, why, level, controls } = CATALOG.find((rule) => rule.id === id)!;
  return {
    rule: id,
    title,
    why,
    level,
    verdict,
    evidence: evidence.id,
    controls: Object.entries(controls).flatMap(([publisher, ids]) => (ids as readonly string[]).map((control) => `${publisher}:${control}`)).join(' '),
    ...evidence.statement ? { statement: String(evidence.statement.index), ...evidence.statement.sid === null ? {} : { sid: evidence.statement.sid } } : {},
    ...evidence.request ? { request: JSON.stringify(evidence.request) } : {},
  };
}
