import { accountRegionalName, BucketNames } from './bucket-names';
import { isCustomResource } from './custom-resource';
import { EvaluationBudget } from './evaluation-budget';
import { findInMappings, valuesInMappings } from './find-in-map';
import { expandLoops, isLoop } from './for-each';
import { firstUnknown, lengthOf, selectItem, toBase64, toJsonText, unreadable } from './intrinsic-functions';
import { Literal } from './literal';
import { ParameterKind, readParameterKind } from './parameters';
import { isRecord, ownValue } from './read-json';
import { isSame } from './same-value';
import { hasSymbol, splitAroundSymbols, symbol } from './symbol';
import { Template, TemplateResource } from './template';
import { TemplateConditions } from './template-conditions';
import { Placed, TemplatesByPlace } from './templates-by-place';
import { Holes, isAccountId, isTextPart, joinTexts, TextPart, UnknownText } from './unknown-text';
import { UnknownValue } from '../policy/unknown-value';

export { hasSymbol, withoutSymbols } from './symbol';

/**
 * Replaces the intrinsic functions of templates that are deployed together by what is known of their values.
 *
 * What AWS chooses at deployment but is the same wherever it is mentioned (a bucket's generated name, the account) becomes
 * a *symbol*, `⟦stack#LogicalId⟧`: equal to itself and to nothing else. What nobody can know (a parameter, an import
 * from elsewhere, a dynamic reference) becomes an `UnknownValue`, unless a bucket is named by it: then it is the bucket's
 * symbol wherever it is spelled the same. `AWS::NoValue` disappears with its key.
 *
 * It ends on every input: what is mentioned more than once is evaluated once, and what refers to itself is unknown.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
 */
export class TemplateEvaluator {
  /** What the conditions of the templates come to. */
  readonly conditions: TemplateConditions;
  private readonly byId = new Map<string, Template>();
  private readonly expandedFrom = new Map<Template, Template>();
  private readonly byStackName = new TemplatesByPlace<Template>();
  private readonly nested = new Map<string, Template>();
  /** The logical ids of outputs by the names they are exported under. */
  private readonly exports = new TemplatesByPlace<string>();
  private readonly bucketNames = new BucketNames();
  private readonly mentioned = new Map<string, unknown>();
  private readonly holes = new Holes();
  private readonly budget = new EvaluationBudget();

  constructor(templates: readonly Template[]) {
    templates.forEach((template) => this.byId.set(template.id, template));
    this.conditions = new TemplateConditions(this.byId, (template) => ({
      operand: (expression) => this.inside(expression, template),
      step: (run) => this.budget.step(run),
    }));
    for (const template of templates) {
      const expanded = expandLoops(template, (collection) => this.inside(collection, template));
      this.expandedFrom.set(template, expanded);
      this.byId.set(template.id, expanded);
    }
    this.forgetMentioned();
    for (const template of this.expandedFrom.values()) {
      if (template.stackName) {
        this.byStackName.add(template.stackName, template, template);
      }
      if (template.parent) {
        this.nested.set(symbol(template.parent.template, template.parent.logicalId), template);
      }
    }
    for (const template of this.expandedFrom.values()) {
      this.addExports(template);
    }
    this.forgetMentioned();
    for (const template of this.expandedFrom.values()) {
      this.addBucketNames(template);
    }
  }

  /** The template with its loops expanded. Resources that loops make are in this one only. */
  expanded(template: Template): Template {
    return this.expandedFrom.get(template) ?? template;
  }

  /** Evaluates a value of a template, all the way down. */
  evaluate(value: unknown, template: Template): unknown {
    const place = this.expanded(template);
    return this.bucketNames.spellIn(this.inside(value, place), this.holes, ({ conditions }) => conditions.every((condition) => {
      const holds = this.conditions.holdsIn(condition, place);
      return holds.known && holds.value;
    }));
  }

