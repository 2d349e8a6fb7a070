import { isRecord, ownValue } from './read-json';
import { isCustomResource } from './resource-types';
import { splitAroundSymbols, symbol } from './symbol';
import { Template, TemplateResource } from './template';
import { Placed, TemplatesByPlace } from './templates-by-place';
import { UnknownValue } from '../policy/unknown-value';

export { hasSymbol, withoutSymbols } from './symbol';

/**
 * Replaces the intrinsic functions of templates that are deployed together by what is known of their values.
 *
 * What AWS chooses at deployment but is the same wherever it is mentioned (a bucket's generated name, the account) becomes
 * a *symbol*, `⟦stack#LogicalId⟧`: equal to itself and to nothing else. What nobody can know (a parameter, an import
 * from elsewhere, a dynamic reference) becomes an `UnknownValue`. `AWS::NoValue` disappears with its key.
 *
 * It ends on every input: what is mentioned more than once is evaluated once, and what refers to itself is unknown.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
 */
export class TemplateEvaluator {
  private readonly byId = new Map<string, Template>();
  private readonly byStackName = new TemplatesByPlace<Template>();
  private readonly nested = new Map<string, Template>();
  /** The logical ids of outputs by the names they are exported under. */
  private readonly exports = new TemplatesByPlace<string>();
  private readonly mentioned = new Map<string, unknown>();
  private depth = 0;
  private steps = 0;

  constructor(templates: readonly Template[]) {
    for (const template of templates) {
      this.byId.set(template.id, template);
      if (template.stackName) {
        this.byStackName.add(template.stackName, template, template);
      }
      if (template.parent) {
        this.nested.set(symbol(template.parent.template, template.parent.logicalId), template);
      }
    }
    for (const template of templates) {
      for (const [logicalId, output] of Object.entries(template.outputs)) {
        const name = isRecord(output) && isRecord(output.Export) ? this.evaluate(output.Export.Name, template) : undefined;
        if (typeof name === 'string') {
          this.exports.add(name, template, logicalId);
        }
      }
    }
    // What the names of exports mention was looked up before all exports were there.
    this.mentioned.clear();
  }

  /** Evaluates a value of a template, all the way down. */
  evaluate(value: unknown, template: Template): unknown {
    if (this.depth === 0) {
      this.steps = 0;
    }
    if (this.depth > MAXIMUM_DEPTH || ++this.steps > MAXIMUM_STEPS) {
      return new UnknownValue(`the value is nested more than ${MAXIMUM_DEPTH} levels deep, or takes more than ${MAXIMUM_STEPS} steps to evaluate`);
    }
    this.depth++;
    try {
      return this.evaluateHere(value, template);
    } finally {
      this.depth--;
    }
  }

  private evaluateHere(value: unknown, template: Template): unknown {
    if (typeof value === 'string') {
      // A text that only looks like a symbol is nothing that AWS has chosen.
      return value.includes('⟦') ? new UnknownValue('the text contains ⟦') : composed(value);
    }
    if (Array.isArray(value)) {
      return value.map((item) => this.evaluate(item, template)).filter((item) => item !== undefined);
    }
    if (typeof value !== 'object' || value === null) {
      return value;
    }
    const entries = Object.entries(value);
    if (entries.length === 1 && (entries[0][0] === 'Ref' || entries[0][0].startsWith('Fn::'))) {
      return this.intrinsic(entries[0][0], entries[0][1], template);
    }
    const macro = entries.find(([key]) => key === 'Fn::Transform' || key.startsWith('Fn::ForEach'));
    return macro ? new UnknownValue(`${macro[0]} rewrites the object at deployment`) : Object.fromEntries(entries
      .map(([key, item]) => [key, this.evaluate(item, template)])
      .filter(([, item]) => item !== undefined));
  }

  private intrinsic(name: string, argument: unknown, template: Template): unknown {
    switch (name) {
      case 'Ref':
        return typeof argument === 'string' ? this.reference(argument, template) : unreadable(name, argument);
      case 'Fn::GetAtt':
        return this.attribute(argument, template);
      case 'Fn::Join':
        return this.join(argument, template);
      case 'Fn::Sub':
        return this.substitute(argument, template);
      case 'Fn::Select':
        return this.select(argument, template);
      case 'Fn::Split':
        return this.split(argument, template);
      case 'Fn::If':
        return this.either(argument, template);
      case 'Fn::ImportValue':
        return this.imported(argument, template);
      case 'Fn::GetStackOutput':
        return this.stackOutput(argument, template);
      default:
        return new UnknownValue(`${name} is decided at deployment`);
    }
  }

  /** Evaluates what a template mentions by name once, however often it is mentioned; inside of itself it is unknown. */
  private once(kind: string, name: string, template: Template, evaluate: () => unknown): unknown {
    const key = `${kind} ${symbol(template.id, name)}`;
    if (!this.mentioned.has(key)) {
      this.mentioned.set(key, new UnknownValue(`${name} refers to itself`));
      this.mentioned.set(key, evaluate());
    }
    return this.mentioned.get(key);
  }

