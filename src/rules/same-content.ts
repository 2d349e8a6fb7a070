/** What each of two sides calls the same thing: these names are no difference. */
export type Names = readonly [one: string, other: string];

/**
 * Whether two values without cycles have the same content, in the same order, whatever is `undefined` or a function.
 *
 * It walks both at the same time, and what is reached by several ways only once: facts of buckets share most of what they hold, so that
 * writing them out for a comparison takes many times as long.
 */
export function hasSameContent(one: unknown, other: unknown, names: Names): boolean {
  return same(one, other, names, new Map());
}

function same(one: unknown, other: unknown, names: Names, seen: Map<object, Set<object>>): boolean {
  if (one === other) {
    return true;
  }
  if (typeof one === 'string' && typeof other === 'string') {
    return sameText(one, other, names);
  }
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) {
    return false;
  }
  const met = seen.get(one) ?? new Set();
  if (met.has(other)) {
    return true;
  }
  seen.set(one, met.add(other));
  const [items, others] = [itemsOf(one), itemsOf(other)];
  return items.length === others.length && items.every((item, i) => same(item, others[i], names, seen));
}

function sameText(one: string, other: string, [oneName, otherName]: Names): boolean {
  const without = (text: string, name: string) => name === '' ? text : text.split(name).join('');
  return without(one, oneName) === without(other, otherName);
}

/** The keys and values of an object, a list, a map or a set, one behind the other. */
function itemsOf(value: object): unknown[] {
  if (Array.isArray(value)) {
    return value;
  }
  if (value instanceof Set) {
    return [...value];
  }
  return [...value instanceof Map ? value : Object.entries(value)].flatMap(([key, item]) => item === undefined || typeof item === 'function' ? [] : [key, item]);
}
