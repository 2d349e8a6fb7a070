import { LiveAnswer } from '../facts/live-bucket';
import { isRecord } from '../template/read-json';

/** Whether two answers of a read call say the same: in whatever order properties stand, and however a policy is spaced. */
export function isSameSetting(one: LiveAnswer | undefined, other: LiveAnswer | undefined): boolean {
  return one !== undefined && other !== undefined && one.kind !== 'unknown' && one.kind === other.kind
    && JSON.stringify(plainSetting(one)) === JSON.stringify(plainSetting(other));
}

/** What an answer says, its properties in the order of their names and a policy as an object; undefined where nothing is configured. */
export function plainSetting(answer: LiveAnswer): unknown {
  return answer.kind === 'value' ? inOrder(withoutEmptyLists(withReadPolicy(answer.value))) : undefined;
}

/** Of a setting of which a bucket has many, S3 answers with an empty list, or with none. */
function withoutEmptyLists(value: unknown): unknown {
  return isRecord(value) ? Object.fromEntries(Object.entries(value).filter(([, item]) => !(Array.isArray(item) && item.length === 0))) : value;
}

function withReadPolicy(value: unknown): unknown {
  if (!isRecord(value) || typeof value.Policy !== 'string') {
    return value;
  }
  try {
    return { ...value, Policy: JSON.parse(value.Policy) as unknown };
  } catch {
    return value;
  }
}

/** As it would come back from a file, without what is not there. */
function inOrder(value: unknown): unknown {
  const plain = JSON.parse(JSON.stringify(value ?? null)) as unknown;
  return Array.isArray(plain) ? plain.map(inOrder)
    : isRecord(plain) ? Object.fromEntries(Object.keys(plain).sort().map((key) => [key, inOrder(plain[key])])) : plain;
}
