import * as fs from 'node:fs';
import * as path from 'node:path';
import * as ts from 'typescript';
import { importsIn } from './imports';
import { filesOf, FOLDERS, importRule, Room, ROOMS } from '../projenrc/rooms';
import { arrowsOf, drawRooms } from '../scripts/draw-rooms';
import { roomsTable, withRooms } from '../scripts/rooms-table';

const ROOT = path.join(__dirname, '..');
const SRC = path.join(ROOT, 'src');
const NAMES = Object.keys(ROOMS);
const read = (file: string) => fs.readFileSync(path.join(ROOT, file), 'utf8');

/** The row of a file of `src/`: that of a part of a room, else that of the room. */
function rowOf(file: string): string {
  return NAMES.filter((name) => file === name || file.startsWith(`${name}/`)).sort((a, b) => b.length - a.length)[0];
}

test('each folder of src/ is a room, and each room a folder; parts of rooms are folders in them', () => {
  const folders = fs.readdirSync(SRC, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name);
  expect([...FOLDERS].sort()).toEqual(folders.sort());
  expect(NAMES.filter((name) => !fs.existsSync(path.join(SRC, name)))).toEqual([]);
});

test('no folder in a room has the name of another room, which the linter would take it for', () => {
  const inner = fs.readdirSync(SRC, { recursive: true, withFileTypes: true }).filter((entry) => entry.isDirectory() && entry.parentPath !== SRC).map(({ name }) => name);
  expect(inner.filter((name) => FOLDERS.includes(name))).toEqual([]);
});

test.each(NAMES)('%s imports only rooms below it', (name) => {
  expect(ROOMS[name].rooms.filter((room) => !NAMES.slice(NAMES.indexOf(name) + 1).includes(room))).toEqual([]);
});

test('the files of src/ import no room that their row does not list', () => {
  const wrong = [...importsIn(SRC)].flatMap(([file, imported]) => {
    const row = rowOf(file);
    const [own] = row.split('/');
    return imported.map(rowOf).filter((other) => other !== row && other !== own && !ROOMS[row].rooms.includes(other)).map((other) => `${file} imports ${other}`);
  });
  expect(wrong).toEqual([]);
});

test('the files of src/ import no package that their row does not list, and each that is listed is imported', () => {
  const imported = new Map(NAMES.map((name) => [name, new Set<string>()]));
  for (const file of importsIn(SRC).keys()) {
    for (const { fileName } of ts.preProcessFile(read(`src/${file}`), true, true).importedFiles.filter(({ fileName: each }) => !each.startsWith('.'))) {
      imported.get(rowOf(file))!.add(ROOMS[rowOf(file)].packages.find((name) => fileName === name || fileName.startsWith(`${name}/`)) ?? `${file}: ${fileName}`);
    }
  }
  expect(Object.fromEntries([...imported].map(([name, packages]) => [name, [...packages].sort()])))
    .toEqual(Object.fromEntries(NAMES.map((name) => [name, [...ROOMS[name].packages].sort()])));
});

test('the linter has the rule of each row, that of a part after that of its room', () => {
  const { overrides } = JSON.parse(read('.eslintrc.json').replace(/^\/\/.*$/m, ''));
  const ofRooms = overrides.filter(({ files }: { files: string[] }) => files[0].startsWith('src/'));
  expect(ofRooms).toEqual(NAMES.map((name) => ({ files: [filesOf(name)], rules: importRule(name) })));
});

test('CONTRIBUTING has the table of rooms', () => {
  expect(read('CONTRIBUTING.md')).toBe(withRooms(read('CONTRIBUTING.md'), ROOMS));
});

test('docs/rooms.svg is the picture of the table', () => {
  expect(read('docs/rooms.svg')).toBe(drawRooms(ROOMS));
});

test('the picture has a box for each row, and from each row a way to what it may import and to nothing else', () => {
  const picture = read('docs/rooms.svg');
  expect([...picture.matchAll(/data-room="([^"]*)"/g)].map(([, name]) => name)).toEqual(NAMES);
  const arrows = [...picture.matchAll(/data-from="([^"]*)" data-to="([^"]*)"/g)].map(([, from, to]) => [from, to]);
  const leadsTo = (from: string): string[] => arrows.filter(([name]) => name === from).flatMap(([, to]) => [to, ...leadsTo(to)]);
  const mayLead = (from: string): string[] => ROOMS[from].rooms.flatMap((to) => [to, ...mayLead(to)]);
  NAMES.forEach((name) => expect([name, new Set(leadsTo(name))]).toEqual([name, new Set(mayLead(name))]));
});

test('an arrow that a longer way stands for is left out', () => {
  const room = (...rooms: string[]): Room => ({ what: '', rooms, packages: [] });
  expect(arrowsOf({ a: room('b', 'c', 'd'), b: room('c'), c: room(), d: room('c') })).toEqual([['a', 'b'], ['a', 'd'], ['b', 'c'], ['d', 'c']]);
});

test('packages that come together have one name, and a room without imports says so', () => {
  const rows = roomsTable({ top: { what: 'w', rooms: ['low'], packages: ['aws-cdk-lib', 'constructs', 'node:fs'] }, low: { what: 'x', rooms: [], packages: [] } });
  expect(rows.slice(2)).toEqual(['| `top` | w | `low`, CDK, `node:fs` |', '| `low` | x | nothing |']);
});

test('fails: a page without the marks', () => {
  expect(() => withRooms('# A page', ROOMS)).toThrow("the page has no '<!-- rooms: made by npx projen rooms -->' followed by '<!-- end of rooms -->'. Put both where the table belongs.");
});