  private addExports(template: Template): void {
    for (const [logicalId, output] of Object.entries(template.outputs)) {
      const place = this.conditions.under(ownValue(output, 'Condition'), template);
      const name = this.isLeftOut(output, template) ? undefined : this.inside(ownValue(ownValue(output, 'Export'), 'Name'), place);
      if (typeof name === 'string') {
        this.exports.add(name, template, logicalId);
      }
    }
  }

  private addBucketNames(template: Template): void {
    for (const [logicalId, resource] of Object.entries(template.resources)) {
      const conditions = ownValue(resource, 'Type') === 'AWS::S3::Bucket' ? this.conditions.ofResource({ template: template.id, logicalId }) : undefined;
      const name = conditions && this.bucketName(ownValue(resource, 'Properties'), this.conditions.withResource(logicalId, template));
      if (conditions && name instanceof UnknownText) {
        this.bucketNames.add(name, { symbol: symbol(template.id, logicalId), conditions });
      }
      this.addBucketElsewhere(logicalId, resource, template);
    }
  }

  private addBucketElsewhere(logicalId: string, resource: TemplateResource, template: Template): void {
    const conditions = ownValue(resource, 'Type') === 'AWS::S3::BucketPolicy' ? this.conditions.ofResource({ template: template.id, logicalId }) : undefined;
    const bucket = conditions && this.inside(ownValue(ownValue(resource, 'Properties'), 'Bucket'), this.conditions.withResource(logicalId, template));
    if (conditions && bucket instanceof UnknownText) {
      this.bucketNames.addElsewhere(bucket, conditions, this.holes);
    }
  }

  /** The name by which a policy means the bucket that it is on, wherever that is. */
  bucketOfPolicy(bucket: unknown, template: Template): unknown {
    return ownValue(this.evaluate({ Resource: bucket }, template), 'Resource');
  }

  /** The name that a template gives a bucket, as a whole or by its beginning; undefined where CloudFormation chooses one. */
  private bucketName(properties: unknown, place: Template): unknown {
    const [name, prefix, namespace] = ['BucketName', 'BucketNamePrefix', 'BucketNamespace'].map((property) => this.inside(ownValue(properties, property), place));
    return name ?? accountRegionalName(prefix, namespace, this.reference('AWS::AccountId', place), this.reference('AWS::Region', place));
  }

  private evaluateHere(value: unknown, template: Template): unknown {
    if (value instanceof UnknownValue) {
      return value;
    }
    if (value instanceof Literal) {
      return value.value;
    }
    if (typeof value === 'string') {
      // A text that only looks like a symbol is nothing that AWS has chosen.
      return value.includes('⟦') ? new UnknownValue('the text contains ⟦') : this.joined(this.aroundItems(value, template), '', template);
    }
    if (Array.isArray(value)) {
      return value.map((item) => this.inside(item, template)).filter((item) => item !== undefined);
    }
    if (typeof value !== 'object' || value === null) {
      return value;
    }
    const entries = Object.entries(value);
    const macro = entries.find(([key]) => key === 'Fn::Transform' || isLoop(key));
    if (macro) {
      return new UnknownValue(`${macro[0]} rewrites the object at deployment`);
    }
    return entries.length === 1 && (entries[0][0] === 'Ref' || entries[0][0].startsWith('Fn::'))
      ? this.intrinsic(entries[0][0], entries[0][1], template)
      : Object.fromEntries(entries.map(([key, item]) => [key, this.inside(item, template)]).filter(([, item]) => item !== undefined));
  }

