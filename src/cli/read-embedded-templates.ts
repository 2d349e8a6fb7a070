import { dirname } from 'node:path';
import { embeddedSource } from './embedded-source';
import { InputProblem } from './input-problem';
import { localFile } from './local-templates';
import { OpenTexts } from './open-texts';
import { readTemplateText } from './read-template-text';
import { Reading, realPath } from './reading';
import { partOf } from './source';
import { SourceText } from './source-text';
import { TemplateEvaluator } from '../template/evaluate-template';
import { isLoop } from '../template/for-each';
import { isRecord, ownValue, textOf } from '../template/read-json';
import { TemplateError, templateOf } from '../template/read-template';
import { Template } from '../template/template';
import { writtenPath } from '../template/written-path';

const STACK_SET = 'AWS::CloudFormation::StackSet';
/** More than a template may have resources. */
const MOST = 500;

/**
 * Reads the templates that stand inside of others, in the stack sets that deploy them: each is judged as one of its own, because it
 * is deployed elsewhere.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudformation-stackset.html
 */
export function readEmbeddedTemplates(reading: Reading): void {
  let count = 0;
  // It grows while it is walked.
  for (const { templates } of reading.groups) {
    const withSets = templates.filter(({ resources }) => Object.entries(resources).some(([key, resource]) => isLoop(key) || ownValue(resource, 'Type') === STACK_SET));
    const evaluator = withSets.length > 0 ? new TemplateEvaluator(templates) : undefined;
    for (const template of evaluator ? withSets : []) {
      for (const [logicalId, resource] of Object.entries(evaluator!.expanded(template).resources)) {
        if (ownValue(resource, 'Type') === STACK_SET && count++ < MOST) {
          readStackSet({ template, logicalId, properties: ownValue(resource, 'Properties'), evaluator: evaluator! }, reading);
        }
      }
    }
  }
}

interface StackSet {
  readonly template: Template;
  readonly logicalId: string;
  readonly properties: unknown;
  readonly evaluator: TemplateEvaluator;
}

function readStackSet(stackSet: StackSet, reading: Reading): void {
  const { template: { id: around }, template, logicalId, properties, evaluator } = stackSet;
  const [body, url] = [ownValue(properties, 'TemplateBody'), ownValue(properties, 'TemplateURL')];
  const path = writtenPath(template, logicalId, body === undefined ? 'TemplateURL' : 'TemplateBody', evaluator);
  const unread = (message: string) => reading.notes.push({ kind: 'unread', template: around, message, path });
  if (body === undefined) {
    const place = localFile(url, { path: dirname(around), id: dirname(around) });
    if (!place || !reading.templateFiles.has(realPath(place.path))) {
      unread(`the template of stack set ${logicalId} is not among those that were read${typeof url === 'string' ? `: ${JSON.stringify(url)}` : ''}`);
    }
    return;
  }
  const text = textIn(body);
  if (text === undefined && !isRecord(body)) {
    unread(`the template of stack set ${logicalId} is not known before deployment`);
    return;
  }
  const id = `${around}#${logicalId}`;
  try {
    const json = text === undefined ? body : readTemplateText(text.text);
    if (text === undefined && !isRecord(ownValue(json, 'Resources'))) {
      unread(`the template of stack set ${logicalId} is not known before deployment`);
      return;
    }
    const opened = text ? openJson(json, text, stackSet) : { json, values: {} };
    const inner = templateOf(opened.json, { id, parameterValues: { ...parametersOf(stackSet), ...opened.values } });
    const outer = reading.sources.get(around);
    if (outer) {
      reading.sources.set(id, text ? embeddedSource(new SourceText(around, text.text), text.written, outer, path) : partOf(outer, (below) => [...path, ...below]));
    }
    reading.groups.push({ templates: [inner], acknowledgements: new Map() });
  } catch (error) {
    if (!(error instanceof InputProblem || error instanceof TemplateError)) {
      throw error;
    }
    reading.fail(around, `the template of stack set ${logicalId}: ${error.message}`);
  }
}

