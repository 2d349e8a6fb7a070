import { MODEL_TEMPLATES } from './models.generated';
import { BucketFacts } from '../facts/bucket-facts';
import { TemplateFacts } from '../facts/template-facts';

/** The model buckets that others are compared with, by their names. */
export const MODEL_BUCKETS: readonly { readonly name: string; readonly description: string }[] =
  Object.entries(MODEL_TEMPLATES).map(([name, { description }]) => ({ name, description }));

/** The facts of a model bucket, if there is one of this name. */
export function modelBucket(name: string): BucketFacts | undefined {
  if (!Object.hasOwn(MODEL_TEMPLATES, name)) {
    return undefined;
  }
  const { logicalId, resources } = MODEL_TEMPLATES[name];
  return new TemplateFacts([{ id: name, resources, outputs: {}, fromCdk: true }]).at({ template: name, logicalId });
}