  /** The parts of a text, of which those that stand for any item of a loop are not known. */
  private aroundItems(text: string, template: Template): TextPart[] {
    return template.anyItems && /[$&]\{/.test(text) ? text.split(/([$&]\{[^{}]*\})/).map((part) => this.anyItem(part, template) ?? part) : [text];
  }

  private anyItem(placeholder: string, template: Template): UnknownText | undefined {
    const name = placeholder.slice(2, -1);
    return template.anyItems?.has(name) ? this.holes.at(`item ${symbol(template.id, placeholder)}`, `${name} is any item of a loop`, { name }) : undefined;
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
        return Array.isArray(argument) ? selectItem(this.inside(argument[0], template), this.inside(argument[1], template)) : unreadable(name, argument);
      case 'Fn::Split':
        return this.split(argument, template);
      case 'Fn::FindInMap':
        return this.findInMap(argument, template);
      case 'Fn::Length':
        return lengthOf(this.inside(argument, template));
      case 'Fn::ToJsonString':
        return toJsonText(this.inside(argument, template));
      case 'Fn::Base64':
        return toBase64(this.inside(argument, template));
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

  private joined(parts: readonly TextPart[], delimiter: string, template: Template): string | UnknownValue {
    // The same in another template may be another value: it is deployed at another time.
    return joinTexts(parts, delimiter, (reference) => this.holes.at(`${reference} in ${template.id}`, 'a dynamic reference is resolved at deployment', {
      name: reference.slice('{{'.length, -'}}'.length).replace(/⟦[^⟧]*⟧/g, '…'),
    }));
  }

  private inside(value: unknown, template: Template): unknown {
    const result = this.budget.step(() => this.evaluateHere(value, template));
    this.budget.takeText(result instanceof UnknownText ? result.text.length : typeof result === 'string' ? result.length : 0);
    return result;
  }

  private forgetMentioned(): void {
    this.mentioned.clear();
    this.conditions.forget();
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
        return template.live?.partition ?? symbol('AWS', 'Partition');
      case 'AWS::URLSuffix':
        return symbol('AWS', name.slice('AWS::'.length));
      case 'AWS::StackName':
        return template.stackName ?? symbol(template.id, name);
      case 'AWS::StackId':
        return symbol(template.id, name);
    }
    const resource = ownValue(template.resources, name);
    const item = this.anyItem(`\${${name}}`, template);
    if (item) {
      return item;
    }
    if (isRecord(resource)) {
      return this.resourceReference(resource as unknown as TemplateResource, name, template);
    }
    return template.leavesOutResources && ownValue(template.parameters, name) === undefined ? symbol(template.id, name) : this.parameter(name, template);
  }

  private resourceReference(resource: TemplateResource, logicalId: string, template: Template): unknown {
    const itself = symbol(template.id, logicalId);
    const named = (property: string) => this.once('name', logicalId, template, () =>
      this.inside(ownValue(resource.Properties, property), this.conditions.withResource(logicalId, template)));
    switch (resource.Type) {
      case 'AWS::S3::Bucket': {
        const name = this.once('name', logicalId, template, () => this.bucketName(resource.Properties, this.conditions.withResource(logicalId, template)));
        return typeof name === 'string' ? name : itself;
      }
      case 'AWS::KMS::Key':
        return template.live ? logicalId : itself;
      case 'AWS::KMS::Alias':
        return textOr(named('AliasName'), `alias ${logicalId}`);
      case 'AWS::IAM::Role':
      case 'AWS::IAM::User':
      case 'AWS::Logs::DeliverySource': {
        const name = named(NAME_PROPERTIES[resource.Type]);
        return typeof name === 'string' ? name : itself;
      }
    }
    return typeof resource.Type === 'string' && !isCustomResource(resource.Type) ? itself : this.answeredAtDeployment(logicalId, '', template);
  }

  private answeredAtDeployment(logicalId: string, attribute: string, template: Template): UnknownText {
    return this.holes.at(`answer ${symbol(template.id, logicalId)} ${attribute}`, `custom resource ${logicalId} answers at deployment`, { name: attribute === '' ? logicalId : `${logicalId}.${attribute}` });
  }

  private parameter(name: string, template: Template): unknown {
    return this.once('parameter', name, template, () => {
      const kind = readParameterKind(ownValue(template.parameters, name));
      const value = kind.hidden ? undefined : this.givenTo(name, kind, template);
      const reason = `parameter ${name} is given at deployment`;
      return value === undefined
        ? kind.list ? new UnknownValue(reason) : this.holes.at(`parameter ${symbol(template.id, name)}`, reason, { name, accounts: kind.accounts })
        : kind.list ? this.listOf(value) : value;
    });
  }

  private givenTo(name: string, kind: ParameterKind, template: Template): unknown {
    const parent = template.parent && this.byId.get(template.parent.template);
    const stack = parent && ownValue(parent.resources, template.parent!.logicalId);
    const properties = ownValue(stack, 'Properties') ?? {};
    const parameters = ownValue(properties, 'Parameters') ?? {};
    const byParent = parent && this.inside(ownValue(parameters, name), this.conditions.withResource(template.parent!.logicalId, parent));
    // Nobody but the parent gives a nested stack its parameters.
    const fallback = isRecord(stack) && [properties, parameters].every(isWrittenOut) ? kind.fallback : undefined;
    return byParent !== undefined ? textOr(byParent, `parameter ${name}`) : this.inside(ownValue(template.parameterValues, name) ?? kind.only ?? fallback, template);
  }

  /** The items of a list parameter. */
  private listOf(value: unknown): unknown {
    return typeof value !== 'string' ? firstUnknown([value]) ?? [value]
      : splitAroundSymbols(value, ',', (found) => this.isPlain(found))?.map((item) => item.trim()) ?? new UnknownValue('a list depends on a text that AWS chooses at deployment');
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
      return this.answeredAtDeployment(logicalId, attribute, template);
    }
    const reference = this.resourceReference(resource as unknown as TemplateResource, logicalId, template);
    switch (`${type} ${attribute}`) {
      case 'AWS::S3::Bucket Arn':
        return `arn:${this.reference('AWS::Partition', template)}:s3:::${reference}`;
      case 'AWS::KMS::Key Arn':
        return ['arn', this.reference('AWS::Partition', template), 'kms', this.reference('AWS::Region', template), this.reference('AWS::AccountId', template), `key/${reference}`].join(':');
      case 'AWS::IAM::Role Arn':
      case 'AWS::IAM::User Arn':
        return this.identityArn(resource as unknown as TemplateResource, String(reference), logicalId, template);
      case 'AWS::KMS::Key KeyId':
      case 'AWS::SNS::Topic TopicArn':
        return reference;
      default:
        return symbol(template.id, `${logicalId}.${attribute}`);
    }
  }

