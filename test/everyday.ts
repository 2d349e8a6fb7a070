/**
 * Every so-many-th case of a matrix, the first and the last among them: enough to notice what breaks in most of it. `.ci/run` sets
 * `ALL_TESTS`, and takes them all.
 */
export function everyday<T>(cases: readonly T[], each: number): readonly T[] {
  return process.env.ALL_TESTS === undefined ? cases.filter((_, i) => i % each === 0 || i === cases.length - 1) : cases;
}
