import { cdkModuleOf, CdkProperty, cdkResources } from './cdk-resources';
import { NO_PRODUCERS } from './no-producers';
import { DELIVERIES } from '../../src/facts/delivery-table';
import { PRODUCERS } from '../../src/facts/producer-table';
import { SERVICES } from '../../src/facts/service-table';

const RESOURCES = cdkResources();
const ROWS = [...PRODUCERS, ...DELIVERIES, ...SERVICES].filter(({ type }) => type.startsWith('AWS::'));

/** Names of what is stored in S3, or of what says so in its documentation. */
function namesBucket({ name, documentation }: CdkProperty): boolean {
  return /bucket|s3/i.test(name) || (/ur[il]$|location|destination|path$/i.test(name) && /\bS3\b/.test(documentation));
}

function namesEncryption({ name }: CdkProperty): boolean {
  return /kms|encrypt|^sse/i.test(name);
}

const CANDIDATES = [...RESOURCES].filter(([, properties]) => properties.some(namesBucket) && properties.some(namesEncryption)).map(([type]) => type).sort();

test('every resource type with a bucket and an encryption is in the table, or there is a reason why it is not', () => {
  const known = new Set([...PRODUCERS.map(({ type }) => type), ...Object.keys(NO_PRODUCERS)]);
  expect(CANDIDATES.filter((type) => !known.has(type))).toEqual([]);
});

test('no reason is left for a type that is in the table, or that CDK does not know', () => {
  const known = new Set(PRODUCERS.map(({ type }) => type));
  expect(Object.keys(NO_PRODUCERS).filter((type) => known.has(type) || !RESOURCES.has(type))).toEqual([]);
});

/** Every path of the tables, from the properties on. */
const PATHS = ROWS.flatMap((row) => {
  const below = [row.bucket, ...typeof row.prefix === 'object' ? [`${row.prefix.list}.Value`] : [row.prefix], ...Object.keys(row.when ?? {}), ...'byDefault' in row ? [row.key, row.mode, row.off, row.sseS3] : 'needs' in row ? Object.keys(row.unless ?? {}) : [row.has]];
  return below.filter((path) => path !== undefined).map((path) => [row.type, path.startsWith('/') ? path.slice(1) : [row.part, path].filter((part) => part !== undefined).join('.')] as const);
});

test.each([...new Map(PATHS.map((path) => [path.join(), path])).values()])('%s has a property %s', (type, path) => {
  const steps = path.split('.').filter((step) => step !== '*');
  const known = (depth: number) => RESOURCES.get(type)!.filter(({ path: at }) => at.toLowerCase() === steps.slice(0, depth).join('.').toLowerCase());
  const depth = steps.findIndex((_, i) => known(i + 1).some(({ isOpaque }) => isOpaque)) + 1;
  // What CDK takes as JSON has no properties that it knows.
  expect(known(depth)).not.toEqual([]);
  expect(steps.slice(0, depth).filter((step) => !new RegExp(`[{,"]${step}"?:`).test(cdkModuleOf(type)))).toEqual([]);
});

test.each([...PRODUCERS, ...DELIVERIES, ...SERVICES].map((row) => [row.type, row.see] as const))('%s cites a page of AWS: %s', (_, see) => {
  expect(see).toMatch(/^https:\/\/docs\.aws\.amazon\.com\/\S+$/);
});