  /** The same text as where somebody puts it together, who knows the name. */
  private identityArn(resource: TemplateResource, name: string, logicalId: string, template: Template): unknown {
    const path = this.once('path', logicalId, template, () => this.inside(ownValue(resource.Properties, 'Path'), this.conditions.withResource(logicalId, template))) ?? '/';
    return typeof path === 'string'
      ? ['arn', symbol('AWS', 'Partition'), 'iam', '', this.reference('AWS::AccountId', template), `${resource.Type === 'AWS::IAM::Role' ? 'role' : 'user'}${path}${name}`].join(':')
      : symbol(template.id, `${logicalId}.Arn`);
  }

  private output(name: string, template: Template): unknown {
    const output = ownValue(template.outputs, name);
    return output === undefined || this.isLeftOut(output, template)
      ? new UnknownValue(`there is no output ${name} in ${template.id}`)
      : this.once('output', name, template, () =>
        textOr(this.inside(ownValue(output, 'Value'), this.conditions.under(ownValue(output, 'Condition'), template)), `output ${name}`));
  }

  private isLeftOut(output: unknown, template: Template): boolean {
    const condition = ownValue(output, 'Condition');
    const holds = typeof condition === 'string' ? this.conditions.holds(condition, template) : undefined;
    return holds?.known === true && !holds.value;
  }

