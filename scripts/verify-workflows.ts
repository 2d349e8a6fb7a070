import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';

const ROOT = path.join(__dirname, '..');
const FOLDER = path.join(ROOT, '.bindings', 'actionlint');
const ACTIONLINT = 'github.com/rhysd/actionlint/cmd/actionlint@v1.7.8';

/** Ends with status 1 if actionlint finds something in the workflows; without Go it says that it did not run. */
function main(): void {
  const installed = path.join(FOLDER, 'actionlint');
  if (!fs.existsSync(installed)) {
    fs.mkdirSync(FOLDER, { recursive: true });
    const { status, error, stderr } = spawnSync('go', ['install', ACTIONLINT], { encoding: 'utf8', env: { ...process.env, GOBIN: FOLDER } });
    if (error || status !== 0) {
      console.log(`Skipped: actionlint could not be installed with Go: ${error?.message ?? stderr.trim()}`);
      return;
    }
  }
  const { status } = spawnSync(installed, [], { cwd: ROOT, stdio: 'inherit' });
  console.log(status === 0 ? 'The workflows are valid.' : 'actionlint found problems.');
  process.exitCode = status ?? 1;
}

main();
