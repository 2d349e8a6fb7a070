import { Agent, createServer, IncomingMessage, request as send, Server, ServerResponse } from 'node:http';
import { AddressInfo } from 'node:net';
import { Call, callOf } from './call-name';
import { Answer, encodeError, Fault } from './faults';
import { Gap } from './gaps';

/** Which calls get a fault. The first rule that matches decides, and one that is used up no longer matches. */
export interface FaultRule {
  /** `s3:GetBucketPolicy`, `s3:*`, `*` */
  readonly call: string;
  readonly bucket?: string;
  /** How many calls get it. @default - all */
  readonly times?: number;
  /** @default - the call gets through, which is of use with `when` */
  readonly fault?: Fault;
  /** Called with the body when a call matches. */
  readonly when?: (body: string) => void;
}

export interface ProxyOptions {
  /** The server that answers the calls of a service. */
  readonly target: (service: string) => { readonly name: string; readonly url: string };
  readonly gaps: readonly Gap[];
}

/** Stands before servers of AWS's API: fills in what they do not answer, injects faults, and counts calls. */
export class FaultProxy {
  public static async start(options: ProxyOptions): Promise<FaultProxy> {
    const proxy = new FaultProxy(options);
    await new Promise<void>((resolve) => proxy.server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  /** How many calls of each name there were: `s3:GetBucketPolicy`. */
  public readonly calls = new Map<string, number>();
  private readonly server: Server;
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 64 });
  private readonly kept = new Map<string, string>();
  private rules: { rule: FaultRule; left: number }[] = [];

  private constructor(private readonly options: ProxyOptions) {
    this.server = createServer((request, response) => {
      this.answer(request, response).catch((error: Error) => {
        console.error(`the proxy failed at ${request.method} ${request.url}: ${error.message}`);
        response.destroy();
      });
    });
    this.server.keepAliveTimeout = 60_000;
  }

  public get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  public inject(...rules: readonly FaultRule[]): void {
    this.rules.push(...rules.map((rule) => ({ rule, left: rule.times ?? Infinity })));
  }

  /** No more faults, and no calls counted. */
  public clear(): void {
    this.rules = [];
    this.calls.clear();
  }

  /** How many calls there were whose name begins with this: `s3:Get`. */
  public count(prefix: string): number {
    return [...this.calls].filter(([name]) => name.startsWith(prefix)).reduce((sum, [, count]) => sum + count, 0);
  }

  public async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.agent.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bodyOf(request);
    const call = callOf(request, body);
    const name = `${call.service}:${call.name}`;
    this.calls.set(name, (this.calls.get(name) ?? 0) + 1);
    const fault = this.faultOf(call, name, body);
    if (fault?.kind === 'reset') {
      request.socket.resetAndDestroy();
      return;
    }
    if (fault?.kind === 'hang') {
      return;
    }
    const answer = fault ? encodeError(call, fault) : await this.real(call, request, body);
    response.writeHead(answer.status, answer.headers);
    response.end(request.method === 'HEAD' ? undefined : answer.body);
  }

  private faultOf(call: Call, name: string, body: Buffer): Fault | undefined {
    const found = this.rules.find(({ rule, left }) => left > 0
      && (rule.call === name || rule.call === '*' || rule.call === `${call.service}:*`)
      && (rule.bucket === undefined || rule.bucket === call.bucket));
    if (found === undefined) {
      return undefined;
    }
    found.left -= 1;
    found.rule.when?.(body.toString('utf8'));
    return found.rule.fault;
  }

  private async real(call: Call, request: IncomingMessage, body: Buffer): Promise<Answer> {
    const target = this.options.target(call.service);
    const gap = this.options.gaps.find(({ servers, service, calls }) => servers.includes(target.name) && service === call.service && calls.includes(call.name));
    const forward = async (changed: Partial<Pick<IncomingMessage, 'method' | 'url'>> & { body?: string } = {}): Promise<Answer> => {
      return this.forward(new URL(target.url), {
        method: changed.method ?? request.method!,
        path: changed.url ?? request.url!,
        // Another call has none of the headers of this one but those that say who makes it.
        headers: changed.url === undefined ? request.headers : { host: request.headers.host, authorization: request.headers.authorization },
      }, changed.body === undefined ? body : Buffer.from(changed.body));
    };
    return gap ? gap.answer({ call, url: new URL(request.url!, 'http://localhost'), headers: request.headers, body: body.toString('utf8'), forward, kept: this.kept }) : forward();
  }

  private async forward(to: URL, { method, path, headers }: { method: string; path: string; headers: NodeJS.Dict<string | string[]> }, body: Buffer): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const outgoing = send({
        host: to.hostname,
        port: to.port,
        method,
        path,
        headers: { ...withoutFraming(headers), 'content-length': body.length },
        agent: this.agent,
      }, (incoming) => {
        bodyOf(incoming).then((answer) => resolve({ status: incoming.statusCode!, headers: withoutFraming(incoming.headers), body: answer }), reject);
      });
      outgoing.once('error', reject);
      outgoing.end(body);
    });
  }
}

async function bodyOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) {
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
}

function withoutFraming(headers: NodeJS.Dict<string | string[]>): Record<string, string | string[]> {
  const { connection, 'keep-alive': keepAlive, 'transfer-encoding': encoding, 'content-length': length, ...rest } = headers;
  return rest as Record<string, string | string[]>;
}
