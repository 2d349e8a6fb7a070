import { anyItem } from './any-item';
import { accountRegionalName } from './bucket-names';
import { isCustomResource } from './custom-resource';
import { outputNamed } from './evaluate-output';
import { Evaluation } from './evaluation';
import { firstUnknown, unreadable } from './intrinsic-functions';
import { ParameterKind, readParameterKind } from './parameters';
import { isPlain } from './plain-symbol';
import { isRecord, ownValue } from './read-json';
import { splitAroundSymbols, symbol } from './symbol';
import { Template, TemplateResource } from './template';
import { textOr, UnknownText } from './unknown-text';
import { UnknownValue } from '../policy/unknown-value';

export function referenceTo(by: Evaluation, name: string, template: Template): unknown {
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
  const item = anyItem(by, `\${${name}}`, template);
  if (item) {
    return item;
  }
  if (isRecord(resource)) {
    return resourceReference(by, resource as unknown as TemplateResource, name, template);
  }
  return template.leavesOutResources && ownValue(template.parameters, name) === undefined ? symbol(template.id, name) : parameter(by, name, template);
}

export function resourceReference(by: Evaluation, resource: TemplateResource, logicalId: string, template: Template): unknown {
  const itself = symbol(template.id, logicalId);
  const named = (property: string) => by.once('name', logicalId, template, () =>
    by.inside(ownValue(resource.Properties, property), by.conditions.withResource(logicalId, template)));
  switch (resource.Type) {
    case 'AWS::S3::Bucket': {
      const name = by.once('name', logicalId, template, () => bucketName(by, resource.Properties, by.conditions.withResource(logicalId, template)));
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
  return typeof resource.Type === 'string' && !isCustomResource(resource.Type) ? itself : answeredAtDeployment(by, logicalId, '', template);
}

export function answeredAtDeployment(by: Evaluation, logicalId: string, attribute: string, template: Template): UnknownText {
  return by.holes.at(`answer ${symbol(template.id, logicalId)} ${attribute}`, `custom resource ${logicalId} answers at deployment`, { name: attribute === '' ? logicalId : `${logicalId}.${attribute}` });
}

export function parameter(by: Evaluation, name: string, template: Template): unknown {
  return by.once('parameter', name, template, () => {
    const kind = readParameterKind(ownValue(template.parameters, name));
    const value = kind.hidden ? undefined : givenTo(by, name, kind, template);
    const reason = `parameter ${name} is given at deployment`;
    return value === undefined
      ? kind.list ? new UnknownValue(reason) : by.holes.at(`parameter ${symbol(template.id, name)}`, reason, { name, accounts: kind.accounts })
      : kind.list ? itemsOf(by, value) : value;
  });
}

export function givenTo(by: Evaluation, name: string, kind: ParameterKind, template: Template): unknown {
  const parent = template.parent && by.byId.get(template.parent.template);
  const stack = parent && ownValue(parent.resources, template.parent!.logicalId);
  const properties = ownValue(stack, 'Properties') ?? {};
  const parameters = ownValue(properties, 'Parameters') ?? {};
  const byParent = parent && by.inside(ownValue(parameters, name), by.conditions.withResource(template.parent!.logicalId, parent));
  // Nobody but the parent gives a nested stack its parameters.
  const fallback = isRecord(stack) && [properties, parameters].every(isWrittenOut) ? kind.fallback : undefined;
  return byParent !== undefined ? textOr(byParent, `parameter ${name}`) : by.inside(ownValue(template.parameterValues, name) ?? kind.only ?? fallback, template);
}

/** The items of a list parameter. */
export function itemsOf(by: Evaluation, value: unknown): unknown {
  return typeof value !== 'string' ? firstUnknown([value]) ?? [value]
    : splitAroundSymbols(value, ',', (found) => isPlain(by, found))?.map((item) => item.trim()) ?? new UnknownValue('a list depends on a text that AWS chooses at deployment');
}

export function attributeOf(by: Evaluation, argument: unknown, template: Template): unknown {
  const [logicalId, attribute, ...more] = typeof argument === 'string'
    ? argument.includes('.') ? [argument.slice(0, argument.indexOf('.')), argument.slice(argument.indexOf('.') + 1)] : []
    : Array.isArray(argument) ? argument : [];
  if (typeof logicalId !== 'string' || typeof attribute !== 'string' || more.length > 0) {
    return unreadable('Fn::GetAtt', argument);
  }
  const nested = by.nested.get(symbol(template.id, logicalId));
  if (attribute.startsWith('Outputs.')) {
    return nested ? outputNamed(by, attribute.slice('Outputs.'.length), nested) : new UnknownValue(`nested stack ${logicalId} is elsewhere`);
  }
  const resource = ownValue(template.resources, logicalId);
  if (resource === undefined) {
    // Left out, because nothing is read from it.
    return symbol(template.id, `${logicalId}.${attribute}`);
  }
  const type = ownValue(resource, 'Type');
  if (!isRecord(resource) || typeof type !== 'string' || isCustomResource(type)) {
    return answeredAtDeployment(by, logicalId, attribute, template);
  }
  const itself = resourceReference(by, resource as unknown as TemplateResource, logicalId, template);
  switch (`${type} ${attribute}`) {
    case 'AWS::S3::Bucket Arn':
      return `arn:${referenceTo(by, 'AWS::Partition', template)}:s3:::${itself}`;
    case 'AWS::KMS::Key Arn':
      return ['arn', referenceTo(by, 'AWS::Partition', template), 'kms', referenceTo(by, 'AWS::Region', template), referenceTo(by, 'AWS::AccountId', template), `key/${itself}`].join(':');
    case 'AWS::IAM::Role Arn':
    case 'AWS::IAM::User Arn':
      return identityArn(by, resource as unknown as TemplateResource, String(itself), logicalId, template);
    case 'AWS::KMS::Key KeyId':
    case 'AWS::SNS::Topic TopicArn':
      return itself;
    // What is in a VPC says which, by the same text as where the VPC is referred to.
    case 'AWS::EC2::Subnet VpcId':
    case 'AWS::EC2::SecurityGroup VpcId': {
      const vpc = by.once('vpc', logicalId, template, () => by.inside(ownValue(resource.Properties, 'VpcId'), by.conditions.withResource(logicalId, template)));
      return typeof vpc === 'string' || vpc instanceof UnknownValue ? vpc : symbol(template.id, `${logicalId}.${attribute}`);
    }
    default:
      return symbol(template.id, `${logicalId}.${attribute}`);
  }
}

/** The same text as where someone puts it together, who knows the name. */
export function identityArn(by: Evaluation, resource: TemplateResource, name: string, logicalId: string, template: Template): unknown {
  const path = by.once('path', logicalId, template, () => by.inside(ownValue(resource.Properties, 'Path'), by.conditions.withResource(logicalId, template))) ?? '/';
  return typeof path === 'string'
    ? ['arn', symbol('AWS', 'Partition'), 'iam', '', referenceTo(by, 'AWS::AccountId', template), `${resource.Type === 'AWS::IAM::Role' ? 'role' : 'user'}${path}${name}`].join(':')
    : symbol(template.id, `${logicalId}.Arn`);
}

/** The name that a template gives a bucket, as a whole or by its beginning; undefined where CloudFormation chooses one. */
export function bucketName(by: Evaluation, properties: unknown, place: Template): unknown {
  const [name, prefix, namespace] = ['BucketName', 'BucketNamePrefix', 'BucketNamespace'].map((property) => by.inside(ownValue(properties, property), place));
  return name ?? accountRegionalName(prefix, namespace, referenceTo(by, 'AWS::AccountId', place), referenceTo(by, 'AWS::Region', place));
}

/** Where the name stands that a reference to the resource comes to. */
const NAME_PROPERTIES = { 'AWS::IAM::Role': 'RoleName', 'AWS::IAM::User': 'UserName', 'AWS::Logs::DeliverySource': 'Name' } as const;

/** Says whether all keys of an object are there to be seen. */
function isWrittenOut(value: unknown): boolean {
  return isRecord(value) && !Object.keys(value).some((key) => key === 'Ref' || key.startsWith('Fn::'));
}
