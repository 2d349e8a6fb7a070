import { Goal } from './find-request';
import { globCovers } from '../glob';
import { S3_ACTIONS, S3Action } from '../s3-actions';

/** One action of each kind that the statements can tell apart. */
export function representativeActions(goal: Goal): S3Action[] {
  const statements = [...new Set(goal.branches.flatMap(({ match, miss }) => [...match, ...miss]).map(({ statement }) => statement))];
  const patterns = [...new Set(statements.flatMap(({ actions, notActions }) => [...actions, ...notActions]).filter((p) => typeof p === 'string').map((p) => p.toLowerCase()))];
  const matchers = patterns.map(actionsMatching);
  const keys = [...new Set(statements.flatMap(({ conditions }) => conditions.map(({ key }) => key)))].filter((key) => key.startsWith('s3:'));
  const isIdentityPolicy = goal.documents.some((document) => document.isIdentityPolicy);
  const found = new Map<string, S3Action>();
  for (const action of PREFERRED_ACTIONS) {
    if ((goal.actions && !goal.actions(action)) || (action.resourceTypes.length === 0 && !isIdentityPolicy)) {
      continue;
    }
    const name = action.name.toLowerCase();
    const signature = [
      ...matchers.map((matching) => matching.has(name) ? '1' : '0'),
      ...keys.map((key) => action.conditionKeys.has(key.includes('/') ? key.slice(0, key.indexOf('/') + 1) : key) ? '1' : '0'),
      ...action.resourceTypes,
    ].join(' ');
    if (!found.has(signature)) {
      found.set(signature, action);
    }
  }
  return [...found.values()];
}

const matchingActions = new Map<string, ReadonlySet<string>>();

/** The names of the actions that a pattern matches, both in lower case. */
function actionsMatching(pattern: string): ReadonlySet<string> {
  let names = matchingActions.get(pattern);
  if (!names) {
    names = new Set(S3_ACTIONS.map(({ name }) => name.toLowerCase()).filter((name) => globCovers(pattern, name)));
    if (matchingActions.size < 1000) {
      matchingActions.set(pattern, names);
    }
  }
  return names;
}

/** The actions that people know come first, so that a counterexample uses them where it can. */
const WELL_KNOWN = ['s3:GetObject', 's3:PutObject', 's3:ListBucket', 's3:DeleteObject', 's3:PutBucketPolicy', 's3:GetBucketPolicy'];
const PREFERRED_ACTIONS: readonly S3Action[] = [
  ...WELL_KNOWN.flatMap((name) => S3_ACTIONS.find((action) => action.name === name) ?? []),
  ...S3_ACTIONS.filter(({ name }) => !WELL_KNOWN.includes(name)),
];
