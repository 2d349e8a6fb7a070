/**
 * Stands where a value is not known until deployment (a parameter, an unresolved import, a dynamic reference).
 *
 * It is never equal to anything, so a comparison that meets one has to say "unknown" instead of guessing.
 */
export class UnknownValue {
  /** `isText`: it will be some text, and is not just left out. */
  constructor(public readonly reason: string, public readonly isText: boolean = false) {}
}
