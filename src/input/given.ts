/** The properties that have a value: one that is given as undefined takes nothing away from a default. */
export function givenIn<T extends object>(props: T | undefined): Partial<T> {
  return Object.fromEntries(Object.entries(props ?? {}).filter(([, value]) => value !== undefined)) as Partial<T>;
}
