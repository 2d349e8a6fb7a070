import { cpSync, existsSync, lstatSync, mkdirSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { buildTime } from './bindings/build-time';
import { PACKAGES, ROOT } from './bindings/places';
import { run } from './bindings/run';
import { compareBuilds } from './release/compare-builds';

const WORK = join(ROOT, '.rebuild');

/**
 * Makes the packages in two clean copies of the checkout, in different folders, and compares them byte by byte: of all languages, or of those
 * that are named. With `--reuse`, what `npm run package` left in `dist` is one of them: commit nothing in between, because packages carry the
 * time of the last commit.
 *
 * Ends with status 1 if a file differs that may not.
 */
function main(args: readonly string[]): void {
  const languages = args.filter((arg) => arg !== '--reuse');
  const reuse = args.includes('--reuse');
  if (reuse && !existsSync(PACKAGES)) {
    throw new Error('dist is missing. Run "npm run package", or leave out --reuse');
  }
  // Once: a commit in between is not what is looked for.
  const time = buildTime();
  const [first, second] = [reuse ? PACKAGES : build('first', languages, time), build('second/in-another-folder', languages, time)];
  const packed = readdirSync(second).sort();
  const compared = packed.map((language) => ({ language, ...compareBuilds(join(first, language), join(second, language), language) }));
  const files = compared.reduce((sum, one) => sum + one.files, 0);
  const differences = compared.flatMap((one) => one.differences);
  const unexplained = differences.filter(({ why }) => why === undefined);
  console.log(`${files} files in ${packed.join(', ')}: ${files - differences.length} are the same, byte by byte.`);
  differences.forEach(({ file, what, why }) => console.log(`  ${file}: ${what}${why === undefined ? '' : `, as it may: ${why}`}`));
  if (unexplained.length > 0) {
    console.log(`${unexplained.length} files may not differ. The builds are in ${[first, second].map((folder) => relative(ROOT, folder)).join(' and ')}.`);
    process.exitCode = 1;
    return;
  }
  rmSync(WORK, { recursive: true, force: true });
}

/** Builds a copy of what git knows of, changes included, and returns the folder of its packages, which carry a time. */
function build(name: string, languages: readonly string[], time: number): string {
  const copy = join(WORK, name);
  rmSync(copy, { recursive: true, force: true });
  mkdirSync(copy, { recursive: true });
  const files = run('list files', { command: ['git', 'ls-files', '-z', '--cached', '--others', '--exclude-standard'] }).split('\0');
  for (const file of files.filter((one) => one !== '' && existsSync(join(ROOT, one)))) {
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    cpSync(join(ROOT, file), join(copy, file));
  }
  linkModules(copy);
  const start = Date.now();
  run(`rebuild ${name}`, { command: ['npm', 'run', 'package', '--', ...languages], cwd: copy, env: { SOURCE_DATE_EPOCH: `${time}` } });
  console.log(`built ${relative(ROOT, copy)} in ${Math.round((Date.now() - start) / 1000)} s`);
  return join(copy, 'dist');
}

/** The same packages, in the folder of the copy: files as hard links, which cost nothing, and the link to the library as one to the copy. */
function linkModules(copy: string): void {
  const modules = join(copy, 'node_modules');
  run('link modules', { command: ['cp', '-al', join(ROOT, 'node_modules'), modules] });
  const self = join(modules, 'cdk-hardened-bucket');
  if (lstatSync(self, { throwIfNoEntry: false })) {
    rmSync(self, { recursive: true, force: true });
    symlinkSync('..', self);
  }
}

main(process.argv.slice(2));
