import * as fs from 'node:fs';
import * as path from 'node:path';
import * as cdk from 'aws-cdk-lib';
import { Construct } from 'constructs';
import * as ts from 'typescript';
import * as library from '../src';

const README = fs.readFileSync(path.join(__dirname, '..', 'README.md'), 'utf8');

interface Block {
  readonly language: string;
  readonly heading: string;
  readonly code: string;
  /** The next block, which may show what this one ends with. */
  readonly next?: string;
}

/** The code blocks of README, each with the heading that it stands under. */
const BLOCKS: readonly Block[] = README.split(/^(?=##+ )/m).flatMap((section) => {
  const heading = /^#+ (.*)/.exec(section)?.[1] ?? '';
  const found = [...section.matchAll(/^```(\w+)[^\n]*\n(.*?)^```/gms)].map(([, language, code]) => ({ language, code }));
  return found.map((block, i): Block => ({ ...block, heading, next: found[i + 1]?.code }));
});
const SAMPLES = BLOCKS.filter(({ language }) => language === 'ts');

/** What README says of a sample: that it synthesizes, or that it is refused, with a text that names the resource. */
type Claim = 'synthesizes' | { readonly refused: RegExp } | { readonly refusedAs: 'the next block' } | { readonly without: string; readonly refused: RegExp };

/** Each sample by its heading, in order, with what README says of it. One without a row fails. */
const CLAIMS: Readonly<Record<string, readonly Claim[]>> = {
  'Use it': ['synthesizes'],
  'Purposes': ['synthesizes', 'synthesizes', 'synthesizes', 'synthesizes', 'synthesizes', 'synthesizes'],
  'Preview environments': ['synthesizes'],
  'Perimeters': ['synthesizes', 'synthesizes', 'synthesizes', 'synthesizes'],
  'The bucket verifies itself': [{ refusedAs: 'the next block' }],
  'Check every other bucket': ['synthesizes', 'synthesizes', 'synthesizes'],
  'Prove what a policy allows': ['synthesizes', 'synthesizes'],
  'Grants': ['synthesizes', { without: 'archive.encryptionKey!.grantDecrypt', refused: /^ *\[Office\/Archive\] HardenedBucket-GrantsReachKey: .*444455556666/m }],
  'Alarms': ['synthesizes', 'synthesizes', 'synthesizes', 'synthesizes', 'synthesizes'],
  'Many buckets': ['synthesizes'],
  'Who is knocking': ['synthesizes', 'synthesizes'],
  'Dashboards': ['synthesizes'],
  'The bucket watch': ['synthesizes'],
  'Websites and lists': ['synthesizes', 'synthesizes'],
  'Object lock': ['synthesizes'],
  'Replication': ['synthesizes', 'synthesizes'],
  'Access logs': ['synthesizes', 'synthesizes', 'synthesizes'],
};

/** What `declare const` stands for in samples, by the type. */
const GIVEN: Readonly<Record<string, string>> = {
  'ec2.Vpc': "new ec2.Vpc(this, 'GivenVpc', { maxAzs: 1 })",
  'ec2.GatewayVpcEndpoint': "new ec2.Vpc(this, 'GivenVpc', { maxAzs: 1 }).addGatewayEndpoint('S3', { service: ec2.GatewayVpcEndpointAwsService.S3 })",
  'iam.Role': "new iam.Role(this, 'GivenRole', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') })",
  'lambda.IFunction': "lambda.Function.fromFunctionArn(this, 'GivenFunction', 'arn:aws:lambda:eu-west-1:111122223333:function:responder')",
  's3.IBucket': "new HardenedBucket(this, 'GivenBucket')",
  's3.IBucket[]': "[new HardenedBucket(this, 'GivenBucket'), new HardenedBucket(this, 'OtherGivenBucket')]",
};

