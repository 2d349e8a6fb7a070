import { UnknownValue } from './unknown-value';

/**
 * The ids of the statements of a policy, in their order: the Sid, or a digest of the content where there is none.
 *
 * An id never depends on where the statement stands, so that what is acknowledged stays acknowledged when statements move.
 * Statements of one Sid are told apart by their content, and equal ones by a number.
 */
export function statementIds(statements: readonly unknown[]): string[] {
  const digests = statements.map(digestOnce);
  const names = statements.map((statement, i) => sidOf(statement) || digests[i]());
  const indexes = new Map<string, number[]>();
  names.forEach((name, i) => {
    const ofName = indexes.get(name) ?? [];
    ofName.push(i);
    indexes.set(name, ofName);
  });
  const isShared = new Map([...indexes].map(([name, [first, ...others]]) => [name, others.some((i) => digests[i]() !== digests[first]())]));
  const before = new Map<string, number>();
  return names.map((name, i) => {
    const id = isShared.get(name) ? `${name}-${digests[i]()}` : name;
    const count = (before.get(id) ?? 0) + 1;
    before.set(id, count);
    return count === 1 ? id : `${id}-${count}`;
  });
}

/** The digest of a statement, worked out when it is asked for first: a Sid that no other statement has needs none. */
function digestOnce(statement: unknown): () => string {
  let digest: string | undefined;
  return () => digest ??= digestOf(contentOf(statement));
}

/** The Sid as one word of letters, digits and dots: empty if it has none of these, or is decided at deployment. */
function sidOf(statement: unknown): string {
  const { Sid } = isObject(statement) ? statement : {};
  return typeof Sid === 'string' ? named(Sid).split(/[^A-Za-z0-9]+/).filter((part) => part !== '').join('.') : '';
}

/** No statement that IAM accepts is deeper. */
const DEEPEST = 10;

/** The same text for what says the same: neither the order of names nor that of values counts, and a list of one is that one. */
function contentOf(value: unknown, depth = 0): string {
  if (depth > DEEPEST) {
    return '…';
  }
  if (value instanceof UnknownValue) {
    return `?${named(value.reason)}`;
  }
  if (Array.isArray(value)) {
    const items = value.map((item) => contentOf(item, depth + 1)).sort();
    return items.length === 1 ? items[0] : `[${items.join()}]`;
  }
  return !isObject(value) ? JSON.stringify(typeof value === 'string' ? named(value) : value) ?? ''
    : `{${Object.keys(value).filter((key) => value[key] !== undefined).sort().map((key) => `${JSON.stringify(key)}:${contentOf(value[key], depth + 1)}`).join()}}`;
}

/** Without what the template is called from which a symbol comes: that differs between a folder of templates and a construct tree. */
function named(text: string): string {
  return text.replace(/⟦[^⟦⟧]*#([^⟦⟧#]*)⟧/g, '<$1>');
}

/** FNV-1a, 32 bits: it tells the statements of one policy apart, and is no secret. @see https://www.rfc-editor.org/rfc/rfc9923 */
function digestOf(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  }
  return (hash >>> 0).toString(16).padStart(8, '0');
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
