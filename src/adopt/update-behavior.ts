import { UPDATE_BEHAVIOR_ROWS } from './update-behavior.generated';
import { differencesOf, Meanings, SAME_MEANINGS, ValueDifference } from './value-differences';

/** A resource as a template has it, written out or evaluated. */
export interface ResourceJson {
  readonly Type?: unknown;
  readonly Condition?: unknown;
  readonly Properties?: unknown;
}

/** What an update of the stack does to a resource. */
export interface UpdateBehavior {
  /** `unknown`: deployment decides, or AWS does not say. */
  readonly kind: 'unchanged' | 'created' | 'removed' | 'inPlace' | 'replacement' | 'unknown';
  /** The properties that differ, and the attributes, such as `DeletionPolicy`; those that replace the resource with their path. */
  readonly properties: readonly string[];
  /** `BucketName differs`. Empty for a resource that is unchanged. */
  readonly because: string;
}

/**
 * Says whether CloudFormation updates a resource in place when a template changes: it never says so of a resource that is
 * replaced, and never says `unchanged` of one that is updated.
 *
 * @param before undefined for a resource that is new
 * @param after undefined for one that goes
 * @param meanings what the names in both stand for: without them, the same on both sides
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-updating-stacks-update-behaviors.html
 */
export function updateBehaviorOf(before: ResourceJson | undefined, after: ResourceJson | undefined, meanings: Meanings = SAME_MEANINGS): UpdateBehavior {
  if (!before || !after) {
    return !before && !after ? { kind: 'unchanged', properties: [], because: '' }
      : before ? { kind: 'removed', properties: [], because: 'the template has no such resource any more' }
        : { kind: 'created', properties: [], because: 'the template had no such resource' };
  }
  if (before.Type !== after.Type) {
    return { kind: 'replacement', properties: ['Type'], because: `Type differs: CloudFormation does not update ${text(before.Type)} to ${text(after.Type)}` };
  }
  const attributes = attributesThatDiffer(before, after, meanings);
  const differences = differencesOf(before.Properties ?? {}, after.Properties ?? {}, meanings);
  const names = unique(differences.map(({ path }) => path[0] ?? 'Properties'));
  const properties = [...names, ...attributes];
  const verdicts = differences.flatMap((difference) => verdictsOf(text(before.Type), difference));
  const replaced = verdicts.filter(({ kind }) => kind === 'replacement');
  const doubts = [...existenceDoubts(before, after, meanings), ...verdicts.filter(({ kind }) => kind === 'unknown').map(({ why }) => why)];
  if (replaced.length > 0) {
    const paths = unique(replaced.map(({ at }) => at));
    return { kind: 'replacement', properties: unique([...paths, ...properties.filter((name) => !paths.some((at) => at.startsWith(`${name}.`)))]), because: differ(paths) };
  }
  if (doubts.length > 0) {
    return { kind: 'unknown', properties, because: unique(doubts).join('; ') };
  }
  return properties.length === 0 ? { kind: 'unchanged', properties, because: '' } : { kind: 'inPlace', properties, because: differ(properties) };
}

/** Whether the attributes of resources of this type stay as they are while it is updated in place. */
export function keepsAttributes(type: unknown): boolean {
  // The outputs of a nested stack are attributes.
  return type !== 'AWS::CloudFormation::Stack' && ROWS.has(text(type));
}

interface Verdict {
  readonly kind: 'replacement' | 'unknown';
  readonly at: string;
  readonly why: string;
}

/** Of a difference that may do more than an update in place. */
function verdictsOf(type: string, { path, sameness }: ValueDifference): Verdict[] {
  const row = ROWS.get(type);
  const at = path.join('.');
  const doubt = (why: string): Verdict => ({ kind: 'unknown', at, why });
  if (path.length === 0) {
    return [doubt('Properties are written by a macro')];
  }
  if (!row) {
    return [doubt(`whether a change of ${path[0]} replaces ${type} is not in the table`)];
  }
  if (!row.known.has(path[0])) {
    return [doubt(path[0].startsWith('Fn::') ? `${path[0]} writes properties` : `the schema of ${type} has no ${path[0]}`)];
  }
  const disputed = DISPUTED.find((one) => one.type === type && one.property === path[0]);
  if (disputed) {
    return [doubt(sameness === 'different' ? disputed.because : `${at} may differ: deployment decides`)];
  }
  const within = (name: string) => at === name || at.startsWith(`${name}.`);
  if (row.replaces.some(within)) {
    return [sameness === 'different' ? { kind: 'replacement', at, why: `${at} differs` } : doubt(`${at} may differ: deployment decides`)];
  }
  return [...row.replaces, ...row.mayReplace].some((name) => within(name) || name.startsWith(`${at}.`)) ? [doubt(`a change of ${at} may replace the resource`)] : [];
}

interface Row {
  readonly replaces: readonly string[];
  readonly mayReplace: readonly string[];
  readonly known: ReadonlySet<string>;
}

const ROWS: ReadonlyMap<string, Row> = new Map(UPDATE_BEHAVIOR_ROWS.map(([type, ...columns]) => {
  const [replaces, mayReplace, inPlace] = columns.map((names) => names === '' ? [] : names.split(' '));
  return [type, { replaces, mayReplace, known: new Set([...replaces, ...mayReplace, ...inPlace].map((name) => name.split('.')[0])) }];
}));

/** Where the schema does not tell the whole. */
export const DISPUTED: readonly { readonly type: string; readonly property: string; readonly because: string }[] = [
  /** @see https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/1929 */
  { type: 'AWS::S3::Bucket', property: 'ObjectLockEnabled', because: 'ObjectLockEnabled differs: AWS\'s specification of resources says that the bucket is replaced, its schema of the resource that it is not' },
  // "The update request fails", whatever UpdateReplacePolicy says.
  /** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-kms-key.html */
  ...['KeySpec', 'KeyUsage', 'MultiRegion', 'Origin'].map((property) => ({ type: 'AWS::KMS::Key', property, because: `${property} differs: AWS KMS does not change it, and the update may fail` })),
];

/** All that a resource has besides its type, its properties and its condition is no concern of the service. */
function attributesThatDiffer(before: ResourceJson, after: ResourceJson, meanings: Meanings): string[] {
  const own = ({ Type: _type, Properties: _properties, ...rest }: ResourceJson) => rest;
  return unique(differencesOf(own(before), own(after), meanings).map(({ path }) => path[0] ?? 'attributes'));
}

/** A resource with a condition is there or not. */
function existenceDoubts(before: ResourceJson, after: ResourceJson, meanings: Meanings): string[] {
  return before.Condition !== after.Condition ? ['Condition differs: it decides whether the resource is there at all']
    : typeof after.Condition === 'string' && meanings.condition(after.Condition) !== 'same' ? [`the condition ${after.Condition} may differ: it decides whether the resource is there at all`] : [];
}

function differ(names: readonly string[]): string {
  return `${names.join(', ')} ${names.length === 1 ? 'differs' : 'differ'}`;
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value) ?? 'no type';
}
