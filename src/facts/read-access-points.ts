import { AccessPointFacts, PUBLIC_ACCESS_BLOCK_SWITCHES, PublicAccessBlockSwitch } from './bucket-facts';
import { readPolicyDocument } from '../policy/policy-document';
import { UnknownValue } from '../policy/unknown-value';
import { TemplateEvaluator } from '../template/evaluate-template';
import { constructPathOf, EvaluatedResource, groupBy, isDeployedWith, isNeverDeployedWith } from '../template/evaluated-resource';
import { known, Known, readKnown } from '../template/known';
import { asBoolean, dig, readOptionalText, textOf } from '../template/read-json';
import { symbol } from '../template/symbol';

/** The four switches. Where they are not mentioned at all, S3 has them on for an access point and CloudFormation off for a bucket. */
export function readPublicAccessBlock(configuration: unknown, absent: boolean): Readonly<Record<PublicAccessBlockSwitch, Known<boolean>>> {
  return Object.fromEntries(PUBLIC_ACCESS_BLOCK_SWITCHES.map((name) => [
    name, configuration === undefined ? known(absent) : readKnown(dig(configuration, name), (value) => asBoolean(value, false)),
  ])) as Record<PublicAccessBlockSwitch, Known<boolean>>;
}

/** Those of the four that nothing sets. */
export function unsetSwitches(configuration: unknown): PublicAccessBlockSwitch[] {
  return PUBLIC_ACCESS_BLOCK_SWITCHES.filter((name) => dig(configuration, name) === undefined);
}

/** The access points of templates, looked up by their bucket. */
export class AccessPoints {
  private readonly all: readonly AccessPointOf[];
  private readonly byBucket: ReadonlyMap<string, AccessPointOf[]>;

  /**
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-bpa-settings.html
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/MultiRegionAccessPointPermissions.html
   */
  constructor(ofType: (type: string) => readonly EvaluatedResource[], evaluator: TemplateEvaluator) {
    const policies = new MultiRegionPolicies(ofType('AWS::S3::MultiRegionAccessPointPolicy'), evaluator);
    const read = (resource: EvaluatedResource, { kind, arn, policy, buckets }: Pick<AccessPointFacts, 'kind' | 'buckets'> & { readonly arn: unknown; readonly policy: unknown }): AccessPointOf => ({
      resource,
      facts: {
        address: resource.address,
        constructPath: constructPathOf(resource),
        kind,
        account: resource.template.account,
        arn: textOf(evaluator.evaluate(arn, resource.template)),
        name: textOf(dig(resource.properties, 'Name')),
        publicAccessBlock: readPublicAccessBlock(dig(resource.properties, 'PublicAccessBlockConfiguration'), true),
        vpc: readOptionalText(dig(resource.properties, 'VpcConfiguration', 'VpcId')),
        policy: { document: readPolicyDocument(policy ?? { Statement: [] }) },
        buckets,
        deployed: known(true),
      },
    });
    this.all = [
      ...ofType('AWS::S3::AccessPoint').map((resource) => read(resource, {
        kind: 'access point', arn: { 'Fn::GetAtt': [resource.address.logicalId, 'Arn'] }, policy: dig(resource.properties, 'Policy'), buckets: [textOf(dig(resource.properties, 'Bucket'))],
      })),
      ...ofType('AWS::S3::MultiRegionAccessPoint').map((resource) => read(resource, {
        kind: 'multi-Region access point', arn: multiRegionArn(resource), policy: policies.of(resource), buckets: bucketsOf(dig(resource.properties, 'Regions')),
      })),
    ];
    this.byBucket = groupBy(this.all, ({ facts: { buckets } }) => [...new Set(buckets)]);
  }

  /** Those of this bucket. */
  of(bucket: EvaluatedResource, name: string): AccessPointFacts[] {
    return (this.byBucket.get(name) ?? []).filter(({ resource }) => !isNeverDeployedWith(resource, bucket))
      .map(({ facts, resource }) => ({ ...facts, deployed: isDeployedWith(resource, bucket) }));
  }

  /** All but these. */
  others(known_: readonly AccessPointFacts[]): AccessPointFacts[] {
    const found = new Set(known_.map(({ address: { template, logicalId } }) => symbol(template, logicalId)));
    return this.all.map(({ facts }) => facts).filter(({ address: { template, logicalId } }) => !found.has(symbol(template, logicalId)));
  }
}

interface AccessPointOf {
  readonly resource: EvaluatedResource;
  readonly facts: AccessPointFacts;
}

/** It has an alias and no ARN attribute, and its ARN names no Region. @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-s3-multiregionaccesspoint.html */
function multiRegionArn({ address: { logicalId } }: EvaluatedResource): unknown {
  return { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':s3::', { Ref: 'AWS::AccountId' }, ':accesspoint/', { 'Fn::GetAtt': [logicalId, 'Alias'] }]] };
}

function bucketsOf(regions: unknown): readonly string[] {
  return Array.isArray(regions) ? regions.map((region) => textOf(dig(region, 'Bucket'))) : [];
}

/** The policies of multi-Region access points. Each has one, which a resource of its own sets. */
class MultiRegionPolicies {
  private readonly byName: ReadonlyMap<string, readonly EvaluatedResource[]>;

  constructor(policies: readonly EvaluatedResource[], private readonly evaluator: TemplateEvaluator) {
    this.byName = groupBy(policies, ({ properties }) => [textOf(dig(properties, 'MrapName'))]);
  }

  /** The document; unknown where several may be the one that is there. */
  of(accessPoint: EvaluatedResource): unknown {
    const { address: { logicalId }, template, properties } = accessPoint;
    const names = [textOf(this.evaluator.evaluate({ Ref: logicalId }, template)), textOf(dig(properties, 'Name'))];
    const policies = [...new Set(names.filter((name) => name !== '').flatMap((name) => this.byName.get(name) ?? []))].filter((policy) => !isNeverDeployedWith(policy, accessPoint));
    const [policy, ...more] = policies;
    if (policies.length === 0) {
      const [open] = this.byName.get('') ?? [];
      return open && new UnknownValue(`the multi-Region access point of policy ${open.address.logicalId} is decided at deployment`);
    }
    const deployed = isDeployedWith(policy, accessPoint);
    return more.length > 0 ? new UnknownValue(`${policies.map(({ address }) => address.logicalId).join(' and ')} are policies on one multi-Region access point, and S3 keeps the one that is written last`)
      : deployed.known ? dig(policy.properties, 'Policy') : new UnknownValue(deployed.reason);
  }
}
