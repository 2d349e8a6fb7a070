import { Token } from 'aws-cdk-lib';
import { addressBlock } from './address-block';
import { IdentityPerimeter } from './identity';
import { NetworkPerimeter, otherNetworks } from './network';
import { PerimeterOptions } from './perimeter';
import { RequestPerimeter } from './request';
import { inSid } from './statement';
import { InputChecks } from '../input/input-checks';

/** What a list holds: how each value has to look, and words for an error. */
type Format = readonly [RegExp, string];

const ACCOUNT: Format = [/^\d{12}$/, 'the id of an account: twelve digits'];
const ORGANIZATION: Format = [/^o-[a-z0-9]{10,32}$/, 'the id of an organization, such as o-a1b2c3d4e5'];
const ORGANIZATION_PATH: Format = [
  /^o-[a-z0-9]{10,32}\/r-[a-z0-9]{4,32}\/(ou-[a-z0-9]{4,32}-[a-z0-9]{8,32}\/)*\*?$/,
  'the path of an organizational unit, such as o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/*, with a wildcard at the end only',
];
const VPC_ENDPOINT: Format = [/^vpce-([0-9a-f]{8}|[0-9a-f]{17})$/, 'the id of a VPC endpoint, such as vpce-1a2b3c4d or vpce-0123456789abcdef0'];
const VPC: Format = [/^vpc-([0-9a-f]{8}|[0-9a-f]{17})$/, 'the id of a VPC, such as vpc-1a2b3c4d or vpc-0123456789abcdef0'];
const VPC_ARN: Format = [/^arn:aws[a-z-]*:ec2:[a-z0-9-]+:\d{12}:vpc\/vpc-([0-9a-f]{8}|[0-9a-f]{17})$/, 'the ARN of a VPC, such as arn:aws:ec2:eu-west-1:111122223333:vpc/vpc-0123456789abcdef0'];
const PRINCIPAL: Format = [
  /^arn:aws[a-z-]*:iam::\d{12}:(role|user)\/[^\s]+$/,
  'the ARN of a role or a user, such as arn:aws:iam::111122223333:role/Reader (of a session, the ARN of its role); the name may have wildcards, the account may not',
];
const SOURCE_ARN: Format = [/^arn:aws[a-z-]*:[a-z0-9-]+:[^\s]+$/, 'the ARN of a resource'];
const SERVICE: Format = [/^[a-z0-9.-]+\.amazonaws\.com(\.cn)?$/, 'a service principal, such as cloudtrail.amazonaws.com'];
const PREFIX: Format = [/^[^*?$]*$/, 'what the keys begin with, without wildcards or variables'];

/** Per property of a part of the perimeter, what its values look like. */
const FORMATS = {
  network: {
    vpcEndpointIds: VPC_ENDPOINT,
    vpcIds: VPC,
    vpcArns: VPC_ARN,
    endpointOrganizationIds: ORGANIZATION,
    endpointOrganizationPaths: ORGANIZATION_PATH,
    endpointAccountIds: ACCOUNT,
    controlPlaneRoleArns: PRINCIPAL,
  },
  identity: {
    accountIds: ACCOUNT,
    organizationIds: ORGANIZATION,
    organizationPaths: ORGANIZATION_PATH,
    sourceAccountIds: ACCOUNT,
    sourceOrganizationIds: ORGANIZATION,
    sourceOrganizationPaths: ORGANIZATION_PATH,
    roleArns: PRINCIPAL,
    readOnlyArns: PRINCIPAL,
    writeOnlyArns: PRINCIPAL,
    appendOnlyArns: PRINCIPAL,
    mfaExemptArns: PRINCIPAL,
  },
  exemptions: {
    deployRoleArns: PRINCIPAL,
    breakGlassRoleArns: PRINCIPAL,
    replicationRoleArns: PRINCIPAL,
  },
} as const satisfies { readonly [Part in keyof PerimeterOptions]: Partial<Record<keyof NonNullable<PerimeterOptions[Part]>, Format>> };

/** Refuses a perimeter that is none: a value that S3 would compare with nothing locks everybody out silently. */
export function checkPerimeter(checks: InputChecks, options: PerimeterOptions, prop: string): void {
  for (const [part, formats] of Object.entries(FORMATS)) {
    const values = options[part as keyof typeof FORMATS] as Record<string, string[] | undefined> | undefined;
    for (const [name, format] of Object.entries(formats)) {
      checkList(checks, `${prop}.${part}.${name}`, values?.[name], format);
    }
  }
  checkNetwork(checks, options.network ?? {}, `${prop}.network`);
  checkIdentity(checks, options.identity ?? {}, `${prop}.identity`);
  checkRequest(checks, options.request ?? {}, `${prop}.request`);
}

/** Formats of lists outside of the perimeter. */
export const LIST_FORMATS = { ACCOUNT, ORGANIZATION, ORGANIZATION_PATH, SOURCE_ARN, SERVICE, PREFIX };

export function checkList(checks: InputChecks, prop: string, values: readonly string[] | undefined, format: Format): void {
  checkNotEmpty(checks, prop, values);
  values?.forEach((value, i) => checkValue(checks, `${prop}[${i}]`, value, format));
}

export function checkValue(checks: InputChecks, prop: string, value: string, [pattern, expected]: Format): void {
  if (!Token.isUnresolved(value) && !pattern.test(value)) {
    checks.refuse(`${prop} is '${value}'. Use ${expected}`);
  }
}

function checkNotEmpty(checks: InputChecks, prop: string, values: readonly unknown[] | undefined): void {
  if (values && values.length === 0) {
    checks.refuse(`${prop} is an empty list, which is ambiguous. Omit it, or list at least one value`);
  }
}

