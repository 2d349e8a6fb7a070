import { isRecord, ownValue } from './read-json';
import { withGlobals } from './serverless-globals';
import { Template } from './template';

/** What is known of a template from outside of it. */
export interface TemplateContext extends Pick<Template, 'id' | 'stackName' | 'account' | 'region' | 'parent' | 'repeatedKeys'> {
  /** The values that parameters are given; those of parameters that the template does not declare are left out. */
  readonly parameterValues?: Readonly<Record<string, string>>;
  /** Whether CDK made the template, if that is known without looking for its marks. */
  readonly fromCdk?: boolean;
}

/** Why a value is not a CloudFormation template. */
export class TemplateError extends Error {}

/**
 * Takes JSON for a template.
 *
 * Only the sections that facts are read from have to be of the right type. What a transform would add or change is not
 * there yet, and resources that are malformed are left for CloudFormation to refuse.
 *
 * @throws TemplateError naming the section, and what stands there
 */
export function templateOf(json: unknown, context: TemplateContext): Template {
  if (!isRecord(json)) {
    throw new TemplateError(`not a CloudFormation template: an object is expected, not ${described(json)}`);
  }
  if (ownValue(json, 'Resources') === undefined) {
    throw new TemplateError('not a CloudFormation template: it has no Resources');
  }
  const resources = withGlobals(section(json, 'Resources') as Template['resources'], ownValue(json, 'Globals'));
  const parameters = section(json, 'Parameters');
  const transforms = Object.fromEntries(['Transform', 'Fn::Transform'].flatMap((key) => ownValue(json, key) === undefined ? [] : [[key, ownValue(json, key)]]));
  return {
    ...context,
    resources,
    hasGlobals: true,
    outputs: section(json, 'Outputs') ?? {},
    parameters,
    parameterValues: context.parameterValues && Object.fromEntries(Object.entries(context.parameterValues).filter(([name]) => ownValue(parameters, name) !== undefined)),
    mappings: section(json, 'Mappings'),
    conditions: section(json, 'Conditions'),
    ...Object.keys(transforms).length > 0 ? { transforms } : {},
    fromCdk: context.fromCdk ?? Object.values(resources).some(isMarkOfCdk),
  };
}

function section(template: object, name: string): Readonly<Record<string, object>> | undefined {
  // YAML has null for a section in which nothing is left.
  const written = ownValue(template, name);
  const found = written === null && name !== 'Resources' ? undefined : written;
  if (found !== undefined && !isRecord(found)) {
    throw new TemplateError(`${name} has to be an object, not ${described(found)}`);
  }
  return found as Readonly<Record<string, object>> | undefined;
}

function isMarkOfCdk(resource: unknown): boolean {
  return ownValue(resource, 'Type') === 'AWS::CDK::Metadata' || ownValue(ownValue(resource, 'Metadata'), 'aws:cdk:path') !== undefined;
}

function described(value: unknown): string {
  const text = Array.isArray(value) ? 'a list' : JSON.stringify(value) ?? 'nothing';
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
