import * as fs from 'node:fs';
import * as path from 'node:path';
import { modelsModule } from '../../scripts/generate-models';
import { MODEL_BUCKETS, modelBucket } from '../../src/rules/model-buckets';

// If this fails, a construct has changed: run `npx projen models`, and read what changes in the diff.
test('the model buckets are what the constructs make', () => {
  expect(fs.readFileSync(path.join(__dirname, '../../src/rules/models.generated.ts'), 'utf8')).toBe(modelsModule());
});

test.each(MODEL_BUCKETS.map(({ name }) => name))('%s is a bucket with one policy', (name) => {
  expect(modelBucket(name)?.policies).toHaveLength(1);
});

test.each(['', 'Hardened', 'constructor', '__proto__'])('fails to be a model: %j', (name) => {
  expect(modelBucket(name)).toBeUndefined();
});
