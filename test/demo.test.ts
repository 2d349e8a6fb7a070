import { spawnSync } from 'node:child_process';
import * as path from 'node:path';

const ROOT = path.join(__dirname, '..');

/** The apps of `examples/typescript`, synthesized by the pinned CLI. `npm test` compiles the library first. */
describe('the demo', () => {
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--import', 'tsx', 'scripts/demo.ts'], {
    cwd: ROOT, encoding: 'utf8', env: { ...process.env, NODE_ENV: undefined },
  });

  test('ends well', () => {
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  test.each([
    ['one app synthesizes', /exit code 0\s+app\.ts\s+synthesized/],
    ['one is refused by the construct', /exit code 1\s+refused-by-construct\.ts\s+refused by BlockPublicAccess, Versioning/],
    ['one is refused by the checks', /exit code 1\s+refused-by-checks\.ts\s+refused by AclsDisabled, TlsOnly/],
    ['one is refused by the perimeter', /exit code 1\s+refused-by-perimeter\.ts\s+refused by GrantsEffective/],
    ['the leak of the three tiers is shown', /Leaking\s+reaches\s+Web\s+Web → [^]*→ VpcIGW → Records/],
    ['the same without the leak', /Fixed\s+cut\s+Web\s+bucketPolicy: statement \d+ \(DenyOtherNetworks\)/],
    ['the perimeter is shown', /perimeter\s+Records serves data to vpce-0123456789abcdef0 only\s+\(DenyOtherNetworks\)\.\s+Exempt:/],
    ['the refusal has a fix', /fix: remove what changes it/],
    ['the cancelled grant is shown by a request, and has a fix', /request: [^]*fix: run RecordsOffice\/Export inside a VPC/],
  ])('%s', (_, expected) => {
    expect(stdout).toMatch(expected);
  });

  test('a refusal is no page of stack frames', () => {
    expect(stdout).not.toMatch(/^\s+at .*\(.*:\d+:\d+\)$/m);
  });
});