  private join(argument: unknown, template: Template): unknown {
    const [separator, list] = Array.isArray(argument) ? argument : [];
    const [delimiter, items] = [this.inside(separator, template), this.inside(list, template)];
    if (typeof delimiter !== 'string' || !Array.isArray(items)) {
      return firstUnknown([delimiter, items]) ?? unreadable('Fn::Join', argument);
    }
    return this.compose(items, delimiter, 'Fn::Join', argument, template);
  }

  /** Puts the parts of a text together, unless one is not known at all, or none. */
  private compose(parts: readonly unknown[], delimiter: string, name: string, argument: unknown, template: Template): unknown {
    const unknown = parts.find((part) => part instanceof UnknownValue && !(part instanceof UnknownText));
    return unknown ?? (parts.every(isTextPart) ? this.joined(parts, delimiter, template) : unreadable(name, argument));
  }

  private substitute(argument: unknown, template: Template): unknown {
    const [text, variables] = Array.isArray(argument) ? argument : [argument, {}];
    if (typeof text !== 'string' || text.includes('⟦')) {
      return unreadable('Fn::Sub', argument);
    }
    // Every second part is what stands between braces.
    const parts = text.split(template.anyItems ? AROUND_ITEMS : /(\$\{[^}]*\})/).flatMap((part, index): unknown => {
      const name = part.slice('${'.length, -'}'.length);
      const variable = ownValue(variables, name);
      return index % 2 === 0 ? this.aroundItems(part, template)
        : name.startsWith('!') ? `\${${name.slice(1)}}`
          : variable !== undefined ? this.inside(variable, template)
            : name.includes('.') ? this.attribute(name, template) : this.reference(name, template);
    });
    return this.compose(parts, '', 'Fn::Sub', argument, template);
  }

  private split(argument: unknown, template: Template): unknown {
    const [delimiter, source] = Array.isArray(argument) ? argument : [];
    const text = this.inside(source, template);
    if (typeof text !== 'string' || typeof delimiter !== 'string') {
      return firstUnknown([text]) ?? unreadable('Fn::Split', argument);
    }
    return splitAroundSymbols(text, delimiter, (found) => this.isPlain(found)) ?? new UnknownValue('Fn::Split depends on a text that AWS chooses at deployment');
  }

  /** Says of a symbol that it will be letters, digits, dots and hyphens. An ARN has other characters too. */
  private isPlain(found: string): boolean {
    const [, owner, name] = /^⟦(.*)#(.*)⟧$/s.exec(found)!;
    const template = this.byId.get(owner);
    return owner === 'AWS' || ['AWS::S3::Bucket', 'AWS::KMS::Key'].includes(ownValue(ownValue(template?.resources, name), 'Type') as string);
  }

  private either(argument: unknown, template: Template): unknown {
    const [condition, yes, no] = Array.isArray(argument) ? argument : [];
    if (typeof condition !== 'string' || (argument as unknown[]).length !== 3) {
      return unreadable('Fn::If', argument);
    }
    const holds = this.conditions.holds(condition, template);
    if (holds.known) {
      return this.inside(holds.value ? yes : no, template);
    }
    const branches = [this.inside(yes, template), this.inside(no, template)];
    return isSame(branches[0], branches[1]) ? branches[0] : new UnknownValue(`condition ${condition} is decided at deployment`);
  }

  private findInMap(argument: unknown, template: Template): unknown {
    const [map, top, second, options, ...more] = Array.isArray(argument) ? argument : [];
    if (!Array.isArray(argument) || argument.length < 3 || more.length > 0) {
      return unreadable('Fn::FindInMap', argument);
    }
    const keys = [map, top, second].map((key) => this.inside(key, template));
    const found = findInMappings(template.mappings, keys);
    const hasDefault = Object.hasOwn(Object(options), 'DefaultValue');
    if (!(found instanceof UnknownValue)) {
      return found !== undefined ? this.inside(found, template)
        : hasDefault ? this.inside(options.DefaultValue, template)
          : new UnknownValue(`no mapping has a value for ${keys.join('.')}`);
    }
    const entries = valuesInMappings(template.mappings, keys);
    const values = entries && [...entries, ...hasDefault ? [options.DefaultValue] : []].map((entry) => this.inside(entry, template));
    return values?.length && values.every((value) => !(value instanceof UnknownValue) && isSame(value, values[0])) ? values[0]
      : this.mappedText(keys, values ?? (options === undefined ? [] : undefined), found.reason, template);
  }

  /** The text that a mapping has under keys of which not all are decided: one of these, if they are known. */
  private mappedText(keys: readonly unknown[], values: readonly unknown[] | undefined, reason: string, template: Template): UnknownValue {
    if (!keys.every(isTextPart) || !values?.every(isTextPart)) {
      return new UnknownValue(reason);
    }
    const [spelled, possible] = [keys, values].map((parts) => parts.map((part) => part instanceof UnknownText ? part.text : String(part)));
    return this.holes.at(`mapping of ${template.id}: ${JSON.stringify([spelled, possible])}`, reason, {
      name: spelled.find((key) => !hasSymbol(key)) ?? 'mapping',
      accounts: possible.length > 0 && possible.every(isAccountId) ? [...new Set(possible)] : undefined,
    });
  }

  private imported(argument: unknown, template: Template): unknown {
    const name = this.inside(argument, template);
    const found = typeof name === 'string' ? this.exports.find(name, template) : undefined;
    return found ? this.output(found.value, found.template)
      : typeof name === 'string' ? this.holes.at(`export ${name} for ${template.id}`, `export "${name}" is made elsewhere`, { name })
        : new UnknownValue('the name of an export is decided at deployment');
  }

  private stackOutput(argument: unknown, template: Template): unknown {
    const asked = this.inside(argument, template);
    const [stackName, outputName, region, role] = ['StackName', 'OutputName', 'Region', 'RoleArn'].map((name) => ownValue(asked, name));
    const place: Placed | undefined = readPlace(region, role, template);
    const other = place && typeof stackName === 'string' ? this.byStackName.find(stackName, place) : undefined;
    return other && typeof outputName === 'string' ? this.output(outputName, other.template) : new UnknownValue(`output ${JSON.stringify(outputName)} is made elsewhere`);
  }
}

