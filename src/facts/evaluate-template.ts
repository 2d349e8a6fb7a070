import { Template, TemplateResource } from './template';
import { UnknownValue } from '../policy/unknown-value';

/**
 * Replaces the intrinsic functions of templates that are deployed together by what is known of their values.
 *
 * What AWS chooses at deployment but is the same wherever it is mentioned (a bucket's generated name, the account) becomes
 * a *symbol*, `⟦stack#LogicalId⟧`: equal to itself and to nothing else. What nobody can know (a parameter, an import
 * from elsewhere) becomes an `UnknownValue`. `AWS::NoValue` disappears with its key.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
 */
export class TemplateEvaluator {
  private readonly byId = new Map<string, Template>();
  private readonly byStackName = new Map<string, Template>();
  private readonly nested = new Map<string, Template>();
  private readonly exports = new Map<string, { template: Template; value: unknown }>();
  /** Guards against templates that refer to each other in a circle. */
  private depth = 0;

  constructor(templates: readonly Template[]) {
    for (const template of templates) {
      this.byId.set(template.id, template);
      if (template.stackName) {
        this.byStackName.set(template.stackName, template);
      }
      if (template.parent) {
        this.nested.set(symbol(template.parent.template, template.parent.logicalId), template);
      }
    }
    for (const template of templates) {
      for (const output of Object.values(template.outputs)) {
        const name = output.Export && this.evaluate(output.Export.Name, template);
        if (typeof name === 'string') {
          this.exports.set(name, { template, value: output.Value });
        }
      }
    }
  }

  /** Evaluates a value of a template, all the way down. */
  evaluate(value: unknown, template: Template): unknown {
    if (this.depth > MAXIMUM_DEPTH) {
      return new UnknownValue(`the value refers to itself, or is nested more than ${MAXIMUM_DEPTH} levels deep`);
    }
    this.depth++;
    try {
      return this.evaluateHere(value, template);
    } finally {
      this.depth--;
    }
  }