  private reference(name: string, template: Template): unknown {
    switch (name) {
      case 'AWS::NoValue':
        return undefined;
      case 'AWS::AccountId':
        return template.account ?? symbol('AWS', 'AccountId');
      case 'AWS::Region':
        return template.region ?? symbol('AWS', 'Region');
      case 'AWS::Partition':
      case 'AWS::URLSuffix':
        return symbol('AWS', name.slice('AWS::'.length));
      case 'AWS::StackName':
        return template.stackName ?? symbol(template.id, name);
      case 'AWS::StackId':
        return symbol(template.id, name);
    }
    const resource = ownValue(template.resources, name);
    return isRecord(resource) ? this.resourceReference(resource as unknown as TemplateResource, name, template) : this.parameter(name, template);
  }

  private resourceReference(resource: TemplateResource, logicalId: string, template: Template): unknown {
    const itself = symbol(template.id, logicalId);
    switch (resource.Type) {
      case 'AWS::S3::Bucket': {
        const name = this.once('name', logicalId, template, () => this.evaluate(ownValue(resource.Properties, 'BucketName'), template));
        return typeof name === 'string' ? name : itself;
      }
      case 'AWS::KMS::Alias':
        return textOr(this.once('name', logicalId, template, () => this.evaluate(ownValue(resource.Properties, 'AliasName'), template)), `alias ${logicalId}`);
    }
    return typeof resource.Type === 'string' && !isCustomResource(resource.Type) ? itself : answeredAtDeployment(logicalId);
  }

  private parameter(name: string, template: Template): unknown {
    const parent = template.parent && this.byId.get(template.parent.template);
    const nestedStack = parent && ownValue(parent.resources, template.parent!.logicalId);
    const passed = ownValue(ownValue(ownValue(nestedStack, 'Properties'), 'Parameters'), name);
    return parent && passed !== undefined
      ? this.once('parameter', name, template, () => textOr(this.evaluate(passed, parent), `parameter ${name}`))
      : new UnknownValue(`parameter ${name} is given at deployment`);
  }

  private attribute(argument: unknown, template: Template): unknown {
    const [logicalId, attribute, ...more] = typeof argument === 'string'
      ? argument.includes('.') ? [argument.slice(0, argument.indexOf('.')), argument.slice(argument.indexOf('.') + 1)] : []
      : Array.isArray(argument) ? argument : [];
    if (typeof logicalId !== 'string' || typeof attribute !== 'string' || more.length > 0) {
      return unreadable('Fn::GetAtt', argument);
    }
    const nested = this.nested.get(symbol(template.id, logicalId));
    if (attribute.startsWith('Outputs.')) {
      return nested ? this.output(attribute.slice('Outputs.'.length), nested) : new UnknownValue(`nested stack ${logicalId} is elsewhere`);
    }
    const resource = ownValue(template.resources, logicalId);
    if (resource === undefined) {
      // Left out, because nothing is read from it.
      return symbol(template.id, `${logicalId}.${attribute}`);
    }
    const type = ownValue(resource, 'Type');
    if (!isRecord(resource) || typeof type !== 'string' || isCustomResource(type)) {
      return answeredAtDeployment(logicalId);
    }
    const reference = this.resourceReference(resource as unknown as TemplateResource, logicalId, template);
    switch (`${type} ${attribute}`) {
      case 'AWS::S3::Bucket Arn':
        return `arn:${symbol('AWS', 'Partition')}:s3:::${reference}`;
      case 'AWS::KMS::Key Arn':
        return ['arn', symbol('AWS', 'Partition'), 'kms', this.reference('AWS::Region', template), this.reference('AWS::AccountId', template), `key/${reference}`].join(':');
      case 'AWS::KMS::Key KeyId':
      case 'AWS::SNS::Topic TopicArn':
        return reference;
      default:
        return symbol(template.id, `${logicalId}.${attribute}`);
    }
  }

  private output(name: string, template: Template): unknown {
    const output = ownValue(template.outputs, name);
    return output === undefined
      ? new UnknownValue(`there is no output ${name} in ${template.id}`)
      : this.once('output', name, template, () => textOr(this.evaluate(ownValue(output, 'Value'), template), `output ${name}`));
  }

  private join(argument: unknown, template: Template): unknown {
    const [delimiter, list] = Array.isArray(argument) ? argument : [];
    const items = this.evaluate(list, template);
    if (typeof delimiter !== 'string' || !Array.isArray(items)) {
      return items instanceof UnknownValue ? items : unreadable('Fn::Join', argument);
    }
    return items.find((item) => item instanceof UnknownValue) ?? (items.every(isText) ? composed(items.join(delimiter)) : unreadable('Fn::Join', argument));
  }

