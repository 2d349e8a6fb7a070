import { GranteeFacts, GrantFacts } from './bucket-facts';
import { TemplateEvaluator } from './evaluate-template';
import { EvaluatedResource, isDeployedWith, isNeverDeployedWith } from './evaluated-resource';
import { Grantees, IdentityKind } from './read-grantees';
import { dig, listOf, textOf } from './read-json';
import { PolicyDocument, readPolicyDocument } from '../policy/policy-document';

/** The properties with which a policy names whom it is attached to, by the type of resource. */
const ATTACHED_TO: Readonly<Record<string, Readonly<Record<string, IdentityKind>>>> = {
  'AWS::IAM::Policy': { Roles: 'role', Users: 'user', Groups: 'group' },
  'AWS::IAM::ManagedPolicy': { Roles: 'role', Users: 'user', Groups: 'group' },
  'AWS::IAM::RolePolicy': { RoleName: 'role' },
  'AWS::IAM::UserPolicy': { UserName: 'user' },
  'AWS::IAM::GroupPolicy': { GroupName: 'group' },
};

const IDENTITIES = ['AWS::IAM::Role', 'AWS::IAM::User', 'AWS::IAM::Group'];

/** The policies of the identities in templates, looked up by the buckets that they allow something on. */
export class BucketGrants {
  // Not before somebody asks: not every rule does, and most applications have more roles than buckets.
  private found: ReadonlyMap<string, readonly FoundGrant[]> | undefined;

  constructor(private readonly ofType: (type: string) => readonly EvaluatedResource[], private readonly evaluator: TemplateEvaluator) {}

  /** Those on the bucket of this name, or in it. */
  of(bucket: EvaluatedResource, name: string): GrantFacts[] {
    this.found ??= this.find();
    return (this.found.get(name) ?? []).filter(({ resource }) => !isNeverDeployedWith(resource, bucket))
      .map(({ resource, grant }) => ({ ...grant, deployed: isDeployedWith(resource, bucket) }));
  }

  private find(): ReadonlyMap<string, readonly FoundGrant[]> {
    const found = new Map<string, FoundGrant[]>();
    for (const attached of this.attachedPolicies()) {
      for (const [bucket, grant] of grantsOf(attached)) {
        addTo(found, bucket, { resource: attached.resource, grant });
      }
    }
    return found;
  }

  private* attachedPolicies(): Iterable<AttachedPolicy> {
    const identities = IDENTITIES.flatMap(this.ofType);
    const grantees = new Grantees(identities, ['AWS::Lambda::Function', 'AWS::Serverless::Function'].flatMap(this.ofType), this.evaluator);
    const byManagedPolicy = new Map<string, GranteeFacts[]>();
    for (const identity of identities) {
      const grantee = grantees.of(identity);
      for (const policy of listOf(dig(identity.properties, 'ManagedPolicyArns')).map(textOf)) {
        addTo(byManagedPolicy, policy, grantee);
      }
      for (const [i, policy] of listOf(dig(identity.properties, 'Policies')).entries()) {
        yield { resource: identity, path: `Policies.${i}.PolicyDocument`, json: dig(policy, 'PolicyDocument'), grantees: [grantee] };
      }
    }
    for (const [type, properties] of Object.entries(ATTACHED_TO)) {
      for (const resource of this.ofType(type)) {
        const named = Object.entries(properties).flatMap(([property, kind]) =>
          listOf(dig(resource.properties, property)).map(textOf).filter((name) => name !== '').map((name) => grantees.named(kind, name, resource.template)));
        const byArn = byManagedPolicy.get(textOf(this.evaluator.evaluate({ Ref: resource.address.logicalId }, resource.template))) ?? [];
        yield { resource, path: 'PolicyDocument', json: dig(resource.properties, 'PolicyDocument'), grantees: [...new Set([...named, ...byArn])] };
      }
    }
  }
}

interface AttachedPolicy {
  readonly resource: EvaluatedResource;
  readonly path: string;
  readonly json: unknown;
  readonly grantees: readonly GranteeFacts[];
}

interface FoundGrant {
  readonly resource: EvaluatedResource;
  readonly grant: Omit<GrantFacts, 'deployed'>;
}

/** The grants of a policy, by the name of the bucket. */
function* grantsOf({ resource: { address }, path, json, grantees }: AttachedPolicy): Iterable<[string, Omit<GrantFacts, 'deployed'>]> {
  const { version, statements }: PolicyDocument = readPolicyDocument(json);
  for (const statement of statements.filter(({ effect, malformed }) => effect === 'Allow' && !malformed)) {
    const byBucket = new Map<string, string[]>();
    for (const resource of statement.resources) {
      const bucket = typeof resource === 'string' ? bucketIn(resource) : undefined;
      if (bucket !== undefined) {
        addTo(byBucket, bucket, resource as string);
      }
    }
    for (const [bucket, resources] of byBucket) {
      for (const grantee of grantees) {
        yield [bucket, { address, path: `${path}.Statement.${statement.index}`, version, statement: { ...statement, resources }, grantee }];
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
