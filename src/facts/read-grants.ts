import { AttachedPolicies, AttachedPolicy } from './attached-policies';
import { GrantFacts } from './bucket-facts';
import { PolicyDocument, readPolicyDocument } from '../policy/policy-document';
import { constructPathOf, EvaluatedResource, isDeployedWith, isNeverDeployedWith } from '../template/evaluated-resource';

/** The policies of the identities in templates, looked up by the buckets that they allow something on. */
export class BucketGrants {
  // Not before someone asks: not every rule does, and most applications have more roles than buckets.
  private found: ReadonlyMap<string, readonly FoundGrant[]> | undefined;

  constructor(private readonly attached: AttachedPolicies) {}

  /** Those on the bucket of this name, or in it. */
  of(bucket: EvaluatedResource, name: string): GrantFacts[] {
    this.found ??= this.find();
    return (this.found.get(name) ?? []).filter(({ resource }) => !isNeverDeployedWith(resource, bucket))
      .map(({ resource, grant }) => ({ ...grant, deployed: isDeployedWith(resource, bucket) }));
  }

  private find(): ReadonlyMap<string, readonly FoundGrant[]> {
    const found = new Map<string, FoundGrant[]>();
    for (const attached of this.attached.policies) {
      for (const [bucket, grant] of grantsOf(attached)) {
        addTo(found, bucket, { resource: attached.resource, grant });
      }
    }
    return found;
  }
}

interface FoundGrant {
  readonly resource: EvaluatedResource;
  readonly grant: Omit<GrantFacts, 'deployed'>;
}

/** The grants of a policy, by the name of the bucket. */
function* grantsOf({ resource, id, path, json, grantees }: AttachedPolicy): Iterable<[string, Omit<GrantFacts, 'deployed'>]> {
  const { address } = resource;
  const constructPath = constructPathOf(resource);
  const { version, statements }: PolicyDocument = readPolicyDocument(json);
  for (const statement of statements.filter(({ effect, malformed }) => effect === 'Allow' && !malformed)) {
    const byBucket = new Map<string, string[]>();
    for (const arn of statement.resources) {
      const bucket = typeof arn === 'string' ? bucketIn(arn) : undefined;
      if (bucket !== undefined) {
        addTo(byBucket, bucket, arn as string);
      }
    }
    for (const [bucket, resources] of byBucket) {
      for (const grantee of grantees) {
        yield [bucket, { address, constructPath, id: [...id, 'Statement', statement.id].join('.'), path: `${path}.Statement.${statement.index}`, version, statement: { ...statement, resources }, grantee }];
      }
    }
  }
}

/** The name of the bucket that an ARN is of, or of an object in; nobody granted anything on one bucket by a wildcard. */
function bucketIn(arn: string): string | undefined {
  return /^arn:(?:⟦[^⟧]*⟧|[^⟦:])*:s3:::((?:⟦[^⟧]*⟧|[^⟦/*?])+)(?:\/|$)/.exec(arn)?.[1];
}

function addTo<T>(groups: Map<string, T[]>, key: string, item: T): void {
  const group = groups.get(key);
  if (group) {
    group.push(item);
  } else {
    groups.set(key, [item]);
  }
}