/** What stands between braces, in the logical id of which an item of a loop may stand in braces, too. */
const AROUND_ITEMS = /(\$\{(?:[^{}$&]|[$&](?!\{)|[$&]\{[^{}]*\})*\})/;

/** Where the name stands that a reference to the resource comes to. */
const NAME_PROPERTIES = { 'AWS::IAM::Role': 'RoleName', 'AWS::IAM::User': 'UserName', 'AWS::Logs::DeliverySource': 'Name' } as const;

/** Says whether all keys of an object are there to be seen. */
function isWrittenOut(value: unknown): boolean {
  return isRecord(value) && !Object.keys(value).some((key) => key === 'Ref' || key.startsWith('Fn::'));
}

/** Parameters and outputs are texts. */
function textOr(value: unknown, what: string): unknown {
  return isTextPart(value) || typeof value === 'boolean' || value instanceof UnknownValue ? value : new UnknownValue(`${what} is no text`);
}

/** Where an output is looked for: in the template's own account and Region, unless another Region, or a role of another account, is named. */
function readPlace(region: unknown, role: unknown, template: Template): Placed | undefined {
  const account = role === undefined ? template.account : typeof role === 'string' ? role.split(':')[4] : undefined;
  if ((role !== undefined && !/^\d{12}$/.test(account ?? '')) || (region !== undefined && typeof region !== 'string')) {
    return undefined;
  }
  return { account, region: region === undefined || region === symbol('AWS', 'Region') ? template.region : region };
}
