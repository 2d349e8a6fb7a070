import { createColors } from 'picocolors';
import { Weight } from './report-groups';

/** Marks text for a terminal, or leaves it as it is. */
export interface TextMarks {
  heading(text: string): string;
  weight(weight: Weight, text: string): string;
  /** What came out well as a whole. */
  good(text: string): string;
}

export const PLAIN: TextMarks = marks(false);
export const COLORED: TextMarks = marks(true);

/**
 * Whether standard output gets colour: where it is a terminal that knows colours, unless `NO_COLOR` says no, or `FORCE_COLOR` says
 * yes or, as `0` or `false`, no. A variable that is empty says nothing, and `NO_COLOR` wins.
 *
 * Not by picocolors, which takes `FORCE_COLOR=0` for yes, and every CI for a terminal.
 *
 * @see https://no-color.org
 * @see https://force-color.org
 */
export function showsColors({ NO_COLOR, FORCE_COLOR, TERM }: Readonly<Record<string, string | undefined>>, isTerminal: boolean): boolean {
  if (NO_COLOR) {
    return false;
  }
  return FORCE_COLOR ? !['0', 'false'].includes(FORCE_COLOR.toLowerCase()) : isTerminal && TERM !== 'dumb';
}

function marks(isColored: boolean): TextMarks {
  const { bold, red, yellow, magenta, green } = createColors(isColored);
  const weights: Readonly<Record<Weight, (text: string) => string>> = { error: red, warning: yellow, unknown: magenta };
  return { heading: bold, weight: (weight, text) => bold(weights[weight](text)), good: (text) => bold(green(text)) };
}
