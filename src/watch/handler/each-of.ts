/** Does something for each item, a few at a time. */
export async function eachOf<T>(items: readonly T[], concurrency: number, task: (item: T) => Promise<void>): Promise<void> {
  const left = [...items];
  await Promise.all(Array.from({ length: Math.min(concurrency, left.length) }, async () => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) {
      await task(item);
    }
  }));
}
