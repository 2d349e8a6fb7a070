import { dig, textOf } from './read-json';
import { UNDECIDED_ACCOUNT } from './symbol';
import { UnknownValue } from '../policy/unknown-value';

/** A setting that stands as `Key` and `Value` in a list of attributes. */
export interface Attribute {
  readonly list: string;
  readonly key: string;
}

/** Which keys a service writes or reads, as CloudFormation shows it and AWS documents it. */
export interface KeysRow {
  /** Names the prefix, where it does not stand behind the name of the bucket. */
  readonly prefix?: string | Attribute;
  /**
   * What keys begin with behind the prefix, which a slash ends: `{account}` is the account of the resource, `*` anything. Absent
   * where AWS does not document it, or where the prefix is put in front as it is.
   */
  readonly path?: string | PathByValue;
}

/** A path that depends on the value of a property, by any of its names. */
export interface PathByValue {
  readonly properties: readonly string[];
  readonly is: string;
  readonly then: string;
  readonly otherwise: string;
}

/**
 * The patterns of the keys that a resource writes, all that come into question: `*` stands for what is not known, and each ends
 * with one.
 *
 * @param behindBucket what stands behind the name of the bucket
 * @param at the value of a property
 */
export function keysOf({ prefix, path }: KeysRow, behindBucket: string, account: string | undefined, at: (path: string) => unknown): string[] {
  const start = `${behindBucket}${prefixIn(prefix === undefined ? undefined : typeof prefix === 'string' ? at(prefix) : attributeIn(at(prefix.list), prefix.key))}`;
  if (start.endsWith('*') || path === undefined) {
    return [`${start.replace(/\*$/, '')}*`];
  }
  // A folder behind the name of the bucket ends with a slash; what becomes of one in a property AWS does not say.
  const folders = start === '' ? [''] : !start.endsWith('/') ? [`${start}/`] : prefix === undefined ? [start] : [start, `${start}/`];
  return folders.flatMap((folder) => pathsIn(path, at).map((behind) => `${folder}${behind.replace('{account}', account ?? UNDECIDED_ACCOUNT)}*`));
}

/** What is surely in front of each key. */
export function startOfKeys(keys: string): string {
  return keys.split(/[*?]/)[0];
}

/** A prefix up to where it is not known, or an expression that the service evaluates. */
function prefixIn(value: unknown): string {
  const text = textOf(value);
  const [known] = /^[^*?]*?(?=!\{|[*?]|$)/.exec(text) ?? [''];
  return value instanceof UnknownValue ? '*' : known === text ? text : `${known}*`;
}

function attributeIn(list: unknown, key: string): unknown {
  if (!Array.isArray(list)) {
    return list instanceof UnknownValue ? list : undefined;
  }
  const keys = list.map((item) => dig(item, 'Key'));
  const found = list[keys.indexOf(key)] as unknown;
  return found === undefined ? [...list, ...keys].find((item) => item instanceof UnknownValue) : dig(found, 'Value');
}

function pathsIn(path: string | PathByValue, at: (path: string) => unknown): readonly string[] {
  if (typeof path === 'string') {
    return [path];
  }
  const value = path.properties.map(at).find((one) => one !== undefined);
  return value instanceof UnknownValue ? [path.then, path.otherwise] : [textOf(value) === path.is ? path.then : path.otherwise];
}
