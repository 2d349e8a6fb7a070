import * as fs from 'node:fs';
import * as path from 'node:path';
import { LegacyESLint } from 'eslint/use-at-your-own-risk';

const ROOT = path.join(__dirname, '..');
const ROOMS = fs.readdirSync(path.join(ROOT, 'src'), { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name);

/** What the linter says of one import in a room. */
async function refusals(room: string, module: string): Promise<string[]> {
  const eslint = new LegacyESLint({ cwd: ROOT, useEslintrc: false, overrideConfig: { parser: '@typescript-eslint/parser', ...await importRules(room) } });
  const [{ messages }] = await eslint.lintText(`import { x } from '${module}';\nexport const y = x;\n`, { filePath: path.join(ROOT, 'src', room, 'probe.ts') });
  return messages.map(({ message }) => message);
}

async function importRules(room: string): Promise<object> {
  const config = JSON.parse(fs.readFileSync(path.join(ROOT, '.eslintrc.json'), 'utf8').replace(/^\/\/.*$/m, ''));
  return { rules: config.overrides.find(({ files }: { files: string[] }) => files.includes(`src/${room}/**/*.ts`))?.rules ?? {} };
}

/** Per room, what it may not import: one room above it, or a package that is not its own. */
test.each([
  ['policy', '../facts/bucket-facts', 'src/policy may import only these rooms: none'],
  ['policy', 'node:fs', 'src/policy may import only these packages: none'],
  ['policy', 'aws-cdk-lib', 'src/policy may import only these packages: none'],
  ['template', '../facts/bucket-facts', 'src/template may import only these rooms: policy'],
  ['template', 'node:fs', 'src/template may import only these packages: none'],
  ['facts', '../rules/rule', 'src/facts may import only these rooms: template, policy'],
  ['facts', 'aws-cdk-lib', 'src/facts may import only these packages: none'],
  ['rules', '../synth/bucket-index', 'src/rules may import only these rooms'],
  ['rules', 'constructs', 'src/rules may import only these packages: none'],
  ['adopt', 'aws-cdk-lib', 'src/adopt may import only these packages: none'],
  ['adopt', '../cli/run', 'src/adopt may import only these rooms'],
  ['mixins', '../checks/hardened-bucket-checks', 'src/mixins may import only these rooms'],
  ['input', '../facts/bucket-facts', 'src/input may import only these rooms: policy'],
  ['perimeter', '../facts/bucket-facts', 'src/perimeter may import only these rooms: input, policy'],
  ['perimeter', 'cdk-nag', 'src/perimeter may import only these packages'],
  ['monitoring', '../bucket/hardened-bucket', 'src/monitoring may import only these rooms: input'],
  ['synth', '../rules/rule', 'src/synth may import only these rooms: template, facts'],
  ['bucket', '../checks/hardened-bucket-checks', 'src/bucket may import only these rooms'],
  ['bucket', 'cdk-nag/lib/nag-pack', 'src/bucket may import only these packages'],
  ['checks', '../bucket/hardened-bucket', 'src/checks may import only these rooms'],
])('fails: src/%s imports %s', async (room, module, message) => {
  expect(await refusals(room, module)).toEqual([expect.stringContaining(message)]);
});

test.each([
  ['facts', '../policy/unknown-value'],
  ['rules', './rule'],
  ['synth', 'aws-cdk-lib'],
  ['bucket', 'aws-cdk-lib/aws-s3'],
  ['checks', 'cdk-nag/lib/nag-pack'],
  ['checks', '../input/input-checks'],
])('src/%s imports %s', async (room, module) => {
  expect(await refusals(room, module)).toEqual([]);
});

/** The constructs of the watch are published; what its handler is bundled with is not. */
test.each([
  ['@aws-sdk/client-s3', 'may import only these packages'],
  ['@smithy/node-http-handler', 'may import only these packages'],
  ['../account/account-reader', 'import neither the handler nor what is bundled with it'],
  ['../repair/repairs', 'import neither the handler nor what is bundled with it'],
  ['./handler/watch.lambda', 'import neither the handler nor what is bundled with it'],
])('fails: a construct of src/watch imports %s', async (module, message) => {
  const config = JSON.parse(fs.readFileSync(path.join(ROOT, '.eslintrc.json'), 'utf8').replace(/^\/\/.*$/m, ''));
  const { rules } = config.overrides.find(({ files }: { files: string[] }) => files.includes('src/watch/*.ts'));
  const eslint = new LegacyESLint({ cwd: ROOT, useEslintrc: false, overrideConfig: { parser: '@typescript-eslint/parser', rules } });
  const [{ messages }] = await eslint.lintText(`import { x } from '${module}';\nexport const y = x;\n`, { filePath: path.join(ROOT, 'src/watch/probe.ts') });
  expect(messages.map((each) => each.message)).toEqual([expect.stringContaining(message)]);
});

test.each(ROOMS)('src/%s has its row in the layer table', async (room) => {
  expect(await importRules(room)).toHaveProperty('rules.no-restricted-imports');
});
