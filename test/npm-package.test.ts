import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';

const ROOT = path.join(__dirname, '..');

/**
 * Packed, in bytes. Go and .NET carry it, too, and every language unpacks it for each new version. Half a megabyte of it is the AWS SDK,
 * bundled into the command and into the handler of the watch, so that the package depends on nothing.
 */
const LARGEST = 2_200_000;

interface PackedFiles {
  readonly size: number;
  readonly files: readonly { readonly path: string }[];
}

/** What `npm pack` would ship. `npm test` compiles and bundles first. */
const packed = ((): PackedFiles => {
  const { stdout } = spawnSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: ROOT, encoding: 'utf8', maxBuffer: 1e8 });
  const answer = JSON.parse(stdout);
  // Of npm 11 a list, of later ones an object by the name of the package.
  return (Array.isArray(answer) ? answer : Object.values(answer))[0];
})();

/** The pages of the repository that README links to, and those that these link to. */
function linked(page = 'README.md', found = new Set<string>()): string[] {
  const text = fs.readFileSync(path.join(ROOT, page), 'utf8');
  for (const [, target] of text.matchAll(/\]\(([^):#]+\.(?:md|svg|json))(?:#[^)]*)?\)/g)) {
    const file = path.posix.join(path.posix.dirname(page), target);
    if (!found.has(file) && !NOT_SHIPPED.some((start) => file.startsWith(start))) {
      found.add(file);
      if (file.endsWith('.md') && file !== 'API.md') {
        linked(file, found);
      }
    }
  }
  return [...found];
}

/** For anyone who works on the library, and has the whole repository. */
const NOT_SHIPPED = ['CONTRIBUTING.md', 'examples/', 'docs/decisions/', 'src/', 'scripts/', 'test/', 'skills/'];

function sources(folder: string): string[] {
  return fs.readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .map((file) => path.posix.join(folder, file.split(path.sep).join('/')))
    .filter((file) => file.endsWith('.ts'));
}

test('the tarball ships the library, its assembly, its command and what its README links to, and nothing else', () => {
  const compiled = sources('src').filter((file) => !/^src\/(cli|account|repair|watch\/handler)\//.test(file))
    .flatMap((file) => ['js', 'd.ts'].map((extension) => file.replace(/^src\//, 'lib/').replace(/ts$/, extension)));
  const pages = linked();
  expect(packed.files.map((file) => file.path).sort()).toEqual([
    ...compiled, ...pages, '.jsii', 'LICENSE', 'README.md', 'THIRD-PARTY-LICENSES', 'assets/cli/account/aws-clients.js', 'assets/cli/main/index.js', 'assets/watch/handler/watch.lambda/index.js', 'package.json',
  ].sort());
});

test(`the tarball has at most ${LARGEST / 1000} kB`, () => {
  expect(packed.size).toBeLessThan(LARGEST);
});

test('no import of the library loads all of cdk-nag, or packages that it does not depend on', () => {
  const { stdout } = spawnSync(process.execPath, ['-e', 'require("."); console.log(JSON.stringify(Object.keys(require.cache)))'], {
    cwd: ROOT, encoding: 'utf8', env: { ...process.env, JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '20' },
  });
  const loaded: string[] = JSON.parse(stdout.trim().split('\n').pop()!).map((file: string) => path.relative(ROOT, file).split(path.sep).join('/'));
  const packages = loaded.filter((file) => file.startsWith('node_modules/')).map((file) => file.split('/')[1]);
  expect([...new Set(packages)].sort()).toEqual(['aws-cdk-lib', 'cdk-nag', 'constructs']);
  expect(loaded.filter((file) => file.includes('/packs/') || file.includes('cdk-nag/lib/rules'))).toEqual([]);
});
