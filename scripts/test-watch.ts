import { Checks } from './servers/checks';
import { install, ProgramsMissing } from './servers/install';
import { AccountKind, LocalAccount, startAccount } from './servers/local-account';
import { PROGRAMS, ProgramName } from './servers/programs';
import { endToEnd } from './servers/scenario-end-to-end';
import { faults } from './servers/scenario-faults';
import { repairs } from './servers/scenario-repair';
import { securityServices } from './servers/scenario-security-services';
import { sweep } from './servers/scenario-sweep';
import { verdicts } from './servers/scenario-verdicts';
import { volume } from './servers/scenario-volume';

/** What the tests do, by name: each with accounts of its own. */
const SCENARIOS: Record<string, (account: (kind: AccountKind) => Promise<LocalAccount>, checks: Checks, full: boolean) => Promise<void>> = {
  moto: async (account, checks) => {
    const local = await account('moto');
    await endToEnd(local, checks);
    await securityServices(local, checks);
    await repairs(local, checks);
  },
  localstack: async (account, checks) => endToEnd(await account('localstack'), checks),
  faults: async (account, checks) => faults(await account('moto'), checks),
  volume: async (account, checks, full) => volume(await account('moto'), checks, full ? 10_000 : 200),
  sweep: async (account, checks, full) => sweep(account, checks, full ? 10_000 : 1000),
  verdicts: async (account, checks, full) => verdicts(account, checks, { moto: 4, localstack: full ? 4 : 1 }),
};

/** How many scenarios run at once: most of each is waiting. */
const SIDE_BY_SIDE = 2;

/**
 * Runs the watch on local servers of AWS: `npm run test:servers`, or `npm run test:servers -- moto`.
 *
 * Where a program cannot be installed, the tests are skipped; in CI, and with `--required`, they fail.
 */
async function main(args: readonly string[]): Promise<number> {
  const required = args.includes('--required') || Boolean(process.env.CI);
  const names = args.filter((arg) => !arg.startsWith('--'));
  const unknown = names.filter((name) => !(name in SCENARIOS));
  if (unknown.length > 0) {
    console.error(`no such scenario: ${unknown.join(', ')}. There are ${Object.keys(SCENARIOS).join(', ')}`);
    return 2;
  }
  try {
    await install(Object.keys(PROGRAMS) as ProgramName[]);
  } catch (error) {
    if (!(error instanceof ProgramsMissing)) {
      throw error;
    }
    console.log(`${error.message}\n${required ? '0 passed, 1 failed' : 'The tests with local servers are skipped.'}`);
    return required ? 1 : 0;
  }
  const waiting = names.length > 0 ? names : Object.keys(SCENARIOS);
  const all: Checks[] = [];
  const worker = async (): Promise<void> => {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
      const checks = new Checks(name);
      all.push(checks);
      await run(name, checks, args.includes('--full'));
    }
  };
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, worker));
  const sum = (kind: 'passed' | 'failed') => all.reduce((total, checks) => total + checks[kind], 0);
  const [passed, failed] = [sum('passed'), sum('failed')];
  console.log(`\n${passed} passed, ${failed} failed`);
  return failed === 0 && passed > 0 ? 0 : 1;
}

async function run(name: string, checks: Checks, full: boolean): Promise<void> {
  const accounts: LocalAccount[] = [];
  await SCENARIOS[name](async (kind) => {
    const account = await startAccount(kind);
    accounts.push(account);
    return account;
  }, checks, full)
    .catch(async (error: Error) => checks.check(`${name} runs to its end`, async () => { throw error; }));
  await Promise.all(accounts.map(async (account) => account.stop()));
}

main(process.argv.slice(2)).then((status) => process.exit(status), (error: unknown) => {
  console.error(error);
  process.exit(1);
});
