/** Items in batches of at most so many items and bytes. An item that is larger than that alone is a batch of its own. */
export function inBatches<T>(items: readonly T[], most: { readonly items: number; readonly bytes?: number }, size: (item: T) => number = () => 0): T[][] {
  const batches: T[][] = [];
  let bytes = 0;
  for (const item of items) {
    const batch = batches.at(-1);
    const own = size(item);
    if (batch && batch.length < most.items && bytes + own <= (most.bytes ?? Infinity)) {
      batch.push(item);
      bytes += own;
    } else {
      batches.push([item]);
      bytes = own;
    }
  }
  return batches;
}
