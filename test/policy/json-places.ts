/** Where a value stands inside a JSON value: the keys and indices that lead to it. */
export type Place = readonly (string | number)[];

/** Every place inside a JSON value, parents before their children. The value itself is not among them, nor is what is inside an `UnknownValue`. */
export function placesIn(json: unknown): Place[] {
  return children(json).flatMap(([step, child]) => [[step], ...placesIn(child).map((below) => [step, ...below])]);
}

/** A copy in which another value stands at this place, or nothing at all where the value is `undefined`. */
export function withValueAt(json: unknown, [step, ...below]: Place, value: unknown): unknown {
  if (step === undefined) {
    return value;
  }
  const changed = children(json).map(([key, child]) => [key, key === step ? withValueAt(child, below, value) : child] as const);
  const added = changed.some(([key]) => key === step) ? changed : [...changed, [step, withValueAt({}, below, value)] as const];
  const kept = added.filter(([, child]) => child !== undefined);
  return Array.isArray(json) ? kept.map(([, child]) => child) : Object.fromEntries(kept);
}

function children(json: unknown): [string | number, unknown][] {
  if (Array.isArray(json)) {
    return json.map((item, index) => [index, item]);
  }
  return typeof json === 'object' && json !== null && Object.getPrototypeOf(json) === Object.prototype ? Object.entries(json) : [];
}