/** A text of which parts are filled in at deployment: marks stand for them. */
interface OpenText {
  readonly text: string;
  /** As it is written. */
  readonly written: string;
  readonly mark: string;
  readonly expressions: readonly { readonly name: string; readonly expression: unknown }[];
}

function textIn(body: unknown): OpenText | undefined {
  if (typeof body === 'string') {
    return { text: body, written: body, mark: '', expressions: [] };
  }
  const [only, ...others] = isRecord(body) ? Object.entries(body) : [];
  const [name, argument] = only ?? [];
  if (others.length > 0) {
    return undefined;
  }
  if (name === 'Fn::Sub') {
    const [text, variables] = Array.isArray(argument) ? argument as unknown[] : [argument];
    return typeof text === 'string' ? marked(text.split(/(\$\{[^}]*\})/).map((part, index) => {
      const inside = part.slice('${'.length, -'}'.length);
      return index % 2 === 0 ? part : inside.startsWith('!') ? `\${${inside.slice(1)}}`
        : { name: inside, expression: ownValue(variables, inside) ?? { 'Fn::Sub': part } };
    }), text) : undefined;
  }
  const [delimiter, items] = name === 'Fn::Join' && Array.isArray(argument) ? argument as unknown[] : [];
  return typeof delimiter === 'string' && Array.isArray(items)
    ? marked(items.flatMap((item: unknown, index) => [...index > 0 ? [delimiter] : [], typeof item === 'string' ? item : { name: `part ${index}`, expression: item }]), '') : undefined;
}

type Part = string | OpenText['expressions'][number];

function marked(parts: readonly Part[], written: string): OpenText {
  const literal = parts.filter((part) => typeof part === 'string').join('');
  let mark = 'Qz';
  while (literal.includes(mark)) {
    mark += 'z';
  }
  const expressions = parts.filter((part) => typeof part !== 'string');
  return { text: parts.map((part) => typeof part === 'string' ? part : `${mark}${expressions.indexOf(part)}Q`).join(''), written: written === '' ? literal : written, mark, expressions };
}

/** The JSON with parameters for what is filled in, and the values of those that are known. */
function openJson(json: unknown, { mark, expressions }: OpenText, { template, evaluator }: StackSet): { json: unknown; values: Record<string, string> } {
  if (expressions.length === 0) {
    return { json, values: {} };
  }
  const nameOf = (index: string) => `${expressions[Number(index)].name.replace(/[.{}$!]+/g, ' ')} of the template around`;
  const texts = new OpenTexts((text) => text.split(new RegExp(`${mark}(\\d+)Q`)), nameOf);
  const opened = texts.in(json);
  const values = expressions.flatMap(({ expression }, index): [string, string][] => {
    const value = evaluator.evaluate(expression, template);
    return typeof value === 'string' && !value.includes('⟦') ? [[nameOf(String(index)), value]] : [];
  });
  const declared = ownValue(opened, 'Parameters');
  return { json: isRecord(opened) ? { ...opened, Parameters: { ...isRecord(declared) ? declared : {}, ...texts.parameters } } : opened, values: Object.fromEntries(values) };
}

/** The values of parameters that are the same in all stacks of the set. */
function parametersOf({ template, properties, evaluator }: StackSet): Record<string, string> {
  const evaluated = evaluator.evaluate(ownValue(properties, 'Parameters'), template);
  const groups = JSON.stringify(ownValue(properties, 'StackInstancesGroup') ?? '');
  return Object.fromEntries((Array.isArray(evaluated) ? evaluated : []).flatMap((entry: unknown): [string, string][] => {
    const [key, value] = [textOf(ownValue(entry, 'ParameterKey')), ownValue(entry, 'ParameterValue')];
    return key !== '' && typeof value === 'string' && !value.includes('⟦') && !groups.includes(JSON.stringify(key)) ? [[key, value]] : [];
  }));
}