  private substitute(argument: unknown, template: Template): unknown {
    const [text, variables] = Array.isArray(argument) ? argument : [argument, {}];
    if (typeof text !== 'string' || text.includes('⟦')) {
      return unreadable('Fn::Sub', argument);
    }
    let hole: UnknownValue | undefined;
    const result = text.replace(/\$\{(!?)([^}]*)\}/g, (_, literal: string, name: string) => {
      if (literal) {
        return `\${${name}}`;
      }
      const variable = ownValue(variables, name);
      const value = variable !== undefined
        ? this.evaluate(variable, template)
        : name.includes('.') ? this.attribute(name, template) : this.reference(name, template);
      if (!isText(value)) {
        hole ??= value instanceof UnknownValue ? value : unreadable('Fn::Sub', name);
        return '';
      }
      return String(value);
    });
    return hole ?? composed(result);
  }

  private select(argument: unknown, template: Template): unknown {
    const [choice, list] = Array.isArray(argument) ? argument : [];
    const index = this.evaluate(choice, template);
    const items = this.evaluate(list, template);
    if (!isText(index) || !/^\d+$/.test(String(index)) || !Array.isArray(items)) {
      return [index, items].find((part) => part instanceof UnknownValue) ?? unreadable('Fn::Select', argument);
    }
    // An item that is not known may not be there, and then those behind it move up.
    return items.slice(0, Number(index)).find((item) => item instanceof UnknownValue) ?? items[Number(index)] ?? unreadable('Fn::Select', argument);
  }

  private split(argument: unknown, template: Template): unknown {
    const [delimiter, source] = Array.isArray(argument) ? argument : [];
    const text = this.evaluate(source, template);
    if (typeof text !== 'string' || typeof delimiter !== 'string') {
      return text instanceof UnknownValue ? text : unreadable('Fn::Split', argument);
    }
    return splitAroundSymbols(text, delimiter, (found) => this.isPlain(found)) ?? new UnknownValue('Fn::Split depends on a text that AWS chooses at deployment');
  }

  /** Says of a symbol that it will be letters, digits, dots and hyphens. An ARN has other characters too. */
  private isPlain(found: string): boolean {
    const [owner, name] = found.slice(1, -1).split('#');
    const template = this.byId.get(owner);
    return owner === 'AWS' || ['AWS::S3::Bucket', 'AWS::KMS::Key'].includes(ownValue(ownValue(template?.resources, name), 'Type') as string);
  }

  private either(argument: unknown, template: Template): unknown {
    const [condition, yes, no] = Array.isArray(argument) ? argument : [];
    if (typeof condition !== 'string' || (argument as unknown[]).length !== 3) {
      return unreadable('Fn::If', argument);
    }
    const branches = [this.evaluate(yes, template), this.evaluate(no, template)];
    return JSON.stringify(branches[0]) === JSON.stringify(branches[1])
      ? branches[0]
      : new UnknownValue(`condition ${condition} is decided at deployment`);
  }

  private imported(argument: unknown, template: Template): unknown {
    const name = this.evaluate(argument, template);
    const found = typeof name === 'string' ? this.exports.find(name, template) : undefined;
    return found ? this.output(found.value, found.template) : new UnknownValue(`export ${JSON.stringify(name)} is made elsewhere`);
  }

  private stackOutput(argument: unknown, template: Template): unknown {
    const asked = this.evaluate(argument, template);
    const [stackName, outputName, region, role] = ['StackName', 'OutputName', 'Region', 'RoleArn'].map((name) => ownValue(asked, name));
    const place: Placed | undefined = readPlace(region, role, template);
    const other = place && typeof stackName === 'string' ? this.byStackName.find(stackName, place) : undefined;
    return other && typeof outputName === 'string' ? this.output(outputName, other.template) : new UnknownValue(`output ${JSON.stringify(outputName)} is made elsewhere`);
  }
}

const MAXIMUM_DEPTH = 200;
const MAXIMUM_STEPS = 250_000;
/** No name, ARN or policy text comes near it, and texts that double with every mention stop here. */
const MAXIMUM_LENGTH = 50_000;

/** A text that was put together, unless it holds what only the deployment decides. */
function composed(text: string): string | UnknownValue {
  return text.includes('{{resolve:') ? new UnknownValue('a dynamic reference is resolved at deployment')
    : text.length > MAXIMUM_LENGTH ? new UnknownValue(`the text is longer than ${MAXIMUM_LENGTH} characters`) : text;
}

/** Parameters and outputs are texts. */
function textOr(value: unknown, what: string): unknown {
  return isText(value) || typeof value === 'boolean' || value instanceof UnknownValue ? value : new UnknownValue(`${what} is no text`);
}

function isText(value: unknown): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}

/** Where an output is looked for: in the template's own account and Region, unless another Region, or a role of another account, is named. */
function readPlace(region: unknown, role: unknown, template: Template): Placed | undefined {
  const account = role === undefined ? template.account : typeof role === 'string' ? role.split(':')[4] : undefined;
  if ((role !== undefined && !/^\d{12}$/.test(account ?? '')) || (region !== undefined && typeof region !== 'string')) {
    return undefined;
  }
  return { account, region: region === undefined || region === symbol('AWS', 'Region') ? template.region : region };
}

function answeredAtDeployment(logicalId: string): UnknownValue {
  return new UnknownValue(`custom resource ${logicalId} answers at deployment`);
}

function unreadable(name: string, argument: unknown): UnknownValue {
  return new UnknownValue(`${name} cannot be read${typeof argument === 'string' ? `: ${argument}` : ''}`);
}
