import { readdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pack, Packed, TARGETS } from './bindings/pack';
import { Target } from './bindings/pacmak';
import { PACKAGES, ROOT } from './bindings/places';

/**
 * Makes the packages of the library for every language, or for those that are named: `npm run package -- java go`.
 *
 * Ends with status 1 if a package could not be made; with `--complete`, also if a language other than .NET was skipped.
 */
function main(args: readonly string[]): void {
  const complete = args.includes('--complete');
  const named = args.filter((arg) => arg !== '--complete');
  const unknown = named.filter((arg) => !TARGETS.includes(arg as Target));
  if (unknown.length > 0) {
    throw new Error(`no such language: ${unknown.join(', ')}. There are ${TARGETS.join(', ')}`);
  }

  const outcomes = (named.length > 0 ? named as Target[] : TARGETS).map(report);
  const skipped = outcomes.filter((outcome): outcome is Packed => outcome?.skipped !== undefined);
  if (skipped.length > 0) {
    console.log('\nSkipped:');
    skipped.forEach(({ target, skipped: reason }) => console.log(`  ${target}: ${reason}`));
  }
  const failed = outcomes.includes(undefined) || (complete && skipped.some(({ target }) => target !== 'dotnet'));
  process.exitCode = failed ? 1 : 0;
}

function report(target: Target): Packed | undefined {
  const start = Date.now();
  try {
    const packed = pack(target);
    console.log(`${target.padEnd(8)} ${packed.skipped ? 'skipped' : `${kilobytes(join(PACKAGES, target))} kB in ${relative(ROOT, join(PACKAGES, target))}`}, ${Math.round((Date.now() - start) / 1000)} s`);
    return packed;
  } catch (error) {
    console.log(`${target.padEnd(8)} failed: ${(error as Error).message}`);
    return undefined;
  }
}

function kilobytes(folder: string): number {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => statSync(join(folder, file))).filter((file) => file.isFile());
  return Math.round(files.reduce((sum, { size }) => sum + size, 0) / 1000);
}

main(process.argv.slice(2));
