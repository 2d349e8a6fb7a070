import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { bundledPackages } from './bundled-packages';

const ROOT = path.join(__dirname, '..');

/** Ends with status 1 if a known vulnerability is in what ships: the bundled packages, and the peers. What only builds and tests need is left out. */
function main(): void {
  const { stdout } = spawnSync('npm', ['audit', '--json'], { cwd: ROOT, encoding: 'utf8', maxBuffer: 1e9 });
  const report = JSON.parse(stdout || '{}') as { vulnerabilities?: Record<string, { severity: string; range: string; via: unknown[] }>; message?: string };
  if (report.vulnerabilities === undefined) {
    console.log(`Skipped: the registry answers no audits (${report.message ?? 'no answer'}).`);
    return;
  }
  const { peerDependencies } = JSON.parse(fs.readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as { peerDependencies: Record<string, string> };
  const shipped = new Set([...bundledPackages().map(({ name }) => name), ...Object.keys(peerDependencies)]);
  const found = Object.entries(report.vulnerabilities).filter(([name]) => shipped.has(name));
  found.forEach(([name, { severity, range }]) => console.log(`${name} ${range}: ${severity}`));
  console.log(`${shipped.size} packages ship, ${found.length} with a known vulnerability; ${Object.keys(report.vulnerabilities).length - found.length} in what only builds and tests need.`);
  process.exitCode = found.length > 0 ? 1 : 0;
}

main();
