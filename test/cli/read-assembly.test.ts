import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { App, aws_s3 as s3, CfnOutput, CfnParameter, NestedStack, Stack, Stage, Validations } from 'aws-cdk-lib';
import { readInputs } from '../../src/cli/read-inputs';
import { TemplateFacts } from '../../src/facts/template-facts';

let root: string;

beforeEach(() => {
  // CDK's own validation reports at length on templates that are not its concern here.
  process.env.CDK_VALIDATION = 'false';
  root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'read-assembly-')));
});

afterEach(() => {
  delete process.env.CDK_VALIDATION;
  fs.rmSync(root, { recursive: true });
});

/** What the CDK CLI asks of an app, and what an app does that is run by itself. */
const BY_CLI = { 'aws:cdk:enable-path-metadata': true, 'aws:cdk:enable-asset-metadata': true };
const BY_ITSELF = {};

function synth(fill: (app: App) => void, context: object = BY_CLI): string {
  const outdir = path.join(root, 'cdk.out');
  const app = new App({ outdir, context: context as Record<string, boolean> });
  fill(app);
  app.synth();
  return outdir;
}

function read(folder: string, parameters: string[] = []) {
  const { groups, errors } = readInputs([folder], parameters);
  const short = (text: string) => text.replaceAll(`${root}/`, '');
  return {
    groups,
    ids: groups.map(({ templates }) => templates.map(({ id }) => short(id))),
    errors: errors.map(({ template, message }) => `${short(template)}: ${message}`),
  };
}

const ENV = { account: '111122223333', region: 'eu-west-1' };

describe('the stacks of an app', () => {
  test('are one group, and each stage is another', () => {
    const outdir = synth((app) => {
      new s3.Bucket(new Stack(app, 'One'), 'Bucket');
      new s3.Bucket(new Stack(app, 'Two'), 'Bucket');
      const stage = new Stage(app, 'Stage');
      new s3.Bucket(new Stack(stage, 'One'), 'Bucket');
      new s3.Bucket(new Stack(new Stage(stage, 'Inner'), 'One'), 'Bucket');
    });
    expect(read(outdir)).toMatchObject({
      ids: [
        ['cdk.out/One.template.json', 'cdk.out/Two.template.json'],
        [expect.stringMatching(/^cdk\.out\/assembly-Stage\/StageOne\w+\.template\.json$/)],
        [expect.stringMatching(/^cdk\.out\/assembly-Stage\/assembly-Stage-Inner\/StageInnerOne\w+\.template\.json$/)],
      ],
      errors: [],
    });
  });

  test('keep their names and places, as far as they are decided', () => {
    const { groups } = read(synth((app) => {
      new Stack(app, 'Free');
      new Stack(app, 'Fixed', { env: ENV, stackName: 'own-name' });
      new Stack(new Stage(app, 'Stage', { env: { account: '444455556666' } }), 'Half');
    }));
    expect(groups.flatMap(({ templates }) => templates).map(({ stackName, account, region, fromCdk }) => ({ stackName, account, region, fromCdk }))).toEqual([
      { stackName: 'Free', account: undefined, region: undefined, fromCdk: true },
      { stackName: 'own-name', ...ENV, fromCdk: true },
      { stackName: 'Stage-Half', account: '444455556666', region: undefined, fromCdk: true },
    ]);
  });

  test('are read also where the app is inside of a named folder, and its files are no loose templates', () => {
    synth((app) => {
      new s3.Bucket(new NestedStack(new Stack(app, 'Stack'), 'Nested'), 'Bucket');
    });
    fs.writeFileSync(path.join(root, 'loose.yaml'), 'Resources: {}');
    fs.mkdirSync(path.join(root, 'cdk.out/asset.1'));
    fs.writeFileSync(path.join(root, 'cdk.out/asset.1/template.yaml'), 'Resources: {}');
    expect(read(root).ids).toEqual([['cdk.out/Stack.template.json', expect.stringMatching(/Nested.*\.nested\.template\.json$/)], ['loose.yaml']]);
  });

  test('are read once, be the app, a stage or a file of it named too', () => {
    const outdir = synth((app) => {
      new Stack(app, 'Stack');
      new Stack(new Stage(app, 'Stage'), 'Stack');
    });
    const both = [path.join(outdir, 'Stack.template.json'), path.join(outdir, 'assembly-Stage'), outdir, path.join(outdir, '.')];
    const { groups, errors } = readInputs(both, []);
    expect({ stacks: groups.flatMap(({ templates }) => templates).map(({ stackName }) => stackName).sort(), errors }).toEqual({ stacks: ['Stack', 'Stage-Stack'], errors: [] });
  });

  test('know the bucket of another stack', () => {
    const { groups: [{ templates }] } = read(synth((app) => {
      const logs = new s3.Bucket(new Stack(app, 'Logs', { env: ENV }), 'Logs', { bucketName: 'the-logs' });
      new s3.Bucket(new Stack(app, 'Data', { env: ENV }), 'Data', { serverAccessLogsBucket: logs });
    }));
    const { buckets } = new TemplateFacts(templates);
    const data = buckets.find(({ address }) => address.logicalId.startsWith('Data'));
    expect(data?.logging).toMatchObject({ known: true, value: { target: expect.objectContaining({ name: 'the-logs' }) } });
  });
});

