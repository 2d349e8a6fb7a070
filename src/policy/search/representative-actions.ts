import { Scope } from './goal';
import { isActionKey } from './request-class';
import { globCovers } from '../glob';
import { canCarry, S3_ACTIONS, S3Action } from '../s3-actions';

/** Actions that the statements of the documents cannot tell apart. */
export interface ActionGroup {
  /** The one that people know best. */
  readonly representative: S3Action;
  readonly members: readonly S3Action[];
}

/** Every kind of actions that the statements of the documents can tell from the others. */
export function actionGroups({ documents, actions: isWanted = () => true, keys = [] }: Scope): ActionGroup[] {
  const statements = new Set(documents.flatMap(({ statements: all }) => all));
  const patterns = new Set<string>();
  const actionKeys = new Set(keys.filter(isActionKey));
  for (const { actions, notActions, conditions } of statements) {
    for (const pattern of [...actions, ...notActions]) {
      if (typeof pattern === 'string') {
        patterns.add(pattern.toLowerCase());
      }
    }
    for (const { key } of conditions) {
      if (isActionKey(key)) {
        actionKeys.add(key);
      }
    }
  }
  const differences = [
    ...[...patterns].map((pattern) => differenceBy(`action ${pattern}`, ({ name }) => globCovers(pattern, name.toLowerCase()))),
    ...[...actionKeys].map((key) => differenceBy(`key ${key}`, (action) => canCarry(action, key))),
  ];
  const isIdentityPolicy = documents.some((document) => document.isIdentityPolicy);
  const groups = GROUPS_BY_RESOURCE.slice();
  for (const difference of differences) {
    const divided = new Map<number, number>();
    for (let i = 0; i < groups.length; i++) {
      const group = 2 * groups[i] + difference[i];
      groups[i] = divided.get(group) ?? divided.size;
      divided.set(group, groups[i]);
    }
  }
  const found = new Map<number, S3Action[]>();
  PREFERRED_ACTIONS.forEach((action, i) => {
    if (isWanted(action) && (action.resourceTypes.length > 0 || isIdentityPolicy)) {
      const members = found.get(groups[i]);
      if (members) {
        members.push(action);
      } else {
        found.set(groups[i], [action]);
      }
    }
  });
  return [...found.values()].map((members) => ({ representative: members[0], members }));
}

const knownDifferences = new Map<string, Uint8Array>();

/** For each action whether it is so; policies ask the same again and again. */
function differenceBy(name: string, isSo: (action: S3Action) => boolean): Uint8Array {
  let difference = knownDifferences.get(name);
  if (!difference) {
    difference = Uint8Array.from(PREFERRED_ACTIONS, (action) => Number(isSo(action)));
    if (knownDifferences.size < 1000) {
      knownDifferences.set(name, difference);
    }
  }
  return difference;
}

/** The actions that people know come first, so that a counterexample uses them where it can. */
const WELL_KNOWN = ['s3:GetObject', 's3:PutObject', 's3:ListBucket', 's3:DeleteObject', 's3:PutBucketPolicy', 's3:GetBucketPolicy'];
const PREFERRED_ACTIONS: readonly S3Action[] = [
  ...WELL_KNOWN.flatMap((name) => S3_ACTIONS.find((action) => action.name === name) ?? []),
  ...S3_ACTIONS.filter(({ name }) => !WELL_KNOWN.includes(name)),
];
const RESOURCE_TYPES = [...new Set(PREFERRED_ACTIONS.map(({ resourceTypes }) => String(resourceTypes)))];
const GROUPS_BY_RESOURCE = Int32Array.from(PREFERRED_ACTIONS, ({ resourceTypes }) => RESOURCE_TYPES.indexOf(String(resourceTypes)));
