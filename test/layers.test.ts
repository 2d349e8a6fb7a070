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
  // The last that speaks of a file counts: that of a part of a room, else that of the room.
  const [own] = room.split('/');
  const of = (name: string) => config.overrides.find(({ files }: { files: string[] }) => files.includes(`src/${name}/**/*.ts`))?.rules;
  return { rules: of(room) ?? of(own) ?? {} };
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
  // From a folder in a room, too.
  ['facts/places/rows', '../../../rules/rule', 'src/facts may import only these rooms: template, policy'],
  ['policy/search', '../../template/known', 'src/policy may import only these rooms: none'],
  ['reach/access', '../../rules/rule', 'src/reach may import only these rooms'],
  ['watch/handler', '../../bucket/hardened-bucket', 'src/watch/handler may import only these rooms: account, repair, template, facts, rules, policy'],
  ['watch/handler', 'aws-cdk-lib', 'src/watch/handler may import only these packages: @aws-sdk, node:crypto'],
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
  ['reach/access', '../network-path'],
  ['reach/access', '../../facts/bucket-facts'],
  ['watch/handler', '../../account/account-reader'],
  ['watch/handler', '../watch-environment'],
  ['watch/handler', '@aws-sdk/client-dynamodb'],
])('src/%s imports %s', async (room, module) => {
  expect(await refusals(room, module)).toEqual([]);
});

/** The constructs of the watch are published; what its handler is bundled with is not. */
test.each([
  ['@aws-sdk/client-s3', 'may import only these packages'],
  ['@smithy/node-http-handler', 'may import only these packages'],
  ['../account/account-reader', 'src/watch may import only these rooms: input, monitoring, bucket, checks, template, facts, rules, policy'],
  ['../repair/repairs', 'src/watch may import only these rooms: input, monitoring, bucket, checks, template, facts, rules, policy'],
  ['./handler/watch.lambda', 'src/watch may import only these rooms: input, monitoring, bucket, checks, template, facts, rules, policy'],
])('fails: a construct of src/watch imports %s', async (module, message) => {
  expect(await refusals('watch', module)).toEqual([expect.stringContaining(message)]);
});

test.each(ROOMS)('src/%s has its row in the layer table', async (room) => {
  expect(await importRules(room)).toHaveProperty('rules.no-restricted-imports');
});
