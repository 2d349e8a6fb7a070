import { PlaceReport, ReachReport, Verdict } from '../../src/reach/reach-report';

/** Reports of reach, as their reporters are handed them. */
export function place(id: string, changes: Partial<PlaceReport> = {}): PlaceReport {
  const verdict: Verdict = changes.verdict ?? (changes.cut || changes.cuts?.length ? 'cut' : changes.unknowns?.length ? 'unknown' : 'reaches');
  const cuts = changes.cuts ?? (changes.cut ? [changes.cut] : []);
  return {
    id, type: 'AWS::Lambda::Function', verdict, via: null, actions: verdict === 'cut' ? [] : ['s3:GetObject'], path: [id], unknowns: [], ...changes, cuts, cut: cuts[0] ?? null,
  };
}

export function reachOf(places: readonly PlaceReport[], changes: Partial<ReachReport> = {}): ReachReport {
  return { bucket: 'ProdData', internet: { anonymous: 'cut', anyAwsAccount: 'cut' }, places, assumptions: [], ...changes };
}

/** One place of each verdict, and all that a report says of one. */
export const THREE_TIERS: ReachReport = reachOf([
  place('WebInstance', {
    type: 'AWS::EC2::Instance',
    path: ['WebInstance', 'WebSubnet', 'WebNat'],
    via: 'natGateway',
    cuts: [
      { at: 'ProdDataPolicy', kind: 'bucketPolicy', reason: 'statement 0 (OnlyEndpoint) denies s3:* where aws:SourceVpce is not S3Endpoint' },
      { at: 'WebRole', kind: 'identity', reason: 'no policy of the role allows s3:GetObject, s3:PutObject or s3:ListBucket' },
    ],
  }),
  place('AppInstance', {
    type: 'AWS::EC2::Instance', path: ['AppInstance', 'AppSubnet', 'S3Endpoint', 'ProdData'], via: 'gatewayEndpoint', actions: ['s3:GetObject', 's3:ListBucket'],
  }),
  place('NightlyReport', {
    path: ['NightlyReport', 'DataSubnet', 'S3Endpoint', 'ProdData'], via: 'gatewayEndpoint', unknowns: ['The parameter ReportRoleArn decides which role the function has.'],
  }),
], { assumptions: ['The account has no service control policy that denies Amazon S3.', 'Instances resolve the Regional endpoint of Amazon S3 with the DNS server of their VPC.'] });

export const THREE_TIERS_TYPES: Readonly<Record<string, string>> = {
  WebSubnet: 'AWS::EC2::Subnet', AppSubnet: 'AWS::EC2::Subnet', DataSubnet: 'AWS::EC2::Subnet', WebNat: 'AWS::EC2::NatGateway', S3Endpoint: 'AWS::EC2::VPCEndpoint',
};

const CUTS = [
  { at: 'SharedAcl7F3A', kind: 'networkAcl', reason: 'outbound rule 90 denies TCP port 443 to 0.0.0.0/0' },
  { at: 'IsolatedRouteTable', kind: 'route', reason: 'no route leads to Amazon S3' },
  { at: 'ProdDataPolicyC2E0B1D4', kind: 'bucketPolicy', reason: 'statement 2 (OnlyFromTheEndpoint) denies s3:* where aws:SourceVpce is not S3Endpoint' },
  { at: 'S3Endpoint', kind: 'endpointPolicy', reason: 'no statement allows s3:GetObject, s3:PutObject or s3:ListBucket on ProdData' },
] as const;
const TYPES = ['AWS::Lambda::Function', 'AWS::EC2::Instance', 'AWS::ECS::Service', 'AWS::AutoScaling::AutoScalingGroup'];

/** As many places, each in a subnet that it shares with others, and some with a role of their own. */
export function manyPlaces(count: number): ReachReport {
  return reachOf(Array.from({ length: count }, (_, i) => {
    const id = `Production/Orders${i}HandlerServiceDefaultResource${(i * 7919 % 65536).toString(16).toUpperCase().padStart(8, '0')}`;
    const path = [id, `Production/VpcPrivateSubnet${i % 6}Subnet`, `Production/VpcSubnet${i % 3}Acl`];
    const type = TYPES[i % TYPES.length];
    return i % 5 === 0 ? place(id, { type, path: [...path, 'Production/S3Endpoint', 'ProdData'], via: 'gatewayEndpoint' })
      : i % 7 === 0 ? place(id, { type, path: [...path, 'Production/S3Endpoint'], via: 'gatewayEndpoint', cuts: [{ at: `Production/Orders${i}Role`, kind: 'identity', reason: `no policy of Production/Orders${i}Role allows s3:GetObject, s3:PutObject or s3:ListBucket` }] })
        : i % 11 === 0 ? place(id, { type, path: [...path, `Production/Tgw${i % 3}`], via: 'transitGateway', unknowns: ['The far side of the transit gateway is not in the templates.'] })
          : place(id, { type, path, cuts: [CUTS[i % CUTS.length]] });
  }), { assumptions: THREE_TIERS.assumptions });
}

export const EMPTY: ReachReport = reachOf([]);
