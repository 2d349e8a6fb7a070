/** The path of the construct that people wrote, without the resource in it. */
export function constructNameOf(path: string | undefined): string | undefined {
  return path?.replace(/\/(Resource|Default)$/, '');
}