/** Runs a sample in the constructor of a stack `Office`, synthesizes all apps of it, and says why one is refused, if one is. */
function refusalOf(code: string): string {
  const apps: cdk.App[] = [];
  class App extends cdk.App {
    constructor(props: cdk.AppProps = {}) {
      super({ ...props, context: { '@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy': true, '@aws-cdk/core:appMode': 'inmemory', ...props.context } });
      apps.push(this);
    }
  }
  const fixture = fs.readFileSync(path.join(__dirname, '..', 'rosetta', 'default.ts-fixture'), 'utf8');
  const imports = code.includes('import ') ? '' : fixture.split('class Example')[0];
  const given = code.replace(/^declare const (\w+): (.+);$/gm, (_, name: string, type: string) => `const ${name} = ${GIVEN[type] ?? `missing('${type}')`};`);
  const { outputText } = ts.transpileModule(`${imports}\n${given}`, { compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 } });
  const modules: Readonly<Record<string, unknown>> = { 'aws-cdk-lib': { ...cdk, App }, 'cdk-hardened-bucket': library, 'constructs': { Construct } };
  try {
    new Function('require', 'exports', outputText).call(new cdk.Stack(new App(), 'Office', { env: { account: '111122223333', region: 'eu-west-1' } }), (name: string) => modules[name], {});
    apps.forEach((app) => app.synth());
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}

/** The text without the indentation of a list; the line of code that creates a bucket is in the reader's file and not in ours. */
const trimmed = (text: string) => text.split('\n').map((line) => line.trim().replace(/^(created at:).*/, '$1 …')).filter((line) => line !== '').join('\n');

test('every sample has a row, and every row a sample', () => {
  expect(Object.fromEntries(Object.entries(CLAIMS).map(([heading, claims]) => [heading, claims.length])))
    .toEqual(SAMPLES.reduce<Record<string, number>>((counts, { heading }) => ({ ...counts, [heading]: (counts[heading] ?? 0) + 1 }), {}));
});

const rows = Object.entries(CLAIMS).flatMap(([heading, claims]) => claims.map((claim, i): [string, Claim, Block | undefined] =>
  [`${heading}, ${i + 1}`, claim, SAMPLES.filter((one) => one.heading === heading)[i]]));

test.each(rows)('the sample of %s does what README says', (_, claim, block) => {
  const { code, next } = block!;
  if (claim === 'synthesizes') {
    expect(refusalOf(code)).toBe('');
  } else if ('refusedAs' in claim) {
    expect(trimmed(refusalOf(code))).toContain(trimmed(next!));
  } else if ('without' in claim) {
    expect(refusalOf(code)).toBe('');
    expect(refusalOf(code.split('\n').filter((line) => !line.includes(claim.without)).join('\n'))).toMatch(claim.refused);
  } else {
    expect(refusalOf(code)).toMatch(claim.refused);
  }
});

/** What README shows of a refusal, and the code that is refused so: `Office` is the stack. */
const REFUSALS: readonly [start: string, code: string][] = [
  ['[Office/Records] HardenedBucket-GrantsEffective', `
    const records = new HardenedBucket(this, 'Records', { perimeter: { network: { vpcEndpointIds: ['vpce-0123456789abcdef0'] } } });
    const exporter = new lambda.Function(this, 'Export', { runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.handler', code: lambda.Code.fromInline('exports.handler = () => {};') });
    records.grantRead(exporter);`],
  ['[Office/Records] HardenedBucket-BlockPublicAccess', `
    const records = new HardenedBucket(this, 'Records');
    (records.node.defaultChild as s3.CfnBucket).addPropertyOverride('PublicAccessBlockConfiguration.BlockPublicPolicy', false);`],
  ['[Office/Records] noncurrentVersionExpiration', "new HardenedBucket(this, 'Records', { noncurrentVersionExpiration: Duration.days(0) });"],
];

test.each(REFUSALS)('README shows the refusal %s… word for word', (start, code) => {
  const shown = BLOCKS.find((block) => block.language === 'text' && block.code.startsWith(start));
  expect(trimmed(refusalOf(code))).toContain(trimmed(shown!.code));
});

/** Outputs of the command, which the tests of the command and of its readers look at. */
const OF_COMMAND = /^\$ hardened-bucket (check|compare|policy) /;

test('every text that README shows is a refusal with a row, or an output of the command', () => {
  expect(BLOCKS.filter(({ language, code }) => language === 'text' && !OF_COMMAND.test(code) && !REFUSALS.some(([start]) => code.startsWith(start)))).toEqual([]);
});
