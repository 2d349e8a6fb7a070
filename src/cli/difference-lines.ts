/** The lines of two texts that differ: `-` those of the first, `+` those of the second, with one line around each change. */
export function linesOfDifference(first: string, second: string): string[] {
  const [one, other] = [first.split('\n'), second.split('\n')];
  const marked = merged(one, other, commonLengths(one, other));
  const isNear = (i: number) => [i - 1, i, i + 1].some((at) => marked[at] !== undefined && !marked[at].startsWith('  '));
  return marked.filter((_, i) => isNear(i));
}

/** How many lines the ends of both, from each pair of lines on, have in common in the same order. */
function commonLengths(one: readonly string[], other: readonly string[]): number[][] {
  const lengths = Array.from({ length: one.length + 1 }, () => new Array<number>(other.length + 1).fill(0));
  for (let i = one.length - 1; i >= 0; i -= 1) {
    for (let j = other.length - 1; j >= 0; j -= 1) {
      lengths[i][j] = one[i] === other[j] ? lengths[i + 1][j + 1] + 1 : Math.max(lengths[i + 1][j], lengths[i][j + 1]);
    }
  }
  return lengths;
}

function merged(one: readonly string[], other: readonly string[], lengths: readonly (readonly number[])[]): string[] {
  const lines: string[] = [];
  for (let i = 0, j = 0; i < one.length || j < other.length;) {
    if (i < one.length && j < other.length && one[i] === other[j]) {
      lines.push(`  ${one[i]}`);
      i += 1;
      j += 1;
    } else if (j >= other.length || (i < one.length && lengths[i + 1][j] >= lengths[i][j + 1])) {
      lines.push(`- ${one[i]}`);
      i += 1;
    } else {
      lines.push(`+ ${other[j]}`);
      j += 1;
    }
  }
  return lines;
}
