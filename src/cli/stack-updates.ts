import { ResourceUpdate, updateBehaviorsOf } from '../adopt/update-behaviors';
import { DiffSide } from '../rules/diff-buckets';
import { Template } from '../template/template';

/** What an update of a stack does to a resource of S3 or KMS. */
export interface StackUpdate extends ResourceUpdate {
  readonly template: string;
}

/** The worst first. */
const ORDER: readonly StackUpdate['kind'][] = ['replacement', 'unknown', 'removed', 'created', 'inPlace'];

/** Types whose resources hold data, or the key to it. */
const STATEFUL: ReadonlySet<string> = new Set(['AWS::S3::Bucket', 'AWS::KMS::Key', 'AWS::KMS::ReplicaKey']);

/**
 * Says what CloudFormation does to the resources of S3 and KMS that a change of templates concerns, the worst first. A template that is on
 * one side only, or that could not be read, is left out, and so is a resource of which only the metadata change.
 */
export function stackUpdates(before: DiffSide, after: DiffSide): StackUpdate[] {
  const unread = new Set([before, after].flatMap(({ errors, nameOf }) => errors.map(({ template }) => nameOf(template))));
  const old = templatesOf(before);
  const updates = unread.has('') ? [] : [...templatesOf(after)].flatMap(([name, template]) => {
    const oldTemplate = unread.has(name) ? undefined : old.get(name);
    return oldTemplate ? [...updateBehaviorsOf(oldTemplate, template).values()].filter(isShown).map((update): StackUpdate => ({ ...update, template: name })) : [];
  });
  const keyOf = ({ template, logicalId }: StackUpdate) => JSON.stringify([template, logicalId]);
  return updates.sort((one, other) => ORDER.indexOf(one.kind) - ORDER.indexOf(other.kind) || (keyOf(one) < keyOf(other) ? -1 : 1));
}

/** Whether a bucket or a key is replaced, or may be: by another one, or by one with another logical id. */
export function losesData({ type, kind, renamedTo }: StackUpdate): boolean {
  return STATEFUL.has(type) && (kind === 'replacement' || kind === 'unknown' || renamedTo !== undefined);
}

function isShown({ type, kind, properties }: ResourceUpdate): boolean {
  return /^AWS::(?:S3|KMS)::/.test(type) && kind !== 'unchanged' && !(kind === 'inPlace' && properties.every((name) => name === 'Metadata'));
}

function templatesOf({ groups, nameOf }: DiffSide): ReadonlyMap<string, Template> {
  return new Map(groups.flatMap(({ templates }) => templates.map((template) => [nameOf(template.id), template])));
}
