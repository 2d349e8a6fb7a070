import { placeAt } from './place-at';
import { OriginAccessIdentity, PlaceFacts } from './place-facts';
import { PlaceResources } from './place-resources';
import { SERVICE_NETWORK } from './read-network';
import { UnknownValue } from '../../policy/unknown-value';
import { EvaluatedResource, groupBy } from '../../template/evaluated-resource';
import { Known, known, unknown } from '../../template/known';
import { dig, listOf, textOf } from '../../template/read-json';
import { namesIn, symbol, UNDECIDED_ACCOUNT, withoutSymbols } from '../../template/symbol';
import { ResourceAddress } from '../../template/template';

/** As what CloudFront sends the requests to an origin. */
interface Signer extends Pick<PlaceFacts, 'role' | 'servicePrincipal' | 'sourceArn' | 'originAccessIdentity'> {
  /** Origins with the same key are one place. */
  readonly key: string;
}

/**
 * Reads what a distribution sends to buckets: one place for each way in which its requests are signed, or not.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html
 */
export function readDistribution(resource: EvaluatedResource, resources: PlaceResources): readonly PlaceFacts[] {
  const config = dig(resource.properties, 'DistributionConfig');
  const legacy = dig(config, 'S3Origin');
  const written = dig(config, 'Origins');
  const origins = [
    ...listOf(written).map((origin, i) => ({ origin, path: `DistributionConfig.Origins.${i}` })),
    ...legacy === undefined ? [] : [{
      origin: { DomainName: dig(legacy, 'DNSName'), S3OriginConfig: { OriginAccessIdentity: dig(legacy, 'OriginAccessIdentity') } }, path: 'DistributionConfig.S3Origin',
    }],
  ].flatMap(({ origin, path }) => bucketsOf(origin, resource, resources).map((to) => ({ ...to, path, signer: signerOf(origin, resource, resources) })));
  const groups = [...groupBy(origins, ({ signer, through }) => [`${signer.key} ${through ? symbol(through.template, through.logicalId) : ''}`]).values()];
  return groups.map((group): PlaceFacts => {
    const [{ path, signer: { key: _, ...signer }, through }] = group;
    const open = group.map(({ bucket }) => bucket).find((bucket) => !bucket.known);
    return {
      ...placeAt(resource, groups.length > 1 ? path : undefined),
      ...SERVICE_NETWORK,
      ...signer,
      ...through ? { onlyThrough: through } : {},
      onlyTo: open && !open.known ? open : known([...new Set(group.flatMap(({ bucket }) => bucket.known ? [bucket.value] : []))]),
    };
  });
}

interface OriginBucket {
  readonly bucket: Known<string>;
  /** The multi-Region access point through which requests go. */
  readonly through?: ResourceAddress;
}

/** The buckets behind an origin; none where it is surely none. One whose multi-Region access point is elsewhere has none of these buckets. */
function bucketsOf(origin: unknown, resource: EvaluatedResource, resources: PlaceResources): readonly OriginBucket[] {
  const host = textOf(dig(origin, 'DomainName'));
  if (!MULTI_REGION_HOST.test(host)) {
    const bucket = bucketOf(origin, resource, resources);
    return bucket === undefined ? [] : [{ bucket }];
  }
  const [named] = namesIn(host);
  const found = named && resources.find(symbol(named.template, named.name.split('.')[0]), 'AWS::S3::MultiRegionAccessPoint', [], resource);
  return found?.known ? listOf(dig(found.value.properties, 'Regions')).map((region) => ({ bucket: known(textOf(dig(region, 'Bucket'))), through: found.value.address })) : [];
}

/** @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3-mrap.html */
const MULTI_REGION_HOST = /\.accesspoint\.s3-global\./;

/** The bucket that is an origin; undefined where the origin is surely none. */
function bucketOf(origin: unknown, resource: EvaluatedResource, resources: PlaceResources): Known<string> | undefined {
  const domain = dig(origin, 'DomainName');
  if (domain instanceof UnknownValue) {
    return unknown(domain.reason);
  }
  const text = textOf(domain);
  const bucket = namesIn(text).map(({ template, name }) => resources.find(symbol(template, name.split('.')[0]), 'AWS::S3::Bucket', [], resource)).find((found) => found.known);
  if (bucket?.known) {
    return known(resources.reference(bucket.value));
  }
  const named = /^((?:⟦[^⟧]*⟧|[^⟦/])+?)\.s3(?:-website)?[.-](?:⟦[^⟧]*⟧|[^⟦/])*$/.exec(text)?.[1];
  return named !== undefined ? known(named) : dig(origin, 'S3OriginConfig') === undefined ? undefined : unknown(`which bucket ${withoutSymbols(text)} is, no template says`);
}

function signerOf(origin: unknown, resource: EvaluatedResource, resources: PlaceResources): Signer {
  const control = dig(origin, 'OriginAccessControlId');
  if (control !== undefined && control !== '') {
    return byControl(control, resource, resources);
  }
  const identity = dig(origin, 'S3OriginConfig', 'OriginAccessIdentity');
  return identity === undefined || identity === '' ? ANONYMOUS : byIdentity(identity, resource, resources);
}

const ANONYMOUS: Signer = { key: 'anonymous', role: known(undefined) };

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-cloudfront-originaccesscontrol-originaccesscontrolconfig.html */
function byControl(control: unknown, resource: EvaluatedResource, resources: PlaceResources): Signer {
  const found = resources.find(control, 'AWS::CloudFront::OriginAccessControl', [], resource);
  const behavior = found.known ? dig(found.value.properties, 'OriginAccessControlConfig', 'SigningBehavior') : new UnknownValue(found.reason);
  if (behavior === 'never') {
    return ANONYMOUS;
  }
  const { address: { template, logicalId }, template: { account } } = resource;
  const isOpen = behavior instanceof UnknownValue;
  return {
    key: `control ${isOpen}`,
    role: isOpen ? unknown(`whether CloudFront signs is not known: ${behavior.reason}`) : known(undefined),
    servicePrincipal: 'cloudfront.amazonaws.com',
    sourceArn: `arn:${symbol('AWS', 'Partition')}:cloudfront::${account ?? UNDECIDED_ACCOUNT}:distribution/${symbol(template, logicalId)}`,
  };
}

function byIdentity(value: unknown, resource: EvaluatedResource, resources: PlaceResources): Signer {
  const id = value instanceof UnknownValue ? value : textOf(value).replace(/^origin-access-identity\/cloudfront\//, '');
  return { key: `identity ${id instanceof UnknownValue ? '' : id}`, role: known(undefined), originAccessIdentity: readIdentity(id, resource, resources) };
}

function readIdentity(id: string | UnknownValue, resource: EvaluatedResource, resources: PlaceResources): Known<OriginAccessIdentity> {
  if (id instanceof UnknownValue) {
    return unknown(id.reason);
  }
  const found = resources.find(id, 'AWS::CloudFront::CloudFrontOriginAccessIdentity', [], resource);
  const { template, logicalId } = found.known ? found.value.address : { template: '', logicalId: '' };
  return known({
    arn: `arn:${symbol('AWS', 'Partition')}:iam::cloudfront:user/CloudFront Origin Access Identity ${found.known ? symbol(template, logicalId) : id}`,
    canonicalUser: found.known ? symbol(template, `${logicalId}.S3CanonicalUserId`) : undefined,
  });
}
