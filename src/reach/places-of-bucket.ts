import { ReachAnswers } from './reach-answers';
import { BucketFacts, Surroundings } from '../facts/bucket-facts';
import { PlaceFacts } from '../facts/places/place-facts';
import { globCovers } from '../policy/glob';
import { PolicyStatement, PolicyText } from '../policy/policy-document';
import { groupBy } from '../template/evaluated-resource';

/** The places whose role is allowed something on the bucket by its name: by a policy of the role, or by the bucket policy. */
export function placesGranted(bucket: BucketFacts): readonly PlaceFacts[] {
  const { byRole } = indexOf(bucket.surroundings);
  if (byRole.size === 0) {
    return [];
  }
  const roles = [
    ...bucket.grants.filter(({ deployed }) => deployed.known).flatMap(({ grantee }) => grantee.isGroup ? [] : grantee.arns),
    ...bucket.policies.flatMap(({ document }) => document.statements).filter(({ effect, malformed }) => effect === 'Allow' && !malformed)
      .flatMap(({ principals }) => principals.flatMap(({ type, value }) => type === 'AWS' && typeof value === 'string' ? [value] : [])),
  ];
  return [...new Set(roles)].flatMap((role) => byRole.get(role) ?? []);
}

/** The places that act as the same role. */
export function placesWithRoleOf(place: PlaceFacts, surroundings: Surroundings): readonly PlaceFacts[] {
  return place.role.known && place.role.value !== undefined ? indexOf(surroundings).byRole.get(place.role.value) ?? [] : [];
}

/** The places that reach the bucket and read or write objects in it by the wildcard of a policy alone: no policy says anything of this bucket. */
export function placesOnlyByWildcard(bucket: BucketFacts): readonly PlaceFacts[] {
  const { byWildcard } = indexOf(bucket.surroundings);
  const allowed = bucket.policies.flatMap(({ document }) => document.statements).filter(({ effect }) => effect === 'Allow');
  // What a bucket policy allows to everyone whom a condition lets through is declared there.
  if (byWildcard.length === 0 || allowed.some(({ principals, notPrincipals }) => notPrincipals.length > 0 || principals.some(({ value }) => typeof value !== 'string' || value === '*'))) {
    return [];
  }
  const granted = new Set(placesGranted(bucket));
  const answers = ReachAnswers.of(bucket.surroundings);
  return byWildcard.filter((place) => !granted.has(place) && !hasPatternFor(place, bucket)).filter((place) => {
    const { verdict, actions } = answers.of(place, bucket);
    return verdict === 'reaches' && actions.some((action) => ON_OBJECTS.includes(action));
  });
}

const ON_OBJECTS = ['s3:GetObject', 's3:PutObject'];

interface PlaceIndex {
  readonly byRole: ReadonlyMap<string, readonly PlaceFacts[]>;
  /** Those whose role may read or write the objects of every bucket. */
  readonly byWildcard: readonly PlaceFacts[];
}

const INDEXES = new WeakMap<Surroundings, PlaceIndex>();

/** Made once for all buckets of the same templates. */
function indexOf(surroundings: Surroundings): PlaceIndex {
  const made = INDEXES.get(surroundings) ?? makeIndex(surroundings);
  INDEXES.set(surroundings, made);
  return made;
}

function makeIndex({ places, identities }: Surroundings): PlaceIndex {
  const roleOf = ({ role, onlyTo }: PlaceFacts) => role.known && role.value !== undefined && onlyTo === undefined ? identities.of(role.value) : undefined;
  const acting = places.filter((place) => roleOf(place) !== undefined);
  return {
    byRole: groupBy(acting, (place) => [...new Set([roleOf(place)!.arn, place.role.known ? place.role.value! : ''])]),
    byWildcard: acting.filter((place) => roleOf(place)!.policies.some(({ statements }) => statements.some(isForEveryBucket))),
  };
}

function isForEveryBucket({ effect, malformed, resources, conditions, actions, notActions }: PolicyStatement): boolean {
  return effect === 'Allow' && !malformed && resources.some(isEveryBucket) && !conditions.some(({ key }) => TAGS.test(key))
    && ON_OBJECTS.some((action) => actions.length > 0 ? actions.some((pattern) => covers(pattern, action))
      : notActions.length > 0 && !notActions.some((pattern) => covers(pattern, action)));
}

function covers(pattern: PolicyText, action: string): boolean {
  return typeof pattern === 'string' && globCovers(pattern.toLowerCase(), action.toLowerCase());
}

/** Tags say which buckets and objects are meant, as a name does. */
const TAGS = /^(aws:resourcetag\/|s3:existingobjecttag\/|s3:buckettag\/)/;

/** A pattern that says nothing of a bucket, nor of objects in it. */
function isEveryBucket(pattern: PolicyText): boolean {
  return typeof pattern === 'string' && (pattern === '*' || /^arn:(?:⟦[^⟧]*⟧|[^⟦:])*:s3:(?:\*|[^:]*:[^:]*:\*+(?:\/\*+)?)$/.test(pattern));
}

/** A pattern of names, such as `arn:aws:s3:::data-*`, that may be meant for the bucket. */
function hasPatternFor(place: PlaceFacts, { name, surroundings }: BucketFacts): boolean {
  const role = place.role.known && place.role.value !== undefined ? surroundings.identities.of(place.role.value) : undefined;
  const patterns = (role?.policies ?? []).flatMap(({ statements }) => statements.filter(({ effect }) => effect === 'Allow').flatMap(({ resources }) => resources));
  return patterns.some((pattern) => {
    const ofBucket = typeof pattern === 'string' ? /:s3:::([^/]*)/.exec(pattern)?.[1] : undefined;
    const [start] = (ofBucket ?? '').split(/[*?]/);
    return ofBucket !== undefined && start !== '' && (name.includes('⟦') ? ofBucket.includes(name) : name.startsWith(start));
  });
}