const ADDRESSES = {
  ipAllowList: { isPrivate: false },
  ipDenyList: { isPrivate: false },
  endpointIpAllowList: { isPrivate: true },
  endpointIpDenyList: { isPrivate: true },
} as const;

function checkNetwork(checks: InputChecks, network: NetworkPerimeter, prop: string): void {
  for (const [name, { isPrivate }] of Object.entries(ADDRESSES)) {
    const values = network[name as keyof typeof ADDRESSES];
    checkNotEmpty(checks, `${prop}.${name}`, values);
    values?.forEach((value, i) => {
      const problem = Token.isUnresolved(value) ? undefined : addressBlock(value, isPrivate);
      if (problem) {
        checks.refuse(`${prop}.${name}[${i}] is '${value}', ${problem}`);
      }
    });
  }
  const { endpointIpAllowList, vpcEndpointIds, vpcIds, vpcArns, controlPlaneRoleArns } = network;
  if (controlPlaneRoleArns && !otherNetworks(network, '')) {
    checks.refuse(`${prop}.controlPlaneRoleArns keep control from outside the networks that are listed, and none is. List networks, or leave controlPlaneRoleArns out`);
  }
  if (endpointIpAllowList && !vpcEndpointIds && !vpcIds && !vpcArns) {
    checks.refuse(`${prop}.endpointIpAllowList lists private addresses, and every VPC can have the same ones. Say behind which endpoints or in which VPCs they are, with vpcEndpointIds, vpcIds or vpcArns`);
  }
}

/** The key of a tag is part of the key of a condition, which has no case, and of statement ids, which have letters and digits only. */
function checkTagKeys(checks: InputChecks, keys: readonly string[], prop: string): void {
  const seen = new Map<string, string>();
  for (const key of keys) {
    if (Token.isUnresolved(key)) {
      checks.refuse(`${prop} has a token for the key of a tag, which has to be known at synth. Write the key`);
      continue;
    }
    if (!/^[\w .:/=+@-]{1,128}$/.test(key)) {
      checks.refuse(`${prop} speaks of a tag '${key}', which is not the key of a tag. Use up to 128 letters, digits, spaces and _ . : / = + - @`);
    }
    const other = seen.get(inSid(key).toLowerCase());
    if (other !== undefined) {
      checks.refuse(`${prop} speaks of tags '${other}' and '${key}', which differ in case or signs only: IAM compares keys without their case, and two statements would have one id. Use one of them, or keys that differ in letters or digits`);
    }
    seen.set(inSid(key).toLowerCase(), key);
  }
}

function checkIdentity(checks: InputChecks, identity: IdentityPerimeter, prop: string): void {
  const { crossAccount, accountIds, organizationIds, organizationPaths, principalTags = {}, matchingTags, mfaExemptArns, mfaForDeletes, mfaForConfigurationChanges } = identity;
  checkNotEmpty(checks, `${prop}.matchingTags`, matchingTags);
  const others = Object.entries({ accountIds, organizationIds, organizationPaths }).find(([, values]) => values);
  if (crossAccount !== undefined && others) {
    checks.refuse(`${prop}.crossAccount: ${crossAccount} contradicts ${others[0]}, which already says whose requests are answered. Leave crossAccount out, or the list`);
  }
  for (const [key, values] of Object.entries(principalTags)) {
    checkList(checks, `${prop}.principalTags['${key}']`, values, [/./, 'the value of a tag']);
  }
  checkTagKeys(checks, Object.keys(principalTags), `${prop}.principalTags`);
  checkTagKeys(checks, matchingTags ?? [], `${prop}.matchingTags`);
  if (mfaExemptArns && !mfaForDeletes && !mfaForConfigurationChanges) {
    checks.refuse(`${prop}.mfaExemptArns exempts from multi-factor authentication, which is not asked for. Set mfaForDeletes or mfaForConfigurationChanges, or leave mfaExemptArns out`);
  }
}

function checkRequest(checks: InputChecks, { prefixRules, refererAllowList, presignedUrls, signatureVersion4Only }: RequestPerimeter, prop: string): void {
  checkList(checks, `${prop}.refererAllowList`, refererAllowList, [/^(https?:\/\/[^*]|\*?[^*\s]+\.[^*\s]+)/, 'the beginning of addresses of your pages, such as https://www.example.com/*']);
  if (presignedUrls && signatureVersion4Only === false) {
    checks.refuse(`${prop}.signatureVersion4Only: false contradicts presignedUrls, which counts on signatures whose age S3 can tell. Leave signatureVersion4Only out`);
  }
  checkNotEmpty(checks, `${prop}.prefixRules`, prefixRules);
  prefixRules?.forEach(({ prefix, roleArns }, i) => {
    if (!Token.isUnresolved(prefix) && (!/^[^*?$\s][^*?$]*$/.test(prefix) || prefix.length > 100)) {
      checks.refuse(`${prop}.prefixRules[${i}].prefix is '${prefix}'. Use what the keys begin with, such as finance/, without wildcards or variables, up to 100 characters`);
    }
    if (Token.isUnresolved(prefix)) {
      checks.refuse(`${prop}.prefixRules[${i}].prefix is decided at deployment. Write it out: the listings that would show its keys are denied one by one`);
    }
    if (!roleArns) {
      checks.refuse(`${prop}.prefixRules[${i}] names no one who reaches ${prefix}. Give roleArns or roles`);
    }
    checkList(checks, `${prop}.prefixRules[${i}].roleArns`, roleArns, PRINCIPAL);
  });
}
