import * as fs from 'node:fs';
import * as path from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AccessLogsBucket, BucketPurpose, HardenedBucket, LogSource } from '../src';
import { FACT_RESOURCE_TYPES } from '../src/facts/resource-types';

/** Each model bucket: what it is good for, and the construct that makes it. */
const MODELS: Readonly<Record<string, readonly [description: string, make: (stack: Stack) => void]>> = {
  'hardened': ['a HardenedBucket without any property', (stack) => new HardenedBucket(stack, 'Model')],
  'private-data': ['a HardenedBucket for data of one account', (stack) => new HardenedBucket(stack, 'Model', { purpose: BucketPurpose.privateData() })],
  'web-origin': ['a HardenedBucket behind CloudFront', (stack) => new HardenedBucket(stack, 'Model', { purpose: BucketPurpose.webOrigin() })],
  'log-archive': ['a HardenedBucket for the logs of CloudTrail', (stack) => new HardenedBucket(stack, 'Model', { purpose: BucketPurpose.logArchive({ sources: [LogSource.CLOUDTRAIL] }) })],
  'backup-vault': ['a HardenedBucket for backups, with object lock', (stack) => new HardenedBucket(stack, 'Model', { purpose: BucketPurpose.backupVault() })],
  'partner-exchange': ['a HardenedBucket shared with the account 123456789012', (stack) => new HardenedBucket(stack, 'Model', { purpose: BucketPurpose.partnerExchange({ accountIds: ['123456789012'] }) })],
  'access-logs': ['an AccessLogsBucket without any property', (stack) => new AccessLogsBucket(stack, 'Model')],
};

/** The module of the model buckets, as text. */
export function modelsModule(): string {
  const models = Object.fromEntries(Object.entries(MODELS).map(([name, [description, make]]) => {
    const stack = new Stack(new App({ analyticsReporting: false }), 'Models');
    make(stack);
    const { Resources } = Template.fromStack(stack).toJSON() as { Resources: Record<string, { Type: string; DependsOn?: unknown }> };
    const logicalId = Object.keys(Resources).find((id) => id.startsWith('Model') && Resources[id].Type === 'AWS::S3::Bucket')!;
    return [name, {
      description,
      logicalId,
      resources: Object.fromEntries(Object.entries(Resources)
        .filter(([, { Type }]) => FACT_RESOURCE_TYPES.has(Type)).map(([id, { DependsOn, ...resource }]) => [id, resource])),
    }];
  }));
  return [
    '/* eslint-disable */',
    "import { TemplateResource } from '../template/template';",
    '',
    '// Made by `npx projen models` from the constructs of this library. Do not edit.',
    'export const MODEL_TEMPLATES: Readonly<Record<string, { readonly description: string; readonly logicalId: string; readonly resources: Readonly<Record<string, TemplateResource>> }>> = '
      + `${oneLineEach(models)};`,
    '',
  ].join('\n');
}

/** A line for each resource, so that a change shows which one changed. */
function oneLineEach(models: object): string {
  const depth = 3;
  const write = (value: unknown, level: number): string => level === depth || typeof value !== 'object' || value === null ? JSON.stringify(value)
    : `{\n${Object.entries(value).map(([key, inner]) => `${' '.repeat(level + 1)}${JSON.stringify(key)}: ${write(inner, level + 1)}`).join(',\n')}\n${' '.repeat(level)}}`;
  return write(models, 0);
}

if (require.main === module) {
  fs.writeFileSync(path.join(__dirname, '..', 'src', 'rules', 'models.generated.ts'), modelsModule());
}
