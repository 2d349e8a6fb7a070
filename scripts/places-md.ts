import { roleRowOf } from '../src/facts/places/read-places';
import { PlaceOfPaths, PlaceRow, PublicAddressRow, SubnetsRow } from '../src/facts/places/rows/place-row';
import { PLACES } from '../src/facts/places/rows/place-table';
import { pathsOf } from '../src/facts/places/values-at';

const BEGIN = '<!-- places: made by scripts/generate-places-md.ts -->';
const END = '<!-- end of places -->';
const SERVICE = 'the network of AWS';

/** The page with its table made anew from the rows. */
export function withPlaces(page: string): string {
  const [before, rest] = page.split(BEGIN);
  const after = rest?.split(END)[1];
  if (after === undefined) {
    throw new Error(`the page has no marks '${BEGIN}' and '${END}'`);
  }
  return [before, BEGIN, '\n', table().join('\n'), '\n', END, after].join('');
}

function table(): string[] {
  const types = [...new Set(PLACES.map(({ type }) => type))];
  return [
    '| Place | Type | Where its requests leave from | As whom |',
    '|---|---|---|---|',
    ...types.map((type) => {
      const rows = PLACES.filter((row) => row.type === type);
      const what = [...new Set(rows.map((row) => row.what.split(': ')[0]))].join(', ');
      return `| ${what} | [\`${type}\`](${rows[0].see}) | ${joined(rows.map(networkOf))} | ${joined(rows.map(roleOf))} |`;
    }),
  ];
}

function joined(cells: readonly string[]): string {
  return [...new Set(cells)].join('; ');
}

function networkOf(row: PlaceRow): string {
  return 'reads' in row ? row.network
    : row.network === 'service' ? SERVICE : 'unknown' in row.network ? `unknown: ${row.network.unknown}` : subnetsIn(row.network);
}

function subnetsIn(network: SubnetsRow): string {
  const subnets = [...pathsOf(network.subnets), ...pathsOf(network.groups)].map((path) => pathIn(path, network)).join(', ');
  const { otherwise, onlyIf, alsoServiceUnless } = network;
  return [
    subnets,
    ...onlyIf ? [`Only if ${pathIn(onlyIf.at, network)} is \`${onlyIf.is}\`, else ${SERVICE}`] : [],
    ...alsoServiceUnless ? [`The network of AWS as well, unless ${pathIn(alsoServiceUnless.at, network)} is \`${alsoServiceUnless.is}\``] : [],
    ...publicAddressIn(network.publicAddress, network),
    ...onlyIf ? [] : [otherwise === 'service' ? `Without subnets ${SERVICE}` : otherwise === 'defaultVpc' ? 'Without subnets the default VPC' : `Without subnets unknown: ${otherwise.unknown}`],
  ].join('. ');
}

function pathIn(path: string, { by }: SubnetsRow): string {
  return path.startsWith('@') ? `\`${path.slice(1)}\` of the \`${by!.type}\` in ${pathsOf(by!.at).map((at) => `\`${at}\``).join(', ')}` : `\`${path.replace(/^\//, '')}\``;
}

function publicAddressIn(row: PublicAddressRow, network: SubnetsRow): string[] {
  return row === 'subnet' ? ['The subnet decides on public addresses'] : row === false ? [] : row === true ? ['It has a public address']
    : 'unknown' in row ? ['Public addresses are unknown'] : [`Public by ${pathIn('present' in row ? row.present : row.at, network)}`];
}

function roleOf(row: PlaceRow): string {
  return 'reads' in row ? row.role : roleAt(row);
}

function roleAt(row: PlaceOfPaths): string {
  const role = roleRowOf(row.role);
  if ('unknown' in role) {
    return `unknown: ${role.unknown}`;
  }
  const paths = pathsOf(role.at).map((path) => `\`${[...role.by ? [] : [row.part], path].filter((step) => step !== undefined).join('.')}\``).join(role.firstOnly ? ', else ' : ', ');
  const by = role.by ? ` of the \`${role.by.type}\` in ${pathsOf(role.by.at).map((at) => `\`${at}\``).join(', ')}` : '';
  return `${role.profile ? 'the role in the instance profile ' : ''}${paths}${by}${row.onlyTo === undefined ? '' : ', only to its bucket'}`;
}
