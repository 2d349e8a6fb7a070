import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { circlesOf, importsIn } from './imports';

test('no files of src/ import each other in a circle, not even types', () => {
  expect(circlesOf(importsIn(path.join(__dirname, '..', 'src')))).toEqual([]);
});

describe('the search for circles', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'circles-'));
  afterAll(() => fs.rmSync(folder, { recursive: true }));

  test.each<[string, Record<string, string>, string[]]>([
    ['two files', { 'a.ts': "import { b } from './b';\nexport const a = b;", 'b.ts': "import { a } from './a';\nexport const b = a;" }, ['a.ts > b.ts > a.ts']],
    ['types only', { 'a.ts': "import type { B } from './b';\nexport type A = B;", 'b.ts': "export type B = import('./a').A;" }, ['a.ts > b.ts > a.ts']],
    ['what is exported on', { 'a.ts': "export { b } from './b';", 'b.ts': "export * from './a';" }, ['a.ts > b.ts > a.ts']],
    ['a file and the index of a folder', { 'room/index.ts': "export * from './a';", 'room/a.ts': "import { b } from '.';\nexport const a = b;" }, ['room/a.ts > room/index.ts > room/a.ts']],
    ['three files, behind one outside of the circle', {
      'a.ts': "import './room/b';", 'room/b.ts': "import '../c';", 'c.ts': "import './d';", 'd.ts': "import './room/b';",
    }, ['room/b.ts > c.ts > d.ts > room/b.ts']],
    ['none: two ways to one file', { 'a.ts': "import './b';\nimport './c';", 'b.ts': "import './c';", 'c.ts': '' }, []],
    ['none: a package, and a comment', { 'a.ts': "import * as fs from 'fs';\n// import './b';", 'b.ts': "import './a';" }, []],
  ])('%s', (name, files, circles) => {
    const root = path.join(folder, name);
    for (const [file, text] of Object.entries(files)) {
      fs.mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
      fs.writeFileSync(path.join(root, file), text);
    }
    expect(circlesOf(importsIn(root))).toEqual(circles);
  });
});
