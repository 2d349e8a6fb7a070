import { WrittenPolicy } from './existing-bucket-policy';
import { unusedSid } from '../policy/unused-sid';

/** What pseudo parameters stand for, where that is decided before deployment. */
export type PseudoParameters = Readonly<Record<string, string | undefined>>;

/**
 * The existing policy with the guards behind its statements.
 *
 * Its own statements stay as they are. A guard that one of them already is, whatever its id, is not added, so that a policy which this
 * function made stays the same. A guard whose id is taken gets another one.
 */
export function mergePolicy(existing: WrittenPolicy, guards: readonly WrittenPolicy[], pseudo: PseudoParameters): WrittenPolicy {
  const own = statementsIn(existing);
  const present = new Set(own.map((statement) => contentOf(statement, pseudo)));
  const added = guards.filter((guard) => !present.has(contentOf(guard, pseudo)));
  if (added.length === 0) {
    return existing;
  }
  const statements = added.reduce<readonly WrittenPolicy[]>(
    (all, guard) => [...all, { ...guard, Sid: unusedSid(all.map(({ Sid }) => Sid), String(guard.Sid)) }], own);
  return { ...existing, Statement: statements };
}

/** The statements as a list; one by itself may stand without. */
export function statementsIn({ Statement }: WrittenPolicy): readonly WrittenPolicy[] {
  return (Array.isArray(Statement) ? Statement : [Statement]) as readonly WrittenPolicy[];
}

/** The same text for statements that say the same: neither ids nor the order of names or values count, and a list of one is that one. */
function contentOf({ Sid, ...statement }: WrittenPolicy, pseudo: PseudoParameters): string {
  return spelled(statement, pseudo);
}

function spelled(value: unknown, pseudo: PseudoParameters): string {
  if (Array.isArray(value)) {
    const items = [...new Set(value.map((item) => spelled(item, pseudo)))].sort();
    return items.length === 1 ? items[0] : `[${items.join()}]`;
  }
  if (typeof value !== 'object' || value === null) {
    return JSON.stringify(String(value));
  }
  const text = textOf(value as WrittenPolicy, pseudo);
  return text !== undefined ? JSON.stringify(text)
    : `{${Object.entries(value).sort(([one], [other]) => one < other ? -1 : 1).map(([name, item]) => `${JSON.stringify(name)}:${spelled(item, pseudo)}`).join()}}`;
}

/** The text that a function of CloudFormation makes of pseudo parameters. */
function textOf(value: WrittenPolicy, pseudo: PseudoParameters): string | undefined {
  const { Ref: name, 'Fn::Join': join, 'Fn::Sub': sub } = value;
  if (typeof name === 'string') {
    return pseudo[name];
  }
  if (typeof sub === 'string') {
    const names = [...sub.matchAll(/\$\{([^!}]*)\}/g)].map(([, found]) => found);
    return names.some((found) => pseudo[found] === undefined) ? undefined : sub.replace(/\$\{([^!}]*)\}/g, (_, found: string) => pseudo[found]!);
  }
  if (Array.isArray(join) && typeof join[0] === 'string' && Array.isArray(join[1])) {
    const parts = join[1].map((part: unknown) => typeof part === 'object' && part !== null ? textOf(part as WrittenPolicy, pseudo) : String(part));
    return parts.includes(undefined) ? undefined : parts.join(join[0]);
  }
  return undefined;
}
