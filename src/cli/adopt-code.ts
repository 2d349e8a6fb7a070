import { AddedSetting, AdoptedBucket } from '../adopt/adoption';
import { BUCKET_SETTINGS } from '../adopt/bucket-settings';
import { bucketCode } from '../adopt/cdk-code';
import { fragmentOf } from '../adopt/change-fragment';
import { AdoptNames } from '../adopt/draft';
import { isL1 } from '../rules/fixes';
import { jsonOf, yamlOf } from '../rules/fragment';
import { l1CodeOf } from '../rules/l1-code';
import { constructNameOf } from '../template/construct-name';
import { Template } from '../template/template';

/** In which language changes are shown. */
export type CodeLanguage = 'typescript' | 'python' | 'cloudformation' | 'mixin';

/** What somebody writes to make the changes of a bucket. */
export interface ChangeCode {
  /** By which a block of code in Markdown is coloured. */
  readonly language: 'ts' | 'python' | 'yaml' | 'json';
  readonly code: string;
  /** What stands before the code of all buckets, once, by the name that it has there. */
  readonly before: ReadonlyMap<string, string>;
}

/** Shows the changes of a bucket as code; nothing where there are none. */
export function changeCode(bucket: AdoptedBucket, language: CodeLanguage | undefined, template: Template | undefined, names: AdoptNames): ChangeCode | undefined {
  const { address, added, constructPath, fromCdk } = bucket;
  if (added.length === 0) {
    return undefined;
  }
  const wanted = language ?? (fromCdk ? 'typescript' : 'cloudformation');
  const none = new Map<string, string>();
  const operations = added.flatMap((setting) => setting.operations).filter((operation) => operation.template === address.template);
  const fragment = fragmentOf(operations, (logicalId) => template?.resources[logicalId]?.Type ?? 'AWS::S3::Bucket');
  switch (wanted) {
    case 'cloudformation': {
      const isJson = /\.json$/i.test(address.template);
      return { language: isJson ? 'json' : 'yaml', code: (isJson ? jsonOf : yamlOf)(fragment), before: none };
    }
    case 'mixin': return { language: 'ts', code: mixinCode(bucket), before: none };
    default: {
      const id = constructNameOf(constructPath)?.split('/').pop() ?? address.logicalId;
      if (wanted === 'typescript' && isL1({ constructPath })) {
        return { language: 'ts', code: l1CodeOf(fragment), before: none };
      }
      return { language: wanted === 'python' ? 'python' : 'ts', ...bucketCode(id, added.map(({ setting }) => setting.id), wanted, names) };
    }
  }
}

/** The mixin adds what stands on the bucket itself; what the plan leaves out, it leaves out, too. */
function mixinCode({ added, refused }: AdoptedBucket): string {
  const ids = BUCKET_SETTINGS.map(({ id }) => id);
  const isAdded = (id: string) => added.some(({ setting }) => setting.id === id);
  const excluded = refused.map(({ setting }) => setting.id).filter((id) => ids.includes(id) && !isAdded(id));
  const besides = added.map(({ setting }: AddedSetting) => setting.id).filter((id) => !ids.includes(id));
  return [
    `bucket.with(new HardenedBucketMixin(${excluded.length === 0 ? '' : `{ excludedSettings: [${excluded.map((id) => `'${id}'`).join(', ')}] }`}));`,
    ...besides.length === 0 ? [] : [`// beside the bucket itself: ${besides.join(', ')}`],
  ].join('\n');
}
