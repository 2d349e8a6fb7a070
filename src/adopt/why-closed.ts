import { macrosOf } from '../template/macros';
import { isRecord, ownValue } from '../template/read-json';
import { Template } from '../template/template';

/** Why nothing of a template can be changed by changing what is written there, if that is so. */
export function whyTemplateClosed(template: Template): string | undefined {
  const macro = macrosOf(template).find(({ adds }) => !adds);
  return macro && `macro ${macro.name} may rewrite whatever is written in its template. Change what the macro makes of it`;
}

/** The same of one bucket. */
export function whyBucketClosed(template: Template, logicalId: string): string | undefined {
  const resource = ownValue(template.resources, logicalId);
  const properties = ownValue(resource, 'Properties');
  if (!isRecord(resource)) {
    return 'the template has no resource of this name: Fn::ForEach makes it. Change the loop';
  }
  if (ownValue(resource, 'Fn::Transform') !== undefined) {
    return 'Fn::Transform makes it. Change what that includes';
  }
  const decided = isRecord(properties) ? Object.keys(properties).find((key) => key.startsWith('Fn::')) : undefined;
  return decided !== undefined ? `its properties are made by ${decided}. Change what that makes`
    : properties !== undefined && properties !== null && !isRecord(properties) ? 'its Properties are not an object' : undefined;
}
