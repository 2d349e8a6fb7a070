import { anyText, atLeast, LinearPattern, literal, sequence } from './linear-pattern';
import { Vocabulary } from './vocabulary';
import { S3Action } from '../s3-actions';

/** Says of each action of S3 which ARNs it can be about. @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html */
export function resourcesOf({ partition, resources }: Vocabulary): (action: S3Action) => readonly LinearPattern[] {
  const texts = [...resources].join('\n');
  // A symbol for a name that AWS chooses stands for itself.
  const odd = [...resources].filter((resource) => /:s3:::[^/*?]*⟦/.test(resource)).map((resource) => literal(resource.split('/')[0]));
  const buckets = [
    sequence(`arn:${partition}:s3:::`, atLeast(1, 'a-z0-9.-')),
    ...LEGACY_NAME.test(texts) ? [sequence(`arn:${partition}:s3:::`, atLeast(1, 'A-Za-z0-9._-'))] : [],
    ...odd,
  ];
  const accessPoints = [
    ...texts.includes('accesspoint') ? [sequence(`arn:${partition}:s3:`, atLeast(1, 'a-z0-9-'), ':', atLeast(1, '0-9'), ':accesspoint/', atLeast(1, 'a-z0-9-'))] : [],
    ...MULTI_REGION.test(texts) ? [sequence(`arn:${partition}:s3::`, atLeast(1, '0-9'), ':accesspoint/', atLeast(1, 'a-z0-9'), '.mrap')] : [],
  ];
  const byType: Readonly<Record<string, readonly LinearPattern[]>> = {
    bucket: buckets,
    object: buckets.map((name) => sequence(name, '/', anyText(1))),
    accesspoint: accessPoints,
    accesspointobject: accessPoints.map((name) => sequence(name, '/object/', anyText(1))),
  };
  const known = new Map<string, readonly LinearPattern[]>();
  return ({ resourceTypes }) => {
    // Types of which there are no ARNs here make no difference.
    const key = resourceTypes.length === 0 ? 'none' : resourceTypes.filter((type) => byType[type]?.length > 0).join();
    const patterns = known.get(key) ?? (resourceTypes.length === 0 ? [literal('*')] : resourceTypes.flatMap((type) => byType[type] ?? []));
    known.set(key, patterns);
    return patterns;
  };
}

/** The ARN of a multi-Region access point has no Region. @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/multi-region-access-point-naming.html */
const MULTI_REGION = /:s3::[^:\n]+:accesspoint\//;

/** Buckets made before 2018 in us-east-1 may have upper case letters and underscores. @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const LEGACY_NAME = /:s3:::[^/\n]*[A-Z_]/;
