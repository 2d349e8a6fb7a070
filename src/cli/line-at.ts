/** The number of the line that an offset of the text is in, from 1. */
export function lineAt(text: string, offset: number): number {
  let line = 1;
  LINE_END.lastIndex = 0;
  for (let end = LINE_END.exec(text); end && LINE_END.lastIndex <= offset; end = LINE_END.exec(text)) {
    line++;
  }
  return line;
}

const LINE_END = /\r\n|\r|\n/g;
