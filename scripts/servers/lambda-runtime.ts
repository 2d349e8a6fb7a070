import { join } from 'node:path';
import { ACCOUNT, CREDENTIALS, REGION } from './places';
import { folderOf } from './programs';
import { freePort, ServerProcess, sleep } from './server-process';

export interface LambdaOptions {
  /** Names the log. */
  readonly name: string;
  /** The folder of the bundle. */
  readonly folder: string;
  /** `index.handler` */
  readonly handler: string;
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
  /** The variables of the function. */
  readonly environment: Readonly<Record<string, string>>;
  /** Where its clients find AWS. */
  readonly endpoint: string;
}

/** What an invocation answered: the handler's result, or the error that it threw. */
export interface Invocation {
  readonly result?: unknown;
  readonly error?: { readonly errorType?: string; readonly errorMessage?: string };
  readonly milliseconds: number;
}

/** A function in the runtime of Lambda: AWS's emulator of its interface, and AWS's client of it for Node.js. */
export class LambdaRuntime {
  public static async start(options: LambdaOptions): Promise<LambdaRuntime> {
    const [port, api] = [await freePort(), await freePort()];
    const { folder, handler, timeoutSeconds, memoryMb, environment, endpoint, name } = options;
    const process = await ServerProcess.start({
      name,
      command: [
        join(folderOf('lambda-rie'), 'aws-lambda-rie'),
        '--runtime-interface-emulator-address', `127.0.0.1:${port}`,
        '--runtime-api-address', `127.0.0.1:${api}`,
        'node', join(folderOf('lambda-ric'), 'node_modules', 'aws-lambda-ric', 'index.mjs'), handler,
      ],
      cwd: folder,
      env: {
        LAMBDA_TASK_ROOT: folder,
        AWS_LAMBDA_FUNCTION_NAME: name,
        AWS_LAMBDA_FUNCTION_TIMEOUT: String(timeoutSeconds),
        AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMb),
        AWS_REGION: REGION,
        AWS_DEFAULT_REGION: REGION,
        AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
        AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
        AWS_ACCOUNT_ID: ACCOUNT,
        // An address, not a name: the SDK then puts the bucket into the path. S3 Control puts the account before a name.
        AWS_ENDPOINT_URL: endpoint,
        AWS_ENDPOINT_URL_S3_CONTROL: endpoint.replace('127.0.0.1', 'localhost'),
        NODE_OPTIONS: `--require ${join(__dirname, 'resolve-localhost.cjs')}`,
        NODE_NO_WARNINGS: '1',
        ...environment,
      },
      // It listens at once, and starts the runtime with the first invocation.
      ready: async () => (await fetch(`http://127.0.0.1:${port}/`)).status > 0,
    });
    return new LambdaRuntime(process, `http://127.0.0.1:${port}/2015-03-31/functions/function/invocations`);
  }

  private constructor(private readonly process: ServerProcess, private readonly url: string) {}

  /** Invokes the function, and waits for what it answers. The emulator takes one invocation at a time. */
  public async invoke(event: unknown): Promise<Invocation> {
    const start = performance.now();
    const response = await fetch(this.url, { method: 'POST', body: JSON.stringify(event) });
    const text = await response.text();
    const milliseconds = performance.now() - start;
    const answer = parse(text);
    const failed = isObject(answer) && 'errorType' in answer && 'errorMessage' in answer;
    if (failed || !response.ok) {
      return { error: failed ? answer : { errorMessage: text }, milliseconds };
    }
    return { result: answer, milliseconds };
  }

  public output(): string {
    return this.process.output();
  }

  public async stop(): Promise<void> {
    return this.process.stop();
  }

  /** Ends it in the middle of what it does, as a lost machine would. */
  public async kill(): Promise<void> {
    this.process.kill();
    await sleep(50);
  }
}

function parse(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return text;
  }
}

function isObject(value: unknown): value is Record<string, string> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
