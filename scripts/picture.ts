import escapeHtml from 'escape-html';

/** A box of a picture, in a cell of its grid. */
export interface PictureBox {
  readonly column: number;
  readonly row: number;
  readonly label: string;
  readonly detail: string;
  /** It is not a resource of the template. */
  readonly isOutside?: boolean;
}

const CELL = { width: 200, height: 84 };
const SIZE = { width: 166, height: 52 };

/**
 * Draws boxes and the arrows between them.
 *
 * @param command what makes the picture anew
 */
export function drawPicture(title: string, command: string, boxes: Readonly<Record<string, PictureBox>>, arrows: readonly (readonly [from: string, to: string])[]): string {
  const all = Object.values(boxes);
  const width = (Math.max(...all.map(({ column }) => column)) + 1) * CELL.width;
  const height = (Math.max(...all.map(({ row }) => row)) + 1) * CELL.height;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="Helvetica, Arial, sans-serif" font-size="12">`,
    `<!-- Made by \`${command}\` from the synthesized template. Do not edit. -->`,
    `<title>${escapeHtml(title)}</title>`,
    '<defs><marker id="head" markerWidth="8" markerHeight="8" refX="7" refY="4" orient="auto"><path d="M0 0L8 4L0 8z" fill="#545b64"/></marker></defs>',
    '<rect width="100%" height="100%" fill="#f2f3f3"/>',
    ...arrows.map(([from, to]) => arrow(boxes[from], boxes[to])),
    ...all.map(drawBox),
    '</svg>',
    '',
  ].join('\n');
}

function corner({ column, row }: PictureBox): { readonly x: number; readonly y: number } {
  return { x: column * CELL.width + (CELL.width - SIZE.width) / 2, y: row * CELL.height + (CELL.height - SIZE.height) / 2 };
}

function arrow(from: PictureBox, to: PictureBox): string {
  const [a, b] = [corner(from), corner(to)];
  const [x, y] = [SIZE.width / 2, SIZE.height / 2];
  const isDown = to.row > from.row;
  const isRight = to.column > from.column;
  // Down or up in a column, else from side to side.
  const path = from.column === to.column
    ? `M${a.x + x} ${a.y + (isDown ? SIZE.height : 0)}L${b.x + x} ${b.y + (isDown ? 0 : SIZE.height)}`
    : `M${a.x + (isRight ? SIZE.width : 0)} ${a.y + y}L${b.x + (isRight ? 0 : SIZE.width)} ${b.y + y}`;
  return `<path d="${path}" fill="none" stroke="#545b64" marker-end="url(#head)"/>`;
}

function drawBox(box: PictureBox): string {
  const { x, y } = corner(box);
  return [
    `<g transform="translate(${x} ${y})">`,
    `<rect width="${SIZE.width}" height="${SIZE.height}" rx="4" fill="${box.isOutside ? '#f2f3f3' : '#fff'}" stroke="${box.isOutside ? '#879596' : '#0073bb'}"${box.isOutside ? ' stroke-dasharray="4 3"' : ''}/>`,
    `<text x="${SIZE.width / 2}" y="22" text-anchor="middle" font-weight="bold">${escapeHtml(box.label)}</text>`,
    `<text x="${SIZE.width / 2}" y="39" text-anchor="middle" font-size="11" fill="#545b64">${escapeHtml(box.detail)}</text>`,
    '</g>',
  ].join('\n');
}
