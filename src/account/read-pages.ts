import { listOf, ownValue } from '../template/read-json';

/** The tokens by which services continue a list: what an output calls it, and what the next input does. */
const TOKENS = [['NextContinuationToken', 'ContinuationToken'], ['NextToken', 'NextToken']] as const;

/** Asks for page after page, and gives the first output with the list of all. */
export async function readPages(send: (input: Readonly<Record<string, unknown>>) => Promise<unknown>, input: Readonly<Record<string, unknown>>, list: string): Promise<unknown> {
  const first = await send(input);
  const items = [...listOf(ownValue(first, list))];
  const seen = new Set<unknown>();
  for (let page = first; ;) {
    const [from, to] = TOKENS.find(([name]) => ownValue(page, name) !== undefined) ?? [];
    const token = from === undefined ? undefined : ownValue(page, from);
    // A server that gives the same token again would never end.
    if (to === undefined || token === '' || seen.has(token)) {
      return { [list]: items };
    }
    seen.add(token);
    page = await send({ ...input, [to]: token });
    items.push(...listOf(ownValue(page, list)));
  }
}
