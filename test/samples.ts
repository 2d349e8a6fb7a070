import * as fs from 'node:fs';
import * as path from 'node:path';
import * as cdk from 'aws-cdk-lib';
import { Construct } from 'constructs';
import * as ts from 'typescript';
import * as library from '../src';

/** A fenced block of a page. */
export interface Block {
  readonly language: string;
  /** The heading that it stands under. */
  readonly heading: string;
  readonly code: string;
  /** The next block under the same heading, which may show what this one ends with. */
  readonly next?: string;
}

/** The code blocks of a page, in order. */
export function blocksOf(page: string): readonly Block[] {
  const found: { heading: string; language: string; lines: string[] }[] = [];
  let heading = '';
  let isOpen = false;
  for (const line of page.split('\n')) {
    const fence = /^```(\w*)/.exec(line);
    if (fence && isOpen) {
      isOpen = false;
    } else if (fence) {
      isOpen = true;
      found.push({ heading, language: fence[1], lines: [] });
    } else if (isOpen) {
      found[found.length - 1].lines.push(line);
    } else {
      heading = /^#+ (.*)/.exec(line)?.[1] ?? heading;
    }
  }
  const codeOf = (block?: { readonly lines: readonly string[] }) => block && block.lines.map((line) => `${line}\n`).join('');
  return found.filter(({ language }) => language !== '').map((block, i, all): Block => ({
    heading: block.heading, language: block.language, code: codeOf(block)!, next: all[i + 1]?.heading === block.heading ? codeOf(all[i + 1]) : undefined,
  }));
}

/** What `declare const` stands for in samples, by the type. */
const GIVEN: Readonly<Record<string, string>> = {
  'ec2.Vpc': "new ec2.Vpc(this, 'GivenVpc', { maxAzs: 1 })",
  'ec2.GatewayVpcEndpoint': "new ec2.Vpc(this, 'GivenVpc', { maxAzs: 1 }).addGatewayEndpoint('S3', { service: ec2.GatewayVpcEndpointAwsService.S3 })",
  'iam.Role': "new iam.Role(this, 'GivenRole', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') })",
  'lambda.IFunction': "lambda.Function.fromFunctionArn(this, 'GivenFunction', 'arn:aws:lambda:eu-west-1:111122223333:function:responder')",
  's3.IBucket': "new HardenedBucket(this, 'GivenBucket')",
  's3.IBucket[]': "[new HardenedBucket(this, 'GivenBucket'), new HardenedBucket(this, 'OtherGivenBucket')]",
};

/** What every sample may take for granted, before the class that it stands in. */
export const FIXTURE = fs.readFileSync(path.join(__dirname, '..', 'rosetta', 'default.ts-fixture'), 'utf8').split('class Example')[0];

/** The lines that import something, and the others. */
export function withoutImports(code: string): readonly [imports: string, rest: string] {
  const lines = code.split('\n');
  const isImport = (line: string) => line.startsWith('import ');
  return [lines.filter(isImport).join('\n'), lines.filter((line) => !isImport(line)).join('\n')];
}

/**
 * Runs a sample in the constructor of a stack `Office`, and gives all apps that it made, not yet synthesized.
 *
 * @param outdir where the app goes; in memory without one
 */
export function appsOf(code: string, outdir?: string): readonly cdk.App[] {
  const apps: cdk.App[] = [];
  class App extends cdk.App {
    constructor(props: cdk.AppProps = {}) {
      super({
        ...props,
        outdir,
        analyticsReporting: false,
        context: { '@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy': true, ...outdir ? {} : { '@aws-cdk/core:appMode': 'inmemory' }, ...props.context },
      });
      apps.push(this);
    }
  }
  const [own, rest] = withoutImports(code);
  const imports = own.includes("from 'aws-cdk-lib'") ? own : `${FIXTURE}\n${own}`;
  const given = rest.replace(/^declare const (\w+): (.+);$/gm, (_, name: string, type: string) => `const ${name} = ${GIVEN[type] ?? `missing('${type}')`};`);
  const { outputText } = ts.transpileModule(`${imports}\n${given}`, { compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 } });
  const modules: Readonly<Record<string, unknown>> = { 'aws-cdk-lib': { ...cdk, App }, 'cdk-hardened-bucket': library, 'constructs': { Construct } };
  new Function('require', 'exports', outputText)
    .call(new cdk.Stack(new App(), 'Office', { env: { account: '111122223333', region: 'eu-west-1' } }), (name: string) => modules[name] ?? jest.requireActual(name), {});
  return apps;
}

/** The message with which a sample, or the synthesis of what it made, is refused; empty if it is not. */
export function refusalOf(code: string): string {
  try {
    appsOf(code).forEach((app) => app.synth());
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}
