/** The number of the line that an offset of the text is in, from 1. */
export function lineAt(text: string, offset: number): number {
  return placeIn(lineStarts(text), offset).line;
}

/** The offsets at which the lines of a text begin. */
export function lineStarts(text: string): number[] {
  const starts = [0];
  LINE_END.lastIndex = 0;
  while (LINE_END.test(text)) {
    starts.push(LINE_END.lastIndex);
  }
  return starts;
}

/** The line and the column of an offset, both from 1. */
export function placeIn(starts: readonly number[], offset: number): { readonly line: number; readonly column: number } {
  let [low, high] = [0, starts.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (starts[middle] <= offset) {
      low = middle;
    } else {
      high = middle;
    }
  }
  return { line: low + 1, column: offset - starts[low] + 1 };
}

const LINE_END = /\r\n|\r|\n/g;
