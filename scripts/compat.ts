import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, WORK } from './bindings/places';
import { run } from './bindings/run';

/**
 * Compares the public API with that of the last release, the newest tag `v…` among the ancestors of what is checked out.
 *
 * Ends with status 1 if something broke that `.compatignore` does not list. Compile first.
 */
function main(): void {
  const { stdout, stderr, status } = spawnSync('git', ['describe', '--tags', '--abbrev=0', '--match', 'v[0-9]*'], { cwd: ROOT, encoding: 'utf8', env: { ...process.env, LC_ALL: 'C' } });
  if (status !== 0 && !/No names found|No tags can describe/.test(stderr)) {
    throw new Error(`the last release could not be looked for: ${stderr}`);
  }
  if (status !== 0) {
    console.log('There is no release yet: nothing to be compatible with.');
    return;
  }
  const tag = stdout.trim();
  const released = join(WORK, 'released');
  run('forget release', { command: ['git', 'worktree', 'prune'] });
  rmSync(released, { recursive: true, force: true });
  mkdirSync(WORK, { recursive: true });
  run('check out release', { command: ['git', 'worktree', 'add', '--force', '--detach', released, tag] });
  try {
    run('install release', { command: ['npm', 'ci', '--ignore-scripts', '--no-audit', '--no-fund'], cwd: released });
    run('compile release', { command: ['npx', '--no-install', 'jsii', '--silence-warnings=reserved-word'], cwd: released });
    console.log(`Against ${tag}:`);
    process.exitCode = spawnSync('npx', ['--no-install', 'jsii-diff', released, '.', '--keys', '--ignore-file', '.compatignore'], { cwd: ROOT, stdio: 'inherit' }).status ?? 1;
  } finally {
    run('remove release', { command: ['git', 'worktree', 'remove', '--force', released] });
  }
}

main();
