import { OpenTexts } from './open-texts';
import { Reading } from './reading';
import { partOf, Source } from './source';
import { isRecord, ownValue, textOf } from '../template/read-json';
import { TemplateContext, templateOf } from '../template/read-template';
import { Template, TemplatePath } from '../template/template';

const SECTIONS = ['Parameters', 'Mappings', 'Conditions', 'Resources', 'Outputs'];

/** Says of a file that it is a service of the Serverless Framework, on AWS as far as it says. */
export function isServerless(json: unknown): json is Readonly<Record<string, unknown>> {
  const provider = ownValue(json, 'provider');
  const name = typeof provider === 'string' ? provider : ownValue(provider, 'name');
  return isRecord(json) && json.Resources === undefined && provider !== undefined && json.service !== undefined && (name === undefined || name === 'aws' || textOf(name).includes('${'));
}

/**
 * Reads the resources of a service as the template that they are a part of, and notes what buckets the framework makes beside them.
 *
 * @throws TemplateError
 * @see https://www.serverless.com/framework/docs/providers/aws/guide/resources
 */
export function readServerless(json: Readonly<Record<string, unknown>>, source: Source, context: TemplateContext, reading: Reading): Template {
  const parts = partsOf(json.resources);
  const texts = new OpenTexts(splitAtVariables, (variable) => variable.slice('${'.length, -'}'.length));
  const note = (message: string, path: TemplatePath) => reading.notes.push({ kind: 'unread', template: context.id, message, path: pathBack(path) });
  const pathsThere = new Map<string, TemplatePath>();
  const merged = Object.fromEntries(SECTIONS.map((section): [string, Record<string, unknown>] => [section, {}]));
  for (const { part, path } of parts) {
    for (const section of isRecord(part) ? SECTIONS : []) {
      const written = ownValue(part, section);
      for (const [name, value] of Object.entries(isRecord(written) ? written : {})) {
        pathsThere.set(JSON.stringify([section, name]), [...path, section, name]);
        merged[section][name] = texts.in(value);
      }
      noteVariable(written, [...path, section], note);
      Object.entries(isRecord(written) && section === 'Resources' ? written : {}).forEach(([name, value]) => noteVariable(value, [...path, section, name], note));
    }
    noteVariable(part, path, note);
  }
  notesOnBuckets(json, note);
  // A note of the file has a path from its top, and one of the template from the top of that.
  reading.sources.set(context.id, partOf(source, ([first, name, ...rest]) => first === WHOLE_FILE ? rest
    : [...pathsThere.get(JSON.stringify([first, name])) ?? ['resources'], ...rest]));
  return templateOf({ ...merged, Parameters: { ...merged.Parameters, ...texts.parameters } }, context);
}

const WHOLE_FILE = '';

function pathBack(path: TemplatePath): TemplatePath {
  return [WHOLE_FILE, '', ...path];
}

/** `resources` may be a list, whose items are put together. */
function partsOf(resources: unknown): { part: unknown; path: TemplatePath }[] {
  return Array.isArray(resources) ? resources.map((part: unknown, index) => ({ part, path: ['resources', index] })) : [{ part: resources, path: ['resources'] }];
}

type OnNote = (message: string, path: TemplatePath) => void;

function noteVariable(written: unknown, path: TemplatePath, note: OnNote): void {
  if (typeof written === 'string') {
    note(`what ${JSON.stringify(written)} stands for is checked only if it is a separate template among the paths`, path);
  }
}

/** @see https://www.serverless.com/framework/docs/providers/aws/events/s3 */
function notesOnBuckets({ functions, provider }: Readonly<Record<string, unknown>>, note: OnNote): void {
  const groups = Array.isArray(functions) ? functions.map((group: unknown, index) => ({ group, path: ['functions', index] })) : [{ group: functions, path: ['functions'] }];
  for (const { group, path } of groups) {
    noteVariable(group, path, note);
    for (const [name, definition] of Object.entries(isRecord(group) ? group : {})) {
      const events = ownValue(definition, 'events');
      (Array.isArray(events) ? events : []).forEach((event: unknown, index) => {
        const s3 = ownValue(event, 's3');
        const bucket = typeof s3 === 'string' ? s3 : ownValue(s3, 'bucket');
        if (s3 !== undefined && textOf(ownValue(s3, 'existing')) !== 'true') {
          note(`the framework makes the bucket ${JSON.stringify(bucket ?? s3)} for an event of function ${name}; it is not among the resources and is not judged`, [...path, name, 'events', index, 's3']);
        }
      });
    }
  }
  const deployment = ownValue(provider, 'deploymentBucket');
  const name = typeof deployment === 'string' ? deployment : ownValue(deployment, 'name');
  note(name === undefined ? 'the framework makes a bucket for deployments; it is not among the resources and is not judged'
    : `the deployment bucket ${JSON.stringify(name)} is not among the resources and is not judged`, deployment === undefined ? ['provider'] : ['provider', 'deploymentBucket']);
}

/** Every second part is a variable of the framework. Those of `Fn::Sub` and of policies are none. */
function splitAtVariables(text: string): string[] {
  const parts = text.split(/(\$\{(?:[^{}]|\$\{(?:[^{}]|\$\{[^{}]*\})*\})*\})/);
  return parts.reduce<string[]>((joined, part, index) => {
    if (index % 2 === 1 && VARIABLE.test(part)) {
      return [...joined, part, ''];
    }
    return [...joined.slice(0, -1), (joined.at(-1) ?? '') + part];
  }, ['']);
}

/** @see https://www.serverless.com/framework/docs/guides/variables */
const SOURCES = [
  'self', 'opt', 'env', 'sls', 'param', 'file', 'git', 'cf', 'ssm', 'output', 'terraform', 'vault', 'doppler', 'strToBool',
  // Policies have variables that begin alike: `${s3:prefix}`, `${aws:username}`.
  's3(?=:[^}]*/)', 'aws(?=:(?:accountId|region)\\b)',
];
const VARIABLE = new RegExp(`^\\$\\{(?:(?:${SOURCES.join('|')})(?:\\([^)]*\\))?(?:\\.[\\w-]+)*:(?!:)|\\w+\\()`);
