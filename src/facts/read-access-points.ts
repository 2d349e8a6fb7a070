import { AccessPointFacts, PUBLIC_ACCESS_BLOCK_SWITCHES, PublicAccessBlockSwitch } from './bucket-facts';
import { readPolicyDocument } from '../policy/policy-document';
import { TemplateEvaluator } from '../template/evaluate-template';
import { constructPathOf, EvaluatedResource, groupBy } from '../template/evaluated-resource';
import { known, Known, readKnown } from '../template/known';
import { asBoolean, dig, readOptionalText, textOf } from '../template/read-json';

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

  /** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-bpa-settings.html */
  constructor(ofType: (type: string) => readonly EvaluatedResource[], evaluator: TemplateEvaluator) {
    const read = (kind: AccessPointFacts['kind'], bucketsOf: (properties: unknown) => unknown[], policyOf: (name: string, properties: unknown) => unknown) =>
      (accessPoint: EvaluatedResource): AccessPointOf => {
        const { address, properties, template } = accessPoint;
        return {
          facts: {
            address,
            constructPath: constructPathOf(accessPoint),
            kind,
            account: template.account,
            arn: textOf(evaluator.evaluate({ 'Fn::GetAtt': [address.logicalId, 'Arn'] }, template)),
            name: textOf(dig(properties, 'Name')),
            publicAccessBlock: readPublicAccessBlock(dig(properties, 'PublicAccessBlockConfiguration'), true),
            vpc: readOptionalText(dig(properties, 'VpcConfiguration', 'VpcId')),
            policy: { document: readPolicyDocument(policyOf(textOf(evaluator.evaluate({ Ref: address.logicalId }, template)), properties) ?? { Statement: [] }) },
          },
          buckets: bucketsOf(properties).map(textOf),
        };
      };
    const policies = new Map(ofType('AWS::S3::MultiRegionAccessPointPolicy').map(({ properties }) => [textOf(dig(properties, 'MrapName')), dig(properties, 'Policy')]));
    this.all = [
      ...ofType('AWS::S3::AccessPoint').map(read('access point', (properties) => [dig(properties, 'Bucket')], (_, properties) => dig(properties, 'Policy'))),
      ...ofType('AWS::S3::MultiRegionAccessPoint').map(read('multi-Region access point', (properties) => {
        const regions = dig(properties, 'Regions');
        return Array.isArray(regions) ? regions.map((region) => dig(region, 'Bucket')) : [];
      }, (reference, properties) => policies.get(reference) ?? policies.get(textOf(dig(properties, 'Name'))))),
    ];
    this.byBucket = groupBy(this.all, ({ buckets }) => buckets);
  }

  /** Those of this bucket. */
  of(bucketName: string): AccessPointFacts[] {
    return (this.byBucket.get(bucketName) ?? []).map(({ facts }) => facts);
  }

  /** All but these. */
  others(known_: readonly AccessPointFacts[]): AccessPointFacts[] {
    const found = new Set(known_);
    return this.all.map(({ facts }) => facts).filter((facts) => !found.has(facts));
  }
}

interface AccessPointOf {
  readonly facts: AccessPointFacts;
  readonly buckets: readonly string[];
}