describe('nested stacks', () => {
  test.each([['made by the CLI', BY_CLI], ['made by the app itself', BY_ITSELF]])('are in the group of their parent, whose resource they know: %s', (_, context) => {
    const { groups, errors } = read(synth((app) => {
      const stack = new Stack(new Stage(app, 'Stage', { env: ENV }), 'Stack');
      const outer = new NestedStack(stack, 'Outer');
      new s3.Bucket(outer, 'Bucket');
      new s3.Bucket(new NestedStack(outer, 'Inner'), 'Bucket');
    }, context));
    expect(errors).toEqual([]);
    const [{ templates: [stack, outer, inner, ...more] }] = groups;
    expect(more).toEqual([]);
    expect(outer).toMatchObject({ ...ENV, fromCdk: true, parent: { template: stack.id, logicalId: expect.stringContaining('OuterNestedStack') } });
    expect(inner).toMatchObject({ ...ENV, fromCdk: true, parent: { template: outer.id, logicalId: expect.stringContaining('InnerNestedStack') } });
    expect(stack.resources).toHaveProperty(outer.parent!.logicalId);
    expect(outer.resources).toHaveProperty(inner.parent!.logicalId);
    expect(new TemplateFacts(groups[0].templates).buckets).toHaveLength(2);
  });

  test.each([['made by the CLI', BY_CLI], ['made by the app itself', BY_ITSELF]])('with the same content are several: %s', (_, context) => {
    const { groups, ids, errors } = read(synth((app) => {
      for (const name of ['One', 'Two']) {
        const stack = new Stack(app, name);
        new s3.Bucket(new NestedStack(stack, 'A'), 'Bucket');
        new s3.Bucket(new NestedStack(stack, 'B'), 'Bucket');
      }
    }, context));
    expect(errors).toEqual([]);
    expect(ids[0]).toHaveLength(6);
    expect(new Set(ids[0]).size).toBe(6);
    expect(ids[0].filter((id) => /^cdk\.out\/(One|Two)[AB]\w+\.nested\.template\.json$/.test(id))).toHaveLength(context === BY_CLI ? 4 : 2);
    expect(new TemplateFacts(groups[0].templates).buckets.map(({ address }) => address.template)).toHaveLength(4);
  });

  test('that someone deploys from elsewhere are left out', () => {
    const { ids, errors } = read(synth((app) => {
      new NestedStack(new Stack(app, 'Stack'), 'Nested');
    }));
    expect({ ids: ids[0].length, errors }).toEqual({ ids: 2, errors: [] });
    const file = path.join(root, 'cdk.out/Stack.template.json');
    fs.writeFileSync(file, JSON.stringify({ Resources: { N: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: `https://x/${'a'.repeat(64)}.json` } } } }));
    expect(read(root)).toMatchObject({ ids: [['cdk.out/Stack.template.json']], errors: [] });
  });
});

