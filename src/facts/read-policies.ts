import { PolicyFacts } from './bucket-facts';
import { NamedResource } from './grantee-facts';
import { PolicyStatement, readPolicyDocument } from '../policy/policy-document';
import { UnknownValue } from '../policy/unknown-value';
import { alternativesAt } from '../template/alternatives';
import { TemplateEvaluator } from '../template/evaluate-template';
import { constructPathIn, constructPathOf, EvaluatedResource, groupBy, isDeployedWith, isNeverDeployedWith, readRetention } from '../template/evaluated-resource';
import { Known, known, unknown } from '../template/known';
import { whyMoreResources } from '../template/macros';
import { dig, ownValue, textOf } from '../template/read-json';
import { namesIn } from '../template/symbol';
import { Template } from '../template/template';
import { mayBeSamePlace } from '../template/templates-by-place';

/** The bucket policies of templates, looked up by the bucket that they are on. */
export class BucketPolicies {
  private readonly byBucket: ReadonlyMap<string, EvaluatedResource[]>;
  /** Those on one of several buckets, or on a bucket that nobody knows, with the names it may have. */
  private readonly undecided: readonly { readonly policy: EvaluatedResource; readonly buckets: readonly unknown[] }[];

  constructor(private readonly all: readonly EvaluatedResource[], private readonly evaluator: TemplateEvaluator, private readonly templates: ReadonlyMap<string, Template>) {
    this.byBucket = groupBy(all, (policy) => {
      const bucket = dig(policy.properties, 'Bucket');
      return bucket instanceof UnknownValue ? expressionKey(policy, 'Bucket') : [textOf(bucket)];
    });
    this.undecided = all.filter(({ properties }) => dig(properties, 'Bucket') instanceof UnknownValue)
      .map((policy) => ({ policy, buckets: alternativesAt(policy.resource.Properties, ['Bucket'], policy.template, evaluator) }));
  }

  /**
   * The policies that are on this bucket, or may be.
   *
   * A policy on a bucket that a parameter names may be on any bucket that has none of its own: one that has is refused a
   * second one.
   */
  of(bucket: EvaluatedResource, name: string): PolicyFacts[] {
    // A bucket and a policy that name the bucket by the same expression mean the same, whatever that comes to.
    const byExpression = dig(bucket.properties, 'BucketName') instanceof UnknownValue
      ? expressionKey(bucket, 'BucketName').flatMap((key) => this.byBucket.get(key) ?? []) : [];
    const own = [...this.byBucket.get(name) ?? [], ...byExpression].filter((policy) => !isNeverDeployedWith(policy, bucket));
    const others = this.undecided.filter(({ policy, buckets }) => !own.includes(policy) && !isNeverDeployedWith(policy, bucket) && mayBeSamePlace(policy.template, bucket.template)
      && buckets.some((candidate) => candidate === name || (candidate instanceof UnknownValue && own.length === 0)));
    const more = own.length + others.length === 0 ? whyMoreResources(bucket.template) : undefined;
    return [
      ...more === undefined ? [] : [policyOfMacro(bucket, more)],
      ...own.map((policy) => this.read(policy, isDeployedWith(policy, bucket))),
      ...others.map(({ policy }) => this.read(policy, unknown(`the bucket of bucket policy ${policy.address.logicalId} is decided at deployment`))),
    ];
  }

  /** Those that are on none of the buckets that these are on: their bucket is elsewhere. */
  others(found: readonly PolicyFacts[]): PolicyFacts[] {
    const key = ({ template, logicalId }: PolicyFacts['address']) => `${template}#${logicalId}`;
    const addresses = new Set(found.map(({ address }) => key(address)));
    return this.all.filter(({ address }) => !addresses.has(key(address))).map((policy) => this.read(policy, known(true)));
  }

  private resourcesIn({ principals, conditions }: PolicyStatement): NamedResource[] {
    const named = [...principals.map(({ value }) => value), ...conditions.filter(({ key }) => key === 'aws:sourcearn').flatMap(({ values }) => values)];
    return named.flatMap((text) => typeof text === 'string' ? namesIn(text) : []).flatMap(({ template, name }): NamedResource[] => {
      const logicalId = name.split('.')[0];
      const found = this.templates.get(template);
      const resource = found && Object.hasOwn(found.resources, logicalId) ? found.resources[logicalId] : undefined;
      const constructPath = found && constructPathIn(found, logicalId, resource);
      // A template may leave out resources that no fact is read from.
      return resource || constructPath ? [{ address: { template, logicalId }, type: textOf(resource?.Type), constructPath }] : [];
    });
  }

  private read(policy: EvaluatedResource, deployed: Known<boolean>): PolicyFacts {
    const json = deployed.known ? dig(policy.properties, 'PolicyDocument') : new UnknownValue(deployed.reason);
    return {
      address: policy.address,
      constructPath: constructPathOf(policy),
      account: policy.template.account,
      bucketName: textOf(this.evaluator.bucketOfPolicy(ownValue(policy.resource.Properties, 'Bucket'), policy.template)),
      deployed,
      document: readPolicyDocument(json),
      resourcesIn: (statement) => this.resourcesIn(statement),
      json,
      deletionPolicy: readRetention(policy, 'DeletionPolicy', this.evaluator),
    };
  }
}

/** The policy that a macro may add to a bucket that has none. */
function policyOfMacro({ address, template }: EvaluatedResource, reason: string): PolicyFacts {
  const json = new UnknownValue(reason);
  return {
    address,
    constructPath: undefined,
    account: template.account,
    bucketName: '',
    deployed: unknown(reason),
    document: readPolicyDocument(json),
    resourcesIn: () => [],
    json,
    deletionPolicy: unknown(reason),
  };
}

function expressionKey({ template, resource }: EvaluatedResource, property: string): string[] {
  const expression = ownValue(resource.Properties, property);
  return expression === undefined ? [] : [`${template.id} ${JSON.stringify(expression)}`];
}
