import { counted } from './report-summary';
import { Cut, CutKind, PlaceReport, ReachReport, Verdict, Via } from '../reach/reach-report';

/** The verdicts in the order in which reports show them: what gets in comes first. */
export const VERDICTS: readonly Verdict[] = ['reaches', 'unknown', 'cut'];

/** What a verdict is called where it heads something. */
export const VERDICT_NAMES: Readonly<Record<Verdict, string>> = { reaches: 'Reaches', unknown: 'Unknown', cut: 'Cut' };

export const VIA_WORDS: Readonly<Record<Via, string>> = {
  gatewayEndpoint: 'gateway endpoint',
  interfaceEndpoint: 'interface endpoint',
  internetGateway: 'internet gateway',
  egressOnlyInternetGateway: 'egress-only internet gateway',
  natGateway: 'NAT gateway',
  transitGateway: 'transit gateway',
  peering: 'VPC peering',
  service: 'AWS network',
};

export const CUT_WORDS: Readonly<Record<CutKind, string>> = {
  route: 'route',
  securityGroup: 'security group',
  networkAcl: 'network ACL',
  endpointPolicy: 'endpoint policy',
  bucketPolicy: 'bucket policy',
  blockPublicAccess: 'Block Public Access',
  accessPoint: 'access point',
  identity: 'identity',
};

/** What sends requests over the internet, and what is said of it. */
export function internetRows({ internet }: ReachReport): { readonly name: string; readonly verdict: Verdict }[] {
  return [{ name: 'anonymous', verdict: internet.anonymous }, { name: 'any AWS account', verdict: internet.anyAwsAccount }];
}

export function cutName({ kind, at }: Cut): string {
  return `${CUT_WORDS[kind]}, at ${at}`;
}

/** The hops behind the place, whether or not the path of the report names its ends. A path that is not cut ends at the bucket. */
export function hopsOf({ id, path, verdict }: PlaceReport, bucket: string): readonly string[] {
  const hops = path[0] === id ? path.slice(1) : path;
  return verdict === 'cut' || hops[hops.length - 1] === bucket ? hops : [...hops, bucket];
}

/** What a report says in one line. */
export function reachSummary(reports: readonly ReachReport[]): string {
  const places = reports.flatMap((report) => report.places);
  const count = (verdict: Verdict) => places.filter((place) => place.verdict === verdict).length;
  const paths = `${count('reaches')} ${count('reaches') === 1 ? 'reaches' : 'reach'}, ${count('unknown')} unknown, ${count('cut')} cut`;
  return reports.length === 1 ? `${paths} of ${counted(places.length, 'place')}` : `${paths} of ${counted(places.length, 'path')} to ${counted(reports.length, 'bucket')}`;
}