describe('parameters', () => {
  test('are given to every stack that declares them, and to nested stacks by their parents alone', () => {
    const outdir = synth((app) => {
      const one = new Stack(app, 'One');
      const name = new CfnParameter(one, 'Name');
      const nested = new NestedStack(one, 'Nested', { parameters: { Name: 'passed' } });
      new CfnParameter(nested, 'Name');
      new CfnOutput(one, 'Output', { value: name.valueAsString });
      new Stack(app, 'Two');
    });
    expect(read(outdir, ['Name=x', 'Other=y']).groups[0].templates.map(({ parameterValues }) => parameterValues)).toEqual([{ Name: 'x' }, undefined, {}]);
  });

  test('of the manifest are given, unless the command line says otherwise', () => {
    const outdir = synth((app) => {
      const stack = new Stack(app, 'Stack');
      new CfnParameter(stack, 'A');
      new CfnParameter(stack, 'B');
    });
    edit(path.join(outdir, 'manifest.json'), (manifest) => {
      manifest.artifacts.Stack.properties.parameters = { A: 'a', B: 'b', C: 'c', D: 7 };
    });
    expect(read(outdir, ['B=x']).groups[0].templates[0].parameterValues).toEqual({ A: 'a', B: 'x' });
  });
});

describe('acknowledgements', () => {
  const fill = (app: App) => {
    const reason = 'because';
    Validations.of(app).acknowledge({ id: 'on-app', reason });
    const stack = new Stack(app, 'Stack');
    Validations.of(stack).acknowledge({ id: 'on-stack', reason });
    Validations.of(new s3.Bucket(stack, 'Bucket')).acknowledge({ id: 'S3-1', reason }, { id: 'Pack::S3-2[finding]', reason });
    Validations.of(new s3.Bucket(new NestedStack(stack, 'Nested'), 'Bucket')).acknowledge({ id: 'in-nested', reason });
    const stage = new Stage(app, 'Stage');
    Validations.of(stage).acknowledge({ id: 'on-stage', reason });
    Validations.of(new s3.Bucket(new Stack(stage, 'Stack'), 'Bucket')).acknowledge({ id: 'in-stage', reason });
  };

  test('are kept by the path of their construct, as CDK names them', () => {
    const { groups } = read(synth(fill));
    expect(groups.map(({ acknowledgements }) => Object.fromEntries(acknowledgements))).toEqual([
      { 'Stack': ['Annotation::on-stack'], 'Stack/Bucket': ['Annotation::S3-1', 'Pack::S3-2[finding]'], 'Stack/Nested/Bucket': ['Annotation::in-nested'] },
      { 'Stage/Stack/Bucket': ['Annotation::in-stage'] },
    ]);
  });

  // If this fails, a newer CDK writes them, and they have to be read.
  test('on the app or a stage itself do not reach the assembly', () => {
    const outdir = synth(fill);
    const files = fs.readdirSync(outdir, { recursive: true, encoding: 'utf8' }).map((name) => path.join(outdir, name)).filter((file) => fs.statSync(file).isFile());
    expect(files.filter((file) => /on-app|on-stage/.test(fs.readFileSync(file, 'utf8')))).toEqual([]);
    expect(files.filter((file) => fs.readFileSync(file, 'utf8').includes('on-stack'))).toHaveLength(1);
  });

  test.each<[law: string, move: (artifact: any, metadata: object) => void]>([
    ['in the properties of the artifact', (artifact) => {
      artifact.properties.additionalMetadataFile = artifact.additionalMetadataFile;
      delete artifact.additionalMetadataFile;
    }],
    ['in the manifest itself, as older versions of CDK write it', (artifact, metadata) => {
      artifact.metadata = metadata;
      delete artifact.additionalMetadataFile;
    }],
  ])('are found with the metadata %s', (_, move) => {
    const outdir = synth(fill);
    edit(path.join(outdir, 'manifest.json'), ({ artifacts }) => move(artifacts.Stack, JSON.parse(fs.readFileSync(path.join(outdir, 'Stack.metadata.json'), 'utf8'))));
    expect(read(outdir).groups[0].acknowledgements.get('Stack/Bucket')).toEqual(['Annotation::S3-1', 'Pack::S3-2[finding]']);
  });

  test('can be found from every resource, be the path of its construct written by the CLI or not', () => {
    const paths = [BY_CLI, BY_ITSELF].map((context) => {
      const { groups } = read(synth(fill, context));
      fs.rmSync(path.join(root, 'cdk.out'), { recursive: true });
      return groups.flatMap(({ templates }) => templates).flatMap(({ resources }) => Object.values(resources)).filter(({ Type }) => Type === 'AWS::S3::Bucket').map(({ Metadata }) => Metadata?.['aws:cdk:path']);
    });
    expect(paths[1]).toEqual(['Stack/Bucket/Resource', 'Stack/Nested/Bucket/Resource', 'Stage/Stack/Bucket/Resource']);
    expect(paths[0]).toEqual(paths[1]);
  });
});

