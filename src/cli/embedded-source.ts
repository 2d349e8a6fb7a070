import { Source } from './source';
import { SourceText } from './source-text';
import { TemplatePath } from '../template/template';

/**
 * Where the values of a template are written that stands as a text in another: on the lines of a block of YAML, or else where the
 * text as a whole is.
 *
 * @param written the text as it stands in the block
 * @param path where it stands in the template around
 */
export function embeddedSource(inner: SourceText, written: string, outer: Source, path: TemplatePath): Source {
  const lines = written.split('\n');
  const firstLine = lines.findIndex((line) => line.trim() !== '');
  return {
    region: (below) => {
      const around = outer.region(path);
      const { line, column, endLine, endColumn } = inner.region(below);
      const outerLines = outer.lines?.() ?? [];
      const isLine = (at: number, of: number) => (outerLines[at] ?? '').trim() === lines[of]?.trim();
      const start = [0, 1, 2, 3, 4, 5].map((more) => around.line - 1 + more).find((at) => isLine(at, firstLine));
      const shift = start === undefined ? undefined : start - firstLine;
      if (shift === undefined || !isLine(line - 1 + shift, line - 1) || !isLine(endLine - 1 + shift, endLine - 1)) {
        return around;
      }
      const columnIn = (at: number, of: number) => {
        const text = outerLines[at - 1 + shift];
        return Math.min(of + text.indexOf(text.trim()) - lines[at - 1].indexOf(lines[at - 1].trim()), text.length + 1);
      };
      return { file: around.file, line: line + shift, column: columnIn(line, column), endLine: endLine + shift, endColumn: columnIn(endLine, endColumn) };
    },
    forget: () => {
      inner.forget();
      outer.forget();
    },
  };
}
