/** Long enough for an ARN, and short enough to be read. */
const WIDTH = 120;

/** A text in lines of at most that width, but for words that are longer, each as far in as the first. */
export function wrapped(label: string, text: string, indent: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines[lines.length - 1];
    if (last !== undefined && indent + label.length + last.length + 1 + word.length <= WIDTH) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else {
      lines.push(word);
    }
  }
  return lines.map((line, i) => `${' '.repeat(indent)}${i === 0 ? label : ' '.repeat(label.length)}${line}`);
}