  private evaluateHere(value: unknown, template: Template): unknown {
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
    return Object.fromEntries(entries
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

  private reference(name: string, template: Template): unknown {
    switch (name) {
      case 'AWS::NoValue':
        return undefined;
      case 'AWS::AccountId':
        return template.account ?? symbol('AWS', 'AccountId');
      case 'AWS::Region':
        return template.region ?? symbol('AWS', 'Region');
    }
    if (name.startsWith('AWS::')) {
      return symbol('AWS', name.slice('AWS::'.length));
    }
    const resource = template.resources[name];
    return resource ? this.resourceReference(resource, name, template) : this.parameter(name, template);
  }

  private resourceReference(resource: TemplateResource, logicalId: string, template: Template): unknown {
    if (resource.Type === 'AWS::S3::Bucket') {
      const name = this.evaluate(property(resource, 'BucketName'), template);
      return typeof name === 'string' ? name : symbol(template.id, logicalId);
    }
    return symbol(template.id, logicalId);
  }

  private parameter(name: string, template: Template): unknown {
    const parent = template.parent && this.byId.get(template.parent.template);
    const nestedStack = parent?.resources[template.parent!.logicalId];
    const passed = nestedStack && (property(nestedStack, 'Parameters') as Record<string, unknown> | undefined)?.[name];
    return parent && passed !== undefined ? this.evaluate(passed, parent) : new UnknownValue(`parameter ${name} is given at deployment`);
  }

  private attribute(argument: unknown, template: Template): unknown {
    const [logicalId, attribute] = typeof argument === 'string'
      ? [argument.slice(0, argument.indexOf('.')), argument.slice(argument.indexOf('.') + 1)]
      : Array.isArray(argument) ? argument : [];
    if (typeof logicalId !== 'string' || typeof attribute !== 'string') {
      return unreadable('Fn::GetAtt', argument);
    }
    const resource = template.resources[logicalId];
    if (resource && attribute === 'Arn') {
      const reference = this.resourceReference(resource, logicalId, template);
      switch (resource.Type) {
        case 'AWS::S3::Bucket':
          return `arn:${symbol('AWS', 'Partition')}:s3:::${reference}`;
        case 'AWS::KMS::Key':
          return ['arn', symbol('AWS', 'Partition'), 'kms', this.reference('AWS::Region', template), this.reference('AWS::AccountId', template), `key/${reference}`].join(':');
      }
    }
    const nested = this.nested.get(symbol(template.id, logicalId));
    if (nested && attribute.startsWith('Outputs.')) {
      const output = nested.outputs[attribute.slice('Outputs.'.length)];
      return output ? this.evaluate(output.Value, nested) : new UnknownValue(`nested stack ${logicalId} has no output ${attribute}`);
    }
    // An attribute of a custom resource is whatever its handler answers.
    return resource?.Type.startsWith('Custom::') || resource?.Type === 'AWS::CloudFormation::CustomResource'
      ? new UnknownValue(`custom resource ${logicalId} answers at deployment`)
      : symbol(template.id, `${logicalId}.${attribute}`);
  }

  private join(argument: unknown, template: Template): unknown {
    const [delimiter, list] = Array.isArray(argument) ? argument : [];
    const items = this.evaluate(list, template);
    if (typeof delimiter !== 'string' || !Array.isArray(items)) {
      return items instanceof UnknownValue ? items : unreadable('Fn::Join', argument);
    }
    return items.find((item) => item instanceof UnknownValue) ?? items.join(delimiter);
  }

  private substitute(argument: unknown, template: Template): unknown {
    const [text, variables] = Array.isArray(argument) ? argument : [argument, {}];
    if (typeof text !== 'string') {
      return unreadable('Fn::Sub', argument);
    }
    let hole: UnknownValue | undefined;
    const result = text.replace(/\$\{(!?)([^}]*)\}/g, (_, literal: string, name: string) => {
      if (literal) {
        return `\${${name}}`;
      }
      const value = Object.hasOwn(variables ?? {}, name)
        ? this.evaluate(variables[name], template)
        : name.includes('.') ? this.attribute(name, template) : this.reference(name, template);
      if (value instanceof UnknownValue) {
        hole ??= value;
      }
      return String(value);
    });
    return hole ?? result;
  }

  private select(argument: unknown, template: Template): unknown {
    const [index, list] = Array.isArray(argument) ? argument : [];
    const items = this.evaluate(list, template);
    const item = Array.isArray(items) ? items[Number(index)] : items;
    return item ?? unreadable('Fn::Select', argument);
  }

  private split(argument: unknown, template: Template): unknown {
    const [delimiter, source] = Array.isArray(argument) ? argument : [];
    const text = this.evaluate(source, template);
    if (typeof text !== 'string' || typeof delimiter !== 'string') {
      return text instanceof UnknownValue ? text : unreadable('Fn::Split', argument);
    }
    // A symbol stands for a text that nobody has seen, so its own characters are never a delimiter.
    const symbols: string[] = [];
    return text
      .replace(SYMBOL, (found) => `⟦${symbols.push(found) - 1}⟧`)
      .split(delimiter)
      .map((part) => part.replace(/⟦(\d+)⟧/g, (_, index: string) => symbols[Number(index)]));
  }

  private either(argument: unknown, template: Template): unknown {
    const [condition, yes, no] = Array.isArray(argument) ? argument : [];
    const branches = [this.evaluate(yes, template), this.evaluate(no, template)];
    return JSON.stringify(branches[0]) === JSON.stringify(branches[1])
      ? branches[0]
      : new UnknownValue(`condition ${condition} is decided at deployment`);
  }

  private imported(argument: unknown, template: Template): unknown {
    const name = this.evaluate(argument, template);
    const found = typeof name === 'string' ? this.exports.get(name) : undefined;
    return found ? this.evaluate(found.value, found.template) : new UnknownValue(`export ${JSON.stringify(name)} is made elsewhere`);
  }

  private stackOutput(argument: unknown, template: Template): unknown {
    const { StackName, OutputName } = (this.evaluate(argument, template) ?? {}) as Record<string, unknown>;
    const other = typeof StackName === 'string' ? this.byStackName.get(StackName) : undefined;
    const output = typeof OutputName === 'string' ? other?.outputs[OutputName] : undefined;
    return other && output ? this.evaluate(output.Value, other) : new UnknownValue(`output ${JSON.stringify(OutputName)} is made elsewhere`);
  }
}

const MAXIMUM_DEPTH = 200;

const SYMBOL = /⟦[^⟧]*⟧/g;

function symbol(template: string, name: string): string {
  return `⟦${template}#${name}⟧`;
}

/** Replaces the symbols of a text by a short form for people: `⟦Stack#Bucket⟧` becomes `<Bucket>`. */
export function withoutSymbols(text: string): string {
  return text.replace(/⟦([^⟧#]*)#([^⟧]*)⟧/g, (_, template: string, name: string) => template === 'AWS' ? `<AWS::${name}>` : `<${name}>`);
}

/** Says whether the text has a part that AWS chooses at deployment. */
export function hasSymbol(text: string): boolean {
  return text.includes('⟦');
}

function property(resource: TemplateResource, name: string): unknown {
  return (resource.Properties as Record<string, unknown> | undefined)?.[name];
}

function unreadable(name: string, argument: unknown): UnknownValue {
  return new UnknownValue(`${name} cannot be read: ${JSON.stringify(argument)}`);
}
