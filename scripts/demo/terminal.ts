import { styleText } from 'node:util';

const isTerminal = process.stdout.isTTY && !process.env.NO_COLOR;

function paint(style: Parameters<typeof styleText>[0]): (text: string) => string {
  return (text) => isTerminal ? styleText(style, text) : text;
}

export const bold = paint('bold');
export const dim = paint('dim');
export const green = paint('green');
export const red = paint('red');

/** How many characters a line may have. */
export const WIDTH = Math.min(process.stdout.columns || 100, 100);

export function print(text = ''): void {
  process.stdout.write(`${text}\n`);
}

/** A line across, with the command that was run. */
export function heading(title: string, command?: string): void {
  print(`\n${dim('─'.repeat(3))} ${bold(title)} ${dim('─'.repeat(Math.max(3, WIDTH - title.length - 5)))}`);
  print(command ? `$ ${command}\n` : '');
}

/** Texts beside a label, long ones broken under their beginning. */
export function section(label: string, texts: readonly string[], style = dim): void {
  const margin = Math.max(label.length + 2, 20);
  const lines = texts.flatMap((text) => wrap(text, WIDTH - margin));
  print(lines.map((line, index) => style((index === 0 ? label : '').padEnd(margin)) + line).join('\n'));
}

/** Keeps two words on one line. */
export const NO_BREAK = '\u00a0';

/** Breaks a text into lines of this width: at spaces, or before a capital or after a slash inside a word that is too long. */
export function wrap(text: string, width: number): string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const pieces = word.length <= width ? [word] : word.split(/(?<=\/)|(?<=[a-z])(?=[A-Z])/);
    pieces.forEach((piece, index) => {
      const glue = index > 0 || lines.at(-1) === '' ? '' : ' ';
      if (lines.at(-1)!.length + glue.length + piece.length <= width || lines.at(-1) === '') {
        lines.push(lines.pop()! + glue + piece);
      } else {
        lines.push(piece);
      }
    });
  }
  return lines.map((line) => line.replaceAll(NO_BREAK, ' '));
}

/** A refusal as it was printed, its long lines broken under their beginning, and its parts told apart by color. */
export function refusal(text: string): string {
  return text.split('\n').map((line) => {
    const [, space, label = '', rest] = /^( *)((?:at:|why:|fix:|ERROR|Suggested fix:|Acknowledge with) *)?(.*)$/.exec(line)!;
    const margin = space.length + label.length;
    const color = label.startsWith('ERROR') || line.startsWith('[') ? red : /fix/.test(label) ? green : dim;
    return wrap(rest, WIDTH - margin).map((part, index) => color(index === 0 ? space + label + part : ' '.repeat(margin) + part)).join('\n');
  }).join('\n');
}
