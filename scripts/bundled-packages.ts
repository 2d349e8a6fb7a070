import * as fs from 'node:fs';
import * as path from 'node:path';
import { buildSync } from 'esbuild';

const ROOT = path.join(__dirname, '..');

/** What is bundled into the package: the command, its AWS clients, and the handler of the watch. As in .projenrc.ts. */
const ENTRIES = ['src/cli/main.ts', 'src/account/aws-clients.ts', 'src/watch/handler/watch.lambda.ts'];

/** Packages that are inside the published file of another, where esbuild cannot see them. */
const INLINED: Readonly<Record<string, readonly string[]>> = { 'node_modules/@dagrejs/dagre': ['node_modules/@dagrejs/graphlib'] };

/** A package whose code is in ours. */
export interface BundledPackage {
  readonly name: string;
  readonly version: string;
  /** As its manifest says it: an SPDX expression. */
  readonly license: string;
  readonly text: string;
}

/** The packages whose code is bundled, by name and version, with their licenses. */
export function bundledPackages(): readonly BundledPackage[] {
  const { metafile } = buildSync({
    absWorkingDir: ROOT, entryPoints: ENTRIES, bundle: true, write: false, metafile: true, platform: 'node', target: 'node20', mainFields: ['module', 'main'], outdir: 'unused', external: ['./aws-clients'], logLevel: 'silent',
  });
  const folders = new Set(Object.keys(metafile.inputs).flatMap((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(file)?.[0] ?? []));
  return [...folders].flatMap((folder) => [folder, ...INLINED[folder] ?? []]).map(packageIn).sort((one, other) => idOf(one) < idOf(other) ? -1 : 1);
}

export function idOf({ name, version }: BundledPackage): string {
  return `${name}@${version}`;
}

function packageIn(folder: string): BundledPackage {
  const { name, version, license } = JSON.parse(fs.readFileSync(path.join(ROOT, folder, 'package.json'), 'utf8')) as { name: string; version: string; license?: string };
  const file = fs.readdirSync(path.join(ROOT, folder)).find((one) => /^(licen[sc]e|copying)(\.(md|txt))?$/i.test(one));
  if (license === undefined) {
    throw new Error(`${folder}/package.json names no license, and its code is bundled. Find out which license it has before it is shipped`);
  }
  return { name, version, license, text: file === undefined ? '' : fs.readFileSync(path.join(ROOT, folder, file), 'utf8').trim() };
}

/** All licenses in one file: packages with the same text share it. */
export function thirdPartyLicenses(packages: readonly BundledPackage[]): string {
  const byText = new Map<string, BundledPackage[]>();
  for (const one of packages) {
    const text = one.text || textOfAws(one, packages);
    byText.set(text, [...byText.get(text) ?? [], one]);
  }
  const line = '-'.repeat(100);
  return [
    'The command hardened-bucket and the handlers of the bucket watch contain code of these packages. Made by `npx projen licenses`.',
    ...[...byText].map(([text, ones]) => [line, ...ones.map((one) => `${idOf(one)} (${one.license})`), '', text].join('\n')),
    '',
  ].join('\n\n');
}

/** Some packages of the AWS SDK ship no text: they are under the one that AWS ships with the others. Any other text has a copyright of its own. */
function textOfAws(one: BundledPackage, packages: readonly BundledPackage[]): string {
  const isOfAws = ({ name, license }: BundledPackage) => name.startsWith('@aws-sdk/') && license === 'Apache-2.0';
  const shared = packages.find((other) => isOfAws(other) && other.text !== '');
  if (!isOfAws(one) || shared === undefined) {
    throw new Error(`${idOf(one)} (${one.license}) ships no text of its license, and its code is bundled. Find the text, or take its code out of the bundle`);
  }
  return shared.text;
}

if (require.main === module) {
  fs.writeFileSync(path.join(ROOT, 'THIRD-PARTY-LICENSES'), thirdPartyLicenses(bundledPackages()));
}
