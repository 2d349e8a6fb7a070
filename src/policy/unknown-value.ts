/**
 * Stands where a value is not known until deployment (a parameter, an unresolved import, a dynamic reference).
 *
 * It is never equal to anything, so a comparison that meets one has to say "unknown" instead of guessing.
 */
export class UnknownValue {
  constructor(public readonly reason: string) {}
}
