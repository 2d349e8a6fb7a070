import { LiveAnswer } from './live-bucket';
import { LiveAnswers, LiveSetting } from './live-setting';
import { cannedAclOf } from './read-acl';
import { UnknownValue } from '../policy/unknown-value';
import { dig, isRecord, listOf, ownValue, textOf } from '../template/read-json';

/** The property that stands for the ACL as it is. CloudFormation has canned ones only. */
export const ACCESS_CONTROL_LIST = 'AccessControlList';

/** Who may do what: the settings that open a bucket or close it. */
export const LIVE_ACCESS: readonly LiveSetting[] = [
  {
    // Absent, all four are off in a bucket that is there, whatever new ones are made with.
    call: 'GetPublicAccessBlock',
    permission: 's3:GetBucketPublicAccessBlock',
    absent: ['NoSuchPublicAccessBlockConfiguration'],
    properties: ['PublicAccessBlockConfiguration'],
    read: same('PublicAccessBlockConfiguration'),
  },
  {
    call: 'GetBucketOwnershipControls',
    permission: 's3:GetBucketOwnershipControls',
    absent: ['OwnershipControlsNotFoundError'],
    properties: ['OwnershipControls'],
    read: same('OwnershipControls'),
  },
  {
    // Where ACLs are disabled S3 has one all the same, which counts for nothing.
    // @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html
    call: 'GetBucketAcl',
    permission: 's3:GetBucketAcl',
    absent: [],
    isNeeded: (answers) => {
      const ownership = answers.GetBucketOwnershipControls;
      return ownership && !(ownership.kind === 'value' && dig(ownership.value, 'OwnershipControls', 'Rules', 0, 'ObjectOwnership') === 'BucketOwnerEnforced');
    },
    properties: [ACCESS_CONTROL_LIST, 'AccessControl'],
    read: (output) => {
      const list = { Owner: ownValue(output, 'Owner'), Grants: ownValue(output, 'Grants') ?? [] };
      return { [ACCESS_CONTROL_LIST]: list, ...given('AccessControl', cannedAclOf(list)) };
    },
  },
  {
    call: 'GetBucketPolicy',
    permission: 's3:GetBucketPolicy',
    absent: ['NoSuchBucketPolicy'],
    properties: [],
    read: () => ({}),
  },
  {
    call: 'GetBucketWebsite',
    permission: 's3:GetBucketWebsite',
    absent: ['NoSuchWebsiteConfiguration'],
    properties: ['WebsiteConfiguration'],
    read: (output) => ({
      WebsiteConfiguration: defined({
        IndexDocument: dig(output, 'IndexDocument', 'Suffix'),
        ErrorDocument: dig(output, 'ErrorDocument', 'Key'),
        RedirectAllRequestsTo: ownValue(output, 'RedirectAllRequestsTo'),
        RoutingRules: mapped(ownValue(output, 'RoutingRules'), (rule) => defined({ RoutingRuleCondition: ownValue(rule, 'Condition'), RedirectRule: ownValue(rule, 'Redirect') })),
      }),
    }),
  },
  {
    call: 'GetBucketCors',
    permission: 's3:GetBucketCORS',
    absent: ['NoSuchCORSConfiguration'],
    level: 'STRICT',
    properties: ['CorsConfiguration'],
    read: (output) => ({
      CorsConfiguration: {
        CorsRules: listOf(ownValue(output, 'CORSRules')).map((rule) => defined({
          Id: ownValue(rule, 'ID'),
          AllowedHeaders: ownValue(rule, 'AllowedHeaders'),
          AllowedMethods: ownValue(rule, 'AllowedMethods'),
          AllowedOrigins: ownValue(rule, 'AllowedOrigins'),
          ExposedHeaders: ownValue(rule, 'ExposeHeaders'),
          MaxAge: ownValue(rule, 'MaxAgeSeconds'),
        })),
      },
    }),
  },
  {
    // Nothing depends on it but what a policy says of tags.
    // @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/buckets-tagging-enable-abac.html
    call: 'GetBucketAbac',
    permission: 's3:GetBucketAbac',
    absent: [],
    level: 'STRICT',
    isNeeded: ({ GetBucketPolicy: policy }) => policy && policy.kind === 'value' && /(aws:ResourceTag|s3:BucketTag)\//i.test(policyText(policy)),
    properties: ['AbacStatus'],
    read: (output) => given('AbacStatus', dig(output, 'AbacStatus', 'Status')),
  },
  {
    call: 'GetBucketTagging',
    permission: 's3:GetBucketTagging',
    absent: ['NoSuchTagSet'],
    onDemand: true,
    properties: ['Tags'],
    read: (output) => given('Tags', ownValue(output, 'TagSet')),
  },
];

/** The bucket policy as JSON; undefined where there is none. */
export function livePolicy({ GetBucketPolicy: answer }: LiveAnswers): unknown {
  switch (answer?.kind) {
    case 'absent': return undefined;
    case 'value': return parsed(policyText(answer));
    default: return new UnknownValue(answer?.reason ?? 'no call asked S3 for it (GetBucketPolicy, s3:GetBucketPolicy)');
  }
}

function policyText(answer: LiveAnswer & { kind: 'value' }): string {
  return textOf(ownValue(answer.value, 'Policy'));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return new UnknownValue('S3 answered with a policy that is not JSON');
  }
}

/** A property that the call and CloudFormation name and write alike. */
export function same(name: string): LiveSetting['read'] {
  return (output) => given(name, ownValue(output, name));
}

/** The property, if it has a value. */
export function given(name: string, value: unknown): Record<string, unknown> {
  return value === undefined ? {} : { [name]: value };
}

/** Without what is not there. */
export function defined(properties: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== undefined));
}

export function mapped(list: unknown, map: (item: unknown) => unknown): unknown[] | undefined {
  return Array.isArray(list) ? list.map(map) : undefined;
}

/** A filter of S3, of one criterion or of several, as CloudFormation has it: beside each other. */
export function filtersOf(filter: unknown): Record<string, unknown> {
  const several = ownValue(filter, 'And');
  const tags = isRecord(several) ? ownValue(several, 'Tags') : mapped(listOf(ownValue(filter, 'Tag')), (tag) => tag);
  const criteria = isRecord(several) ? several : filter;
  return defined({
    Prefix: ownValue(criteria, 'Prefix'),
    TagFilters: Array.isArray(tags) && tags.length === 0 ? undefined : tags,
    ObjectSizeGreaterThan: ownValue(criteria, 'ObjectSizeGreaterThan'),
    ObjectSizeLessThan: ownValue(criteria, 'ObjectSizeLessThan'),
    AccessPointArn: ownValue(criteria, 'AccessPointArn'),
  });
}
