import { Room } from '../projenrc/rooms';

const [BEGIN, END] = ['<!-- rooms: made by npx projen rooms -->', '<!-- end of rooms -->'];

/** What people call packages that come together. */
const TOGETHER: Readonly<Record<string, string>> = { 'aws-cdk-lib': 'CDK', 'constructs': 'CDK', '@aws-sdk': 'the AWS SDK', '@smithy': 'the AWS SDK' };

/** The layer table as Markdown. */
export function roomsTable(rooms: Readonly<Record<string, Room>>): string[] {
  return [
    '| Room | What lives there | May import |',
    '|---|---|---|',
    ...Object.entries(rooms).map(([name, { what, rooms: below, packages }]) => {
      const imported = [...below.map((room) => `\`${room}\``), ...new Set(packages.map((each) => TOGETHER[each] ?? `\`${each}\``))];
      return `| \`${name}\` | ${what} | ${imported.join(', ') || 'nothing'} |`;
    }),
  ];
}

/** The page with its table of rooms made anew. */
export function withRooms(page: string, rooms: Readonly<Record<string, Room>>): string {
  const [begin, end] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (begin < 0 || end < begin) {
    throw new Error(`the page has no '${BEGIN}' followed by '${END}'. Put both where the table belongs.`);
  }
  return [page.slice(0, begin + BEGIN.length), ...roomsTable(rooms), page.slice(end)].join('\n');
}
