/** The same in an order by chance. */
export function shuffled<Item>(items: readonly Item[]): Item[] {
  return items.map((item) => [Math.random(), item] as const).sort(([a], [b]) => a - b).map(([, item]) => item);
}