function edit(file: string, change: (json: any) => void): void {
  const json = JSON.parse(fs.readFileSync(file, 'utf8'));
  change(json);
  fs.writeFileSync(file, JSON.stringify(json));
}

/** What is broken is named, and the stack beside it is still read. */
describe('fails for', () => {
  const LIST = { artifacts: [] };
  test.each<[law: string, break_: (outdir: string) => void, errors: string[], read: number]>([
    ['a template that is missing', (outdir) => fs.rmSync(path.join(outdir, 'Bad.template.json')), ['cdk.out/Bad.template.json: there is no such file or folder'], 2],
    ['a template that is broken', (outdir) => fs.writeFileSync(path.join(outdir, 'Bad.template.json'), '{'), ['cdk.out/Bad.template.json: line 1: not valid JSON'], 2],
    ['a template that is none', (outdir) => fs.writeFileSync(path.join(outdir, 'Bad.template.json'), '[]'), ['cdk.out/Bad.template.json: not a CloudFormation template'], 2],
    ['a nested template that is missing', (outdir) => fs.rmSync(path.join(outdir, nestedFile(outdir))), ['.nested.template.json: there is no such file or folder'], 3],
    ['a nested template that is broken', (outdir) => fs.writeFileSync(path.join(outdir, nestedFile(outdir)), 'x: ['), ['.nested.template.json: line 1: not valid YAML'], 3],
    ['metadata that are missing', (outdir) => fs.rmSync(path.join(outdir, 'Bad.metadata.json')), ['cdk.out/Bad.metadata.json: there is no such file or folder'], 4],
    ['metadata that are broken', (outdir) => fs.writeFileSync(path.join(outdir, 'Bad.metadata.json'), '[]'), ['cdk.out/Bad.metadata.json: an object is expected'], 4],
    ['assets that are missing', (outdir) => fs.rmSync(path.join(outdir, 'Bad.assets.json')), ['cdk.out/Bad.assets.json: there is no such file or folder'], 3],
    ['a stage without a manifest', (outdir) => fs.rmSync(path.join(outdir, 'assembly-Stage/manifest.json')), ['cdk.out/assembly-Stage/manifest.json: there is no such file or folder'], 3],
    ['a stage with a broken manifest', (outdir) => fs.writeFileSync(path.join(outdir, 'assembly-Stage/manifest.json'), JSON.stringify(LIST)), ['cdk.out/assembly-Stage/manifest.json: the manifest has no artifacts'], 3],
    ['a template outside', (outdir) => edit(path.join(outdir, 'manifest.json'), ({ artifacts }) => {
      artifacts.Bad.properties.templateFile = '../../etc/passwd';
    }), ['cdk.out/manifest.json: the path "../../etc/passwd" leaves the assembly'], 2],
    ['a template at an absolute path', (outdir) => edit(path.join(outdir, 'manifest.json'), ({ artifacts }) => {
      artifacts.Bad.properties.templateFile = '/etc/passwd';
    }), ['cdk.out/manifest.json: the path "/etc/passwd" leaves the assembly'], 2],
    ['a template behind a link to the outside', (outdir) => {
      fs.rmSync(path.join(outdir, 'Bad.template.json'));
      fs.symlinkSync('/etc/passwd', path.join(outdir, 'Bad.template.json'));
    }, ['cdk.out/manifest.json: the path "Bad.template.json" leaves the assembly'], 2],
    ['no template', (outdir) => edit(path.join(outdir, 'manifest.json'), ({ artifacts }) => {
      delete artifacts.Bad.properties;
    }), ['cdk.out/manifest.json: the name of a file is expected, not undefined'], 2],
    ['metadata outside', (outdir) => edit(path.join(outdir, 'manifest.json'), ({ artifacts }) => {
      artifacts.Bad.additionalMetadataFile = '../x';
    }), ['cdk.out/manifest.json: the path "../x" leaves the assembly'], 4],
    ['a stage outside', (outdir) => edit(path.join(outdir, 'manifest.json'), ({ artifacts }) => {
      artifacts['assembly-Stage'].properties.directoryName = '..';
    }), ['cdk.out/manifest.json: the path ".." leaves the assembly'], 3],
    ['a nested template outside', (outdir) => edit(path.join(outdir, 'Bad.assets.json'), ({ files }) => {
      for (const file of Object.values<any>(files)) {
        file.source.path = '../../etc/passwd';
      }
    }), ['cdk.out/Bad.template.json: the path "../../etc/passwd" leaves the assembly'], 3],
    ['a nested stack that nests itself', (outdir) => fs.copyFileSync(path.join(outdir, 'Bad.template.json'), path.join(outdir, nestedFile(outdir))), [' in itself'], 4],
    ['nested stacks that double', (outdir) => {
      // A hundred levels of two that are one file each.
      const files = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [String(i).padStart(64, '0'), { source: { path: `n${i}.json` } }]));
      const nesting = (i: number) => ({ Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: `https://x/${String(i).padStart(64, '0')}` } });
      const nestingTwice = (i: number) => JSON.stringify({ Resources: { A: nesting(i), B: nesting(i) } });
      for (let i = 0; i < 100; i++) {
        fs.writeFileSync(path.join(outdir, `n${i}.json`), nestingTwice(i + 1));
      }
      edit(path.join(outdir, 'Bad.assets.json'), (json) => Object.assign(json, { files }));
      fs.writeFileSync(path.join(outdir, 'Bad.template.json'), nestingTwice(0));
    }, ['more than 2000 nested stacks'], 2002],
    ['nothing, if a stage is the app itself', (outdir) => edit(path.join(outdir, 'manifest.json'), ({ artifacts }) => {
      artifacts['assembly-Stage'].properties.directoryName = '.';
    }), [], 3],
    ['nothing, if there is nonsense where nothing is read', (outdir) => {
      edit(path.join(outdir, 'manifest.json'), ({ artifacts }) => {
        Object.assign(artifacts, { Null: null, List: [], Type: { type: { toString: 1 } } });
        Object.assign(artifacts.Bad, { environment: { toString: 1 }, dependencies: { toString: 1 }, metadata: [null, { '/Bad': 7 }] });
      });
      edit(path.join(outdir, 'Bad.metadata.json'), (json) => Object.assign(json, { '/a': null, '/b': [null, 7, { type: 'aws:cdk:acknowledged-rules' }, { type: 'aws:cdk:logicalId', data: { toString: 1 } }] }));
    }, [], 4],
  ])('%s', (_, break_, messages, count) => {
    const outdir = synth((app) => {
      const bad = new Stack(app, 'Bad');
      new s3.Bucket(bad, 'Bucket');
      new s3.Bucket(new NestedStack(bad, 'Nested'), 'Bucket');
      new s3.Bucket(new Stack(app, 'Good'), 'Bucket');
      new s3.Bucket(new Stack(new Stage(app, 'Stage'), 'Stack'), 'Bucket');
    }, BY_ITSELF);
    break_(outdir);
    const { ids, errors } = read(outdir);
    // The doubling nested stacks give one error for each level, and only the first says something new.
    expect({ errors: messages.length > 0 ? errors.slice(0, messages.length) : errors, count: ids.flat().length })
      .toEqual({ errors: messages.map((message) => expect.stringContaining(message)), count });
    expect(ids.flat()).toContain('cdk.out/Good.template.json');
  });

  test('a manifest that is broken, and reads the templates one by one', () => {
    const outdir = synth((app) => {
      new s3.Bucket(new Stack(app, 'One'), 'Bucket');
      new s3.Bucket(new Stack(app, 'Two'), 'Bucket');
    });
    fs.writeFileSync(path.join(outdir, 'manifest.json'), '{"artifacts": ');
    expect(read(outdir)).toMatchObject({ ids: [['cdk.out/One.template.json'], ['cdk.out/Two.template.json']], errors: [expect.stringContaining('cdk.out/manifest.json: line 1: not valid JSON')] });
  });
});

function nestedFile(outdir: string): string {
  return fs.readdirSync(outdir).find((name) => name.endsWith('.nested.template.json'))!;
}
