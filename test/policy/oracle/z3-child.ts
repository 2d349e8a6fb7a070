import { init } from 'z3-solver';

/**
 * Answers the SMT-LIB scripts that come, as a JSON list, on standard input, and ends: at most ten, for a process that
 * lives longer runs out of WebAssembly memory.
 */
async function main(): Promise<void> {
  let input = '';
  for await (const chunk of process.stdin) {
    input += String(chunk);
  }
  const { Z3 } = await init();
  for (const script of JSON.parse(input) as string[]) {
    const config = Z3.mk_config();
    const context = Z3.mk_context(config);
    const start = performance.now();
    let output: string;
    try {
      output = await Z3.eval_smtlib2_string(context, script);
    } catch (error) {
      output = `(error ${String(error)})`;
    }
    process.stdout.write(`${JSON.stringify({ output, milliseconds: performance.now() - start })}\n`);
    Z3.del_context(context);
    Z3.del_config(config);
  }
}

// Z3's worker threads would keep the process alive.
main().then(() => process.exit(0), (error) => {
  console.error(error);
  process.exit(1);
});
