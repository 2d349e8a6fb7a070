import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { bundledPackages, idOf } from './bundled-packages';

const ROOT = path.join(__dirname, '..');

interface Component { readonly 'bom-ref': string; readonly 'name': string; readonly 'version': string; readonly 'scope'?: string }
interface Bom {
  readonly components: Component[];
  readonly dependencies: { readonly ref: string; readonly dependsOn: string[] }[];
  readonly metadata: { readonly component: Component };
}

/**
 * Writes the bill of materials of the npm package in CycloneDX: what is bundled, and the peers. npm's own would list what only tests and
 * builds need, or leave out what is bundled.
 */
function main(): void {
  const { status, stdout, stderr } = spawnSync('npm', ['sbom', '--sbom-format', 'cyclonedx', '--sbom-type', 'library'], { cwd: ROOT, encoding: 'utf8', maxBuffer: 1e9 });
  if (status !== 0) {
    throw new Error(`npm sbom failed: ${stderr}`);
  }
  const bom = JSON.parse(stdout) as Bom;
  const { peerDependencies } = JSON.parse(fs.readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as { peerDependencies: Record<string, string> };
  const bundled = new Set(bundledPackages().map(idOf));
  const components = bom.components.filter(({ name, version }) => bundled.has(`${name}@${version}`) || name in peerDependencies)
    .map(({ scope: _, ...component }): Component => ({ ...component, scope: 'required' }));
  const missing = [...bundled].filter((id) => !components.some(({ name, version }) => `${name}@${version}` === id));
  if (missing.length > 0) {
    throw new Error(`npm sbom does not list ${missing.join(', ')}, which are bundled`);
  }
  const refs = new Set([...components, bom.metadata.component].map((component) => component['bom-ref']));
  const dependencies = bom.dependencies.filter(({ ref }) => refs.has(ref)).map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((one) => refs.has(one)) }));
  fs.mkdirSync(path.join(ROOT, 'dist'), { recursive: true });
  fs.writeFileSync(path.join(ROOT, 'dist', 'sbom.cdx.json'), `${JSON.stringify({ ...bom, components, dependencies }, null, 2)}\n`);
  console.log(`dist/sbom.cdx.json: ${components.length} components, ${bundled.size} of them bundled`);
}

main();
