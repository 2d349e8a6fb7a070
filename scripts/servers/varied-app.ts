import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, PolicyViolation, Stack } from 'aws-cdk-lib';
import { CfnInclude } from 'aws-cdk-lib/cloudformation-include';
import { DeployableTemplate, Properties } from './deploy';
import { ACCOUNT, REGION, SERVERS } from './places';
import { variedStacks } from './varied-buckets';
import { CheckLevel, HardenedBucketChecks } from '../../src';
import { readInputs } from '../../src/cli/read-inputs';
import { Check } from '../../src/rules/check';
import { checkReport } from '../../src/rules/check-report';
import { Finding } from '../../src/rules/finding';

/** The findings of each bucket by its name, as texts: `violation HardenedBucket-Versioning[Status]`. */
export type Verdicts = ReadonlyMap<string, readonly string[]>;

/** Buckets of any settings in a CDK app, which is judged at synth and by its templates. */
export class VariedApp {
  /** The templates that CDK makes, one for each stack. */
  public readonly templates: readonly DeployableTemplate[];
  private readonly app: App;
  private readonly folder: string;
  /** By the paths of the constructs. */
  private readonly buckets = new Map<string, Properties>();

  constructor(stacks: number) {
    mkdirSync(SERVERS, { recursive: true });
    this.folder = mkdtempSync(join(SERVERS, 'varied-'));
    this.app = new App({ outdir: join(this.folder, 'cdk.out') });
    for (const [i, template] of variedStacks(stacks).entries()) {
      const templateFile = join(this.folder, `${i}.json`);
      writeFileSync(templateFile, JSON.stringify(template));
      new CfnInclude(new Stack(this.app, `Varied${i}`, { env: { account: ACCOUNT, region: REGION } }), 'Template', { templateFile });
      Object.entries(template.Resources).filter(([, { Type }]) => Type === 'AWS::S3::Bucket')
        .forEach(([id, { Properties: properties }]) => this.buckets.set(`Varied${i}/Template/${id}`, properties!));
    }
    // What CDK's own validation says of these buckets is of no interest here.
    process.env.CDK_VALIDATION = 'false';
    this.templates = this.app.synth().stacks.map(({ template }) => template as DeployableTemplate);
    delete process.env.CDK_VALIDATION;
  }

  /** The names of the buckets of the first stacks. */
  public namesIn(stacks: number): string[] {
    return [...this.buckets].filter(([path]) => Number(/^Varied(\d+)/.exec(path)![1]) < stacks).map(([, { BucketName }]) => BucketName as string);
  }

  /** The properties of a bucket in the template. */
  public propertiesOf(name: string): Properties {
    return [...this.buckets.values()].find(({ BucketName }) => BucketName === name)!;
  }

  /** What the pack says. */
  public bySynth(): Verdicts {
    const { violations } = new HardenedBucketChecks(this.app, { level: CheckLevel.STRICT }).validateScope(this.app);
    const nameOf = ({ violatingResources: [resource] }: PolicyViolation) => this.buckets.get(resource.constructPath ?? '')?.BucketName as string | undefined;
    return this.byBucket(violations, nameOf, ({ ruleName, ruleMetadata }) => `${ruleMetadata!.verdict} ${ruleName}`);
  }

  /** What the command `check` says of `cdk.out`, but for some rules. */
  public byTemplate(excluded: readonly string[]): Verdicts {
    const { groups, errors } = readInputs([this.app.outdir], []);
    const report = checkReport(groups, errors, new Check({ level: 'STRICT', excluded }));
    if (report.errors.length > 0) {
      throw new Error(report.errors.map(({ message }) => message).join('\n'));
    }
    return this.byFindings(report.findings, ({ constructPath }) => this.buckets.get(constructPath!)?.BucketName);
  }

  /** What was found on the buckets that were deployed. */
  public byFindings(findings: readonly Finding[], nameOf: (finding: Finding) => string | null | undefined): Verdicts {
    return this.byBucket(findings, nameOf, ({ verdict, rule, evidence }) => `${verdict} ${rule}[${evidence.id}]`);
  }

  public remove(): void {
    rmSync(this.folder, { recursive: true });
  }

  private byBucket<T>(items: readonly T[], nameOf: (item: T) => string | null | undefined, textOf: (item: T) => string): Verdicts {
    const verdicts = new Map<string, string[]>([...this.buckets.values()].map(({ BucketName }) => [BucketName, []]));
    for (const item of items) {
      const texts = verdicts.get(nameOf(item) ?? '');
      if (texts === undefined) {
        throw new Error(`a finding is on no bucket of the app: ${textOf(item)}`);
      }
      // The policy of a bucket is a resource of its own in a template, and has no name in S3.
      texts.push(textOf(item).replace(/\[(Varied\d+|Logs)Policy\.|\[[\w-]+\/policy\./, '[policy.'));
    }
    return verdicts;
  }
}
