import { bodyOf, endOf, lineEnd, WrittenNode } from './written-value';

/** The comments of a YAML text, in order, from an offset on. */
export function commentsOf(text: string, document: WrittenNode | null, start: number = 0): string[] {
  const comments: string[] = [];
  let from = start;
  const readTo = (end: number) => {
    comments.push(...text.slice(from, Math.max(from, end)).match(/#[^\r\n]*/g) ?? []);
  };
  for (const [first, end] of rangesOfScalars(text, document).sort(([one], [other]) => one - other)) {
    readTo(first);
    from = Math.max(from, end);
  }
  readTo(text.length);
  return comments.map((comment) => comment.trimEnd());
}

function rangesOfScalars(text: string, node: WrittenNode | null | undefined): [start: number, end: number][] {
  switch (node?.kind) {
    case 'scalar': return [[isBlock(text, node) ? lineEnd(text, bodyOf(text, node)) : bodyOf(text, node), endOf(text, node)]];
    case 'sequence': return node.items.flatMap((item) => rangesOfScalars(text, item));
    case 'mapping': return node.pairs.flatMap(([key, value]) => [...rangesOfScalars(text, key), ...rangesOfScalars(text, value)]);
    default: return [];
  }
}

/** Behind `|` there may be a comment. */
function isBlock(text: string, node: WrittenNode): boolean {
  return '|>'.includes(text.charAt(bodyOf(text, node)));
}
