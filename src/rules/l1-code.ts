import { Fragment, FragmentValue, ResourceFragment } from './fragment';

/** Properties whose value CloudFormation accepts as it is: CDK does not rename what is in them. */
const DOCUMENTS = ['PolicyDocument', 'KeyPolicy', 'AssumeRolePolicyDocument'];

/** The fragment in TypeScript, with the constructs that CDK has for resources of CloudFormation. */
export function l1CodeOf(fragment: Fragment): string {
  return Object.entries(fragment).flatMap(([id, { Type, Properties, ...attributes }]) => {
    const policies = Object.entries(attributes) as [keyof ResourceFragment, string][];
    const isUsed = policies.length > 0 || Object.entries(fragment).some(([other, resource]) => other !== id && JSON.stringify(resource).match(new RegExp(`"${id}"|\\$\\{${id}[.}]`)));
    const variable = variableOf(id);
    return [
      // What has no properties to say is there already.
      ...Properties ? [`${isUsed ? `const ${variable} = ` : ''}new ${constructOf(Type)}(this, '${id}', ${codeOf(Properties, true)});`] : [],
      ...policies.map(([name, policy]) => `${variable}.cfnOptions.${camelCased(name)} = CfnDeletionPolicy.${constantCased(policy)};`),
    ];
  }).join('\n');
}

/** The variable that holds the resource of this logical id. */
export function variableOf(id: string): string {
  return `cfn${id}`;
}

/** `AWS::S3::Bucket` is `s3.CfnBucket`. */
function constructOf(type: string): string {
  const [, service, name] = type.split('::');
  return `${service.toLowerCase()}.Cfn${name}`;
}

function codeOf(value: FragmentValue, renames: boolean, room: number = 90): string {
  if (typeof value !== 'object') {
    return typeof value === 'string' ? textOf(value) : String(value);
  }
  const intrinsic = intrinsicOf(value);
  if (intrinsic !== undefined) {
    return intrinsic;
  }
  const items = Array.isArray(value) ? value.map((item) => codeOf(item, renames, room - 2))
    : Object.entries(value as Record<string, FragmentValue>).map(([key, item]) => `${keyOf(renames ? camelCased(key) : key)}: ${codeOf(item, renames && !DOCUMENTS.includes(key), room - 2)}`);
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{ ', ' }'];
  const line = items.length === 0 ? `${open}${close}`.replace(/ /g, '') : `${open}${items.join(', ')}${close}`;
  return line.length <= room && !line.includes('\n') ? line
    : `${open.trim()}\n${items.map((item) => `  ${item.replace(/\n/g, '\n  ')},\n`).join('')}${close.trim()}`;
}

function intrinsicOf(value: object): string | undefined {
  const [[name, argument] = ['', undefined], ...others] = Object.entries(value);
  switch (others.length === 0 ? name : '') {
    case 'Ref': return typeof argument === 'string' ? referenceOf(argument) : undefined;
    case 'Fn::GetAtt': return Array.isArray(argument) ? referenceOf(argument.join('.')) : undefined;
    case 'Fn::Sub': return typeof argument !== 'string' ? undefined : `\`${(argument as string).replace(/\$\{([^}]*)\}/g, (_, target) => `\${${referenceOf(target)}}`)}\``;
    default: return undefined;
  }
}

/** `AWS::AccountId` is `Aws.ACCOUNT_ID`, `Bucket` is `cfnBucket.ref`, `Bucket.Arn` is `cfnBucket.attrArn`. */
function referenceOf(target: string): string {
  const [id, ...attribute] = target.split('.');
  return id.startsWith('AWS::') ? `Aws.${constantCased(id.slice('AWS::'.length))}` : `${variableOf(id)}.${attribute.length === 0 ? 'ref' : `attr${attribute.join('')}`}`;
}

/** `KMSMasterKeyID` is `kmsMasterKeyId`, as CDK spells it. */
function camelCased(name: string): string {
  const spelled = name.replace(/([A-Z])([A-Z]+)(?=[A-Z][a-z]|$)/g, (_, first, rest) => `${first}${rest.toLowerCase()}`);
  return `${spelled.charAt(0).toLowerCase()}${spelled.slice(1)}`;
}

function constantCased(name: string): string {
  return name.replace(/([a-z])([A-Z])/g, '$1_$2').toUpperCase();
}

function keyOf(key: string): string {
  return /^[A-Za-z_]\w*$/.test(key) ? key : textOf(key);
}

function textOf(text: string): string {
  return `'${text.replace(/\\/g, '\\\\').replace(/'/g, "\\'")}'`;
}
