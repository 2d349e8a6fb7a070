import { ADOPT_SETTINGS } from '../adopt/adopt-settings';
import { AdoptedBucket } from '../adopt/adoption';
import { bucketCode } from '../adopt/cdk-code';
import { fragmentOf } from '../adopt/change-fragment';
import { AdoptNames } from '../adopt/draft';
import { STATEMENT_SETTINGS } from '../adopt/statement-settings';
import { isL1 } from '../rules/fixes';
import { jsonOf, yamlOf } from '../rules/fragment';
import { l1CodeOf } from '../rules/l1-code';
import { constructNameOf } from '../template/construct-name';
import { Template } from '../template/template';

/** In which language changes are shown. */
export type CodeLanguage = 'typescript' | 'python' | 'cloudformation' | 'mixin';

/** What someone writes to make the changes of a bucket. */
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

/** What the mixin must leave out with a setting that is refused: what is of no use without it, or is refused for the same reason. */
const WITH: Readonly<Record<string, readonly string[]>> = {
  'encryption': ['bucket-key', 'encryption-enforced'],
  'request-metrics': ['request-alarms'],
  ...Object.fromEntries(STATEMENT_SETTINGS.map(({ id }) => [id, STATEMENT_SETTINGS.map((other) => other.id)])),
};

/** What the mixin does without being asked, or together with another setting. */
const ONLY_HERE = ['log-encryption', 'sse-c-denied', 'retained'];

/** The mixin adds all that a bucket lacks, whatever the level: what is refused, it leaves out. */
function mixinCode({ added, refused }: AdoptedBucket): string {
  const isAdded = (id: string) => added.some(({ setting }) => setting.id === id);
  const excluded = ADOPT_SETTINGS.map(({ id }) => id).filter((id) => !ONLY_HERE.includes(id))
    .filter((id) => !isAdded(id) && refused.some(({ setting }) => setting.id === id || (WITH[setting.id] ?? []).includes(id)))
    .map((id) => `HardenedSetting.${id.toUpperCase().replace(/-/g, '_')}`);
  return `bucket.with(new HardenedBucketMixin(${excluded.length === 0 ? '' : `{ excludedSettings: [${excluded.join(', ')}] }`}));`;
}
