import { BucketProperties, BucketSetting, filled, KEPT, refused } from './bucket-setting';
import { intrinsicIn, isList, isObject, Json } from './json';
import { INCOMPLETE_UPLOADS_ABORTED, LIFECYCLE, NONCURRENT_VERSIONS_EXPIRE, VERSIONING } from '../rules/durability';

const LIFECYCLE_CONFIGURATION = 'LifecycleConfiguration';

/** What narrows a lifecycle rule to some objects. @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-s3-bucket-rule.html */
const FILTERS = ['Prefix', 'TagFilters', 'ObjectSizeGreaterThan', 'ObjectSizeLessThan'];

/** Adds a lifecycle rule that says this for the whole bucket, unless one does. */
function lifecycleRule(properties: BucketProperties, names: readonly string[], rule: { readonly Id: string; readonly [name: string]: Json }) {
  const lifecycle = properties[LIFECYCLE_CONFIGURATION];
  if (lifecycle !== undefined && !isObject(lifecycle)) {
    return refused(`LifecycleConfiguration is decided by ${intrinsicIn(lifecycle)}. Add the rule there`);
  }
  const rules = lifecycle?.Rules ?? [];
  if (!isList(rules)) {
    return refused('the rules of LifecycleConfiguration are decided at deployment. Add the rule there');
  }
  const says = (one: Json) => isObject(one) && one.Status === 'Enabled' && names.some((name) => one[name] !== undefined) && FILTERS.every((name) => one[name] === undefined || one[name] === '');
  if (rules.some(says)) {
    return KEPT;
  }
  const taken = rules.map((one) => isObject(one) ? one.Id : undefined);
  let Id = rule.Id;
  for (let i = 2; taken.includes(Id); i++) {
    Id = `${rule.Id}${i}`;
  }
  return filled({ ...lifecycle, Rules: [...rules, { ...rule, Id, Status: 'Enabled' }] });
}

export const SET_INCOMPLETE_UPLOADS: BucketSetting = {
  id: 'incomplete-uploads',
  title: 'Abort incomplete uploads',
  rules: [INCOMPLETE_UPLOADS_ABORTED.id, LIFECYCLE.id],
  property: LIFECYCLE_CONFIGURATION,
  fill: (properties, { incompleteUploadsDays }) => lifecycleRule(properties, ['AbortIncompleteMultipartUpload'], {
    Id: 'AbortIncompleteMultipartUploads', AbortIncompleteMultipartUpload: { DaysAfterInitiation: incompleteUploadsDays },
  }),
};

export const SET_VERSIONING: BucketSetting = {
  id: 'versioning',
  title: 'Keep versions',
  rules: [VERSIONING.id],
  property: 'VersioningConfiguration',
  fill: ({ VersioningConfiguration: versioning }) => {
    if (versioning === undefined) {
      return filled({ Status: 'Enabled' });
    }
    const status = isObject(versioning) ? versioning.Status : versioning;
    return status === 'Enabled' ? KEPT
      : refused(status === 'Suspended' ? 'Status in VersioningConfiguration is Suspended. Find out why, and set it to Enabled' : 'VersioningConfiguration is decided at deployment. Set Status to Enabled there');
  },
};

export const SET_NONCURRENT_VERSIONS: BucketSetting = {
  id: 'noncurrent-versions',
  title: 'Expire noncurrent versions',
  rules: [NONCURRENT_VERSIONS_EXPIRE.id],
  property: LIFECYCLE_CONFIGURATION,
  // A bucket that had versions before may hold some that someone wants: nothing is deleted that is there today.
  fill: (properties, { noncurrentVersionsDays }, before) => before.VersioningConfiguration !== undefined ? KEPT
    : lifecycleRule(properties, ['NoncurrentVersionExpiration', 'NoncurrentVersionExpirationInDays'], {
      Id: 'ExpireNoncurrentVersions', NoncurrentVersionExpiration: { NoncurrentDays: noncurrentVersionsDays },
    }),
};
