import { ReachGraph, ReachNode, TypeOf } from './report-reach-graph';
import { partName, reachParts } from './report-reach-parts';
import { visible } from '../policy/visible-text';
import { ReachReport } from '../reach/reach-report';

/** The paths to each bucket as a flowchart of Mermaid, for a page of documentation or a pull request. */
export function mermaidReach(reports: readonly ReachReport[], typeOf: TypeOf = () => undefined): string {
  return ['flowchart LR', ...reports.flatMap((report, i) => bucketLines(report, `b${i}`, typeOf)), ...CLASSES].join('\n');
}

/** Lines that are not solid say the same as the colors. */
const CLASSES = [
  'classDef place stroke-width:1px',
  'classDef hop stroke-width:1px',
  'classDef cut stroke-width:2px,stroke-dasharray:5 4',
  'classDef unknown stroke-width:2px,stroke-dasharray:2 3',
  'classDef bucket stroke-width:3px',
].map((line) => `  ${line}`);

/** A part of a large picture has its own bucket: Mermaid lays out one graph, and lines across it would tell nobody anything. */
function bucketLines(report: ReachReport, prefix: string, typeOf: TypeOf): string[] {
  const parts = reachParts(report, typeOf);
  return parts.flatMap((part, i) => [
    `  subgraph ${prefix}p${i}[${label([`Bucket ${report.bucket}${part.about === null ? '' : `: ${partName(part)}`}`])}]`,
    '    direction LR',
    ...graphLines(part.graph, `${prefix}p${i}`),
    '  end',
  ]);
}

const SHAPES: Readonly<Record<ReachNode['kind'], readonly [string, string]>> = {
  place: ['[', ']'], hop: ['(', ')'], cut: ['{{', '}}'], unknown: ['{{', '}}'], bucket: ['[(', ')]'],
};

const ARROWS = { passes: '==>', leads: '-->', missing: '-.->' } as const;

function graphLines({ nodes, edges }: ReachGraph, prefix: string): string[] {
  const names = new Map(nodes.map(({ key }, i) => [key, `${prefix}n${i}`]));
  const kinds = new Map(nodes.map(({ key, kind }) => [key, kind]));
  return [
    ...nodes.map((node) => `    ${names.get(node.key)}${SHAPES[node.kind][0]}${label(linesOf(node))}${SHAPES[node.kind][1]}:::${node.kind}`),
    ...edges.map(({ from, to, kind, label: text }) => {
      const arrow = kinds.get(to) === 'cut' ? '--x' : ARROWS[kind];
      return `    ${names.get(from)} ${arrow}${text === undefined ? '' : `|${label([text])}|`} ${names.get(to)}`;
    }),
  ];
}

/** More ids than these are in the other formats. */
const MOST_IDS = 6;

function linesOf({ kind, title, ids, type, reason }: ReachNode): string[] {
  const listed = kind === 'bucket' || (ids.length === 1 && ids[0] === title) ? [] : ids;
  const more = listed.length - MOST_IDS;
  return [title, ...listed.slice(0, MOST_IDS), ...more > 0 ? [`and ${more} more`] : [], ...type === undefined ? [] : [type], ...reason === undefined ? [] : [reason]];
}

/** A text in quotes. All that Mermaid, Markdown or HTML could take for theirs is spelled as an entity of Mermaid: `#` and the number. */
function label(lines: readonly string[]): string {
  return `"${lines.map((line) => visible(line.replace(/\s+/g, ' ')).replace(/[^\p{L}\p{N} .,:/✕→×-]/gu, (character) => `#${character.codePointAt(0)};`)).join('<br/>')}"`;
}
